"""The states in which there is no program to show, each with what to do."""

import streamlit as st

from prioritizer.web.room import Room


def usable(room: Room) -> bool:
    """Whether there is a portfolio to work with; says what to do where there is none."""
    if room.source.portfolio is None:
        st.warning(room.say("web.state.has_problems", name=room.source.name))
        return False
    if not room.source.portfolio.projects:
        st.info(room.say("web.state.empty"))
        return False
    return True


def has_program(room: Room) -> bool:
    """Whether a program is known; says why where there is none."""
    if room.found.program is not None:
        return True
    if room.found.impossible:
        st.error(room.say("web.state.impossible"))
    elif room.search is not None and not room.search.done:
        st.info(room.say("web.state.looking"))
    else:
        st.warning(room.say("web.state.nothing"))
    return False
