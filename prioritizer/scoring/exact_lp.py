"""A small linear program, exact: the dual simplex method in whole numbers, warm when a row is added.

Least ``cost . x`` for ``x >= 0`` under rows ``row . x <= limit``, the costs not negative: then x = 0 is where
the dual method starts, and a row that no x can keep shows the proof itself (Farkas). Pivots divide exactly (Edmonds
1967; Bareiss 1968), ties go to the smallest index (Bland 1977), so it ends, and nothing is rounded. For a few dozen
columns and rows.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


class ExactLp:
    """The tableau: whole numbers over one common denominator."""

    def __init__(self, costs: Sequence[Fraction]) -> None:
        self._scale = lcm(*(cost.denominator for cost in costs))
        self._columns = len(costs)
        self._over = 1
        self._cost = [int(cost * self._scale) for cost in costs]
        self._rows: list[list[int]] = []
        self._limit: list[int] = []
        self._basic: list[int] = []
        self._sizes: list[int] = []

    def add(self, row: Sequence[Fraction], limit: Fraction) -> None:
        """Ask ``row . x <= limit``."""
        size = lcm(limit.denominator, *(value.denominator for value in row))
        raw = [int(value * size) for value in row] + [0] * len(self._rows)
        made = [self._over * value for value in raw]
        right = self._over * int(limit * size)
        for basic, other, level in zip(self._basic, self._rows, self._limit, strict=True):
            if raw[basic]:
                made = [a - raw[basic] * b for a, b in zip(made, other, strict=True)]
                right -= raw[basic] * level
        for other in (*self._rows, self._cost):
            other.append(0)
        made.append(self._over)
        self._basic.append(self._columns + len(self._rows))
        self._rows.append(made)
        self._limit.append(right)
        self._sizes.append(size)

    def solve(self) -> bool:
        """Find the least cost; False where no x keeps every row: see ``proof``."""
        while True:
            short = [i for i, level in enumerate(self._limit) if level < 0]
            if not short:
                return True
            out = min(short, key=lambda i: self._basic[i])
            row = self._rows[out]
            ways = [j for j, value in enumerate(row) if value < 0]
            if not ways:
                self._proof = out
                return False
            self._pivot(out, min(ways, key=lambda j: (Fraction(self._cost[j], -row[j]), j)))

    @property
    def x(self) -> tuple[Fraction, ...]:
        """The columns, after ``solve`` found them."""
        level = dict(zip(self._basic, self._limit, strict=True))
        return tuple(Fraction(level.get(j, 0), self._over) for j in range(self._columns))

    @property
    def proof(self) -> tuple[Fraction, ...]:
        """A multiplier a row, none negative: weighed so, the rows ask something not negative to be negative."""
        own = self._rows[self._proof][self._columns :]
        return tuple(Fraction(value, self._over) * size for value, size in zip(own, self._sizes, strict=True))

    def _pivot(self, out: int, into: int) -> None:
        row, level = self._rows[out], self._limit[out]
        by = row[into]
        sign = -1 if by < 0 else 1
        for i, other in enumerate(self._rows):
            if i != out:
                self._limit[i] = sign * (self._limit[i] * by - other[into] * level) // self._over
                self._rows[i] = self._without(other, row, into, by, sign)
        self._cost = self._without(self._cost, row, into, by, sign)
        self._rows[out] = [sign * value for value in row]
        self._limit[out] = sign * level
        self._basic[out] = into
        self._over = sign * by

    def _without(self, other: list[int], row: list[int], into: int, by: int, sign: int) -> list[int]:
        """A row freed of the column that enters."""
        own = other[into]
        return [sign * (a * by - own * b) // self._over for a, b in zip(other, row, strict=True)]
