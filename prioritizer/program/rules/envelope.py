"""Capital of each year and funding source within its envelope, with carry-forward."""

from collections.abc import Iterator, Sequence

from prioritizer.domain.decision import Finding, RepairKind
from prioritizer.domain.vocabulary import LinkType
from prioritizer.program.case import Case
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan
from prioritizer.program.rules.pot import Pot


class EnvelopeRule:
    """``capex - savings <= envelope[t,f] + carry[t-1,f] - carry[t,f]`` and ``carry[t,f] <= share * envelope[t,f]``."""

    code = "envelope"

    def _pots(self, case: Case) -> Iterator[tuple[str, Pot]]:
        first_year = case.portfolio.info.first_year
        for envelope in case.portfolio.envelopes:
            if envelope.amounts is not None:
                source = envelope.source
                carry_bp, repair = envelope.carry_bp, RepairKind.DOLLARS
                yield source, Pot(self.code, (source,), first_year, envelope.amounts, carry_bp, repair)

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row a year and limited source; what synergies save is given back in its year."""
        portfolio = columns.case.portfolio
        first = len(columns)
        synergy = {variable.name: j for j, variable in enumerate(matrix.variables.added, first)}
        for source, pot in self._pots(columns.case):
            savings: list[list[tuple[int, int]]] = [[] for _ in portfolio.info.years]
            for number, link in enumerate(portfolio.links):
                if link.type is LinkType.SYNERGY and link.source == source and link.year is not None:
                    savings[portfolio.info.index(link.year)].append((synergy["synergy", str(number)], link.saving))
            pot.rows(matrix, columns.source_jt(source), savings)

    def check(self, plan: Plan) -> Iterator[Finding]:
        """Use of each year and limited source."""
        for pot, spent in self.spending(plan):
            yield from pot.findings(spent)

    def spending(self, plan: Plan) -> Iterator[tuple[Pot, Sequence[int]]]:
        """Each limited source, and the cents a year that are used of it."""
        for source, pot in self._pots(plan.case):
            yield pot, [spent - plan.saved(source, t) for t, spent in enumerate(plan.all_spent(source))]
