"""The method: criteria in force with their reasons, the model in words and formulas, its limits, versions."""

import streamlit as st

from prioritizer.web.components.bar import heading
from prioritizer.web.components.criteria import criteria
from prioritizer.web.components.html import draw
from prioritizer.web.components.model import limits, model
from prioritizer.web.components.versions import versions
from prioritizer.web.room import here

PARTS = ("criteria", "model", "limits", "versions")


def show() -> None:
    """Draw the page."""
    room = here()
    heading(room, "web.page.method")
    part = st.segmented_control(
        room.say("web_method.part.label"),
        PARTS,
        default=PARTS[0],
        key="method",
        required=True,
        bind="query-params",
        format_func=lambda code: room.say(f"web_method.part.{code}"),
        label_visibility="collapsed",
    )
    match part:
        case "model":
            draw(model(room))
        case "limits":
            draw(limits(room))
        case "versions":
            draw(versions(room))
        case _:
            draw(criteria(room))
