"""A project committed, in progress or under a mandate in force is in the program, whatever its score."""

from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain.decision import FigureUnit, Finding, RepairKind
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan


class ImposedRule:
    """``sum over (o, s) of x[p,o,s] >= 1`` for imposed projects (with the choice rule: exactly one)."""

    code = "imposed"

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row an imposed project."""
        portfolio = columns.case.portfolio
        for project in portfolio.projects:
            if project.imposed(portfolio.info.first_year):
                col = columns.by_project[project.id]
                matrix.add_count(self.code, (project.id,), col, low=1, repair=RepairKind.MANDATES)

    def check(self, plan: Plan) -> Iterator[Finding]:
        """Every imposed project is there."""
        portfolio = plan.case.portfolio
        for project in portfolio.projects:
            if project.imposed(portfolio.info.first_year):
                used = Fraction(int(project.id in plan.by_project))
                yield Finding(self.code, (project.id,), None, used, Fraction(1), True, FigureUnit.COUNT)
