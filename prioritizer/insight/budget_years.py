"""The marginal value of a dollar by year and source: what the best program gains or loses when one envelope moves.

Each answer is an exact re-solve, not a dual: programs come whole, so the first dollars of a year are often worth
nothing and the next ones a project. Most of these solves are spared, none of the proofs: what the program of today
keeps with less money loses nothing, and where raising a whole group of envelopes at once gains nothing, raising one of
them cannot.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Portfolio
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.sets import projects_of
from prioritizer.program.case import Case
from prioritizer.program.live import Found, Live, proved_equal
from prioritizer.program.solvers import End

SPARED = 5
"""About how many answers one search gives, for sharing out the time."""
Cell = tuple[str, int]
"""A funding source and a year."""
MILLION = 100_000_000
"""Cents."""


@dataclass(frozen=True)
class Move:
    """One envelope moved, one year."""

    cents: int
    """What is added; negative where it is taken away."""
    gained: Fraction | None
    """Between the programs known; negative where value is lost. None where no program is known."""
    least: float
    most: float
    """Proved: the optimum changes by this much at least and at most."""
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    impossible: bool
    """Proved: no program keeps the rules any more."""
    relaxed: float | None
    """Change of the optimum of the linear relaxation, which may carry out half a project: no exact answer."""

    @property
    def proved(self) -> bool:
        """Whether the change is exact."""
        return self.impossible or (self.gained is not None and self.least == self.most)


@dataclass(frozen=True)
class YearValue:
    """A year of a source: what a little more and a little less are worth."""

    source: str
    year: int
    envelope: int
    """Cents, as voted."""
    more: Move
    less: Move | None
    """None where the envelope has nothing to take away."""


@dataclass(frozen=True)
class Marginal:
    """Every year of every limited source, in the order of the sources and years."""

    program: Program
    value: Fraction
    bound: float
    years: tuple[YearValue, ...]
    searches: int
    seconds: float


def marginal_by_year(
    portfolio: Portfolio,
    criteria: CriteriaSet,
    base: Found,
    *,
    share: Fraction = Fraction(1, 100),
    cents: int | None = None,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Marginal], None] | None = None,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Marginal:
    """The best program's gain and loss as each year's envelope of each limited source moves alone.

    Args:
        portfolio: what is submitted.
        criteria: what it is judged by.
        base: the best program as things stand, ``live.best(live.objective())``. A gap of its proof is a gap of every
            answer.
        share: by how much an envelope moves, as a share of that year's amount.
        cents: by how much, the same every year, instead of a share.
        gap: relative gap within which each re-solve is to be proved.
        time_limit: seconds for the whole call.
        progress: told the answers so far after each search.
        stop: asked now and then; the answers so far are returned.
        clock: where the time is read.

    Raises:
        ValueError: ``base`` holds no program, or envelopes are not to move.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    if (share <= 0) if cents is None else (cents <= 0):
        raise ValueError("envelopes must move by more than nothing")
    asked = _Asked(portfolio, criteria, base, base.program, share, cents, gap, Allowance.of(clock, time_limit, stop))
    asked.told = progress
    for cell in asked.cells:
        asked.take_away(cell)
    for source in dict.fromkeys(source for source, _ in asked.cells):
        asked.add([cell for cell in asked.cells if cell[0] == source])
    return asked.answer()


class _Asked:
    """The question, and what is known of the answer: a value and a bound a cell and direction."""

    def __init__(
        self,
        portfolio: Portfolio,
        criteria: CriteriaSet,
        base: Found,
        program: Program,
        share: Fraction,
        cents: int | None,
        gap: float,
        time: Allowance,
    ) -> None:
        self.portfolio, self.criteria, self.base, self.gap, self.time = portfolio, criteria, base, gap, time
        self.program = program
        self.told: Callable[[Marginal], None] | None = None
        self.searches = 0
        self.known: list[Program] = [program]
        live = Live(Case.of(portfolio, criteria), time.clock)
        self.relaxed_base = live.glance(live.objective()).bound
        self.cells: list[Cell] = []
        self.amount: dict[Cell, int] = {}
        self.delta: dict[Cell, int] = {}
        for envelope in sorted(portfolio.envelopes, key=lambda row: row.source):
            for year, amount in zip(portfolio.info.years, envelope.amounts or (), strict=False):
                delta = int(amount * share // 1) if cents is None else cents
                if delta > 0:
                    self.cells.append((envelope.source, year))
                    self.amount[envelope.source, year], self.delta[envelope.source, year] = amount, delta
        self.found: dict[tuple[Cell, int], Found] = {}
        self.relaxed: dict[tuple[Cell, int], float] = {}

    def moved(self, cells: Iterable[Cell], sign: int) -> Live:
        """The case with these envelopes moved, and the programs known that fit it."""
        move = dict.fromkeys(cells, sign)
        first = self.portfolio.info.first_year
        envelopes = []
        for row in self.portfolio.envelopes:
            amounts = tuple(
                max(amount + move.get((row.source, first + t), 0) * self.delta.get((row.source, first + t), 0), 0)
                if (row.source, first + t) in move
                else amount
                for t, amount in enumerate(row.amounts or ())
            )
            envelopes.append(row if row.amounts is None else replace(row, amounts=amounts))
        live = Live(Case.of(replace(self.portfolio, envelopes=tuple(envelopes)), self.criteria), self.time.clock)
        for program in dict.fromkeys(self.known):
            live.learn(program)
        return live

    def search(self, live: Live, parts: int) -> Found:
        limit = self.time.share(parts)
        found = live.best(live.objective(), gap=self.gap, time_limit=limit, stop=self.time.stop)
        self.searches += 1
        if found.program is not None and found.program not in self.known:
            self.known.append(found.program)
        if self.told is not None:
            self.told(self.answer())
        return found

    def take_away(self, cell: Cell) -> None:
        if self.amount[cell] <= 0 or self.time.over:
            return
        live = self.moved([cell], -1)
        seen = self.note(live, cell, -1)
        if seen.program is not None and seen.value >= self.base.value:
            # Less money is never worth more: nothing is lost, and the bound of today holds.
            self.found[cell, -1] = replace(seen, bound=self.base.bound)
        else:
            found = self.search(live, self.rest)
            self.found[cell, -1] = replace(found, bound=min(found.bound, self.base.bound))

    def add(self, cells: Sequence[Cell], above: float = inf) -> None:
        """Raise them all at once; where something is gained, in halves, down to one alone."""
        if self.time.over or not cells:
            return
        live = self.moved(cells, 1)
        bound = above
        if len(cells) == 1:
            self.note(live, cells[0], 1)
        seen = live.glance(live.objective())
        gains = seen.program is not None and seen.value > self.base.value
        if len(cells) == 1 or not gains:
            found = self.search(live, self.rest)
            bound = min(bound, found.bound)
            gains = found.program is None or not proved_equal(self.base.value, bound)
            if len(cells) == 1 or not gains:
                best = found if len(cells) == 1 else replace(found, program=self.program, value=self.base.value)
                for cell in cells:
                    self.found[cell, 1] = replace(best, bound=bound)
                    if len(cells) > 1 and not self.time.over:
                        self.note(self.moved([cell], 1), cell, 1)
                return
        half = len(cells) // 2
        self.add(cells[:half], bound)
        self.add(cells[half:], bound)

    @property
    def rest(self) -> int:
        """Searches that may still come: most answers need none of their own."""
        return 1 + (2 * len(self.cells) - len(self.found)) // SPARED

    def note(self, live: Live, cell: Cell, sign: int) -> Found:
        seen = live.glance(live.objective())
        self.relaxed[cell, sign] = seen.bound - self.relaxed_base
        return seen

    def answer(self) -> Marginal:
        years = []
        for source, year in self.cells:
            amount = self.amount[source, year]
            less = self.move((source, year), -1) if amount > 0 else None
            years.append(YearValue(source, year, amount, self.move((source, year), 1), less))
        base = self.base
        return Marginal(self.program, base.value, base.bound, tuple(years), self.searches, self.time.spent)

    def move(self, cell: Cell, sign: int) -> Move:
        """What is proved: the optimum of today is between its value and its bound, the moved one too."""
        unknown = Found(None, Fraction(0), inf, End.LIMIT, 0.0)
        if sign > 0:
            unknown = Found(self.program, self.base.value, inf, End.LIMIT, 0.0)
        found = self.found.get((cell, sign), unknown)
        cents = sign * (self.delta[cell] if sign > 0 else min(self.delta[cell], self.amount[cell]))
        today, value = self.base.value, found.value
        gained = None if found.program is None else value - today
        top = today if proved_equal(today, self.base.bound) else None
        least = -inf if gained is None else float(value - today) if top is not None else float(value) - self.base.bound
        most = found.bound - float(today)
        if gained is not None and proved_equal(value, found.bound):
            most = float(gained)
        relaxed = self.relaxed.get((cell, sign), -inf)
        mine, theirs = projects_of(self.program), projects_of(found.program or ())
        here = found.program is not None
        return Move(
            cents=cents,
            gained=gained,
            least=max(least, 0.0) if sign > 0 else least,
            most=most if sign > 0 else min(most, 0.0),
            entering=tuple(sorted(theirs - mine)) if here else (),
            leaving=tuple(sorted(mine - theirs)) if here else (),
            impossible=found.impossible,
            relaxed=relaxed if abs(relaxed) < inf else None,
        )
