"""Scenarios: keep the meeting under a name, compare, and read what moved from one to another."""

from prioritizer.web.components.bar import heading
from prioritizer.web.components.choice import part_of
from prioritizer.web.components.html import draw, note
from prioritizer.web.components.scenario_ledger import ledger
from prioritizer.web.components.scenario_save import manage, save
from prioritizer.web.components.scenario_table import compare
from prioritizer.web.components.state import usable
from prioritizer.web.room import here

PARTS = ("compare", "ledger")


def show() -> None:
    """Draw the page."""
    room = here()
    heading(room, "web.page.scenarios")
    if not usable(room):
        return
    draw(note(room.say("web_scenarios.why")))
    save(room)
    manage(room)
    if part_of(room, "scenarios", PARTS) == "ledger":
        ledger(room)
    else:
        compare(room)
