"""Weights: move them, and read at once the program that they give."""

import streamlit as st

from prioritizer.text.numbers import number
from prioritizer.web.compare import difference
from prioritizer.web.components.axes import legend
from prioritizer.web.components.bar import heading
from prioritizer.web.components.changes import changes
from prioritizer.web.components.choice import part_of
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, kpis
from prioritizer.web.components.interval import interval
from prioritizer.web.components.program_table import MOST, program_table
from prioritizer.web.components.proof import search_line
from prioritizer.web.components.sliders import sliders
from prioritizer.web.components.state import has_program, usable
from prioritizer.web.components.summary import program_kpis
from prioritizer.web.components.triangle import triangle
from prioritizer.web.room import here

WHOLE = "whole-program"


def show() -> None:
    """Draw the page."""
    room = here()
    heading(room, "web.page.weights")
    if not usable(room):
        return
    left, right = st.columns([5, 8], gap="large")
    # What everybody waits for goes to the browser first.
    with right:
        following(room.awaited, _results)
    with left:
        parts = ("sliders", "triangle") if len(room.criteria.axes) == 3 else ("sliders",)
        if part_of(room, "weights", parts) == "sliders":
            sliders(room)
        else:
            triangle(room)
        interval(room)


def _results() -> None:
    room = here()
    if not has_program(room):
        search_line(room, "weights")
        return
    lines = room.figures.lines(room.program, room.weights)
    changed = difference(room.published.program or (), room.program)
    draw(kpis(program_kpis(room)))
    search_line(room, "weights")
    entering = {choice.project for choice in changed.entering}
    whole = st.session_state.get(WHOLE, False)
    draw(changes(room, changed), legend(room.criteria, room.lang), program_table(room, lines, entering, whole=whole))
    if len(lines) > MOST:
        st.toggle(room.say("web.program.whole", count=number(len(lines), room.lang)), key=WHOLE)
