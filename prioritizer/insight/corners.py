"""What a line and a map of weights share: corners, where two programs are as good, searched until each is proved.

With a time limit every corner gets a little of it first, the hard ones more later; the first try of a corner only looks
around the program shown, which finds the most for the least.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from fractions import Fraction
from math import inf, isfinite
from typing import Generic, TypeVar

import numpy as np

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.nearby import improve
from prioritizer.program.live import Found, Live, Objective, proved_equal
from prioritizer.program.solvers import End

BLUR = 1e-9
"""A share of the value that is no more than a rounding."""

At = TypeVar("At")
"""Where: one weight on a line, three on a map."""


class Corners(ABC, Generic[At]):
    """Programs known, and what is proved at the weights searched."""

    def __init__(self, live: Live, shown: Program, time: Allowance) -> None:
        self.live, self.shown, self.time = live, shown, time
        self.bounds: dict[At, Fraction | float] = {}
        """Nothing is worth more at those weights."""
        self.tries: dict[At, int] = {}
        self.settled: set[At] = set()
        self.searches = 0
        self.random = np.random.default_rng(0)
        self.seen: set[Program] = set()

    @abstractmethod
    def learn(self, program: Program) -> None:
        """Take a program into account."""

    @abstractmethod
    def objective(self, at: At) -> Objective:
        """What programs are worth at those weights."""

    @abstractmethod
    def bound(self, at: At) -> Fraction | float:
        """The best bound known at those weights."""

    def learn_pool(self) -> None:
        """Take every program of the pool into account."""
        for program in self.live.pool:
            # Each one cuts every other: with a large pool, this is the longest step of all.
            if self.time.stop is not None and self.time.stop():
                return
            if program not in self.seen:
                self.seen.add(program)
                self.learn(program)

    def begin(self, at: At, base: Found) -> None:
        """Take what is proved of the program shown at today's weights, and the programs known."""
        if isfinite(base.bound):
            self.bounds[at] = max(Fraction(base.bound), base.value)
        if base.gap == 0.0:
            self.bounds[at] = base.value
            self.settled.add(at)
        self.learn(self.shown)
        self.learn_pool()

    def search(self, at: At, gap: float) -> None:
        """Look for a better program at those weights, and prove what the time allows."""
        tries, objective = self.tries.get(at, 0), self.objective(at)
        self.tries[at] = tries + 1
        limit = self.time.turn(max(tries - 1, 0))
        if limit is not None and not tries:
            improve(self.live, objective, self.shown, self.random, enough=gap, limit=limit, stop=self.time.stop)
            self.learn_pool()
            return
        found = self.live.best(objective, gap=gap, time_limit=limit, stop=self.time.stop)
        self.searches += 1
        self.learn_pool()
        if found.program is not None and proved_equal(found.value, found.bound):
            self.bounds[at] = found.value
        elif isfinite(found.bound):
            self.bounds[at] = min(Fraction(found.bound), self.bound(at))
        # Within the gap asked for, or with all the time there is, a corner is not searched again.
        if found.end in (End.OPTIMAL, End.GAP) or limit is None:
            self.settled.add(at)


def tolerance(corners: Iterable[tuple[Fraction | float, Fraction]]) -> float:
    """How much better than a program anything may be in a region, as a share of its value there.

    ``corners`` holds what bounds every program, and what this one is worth, at each corner. The optimum is convex and
    the value linear, so that their ratio is the worst at a corner; where the value is 0 somewhere, no share says it:
    infinite.
    """
    pairs = tuple(corners)
    overs = [bound - value for bound, value in pairs]
    if all(over <= 0 for over in overs):
        return 0.0
    values = [value for _, value in pairs]
    if min(values) <= 0 <= max(values):
        return inf
    worst = max(float(over) / abs(float(value)) for over, value in zip(overs, values, strict=True))
    return 0.0 if worst < BLUR else worst
