"""Risk of a legacy system: UK Legacy IT Risk Assessment Framework (GOV.UK, 29 Sep 2023, updated 13 Mar 2025)."""

from collections.abc import Sequence
from fractions import Fraction

from prioritizer.domain.portfolio import Project, RiskRating
from prioritizer.domain.vocabulary import Moment


def part(indicators: Sequence[int]) -> Fraction:
    """(mean + maximum) / 2 of the indicators: one very bad indicator is not averaged away."""
    return (Fraction(sum(indicators), len(indicators)) + max(indicators)) / 2


def risk(rating: RiskRating) -> Fraction:
    """Overall risk of a system, 1 to 30: likelihood part (1-6) times impact part (1-5)."""
    likelihood = part(rating.likelihood) if rating.withheld is None else Fraction(rating.withheld, 14)
    return likelihood * part(rating.impact)


def rating_at(project: Project, option: str, moment: Moment) -> RiskRating | None:
    """The rating that holds for an option: its own if it has one, else the project's. None where missing."""
    rows = {row.option: row for row in project.risks if row.moment is moment}
    return rows.get(option, rows.get(None))
