"""The live solver: one model kept warm, asked again and again with other weights, floors and forced projects.

``glance`` answers at once: the best program known, and the bound of the linear relaxation, which is kept hot.
``best`` goes on until the gap asked for is proved. Every program found, for whatever question, joins the pool, where
the next question finds it. A change of the budget or of the rules is another case, hence another ``Live``.

The rows never depend on the weights: which projects serve an axis is published, and stays so while weights move.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import count
from math import floor, inf, isfinite, lcm
from operator import mul

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Choice, Program
from prioritizer.program.asked import FREE, Conditions, Floor, Found, Objective, proved_equal
from prioritizer.program.build import Built, build, check
from prioritizer.program.case import Case
from prioritizer.program.engine import Engine, ExtraRow, Relaxed, Watch
from prioritizer.program.kernel import KernelSearch
from prioritizer.program.local_search import LocalSearch
from prioritizer.program.solvers import ABSOLUTE_GAP, End, Progress, relative_gap
from prioritizer.program.walker import Walker

Floats = NDArray[np.float64]
FLOOR_UNIT = 10**6
"""Floors on a value count millionths of a point, rounded so that no program that keeps the floor is lost."""
MANY = 150
"""From so many choices on, a local search goes before the tree; fewer are settled sooner than it ends."""
WALK_SECONDS, WALK_SHARE = 0.9, 0.85
"""How long it has, or what part of the time at most."""
BESIDE_SECONDS = 10.0
"""A tree that lasts longer gets local searches beside it; sooner, they take more from its proof than they find."""
KERNEL_SHARE = 0.2
"""Share of the time that small searches may take before the whole one."""
POOL = 400
"""Programs kept; the oldest is dropped first."""


@dataclass
class _Pool:
    """Programs that keep every rule, as rows of 0 and 1 over the matrix's columns."""

    x_ij: Floats
    programs: list[Program] = field(default_factory=list)
    known: set[Program] = field(default_factory=set)
    """The same, to be asked about."""
    joined: int = 0
    """How many have ever joined."""

    def add(self, program: Program, x_j: Floats) -> None:
        if program in self.known:
            return
        self.programs.append(program)
        self.known.add(program)
        self.joined += 1
        self.x_ij = np.vstack([self.x_ij, x_j])
        if len(self.programs) > POOL:
            self.known.remove(self.programs.pop(0))
            self.x_ij = self.x_ij[1:]


class Live:
    """A case and everything learned about it so far. Not for several threads at once."""

    def __init__(self, case: Case, clock: Callable[[], float] = time.monotonic) -> None:
        self.case, self.clock = case, clock
        self.built: Built = build(case)
        self.matrix = self.built.matrix
        self._columns = self.built.columns
        self._whole: dict[tuple[str, str], tuple[tuple[int, ...], int]] = {}
        self._engine = Engine(self.matrix)
        self._pool = _Pool(np.zeros((0, len(self.matrix.variables))))
        self._local = LocalSearch(self.matrix, self._engine, len(self._columns))
        self._kernel = KernelSearch(self.matrix, self._engine)
        self._cuts: list[ExtraRow] = []

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the first columns of the matrix decide."""
        return self._columns.choices

    # What is asked

    def objective(self, weights: Mapping[str, Fraction] | None = None) -> Objective:
        """Value under weights of the leaf criteria (summing to 1); the published weights by default."""
        return self._scored(self.case.criteria.weights if weights is None else weights, bonus=Fraction(1))

    def axes(self, shares: Mapping[str, Fraction]) -> Objective:
        """Value under weights of the axes (summing to 1), each criterion keeping its published share of its axis."""
        return self._scored(self.axis_weights(shares), bonus=Fraction(1))

    def axis(self, code: str) -> Objective:
        """Points on one axis alone, synergies left out: value is the weighted sum of the axes, plus the bonuses."""
        return self._scored(self.axis_weights({code: Fraction(1)}), bonus=Fraction(0))

    def criterion(self, code: str) -> Objective:
        """Points on one criterion alone, synergies left out."""
        return self._scored({code: Fraction(1)}, bonus=Fraction(0))

    def figure(self, of: Callable[[Choice], Fraction]) -> Objective:
        """Any figure of the choices, summed: jobs, tonnes, minus a cost; synergies left out."""
        return Objective.of([*map(of, self.choices), *(Fraction(0) for _ in self.bonus_j)])

    def axis_weights(self, shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Weights of the leaf criteria that weights of the axes mean; an axis that is not named weighs 0."""
        return {
            criterion.code: shares.get(axis.code, Fraction(0)) * Fraction(criterion.weight) / 100
            for axis in self.case.criteria.axes
            for criterion in axis.criteria
        }

    def _scored(self, weights: Mapping[str, Fraction], *, bonus: Fraction) -> Objective:
        weight_c = np.array([float(weights.get(c.code, Fraction(0))) for c in self.case.criteria.criteria])
        # Whole numbers over one denominator: a fraction for each term would cost a page tens of milliseconds.
        exact_c = [weights.get(c.code, Fraction(0)) for c in self.case.criteria.criteria]
        whole = lcm(*(weight.denominator for weight in exact_c))
        whole_c = [int(weight * whole) for weight in exact_c]
        own: dict[int, tuple[int, int]] = {}
        count, option_j, start_j = len(self._columns), self._columns.option_j, self._columns.start_j

        def exact(j: int) -> tuple[int, int]:
            if j >= count:
                return (bonus * self.matrix.variables[j].value).as_integer_ratio()
            o = option_j.item(j)
            if o not in own:
                project, option = self._columns.options[o]
                points_c, scale = self._whole_points(project.id, option.code)
                reach = self.case.scorecard.of(project.id, option.code).multiplier
                total = sum(map(mul, whole_c, points_c))
                own[o] = total * reach.numerator, scale * whole * reach.denominator
            numerator, denominator = own[o]
            delay = self.case.delay(start_j.item(j))
            return numerator * delay.numerator, denominator * delay.denominator

        float_j = np.concatenate([self._points_jc @ weight_c, float(bonus) * self.bonus_j])
        return Objective(float_j, exact)

    def _whole_points(self, project: str, option: str) -> tuple[tuple[int, ...], int]:
        """Points of an option by criterion, as whole numbers over one denominator."""
        key = (project, option)
        if key not in self._whole:
            points_c = [line.points.as_integer_ratio() for line in self.case.scorecard.of(*key).criteria]
            scale = lcm(*(denominator for _, denominator in points_c))
            self._whole[key] = tuple(numerator * (scale // denominator) for numerator, denominator in points_c), scale
        return self._whole[key]

    def points_jc(self, points_oc: Floats) -> Floats:
        """Worth of every choice on every criterion, from points by option: times its reach and its delay."""
        points_jc: Floats = points_oc[self._row_j] * self._factor_j[:, None]
        return points_jc

    @cached_property
    def _row_j(self) -> NDArray[np.int64]:
        row = {(option.project, option.option): i for i, option in enumerate(self.case.scorecard.options)}
        return self._columns.by_option(lambda project, option: row[project.id, option.code])

    @cached_property
    def _factor_j(self) -> Floats:
        info = self.case.portfolio.info
        delay_t = np.array([float(self.case.delay(year)) for year in info.years])
        delay_j = delay_t[self._columns.start_j - info.first_year]
        factor_j: Floats = self.case.scorecard.multiplier_o[self._row_j] * delay_j
        return factor_j

    @cached_property
    def bonus_j(self) -> Floats:
        """Points of the columns that are no choices: the synergies' bonuses."""
        return np.array([float(variable.value) for variable in self.matrix.variables.added])

    @cached_property
    def _points_jc(self) -> Floats:
        return self.points_jc(self.case.scorecard.points_oc)

    # What is known

    @property
    def pool(self) -> tuple[Program, ...]:
        """Programs found so far; each keeps every rule."""
        return tuple(self._pool.programs)

    def pool_after(self, number: int) -> tuple[tuple[Program, ...], int]:
        """Programs that joined the pool after the first ``number`` ever to join, and how many have by now."""
        new = self._pool.joined - number
        return tuple(self._pool.programs[-new:] if new else ()), self._pool.joined

    def worth(self, program: Program, objective: Objective) -> Fraction:
        """Exact value of a program under an objective, synergies included."""
        return objective.total(np.flatnonzero(self._x(program)).tolist())

    def keeps_rules(self, program: Program) -> bool:
        """Whether a program keeps every rule, exactly."""
        return all(finding.holds for finding in check(self.case, program))

    def learn(self, program: Program) -> bool:
        """Put a program into the pool; False where it does not keep the rules or has choices that do not exist."""
        if program in self._pool.known:
            return True
        if any(self._columns.number(choice) is None for choice in program) or not self.keeps_rules(program):
            return False
        self._pool.add(program, self._x(program))
        return True

    def adopt(self, program: Program) -> None:
        """Put into the pool a program that another ``Live`` of the very same case has found and checked."""
        self._pool.add(program, self._x(program))

    @property
    def upper_j(self) -> Floats:
        """Upper bound of every column of the matrix."""
        return self._engine.upper

    def prices(self, objective: Objective) -> tuple[float, float, Floats]:
        """Bound of the relaxation, and what bounds every other objective: a constant and a price for each column."""
        relaxed = self._engine.relax(objective.float_j, [], [], [])
        constant, price_j = self._engine.priced(relaxed)
        return relaxed.bound, constant, price_j

    def x_of(self, program: Program) -> Floats:
        """A program as 0 and 1 over the columns of the matrix, carry-forward left at 0."""
        return self._x(program)

    def _x(self, program: Program) -> Floats:
        x_j = np.zeros(len(self.matrix.variables))
        x_j[self._numbers(program)] = 1
        done = {choice.project for choice in program}
        for j, (name, *_) in enumerate(self.matrix.variables.added, len(self._columns)):
            if name[0] == "synergy":
                x_j[j] = float(set(self.case.portfolio.links[int(name[1])].members) <= done)
        return x_j

    def _numbers(self, program: Program) -> list[int]:
        """Columns of a program. Raises KeyError for a choice that has none."""
        numbers = []
        for choice in program:
            j = self._columns.number(choice)
            if j is None:
                raise KeyError(choice)
            numbers.append(j)
        return numbers

    # Answers

    def glance(self, objective: Objective, conditions: Conditions = FREE) -> Found:
        """The best program of the pool that meets the conditions, and the bound of the hot linear relaxation."""
        began = self.clock()
        bound = self._engine.relax(objective.float_j, self._extra(conditions), *self._fixed(conditions)).bound
        program, value = self._incumbent(objective, conditions)
        end = End.INFEASIBLE if bound == -inf else End.LIMIT
        if program is not None and relative_gap(float(value), bound) == 0.0:
            end = End.OPTIMAL
        return Found(program, value, bound, end, self.clock() - began)

    def best(
        self,
        objective: Objective,
        conditions: Conditions = FREE,
        *,
        gap: float = 0.0,
        time_limit: float | None = None,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        nodes: int | None = None,
        better: Callable[[Found], None] | None = None,
    ) -> Found:
        """The best program that keeps the rules and meets the conditions, proved within ``gap`` if limits allow.

        A limit of ``nodes`` alone gives the same answer on every machine; a limit of time does not. ``better`` is told
        of each better program while the search goes on, with the bound at that moment.
        """
        began = self.clock()
        weights = objective.float_j
        extra = self._extra(conditions)
        fixed = self._fixed(conditions)
        told = self._teller(objective, conditions, began, better)
        # A local search, then the tree, which proves, then both at once.
        # Floors leave little room to walk in: there the tree is better alone.
        walks = nodes is None and self._local.suits and not extra
        few = nodes is None and gap > 0 and self._kernel.suits
        relaxed = self._engine.relax(weights, extra, *fixed) if walks or few else None
        if relaxed is not None and few:
            seen = self._among_few(objective, conditions, extra, relaxed, gap, time_limit, stop, told)
            if seen.impossible or (seen.gap is not None and seen.gap <= gap):
                return replace(seen, seconds=self.clock() - began)
        guide = relaxed if walks else None
        upper = inf if relaxed is None else relaxed.bound
        # Where something is known and nobody watches, a proof is all that is asked.
        first = guide if len(self._columns) >= MANY else None
        if first is not None and (better is not None or self._incumbent(objective, conditions)[0] is None):
            most = WALK_SECONDS if time_limit is None else WALK_SHARE * (time_limit - (self.clock() - began))
            self._walk(weights, first, fixed, min(WALK_SECONDS, most), stop, told)
        while True:
            left = None if time_limit is None else max(time_limit - (self.clock() - began), 0.02)
            program, _ = self._incumbent(objective, conditions)
            start = None if program is None else self._x(program)
            lasts = None if left is None else left - BESIDE_SECONDS
            beside = guide if lasts is None or lasts > 0 else None
            with Walker(self._local, weights, beside, fixed, BESIDE_SECONDS, lasts, self.clock) as walker:
                offer = self._offer(objective, conditions, walker, beside.bound, told) if beside else None
                watch = Watch(gap, left, progress, stop, nodes, told, offer)
                answer = self._engine.solve(weights, [*extra, *self._cuts], *fixed, start, watch)
            for x in walker.found():
                self.learn(self._picked(x))
            if answer.bound is not None:
                upper = min(upper, answer.bound)
            if answer.end is End.INFEASIBLE:
                return Found(None, Fraction(0), -inf, End.INFEASIBLE, self.clock() - began)
            if answer.x is not None:
                candidate = self.built.program(answer.x)
                if not self.learn(candidate):
                    # Only a tolerance allows it: forbidden, which loses no program that keeps the rules.
                    self._cuts.append(self._forbid(candidate))
                    continue
                if not self._meets(candidate, conditions):
                    extra.append(self._forbid(candidate))
                    continue
            program, value = self._incumbent(objective, conditions)
            if upper == inf:
                # What a search cut short cannot tell, the relaxation can.
                upper = self._engine.relax(weights, extra, *fixed).bound
            end = answer.end
            if program is not None and relative_gap(float(value), upper) == 0.0:
                end = End.OPTIMAL
            return Found(program, value, upper, end, self.clock() - began)

    def _walk(
        self,
        weights: Floats,
        relaxed: Relaxed,
        fixed: tuple[Sequence[int], Sequence[Sequence[int]]],
        seconds: float,
        stop: Callable[[], bool] | None,
        told: Callable[[Floats, float], None] | None,
    ) -> None:
        """A local search alone; each better program joins the pool as it is found."""

        def found(x: NDArray[np.bool_]) -> None:
            if told is not None:
                told(x.astype(np.float64), relaxed.bound)
            else:
                self.learn(self._picked(x))

        if isfinite(relaxed.bound):
            self._local.run(weights, relaxed, *fixed, seconds=seconds, clock=self.clock, stop=stop, better=found)

    def _among_few(
        self,
        objective: Objective,
        conditions: Conditions,
        extra: list[ExtraRow],
        relaxed: Relaxed,
        gap: float,
        time_limit: float | None,
        stop: Callable[[], bool] | None,
        told: Callable[[Floats, float], None] | None,
    ) -> Found:
        """Small searches among the projects that the relaxation leaves in doubt, until one is within its bound."""
        began, weights = self.clock(), objective.float_j
        zero, ones = self._fixed(conditions)
        limit = inf if time_limit is None else KERNEL_SHARE * time_limit

        def seen() -> Found:
            program, value = self._incumbent(objective, conditions)
            far = program is None or relative_gap(float(value), relaxed.bound) > gap
            end = End.INFEASIBLE if relaxed.bound == -inf else End.LIMIT if far else End.GAP
            return Found(program, value, relaxed.bound, end, self.clock() - began)

        found = seen()
        if not isfinite(relaxed.bound):
            return found
        for kernel in self._kernel.kernels(weights, relaxed, ones):
            left = limit - (self.clock() - began)
            if found.end is End.GAP or left <= 0 or (stop is not None and stop()):
                break
            watch = Watch(
                gap=gap / 10,
                time_limit=left if isfinite(left) else None,
                stop=stop,
                enough=relaxed.bound / (1 + gap) if relaxed.bound > 0 else None,
            )
            answer = self._engine.solve(
                weights, [*extra, *self._cuts], [*zero, *kernel.zero], ones, None, watch, kernel.kept
            )
            if answer.x is not None and told is not None:
                told(answer.x, relaxed.bound)
            elif answer.x is not None:
                self.learn(self.built.program(answer.x))
            found = seen()
        return found

    def walk(self, objective: Objective, steps: int, seed: int = 0) -> None:
        """So many steps of the local search; the best program that they find joins the pool. No clock, no proof."""
        relaxed = self._engine.relax(objective.float_j, [], [], [])
        if relaxed.bound == -inf or not self._local.suits:
            return
        found: list[NDArray[np.bool_]] = []
        ticks = count()
        self._local.run(
            objective.float_j, relaxed, [], [], seconds=steps, clock=lambda: next(ticks), seed=seed, better=found.append
        )
        # What only a tolerance allows is not learned; the one before it may be.
        any(self.learn(self._picked(x)) for x in reversed(found))

    def follow(
        self,
        objective: Objective,
        conditions: Conditions = FREE,
        *,
        gap: float = 0.0,
        time_limit: float,
        told: Callable[[Found], None],
        stop: Callable[[], bool] | None = None,
    ) -> Found:
        """An answer at once, then every better one as it is found, until the gap is proved or the time is out.

        An old program that is still within the gap is told at once, and a better one is looked for all the same.
        """
        began = self.clock()
        seen = self.glance(objective, conditions)
        told(seen)
        if seen.impossible or seen.end is End.OPTIMAL:
            return seen
        within = seen.gap is not None and seen.gap <= gap
        best = self.best(
            objective,
            conditions,
            gap=0.0 if within else gap,
            time_limit=max(time_limit - (self.clock() - began), 0.02),
            stop=stop,
            better=told,
        )
        told(best)
        return best

    def _teller(
        self, objective: Objective, conditions: Conditions, began: float, better: Callable[[Found], None] | None
    ) -> Callable[[Floats, float], None] | None:
        if better is None:
            return None
        best: list[Fraction] = []

        def tell(x: Floats, bound: float) -> None:
            program = self.built.program(x)
            # What only a tolerance allows is not told.
            if self.learn(program) and self._meets(program, conditions):
                value = self.worth(program, objective)
                if not best or value > best[-1]:
                    best.append(value)
                    better(Found(program, value, bound, End.LIMIT, self.clock() - began))

        return tell

    def _picked(self, x: NDArray[np.bool_]) -> Program:
        return tuple(sorted(map(self._columns.choice, np.flatnonzero(x).tolist())))

    def _offer(
        self,
        objective: Objective,
        conditions: Conditions,
        walker: Walker,
        bound: float,
        told: Callable[[Floats, float], None] | None,
    ) -> Callable[[float], Floats | None]:
        """What the search tree is offered: the best that local searches found, if it keeps the rules."""
        best: tuple[float, Floats] = (-inf, np.zeros(0))

        def offer(value: float) -> Floats | None:
            nonlocal best
            for x in walker.found():
                program = self._picked(x)
                if self.learn(program) and self._meets(program, conditions):
                    whole = self._local.fill(self._x(program))
                    if (worth := float(whole @ objective.float_j)) > best[0]:
                        best = worth, whole
                        if told is not None:
                            told(whole, bound)
            return best[1] if best[0] > value + ABSOLUTE_GAP * max(1.0, abs(value)) else None

        return offer

    def _incumbent(self, objective: Objective, conditions: Conditions) -> tuple[Program | None, Fraction]:
        values_i = self._pool.x_ij @ objective.float_j
        for i in np.argsort(-values_i, kind="stable").tolist():
            program = self._pool.programs[i]
            if self._meets(program, conditions):
                return program, self.worth(program, objective)
        return None, Fraction(0)

    def _meets(self, program: Program, conditions: Conditions) -> bool:
        if not conditions:
            return True
        done = {choice.project for choice in program}
        return (
            conditions.into <= done
            and not conditions.out & done
            and program not in conditions.forbidden
            and all(self.worth(program, asked.coef) >= asked.least for asked in conditions.floors)
        )

    def _fixed(self, conditions: Conditions) -> tuple[list[int], list[list[int]]]:
        """Columns that must be 0, and groups of columns of which one must be 1."""
        columns = self.built.columns.by_project
        zero = [int(j) for project in sorted(conditions.out) for j in columns[project]]
        return zero, [[int(j) for j in columns[project]] for project in sorted(conditions.into)]

    def _extra(self, conditions: Conditions) -> list[ExtraRow]:
        rows = []
        for asked in conditions.floors:
            coef = np.ceil(asked.coef.float_j * FLOOR_UNIT + 1e-3)
            rows.append(ExtraRow.of(coef, floor(asked.least * FLOOR_UNIT), None, scale=FLOOR_UNIT))
        return rows + [self._forbid(program) for program in conditions.forbidden]

    def _forbid(self, program: Program) -> ExtraRow:
        picked = set(program)
        numbers = {self._columns.number(choice) for choice in picked}
        coef = [1 if j in numbers else -1 for j in range(len(self._columns))]
        return ExtraRow.of(coef, None, len(picked) - 1)


__all__ = ["FREE", "Choice", "Conditions", "Floor", "Found", "Live", "Objective", "proved_equal"]
