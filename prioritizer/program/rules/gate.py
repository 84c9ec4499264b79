"""A project that fails an eligibility rule is not in the program."""

from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain.decision import FigureUnit, Finding
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan


class GateRule:
    """``sum over (o, s) of x[p,o,s] <= 0`` for each gate that a project fails."""

    code = "gate"

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row for each gate failed."""
        for project, failures in sorted(columns.case.scorecard.gates.items()):
            for failure in failures:
                matrix.add_count(self.code, (project, failure.gate), columns.by_project[project], high=0)

    def check(self, plan: Plan) -> Iterator[Finding]:
        """No project that fails a gate is there."""
        for project, failures in sorted(plan.case.scorecard.gates.items()):
            for failure in failures:
                used = Fraction(int(project in plan.by_project))
                yield Finding(self.code, (project, failure.gate), None, used, Fraction(0), False, FigureUnit.COUNT)
