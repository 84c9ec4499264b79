"""Open a sample or a workbook of one's own."""

import streamlit as st

from prioritizer.web import cached, sources
from prioritizer.web.room import Room, here, open_source
from prioritizer.web.sources import MEGABYTES

CRITERIA = "criteria-file"
OWN = "own"


def open_file(room: Room) -> None:
    """Two ways in, side by side."""
    left, right = st.columns([5, 6], gap="large")
    own = room.source.key not in sources.SAMPLES
    with left:
        st.selectbox(
            room.say("web_portfolio.open.sample"),
            [*sources.SAMPLES, *([OWN] if own else [])],
            index=len(sources.SAMPLES) if own else list(sources.SAMPLES).index(room.source.key),
            key=f"sample-{room.source.key}-{room.lang}",
            format_func=lambda key: room.source.name if key == OWN else room.say(f"web_portfolio.open.samples.{key}"),
            on_change=_sample,
            args=(f"sample-{room.source.key}-{room.lang}",),
        )
        # One box a language: a box remembers the words of what was chosen.
        box, files = f"{CRITERIA}-{room.lang}", sources.criteria_files()
        if box not in st.session_state:
            st.session_state[box] = st.session_state.get(CRITERIA, files[0])
        st.session_state[CRITERIA] = st.selectbox(
            room.say("web_portfolio.open.criteria"),
            files,
            key=box,
            format_func=lambda name: cached.criteria_title(name, room.lang),
            help=room.say("web_portfolio.open.criteria_help"),
            on_change=_criteria,
        )
    with right:
        st.file_uploader(
            room.say("web_portfolio.open.upload"),
            type=["xlsx"],
            key="upload",
            on_change=_upload,
            max_upload_size=MEGABYTES,
        )


def _sample(widget: str) -> None:
    key = st.session_state[widget]
    if key != OWN:
        open_source(key)


def _criteria() -> None:
    """Read the workbook that was uploaded again, against other criteria."""
    source = here().source
    if source.key not in sources.SAMPLES:
        open_source(cached.uploads().put(source.name, source.content, _chosen()))


def _chosen() -> str:
    """The file of criteria chosen."""
    chosen: str = st.session_state[f"{CRITERIA}-{here().lang}"]
    return chosen


def _upload() -> None:
    file = st.session_state["upload"]
    if file is None:
        return
    content = file.getvalue()
    if len(content) > MEGABYTES * 1024 * 1024:
        st.session_state["notice"] = "web.notice.too_large"
        return
    key = cached.uploads().put(file.name, content, _chosen())
    open_source(key)
    here()
