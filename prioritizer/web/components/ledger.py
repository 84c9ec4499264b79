"""What the meeting has changed, item by item, each of which can be taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import streamlit as st

from prioritizer.domain.decision import Change
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import millions, number
from prioritizer.web.meeting import Forced, Meeting, RuleKey
from prioritizer.web.room import Room, change, here

Back = Callable[[Meeting], Meeting]


def ledger(room: Room) -> None:
    """A line for each change, with its reason and a button that takes it back."""
    items = list(_items(room))
    if not items:
        return
    with st.expander(room.say("web_program.ledger.title", count=len(items))):
        for place, (words, back) in enumerate(items):
            left, right = st.columns([8, 1], vertical_alignment="center")
            left.write(words)
            right.button(room.say("web_program.ledger.back"), key=f"back-{place}", on_click=_take_back, args=(back,))


def _items(room: Room) -> Iterator[tuple[str, Back]]:
    meeting = room.meeting
    published = Wording(room.base.case.portfolio, room.criteria, room.lang)
    if meeting.axes or meeting.shares:
        yield room.say("web_program.ledger.weights"), Meeting.as_published
    for row in meeting.forced:
        yield _forced(room, row), lambda m, row=row: m.force(Forced(row.project))  # type: ignore[misc]
    for rule in meeting.off:
        yield _off(published, rule), lambda m, rule=rule: m.switch(rule, on=True)  # type: ignore[misc]
    for limit in meeting.limits:
        yield _limit(room, published, limit), lambda m, limit=limit: _unmoved(m, limit)  # type: ignore[misc]


def _forced(room: Room, row: Forced) -> str:
    project = f"{row.project}, {room.portfolio.by_id[row.project].title.get(room.lang)}"
    said = []
    if row.inside is not None:
        said.append(room.say("web_program.ledger.inside" if row.inside else "web_program.ledger.outside"))
    if row.start is not None:
        said.append(room.say("web_program.ledger.start", year=row.start))
    words = room.say("web.named", name=project, value=", ".join(said))
    return f"{words} ({row.reason})" if row.reason else words


def _off(words: Wording, rule: RuleKey) -> str:
    return text(words.lang, "web_program.ledger.off", rule=words.name(rule[0], rule[1], None))


def _limit(room: Room, words: Wording, limit: Change) -> str:
    name = words.name(limit.rule, limit.subject, limit.year)
    sign = "+" if limit.amount > 0 else "−"
    if limit.rule == "capacity":
        figure = text(room.lang, "rules.all.fte", figure=number(abs(limit.amount) / 1000, room.lang, 2, least=0))
    else:
        figure = room.say("web.unit.millions", figure=millions(abs(limit.amount), room.lang, 2))
    return room.say("web.named", name=name, value=f"{sign}{figure}")


def _unmoved(meeting: Meeting, limit: Change) -> Meeting:
    return replace(meeting, limits=tuple(row for row in meeting.limits if row != limit))


def _take_back(back: Back) -> None:
    room = here()
    change(room.history.change(back(room.meeting)))
