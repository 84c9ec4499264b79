"""The live solver: one model kept warm, asked again and again with other weights, floors and forced projects.

``glance`` answers at once: the best program known, and the bound of the linear relaxation, which is kept hot.
``best`` goes on until the gap asked for is proved. Every program found, for whatever question, joins the pool, where
the next question finds it. A change of the budget or of the rules is another case, hence another ``Live``.

The rows never depend on the weights: which projects serve an axis is published, and stays so while weights move.
"""

import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import count
from math import inf, lcm
from operator import mul

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Choice, Program
from prioritizer.program.asked import FREE, Conditions, Floor, Found, Objective, proved_equal
from prioritizer.program.build import Built, build
from prioritizer.program.case import Case
from prioritizer.program.engine import Engine, ExtraRow
from prioritizer.program.kernel import KernelSearch
from prioritizer.program.known import Known
from prioritizer.program.local_search import LocalSearch
from prioritizer.program.search import Limits, Search
from prioritizer.program.solvers import End, Progress, relative_gap

Floats = NDArray[np.float64]


class Live:
    """A case and everything learned about it so far. Not for several threads at once."""

    def __init__(self, case: Case, clock: Callable[[], float] = time.monotonic) -> None:
        self.case, self.clock = case, clock
        self.built: Built = build(case)
        self.matrix = self.built.matrix
        self._columns = self.built.columns
        self._whole: dict[tuple[str, str], tuple[tuple[int, ...], int]] = {}
        self.known = Known(case, self.built)
        self._engine = Engine(self.matrix)
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
        return tuple(self.known.programs)

    def pool_after(self, number: int) -> tuple[tuple[Program, ...], int]:
        """Programs that joined the pool after the first ``number`` ever to join, and how many have by now."""
        return self.known.after(number)

    def worth(self, program: Program, objective: Objective) -> Fraction:
        """Exact value of a program under an objective, synergies included."""
        return self.known.worth(program, objective)

    def keeps_rules(self, program: Program) -> bool:
        """Whether a program keeps every rule, exactly."""
        return self.known.keeps_rules(program)

    def learn(self, program: Program) -> bool:
        """Put a program into the pool; False where it does not keep the rules or has choices that do not exist."""
        return self.known.learn(program)

    def adopt(self, program: Program) -> None:
        """Put into the pool a program that another ``Live`` of the very same case has found and checked."""
        self.known.adopt(program)

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
        return self.known.x(program)

    # Answers

    def glance(self, objective: Objective, conditions: Conditions = FREE) -> Found:
        """The best program of the pool that meets the conditions, and the bound of the hot linear relaxation."""
        began = self.clock()
        bound = self._engine.relax(objective.float_j, self.known.extra(conditions), *self.known.fixed(conditions)).bound
        program, value = self.known.best(objective, conditions)
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
        of each better program while the search goes on, with the bound at that moment, and again when that comes down.
        """
        limits = Limits(gap, time_limit, progress, stop, nodes, better)
        parts = self.known, self._engine, self._local, self._kernel
        return Search(*parts, objective, conditions, limits, self._cuts, self.clock).run()

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
        any(self.learn(self.known.picked(x)) for x in reversed(found))

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


__all__ = ["FREE", "Choice", "Conditions", "Floor", "Found", "Live", "Objective", "proved_equal"]
