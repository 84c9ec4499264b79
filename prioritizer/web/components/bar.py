"""The bar above every page (what the meeting has changed, undo, language) and the heading below it."""

import streamlit as st
from markupsafe import Markup

from prioritizer.web.components.html import draw, note
from prioritizer.web.meeting import Meeting
from prioritizer.web.room import LANG, Room, change, here


def bar(room: Room, languages: tuple[str, ...]) -> None:
    """Draw the bar."""
    notice = st.session_state.pop("notice", None)
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        # What the shell's script reads: the language of the page follows the switch.
        st.html(f'<span class="pz" data-page-lang="{room.lang}" hidden></span>', width="content")
        count = room.meeting.counts
        st.button(
            room.say(f"web.bar.reset.{min(count, 2)}", count=count),
            key="reset",
            on_click=_reset,
            disabled=not count,
        )
        st.button(room.say("web.bar.undo"), key="undo", on_click=_undo, disabled=not room.history.can_undo)
        st.segmented_control(
            room.say("web.bar.language"),
            languages,
            default=room.lang,
            key=LANG,
            required=True,
            format_func=lambda code: room.say(f"web.language.{code}"),
            label_visibility="collapsed",
        )
    if notice:
        st.warning(room.say(notice))


def heading(room: Room, page: str) -> None:
    """The name of the page, under what is on the table."""
    info = room.source.portfolio.info if room.source.portfolio else None
    parts = (info.organization, info.title) if info else (room.source.name,)
    said = note(info.illustrative) if info and info.illustrative else ""
    title = Markup('<p class="eyebrow">{}</p><h1>{}</h1>').format(" · ".join(p for p in parts if p), room.say(page))
    draw(title, said)


def _undo() -> None:
    change(here().history.undo())


def _reset() -> None:
    change(here().history.change(Meeting()))
