"""Near ties: which projects are in every program nearly as good as the best, in some of them, or in none.

Each project has two sides, in and out. A side is possible within a level once a program that has it is known; it is
refuted once a bound shows that none is good enough. Three means, the cheapest first:

1. the linear relaxation with the project forced, and the programs already known;
2. small searches around the best program, most of its choices kept (large neighbourhood search, Shaw 1998): they find
   programs, and prove nothing;
3. one search for a good enough program that takes *any* side not yet settled. A program found settles a side at least;
   none found settles them all at once (backbones by complement: Janota, Lynce and Marques-Silva 2015).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import inf

import numpy as np

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.sets import differs, keeps, projects_of, worth_at_least
from prioritizer.program.live import Conditions, Found, Live, Objective, proved_equal

LEVELS = (Fraction(0), Fraction(1, 200), Fraction(1, 100), Fraction(1, 50))
ROUNDS = ((0.7, False), (0.55, False), (0.7, True), (0.6, True))
"""Small searches: the share of a program's choices that they keep, and whether of any good program rather than of the
best. Tuned on the Montréal sample: half of the sides that can be reached are, in a tenth of the time of full searches.
"""
SMALL_SEARCH, SMALL_GAP = 1.0, 0.002
"""Seconds for one small search, and the gap that is good enough for it."""
SMALL_SHARE = 0.3
"""Part of the time allowed that small searches may take in all."""
SOLVER_SLACK = Fraction(2, 10**9)
"""Relative: a solver's bound is read this much higher than it says."""


class Status(StrEnum):
    """What is known of a project within a level of the optimum."""

    IN = "in"
    """In every program within the level: proved."""
    SWING = "swing"
    """In some and not in others: a program of each kind is known."""
    OUT = "out"
    """In none: proved."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Side:
    """A project decided one way."""

    value: Fraction | None
    """Of the best program known that decides it so; None: none is known."""
    bound: float | None
    """Proved: no program that decides it so is worth more. None: no such program exists."""


@dataclass(frozen=True)
class Standing:
    """A project between its two sides; one status a level, in the order of the levels."""

    project: str
    inside: Side
    outside: Side
    statuses: tuple[Status, ...]


@dataclass(frozen=True)
class Alternative:
    """The best program known for another set of projects."""

    program: Program
    value: Fraction
    lost: Fraction
    """Share of the best value that it gives up; what 0 is to be read as: the same value."""
    entering: tuple[str, ...]
    """Projects that the best program known leaves out."""
    leaving: tuple[str, ...]
    exact: bool
    """Whether no other program of this set of projects is worth more."""


@dataclass(frozen=True)
class Level:
    """What was settled within a level (a share of the optimum)."""

    level: Fraction
    least: Fraction
    """A program is within the level if it is worth this much."""
    settled: bool
    """Whether the status of every project is proved."""
    listed: int
    """Alternatives listed that are within the level."""
    complete: bool
    """Proved: no other set of projects is within the level."""


@dataclass(frozen=True)
class NearTies:
    """The census. ``value`` and ``bound`` are the best program's; where they differ the optimum is between them."""

    program: Program
    value: Fraction
    bound: float
    levels: tuple[Level, ...]
    standings: tuple[Standing, ...]
    alternatives: tuple[Alternative, ...]
    """Best first."""
    searches: int
    seconds: float

    def of(self, status: Status, level: int) -> tuple[str, ...]:
        """Projects of a status within the level of that position."""
        return tuple(standing.project for standing in self.standings if standing.statuses[level] is status)


def near_ties(
    live: Live,
    base: Found,
    *,
    objective: Objective | None = None,
    levels: Sequence[Fraction] = LEVELS,
    alternatives: int = 10,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Callable[[NearTies], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> NearTies:
    """Settle every project at every level, then list other sets of projects, up to ``alternatives`` of them.

    Args:
        live: the case; every program found joins its pool.
        base: what ``live.best(objective)`` answered. Where it is not proved, the optimum is taken anywhere between
            its value and its bound, and a status is given only if it holds for all of them.
        objective: what programs are worth; the published value by default.
        levels: shares of the optimum that a program may give up, each from 0 to below 1.
        alternatives: other sets of projects to list. Within a level that has more, those listed are the best known.
        seed: of the small searches. It decides which programs are found first, and no status that is proved.
        time_limit: seconds for the whole call.
        progress: told the census so far after every search.
        stop: asked now and then; the census so far is returned.

    Raises:
        ValueError: ``base`` holds no program, or a level is not a share.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    ordered = tuple(sorted({Fraction(level) for level in levels}))
    if not ordered or ordered[0] < 0 or ordered[-1] >= 1:
        raise ValueError(f"levels must be shares from 0 to below 1: {levels}")
    time = Allowance.of(live.clock, time_limit, stop)
    census = _Census(live, objective or live.objective(), base, ordered, alternatives, time, progress)
    random = np.random.default_rng(seed)
    census.relax()
    census.neighbours(ordered[-1], random)
    for level in ordered:
        if level:
            census.neighbours(level, random)
        census.settle(level)
    for level in ordered:
        census.enumerate(level)
    census.polish()
    return census.result()


@dataclass
class _Side:
    best: Fraction | None = None
    under: Fraction | float = inf
    """Proved: every program of this side is worth less than this."""


@dataclass
class _Census:
    """The state of a census: what is known of each side, and every set of projects seen."""

    live: Live
    objective: Objective
    base: Found
    ordered: tuple[Fraction, ...]
    count: int
    time: Allowance
    told: Callable[[NearTies], None] | None
    searches: int = 0
    small: float = 0.0
    """Seconds spent in small searches."""
    value: Fraction = Fraction(0)
    program: Program = ()
    known: dict[frozenset[str], tuple[Fraction, Program]] = field(default_factory=dict)
    complete: set[Fraction] = field(default_factory=set)
    exact: set[frozenset[str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sides = {(p.id, way): _Side() for p in self.live.case.portfolio.projects for way in (True, False)}
        self.program = self.base.program or ()
        self.value = self.live.worth(self.program, self.objective)
        for program in (self.program, *self.live.pool):
            self.learn(program)

    # What is known

    def learn(self, program: Program) -> None:
        value, chosen = self.live.worth(program, self.objective), projects_of(program)
        if chosen not in self.known or value > self.known[chosen][0]:
            self.known[chosen] = (value, program)
        if value > self.value:
            self.value, self.program = value, program
        for (project, way), side in self.sides.items():
            if way == (project in chosen) and (side.best is None or value > side.best):
                side.best = value

    @property
    def ceiling(self) -> Fraction | float:
        """The optimum is at most this: the value itself where it is proved."""
        bound = self.base.bound
        if proved_equal(self.value, bound) or bound <= self.value:
            return self.value
        return Fraction(bound) if bound < inf else inf

    def least(self, level: Fraction) -> Fraction:
        """A program worth less is not within the level, wherever the optimum is."""
        return _within(level, self.value)

    def within(self, level: Fraction) -> dict[frozenset[str], tuple[Fraction, Program]]:
        """Other sets of projects that may be within a level."""
        least, mine = self.least(level), projects_of(self.program)
        return {chosen: found for chosen, found in self.known.items() if chosen != mine and found[0] >= least}

    def open_sides(self, level: Fraction) -> list[tuple[str, bool]]:
        return [key for key in self.sides if self.is_open(key, level)]

    def is_open(self, key: tuple[str, bool], level: Fraction) -> bool:
        """Whether a side is neither refuted nor known within the level."""
        side, least = self.sides[key], self.least(level)
        return side.under > least and (side.best is None or side.best < least)

    # Searches

    def search(self, conditions: Conditions, *, gap: float, most: float | None = None) -> Found:
        limit = self.time.share(most=most)
        found = self.live.best(self.objective, conditions, gap=gap, time_limit=limit, stop=self.time.stop)
        self.searches += 1
        if found.program is not None:
            self.learn(found.program)
        if self.told is not None:
            self.told(self.result())
        return found

    def relax(self) -> None:
        """Bound every side that no known program takes within the widest level, by the linear relaxation."""
        for project, way in self.open_sides(self.ordered[-1]):
            if self.time.over:
                return
            seen = self.live.glance(self.objective, _forced(project, way))
            self.lower((project, way), seen.bound)

    def lower(self, key: tuple[str, bool], bound: float) -> None:
        side = self.sides[key]
        side.under = min(side.under, _strictly(bound))

    def neighbours(self, level: Fraction, random: np.random.Generator) -> None:
        """Small searches for the sides open within the level; a narrower one tries those that the widest reached."""
        widest = self.ordered[-1]
        for kept, anywhere in ROUNDS:
            good = sorted(program for value, program in self.known.values() if value >= self.least(widest))
            for project, way in self.open_sides(level):
                if self.time.over or self.small > SMALL_SHARE * (self.time.limit or inf):
                    return
                reached = not self.is_open((project, way), widest)
                if not self.is_open((project, way), level) or reached != (level < widest):
                    continue
                around = good[int(random.integers(len(good)))] if anywhere else self.program
                others = [choice for choice in around if choice.project != project]
                picked = random.permutation(len(others))[: int(kept * len(others))]
                fixed = keeps(self.live, [others[i] for i in picked.tolist()])
                worth = worth_at_least(self.objective, self.least(level))
                forced = _forced(project, way)
                asked = Conditions(forced.into, forced.out, (fixed, worth))
                self.small += self.search(asked, gap=SMALL_GAP, most=SMALL_SEARCH).seconds

    def settle(self, level: Fraction) -> None:
        """Find good enough programs until no side is open within the level."""
        while (sides := self.open_sides(level)) and not self.time.over:
            least = self.least(level)
            inside = [project for project, way in sides if not way]
            outside = [project for project, way in sides if way]
            floors = (differs(self.live, inside, outside), worth_at_least(self.objective, least))
            found = self.search(Conditions(floors=floors), gap=inf)
            for key in sides:
                if found.impossible:
                    self.sides[key].under = min(self.sides[key].under, least)
                else:
                    self.lower(key, found.bound)
            if found.program is None:
                return

    def enumerate(self, level: Fraction) -> None:
        """Find other sets of projects within the level until there are enough, or none is left."""
        statuses = {self._status(self.sides[p, True], self.sides[p, False], level) for p, way in self.sides if way}
        if statuses <= {Status.IN, Status.OUT}:
            self.complete.add(level)
            return
        while len(seen := self.within(level)) < self.count and not self.time.over:
            everyone = {project.id for project in self.live.case.portfolio.projects}
            cuts = [differs(self.live, chosen, everyone - chosen) for chosen in (*seen, projects_of(self.program))]
            asked = Conditions(floors=(*cuts, worth_at_least(self.objective, self.least(level))))
            found = self.search(asked, gap=inf)
            if found.impossible:
                self.complete.add(level)
            if found.program is None:
                return

    def polish(self) -> None:
        """Give each alternative listed the best options and years for its projects."""
        while (rest := [chosen for chosen, _ in self.listed() if chosen not in self.exact]) and not self.time.over:
            everyone = {project.id for project in self.live.case.portfolio.projects}
            found = self.search(Conditions(into=rest[0], out=frozenset(everyone - rest[0])), gap=0.0)
            if found.gap != 0.0:
                return
            self.exact.add(rest[0])

    # The answer

    def listed(self) -> list[tuple[frozenset[str], tuple[Fraction, Program]]]:
        ordered = sorted(self.within(self.ordered[-1]).items(), key=lambda item: (-item[1][0], item[1][1]))
        return ordered[: self.count]

    def result(self) -> NearTies:
        mine, listed = projects_of(self.program), self.listed()
        standings = []
        for project in self.live.case.portfolio.projects:
            inside, outside = self.sides[project.id, True], self.sides[project.id, False]
            statuses = tuple(self._status(inside, outside, level) for level in self.ordered)
            standings.append(Standing(project.id, self._side(inside), self._side(outside), statuses))
        levels = []
        for i, level in enumerate(self.ordered):
            inner = sum(value >= self.least(level) for _, (value, _) in listed)
            settled = all(standing.statuses[i] is not Status.UNKNOWN for standing in standings)
            levels.append(Level(level, self.least(level), settled, inner, level in self.complete))
        return NearTies(
            program=self.program,
            value=self.value,
            bound=float(self.ceiling),
            levels=tuple(levels),
            standings=tuple(standings),
            alternatives=tuple(
                Alternative(
                    program,
                    value,
                    (self.value - value) / abs(self.value) if self.value else Fraction(0),
                    tuple(sorted(chosen - mine)),
                    tuple(sorted(mine - chosen)),
                    chosen in self.exact,
                )
                for chosen, (value, program) in listed
            ),
            searches=self.searches,
            seconds=self.time.spent,
        )

    def _side(self, side: _Side) -> Side:
        limit = min(side.under, self.ceiling)
        return Side(side.best, None if limit == -inf else float(limit))

    def _status(self, inside: _Side, outside: _Side, level: Fraction) -> Status:
        low, top = self.least(level), self.ceiling
        high = _within(level, top) if isinstance(top, Fraction) else inf
        can_in, can_out = (side.best is not None and side.best >= high for side in (inside, outside))
        if can_in and can_out:
            return Status.SWING
        if outside.under <= low:
            return Status.IN
        return Status.OUT if inside.under <= low else Status.UNKNOWN


def _within(level: Fraction, optimum: Fraction) -> Fraction:
    return optimum - level * abs(optimum)


def _forced(project: str, way: bool) -> Conditions:
    only = frozenset({project})
    return Conditions(into=only) if way else Conditions(out=only)


def _strictly(bound: float) -> Fraction | float:
    """A value that is more than any program's, from a solver's bound."""
    return Fraction(bound) + SOLVER_SLACK * max(Fraction(1), abs(Fraction(bound))) if abs(bound) < inf else bound
