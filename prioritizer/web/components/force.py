"""Put a project in or out by decision, or pin its first year, with the reason that the minutes will give."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from prioritizer.web.link import REASON
from prioritizer.web.meeting import Forced, can_start
from prioritizer.web.room import Room, change, here

FREE, IN, OUT = "free", "in", "out"
SAYS = {None: FREE, True: IN, False: OUT}
CHOSEN = "force-project"
"""Of the session: the project chosen."""
INSIDE = {FREE: None, IN: True, OUT: False}


def force(room: Room) -> None:
    """A project to choose, and one line of fields; nothing changes before the button."""
    funded = {choice.project for choice in room.program}
    published = room.base.case.portfolio

    def name(project: str) -> str:
        state = room.say("web_program.force.is_in" if project in funded else "web_program.force.is_out")
        return f"{project} · {published.by_id[project].title.get(room.lang)} ({state})"

    what, how, when = st.columns([6, 3, 2], vertical_alignment="bottom")
    # A box remembers the words of what was chosen: with other words (another language, another program) it is another.
    projects, state = [row.id for row in published.projects], st.session_state
    box = f"force-project-{hash(tuple(name(code) for code in projects))}"
    if box not in state:
        state[box] = state[CHOSEN] if state.get(CHOSEN) in projects else None
    project = what.selectbox(
        room.say("web_program.force.project"),
        projects,
        index=None,
        key=box,
        format_func=name,
        placeholder=room.say("web_program.force.choose"),
        on_change=_chosen,
        args=(box,),
    )
    state[CHOSEN] = project
    if project is not None:
        _fields(room, project, "force", how, when)


def decide(room: Room, project: str) -> None:
    """The same fields for one project; they begin with what the meeting says of it now."""
    key, said = f"force-{project}", room.meeting.forced_of(project)
    if st.session_state.get(f"{key}-said") != said or f"{key}-how" not in st.session_state:
        st.session_state[f"{key}-said"] = said
        _fill(key, said)
    how, when, _ = st.columns([3, 2, 6], vertical_alignment="bottom")
    _fields(room, project, key, how, when)


def _fields(room: Room, project: str, key: str, how: DeltaGenerator, when: DeltaGenerator) -> None:
    how.segmented_control(
        room.say("web_program.force.how"),
        [FREE, IN, OUT],
        key=f"{key}-how",
        default=None if f"{key}-how" in st.session_state else FREE,
        required=True,
        format_func=lambda code: room.say(f"web_program.force.{code}"),
    )
    starts = can_start(room.base.case.portfolio, project)
    if starts:
        when.selectbox(
            room.say("web_program.force.start"),
            [None, *starts],
            key=f"{key}-start",
            format_func=lambda year: room.say("web_program.force.any") if year is None else str(year),
            placeholder=room.say("web_program.force.any"),
        )
    why, go = st.columns([9, 2], vertical_alignment="bottom")
    why.text_input(
        room.say("web_program.force.reason"),
        key=f"{key}-reason",
        max_chars=REASON,
        placeholder=room.say("web_program.force.reason_example"),
    )
    go.button(
        room.say("web_program.force.apply"),
        key=f"{key}-apply",
        type="primary",
        on_click=_apply,
        args=(project, key),
        width="stretch",
    )


def _chosen(box: str) -> None:
    """What the meeting already says of the project chosen."""
    project = st.session_state[box]
    _fill("force", here().meeting.forced_of(project) if project else Forced(""))


def _fill(key: str, said: Forced) -> None:
    st.session_state[f"{key}-how"] = SAYS[said.inside]
    st.session_state[f"{key}-start"] = said.start
    st.session_state[f"{key}-reason"] = said.reason


def _apply(project: str, key: str) -> None:
    room, state = here(), st.session_state
    inside, start = INSIDE[state[f"{key}-how"] or FREE], state.get(f"{key}-start")
    change(room.history.change(room.meeting.force(Forced(project, inside, start, state[f"{key}-reason"].strip()))))
