"""The bar above every page: what is on the table, what the meeting has changed, undo, language."""

import streamlit as st

from prioritizer.web.room import LANG, Room, change, here


def bar(room: Room, languages: tuple[str, ...]) -> None:
    """Draw the bar."""
    notice = st.session_state.pop("notice", None)
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        info = room.source.portfolio.info if room.source.portfolio else None
        title = " · ".join(part for part in (info.organization, info.title) if part) if info else room.source.name
        st.markdown(f"**{title}**", width="stretch")
        count = room.meeting.counts
        if count:
            st.caption(room.say("web.bar.changes" if count > 1 else "web.bar.change", count=count), width="content")
        st.button(room.say("web.bar.undo"), key="undo", on_click=_undo, disabled=not room.history.can_undo)
        if count:
            st.button(room.say("web.bar.reset"), key="reset", on_click=_reset)
        st.segmented_control(
            room.say("web.bar.language"), languages, default=room.lang, key=LANG, required=True, bind="query-params",
            format_func=lambda code: room.say(f"web.language.{code}"), label_visibility="collapsed",
        )  # fmt: skip
    if notice:
        st.warning(room.say(notice))


def _undo() -> None:
    change(here().history.undo())


def _reset() -> None:
    from prioritizer.web.meeting import Meeting

    change(here().history.change(Meeting()))
