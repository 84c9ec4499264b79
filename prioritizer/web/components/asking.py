"""A question worked out beside the page when it is asked: progress, stop, what is known so far, and more time."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Generic, TypeVar

import streamlit as st

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Portfolio
from prioritizer.program.live import Found, Live
from prioritizer.text.numbers import number
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, note
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, about_program, asked_about, here, job, stop, work

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
class About:
    """What makes an answer another one: weights, rules and envelopes, and the detail of the question.

    A better program does not: the very question may find it. What was shown when it was asked is kept beside.
    """

    place: object
    detail: object
    found: Found = field(compare=False)

    @classmethod
    def of(cls, room: Room, detail: object = None) -> "About":
        """As the room is now."""
        return cls(about_program(room.desk, room.weights), detail, room.found)


@dataclass(frozen=True)
class Question(Generic[T]):
    """A question: how it is put to the core, and how its answer is drawn.

    ``put`` runs in a thread: it tells the job what it knows so far. ``name`` is that of its words in a catalog of
    ``words`` (``why``, ``ask``). ``whole``: whether more time could add nothing to an answer. ``detail``: what else
    makes the answer another one. ``program``: the one that an answer measures against, where it is not the one shown
    when it was asked. ``far``: the part of the work that is done, where time does not tell it.
    """

    name: str
    seconds: float
    put: Callable[[Live, Job[T], Basis], T]
    show: Callable[[Room, T], None]
    whole: Callable[[T], bool]
    detail: object = None
    words: str = "web_tradeoffs"
    program: Callable[[T], Program | None] | None = None
    far: Callable[[T], float] | None = None


def asking(room: Room, question: Question[T]) -> None:
    """Draw a question with its answer so far."""
    following(_job(room, question), lambda: _draw(question))


def _job(room: Room, question: Question[T]) -> Job[T] | None:
    return job(question.name, About.of(room, question.detail))


def shown_then(name: str) -> Found | None:
    """What was shown when the question of that name was asked."""
    about = asked_about(name)
    return about.found if isinstance(about, About) else None


def outdone(room: Room, name: str, program: Program | None = None) -> Fraction | None:
    """Value of the program that an answer measures against, where a better one is known by now; None elsewhere.

    It is ``program``, else the one shown when the question was asked.
    """
    then = shown_then(name)
    measured = program or (then.program if then is not None else None)
    if not measured or measured == room.program:
        return None
    value = room.desk.worth(measured, room.weights)
    return value if value < room.found.value else None


def ask(question: Question[T]) -> None:
    """Put a question about what is shown; the same one asked before ends."""
    begin(question.name, question.seconds, question.put, question.detail)


def begin(name: str, seconds: float, put: Callable[[Live, Job[T], Basis], T], detail: object = None) -> None:
    """Begin the work of a question of that name; the best program that it finds is shown from then on."""
    room = here()
    desk, judged, found = room.desk, room.judged, room.found
    if found.program is None:
        return
    shown, basis = found.program, Basis(found, judged.case.portfolio, judged.case.criteria)

    def told(live: Live, asked: Job[T]) -> T:
        live.learn(shown)
        answer = put(live, asked, basis)
        best = live.glance(live.objective()).program
        if best is not None:
            desk.knows(best)
        return answer

    stop(name)
    work(name, About.of(room, detail), lambda: judged.ask(told, basis.criteria.weights, seconds), question=True)


def _draw(question: Question[T]) -> None:
    room = here()
    asked = _job(room, question)
    draw(note(room.say(f"{question.words}.{question.name}.why")))
    if asked is None:
        if _moving(room):
            draw(note(room.say("web_tradeoffs.all.moving")))
        st.button(
            room.say(f"{question.words}.{question.name}.ask"),
            key=f"{question.name}-ask",
            on_click=ask,
            args=(question,),
            disabled=_moving(room) or not room.program,
            type="primary",
        )
        return
    if not asked.done:
        share = question.far(asked.told) if question.far is not None and asked.told is not None else None
        under_way(room, question.name, asked, share)
    else:
        _ended(room, question, asked)
    if asked.told is not None:
        question.show(room, asked.told)


def _moving(room: Room) -> bool:
    """Whether a search may still replace the program shown: an answer would measure against an old one."""
    return room.search is not None and not room.search.done


def under_way(room: Room, name: str, asked: Job[Any], share: float | None = None, counted: str | None = None) -> None:
    """How far work is, and the button that stops it.

    ``share`` is the part done, where time does not tell it; ``counted`` says it in words of its own.
    """
    state = "working" if asked.spent < asked.seconds else "last"
    if share is not None:
        state = "counting"
    if asked.waiting:
        state = "waiting"
    if asked.ending:
        state = "stopping"
    figures = {"spent": number(asked.spent, room.lang), "seconds": number(asked.seconds, room.lang)}
    done = 0.0 if asked.waiting else min(asked.spent / asked.seconds, 1.0) if share is None else share
    with st.container(horizontal=True, vertical_alignment="center", key=f"{name}-line"):
        own = counted if state == "counting" else None
        st.progress(done, text=own or room.say(f"web_tradeoffs.all.{state}", **figures), width="stretch")
        st.button(room.say("web.proof.stop"), key=f"{name}-stop", on_click=asked.stop, disabled=asked.ending)


def _ended(room: Room, question: Question[T], asked: Job[T]) -> None:
    told = asked.told
    if asked.error is not None:
        st.error(room.say("web_tradeoffs.all.failed"))
    elif told is None:
        draw(note(room.say("web_tradeoffs.all.nothing")))
    measured = question.program(told) if question.program is not None and told is not None else None
    value = outdone(room, question.name, measured)
    if value is not None:
        figures = {"then": number(value, room.lang, 1), "now": number(room.found.value, room.lang, 1)}
        st.warning(room.say("web_tradeoffs.all.outdone", **figures))
    with st.container(horizontal=True, vertical_alignment="center", key=f"{question.name}-line"):
        said = "stopped" if asked.ending else "ended"
        st.caption(room.say(f"web_tradeoffs.all.{said}", spent=number(max(asked.spent, 1), room.lang)), width="stretch")
        if value is not None:
            again, words = question, room.say("web_tradeoffs.all.renew")
        elif told is None or not question.whole(told):
            seconds = asked.seconds if asked.ending else asked.seconds * MORE
            again = replace(question, seconds=seconds)
            words = room.say("web_tradeoffs.all.again", seconds=number(seconds, room.lang))
        else:
            return
        st.button(words, key=f"{question.name}-again", on_click=ask, args=(again,), disabled=_moving(room))
