"""Discuss only these ratings: the cells that could change the program by themselves, the rest proved harmless.

A rating moves alone, to the least and to the most that assessors would give, and the program is the best again or it is
not. The value of a program is a straight line in a rating: its two ends tell for all that is between. Most cells are
dismissed by two bounds a project, the best program with it and without it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import inf

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.sets import projects_of
from prioritizer.insight.spread import Cell, Spread, one_level
from prioritizer.program.live import Conditions, Found, Live, Objective, proved_equal


class Weight(StrEnum):
    """What a rating can do alone."""

    HARMLESS = "harmless"
    """Proved: whatever it is within its spread, the program stays the best."""
    DECIDES = "decides"
    """A better program is known at one end of its spread."""
    OPEN = "open"
    """Not settled in the time allowed."""


@dataclass(frozen=True)
class CellWeight:
    """One rating."""

    project: str
    criterion: str
    weight: Weight
    points: Fraction | None
    """Points on the criterion at which a better program is known, for the option in the program or the best one."""
    gained: Fraction
    """How much better it is there."""
    program: Program | None
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True)
class Discussion:
    """Every rating that is not sure: those that decide first."""

    cells: tuple[CellWeight, ...]
    searches: int
    seconds: float

    def of(self, weight: Weight) -> tuple[CellWeight, ...]:
        """Ratings of one kind."""
        return tuple(cell for cell in self.cells if cell.weight is weight)


def discuss(
    live: Live,
    base: Found,
    *,
    spread: Spread | None = None,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Discussion], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Discussion:
    """Weigh every rating of the spread, one at a time.

    Args:
        live: the case; every program found joins its pool.
        base: the program shown.
        spread: least and most points by project, option and criterion; one level down and up by default.
        gap: relative gap of each search.
        time_limit: seconds for the whole call.
        progress: told what is known after each project.
        stop: asked now and then; what is not weighed yet is open.

    Raises:
        ValueError: ``base`` holds no program.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    time = Allowance.of(live.clock, time_limit, stop)
    asked = one_level(live.case) if spread is None else spread
    cells: dict[Cell, dict[str, tuple[Fraction, Fraction]]] = {}
    for (project, option, criterion), ends in asked.items():
        cells.setdefault((project, criterion), {})[option] = ends
    scale = _Scale(live, base, base.program, gap, time)
    done: list[CellWeight] = []

    def result() -> Discussion:
        order = list(Weight)
        ordered = sorted(done, key=lambda c: (-order.index(c.weight) % 3, -c.gained, c.project, c.criterion))
        return Discussion(tuple(ordered), scale.searches, time.spent)

    before = None
    for (project, criterion), ends_o in sorted(cells.items()):
        if progress is not None and before not in (None, project):
            progress(result())
        before = project
        done.append(scale.weigh(project, criterion, ends_o))
    return result()


class _Scale:
    """The program shown, and a bound on either side of each project."""

    def __init__(self, live: Live, base: Found, shown: Program, gap: float, time: Allowance) -> None:
        self.live, self.shown, self.gap, self.time = live, shown, gap, time
        self.objective = live.objective()
        self.value = live.worth(shown, self.objective)
        self.ceiling = self.value if proved_equal(self.value, base.bound) else _exact(base.bound)
        self.others: dict[str, Fraction | float] = {}
        self.searches = 0

    def other_side(self, project: str, enough: Fraction) -> Fraction | float:
        """A bound on programs that have the project the other way; searched where the relaxation is not enough."""
        if project not in self.others:
            inside = project in projects_of(self.shown)
            mine = frozenset([project])
            conditions = Conditions(out=mine) if inside else Conditions(into=mine)
            found = self.live.glance(self.objective, conditions)
            if _exact(found.bound) > enough and not self.time.over:
                limit = self.time.share(4)
                found = self.live.best(self.objective, conditions, gap=self.gap, time_limit=limit, stop=self.time.stop)
                self.searches += 1
            known = found.program is not None and proved_equal(found.value, found.bound)
            self.others[project] = found.value if known else _exact(found.bound)
        return self.others[project]

    def weigh(self, project: str, criterion: str, ends_o: dict[str, tuple[Fraction, Fraction]]) -> CellWeight:
        weight = Weight.HARMLESS
        best: tuple[Fraction, Fraction, Program] | None = None
        for end in (0, 1):
            moved_j, points = self.moved(project, criterion, ends_o, end)
            verdict, found = self.end(project, moved_j)
            if found is not None and (best is None or found[0] > best[0]):
                best = (found[0], points, found[1])
            weight = max(weight, verdict, key=[Weight.HARMLESS, Weight.OPEN, Weight.DECIDES].index)
        if best is None:
            return CellWeight(project, criterion, weight, None, Fraction(0), None, (), ())
        was, now = projects_of(self.shown), projects_of(best[2])
        entering, leaving = tuple(sorted(now - was)), tuple(sorted(was - now))
        return CellWeight(project, criterion, Weight.DECIDES, best[1], best[0], best[2], entering, leaving)

    def moved(
        self, project: str, criterion: str, ends_o: dict[str, tuple[Fraction, Fraction]], end: int
    ) -> tuple[dict[int, Fraction], Fraction]:
        """What each choice of the project gains at one end, and the points there of the option that matters."""
        case, shares = self.live.case, self.live.case.criteria.weights
        moved, points = {}, Fraction(0)
        chosen = next((choice.option for choice in self.shown if choice.project == project), None)
        for j in self.live.built.columns.by_project[project].tolist():
            choice = self.live.choices[j]
            if choice.option not in ends_o:
                continue
            opened = case.scorecard.of(project, choice.option)
            line = next(line for line in opened.criteria if line.criterion == criterion)
            there = ends_o[choice.option][end]
            factor = opened.multiplier * case.delay(choice.start)
            moved[j] = shares[criterion] * (there - line.points) * factor
            if chosen in (None, choice.option):
                points = there
        return moved, points

    def end(self, project: str, moved_j: dict[int, Fraction]) -> tuple[Weight, tuple[Fraction, Program] | None]:
        """Whether the program stays the best once the choices have moved; what beats it, and by how much."""
        columns = self.live.built.columns.by_project[project].tolist()
        mine = [j for j in columns if self.live.choices[j] in self.shown]
        here = self.value + sum((moved_j.get(j, Fraction(0)) for j in mine), Fraction(0))
        most = max((moved_j.get(j, Fraction(0)) for j in columns), default=Fraction(0))
        if mine:
            same = self.ceiling + most <= here
            if same and self.other_side(project, here) <= here:
                return Weight.HARMLESS, None
        elif most <= 0 or self.other_side(project, here - most) + most <= here:
            return Weight.HARMLESS, None
        base, float_j = self.objective, self.objective.float_j.copy()
        for j, more in moved_j.items():
            float_j[j] += float(more)
        objective = Objective(float_j, lambda j: base[j] + moved_j.get(j, 0))
        found = self.live.glance(objective)
        if not (found.program is not None and found.value > here) and not self.time.over:
            limit = self.time.share(4)
            found = self.live.best(objective, gap=self.gap, time_limit=limit, stop=self.time.stop)
            self.searches += 1
        if found.program is not None and found.value > here:
            return Weight.DECIDES, (found.value - here, found.program)
        proved = found.bound < inf and (proved_equal(here, found.bound) or found.bound <= here)
        return (Weight.HARMLESS if proved else Weight.OPEN), None


def _exact(bound: float) -> Fraction | float:
    return Fraction(bound) if abs(bound) < inf else bound
