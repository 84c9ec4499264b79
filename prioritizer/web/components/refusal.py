"""What was refused, each problem in a sentence with what to do."""

import streamlit as st

from prioritizer.domain.problem import Refused
from prioritizer.web.room import Room
from prioritizer.workbook.problems import word_problem


def refusal(room: Room, refused: Refused) -> None:
    """One line a problem."""
    for problem in refused.problems:
        worded = word_problem(problem, room.lang)
        st.error(" ".join(part for part in (worded.place, worded.what, worded.fix) if part))
