"""A document of ours inside the page: a frame of its own, with its own policy, that asks nobody for anything."""

import streamlit as st

from prioritizer.publication.blocks import Document
from prioritizer.publication.html import write_html
from prioritizer.publication.theme import Theme

HEIGHT = 680
"""Of the frame, in pixels: it scrolls, by keyboard too."""


def preview(document: Document, name: str) -> None:
    """Show it; ``name`` is what a screen reader calls the frame."""
    st.iframe(write_html(document, Theme()), height=HEIGHT, tab_index=0, alt=name)
