"""Put a project in or out by decision, or pin its first year, with the reason that the minutes will give."""

import streamlit as st

from prioritizer.web.link import REASON
from prioritizer.web.meeting import Forced, can_start
from prioritizer.web.room import Room, change, here

FREE, IN, OUT = "free", "in", "out"
SAYS = {None: FREE, True: IN, False: OUT}
INSIDE = {FREE: None, IN: True, OUT: False}


def force(room: Room) -> None:
    """One line of fields; nothing changes before the button."""
    funded = {choice.project for choice in room.program}
    published = room.base.case.portfolio

    def name(project: str) -> str:
        state = room.say("web_program.force.is_in" if project in funded else "web_program.force.is_out")
        return f"{project} · {published.by_id[project].title.get(room.lang)} ({state})"

    what, how, when = st.columns([6, 3, 2], vertical_alignment="bottom")
    project = what.selectbox(
        room.say("web_program.force.project"),
        [row.id for row in published.projects],
        index=None,
        key="force-project",
        format_func=name,
        placeholder=room.say("web_program.force.choose"),
        on_change=_chosen,
    )
    how.segmented_control(
        room.say("web_program.force.how"),
        [FREE, IN, OUT],
        key="force-how",
        default=None if "force-how" in st.session_state else FREE,
        required=True,
        format_func=lambda code: room.say(f"web_program.force.{code}"),
        disabled=project is None,
    )
    starts = can_start(published, project) if project else ()
    when.selectbox(
        room.say("web_program.force.start"),
        [None, *starts],
        key="force-start",
        format_func=lambda year: room.say("web_program.force.any") if year is None else str(year),
        disabled=not starts,
    )
    why, go = st.columns([9, 2], vertical_alignment="bottom")
    why.text_input(
        room.say("web_program.force.reason"),
        key="force-reason",
        max_chars=REASON,
        placeholder=room.say("web_program.force.reason_example"),
        disabled=project is None,
    )
    go.button(
        room.say("web_program.force.apply"),
        key="force-apply",
        type="primary",
        on_click=_apply,
        disabled=project is None,
        width="stretch",
    )


def _chosen() -> None:
    """What the meeting already says of the project chosen."""
    project = st.session_state["force-project"]
    said = here().meeting.forced_of(project) if project else Forced("")
    st.session_state["force-how"] = SAYS[said.inside]
    st.session_state["force-start"] = said.start
    st.session_state["force-reason"] = said.reason


def _apply() -> None:
    room, state = here(), st.session_state
    inside, start = INSIDE[state["force-how"] or FREE], state["force-start"]
    forced = Forced(state["force-project"], inside, start, state["force-reason"].strip())
    change(room.history.change(room.meeting.force(forced)))
