"""The mixed-integer program in a neutral sparse form: exact integers, no solver, no float.

Rules add rows and, where they need them, columns of their own. What a solver gets is made from this and nothing else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import FigureUnit, RepairKind

Ints = NDArray[np.int64]
MAX_COEFFICIENT = 2**20
"""Rows are scaled by a power of two until no coefficient is larger: exact, and kind to a solver's tolerances."""


class Row(NamedTuple):
    """``low <= sum of coef * x[col] <= high``; a side that is None does not bind."""

    rule: str
    subject: tuple[str, ...]
    year: int | None
    col: Ints
    coef: Ints
    low: int | None
    high: int | None
    unit: FigureUnit = FigureUnit.COUNT
    repair: RepairKind | None = None
    """What a repair spends to relax this row; None where the row is no limit that anybody set."""

    @property
    def key(self) -> tuple[str, tuple[str, ...], int | None]:
        """Rule, subject and year: what a reader calls this row."""
        return (self.rule, self.subject, self.year)

    def plus(self, col: int, coef: int) -> "Row":
        """The same with one more column."""
        return self._replace(col=np.append(self.col, col), coef=np.append(self.coef, coef))


class Variable(NamedTuple):
    """A column. ``upper`` None: unlimited. Every lower bound is 0."""

    name: tuple[str, ...]
    upper: Fraction | int | None
    integer: bool
    worth: Callable[[], Fraction] = Fraction

    @property
    def value(self) -> Fraction:
        """What it adds to the objective; worked out when asked, for most answers come from other weights."""
        return self.worth()


class Variables(Sequence[Variable]):
    """Columns in order: those of the choices, then those that rules add.

    A choice is 0 or 1. There are thousands, whose names a file for readers needs and a solver does not: each is made
    when somebody asks for it.
    """

    def __init__(self, choices: int, choice: Callable[[int], Variable], added: Iterable[Variable] = ()) -> None:
        self.choices, self.added = choices, list(added)
        self._choice = choice

    def __len__(self) -> int:
        return self.choices + len(self.added)

    @overload
    def __getitem__(self, j: int) -> Variable: ...

    @overload
    def __getitem__(self, j: slice) -> list[Variable]: ...

    def __getitem__(self, j: int | slice) -> Variable | list[Variable]:
        if isinstance(j, slice):
            return [self[k] for k in range(len(self))[j]]
        j = range(len(self))[j]
        return self._choice(j) if j < self.choices else self.added[j - self.choices]

    def copy(self) -> "Variables":
        """The same, to add others to."""
        return Variables(self.choices, self._choice, self.added)


@dataclass
class Matrix:
    """Columns and rows, in the order they were added. Columns of the choices come first."""

    variables: Variables
    rows: list[Row] = field(default_factory=list)

    def add_variable(
        self,
        *name: str,
        upper: Fraction | int | None = None,
        integer: bool = False,
        worth: Callable[[], Fraction] = Fraction,
    ) -> int:
        """Add a column, worth nothing unless ``worth`` says something else; return its number."""
        self.variables.added.append(Variable(name, upper, integer, worth))
        return len(self.variables) - 1

    def add_row(
        self,
        rule: str,
        subject: tuple[str, ...],
        year: int | None,
        col: Ints | Sequence[int],
        coef: Ints | Sequence[int],
        *,
        low: int | None = None,
        high: int | None = None,
        unit: FigureUnit = FigureUnit.COUNT,
        repair: RepairKind | None = None,
    ) -> None:
        """Add a row; zero coefficients are dropped."""
        col_array, coef_array = np.asarray(col, np.int64), np.asarray(coef, np.int64)
        if np.count_nonzero(coef_array) < len(coef_array):
            keep = coef_array != 0
            col_array, coef_array = col_array[keep], coef_array[keep]
        self.rows.append(Row(rule, subject, year, col_array, coef_array, low, high, unit, repair))

    def add_count(
        self,
        rule: str,
        subject: tuple[str, ...],
        col: Ints,
        *,
        low: int | None = None,
        high: int | None = None,
        repair: RepairKind | None = None,
    ) -> None:
        """Add a row that counts how many of some columns are 1."""
        self.rows.append(Row(rule, subject, None, col, _ones(len(col)), low, high, FigureUnit.COUNT, repair))

    def scale(self, row: Row) -> int:
        """By what a row is divided before a solver sees it: the common divisor, then a power of two."""
        if not len(row.coef):
            return 1
        largest = int(np.abs(row.coef).max())
        if largest == 1:
            return 1
        sides = [abs(side) for side in (row.low, row.high) if side]
        divisor = int(np.gcd.reduce(np.concatenate([row.coef, np.array(sides, np.int64)])))
        return divisor << max(0, (largest // divisor).bit_length() - MAX_COEFFICIENT.bit_length() + 1)


@lru_cache(maxsize=256)
def _ones(count: int) -> Ints:
    """Coefficients of every row that counts so many columns: one array for all, which nobody may write to."""
    ones = np.ones(count, np.int64)
    ones.flags.writeable = False
    return ones
