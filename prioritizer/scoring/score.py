"""Additive multi-attribute value (MAVT), opened so that a reader can redo it by hand.

    score(p, o) = sum over criteria of weight * points        weights sum to 1, points from -100 to 100
    value(p, o) = multiplier(p, o) * score(p, o)

Exact fractions throughout; ``Scorecard.points_oc`` gives the same as a matrix of floats for sweeps.
A score depends on the project and the published set alone: adding or withdrawing another project changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.criteria import CriteriaSet, Criterion, Missing, RiskScale, ValueBasis
from prioritizer.domain.portfolio import Option, Portfolio, Project
from prioritizer.domain.problem import Problem, Refused, Where
from prioritizer.domain.vocabulary import Moment
from prioritizer.scoring.gates import GateFailure, gate_failures
from prioritizer.scoring.risk import rating_at, risk

CENTS_PER_MILLION = 100_000_000


@dataclass(frozen=True)
class CriterionScore:
    """One criterion of one option. ``level`` is the rating (or the risk reduction), None where missing."""

    criterion: str
    level: Fraction | None
    points: Fraction
    weight: Fraction

    @property
    def contribution(self) -> Fraction:
        """What it adds to the score."""
        return self.weight * self.points


@dataclass(frozen=True)
class OptionScore:
    """The score of one option of one project, opened."""

    project: str
    option: str
    criteria: tuple[CriterionScore, ...]
    axes: Mapping[str, Fraction]
    """Points on each axis, -100 to 100: weighted mean of its criteria."""
    multiplier: Fraction
    risk_today: Fraction | None = None
    risk_after: Fraction | None = None
    red: bool = False
    """Whether the system is red-rated today, whatever the total."""

    @cached_property
    def score(self) -> Fraction:
        """Weighted points, -100 to 100."""
        return sum((line.contribution for line in self.criteria), Fraction(0))

    @cached_property
    def value(self) -> Fraction:
        """The score times the published scale factor."""
        return self.multiplier * self.score

    @property
    def missing(self) -> tuple[str, ...]:
        """Criteria without a rating."""
        return tuple(line.criterion for line in self.criteria if line.level is None)


@dataclass(frozen=True)
class Scorecard:
    """Scores of every option (ordered by project, then option) and the gates each project fails."""

    criteria: tuple[str, ...]
    weights: Mapping[str, Fraction]
    options: tuple[OptionScore, ...]
    gates: Mapping[str, tuple[GateFailure, ...]]

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], OptionScore]:
        return {(option.project, option.option): option for option in self.options}

    def of(self, project: str, option: str) -> OptionScore:
        """Score of one option. Raises KeyError."""
        return self._by_key[project, option]

    @cached_property
    def points_oc(self) -> NDArray[np.float64]:
        """Points, options x criteria."""
        # What float() makes of a fraction, in half the time.
        ratios = ([line.points.as_integer_ratio() for line in option.criteria] for option in self.options)
        return np.array([[numerator / denominator for numerator, denominator in row] for row in ratios])

    @cached_property
    def multiplier_o(self) -> NDArray[np.float64]:
        """Scale factor, one an option."""
        return np.array([float(option.multiplier) for option in self.options])


def score(portfolio: Portfolio, criteria: CriteriaSet) -> Scorecard:
    """Score every option of every project.

    Raises:
        Refused: where a rating is missing whose policy is ``refuse``, a level is not on its scale, or the reach that
            the value basis needs is missing or unknown.
    """
    problems: list[Problem] = []
    options = tuple(
        _score_option(project, option, criteria, problems)
        for project in sorted(portfolio.projects, key=lambda p: p.id)
        for option in sorted(project.options, key=lambda o: o.code)
    )
    if problems:
        raise Refused(tuple(problems))
    return Scorecard(
        criteria=tuple(c.code for c in criteria.criteria),
        weights=criteria.weights,
        options=options,
        gates={p.id: gate_failures(p, criteria) for p in portfolio.projects},
    )


def _score_option(project: Project, option: Option, criteria: CriteriaSet, problems: list[Problem]) -> OptionScore:
    ratings = {(row.criterion, row.option): row.level for row in project.ratings}
    today = rating_at(project, option.code, Moment.TODAY)
    after = rating_at(project, option.code, Moment.AFTER)
    risk_today = risk(today) if today else None
    risk_after = risk(after) if after else None
    red_from: Decimal | None = None

    def level_of(criterion: Criterion) -> Fraction | None:
        if isinstance(criterion.scale, RiskScale):
            return None if risk_today is None or risk_after is None else risk_today - risk_after
        level = ratings.get((criterion.code, option.code), ratings.get((criterion.code, None)))
        return None if level is None else Fraction(level)

    lines = []
    for criterion in criteria.criteria:
        if isinstance(criterion.scale, RiskScale):
            red_from = criterion.scale.red_from
        level = level_of(criterion)
        points = _points(criterion, level, project, problems)
        lines.append(CriterionScore(criterion.code, level, points, criteria.weights[criterion.code]))
    by_code = {line.criterion: line for line in lines}
    return OptionScore(
        project=project.id,
        option=option.code,
        criteria=tuple(lines),
        axes={
            axis.code: sum((Fraction(c.weight) / 100 * by_code[c.code].points for c in axis.criteria), Fraction(0))
            for axis in criteria.axes
        },
        multiplier=_multiplier(project, option, criteria, problems),
        risk_today=risk_today,
        risk_after=risk_after,
        red=red_from is not None and risk_today is not None and risk_today >= Fraction(red_from),
    )


def _points(criterion: Criterion, level: Fraction | None, project: Project, problems: list[Problem]) -> Fraction:
    if level is None:
        if criterion.missing is Missing.REFUSE:
            problems.append(Problem("rating-missing", Where(item=project.id), expected=criterion.code))
        return criterion.scale.worst if criterion.missing is Missing.WORST else Fraction(0)
    try:
        # Levels and measures are decimals in the workbook, risk reductions are fractions: each scale takes both.
        return criterion.scale.points(level)
    except KeyError:
        problems.append(Problem("level-unknown", Where(item=project.id), read=str(level), expected=criterion.code))
        return Fraction(0)


def _multiplier(project: Project, option: Option, criteria: CriteriaSet, problems: list[Problem]) -> Fraction:
    if criteria.value_basis is ValueBasis.PROJECT:
        return Fraction(1)
    if criteria.value_basis is ValueBasis.COST:
        return Fraction(sum(amounts.total for amounts in option.capital.values()), CENTS_PER_MILLION)
    code = option.reach or project.reach
    for reach in criteria.reach:
        if reach.code == code:
            return Fraction(reach.multiplier)
    problems.append(Problem("reach-unknown", Where(item=project.id), read=code or ""))
    return Fraction(1)
