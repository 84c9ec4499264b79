"""Which part of a page is shown: kept in the session and in the link, whatever the language."""

from collections.abc import Sequence

import streamlit as st

from prioritizer.web.room import Room

PART = "part"
"""What a link calls it."""


def part_of(room: Room, page: str, parts: Sequence[str]) -> str:
    """The part chosen; its names stand under ``web_PAGE.part`` of the catalogs, where ``label`` names the choice."""
    key = f"part-{page}"
    if key not in st.session_state:
        asked = st.query_params.get(PART, "")
        st.session_state[key] = asked if asked in parts else parts[0]
    st.segmented_control(
        room.say(f"web_{page}.part.label"),
        parts,
        key=key,
        required=True,
        format_func=lambda code: room.say(f"web_{page}.part.{code}"),
        label_visibility="collapsed",
        persist_state="session",
    )
    chosen: str = st.session_state[key] or parts[0]
    if chosen != parts[0]:
        st.query_params[PART] = chosen
    elif PART in st.query_params:
        del st.query_params[PART]
    return chosen
