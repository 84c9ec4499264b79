"""The inputs of one decision, together, in canonical order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Choice
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
        if start not in self._delays:
            rate = Fraction(self.criteria.delay_rate)
            self._delays[start] = (1 + rate) ** -(start - self.portfolio.info.first_year)
        return self._delays[start]

    @cached_property
    def _delays(self) -> dict[int, Fraction]:
        return {}

    def worth(self, choice: Choice) -> Fraction:
        """Points of value that a choice adds to a program. Raises KeyError for an option that does not exist."""
        return self.scorecard.of(choice.project, choice.option).value * self.delay(choice.start)

    def counting(self, dimension: Dimension, members: tuple[str, ...]) -> Callable[[Project, Option], int]:
        """How much of an option's capital a balance or earmark counts, in basis points: all, nothing or a split."""
        match dimension:
            case Dimension.PROTECTION:
                return lambda project, _: project.protection_bp
            case Dimension.AGGLOMERATION:
                return lambda project, _: project.agglomeration_bp
            case Dimension.AXIS:
                axes = [(axis.code, Fraction(axis.serves_from)) for axis in self.criteria.axes if axis.code in members]
                return lambda project, option: FULL if self._serves(project, option, axes) else 0
            case Dimension.JURISDICTION:
                return lambda project, _: FULL if project.jurisdiction in members else 0
            case Dimension.CATEGORY:
                return lambda project, _: FULL if project.category in members else 0
            case Dimension.DEPARTMENT:
                return lambda project, _: FULL if project.department in members else 0
            case Dimension.AREA:
                return lambda project, _: FULL if project.area in members else 0
            case Dimension.PROJECT:
                return lambda project, _: FULL if project.id in members else 0

    def _serves(self, project: Project, option: Option, axes: Sequence[tuple[str, Fraction]]) -> bool:
        points = self.scorecard.of(project.id, option.code).axes
        return any(points[code] >= least for code, least in axes)

    def counted(self, dimension: Dimension, members: tuple[str, ...], project: Project, option: Option) -> int:
        """The same for one option alone."""
        return self.counting(dimension, members)(project, option)
