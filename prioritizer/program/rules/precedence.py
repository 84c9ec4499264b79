"""A project needs others: done only if they are, and no earlier than their start or finish plus a lag."""

from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain import timing
from prioritizer.domain.decision import FigureUnit, Finding
from prioritizer.domain.portfolio import Link
from prioritizer.domain.vocabulary import LagFrom, LinkType
from prioritizer.program.case import Case
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Done, Plan


def _pairs(case: Case) -> Iterator[tuple[Link, str, str]]:
    for link in case.portfolio.links:
        if link.type in (LinkType.REQUIRES, LinkType.AFTER) and link.project is not None:
            for other in link.others:
                yield link, link.project, other


def _ready(link: Link, other: Done) -> int:
    """First year in which the project may start."""
    if link.lag_from is LagFrom.START:
        return timing.begins(other.project, other.start) + link.lag
    return timing.begins(other.project, other.start) + timing.duration(other.project, other.option) + link.lag


class PrecedenceRule:
    """``sum over starts <= s of x[q] <= sum over x[p] that are ready by s`` for every start year s of q.

    The tight form: with it the program has the same answer as with one big-M row, and a better bound. ``requires`` is
    the single row at the last start: q only if p.
    """

    code = "precedence"

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row a pair and start year of the later project (one row a pair for ``requires``)."""
        begin_j, finish_j = columns.begin_j.tolist(), columns.finish_j.tolist()
        for link, project, other in _pairs(columns.case):
            mine, theirs = columns.by_project[project].tolist(), columns.by_project[other].tolist()
            if link.type is LinkType.REQUIRES:
                self._add(matrix, project, other, mine, theirs)
                continue
            # The start of the later project is its real one: for a project under way, before the horizon.
            ready_j = finish_j if link.lag_from is LagFrom.FINISH else begin_j
            for year in sorted({begin_j[j] for j in mine}):
                started = [j for j in mine if begin_j[j] <= year]
                ready = [j for j in theirs if ready_j[j] + link.lag <= year]
                self._add(matrix, project, other, started, ready)

    def _add(self, matrix: Matrix, project: str, other: str, mine: list[int], theirs: list[int]) -> None:
        coef = [1] * len(mine) + [-1] * len(theirs)
        matrix.add_row(self.code, (project, other), None, mine + theirs, coef, high=0)

    def check(self, plan: Plan) -> Iterator[Finding]:
        """Whether the other project is there and, after a lag, the years between what is ready and what starts."""
        for link, project, other in _pairs(plan.case):
            done, needed = plan.by_project.get(project), plan.by_project.get(other)
            if done is None:
                continue
            if needed is None or link.type is LinkType.REQUIRES:
                there = Fraction(int(needed is not None))
                yield Finding(self.code, (project, other), None, there, Fraction(1), True, FigureUnit.COUNT)
            else:
                used, limit = Fraction(timing.begins(done.project, done.start)), Fraction(_ready(link, needed))
                yield Finding(self.code, (project, other), None, used, limit, True, FigureUnit.YEARS)
