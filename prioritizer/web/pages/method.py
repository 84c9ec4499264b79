"""The method: criteria in force with their reasons, the model in words and formulas, its limits, versions."""

from prioritizer.web.components.bar import heading
from prioritizer.web.components.choice import part_of
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
    match part_of(room, "method", PARTS):
        case "model":
            draw(model(room))
        case "limits":
            draw(limits(room))
        case "versions":
            draw(versions(room))
        case _:
            draw(criteria(room))
