"""Which project a page is about: chosen there, kept in the session, and in the link."""

import streamlit as st

from prioritizer.domain.portfolio import Project
from prioritizer.web.components.project_link import PROJECT
from prioritizer.web.room import Room

KEY, SAID = "project", "project-said"
"""Of the session: the project chosen, and the one that the link said last."""


def pick(room: Room) -> Project:
    """A box to choose from: the link's project, else the one chosen before, else the first of the program."""
    state, by_id = st.session_state, room.portfolio.by_id
    asked = st.query_params.get(PROJECT, "")
    linked = asked in by_id and asked != state.get(SAID)
    if linked:
        state[KEY] = asked
    if state.get(KEY) not in by_id:
        state[KEY] = room.program[0].project if room.program else room.portfolio.projects[0].id
    funded = {choice.project for choice in room.program}

    def name(code: str) -> str:
        tag = room.say("web_program.force.is_in" if code in funded else "web_program.force.is_out")
        return f"{code} · {by_id[code].title.get(room.lang)} ({tag})"

    # A box remembers the words of what was chosen: with other words (another language, another program) it is another.
    box = f"{KEY}-{hash(tuple(name(code) for code in by_id))}"
    if linked or box not in state:
        state[box] = state[KEY]
    chosen: str = st.selectbox(
        room.say("web_project.choose"),
        [project.id for project in room.portfolio.projects],
        key=box,
        format_func=name,
    )
    state[KEY] = state[SAID] = st.query_params[PROJECT] = chosen
    return by_id[chosen]
