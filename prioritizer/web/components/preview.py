"""A document of ours inside the page: a frame of its own, with its own policy, that asks nobody for anything."""

from collections.abc import Callable, Hashable

import streamlit as st

from prioritizer.publication.blocks import Document
from prioritizer.publication.html import write_html
from prioritizer.publication.theme import Theme

HEIGHT = 680
"""Of the frame, in pixels: it scrolls, by keyboard too."""
HERE, INSIDE = 'href="#', 'href="about:srcdoc#'
"""A link within the page, and how it must be written inside a frame, where the first would lead to the app."""


def preview(key: Hashable, make: Callable[[], Document], name: str) -> None:
    """Show it; ``name`` is what a screen reader calls the frame. ``key`` says when it must be made anew."""
    st.iframe(_page(key, make), height=HEIGHT, tab_index=0, alt=name)


@st.cache_data(show_spinner=False, max_entries=32)
def _page(key: Hashable, _make: Callable[[], Document]) -> str:  # noqa: ARG001 - the key of the cache
    return write_html(_make(), Theme()).replace(HERE, INSIDE)
