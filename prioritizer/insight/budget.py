"""The budget curve: the best program for every share of the envelopes, and what the next dollar buys.

Scaled: the yearly amounts of every limited funding source, rounded down to the cent. Not scaled: sources without a
limit, people, operating limits and concurrency, which are not capital; shares of capital, which follow it by
themselves. Earmarks and balances in dollars are promises made in dollars: by default they are kept as voted. A program
that keeps the rules with less money then keeps them with more, so the curve never falls, values are passed up and
bounds down. ``Amounts.SCALED`` scales them too, as if the whole budget had been voted in proportion; an amount that
some projects must have at least then grows with the money, and the curve may fall: ``Curve.monotone`` tells.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import inf

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Balance, Portfolio
from prioritizer.domain.vocabulary import Measure, Sense
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.sets import differs, projects_of, worth_at_least
from prioritizer.program.case import Case
from prioritizer.program.live import Conditions, Found, Live, Objective, proved_equal
from prioritizer.program.plan import Plan
from prioritizer.program.solvers import End, relative_gap

SHARES = tuple(Fraction(tenths, 10) for tenths in range(5, 16))
MILLION = 100_000_000
"""Cents."""


class Amounts(StrEnum):
    """What becomes of earmarks and balances in dollars when the envelopes are scaled."""

    KEPT = "kept"
    SCALED = "scaled"


@dataclass(frozen=True)
class Point:
    """The best program for one share of the envelopes."""

    share: Fraction
    envelope: int
    """Cents of every limited source over the horizon, once scaled."""
    program: Program | None
    """None: none is known, or none exists (``end`` tells)."""
    value: Fraction
    bound: float | None
    """Proved: no program is worth more. None where nothing is proved, or no program exists."""
    spent: int
    """Cents of the limited sources that the program uses inside the horizon, savings deducted."""
    end: End
    seconds: float

    @property
    def gap(self) -> float | None:
        """(bound - value) / |value|; None without a program or a bound."""
        return None if self.program is None or self.bound is None else relative_gap(float(self.value), self.bound)

    @property
    def impossible(self) -> bool:
        """Whether it is proved that no program keeps the rules."""
        return self.end is End.INFEASIBLE


@dataclass(frozen=True)
class Step:
    """From one share to the next that has a program: what the money added buys."""

    start: Fraction
    end: Fraction
    added: int
    """Cents."""
    gained: Fraction
    """Between the programs known."""
    least: float
    most: float
    """Proved: the optimum rises by this much at least and at most. Minus or plus infinity where nothing is proved."""

    @property
    def per_million(self) -> Fraction:
        """Points for each million dollars added."""
        return self.gained * MILLION / self.added if self.added else Fraction(0)


@dataclass(frozen=True)
class Leaver:
    """A project that is in a program and leaves it when there is more money."""

    project: str
    inside: Fraction
    """Last share that has it."""
    outside: Fraction
    """The next one, which has it no more."""
    back: Fraction | None
    """First larger share that has it again."""
    certain: bool | None
    """True: no best program of the larger share has it. False: some best program has it too. None: not settled."""


@dataclass(frozen=True)
class Smallest:
    """The smallest share that has a program is above ``impossible`` and at most ``possible``."""

    impossible: Fraction | None
    possible: Fraction | None


@dataclass(frozen=True)
class Curve:
    """Points by share, ascending, and what they tell."""

    points: tuple[Point, ...]
    steps: tuple[Step, ...]
    leavers: tuple[Leaver, ...]
    smallest: Smallest | None
    """None where some share has more rules to keep than a smaller one: feasibility is then no threshold."""
    amounts: Amounts
    monotone: bool
    """Whether every program that keeps the rules of a share keeps those of all larger ones."""
    seconds: float

    def at(self, share: Fraction) -> Point:
        """The point of a share. Raises KeyError."""
        for point in self.points:
            if point.share == share:
                return point
        raise KeyError(share)


def scaled(portfolio: Portfolio, share: Fraction, amounts: Amounts = Amounts.KEPT) -> Portfolio:
    """The portfolio with a share of its envelopes: see the top of this file for what is scaled."""

    def part(cents: int) -> int:
        return int(cents * share // 1) if cents > 0 else cents

    def balance(row: Balance) -> Balance:
        return replace(row, value=part(row.value)) if row.measure is Measure.AMOUNT else row

    envelopes = tuple(
        row if row.amounts is None else replace(row, amounts=tuple(part(cents) for cents in row.amounts))
        for row in portfolio.envelopes
    )
    if amounts is Amounts.KEPT:
        return replace(portfolio, envelopes=envelopes)
    return replace(
        portfolio,
        envelopes=envelopes,
        earmarks=tuple(replace(row, value=part(row.value)) for row in portfolio.earmarks),
        balances=tuple(balance(row) for row in portfolio.balances),
    )


def loosens(smaller: Portfolio, larger: Portfolio) -> bool:
    """Whether every program that keeps the rules of ``smaller`` keeps those of ``larger``, one portfolio scaled twice.

    True is certain; False is said as soon as one rule gets tighter, whether or not a program feels it.
    """
    reserved = [(b.source, b.value - a.value) for a, b in zip(smaller.earmarks, larger.earmarks, strict=True)]
    for before, after in zip(smaller.envelopes, larger.envelopes, strict=True):
        if before.amounts is None or after.amounts is None:
            continue
        more = min(b - a for a, b in zip(before.amounts, after.amounts, strict=True))
        if more < 0 or any(kept > more for source, kept in reserved if source == after.source):
            return False
    pairs = zip(smaller.balances, larger.balances, strict=True)
    return all(b.value <= a.value if b.sense is Sense.AT_LEAST else b.value >= a.value for a, b in pairs)


def envelope_total(portfolio: Portfolio) -> int:
    """Cents of every limited source over the horizon."""
    return sum(sum(row.amounts) for row in portfolio.envelopes if row.amounts is not None)


def budget_curve(
    portfolio: Portfolio,
    criteria: CriteriaSet,
    shares: Sequence[Fraction] = SHARES,
    *,
    amounts: Amounts = Amounts.KEPT,
    known: Iterable[Program] = (),
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Curve], None] | None = None,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Curve:
    """The best program for each share of the envelopes.

    Args:
        portfolio: what is submitted; its envelopes are 100 %.
        criteria: what it is judged by.
        shares: shares of the envelopes, above 0.
        amounts: what becomes of earmarks and balances in dollars.
        known: programs already known, of any share.
        gap: relative gap within which each point is to be proved.
        time_limit: seconds for the whole call.
        progress: told the curve so far after each point.
        stop: asked now and then; the curve so far is returned.
        clock: where the time is read.

    Raises:
        ValueError: a share is not above 0, or there is none.
    """
    ordered = sorted({Fraction(share) for share in shares})
    if not ordered or ordered[0] <= 0:
        raise ValueError(f"shares must be above 0: {shares}")
    asked = _Asked(portfolio, criteria, amounts, gap, Allowance.of(clock, time_limit, stop))
    known = tuple(known)
    # The envelopes as they are first, then what is nearest: the first share that has no program settles those below.
    for number, share in enumerate(sorted(ordered, key=lambda share: (abs(share - 1), share))):
        if asked.time.over:
            break
        # Part of the time is kept for the smallest share and for the projects that leave.
        asked.solve(share, known, asked.time.share(len(ordered) - number + 1))
        if progress is not None:
            progress(asked.curve())
    asked.pass_on()
    asked.bracket()
    asked.check_leavers()
    return asked.curve()


class _Asked:
    """A curve being drawn: one live solver a share."""

    def __init__(
        self, portfolio: Portfolio, criteria: CriteriaSet, amounts: Amounts, gap: float, time: Allowance
    ) -> None:
        self.portfolio, self.criteria, self.amounts, self.gap, self.time = portfolio, criteria, amounts, gap, time
        self.lives: dict[Fraction, Live] = {}
        self.found: dict[Fraction, Found] = {}
        self.bounds: dict[Fraction, float] = {}
        self.smallest: Smallest | None = None
        self.certain: dict[tuple[str, Fraction], bool] = {}

    def scaled(self, share: Fraction) -> Portfolio:
        return scaled(self.portfolio, share, self.amounts)

    def live(self, share: Fraction, known: Iterable[Program]) -> Live:
        live = Live(Case.of(self.scaled(share), self.criteria), self.time.clock)
        for program in dict.fromkeys(known):
            live.learn(program)
        return live

    def best(self) -> list[Program]:
        return [found.program for found in self.found.values() if found.program is not None]

    def solve(self, share: Fraction, known: Iterable[Program], limit: float | None) -> None:
        above = min((larger for larger in self.found if larger > share), default=None)
        if above is not None and self.found[above].impossible and loosens(self.scaled(share), self.scaled(above)):
            # Nothing fits with more money, so nothing does with less.
            self.found[share], self.bounds[share] = replace(self.found[above], seconds=0.0), -inf
            return
        live = self.lives[share] = self.live(share, (*known, *self.best()))
        self.found[share] = live.best(live.objective(), gap=self.gap, time_limit=limit, stop=self.time.stop)
        self.bounds[share] = self.found[share].bound

    @property
    def monotone(self) -> bool:
        return all(loosens(self.scaled(a), self.scaled(b)) for a, b in pairwise(sorted(self.found)))

    def pass_on(self) -> None:
        """Try the programs of the larger shares on the smaller ones; where rules only loosen, pass bounds down."""
        for smaller, larger in reversed(list(pairwise(sorted(self.found)))):
            found = self.found[smaller]
            if not found.impossible and not proved_equal(found.value, found.bound):
                live = self.lives[smaller]
                for program in self.lives[larger].pool if larger in self.lives else ():
                    live.learn(program)
                seen = live.glance(live.objective())
                if seen.program is not None and (found.program is None or seen.value > found.value):
                    self.found[smaller] = replace(found, program=seen.program, value=seen.value)
            if loosens(self.scaled(smaller), self.scaled(larger)) and self.bounds[larger] < self.bounds[smaller]:
                self.bounds[smaller] = self.bounds[larger]
                if self.found[larger].impossible:
                    self.found[smaller] = self.found[larger]
                elif proved_equal(self.found[smaller].value, self.bounds[smaller]):
                    self.found[smaller] = replace(self.found[smaller], end=End.OPTIMAL)

    def bracket(self) -> None:
        """Close in on the smallest share that has a program, to one per cent."""
        if not self.monotone:
            return
        impossible = max((share for share, found in self.found.items() if found.impossible), default=None)
        possible = min((share for share, found in self.found.items() if found.program is not None), default=None)
        known = self.best()
        while impossible is not None and possible is not None and not self.time.over:
            middle = Fraction(round((impossible + possible) * 50), 100)
            if not impossible < middle < possible:
                break
            live = self.live(middle, known)
            nothing = Objective.of([Fraction(0)] * len(live.matrix.variables))
            found = live.best(nothing, gap=inf, time_limit=self.time.share(3), stop=self.time.stop)
            if found.impossible:
                impossible = middle
            elif found.program is not None:
                possible = middle
                known.append(found.program)
            else:
                break
        self.smallest = Smallest(impossible, possible)

    def check_leavers(self) -> None:
        """Whether a best program of the larger share keeps the project after all: one search for all that leave it."""
        leaving: dict[Fraction, list[str]] = {}
        for row in self.leavers():
            leaving.setdefault(row.outside, []).append(row.project)
        for number, (share, projects) in enumerate(leaving.items()):
            live, found, objective = self.lives[share], self.found[share], self.lives[share].objective()
            rest = projects
            while rest and proved_equal(found.value, self.bounds[share]) and not self.time.over:
                floors = (differs(live, (), rest), worth_at_least(objective, found.value))
                limit = self.time.share(len(leaving) - number)
                again = live.best(objective, Conditions(floors=floors), gap=inf, time_limit=limit, stop=self.time.stop)
                if again.impossible:
                    self.certain |= {(project, share): True for project in rest}
                if again.program is None:
                    break
                kept = projects_of(again.program)
                self.certain |= {(project, share): False for project in rest if project in kept}
                rest = [project for project in rest if project not in kept]

    def leavers(self) -> list[Leaver]:
        points = [(s, projects_of(f.program)) for s, f in sorted(self.found.items()) if f.program is not None]
        rows = []
        for number, ((inside, has), (outside, lacks)) in enumerate(pairwise(points)):
            for project in sorted(has - lacks):
                back = next((share for share, chosen in points[number + 2 :] if project in chosen), None)
                certain = self.certain.get((project, outside))
                rows.append(Leaver(project, inside, outside, back, certain))
        return sorted(rows, key=lambda row: (row.project, row.inside))

    def point(self, share: Fraction) -> Point:
        found, bound = self.found[share], self.bounds[share]
        spent = 0
        if found.program is not None:
            case = self.lives[share].case
            plan = Plan(case, found.program)
            limited = [row.source for row in case.portfolio.envelopes if row.amounts is not None]
            years = range(case.portfolio.info.horizon)
            spent = sum(sum(plan.spent(d, f, t) for d in plan.done) - plan.saved(f, t) for f in limited for t in years)
        return Point(
            share=share,
            envelope=envelope_total(self.scaled(share)),
            program=found.program,
            value=found.value,
            bound=bound if abs(bound) < inf else None,
            spent=spent,
            end=found.end,
            seconds=found.seconds,
        )

    def curve(self) -> Curve:
        points = [self.point(share) for share in sorted(self.found)]
        monotone = self.monotone
        steps = []
        for a, b in pairwise([point for point in points if point.program is not None]):
            least = float(b.value) - (inf if a.bound is None else a.bound)
            most = (inf if b.bound is None else b.bound) - float(a.value)
            added = b.envelope - a.envelope
            steps.append(Step(a.share, b.share, added, b.value - a.value, max(least, 0.0) if monotone else least, most))
        return Curve(
            points=tuple(points),
            steps=tuple(steps),
            leavers=tuple(self.leavers()),
            smallest=self.smallest,
            amounts=self.amounts,
            monotone=monotone,
            seconds=self.time.spent,
        )
