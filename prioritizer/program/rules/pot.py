"""A yearly pot of money with carry-forward: what envelopes and earmarks share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from prioritizer.domain.decision import FigureUnit, Finding, RepairKind
from prioritizer.domain.portfolio import FULL
from prioritizer.program.columns import Ints
from prioritizer.program.matrix import Matrix

CARRY_UNIT = 100_000
"""Carry-forward variables count thousands of dollars, so that their size suits a solver."""


@dataclass(frozen=True)
class Pot:
    """Cents a year; up to ``carry_bp`` of a year's amount, if unspent, adds to the next year. The last carries none."""

    rule: str
    subject: tuple[str, ...]
    first_year: int
    amounts: tuple[int, ...]
    carry_bp: int
    repair: RepairKind

    def rows(self, matrix: Matrix, cost_jt: Ints, savings: Sequence[Sequence[tuple[int, int]]] = ()) -> None:
        """``spent[t] - carry[t-1] + carry[t] <= amount[t]``; ``savings`` gives (column, cents) pairs a year."""
        carried: int | None = None
        # Year by year side by side in memory: each is read whole.
        cost_tj = np.ascontiguousarray(cost_jt.T)
        for t, amount in enumerate(self.amounts):
            year = self.first_year + t
            used = np.flatnonzero(cost_tj[t])
            terms = [(column, -cents) for column, cents in savings[t]] if savings else []
            if carried is not None:
                terms.append((carried, -CARRY_UNIT))
            carried = None
            if self.carry_bp and t + 1 < len(self.amounts):
                upper = Fraction(max(amount, 0) * self.carry_bp, FULL * CARRY_UNIT)
                carried = matrix.add_variable("carry", self.rule, *self.subject, str(year), upper=upper)
                terms.append((carried, CARRY_UNIT))
            matrix.add_row(
                self.rule,
                self.subject,
                year,
                np.concatenate([used, np.array([column for column, _ in terms], np.int64)]),
                np.concatenate([cost_tj[t, used], np.array([coef for _, coef in terms], np.int64)]),
                high=amount,
                unit=FigureUnit.CENTS,
                repair=self.repair,
            )

    def findings(self, spent: Sequence[int]) -> Iterator[Finding]:
        """Use of each year against its amount and what was carried in.

        Carrying forward as much as is allowed is never worse for a later year, so the greedy carry decides exactly.
        """
        carried = Fraction(0)
        for t, (amount, used) in enumerate(zip(self.amounts, spent, strict=True)):
            limit = amount + carried
            year = self.first_year + t
            yield Finding(self.rule, self.subject, year, Fraction(used), limit, False, FigureUnit.CENTS)
            carried = self.carried(amount, limit - used)

    def carried(self, amount: int, left: Fraction) -> Fraction:
        """Cents that a year of that amount carries forward of what is left of it."""
        return min(Fraction(max(amount, 0) * self.carry_bp, FULL), max(left, Fraction(0)))
