"""What it would take for every project left out, to be printed on its sheet: worked out beside the page."""

import streamlit as st

from prioritizer.domain.explanation import Why
from prioritizer.insight.why import why_left_out
from prioritizer.program.live import Live
from prioritizer.text.numbers import number
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, note
from prioritizer.web.desk import GAP
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, about_program, here, job, work

SECONDS = 180.0
NAME = "left-out"
Answers = tuple[Why, ...]


def left_out(room: Room) -> None:
    """The button, and how far it is."""
    following(_job(room), _draw)


def explanations(room: Room) -> Answers:
    """What is known once the work has ended; nothing before, so that no hash changes meanwhile."""
    found = _job(room)
    return found.told if found is not None and found.done and found.told is not None else ()


def _about(room: Room) -> object:
    return about_program(room.desk, room.weights), room.program


def _job(room: Room) -> Job[Answers] | None:
    return job(NAME, _about(room))


def _count(room: Room) -> int:
    return len(room.portfolio.projects) - len({choice.project for choice in room.program})


def _ask() -> None:
    room = here()
    program, judged = room.program, room.judged

    def question(live: Live, job: Job[Answers]) -> Answers:
        def step(answer: Why) -> None:
            job.tell((*(job.told or ()), answer))

        stop = lambda: job.stopped  # noqa: E731 - read at each call
        return why_left_out(live, program, gap=GAP, time_limit=SECONDS, stop=stop, step=step)

    work(NAME, _about(room), lambda: judged.ask(question, judged.case.criteria.weights, SECONDS))


def _draw() -> None:
    room = here()
    found, count = _job(room), _count(room)
    if found is None:
        st.button(
            room.say("web_template.left_out.ask"),
            key="left-out-ask",
            on_click=_ask,
            disabled=not count,
            help=room.say("web_template.left_out.help"),
        )
        return
    known = len(found.told or ())
    said = room.say("web_template.left_out.known", known=number(known, room.lang), count=number(count, room.lang))
    if found.done:
        draw(note(said))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="left-out-progress"):
        st.progress(min(known / max(count, 1), 1.0), text=said, width="stretch")
        st.button(room.say("web.proof.stop"), key="left-out-stop", on_click=found.stop)
