"""What is asked of the live solver, and what it answers: an objective, conditions beside the rules, a program found."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Program
from prioritizer.program.solvers import End, relative_gap

Floats = NDArray[np.float64]


class Objective:
    """What each column of the matrix is worth: floats for the solver, the exact figure of a column when asked."""

    def __init__(self, float_j: Floats, exact: Callable[[int], tuple[int, int]]) -> None:
        """``exact`` gives a column's figure as numerator and denominator, in lowest terms or not."""
        self.float_j = float_j
        self._exact = exact
        self._known: dict[int, Fraction] = {}

    def __getitem__(self, j: int) -> Fraction:
        if j not in self._known:
            self._known[j] = Fraction(*self._exact(j))
        return self._known[j]

    def raised(self, more: Mapping[int, Fraction]) -> "Objective":
        """The same with more for some columns."""
        float_j = self.float_j.copy()
        for j, value in more.items():
            float_j[j] += float(value)
        return Objective(float_j, lambda j: (self[j] + more.get(j, 0)).as_integer_ratio())

    def total(self, columns: Iterable[int]) -> Fraction:
        """Exact sum over columns, in whole numbers, one denominator at a time: fractions would cost a page too much."""
        sums: Counter[int] = Counter()
        for j in columns:
            numerator, denominator = self._exact(j)
            sums[denominator] += numerator
        return sum((Fraction(numerator, denominator) for denominator, numerator in sums.items()), Fraction(0))

    @classmethod
    def floats(cls, float_j: Floats) -> "Objective":
        """From floats, each taken for exactly what it says: for draws, which are not exact to begin with."""
        return cls(float_j, lambda j: float(float_j[j]).as_integer_ratio())

    @classmethod
    def of(cls, values: Sequence[Fraction]) -> "Objective":
        """From the exact value of every column of the matrix."""
        return cls(np.array([float(value) for value in values]), lambda j: values[j].as_integer_ratio())


@dataclass(frozen=True)
class Floor:
    """Ask that a program be worth at least ``least`` under an objective: an axis not to fall under a value, say."""

    coef: Objective
    least: Fraction


@dataclass(frozen=True)
class Conditions:
    """What a program must satisfy beside the rules."""

    into: frozenset[str] = frozenset()
    """Projects that must be in, in any option and year."""
    out: frozenset[str] = frozenset()
    """Projects that must be out."""
    floors: tuple[Floor, ...] = ()
    forbidden: tuple[Program, ...] = ()
    """Programs that are not wanted again."""

    def __bool__(self) -> bool:
        return bool(self.into or self.out or self.floors or self.forbidden)


FREE = Conditions()


@dataclass(frozen=True)
class Found:
    """An answer: the best program known and what is proved of it. ``program`` None: none is known, or none exists."""

    program: Program | None
    value: Fraction
    bound: float
    """Proved: no program is worth more. Minus infinity where no program exists."""
    end: End
    seconds: float

    @property
    def gap(self) -> float | None:
        """(bound - value) / |value|; None without a program."""
        return None if self.program is None else relative_gap(float(self.value), self.bound)

    @property
    def impossible(self) -> bool:
        """Whether it is proved that no program meets the conditions."""
        return self.end is End.INFEASIBLE


def proved_equal(value: Fraction, bound: float) -> bool:
    """Whether a value reaches a bound within a solver's rounding."""
    return isfinite(bound) and relative_gap(float(value), bound) == 0.0
