"""Why a project is in or out, and what it would take: proved ranges, worked out beside the page when asked for."""

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.explanation import Why
from prioritizer.domain.portfolio import Project
from prioritizer.insight.why import why
from prioritizer.program.live import Live
from prioritizer.text.explanations import sentences, step_sentence
from prioritizer.text.numbers import number
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, note
from prioritizer.web.components.project_pick import KEY
from prioritizer.web.desk import GAP
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, about_program, here, job, work

SECONDS = 60.0
NAME = "why"


def what_it_would_take(room: Room, project: Project) -> None:
    """Draw what is known of it."""
    following(asked(room, project), _draw)


def asked(room: Room, project: Project) -> Job[Why] | None:
    """The question about this project and this program, if it was asked."""
    return job(NAME, _about(room, project.id))


def answers(room: Room, project: Project) -> tuple[Why, ...]:
    """What is known of it, for its sheet."""
    found = asked(room, project)
    return (found.told,) if found is not None and found.told is not None else ()


def _about(room: Room, project: str) -> object:
    return about_program(room.desk, room.weights), room.program, project


def _ask() -> None:
    room = here()
    found, judged, project = room.found, room.judged, st.session_state[KEY]

    def question(live: Live, job: Job[Why]) -> Why:
        return why(live, found, project, gap=GAP, time_limit=SECONDS, stop=lambda: job.stopped)

    if found.program is not None:
        work(NAME, _about(room, project), lambda: judged.ask(question, judged.case.criteria.weights, SECONDS))


def _draw() -> None:
    room = here()
    question: Job[Why] | None = job(NAME, _about(room, st.session_state[KEY]))
    draw(Markup("<h2>{}</h2>").format(room.say("web_project.why.title")))
    if question is None:
        draw(note(room.say("web_project.why.how")))
        st.button(room.say("web_project.why.ask"), key="why-ask", type="primary", on_click=_ask)
    elif not question.done:
        with st.container(horizontal=True, vertical_alignment="center", key="why-search"):
            words = room.say(
                "web_project.why.looking",
                spent=number(question.spent, room.lang),
                seconds=number(question.seconds, room.lang),
            )
            st.progress(min(question.spent / question.seconds, 1.0), text=words, width="stretch")
            st.button(room.say("web.proof.stop"), key="why-stop", on_click=question.stop)
    elif question.told is None:
        st.warning(room.say("web_project.why.nothing"))
    else:
        answer = question.told
        said = [*sentences(answer, room.words), *step_sentence(answer, room.words)]
        items = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in said)
        draw(Markup('<ul class="said">{}</ul>').format(items), note(room.say("web_project.why.ranges")))
