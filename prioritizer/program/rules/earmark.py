"""Part of an envelope is reserved: the other projects live as if it were not there."""

from collections.abc import Callable, Iterator, Sequence

from prioritizer.domain.decision import Finding, RepairKind
from prioritizer.domain.portfolio import Earmark, Option, Project
from prioritizer.program.case import Case
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan
from prioritizer.program.rules.pot import Pot


def _other(case: Case, earmark: Earmark) -> Callable[[Project, Option], bool]:
    """Whether an option is none of those that the earmark is for."""
    counted = case.counting(earmark.dimension, earmark.members)
    return lambda project, option: not counted(project, option)


class EarmarkRule:
    """``capex of the others <= envelope[t,f] - reserved[t,f]``, with the carry-forward of that smaller pot."""

    code = "earmark"

    def _pots(self, case: Case) -> Iterator[tuple[Earmark, Pot]]:
        info = case.portfolio.info
        for earmark in case.portfolio.earmarks:
            subject = (earmark.source, earmark.dimension.value, *earmark.members)
            for envelope in case.portfolio.envelopes:
                if envelope.source == earmark.source and envelope.amounts is not None:
                    reserved = (earmark.value if earmark.year in (None, year) else 0 for year in info.years)
                    left = tuple(amount - kept for amount, kept in zip(envelope.amounts, reserved, strict=True))
                    pot = Pot(self.code, subject, info.first_year, left, envelope.carry_bp, RepairKind.RULES)
                    yield earmark, pot

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row a year and earmark."""
        for earmark, pot in self._pots(columns.case):
            other_j = columns.by_option(_other(columns.case, earmark))
            pot.rows(matrix, columns.source_jt(earmark.source) * other_j[:, None])

    def check(self, plan: Plan) -> Iterator[Finding]:
        """What the others use of what is left to them."""
        for pot, spent in self.spending(plan):
            yield from pot.findings(spent)

    def spending(self, plan: Plan) -> Iterator[tuple[Pot, Sequence[int]]]:
        """What each earmark leaves to the others, and the cents a year that they use of it."""
        for earmark, pot in self._pots(plan.case):
            other = _other(plan.case, earmark)
            others = [done for done in plan.done if other(done.project, done.option)]
            yield pot, plan.all_spent(earmark.source, others)
