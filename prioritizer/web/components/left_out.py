"""What it would take for every project left out, to be printed on its sheet: worked out beside the page."""

import streamlit as st

from prioritizer.domain.explanation import Why
from prioritizer.insight.why import why_left_out
from prioritizer.program.live import Live
from prioritizer.text.numbers import number
from prioritizer.web.components.asking import About, shown_then
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, note
from prioritizer.web.desk import GAP
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, here, job, stop, work

SECONDS = 180.0
NAME = "left-out"
Answers = tuple[Why, ...]


def left_out(room: Room) -> None:
    """The button, and how far it is."""
    following(_job(room), _draw)


def explanations(room: Room) -> Answers:
    """What is known once the work has ended; nothing before, so that no hash changes meanwhile.

    Only of the program that is printed: nothing once a better one is known.
    """
    found = _job(room)
    return found.told if found is not None and found.done and found.told is not None and _current(room) else ()


def _job(room: Room) -> Job[Answers] | None:
    return job(NAME, About.of(room))


def _current(room: Room) -> bool:
    then = shown_then(NAME)
    return then is not None and then.program == room.program


def _count(room: Room) -> int:
    return len(room.portfolio.projects) - len({choice.project for choice in room.program})


def _ask() -> None:
    room = here()
    program, judged = room.program, room.judged

    def question(live: Live, job: Job[Answers]) -> Answers:
        def step(answer: Why) -> None:
            job.tell((*(job.told or ()), answer))

        return why_left_out(live, program, gap=GAP, time_limit=SECONDS, stop=lambda: job.stopped, step=step)

    stop(NAME)
    # Not a question of one page: it goes on while others are read, until it is stopped or its time is over.
    work(NAME, About.of(room), lambda: judged.ask(question, judged.case.criteria.weights, SECONDS))


def _draw() -> None:
    room = here()
    found, count = _job(room), _count(room)
    outdated = found is not None and found.done and not _current(room)
    if outdated:
        draw(note(room.say("web_template.left_out.outdated")))
    if found is None or outdated:
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
