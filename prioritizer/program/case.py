"""The inputs of one decision, together, in canonical order."""

from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import FULL, Option, Portfolio, Project
from prioritizer.domain.vocabulary import Dimension
from prioritizer.scoring.score import Scorecard, score


@dataclass(frozen=True)
class Case:
    """A portfolio (canonical), the criteria it is judged by, and its scores."""

    portfolio: Portfolio
    criteria: CriteriaSet
    scorecard: Scorecard

    @classmethod
    def of(cls, portfolio: Portfolio, criteria: CriteriaSet) -> "Case":
        """Put in canonical order and score. Raises Refused where a score cannot be given."""
        canonical = portfolio.canonical()
        return cls(canonical, criteria, score(canonical, criteria))

    def delay(self, start: int) -> Fraction:
        """What a start in that budget year leaves of a value: (1 + rate)^-(years waited)."""
        return (1 + Fraction(self.criteria.delay_rate)) ** -(start - self.portfolio.info.first_year)

    def counted(self, dimension: Dimension, members: tuple[str, ...], project: Project, option: Option) -> int:
        """How much of an option's capital a balance or earmark counts, in basis points: all, nothing or a split."""
        if dimension is Dimension.PROTECTION:
            return project.protection_bp
        if dimension is Dimension.AGGLOMERATION:
            return project.agglomeration_bp
        if dimension is Dimension.AXIS:
            axes = self.scorecard.of(project.id, option.code).axes
            served = {axis.code for axis in self.criteria.axes if axes[axis.code] >= Fraction(axis.serves_from)}
            return FULL if served & set(members) else 0
        name = {
            Dimension.DEPARTMENT: project.department,
            Dimension.AREA: project.area,
            Dimension.JURISDICTION: project.jurisdiction.value,
            Dimension.CATEGORY: project.category.value,
            Dimension.PROJECT: project.id,
        }[dimension]
        return FULL if name in members else 0
