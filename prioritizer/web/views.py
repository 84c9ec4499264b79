"""Figures of a program as pages show them: plain values, worked out once for a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Choice, Program
from prioritizer.domain.portfolio import Option, Project
from prioritizer.domain.timing import starts
from prioritizer.program.case import Case
from prioritizer.program.plan import Plan


@dataclass(frozen=True)
class Line:
    """A project of a program. ``capital`` in cents inside the horizon; ``parts`` are points by axis."""

    choice: Choice
    project: Project
    option: Option
    capital: int
    parts: tuple[float, ...]
    imposed: bool

    @property
    def value(self) -> float:
        """What it adds to the value of the program, in points."""
        return sum(self.parts)


class Figures:
    """Figures of one case; what does not depend on weights is remembered."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._capital: dict[Choice, int] = {}

    @cached_property
    def _row(self) -> dict[tuple[str, str], int]:
        return {(o.project, o.option): i for i, o in enumerate(self.case.scorecard.options)}

    @cached_property
    def _member_ca(self) -> NDArray[np.float64]:
        """Which criterion belongs to which axis, criteria x axes."""
        axes = self.case.criteria.axes
        return np.array(
            [
                [float(a.code == self.case.criteria.axis_of(c.code).code) for a in axes]
                for c in self.case.criteria.criteria
            ]
        )

    def capital(self, choice: Choice) -> int:
        """Capital of a choice inside the horizon, in cents."""
        if choice not in self._capital:
            plan = Plan(self.case, (choice,))
            horizon = range(self.case.portfolio.info.horizon)
            self._capital[choice] = sum(plan.spent(plan.done[0], None, t) for t in horizon)
        return self._capital[choice]

    def fullest(self) -> Program:
        """Every project at its dearest, as early as it may start; one that cannot start is left out."""
        info = self.case.portfolio.info
        found = []
        for project in self.case.portfolio.projects:
            options = [(o, starts(project, o, info)) for o in project.options]
            possible = [Choice(project.id, option.code, years[0]) for option, years in options if years]
            if possible:
                found.append(max(possible, key=self.capital))
        return tuple(found)

    def parts_oa(self, weights: Mapping[str, Fraction]) -> NDArray[np.float64]:
        """Points that each axis gives to each option, scale factor included, options x axes."""
        card = self.case.scorecard
        weight_c = np.array([float(weights[c.code]) for c in self.case.criteria.criteria])
        parts: NDArray[np.float64] = (card.points_oc * weight_c) @ self._member_ca * card.multiplier_o[:, None]
        return parts

    def lines(self, program: Program, weights: Mapping[str, Fraction]) -> tuple[Line, ...]:
        """The projects of a program, the most valuable first."""
        portfolio, parts_oa = self.case.portfolio, self.parts_oa(weights)
        delay = {year: float(self.case.delay(year)) for year in portfolio.info.years}
        found = []
        for choice in program:
            project = portfolio.by_id[choice.project]
            parts = parts_oa[self._row[choice.project, choice.option]] * delay[choice.start]
            found.append(
                Line(
                    choice,
                    project,
                    project.option(choice.option),
                    self.capital(choice),
                    tuple(parts.tolist()),
                    project.imposed(portfolio.info.first_year),
                )
            )
        return tuple(sorted(found, key=lambda line: (-line.value, line.project.id)))
