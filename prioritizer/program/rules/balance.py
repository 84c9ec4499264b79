"""A share, or an amount, of the capital goes to an axis, a department, an area, a jurisdiction ..."""

from collections.abc import Iterator
from fractions import Fraction
from operator import mul

import numpy as np

from prioritizer.domain.decision import FigureUnit, Finding, RepairKind
from prioritizer.domain.portfolio import FULL, Balance
from prioritizer.domain.vocabulary import Measure, Sense
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan


def _subject(balance: Balance) -> tuple[str, ...]:
    return (balance.dimension.value, balance.sense.value, balance.measure.value, *balance.members)


class BalanceRule:
    """``sum of counted capital >= share * sum of all capital``, or ``>= amount`` (``<=`` for at most)."""

    code = "balance"

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """One row a balance, in basis points of a cent so that every coefficient is an integer."""
        case, capital_jt = columns.case, columns.capital_jt
        for balance in case.portfolio.balances:
            year = balance.year
            capital_j = columns.capital_j if year is None else capital_jt[:, case.portfolio.info.index(year)]
            counted_j = columns.by_option(case.counting(balance.dimension, balance.members))
            share = balance.measure is Measure.SHARE
            coef = capital_j * (counted_j - balance.value) if share else capital_j * counted_j
            limit = 0 if share else balance.value * FULL
            at_least = balance.sense is Sense.AT_LEAST
            matrix.add_row(
                self.code,
                _subject(balance),
                balance.year,
                np.arange(len(coef)),
                coef,
                low=limit if at_least else None,
                high=None if at_least else limit,
                unit=FigureUnit.CENTS,
                repair=RepairKind.RULES,
            )

    def check(self, plan: Plan) -> Iterator[Finding]:
        """Counted capital against the share or the amount, in cents."""
        case, info = plan.case, plan.case.portfolio.info
        every_i = [sum(row) for row in plan.capital_it] if case.portfolio.balances else []
        for balance in case.portfolio.balances:
            counted = case.counting(balance.dimension, balance.members)
            capital_i = every_i if balance.year is None else [row[info.index(balance.year)] for row in plan.capital_it]
            total = sum(capital_i)
            used = sum(map(mul, capital_i, (counted(done.project, done.option) for done in plan.done)))
            limit = Fraction(total * balance.value, FULL)
            if balance.measure is not Measure.SHARE:
                limit = Fraction(balance.value)
            at_least = balance.sense is Sense.AT_LEAST
            spent = Fraction(used, FULL)
            yield Finding(self.code, _subject(balance), balance.year, spent, limit, at_least, FigureUnit.CENTS)
