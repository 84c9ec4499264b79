"""How good the program shown is proved to be, and the search for a better one: progress, stop, more time."""

import streamlit as st

from prioritizer.program.solvers import End
from prioritizer.text.numbers import number, percent
from prioritizer.web.components.html import Kpi
from prioritizer.web.desk import GAP
from prioritizer.web.room import Room, go_on, here

MORE_SECONDS = 60.0


def gap_kpi(room: Room) -> Kpi:
    """The gap as a figure."""
    found, lang = room.found, room.lang
    label = room.say("web.proof.gap")
    if found.end is End.OPTIMAL or (found.gap is not None and found.gap <= GAP):
        return Kpi(label, percent(0, lang, 1), room.say("web.proof.best"))
    if found.gap is None or found.gap == float("inf"):
        return Kpi(label, "–", room.say("web.proof.unknown"))
    return Kpi(label, percent(found.gap, lang, 1), room.say("web.proof.at_most"))


def search_line(room: Room, place: str) -> None:
    """One line: what the search is doing, with its button. ``place`` tells apart the pages that show it."""
    job, found = room.search, room.found
    if found.impossible or (found.gap is not None and found.gap <= GAP):
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"search-{place}"):
        if job is not None and not job.done:
            share = min(job.spent / job.seconds, 1.0)
            # The solver ends the step that it is at: it may take longer than it was given.
            said = "searching" if share < 1 else "ending"
            words = room.say(
                f"web.proof.{said}", spent=number(job.spent, room.lang), seconds=number(job.seconds, room.lang)
            )
            st.progress(share, text=words, width="stretch")
            st.button(room.say("web.proof.stop"), key=f"stop-{place}", on_click=job.stop)
        else:
            st.caption(room.say("web.proof.ended"), width="stretch")
            st.button(room.say("web.proof.more"), key=f"more-{place}", on_click=_more)


def _more() -> None:
    go_on(here(), MORE_SECONDS)
