"""Yearly limits: operating effect, people of a skill pool, projects a department runs at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from prioritizer.domain import timing
from prioritizer.domain.decision import FigureUnit, Finding, RepairKind
from prioritizer.domain.vocabulary import LimitKind
from prioritizer.program.columns import Columns, Ints
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan


def _operating_jt(columns: Columns, _name: str) -> Ints:
    return columns.operating_jt


def _people_jt(columns: Columns, name: str) -> Ints:
    if name not in columns.pools:
        return np.zeros_like(columns.operating_jt)
    return columns.people_jkt[:, columns.pools.index(name), :]


def _active_jt(columns: Columns, name: str) -> Ints:
    mine_j = columns.by_option(lambda project, _: int(name in ("", project.department)))
    return columns.active_jt * mine_j[:, None]


def _operating_t(plan: Plan, _name: str) -> Sequence[int]:
    return plan.all_operating()


def _people_t(plan: Plan, name: str) -> Sequence[int]:
    return plan.all_people(name)


def _active_t(plan: Plan, name: str) -> Sequence[int]:
    mine = [done for done in plan.done if name in ("", done.project.department)]
    return [
        sum(timing.is_active(done.project, done.option, done.start, year) for done in mine)
        for year in plan.case.portfolio.info.years
    ]


@dataclass(frozen=True)
class LimitRule:
    """``sum over x of use[t] <= limit[t]``. One small description for each kind of limit."""

    code: str
    kind: LimitKind
    unit: FigureUnit
    repair: RepairKind
    use_jt: Callable[[Columns, str], Ints]
    use_t: Callable[[Plan, str], Sequence[int]]

    def _subject(self, name: str) -> tuple[str, ...]:
        return () if self.kind is LimitKind.OPERATING else (name,)

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row a limit and year."""
        portfolio = columns.case.portfolio
        for limit in portfolio.limits:
            if limit.kind is not self.kind:
                continue
            # Year by year side by side in memory: each is read whole.
            use_tj = np.ascontiguousarray(self.use_jt(columns, limit.name).T)
            for t, amount in enumerate(limit.amounts):
                if amount is not None:
                    col = np.flatnonzero(use_tj[t])
                    matrix.add_row(
                        self.code,
                        self._subject(limit.name),
                        portfolio.info.first_year + t,
                        col,
                        use_tj[t, col],
                        high=amount,
                        unit=self.unit,
                        repair=self.repair,
                    )

    def check(self, plan: Plan) -> Iterator[Finding]:
        """Use of each limit and year."""
        for limit in plan.case.portfolio.limits:
            if limit.kind is not self.kind:
                continue
            for t, (amount, used) in enumerate(zip(limit.amounts, self.use_t(plan, limit.name), strict=True)):
                if amount is not None:
                    year = plan.case.portfolio.info.first_year + t
                    subject = self._subject(limit.name)
                    yield Finding(self.code, subject, year, Fraction(used), Fraction(amount), False, self.unit)


OPERATING = LimitRule(
    "operating", LimitKind.OPERATING, FigureUnit.CENTS, RepairKind.DOLLARS, _operating_jt, _operating_t
)
CAPACITY = LimitRule("capacity", LimitKind.CAPACITY, FigureUnit.MILLI_FTE, RepairKind.PEOPLE, _people_jt, _people_t)
CONCURRENCY = LimitRule("concurrency", LimitKind.CONCURRENCY, FigureUnit.COUNT, RepairKind.RULES, _active_jt, _active_t)
