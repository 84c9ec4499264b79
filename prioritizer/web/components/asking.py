"""A question worked out beside the page when it is asked: progress, stop, what is known so far, and more time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import streamlit as st

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import Portfolio
from prioritizer.program.live import Found, Live
from prioritizer.text.numbers import number
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, note
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, about_program, here, job, stop, work

T = TypeVar("T")
MORE = 3
"""How many times longer a question is asked again."""


@dataclass(frozen=True)
class Basis:
    """What a question is about: the program shown and its inputs, weights of the meeting included."""

    found: Found
    portfolio: Portfolio
    criteria: CriteriaSet


@dataclass(frozen=True)
class Question(Generic[T]):
    """A question: how it is put to the core, and how its answer is drawn.

    ``put`` runs in a thread: it tells the job what it knows so far. ``name`` is that of its words in the catalog
    ``web_tradeoffs`` (``why``, ``ask``). ``whole``: whether more time could add nothing to an answer. ``detail``: what
    else makes the answer another one.
    """

    name: str
    seconds: float
    put: Callable[[Live, Job[T], Basis], T]
    show: Callable[[Room, T], None]
    whole: Callable[[T], bool]
    detail: object = None


def asking(room: Room, question: Question[T]) -> None:
    """Draw a question with its answer so far."""
    following(_job(room, question), lambda: _draw(question))


def _about(room: Room, question: Question[T]) -> object:
    return about_program(room.desk, room.weights), room.program, question.detail


def _job(room: Room, question: Question[T]) -> Job[T] | None:
    return job(question.name, _about(room, question))


def _ask(question: Question[T]) -> None:
    room = here()
    judged, found = room.judged, room.found
    if found.program is None:
        return
    basis = Basis(found, judged.case.portfolio, judged.case.criteria)

    def put(live: Live, asked: Job[T]) -> T:
        if basis.found.program is not None:
            live.learn(basis.found.program)
        return question.put(live, asked, basis)

    stop(question.name)
    work(question.name, _about(room, question), lambda: judged.ask(put, basis.criteria.weights, question.seconds))


def _draw(question: Question[T]) -> None:
    room = here()
    asked, name = _job(room, question), question.name
    draw(note(room.say(f"web_tradeoffs.{name}.why")))
    if asked is None:
        # An answer is about one program: asked while a search may replace it, it would be lost.
        moving = room.search is not None and not room.search.done
        if moving:
            draw(note(room.say("web_tradeoffs.all.moving")))
        st.button(
            room.say(f"web_tradeoffs.{name}.ask"),
            key=f"{name}-ask",
            on_click=_ask,
            args=(question,),
            disabled=moving or not room.program,
            type="primary",
        )
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{name}-line"):
        _line(room, question, asked)
    if asked.told is not None:
        question.show(room, asked.told)


def _line(room: Room, question: Question[T], asked: Job[T]) -> None:
    spent, seconds = number(asked.spent, room.lang), number(asked.seconds, room.lang)
    if not asked.done:
        said = "stopping" if asked.stopped else "working"
        words = room.say(f"web_tradeoffs.all.{said}", spent=spent, seconds=seconds)
        st.progress(min(asked.spent / asked.seconds, 1.0), text=words, width="stretch")
        st.button(room.say("web.proof.stop"), key=f"{question.name}-stop", on_click=asked.stop, disabled=asked.stopped)
        return
    if asked.error is not None:
        st.error(room.say("web_tradeoffs.all.failed"))
    spent = number(round(asked.spent, 1), room.lang, 1)
    st.caption(room.say("web_tradeoffs.all.ended", spent=spent), width="stretch")
    if asked.told is not None and question.whole(asked.told):
        return
    longer = replace(question, seconds=asked.seconds * MORE)
    st.button(
        room.say("web_tradeoffs.all.again", seconds=number(longer.seconds, room.lang)),
        key=f"{question.name}-again",
        on_click=_ask,
        args=(longer,),
    )
