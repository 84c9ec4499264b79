"""Discuss only these ratings: the cells that could change the program by themselves, the rest proved harmless.

A rating moves alone, to the least and to the most that assessors would give, and the program is the best again or it is
not. The value of a program is a straight line in a rating: its two ends tell for all that is between. Most cells are
dismissed by two bounds a project, the best program with it and without it; one more search a project is for those left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import inf

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.sets import projects_of
from prioritizer.insight.spread import Spread, one_level
from prioritizer.program.live import FREE, Conditions, Found, Live, Objective, proved_equal

ROUNDS = 4
"""Where time is short, a project that is not settled is tried again with what is left of it."""


class Weight(StrEnum):
    """What a rating can do alone."""

    HARMLESS = "harmless"
    """Proved: whatever it is within its spread, no program comes to be better than the one shown by it."""
    DECIDES = "decides"
    """A program is known that comes to be better at one end of its spread."""
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
    scale = _Scale(live, base, base.program, gap, time)
    for (project, option, criterion), ends in sorted((one_level(live.case) if spread is None else spread).items()):
        scale.put(project, criterion, option, ends)
    for project in scale.open:
        scale.look(project)
    for _ in range(1 if time_limit is None else ROUNDS):
        projects = [project for project, rest in scale.open.items() if rest]
        for done, project in enumerate(projects):
            if not time.over:
                # Two searches a project: its other side, then every rating at once.
                scale.search(project, time.share(2 * (len(projects) - done)))
                if progress is not None:
                    progress(scale.result())
    return scale.result()


@dataclass
class _End:
    """One rating at one end of its spread."""

    criterion: str
    points: Fraction
    moved_j: dict[int, Fraction]
    """What each choice of the project gains there."""
    own: Fraction
    """What the program shown gains."""
    better: tuple[Fraction, Program] | None = None
    """By how much a program is better there, and that program."""


class _Scale:
    """The program shown, a bound on either side of each project, and the ends not settled yet."""

    def __init__(self, live: Live, base: Found, shown: Program, gap: float, time: Allowance) -> None:
        self.live, self.shown, self.gap, self.time = live, shown, gap, time
        self.objective = live.objective()
        self.value = live.worth(shown, self.objective)
        self.ceiling = self.value if proved_equal(self.value, base.bound) else _exact(base.bound)
        self.inside = projects_of(shown)
        self.others: dict[str, Fraction | float] = {}
        """By project: no program that has it the other way is worth more."""
        self.exact: set[str] = set()
        """Projects of which that bound is reached."""
        self.pool: dict[Program, Fraction] = {}
        self.spreads: dict[str, dict[str, dict[str, tuple[Fraction, Fraction]]]] = {}
        self.ends: dict[str, list[_End]] = {}
        self.open: dict[str, list[_End]] = {}
        self.searches = 0

    def put(self, project: str, criterion: str, option: str, ends: tuple[Fraction, Fraction]) -> None:
        """Add the spread of one rating."""
        self.spreads.setdefault(project, {}).setdefault(criterion, {})[option] = ends
        self.open.setdefault(project, [])

    def look(self, project: str) -> None:
        """Weigh the ratings of a project by what is known and by the relaxation."""
        for criterion, ends_o in sorted(self.spreads[project].items()):
            self.ends.setdefault(project, []).extend(self.end(project, criterion, ends_o, end) for end in (0, 1))
        self.open[project] = list(self.ends[project])
        if any(end.own or any(end.moved_j.values()) for end in self.ends[project]):
            self.others[project] = _exact(self.live.glance(self.objective, self.turned(project)).bound)
        self.settle(project)

    def end(self, project: str, criterion: str, ends_o: dict[str, tuple[Fraction, Fraction]], end: int) -> _End:
        """What each choice of the project gains at one end, and the points there of the option that matters."""
        case, share = self.live.case, self.live.case.criteria.weights[criterion]
        moved, points = {}, Fraction(0)
        chosen = next((choice for choice in self.shown if choice.project == project), None)
        own = Fraction(0)
        for j in self.live.built.columns.by_project[project].tolist():
            choice = self.live.choices[j]
            if choice.option not in ends_o:
                continue
            opened = case.scorecard.of(project, choice.option)
            line = next(line for line in opened.criteria if line.criterion == criterion)
            there = ends_o[choice.option][end]
            moved[j] = share * (there - line.points) * opened.multiplier * case.delay(choice.start)
            if choice == chosen:
                own = moved[j]
            if chosen is None or choice.option == chosen.option:
                points = there
        return _End(criterion, points, moved, own)

    def turned(self, project: str) -> Conditions:
        mine = frozenset([project])
        return Conditions(out=mine) if project in self.inside else Conditions(into=mine)

    # What is known

    def settle(self, project: str) -> None:
        """Take off what is settled: harmless by the bounds, or decided by a program that gains on the one shown."""
        for program in self.live.pool:
            if program not in self.pool:
                self.pool[program] = self.live.worth(program, self.objective)
        mine = {program: next((c for c in program if c.project == project), None) for program in self.pool}
        left = []
        for end in self.open[project]:
            gains = {self.live.choices[j]: more for j, more in end.moved_j.items()}
            for program, value in self.pool.items():
                choice = mine[program]
                moved = Fraction(0) if choice is None else gains.get(choice, Fraction(0))
                more = value + moved - self.value - end.own
                if moved > end.own and more > (end.better[0] if end.better else 0):
                    end.better = more, program
            if end.better is None and not self.harmless(project, end):
                left.append(end)
        self.open[project] = left

    def harmless(self, project: str, end: _End) -> bool:
        """Whether bounds alone prove that no program gains enough on the one shown."""
        columns = self.live.built.columns.by_project[project].tolist()
        most = max((end.moved_j.get(j, Fraction(0)) for j in columns), default=Fraction(0))
        here, others = self.value + end.own, self.others.get(project, self.ceiling)
        if project in self.inside:
            return (most <= end.own or self.ceiling + most <= here) and (end.own >= 0 or others <= here)
        return most <= 0 or others + most <= here

    # Searches

    def search(self, project: str, limit: float | None) -> None:
        """Settle all that is open of a project: its other side, then every end at once."""
        if project not in self.exact:
            bound, proved = self.best(self.objective, self.turned(project), limit)
            self.others[project] = min(bound, self.others.get(project, self.ceiling))
            self.exact |= {project} if proved else set()
            self.settle(project)
        before = -1
        while self.open[project] and len(self.open[project]) != before and not self.time.over:
            before = len(self.open[project])
            self.together(project, limit)

    def together(self, project: str, limit: float | None) -> None:
        """One search for a program that beats the one shown at any end still open: none proves them all harmless.

        A program with choice j beats it at an end if its value plus what j gains there exceeds that of the one shown;
        the greatest of these gains over the ends bounds them all, and is reached at one of them.
        """
        rest = self.open[project]
        without = max(-end.own for end in rest)
        columns = self.live.built.columns.by_project[project].tolist()
        gain = {j: max(end.moved_j.get(j, Fraction(0)) - end.own for end in rest) - without for j in columns}
        most, _ = self.best(self.objective.raised(gain), FREE, limit)
        self.settle(project)
        if most + without <= self.value:
            self.open[project] = []

    def best(self, objective: Objective, conditions: Conditions, limit: float | None) -> tuple[Fraction | float, bool]:
        """A bound, and whether it is reached: then it is the value itself."""
        found = self.live.best(objective, conditions, gap=self.gap, time_limit=limit, stop=self.time.stop)
        self.searches += 1
        if found.program is not None and proved_equal(found.value, found.bound):
            return found.value, True
        return _exact(found.bound), found.impossible

    # The answer

    def result(self) -> Discussion:
        cells = [self.cell(project, criterion) for project, rows in self.spreads.items() for criterion in sorted(rows)]
        order = [Weight.DECIDES, Weight.OPEN, Weight.HARMLESS]
        cells.sort(key=lambda cell: (order.index(cell.weight), -cell.gained, cell.project, cell.criterion))
        return Discussion(tuple(cells), self.searches, self.time.spent)

    def cell(self, project: str, criterion: str) -> CellWeight:
        mine = [end for end in self.ends.get(project, []) if end.criterion == criterion]
        found = [(*end.better, end.points) for end in mine if end.better is not None]
        if found:
            gained, program, points = max(found, key=lambda row: row[0])
            now = projects_of(program)
            entering, leaving = tuple(sorted(now - self.inside)), tuple(sorted(self.inside - now))
            return CellWeight(project, criterion, Weight.DECIDES, points, gained, program, entering, leaving)
        settled = mine and not any(end in self.open[project] for end in mine)
        weight = Weight.HARMLESS if settled else Weight.OPEN
        return CellWeight(project, criterion, weight, None, Fraction(0), None, (), ())


def _exact(bound: float) -> Fraction | float:
    return Fraction(bound) if abs(bound) < inf else bound
