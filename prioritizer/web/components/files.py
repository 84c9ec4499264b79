"""Documents in the making: begun by a button, followed, stopped, then downloaded from memory."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

import streamlit as st

from prioritizer.domain.problem import Refused
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, note
from prioritizer.web.components.refusal import refusal
from prioritizer.web.jobs import Job
from prioritizer.web.making import Making, Start, Stopped
from prioritizer.web.publishing import zipped
from prioritizer.web.room import Room, here, job, stop, work

MEDIA = {
    "pdf": "application/pdf",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
ANY = "application/octet-stream"


def files(room: Room, name: str, about: object, start: Start, *, disabled: bool = False) -> Mapping[str, bytes]:
    """The button and what comes of it; the files once they are made. ``about`` is what makes them out of date."""
    found: Job[Making] | None = job(name, about)
    if found is None:
        stop(name)
    made = found.told.files if found is not None and found.done and found.told is not None else {}
    st.button(
        room.say(f"web_template.{name}.make"),
        key=f"{name}-make",
        type="secondary" if made else "primary",
        on_click=_begin,
        args=(name, about, start),
        disabled=disabled,
    )
    if found is not None:
        following(found, lambda: _progress(name, about))
    return made


def download(name: str, content: bytes | Callable[[], bytes], label: str, *, strong: bool = False) -> None:
    """A button for one file, sent when it is asked for."""
    st.download_button(
        label,
        data=content,
        file_name=PurePosixPath(name).name,
        mime=MEDIA.get(name.rpartition(".")[2], ANY),
        on_click="ignore",
        key=f"file-{name}",
        type="primary" if strong else "secondary",
    )


def download_all(room: Room, name: str, made: Mapping[str, bytes], *, strong: bool = False) -> None:
    """All of them in one file."""
    words = room.say("web_template.files.all", count=len(made))
    download(name, lambda: zipped(made), words, strong=strong)


def _begin(name: str, about: object, start: Start) -> None:
    work(name, about, start)


def _progress(name: str, about: object) -> None:
    room = here()
    found: Job[Making] | None = job(name, about)
    if found is None:
        return
    if not found.done:
        with st.container(horizontal=True, vertical_alignment="center", key=f"{name}-progress"):
            made = found.told
            share = 0.0 if made is None else made.done / made.steps
            said = room.say("web_template.files.making") if made is None else _said(room, name, made)
            st.progress(share, text=said, width="stretch")
            st.button(room.say("web.proof.stop"), key=f"{name}-stop", on_click=found.stop)
    elif isinstance(found.error, Refused):
        refusal(room, found.error)
    elif isinstance(found.error, Stopped):
        draw(note(room.say("web_template.files.stopped")))
    elif found.error is not None:
        st.error(room.say("web_template.files.failed", error=str(found.error)))


def _said(room: Room, name: str, made: Making) -> str:
    match made.step:
        case (lang, form):
            words = room.say(
                "web_template.files.form", form=form_name(room, form), lang=room.say(f"web.language.{lang}")
            )
        case (part,):
            words = room.say(f"web_template.{name}.part.{part}")
        case _:
            words = room.say("web_template.files.making")
    return room.say("web_template.files.step", done=made.done + 1, steps=made.steps, words=words)


def form_name(room: Room, form: str) -> str:
    """What a reader calls a form."""
    return room.say(f"web_template.form.{form}")
