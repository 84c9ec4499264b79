"""A bonus, or a saving, when several projects are all done. It changes the value; it forbids nothing."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from prioritizer.domain.decision import Finding
from prioritizer.domain.vocabulary import LinkType
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan


class SynergyRule:
    """``z <= y[p]`` for each project of the synergy and ``z >= sum of y - (n - 1)``: z is 1 just when all are done.

    Both sides are needed: a bonus may be negative when two projects overlap.
    """

    code = "synergy"

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One 0-1 column a synergy, worth its bonus; the envelope rule gives back its saving."""
        for number, link in enumerate(columns.case.portfolio.links):
            if link.type is not LinkType.SYNERGY:
                continue
            z = matrix.add_variable("synergy", str(number), upper=1, integer=True, worth=partial(Fraction, link.bonus))
            for member in link.members:
                col = columns.by_project[member].tolist()
                matrix.add_row(self.code, link.members, None, [z, *col], [1] + [-1] * len(col), high=0)
            everyone = columns.of(link.members).tolist()
            high = len(link.members) - 1
            matrix.add_row(self.code, link.members, None, [z, *everyone], [-1] + [1] * len(everyone), high=high)

    def check(self, plan: Plan) -> Iterator[Finding]:
        """Nothing can break it: a plan's synergies are read from its projects."""
        del plan
        return iter(())
