"""A made-up project for any criteria set: rated on its own levels and scored by the engine, for a reader to redo.

Its ratings go up and down on purpose: a middle level, a good one, the lowest one, and one rating left out.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from prioritizer.domain.criteria import CriteriaSet, Criterion, Levels, MeasureScale, Missing, Point, ValueBasis
from prioritizer.domain.portfolio import Amounts, Info, Option, Portfolio, Project, Rating, RiskRating, Title
from prioritizer.domain.vocabulary import Category, Jurisdiction, Kind, Moment
from prioritizer.scoring.score import CENTS_PER_MILLION, CriterionScore, OptionScore, score

RISKS = {Moment.TODAY: (4, 3), Moment.AFTER: (2, 2)}
"""Every likelihood and every impact of the made-up system, today and after."""
COST = Amounts((5 * CENTS_PER_MILLION // 2,))
ENOUGH = 4
"""Criteria from which one can be left without a rating and the example still shows the others."""


@dataclass(frozen=True)
class Example:
    """The made-up project and its score, opened; ``reach`` is the code of its row, None where size is no matter."""

    project: Project
    opened: OptionScore
    reach: str | None

    def line(self, criterion: str) -> CriterionScore:
        """The score on one criterion."""
        return next(line for line in self.opened.criteria if line.criterion == criterion)


def example(criteria: CriteriaSet) -> Example:
    """A made-up project that the set scores. The same set gives the same project."""
    unrated = _unrated(criteria)
    ratings = tuple(
        Rating(criterion.code, level)
        for rank, criterion in enumerate(criteria.criteria)
        if criterion.code != unrated and (level := _level(criterion, rank)) is not None
    )
    reach = criteria.reach[len(criteria.reach) // 2].code if criteria.value_basis is ValueBasis.REACH else None
    project = Project(
        id="example",
        title=Title("example"),
        department="",
        area="",
        jurisdiction=Jurisdiction.CITY,
        kind=Kind.PROJECT,
        category=Category.NEW_SERVICE,
        earliest=dt.MINYEAR,
        latest=dt.MINYEAR,
        duration=1,
        options=(Option("base", capital={"cash": COST}),),
        reach=reach,
        ratings=ratings,
        risks=tuple(RiskRating("", moment, (low,) * 7, (high,) * 6) for moment, (low, high) in RISKS.items()),
    )
    card = score(Portfolio(Info("", "", dt.MINYEAR), (project,)), criteria)
    return Example(project, card.options[0], reach)


def _unrated(criteria: CriteriaSet) -> str | None:
    """The last criterion that may stay without a rating: by preference one where silence costs points."""
    may = [c for c in criteria.criteria if not isinstance(_level(c, 0), type(None)) and c.missing is not Missing.REFUSE]
    if len(criteria.criteria) < ENOUGH or not may:
        return None
    return max(may, key=lambda c: c.missing is Missing.WORST).code


def _level(criterion: Criterion, rank: int) -> Decimal | None:
    """Levels in turn by rank: middle, best but one, lowest. A measure halfway between two points. None for a risk."""
    match criterion.scale:
        case Levels() as scale:
            steps = scale.levels
            return Decimal(steps[(len(steps) // 2, max(len(steps) - 2, 0), 0)[rank % 3]].level)
        case MeasureScale() as scale:
            low, high = around(scale)
            return (low.at + high.at) / 2
        case _:
            return None


def around(scale: MeasureScale) -> tuple[Point, Point]:
    """The two points of a measure's table that the example stands between."""
    middle = len(scale.points_table) // 2
    return scale.points_table[middle - 1], scale.points_table[middle]


def risk_parts(moment: Moment) -> tuple[int, int, Fraction]:
    """Likelihood, impact and risk of the made-up system."""
    likelihood, impact = RISKS[moment]
    return likelihood, impact, Fraction(likelihood * impact)
