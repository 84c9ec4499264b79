"""No program keeps every rule: which rules clash, and the ways out, each applied by a click."""

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.decision import Change, Clash, Repair
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, note
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, change, here, work

SECONDS = 20.0
NAME = "conflict"
Found = tuple[Clash, tuple[Repair, ...]]


def conflict(room: Room) -> None:
    """Explain, once the reasons are worked out."""
    following(_job(room), _draw)


def _job(room: Room) -> Job[Found]:
    desk = room.desk
    return work(NAME, id(desk), lambda: desk.diagnose(SECONDS), question=True)


def _draw() -> None:
    room = here()
    asked = _job(room)
    if asked.told is None:
        st.info(room.say("web_program.conflict.looking" if not asked.done else "web_program.conflict.unknown"))
        return
    clash, repairs = asked.told
    names = Markup("").join(Markup("<li>{}</li>").format(room.words.name(*rule)) for rule in clash.rules)
    draw(
        Markup("<h2>{}</h2><ul>{}</ul>").format(room.say("web_program.conflict.clash"), names),
        Markup("<h2>{}</h2>").format(room.say("web_program.conflict.repairs")),
    )
    if not repairs:
        draw(note(room.say("web_program.conflict.no_repair")))
    for place, repair in enumerate(repairs):
        left, right = st.columns([8, 2], vertical_alignment="center")
        steps = Markup("").join(Markup("<li>{}</li>").format(room.words.change(step)) for step in repair.changes)
        with left:
            draw(Markup("<h3>{}</h3><ul>{}</ul>").format(room.words.kind(repair.kind), steps))
        right.button(
            room.say("web_program.conflict.apply"), key=f"repair-{place}", on_click=_apply, args=(repair.changes,)
        )


def _apply(changes: tuple[Change, ...]) -> None:
    room = here()
    change(room.history.change(room.meeting.move(changes)))
