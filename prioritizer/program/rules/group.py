"""Exclusions and "k of a group"."""

from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain.decision import FigureUnit, Finding, RepairKind
from prioritizer.domain.portfolio import Link
from prioritizer.domain.vocabulary import LinkType
from prioritizer.program.case import Case
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan

UPPER = (LinkType.EXCLUDES, LinkType.AT_MOST, LinkType.EXACTLY)
LOWER = (LinkType.AT_LEAST, LinkType.EXACTLY)


def _groups(case: Case) -> Iterator[tuple[Link, int, tuple[str, ...]]]:
    for link in case.portfolio.links:
        if link.type in UPPER or link.type in LOWER:
            k = 1 if link.type is LinkType.EXCLUDES else link.k
            yield link, k, (link.type.value, str(k), *link.members)


class GroupRule:
    """``sum over the group of y[p] <= k``, ``>= k`` or ``= k``; an exclusion is at most one."""

    code = "group"

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row a group and side."""
        for link, k, subject in _groups(columns.case):
            col = columns.of(link.members)
            high = k if link.type in UPPER else None
            low = k if link.type in LOWER else None
            matrix.add_count(self.code, subject, col, low=low, high=high, repair=RepairKind.RULES)

    def check(self, plan: Plan) -> Iterator[Finding]:
        """How many of the group are done, a finding for each side."""
        for link, k, subject in _groups(plan.case):
            used = Fraction(sum(member in plan.by_project for member in link.members))
            for at_least, types in ((False, UPPER), (True, LOWER)):
                if link.type in types:
                    yield Finding(self.code, subject, None, used, Fraction(k), at_least, FigureUnit.COUNT)
