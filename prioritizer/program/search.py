"""One question, searched: local searches first, then targets, then the whole tree.

A tree that lasts spends most of its time where nothing better can be, above a bound that hardly moves. A target asks
less of it: is any program worth more than this? All that is not is left out at once, and a no lowers the bound to the
target (Klein and Scholl 1999, "Computing lower bounds by destructive improvement"). Targets come down in steps from
the relaxation's bound towards the best program known, which between them local searches and small trees make better.
The whole tree, last, proves what is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf, isfinite, log

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Program
from prioritizer.program.asked import Conditions, Found, Objective
from prioritizer.program.engine import Engine, ExtraRow, Relaxed, Watch
from prioritizer.program.kernel import KernelSearch
from prioritizer.program.known import Known
from prioritizer.program.local_search import LocalSearch
from prioritizer.program.solvers import ABSOLUTE_GAP, Answer, End, Progress, Settings, relative_gap
from prioritizer.program.walker import Walker

Floats = NDArray[np.float64]
MANY = 200
"""From so many choices on, a local search and targets go before the tree; fewer are settled sooner than these end."""
WALKS, WALK_SECONDS, WALK_SHARE = 3, 0.9, 0.85
"""How many local searches come first, how long they have together, or what part of the time at most."""
TOLD_SECONDS = 0.1
"""How long a walk keeps what it finds to itself, at most."""
BESIDE_SECONDS = 10.0
"""A tree that lasts longer gets local searches beside it; sooner, they take more from its proof than they find."""
KERNEL_SHARE = 0.2
"""Share of the time that small searches may take before the whole one."""
FIRST_TARGET = 0.7
"""Where targets begin between the best program known (0) and the relaxation's bound (1)."""
TENTH_TIMES, MOST_TENTHS, LEAST_TENTHS = 6.0, 1.6, 0.1
"""How many times longer a target that is a tenth of the way lower takes, at most: measured from 1.6 to 6 at sixty to a
hundred projects, mostly about 3. Then how many tenths a step goes down at most, and at least, or else none is begun."""
TRY_SHARE = 0.5
"""What part of the time left a step of the largest size may take; then one half as far is tried."""
SHORTEST = 0.01
"""Seconds that a target is counted to have taken, at least, and that are counted to be left."""
UNTIMED = 60.0
"""Seconds that are taken for the time left where there is no limit."""
ASIDE_SECONDS, ASIDE_SHARE = 0.4, 0.1
"""How long a local search has between two targets, and then a small tree among what the best programs chose, or what
part of the time gone by at least."""
MERGED = 12
"""How many programs' choices a small tree is left with, beside those of the relaxation."""
NEARLY = 0.99
"""What part of the gap asked for the last target leaves: the rest is for the solver's rounding."""


@dataclass(frozen=True)
class Limits(Settings):
    """What a question is asked beside, and who else watches it."""

    nodes: int | None = None
    better: Callable[[Found], None] | None = None
    """Told of each better program, and of the same one again when its bound has come down."""


class Search:
    """The search for the best program under one objective and some conditions. For one use."""

    def __init__(
        self,
        known: Known,
        engine: Engine,
        local: LocalSearch,
        kernel: KernelSearch,
        objective: Objective,
        conditions: Conditions,
        limits: Limits,
        cuts: list[ExtraRow],
        clock: Callable[[], float],
    ) -> None:
        """``cuts``: rows against what only a tolerance allows; those found now are added."""
        self.known, self.engine, self.local, self.kernel = known, engine, local, kernel
        self.objective, self.conditions, self.limits = objective, conditions, limits
        self.cuts, self.clock, self.began = cuts, clock, clock()
        self.weights = objective.float_j
        self.extra, self.fixed = known.extra(conditions), known.fixed(conditions)
        self.relaxed = Relaxed(inf, np.zeros(0), np.zeros(0))
        self.upper = inf
        self._joined, self._known_best = known.joined, known.best(objective, conditions)
        self._told: Fraction | None = None
        """Value of the best program that whoever watches was told of."""

    def run(self) -> Found:
        """The best program found, its bound, and how the search ended."""
        limits = self.limits
        # A limit of nodes must mean the same on every machine: nothing that looks at a clock goes before the tree.
        # Floors leave little room to walk in: there the tree is better alone.
        walks = limits.nodes is None and self.local.suits and not self.extra
        few = limits.nodes is None and limits.gap > 0 and self.kernel.suits
        if walks or few:
            self.relaxed = self.engine.relax(self.weights, self.extra, *self.fixed)
            self.upper = self.relaxed.bound
            if self.upper == -inf:
                return self._found(End.INFEASIBLE)
        if few and isfinite(self.upper):
            self._among_few()
        # Where something is known and nobody watches, a proof is all that is asked.
        watched = limits.better is not None or self._best()[0] is None
        many = walks and watched and len(self.known.columns) >= MANY and isfinite(self.upper)
        if many and not self._over:
            most = WALK_SECONDS if limits.time_limit is None else min(WALK_SECONDS, WALK_SHARE * self._left)
            for seed in range(WALKS):
                self._walk(most / WALKS, seed)
        # Of many projects, what a tree finds by the way is better than what walks find, and targets come down slowly.
        down = many and not self.kernel.suits
        if down:
            self._come_down()
        if self._near:
            return self._found(End.GAP)
        if down and self._over:
            return self._found(End.LIMIT if self._left <= 0 else End.STOPPED)
        # What is known by now is good: a tree that only proves, and finds what there is by the way.
        return self._tree(walks=walks, bare=walks and not self.kernel.suits and self._best()[0] is not None)

    # Where the search stands

    def _best(self) -> tuple[Program | None, Fraction]:
        # Asked at every turn; an exact value of thousands of projects takes a tenth of a second.
        if self._joined != self.known.joined:
            self._joined, self._known_best = self.known.joined, self.known.best(self.objective, self.conditions)
        return self._known_best

    def _found(self, end: End) -> Found:
        program, value = self._best()
        if end is End.INFEASIBLE:
            return Found(None, Fraction(0), -inf, end, self.clock() - self.began)
        if program is not None and relative_gap(float(value), self.upper) == 0.0:
            end = End.OPTIMAL
        return Found(program, value, self.upper, end, self.clock() - self.began)

    @property
    def _left(self) -> float:
        """Seconds left; infinite without a limit."""
        limit = self.limits.time_limit
        return inf if limit is None else limit - (self.clock() - self.began)

    @property
    def _near(self) -> bool:
        """Whether the gap asked for is proved."""
        program, value = self._best()
        known = program is not None and isfinite(self.upper)
        return known and relative_gap(float(value), self.upper) <= self.limits.gap

    @property
    def _over(self) -> bool:
        """Whether there is nothing left to do before the tree, or no time to do it."""
        return self._near or self._left <= 0 or (self.limits.stop is not None and self.limits.stop())

    def _tell(self, x: Floats, bound: float) -> bool:
        """Learn what a search has found, and tell whoever watches if it is better than all before.

        False where only a tolerance allows it: that is not told.
        """
        program = self.known.built.program(x)
        if not (self.known.learn(program) and self.known.meets(program, self.conditions)):
            return False
        if self.limits.better is not None:
            value = self.known.worth(program, self.objective)
            if self._told is None or value > self._told:
                self._told = value
                found = Found(program, value, min(bound, self.upper), End.LIMIT, self.clock() - self.began)
                self.limits.better(found)
        return True

    def _watch(self, *, gap: float, seconds: float = inf, above: float | None = None, quiet: bool = False) -> Watch:
        """The limits as one search is told them; ``above``: the target, which no bound goes below."""
        limits = self.limits
        left = min(self._left, seconds)
        # What a small tree says of its bound is no bound of the whole one.
        least = inf if quiet else -inf if above is None else above
        return Watch(
            gap=gap,
            time_limit=max(left, 0.02) if isfinite(left) else None,
            progress=None if limits.progress is None or quiet else self._progress(limits.progress, least),
            stop=limits.stop,
            nodes=limits.nodes,
            better=None if limits.better is None else lambda x, b: self._tell(x, max(b, least)),
            above=above,
        )

    def _progress(self, tell: Callable[[Progress], None], least: float) -> Callable[[Progress], None]:
        """Tell of this search as of a part of the whole one; its own bound counts down to ``least``."""
        program, value = self._best()
        known = [] if program is None else [float(value)]
        began = self.clock() - self.began

        def told(seen: Progress) -> None:
            values = known if seen.value is None else [*known, seen.value]
            bound = self.upper if seen.bound is None else min(max(seen.bound, least), self.upper)
            tell(
                Progress(
                    began + seen.seconds, max(values, default=None), bound if isfinite(bound) else None, seen.nodes
                )
            )

        return told

    def _solve(
        self,
        watch: Watch,
        *,
        zero: Sequence[int] = (),
        start: Floats | None = None,
        bare: bool = False,
    ) -> Answer:
        """A search of the solver under the question's conditions, with more columns that must be 0."""
        out, ones = self.fixed
        extra = [*self.extra, *self.cuts]
        return self.engine.solve(self.weights, extra, [*out, *zero], ones, start, watch, bare=bare)

    # What is done, in this order

    def _among_few(self) -> None:
        """Small searches among the projects that the relaxation leaves in doubt, until one is within its bound."""
        gap, bound = self.limits.gap, self.relaxed.bound
        out, ones = self.fixed
        ends = self.clock() + KERNEL_SHARE * self._left
        for kernel in self.kernel.kernels(self.weights, self.relaxed, ones):
            left = ends - self.clock()
            if self._over or left <= 0:
                break
            enough = bound / (1 + gap) if bound > 0 else None
            watch = replace(self._watch(gap=gap / 10, seconds=left, quiet=True), enough=enough)
            rows = [*self.extra, *self.cuts]
            self._keep(self.engine.among(self.weights, rows, [*out, *kernel.zero], ones, kernel.kept, watch))

    def _keep(self, answer: Answer) -> None:
        if answer.x is not None:
            self._tell(answer.x, self.upper)

    def _walk(self, seconds: float, seed: int) -> None:
        """A local search; the best that it has found is told now and then: an exact check takes many of its steps."""
        found: list[NDArray[np.bool_]] = []
        last = self.clock()

        def tell() -> None:
            nonlocal last
            # What only a tolerance allows is not told; the one before it may be.
            any(self._tell(x.astype(np.float64), self.upper) for x in reversed(found))
            found.clear()
            last = self.clock()

        def stop() -> bool:
            if found and self.clock() - last > TOLD_SECONDS:
                tell()
            return self.limits.stop is not None and self.limits.stop()

        self.local.run(
            self.weights,
            self.relaxed,
            *self.fixed,
            seconds=min(seconds, self._left),
            clock=self.clock,
            seed=seed,
            stop=stop,
            better=found.append,
        )
        tell()

    def _merge(self, seconds: float) -> None:
        """A small tree among the choices that the best programs and the relaxation make.

        (Rothberg 2007, "An evolutionary algorithm for polishing mixed integer programming solutions".)
        """
        used_j = self.known.used(self.objective, MERGED) | (self.relaxed.x[: len(self.known.columns)] > ABSOLUTE_GAP)
        watch = self._watch(gap=0.0, seconds=seconds, quiet=True)
        self._keep(self._solve(watch, zero=np.flatnonzero(~used_j).tolist(), start=self._start(), bare=True))

    def _start(self) -> Floats | None:
        program, _ = self._best()
        return None if program is None else self.known.x(program)

    def _come_down(self) -> None:
        """Target after target, from the relaxation's bound down; local searches and small trees in between.

        How far down the next one is follows from how long the last one took and how much time is left: a target that
        is not reached in time proves next to nothing.
        """
        share, tenths, seed, tired = FIRST_TARGET, MOST_TENTHS, WALKS, False
        while self._best()[0] is not None and not self._over:
            began, value = self.clock(), float(self._best()[1])
            least = NEARLY * self.limits.gap * abs(value)
            most = TRY_SHARE * self._left if tenths == MOST_TENTHS else inf
            end, news = self._lower(value + max(share * (self.relaxed.bound - value), least), most)
            took = max(self.clock() - began, SHORTEST)
            # Where only a tolerance allows what is worth more, no target comes down: the whole tree knows what to do.
            if self._over or not (news or end is End.LIMIT):
                return
            if end is End.LIMIT:
                tenths /= 2
            else:
                # Once it comes to nothing, the time is better spent on targets; what is left after the last one is not.
                seconds = max(ASIDE_SECONDS, ASIDE_SHARE * (self.clock() - self.began))
                tired = tired or not self._aside(seed, seconds)
                seed += 1
                if self._over:
                    return
                left = max(min(self._left, UNTIMED), SHORTEST)
                tenths = min(log(left / took, TENTH_TIMES), MOST_TENTHS)
            if tenths < LEAST_TENTHS:
                if isfinite(self._left):
                    self._aside(seed, self._left / 2)
                return
            value = float(self._best()[1])
            share = (self.upper - value) / (self.relaxed.bound - value) - tenths / 10
            if share < 0:
                return

    def _aside(self, seed: int, seconds: float) -> bool:
        """A walk and a small tree, each of so many seconds; whether they found a better program."""
        _, before = self._best()
        self._walk(seconds, seed)
        self._merge(seconds)
        return self._best()[1] > before

    def _lower(self, target: float, seconds: float) -> tuple[End, bool]:
        """Prove that nothing is worth more, or find what is: how the search ended, whether it brought anything."""
        upper, (_, before) = self.upper, self._best()
        watch = self._watch(gap=self.limits.gap, seconds=seconds, above=target)
        answer = self._solve(watch, bare=True)
        self._keep(answer)
        if answer.bound is not None and answer.bound < self.upper:
            self.upper = answer.bound
            program, value = self._best()
            if program is not None and self.limits.better is not None:
                self._told = value
                self.limits.better(Found(program, value, self.upper, End.LIMIT, self.clock() - self.began))
        return answer.end, self.upper < upper or self._best()[1] > before

    def _tree(self, *, walks: bool, bare: bool) -> Found:
        """The whole search tree, with local searches beside it when it lasts."""
        while True:
            lasts = self._left - BESIDE_SECONDS
            beside = self.relaxed if walks and lasts > 0 else None
            end = lasts if isfinite(lasts) else None
            with Walker(self.local, self.weights, beside, self.fixed, BESIDE_SECONDS, end, self.clock) as walker:
                watch = self._watch(gap=self.limits.gap)
                if beside is not None:
                    watch = replace(watch, offer=self._offer(walker))
                answer = self._solve(watch, start=self._start(), bare=bare)
            for x in walker.found():
                self.known.learn(self.known.picked(x))
            if answer.bound is not None:
                self.upper = min(self.upper, answer.bound)
            if answer.end is End.INFEASIBLE:
                return self._found(End.INFEASIBLE)
            if answer.x is not None:
                candidate = self.known.built.program(answer.x)
                if not self.known.learn(candidate):
                    # Only a tolerance allows it: forbidden, which loses no program that keeps the rules.
                    self.cuts.append(self.known.without(candidate))
                    continue
                if not self.known.meets(candidate, self.conditions):
                    self.extra.append(self.known.without(candidate))
                    continue
            if self.upper == inf:
                # What a search cut short cannot tell, the relaxation can.
                self.upper = self.engine.relax(self.weights, self.extra, *self.fixed).bound
            return self._found(answer.end)

    def _offer(self, walker: Walker) -> Callable[[float], Floats | None]:
        """What the search tree is offered: the best that local searches found, if it keeps the rules."""
        best: tuple[float, Floats] = (-inf, np.zeros(0))

        def offer(value: float) -> Floats | None:
            nonlocal best
            for x in walker.found():
                whole = self.local.fill(self.known.x(self.known.picked(x)))
                if self._tell(whole, self.upper) and (worth := float(whole @ self.weights)) > best[0]:
                    best = worth, whole
            return best[1] if best[0] > value + ABSOLUTE_GAP * max(1.0, abs(value)) else None

        return offer
