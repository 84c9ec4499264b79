"""What the sheets of the result workbook are made from."""

from dataclasses import dataclass

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Decision
from prioritizer.domain.portfolio import Portfolio
from prioritizer.program.plan import Plan
from prioritizer.scoring.score import Scorecard
from prioritizer.text.findings import Wording


@dataclass(frozen=True)
class Result:
    """A decision with the case it was made from and the words to say it."""

    decision: Decision
    plan: Plan
    words: Wording

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio, in canonical order."""
        return self.plan.case.portfolio

    @property
    def scorecard(self) -> Scorecard:
        """Scores of every option."""
        return self.plan.case.scorecard

    @property
    def criteria(self) -> CriteriaSet:
        """The published set."""
        return self.plan.case.criteria
