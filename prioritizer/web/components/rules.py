"""The rules with what is left before each, and a switch to set one aside."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.decision import FigureUnit, Finding
from prioritizer.text.findings import Wording
from prioritizer.web.components.html import draw, note
from prioritizer.web.meeting import SWITCHES, RuleKey
from prioritizer.web.room import Room, change, here


def rules(room: Room) -> None:
    """One fold a rule of the published model; inside, one line a limit."""
    published = Wording(room.base.case.portfolio, room.criteria, room.lang)
    now = _tightest(room.desk.findings(room.program))
    before = _tightest(room.base.findings(room.published.program or ()))
    off = set(room.meeting.off)
    draw(note(room.say("web_program.rules.note")))
    for code in SWITCHES:
        keys = [key for key in dict.fromkeys([*before, *now, *sorted(off)]) if key[0] == code]
        if not keys:
            continue
        tight = sum(1 for key in keys if key in now and _tight(key, now[key]))
        with st.expander(_fold(room, published.rule(code), len(keys), tight, len(off & set(keys)))):
            draw(note(published.rule_text(code, "sentence")))
            for key in keys:
                words = published if key in before or key in off else room.words
                _line(room, words, key, now.get(key))


def _fold(room: Room, rule: str, count: int, tight: int, off: int) -> str:
    """A rule and how many limits it has; how many are tight or set aside, where there are any."""
    parts = (("tight", tight), ("aside", off))
    said = [room.counted(f"web_program.rules.{key}", n) for key, n in parts if n]
    return room.say("web.named", name=rule, value=f"{count} ({', '.join(said)})" if said else str(count))


def _tightest(findings: tuple[Finding, ...]) -> Mapping[RuleKey, Finding]:
    """The finding of each limit with the least left, relative to the limit."""
    found: dict[RuleKey, Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.subject)
        if key not in found or _left(finding) < _left(found[key]):
            found[key] = finding
    return found


def _left(finding: Finding) -> float:
    if finding.used == finding.limit == 0:
        return 1.0
    return float(finding.slack) / max(abs(float(finding.limit)), 1.0)


def _line(room: Room, words: Wording, key: RuleKey, finding: Finding | None) -> None:
    rule, subject = key
    widget = f"rule:{rule}:{':'.join(subject)}"
    kept = key not in room.meeting.off
    if st.session_state.get(widget) != kept:
        st.session_state[widget] = kept
    left, right = st.columns([7, 5], vertical_alignment="center")
    left.checkbox(words.name(rule, subject, None), key=widget, on_change=_switch, args=(key, widget))
    with right:
        draw(_state(room, words, key, finding))


def _measured(key: RuleKey, finding: Finding) -> bool:
    """Whether a limit can be more or less close; an obligation is kept or broken."""
    return not (finding.unit is FigureUnit.COUNT and key[0] in ("imposed", "precedence"))


def _tight(key: RuleKey, finding: Finding) -> bool:
    return _measured(key, finding) and finding.binding


def _state(room: Room, words: Wording, key: RuleKey, finding: Finding | None) -> Markup:
    if key in room.meeting.off:
        return Markup('<span class="tag warm">{}</span>').format(room.say("web_program.rules.off"))
    if finding is None:
        return Markup('<span class="note">{}</span>').format(room.say("web_program.rules.idle"))
    if not _measured(key, finding):
        return Markup('<span class="note">{}</span>').format(room.say("web_program.rules.kept"))
    if _tight(key, finding):
        tag = Markup('<span class="tag">{}</span>').format(room.say("web_program.rules.no_slack"))
    else:
        tag = Markup("{}").format(room.say("web_program.rules.left", figure=words.figure(finding.slack, finding.unit)))
    year = "" if finding.year is None else Markup(" <small>{}</small>").format(finding.year)
    return Markup("<span>{}{}</span>").format(tag, year)


def _switch(key: RuleKey, widget: str) -> None:
    room = here()
    change(room.history.change(room.meeting.switch(key, on=st.session_state[widget])))
