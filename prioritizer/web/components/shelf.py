"""The scenarios of this browser, and where each stands: its program, what is proved of it, what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import streamlit as st

from prioritizer.domain.decision import Program
from prioritizer.program.live import Found
from prioritizer.program.plan import Plan
from prioritizer.web import cached
from prioritizer.web.desk import Desk, Weights
from prioritizer.web.jobs import Job
from prioritizer.web.meeting import Meeting
from prioritizer.web.room import Room, about_program, job, known
from prioritizer.web.scenarios import Scenario, Shelf, of
from prioritizer.web.visitor import visitor

SESSION = "scenarios"
"""Where they are kept for a browser without a name: until the page is closed."""
PUBLISHED, NOW = "published", "now"
"""What stands beside the scenarios: the baseline, which nobody changes, and the meeting under way."""


def shelf() -> Shelf:
    """Every scenario of this browser."""
    browser = visitor()
    kept: Shelf = cached.shelves().get(browser) if browser else st.session_state.get(SESSION, ())
    return kept


def keep(scenarios: Shelf) -> None:
    """Keep the scenarios of this browser."""
    browser = visitor()
    if browser:
        cached.shelves().put(browser, scenarios)
    else:
        st.session_state[SESSION] = scenarios


def mine(room: Room) -> Shelf:
    """Those of the workbook and the criteria on the table."""
    return of(shelf(), cached.about(room.source))


@dataclass(frozen=True)
class Standing:
    """A scenario worked out. ``key`` names it: ``PUBLISHED``, ``NOW``, or its place among the saved ones."""

    key: str
    name: str
    meeting: Meeting
    desk: Desk
    weights: Weights
    found: Found

    @property
    def program(self) -> Program:
        """Its program; empty where none is known."""
        return self.found.program or ()

    @property
    def job(self) -> Job[Any] | None:
        """The search under way for it, if there is one."""
        found = job(_search(self.key), about_program(self.desk, self.weights))
        return None if found is None or found.done else found

    def worth(self, weights: Weights) -> Fraction:
        """What its program is worth under other weights."""
        return self.desk.worth(self.program, weights)

    def capital(self) -> tuple[int, ...]:
        """Capital by year, in cents."""
        plan = Plan(self.desk.case, self.program)
        horizon = range(self.desk.case.portfolio.info.horizon)
        return tuple(sum(plan.spent(done, None, t) for done in plan.done) for t in horizon)

    def axes(self, weights: Weights) -> tuple[float, ...]:
        """Points that each axis gives to the value."""
        lines = self.desk.figures.lines(self.program, weights)
        parts = [line.parts for line in lines] or [(0.0,) * len(self.desk.case.criteria.axes)]
        return tuple(sum(column) for column in zip(*parts, strict=True))


def choices(room: Room) -> dict[str, str]:
    """Names of all that can stand side by side, by key: the baseline, the meeting where it is new, those saved."""
    names, saved = {PUBLISHED: room.say("web_scenarios.published")}, mine(room)
    if room.changed and all(row.meeting != room.meeting for row in saved):
        names[NOW] = room.say("web_scenarios.now")
    return names | {_key(row): row.name for row in saved}


def standings(room: Room, keys: Sequence[str]) -> list[Standing]:
    """Those asked for, worked out; searches begin for what is not proved."""
    names, saved = choices(room), {_key(row): row for row in mine(room)}
    found = []
    for key in keys:
        if key in saved:
            found.append(_standing(room, saved[key], key))
        elif key == NOW:
            found.append(Standing(key, names[key], room.meeting, room.desk, room.weights, room.found))
        else:
            weights = room.criteria.weights
            found.append(Standing(key, names[PUBLISHED], Meeting(), room.base, weights, room.published))
    return found


def _key(row: Scenario) -> str:
    # Never one of the two others, whatever somebody calls a scenario.
    return f":{row.name}"


def _search(key: str) -> str:
    return f"scenario {key}" if key.startswith(":") else key


def _standing(room: Room, row: Scenario, key: str) -> Standing:
    desk, weights = cached.desk(room.source, row.meeting), row.meeting.weights(room.criteria)
    if row.program and row.program not in desk.pool:
        desk.knows(row.program)
    return Standing(key, row.name, row.meeting, desk, weights, known(desk, weights, _search(key)))
