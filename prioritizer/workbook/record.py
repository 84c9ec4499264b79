"""Rows as they were read, each value with the place it came from, and the problems collected on the way."""

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

from prioritizer.domain.problem import Problem, Severity, Where
from prioritizer.workbook.columns import Column, Sheet
from prioritizer.workbook.layout import LIST_SEPARATOR
from prioritizer.workbook.marks import Mark
from prioritizer.workbook.values import Value

SHOWN = 80
"""Characters of a cell that a message repeats."""


@dataclass
class Problems:
    """Every problem found, in the order of the file."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(
        self,
        code: str,
        where: Where,
        read: object = "",
        expected: str = "",
        *,
        warn: bool = False,
        **figures: str | int,
    ) -> None:
        """Note a problem; ``warn`` where the run may go on."""
        severity = Severity.WARNING if warn else Severity.ERROR
        self.found.append(Problem(code, where, shown(read), expected, severity, figures))

    @property
    def failed(self) -> bool:
        """Whether any of them stops the run."""
        return any(problem.severity is Severity.ERROR for problem in self.found)


@dataclass(frozen=True)
class Frame:
    """What holds for every row of a sheet: which column stands where, under which header."""

    sheet: Sheet
    place: Where
    columns: Mapping[int, Column]
    """Columns of the layout by column number of the file."""
    years: Mapping[int, int]
    """Index of a year by column number."""
    labels: Mapping[int, str]
    """Header as the file writes it, by column number."""

    @cached_property
    def position(self) -> dict[str, int]:
        """Column number by column code; year columns are ``years.0``, ``years.1``..."""
        found = {column.code: c for c, column in self.columns.items()}
        return found | {f"years.{k}": c for c, k in self.years.items()}

    def where(self, number: int, code: str) -> Where:
        """Place of a column in a row; the whole row where the file lacks the column."""
        c = self.position.get(code, 0)
        cell = f"{get_column_letter(c)}{number}" if c else f"{number}:{number}"
        return replace(self.place, cell=cell, field=code, label_read=self.labels.get(c, ""))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of canonical values by column code. ``years`` has one entry a year, or None where nothing is written."""

    number: int
    values: Mapping[str, Value]
    years: tuple[int | None, ...]
    cells: Mapping[int, Any]
    frame: Frame

    def place(self, code: str) -> Where:
        """Where a column of this row stands."""
        return self.frame.where(self.number, code)

    def raw(self, code: str) -> str:
        """What is written in a column, as a message repeats it."""
        return shown(self.cells.get(self.frame.position.get(code, 0), ""))

    def unread(self, code: str) -> bool:
        """Whether something is written in a column and could not be read."""
        return self.values.get(code) is None and self.frame.position.get(code, 0) in self.cells

    def text(self, code: str) -> str:
        """A text column, empty where nothing was written."""
        value = self.values.get(code)
        return "" if value is None else str(value)

    def whole(self, code: str) -> int | None:
        """An integer column (cents, basis points, years); None where empty."""
        value = self.values.get(code)
        return value if isinstance(value, int) else None

    def decimal(self, code: str) -> Decimal:
        """A quantity; 0 where empty."""
        value = self.values.get(code)
        return Decimal(value) if isinstance(value, Decimal | int) else Decimal(0)

    def names(self, code: str, known: Callable[[str], object]) -> tuple[str, ...]:
        """The names of a list column, split at semicolons or lines, else at commas.

        A cell that is itself a name that is ``known`` is not split: departments have commas in their names.
        """
        written = self.text(code)
        if not written or known(written):
            return (written,) if written else ()
        text = written.replace("\n", LIST_SEPARATOR)
        items = text.split(LIST_SEPARATOR if LIST_SEPARATOR in text else ",")
        return tuple(dict.fromkeys(item.strip() for item in items if item.strip()))


def shown(value: object) -> str:
    """A cell as a message repeats it: on one line, not too long, without control signs."""
    if isinstance(value, Mark):
        return value
    if isinstance(value, tuple) and len(value) == 2:
        value = value[1]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = "".join(c if c.isprintable() else " " for c in str(value)[: 10 * SHOWN])
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def near(name: str, known: Collection[str]) -> str:
    """The names that look most like it, or the first few where none does."""
    alike = difflib.get_close_matches(name, sorted(known), n=3, cutoff=0.6) or sorted(known)[:5]
    return ", ".join(shown(item) for item in alike)
