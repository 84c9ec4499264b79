"""The portfolio: open a workbook, mend it, and see what is asked against the envelopes."""

import streamlit as st

from prioritizer.domain.problem import Severity
from prioritizer.web.components.asked import asked
from prioritizer.web.components.bar import heading
from prioritizer.web.components.html import draw, note
from prioritizer.web.components.open_file import open_file
from prioritizer.web.components.problems import problems
from prioritizer.web.room import Room, here
from prioritizer.workbook.annotated import annotated

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show() -> None:
    """Draw the page."""
    room = here()
    heading(room, "web.page.portfolio")
    open_file(room)
    if room.source.problems:
        _problems(room)
    if room.source.portfolio is None:
        return
    if not room.source.portfolio.projects:
        st.info(room.say("web.state.empty"))
        return
    asked(room)


def _problems(room: Room) -> None:
    errors = sum(problem.severity is Severity.ERROR for problem in room.source.problems)
    warnings = len(room.source.problems) - errors
    counts = [room.counted("web_portfolio.problems.errors", errors)]
    if warnings:
        counts.insert(len(counts) if errors else 0, room.counted("web_portfolio.problems.warnings", warnings))
    name = room.say("web_portfolio.problems.name", name=room.source.name)
    with st.expander(room.say("web.named", name=name, value=", ".join(counts)), expanded=bool(errors)):
        if any(problem.where.cell for problem in room.source.problems):
            source, lang = room.source, room.lang
            st.download_button(
                room.say("web_portfolio.problems.download"),
                data=lambda: annotated(source.content, source.problems, lang),
                file_name=room.say("web_portfolio.problems.file", name=source.name.rpartition(".")[0] or source.name),
                mime=XLSX,
                on_click="ignore",
                type="primary",
                key="annotated",
            )
            draw(note(room.say("web_portfolio.problems.how")))
        draw(problems(room))
