"""The page method."""

import streamlit as st

from prioritizer.web.room import here


def show() -> None:
    """Draw the page."""
    room = here()
    st.title(room.say("web.page.method"))
    st.write(float(room.found.value), room.found.gap, len(room.program))
