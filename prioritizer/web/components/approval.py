"""Which dossier is published, the hash that finance approves, and its approval; kept in the session alone."""

import datetime as dt
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.approval import Approval
from prioritizer.domain.problem import Problem, Refused, Where
from prioritizer.store.approval_file import approval_from, blank_approval
from prioritizer.store.decision_file import MAX_BYTES
from prioritizer.store.dossier_file import dossier_from_json
from prioritizer.text import numbers
from prioritizer.web.components.html import draw, note
from prioritizer.web.components.refusal import refusal
from prioritizer.web.publishing import Ready, reopened, today
from prioritizer.web.room import Room
from prioritizer.web.sources import MEGABYTES

DOSSIER, APPROVAL = "dossier", "approval"
"""Name and content of the files given, in the session."""


def reopened_dossier(room: Room) -> Ready | None:
    """The dossier that was opened in place of the meeting's program."""
    if DOSSIER not in st.session_state:
        return None
    try:
        name, content = st.session_state[DOSSIER]
        found = _opened(name, content, today())
    except Refused as refused:
        refusal(room, refused)
        return None
    if not found.dossier.decision.status.has_program:
        st.error(room.say("web_template.dossier.no_program"))
        return None
    return found


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(name: str, content: bytes, date: dt.date) -> Ready:
    if len(content) > MAX_BYTES:
        raise Refused((Problem("decision-too-large", Where(file=name)),))
    return reopened(dossier_from_json(content.decode("utf-8", errors="replace"), Path(name)), date)


def approved(room: Room, ready: Ready) -> Approval | None:
    """The approval given, if it is one of this dossier; says why where it is not."""
    if APPROVAL not in st.session_state:
        return None
    name, content = st.session_state[APPROVAL]
    try:
        return approval_from(content, name, ready.text, today())
    except Refused as refused:
        refusal(room, refused)
        return None


def state(room: Room, ready: Ready) -> None:
    """Draft or approved, in one line."""
    approval = ready.approval
    if approval is None:
        tag, said = room.say("web_template.state.draft"), room.say("web_template.state.draft_note")
    else:
        tag = room.say("web_template.state.approved")
        day = numbers.date(approval.date, room.lang)
        said = room.say(
            "publish.said.approved",
            name=approval.name,
            function=approval.function,
            date=day,
            reference=approval.reference,
        )
    kind = "warm" if approval is None else "in"
    draw(Markup('<p><span class="tag {}">{}</span> {}</p>').format(kind, tag, said))


def approval(room: Room, ready: Ready) -> None:
    """The hash, the two files to take to finance, and where to bring them back."""
    with st.expander(room.say("web_template.approval.title")):
        draw(
            note(room.say("web_template.approval.how")),
            Markup("<p>{} <code>{}</code></p>").format(room.say("web_template.approval.hash"), ready.digest),
        )
        with st.container(horizontal=True):
            st.download_button(
                room.say("web_template.approval.dossier"),
                data=ready.text.encode,
                file_name="dossier.json",
                mime="application/json",
                on_click="ignore",
                key="dossier-download",
            )
            st.download_button(
                room.say("web_template.approval.blank"),
                data=lambda: blank_approval(ready.text),
                file_name=room.say("web_template.approval.file"),
                mime="application/toml",
                on_click="ignore",
                key="blank-download",
            )
        left, right = st.columns(2, gap="large")
        with left:
            _upload(room, APPROVAL, "toml", 1)
        with right:
            _upload(room, DOSSIER, "json", MEGABYTES)


def _upload(room: Room, name: str, kind: str, most: int) -> None:
    st.file_uploader(
        room.say(f"web_template.{name}.upload"),
        type=[kind],
        key=f"{name}-file",
        on_change=_keep,
        args=(name,),
        max_upload_size=most,
    )
    if name in st.session_state:
        st.button(
            room.say(f"web_template.{name}.drop", name=st.session_state[name][0]),
            key=f"{name}-drop",
            on_click=_drop,
            args=(name,),
        )


def _keep(name: str) -> None:
    file = st.session_state[f"{name}-file"]
    if file is not None:
        st.session_state[name] = (file.name, file.getvalue())


def _drop(name: str) -> None:
    st.session_state.pop(name, None)
