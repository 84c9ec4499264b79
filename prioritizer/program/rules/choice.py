"""At most one option and one start year a project."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain import timing
from prioritizer.domain.decision import FigureUnit, Finding
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan


class ChoiceRule:
    """``sum over (o, s) of x[p,o,s] <= 1``, and only starts that the project allows."""

    code = "choice"

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row a project; starts that are not allowed have no column."""
        for project, col in columns.by_project.items():
            matrix.add_count(self.code, (project,), col, high=1)

    def check(self, plan: Plan) -> Iterator[Finding]:
        """Counts the choices of each project; one with a start that is not allowed counts as two."""
        used: Counter[str] = Counter()
        most = Fraction(1)
        for done in plan.done:
            allowed = timing.starts(done.project, done.option, plan.case.portfolio.info)
            used[done.project.id] += 1 if done.start in allowed else 2
        for project in plan.case.portfolio.projects:
            count = Fraction(used[project.id])
            yield Finding(self.code, (project.id,), None, count, most, False, FigureUnit.COUNT)
