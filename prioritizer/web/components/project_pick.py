"""Which project a page is about: chosen there, kept in the session, and in the link."""

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.portfolio import Project
from prioritizer.web.room import Room

PROJECT = "projet"
"""What a link calls it."""
KEY, SAID = "project", "project-said"


def pick(room: Room) -> Project:
    """A box to choose from: the link's project, else the one chosen before, else the first of the program."""
    state, by_id = st.session_state, room.portfolio.by_id
    asked = st.query_params.get(PROJECT, "")
    if asked in by_id and asked != state.get(SAID):
        state[KEY] = asked
    if state.get(KEY) not in by_id:
        state[KEY] = room.program[0].project if room.program else room.portfolio.projects[0].id
    funded = {choice.project for choice in room.program}

    def name(code: str) -> str:
        tag = room.say("web_program.force.is_in" if code in funded else "web_program.force.is_out")
        return f"{code} · {by_id[code].title.get(room.lang)} ({tag})"

    chosen: str = st.selectbox(
        room.say("web_project.choose"),
        [project.id for project in room.portfolio.projects],
        key=KEY,
        format_func=name,
        persist_state="session",
    )
    state[SAID] = st.query_params[PROJECT] = chosen
    return by_id[chosen]


def project_link(project: Project, lang: str) -> Markup:
    """The title of a project, which leads to its page."""
    return Markup('<a class="project" href="projet?{}={}" data-project="{}">{}</a>').format(
        PROJECT, project.id, project.id, project.title.get(lang)
    )
