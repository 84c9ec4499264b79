"""The program: when, with what money and people, under which rules; and what the committee decides of it."""

import streamlit as st

from prioritizer.web.compare import difference
from prioritizer.web.components import bill
from prioritizer.web.components.asking import asking
from prioritizer.web.components.bar import heading
from prioritizer.web.components.changes import changes
from prioritizer.web.components.choice import part_of
from prioritizer.web.components.conflict import conflict
from prioritizer.web.components.follow import following
from prioritizer.web.components.force import force
from prioritizer.web.components.html import draw, kpis
from prioritizer.web.components.ledger import ledger
from prioritizer.web.components.money import money
from prioritizer.web.components.proof import search_line
from prioritizer.web.components.rules import rules
from prioritizer.web.components.state import has_program, usable
from prioritizer.web.components.summary import program_kpis
from prioritizer.web.components.timeline import timeline
from prioritizer.web.room import here

PARTS = ("calendar", "money", "rules", "bill")


def show() -> None:
    """Draw the page."""
    room = here()
    heading(room, "web.page.program")
    if not usable(room):
        return
    following(room.awaited, _top)
    ledger(room)
    if room.found.impossible:
        conflict(room)
        return
    with st.expander(room.say("web_program.force.title")):
        force(room)
    part = part_of(room, "program", PARTS)
    if room.found.program is None:
        return
    match part:
        case "money":
            money(room)
        case "rules":
            rules(room)
        case "bill":
            asking(room, bill.QUESTION)
        case _:
            following(room.awaited, _calendar)


def _top() -> None:
    room = here()
    if room.found.impossible:
        st.error(room.say("web_program.conflict.proved"))
    elif has_program(room):
        draw(kpis(program_kpis(room)))
    search_line(room, "program")
    if room.program and room.changed:
        draw(changes(room, difference(room.published.program or (), room.program)))


def _calendar() -> None:
    room = here()
    if room.program:
        lines = room.figures.lines(room.program, room.weights)
        entering = {choice.project for choice in difference(room.published.program or (), room.program).entering}
        draw(timeline(room, lines, entering))
