"""A page that follows work done beside it: redrawn every second until it ends."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from prioritizer.web.courtesy import drawing
from prioritizer.web.jobs import Job

EVERY = 1.0
"""Seconds between two looks."""


def following(job: Job[Any] | None, draw: Callable[[], None]) -> None:
    """Draw now, and again while the job runs; the whole page once when it ends."""
    if job is None or job.done:
        draw()
        return

    @st.fragment(run_every=EVERY)
    def watched() -> None:
        with drawing():
            draw()
        if job.done:
            st.rerun()

    watched()
