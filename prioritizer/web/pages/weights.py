"""The page weights."""

import streamlit as st

from prioritizer.web.room import here


def show() -> None:
    """Draw the page."""
    room = here()
    st.title(room.say("web.page.weights"))
    st.write(float(room.found.value), room.found.gap, len(room.program))
