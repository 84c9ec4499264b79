"""Why a project is out, and what it would take; why one is in, and how much margin it has.

All against the program shown. Each answer is a range with two proved ends, which meet where the searches end.

* value: the best program with the project forced the other way;
* points: the rise of the project's own score (its fall, for one that is in) at which the decision turns. The worth of
  a rise depends on the option and year chosen, so the ratio is settled by Dinkelbach's method (1967, Management
  Science 13:492-498): guess it, search, take the ratio of what was found, until nothing does better;
* cost: the share of its capital at which the decision turns, in one search with a continuous lever;
* money: the least that would have to be added to envelopes, by source and year, to have the project in without giving
  up any value.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from math import inf, isfinite
from typing import Any

import numpy as np

from prioritizer.domain.criteria import Criterion, Levels, ValueBasis
from prioritizer.domain.decision import Choice, Program
from prioritizer.domain.explanation import TINY, Added, Between, Step, Why
from prioritizer.domain.portfolio import Balance, Earmark
from prioritizer.domain.vocabulary import Dimension
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.nearby import improve
from prioritizer.insight.sets import projects_of
from prioritizer.program.build import check
from prioritizer.program.case import Case
from prioritizer.program.engine import Engine, ExtraRow, Watch
from prioritizer.program.levers import Lever, cost_lever, money_lever, shortage, with_cost, with_money
from prioritizer.program.live import Conditions, Found, Live, Objective, proved_equal
from prioritizer.program.solvers import Answer, End
from prioritizer.scoring.inverse import first_level, steps_of

ROUNDS = 20
MOST_DEARER = Fraction(3)
"""A margin of cost is looked for up to four times the cost."""
NUDGE = Fraction(1, 10**6)


def why(
    live: Live,
    base: Found,
    project: str,
    *,
    objective: Objective | None = None,
    gap: float = 0.0,
    time_limit: float | None = None,
    stop: Callable[[], bool] | None = None,
) -> Why:
    """What it would take to turn the decision on one project.

    Args:
        live: the case; every program found joins its pool.
        base: the program shown, as ``live.best`` answered.
        project: its identifier.
        objective: what programs are worth; the published value by default.
        gap: relative gap of each search.
        time_limit: seconds for all searches together.
        stop: asked now and then; what is known so far is returned.

    Raises:
        ValueError: ``base`` holds no program.
        KeyError: no such project.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    live.case.portfolio.by_id[project]
    time = Allowance.of(live.clock, time_limit, stop)
    return _Inquiry(live, base.program, project, objective or live.objective(), gap, time).answer()


def why_left_out(
    live: Live,
    program: Program,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    stop: Callable[[], bool] | None = None,
    step: Callable[[Why], None] | None = None,
) -> tuple[Why, ...]:
    """What it would take for every project that a program leaves out, in order; those reached before time is up.

    Args:
        live: the case. ``program`` joins its pool.
        program: the program shown, one that keeps every rule.
        gap: relative gap of each search.
        time_limit: seconds in all, shared equally by what is still to be asked.
        stop: asked now and then; what is known so far is returned.
        step: told of each answer.

    Raises:
        ValueError: the program breaks a rule.
    """
    if not live.learn(program):
        raise ValueError("the program breaks a rule")
    time, objective, answers = Allowance.of(live.clock, time_limit, stop), live.objective(), []
    left_out = [project.id for project in live.case.portfolio.projects if project.id not in projects_of(program)]
    for asked, project in enumerate(left_out):
        if time.over:
            break
        own = Allowance.of(live.clock, time.share(len(left_out) - asked), stop)
        answers.append(_Inquiry(live, program, project, objective, gap, own).answer())
        if step is not None:
            step(answers[-1])
    return tuple(answers)


class _Inquiry:
    """One project, the program shown, and the time left."""

    def __init__(
        self, live: Live, shown: Program, project: str, objective: Objective, gap: float, time: Allowance
    ) -> None:
        self.live, self.shown, self.project, self.objective = live, shown, project, objective
        self.gap, self.time = gap, time
        self.inside = project in projects_of(shown)
        self.value = live.worth(shown, objective)
        self.mine: list[int] = live.built.columns.by_project[project].tolist()

    def answer(self) -> Why:
        mine = frozenset([self.project])
        turned = Conditions(out=mine) if self.inside else Conditions(into=mine)
        if (limit := self.time.share(8)) is not None:
            # Where time is short, what is near the program shown first: a search would begin from nothing.
            random = np.random.default_rng(0)
            improve(self.live, self.objective, self.shown, random, conditions=turned, limit=limit, stop=self.time.stop)
        other = self.search(self.objective, turned, parts=4)
        known = None if other.program is None else self.value - other.value
        lost = Between(Fraction(0) if other.impossible else self.value - _ceiling(other), known)
        was, now = projects_of(self.shown), projects_of(self.shown if other.program is None else other.program)
        answer = Why(
            project=self.project,
            inside=self.inside,
            possible=not other.impossible,
            other=other.program,
            lost=lost,
            entering=tuple(sorted(now - was - mine)),
            leaving=tuple(sorted(was - now - mine)),
            points=None,
            steps=(),
            cost=None,
            money=None,
            money_total=None,
            seconds=self.time.spent,
        )
        # Where forcing it finds a better program than the one shown, that is the news; nothing more is needed.
        if other.program is not None and other.value <= self.value:
            if self.least_factor > 0:
                answer = replace(answer, points=self.margin(other) if self.inside else self.missing(other.program))
            answer = replace(answer, cost=self.dearer(other) if self.inside else self.cheaper())
        if not self.inside and not other.impossible and not (known is not None and known < 0):
            answer = replace(answer, **self.money())
            if answer.points is not None:
                answer = replace(answer, steps=self.steps(answer.points))
        return replace(answer, seconds=self.time.spent)

    def search(self, objective: Objective, conditions: Conditions, parts: int = 2) -> Found:
        limit = self.time.share(parts)
        return self.live.best(objective, conditions, gap=self.gap, time_limit=limit, stop=self.time.stop)

    # Points

    def factor(self, choice: Choice) -> Fraction:
        """Value that a point of the project's score is worth in that option and year."""
        case = self.live.case
        return case.scorecard.of(choice.project, choice.option).multiplier * case.delay(choice.start)

    def chosen(self, program: Program) -> Choice:
        return next(choice for choice in program if choice.project == self.project)

    def missing(self, program: Program) -> Between:
        """The least rise at which a program with the project is worth the one shown."""
        line, least = self.value, self.least_factor
        rise, low = (line - self.live.worth(program, self.objective)) / self.factor(self.chosen(program)), Fraction(0)
        for _ in range(ROUNDS):
            if self.time.over:
                break
            found = self.search(self.moved(rise), self.forced)
            # Every program with the project lacks at least ``rise`` less what the bound leaves, at the best rate.
            low = max(low, rise - max(_ceiling(found) - line, Fraction(0)) / least)
            if found.program is None:
                break
            ratio = (line - self.live.worth(found.program, self.objective)) / self.factor(self.chosen(found.program))
            if ratio >= rise:
                break
            rise = ratio
        return Between(min(low, rise), rise)

    def margin(self, other: Found) -> Between:
        """The greatest fall at which a program with the project is still worth the best one without it."""

        def fall_of(program: Program, line: Fraction) -> Fraction:
            return (self.live.worth(program, self.objective) - line) / self.factor(self.chosen(program))

        fall, low, high = fall_of(self.shown, other.value), fall_of(self.shown, _ceiling(other)), None
        for _ in range(ROUNDS):
            if self.time.over:
                break
            found = self.search(self.moved(-fall), self.forced)
            most = fall + max(_ceiling(found) - other.value, Fraction(0)) / self.least_factor
            high = most if high is None else min(high, most)
            if found.program is None:
                break
            low = max(low, fall_of(found.program, _ceiling(other)))
            ratio = fall_of(found.program, other.value)
            if ratio <= fall:
                break
            fall = ratio
        return Between(max(low, Fraction(0)), high)

    @property
    def forced(self) -> Conditions:
        return Conditions(into=frozenset([self.project]))

    @property
    def least_factor(self) -> Fraction:
        return min(self.factor(self.live.choices[j]) for j in self.mine)

    def moved(self, points: Fraction) -> Objective:
        """The objective with the project's own score so many points higher."""
        return self.objective.raised({j: points * self.factor(self.live.choices[j]) for j in self.mine})

    def steps(self, points: Between) -> tuple[Step, ...]:
        criteria = self.live.case.criteria
        return tuple(
            self.step(c, criteria.weights[c.code], points) for c in criteria.criteria if criteria.weights[c.code]
        )

    def step(self, criterion: Criterion, weight: Fraction, points: Between) -> Step:
        """The level that is worth the points missing, given to every option that has less."""
        scorecard, options = self.live.case.scorecard, self.live.case.portfolio.by_id[self.project].options
        opened = [scorecard.of(self.project, option.code).criteria for option in options]
        lines = [line for lines in opened for line in lines if line.criterion == criterion.code]
        best, worst = max(line.points for line in lines), min(line.points for line in lines)
        rated = max(lines, key=lambda line: line.points).level
        top = max(value for _, value in steps_of(criterion.scale))
        asked = None if points.high is None else best + points.high / weight
        enough = None if asked is None else first_level(criterion.scale, asked)
        if asked is None or enough is None:
            sure = (top - worst) * weight < points.low and not self.serves_more(criterion, top)
            return Step(criterion.code, rated, None, sure)
        # On a measured scale a little more than what is missing: whoever rates rounds up.
        levels = isinstance(criterion.scale, Levels)
        worth = dict(steps_of(criterion.scale))[enough] if levels else min(asked + NUDGE, top)
        if self.serves_more(criterion, worth):
            return Step(criterion.code, rated, None, False)
        # With several options rated apart, a lower level might be enough for the one rated lowest.
        least = first_level(criterion.scale, worst + points.low / weight)
        close = points.exact and least is not None and abs(least - enough) <= TINY
        return Step(criterion.code, rated, enough, close)

    def serves_more(self, criterion: Criterion, value: Fraction) -> bool:
        """Whether an option worth so much on a criterion would serve an axis that it does not serve as rated.

        Where a balance or an earmark counts who serves that axis, what a program may hold would then change as well.
        """
        case = self.live.case
        axis = case.criteria.axis_of(criterion.code)
        rules: tuple[Balance | Earmark, ...] = (*case.portfolio.balances, *case.portfolio.earmarks)
        if not any(rule.dimension is Dimension.AXIS and axis.code in rule.members for rule in rules):
            return False
        least, share = Fraction(axis.serves_from), Fraction(criterion.weight) / 100
        for option in case.portfolio.by_id[self.project].options:
            scored = case.scorecard.of(self.project, option.code)
            was = next(line.points for line in scored.criteria if line.criterion == criterion.code)
            if scored.axes[axis.code] < least <= scored.axes[axis.code] + max(value - was, Fraction(0)) * share:
                return True
        return False

    # Cost and money

    def pull(
        self, lever: Lever, worth: Fraction, *, most: bool, start: Program | None = None
    ) -> tuple[Answer, Program | None]:
        """The least (or most) of a lever, the project in and the value kept; ``start`` is where the search begins."""
        engine = Engine(lever.matrix)
        size = len(lever.matrix.variables)
        cost = np.zeros(size)
        for j, price in lever.price.items():
            cost[j] = float(price) if most else -float(price)
        coef = np.zeros(size)
        coef[: len(self.objective.float_j)] = self.objective.float_j
        col = np.flatnonzero(coef)
        low = float(worth) - 1e-9 * max(1.0, abs(float(worth)))
        floor = ExtraRow(col, coef[col], low, inf)
        scale = max(float(np.abs(cost).max()), 1e-12)
        watch = Watch(self.gap, self.time.share(2), None, self.time.stop)
        x = None if start is None else np.pad(self.live.x_of(start), (0, size - len(self.live.matrix.variables)))
        answer = engine.solve(cost / scale, [floor], [], [self.mine], x, watch)
        answer = replace(answer, bound=None if answer.bound is None else answer.bound * scale)
        return answer, None if answer.x is None else self.live.built.program(answer.x)

    @property
    def fixed_value(self) -> bool:
        """Whether a change of cost leaves the value alone."""
        return self.live.case.criteria.value_basis is not ValueBasis.COST

    def dearer(self, other: Found) -> Between | None:
        """How much dearer the project may get before the best program without it is worth more."""
        if not self.fixed_value or self.time.over:
            return None
        lever = cost_lever(self.live.built, self.project, MOST_DEARER, cheaper=False)
        answer, program = self.pull(lever, other.value, most=True)
        high = None if answer.bound is None or answer.bound >= float(MOST_DEARER) - TINY else Fraction(answer.bound)
        sure = program is not None and other.gap == 0.0
        share = self.share_of(lever, answer) if sure else Fraction(0)
        low = next(
            (s for s in (share, share - NUDGE) if program and s > 0 and self.fits(program, other.value, cost=1 + s)),
            Fraction(0),
        )
        return Between(low, high if high is None else max(high, low))

    def cheaper(self) -> Between | None:
        """How much cheaper the project must get for a program with it to be worth the one shown."""
        if not self.fixed_value or self.time.over:
            return None
        lever = cost_lever(self.live.built, self.project, Fraction(1), cheaper=True)
        start = next((p for p in self.beside() if self.fits(p, self.value, cost=Fraction(0))), None)
        answer, program = self.pull(lever, self.value, most=False, start=start)
        if answer.end is End.INFEASIBLE:
            return None
        low = Fraction(0) if answer.bound is None else max(Fraction(0), -Fraction(answer.bound))
        if program is None:
            return Between(low, None)
        share = self.share_of(lever, answer)
        tried = (share, min(share + NUDGE, Fraction(1)))
        high = next((s for s in tried if self.fits(program, self.value, cost=1 - s)), None)
        return Between(low if high is None else min(low, high), high)

    def beside(self) -> list[Program]:
        """The program shown with the project as well, in each of its options and years: whether possible or not."""
        return [tuple(sorted((*self.shown, self.live.choices[j]))) for j in self.mine]

    def share_of(self, lever: Lever, answer: Answer) -> Fraction:
        assert answer.x is not None
        return Fraction(float(sum(max(answer.x[j], 0.0) for j in lever.price))).limit_denominator(10**9)

    def money(self) -> dict[str, Any]:
        """The least money to add, by source and year, and in all."""
        lever = money_lever(self.live.built)
        if self.time.over or not lever.price:
            return {}
        ways = {program: shortage(self.live.case, program) for program in self.beside()}
        ways = {program: added for program, added in ways.items() if self.fits(program, self.value, money=added)}
        start = min(ways, key=lambda program: (sum(ways[program].values()), program), default=None)
        answer, program = self.pull(lever, self.value, most=False, start=start)
        if answer.end is End.INFEASIBLE:
            return {}
        low = Fraction(0) if answer.bound is None else max(Fraction(0), -Fraction(answer.bound))
        if program is not None and self.fits(program, self.value, money=shortage(self.live.case, program)):
            ways[program] = shortage(self.live.case, program)
        if not ways:
            return {"money_total": Between(low, None)}
        added = min(ways.values(), key=lambda added: (sum(added.values()), sorted(added.items())))
        high = Fraction(sum(added.values()))
        rows = tuple(Added(source, year, cents) for (source, year), cents in sorted(added.items()))
        return {"money": rows, "money_total": Between(min(low, high), high)}

    def fits(
        self,
        program: Program,
        worth: Fraction,
        *,
        cost: Fraction = Fraction(1),
        money: Mapping[tuple[str, int], int] | None = None,
    ) -> bool:
        """Whether a program keeps every rule of the portfolio so changed, and is worth so much: exactly."""
        portfolio = with_cost(self.live.case.portfolio, self.project, cost) if cost != 1 else self.live.case.portfolio
        changed = Case.of(with_money(portfolio, money or {}), self.live.case.criteria)
        kept = all(finding.holds for finding in check(changed, program))
        return kept and self.live.worth(program, self.objective) >= worth


def _ceiling(found: Found) -> Fraction:
    """No program that answers is worth more: its value itself where that is proved."""
    if found.program is not None and (proved_equal(found.value, found.bound) or found.bound <= found.value):
        return found.value
    return Fraction(found.bound) if isfinite(found.bound) else Fraction(10**12)
