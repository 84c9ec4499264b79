"""Figures: sober, still, the same everywhere. What they show stands in a table below, and is said in their ``alt``."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

INK, QUIET, LINE, GRID = "#1a1a1a", "#51606f", "#8896a8", "#e6eaef"
ACCENT, BLUE, PALE, WARM, WARM_PALE = "#1f3a5f", "#3b6ea5", "#c9d6e6", "#9a3c09", "#fdf0e7"
SEPARATORS = {"fr": ",\u00a0", "en": ".,"}
FONT = {"family": '"Source Sans", "Source Sans 3", sans-serif', "size": 14, "color": INK}
ROW, AROUND = 30, 70
"""Pixels of one row of bars, and of what stands around them."""


def blank(lang: str, height: int, **layout: Any) -> go.Figure:
    """A white sheet with quiet grid lines, numbers written as the reader's language does."""
    figure = go.Figure()
    figure.update_layout(
        template="none",
        height=height,
        font=FONT,
        separators=SEPARATORS[lang],
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        paper_bgcolor="white",
        plot_bgcolor="white",
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        **layout,
    )
    axis = {"gridcolor": GRID, "zeroline": False, "linecolor": LINE, "automargin": True, "separatethousands": True}
    title = {"standoff": 8, "font": {"size": 14, "color": QUIET}}
    figure.update_xaxes(title=title, **axis)
    figure.update_yaxes(title=title, **axis)
    return figure


def still(figure: go.Figure, key: str, alt: str) -> None:
    """Put a figure on the page: nothing in it moves, so nothing in it needs a mouse."""
    st.plotly_chart(figure, key=key, theme=None, config={"staticPlot": True, "displayModeBar": False}, alt=alt)
