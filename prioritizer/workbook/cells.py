"""Canonical values as the cells of a workbook in one language and one unit of money."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.vocabulary import Dimension, LimitKind, Unit
from prioritizer.text import word
from prioritizer.workbook import names
from prioritizer.workbook.columns import Column, Ref, Type
from prioritizer.workbook.layout import LIST_SEPARATOR, MOST_TEXT
from prioritizer.workbook.rows import Row, Value

Cell = str | float | dt.date | None

CENTS_PER = {Unit.DOLLARS: 100, Unit.THOUSANDS: 100_000}
"""Cents in one unit of money."""
MILLI = 1000
TITLES = (Ref.CRITERION, Ref.GATE, Ref.REACH, Ref.AXIS)
"""What the criteria set names."""


@dataclass(frozen=True)
class Words:
    """How a workbook words and counts: its language, its unit and the titles of its criteria set."""

    criteria: CriteriaSet
    lang: str
    unit: Unit
    _shown: dict[tuple[Ref, str], str] = field(default_factory=dict)

    def cell(self, column: Column, value: Value, row: Row) -> Cell:
        """The cell of a value. ``row`` tells what a limit counts and what members are.

        Raises:
            ValueError: for a text that a cell cannot hold, or a name in a list with a separator in it.
        """
        if value is None or value in ("", ()):
            return None
        match column.type:
            case Type.CHOICE:
                return self.word(column, str(value))
            case Type.LIST if not isinstance(value, str) and isinstance(value, Sequence):
                return self._members(column, [str(item) for item in value], row)
            case Type.DATE if isinstance(value, dt.date):
                return value
            case Type.ID | Type.TEXT | Type.LONG_TEXT:
                return _fits(str(value))
        if isinstance(value, int | Decimal):
            return self.number(column, value, str(row.get("kind", "")))
        raise ValueError(f"{column.code}: {value!r}")

    def word(self, column: Column, code: str) -> str:
        """The word shown for a code; a name of the city's own is kept."""
        if column.ref in TITLES and column.ref is not None:
            return self._title(column.ref, code)
        for list_name in column.words:
            if code in names.codes(list_name):
                return word(self.lang, list_name, code)
        return _fits(code)

    def _title(self, ref: Ref, code: str) -> str:
        if (ref, code) not in self._shown:
            self._shown[ref, code] = names.shown(self.criteria, ref, code, self.lang)
        return self._shown[ref, code]

    def number(self, column: Column, value: int | Decimal, limit: str = "") -> float | str:
        """A quantity in the unit of its cell; as text where a spreadsheet's number would not hold every digit."""
        return self._exact(Decimal(value) / per_unit(column.type, self.unit, limit))

    def _exact(self, value: Decimal) -> float | str:
        # A spreadsheet keeps 15 significant digits, and the file holds 16.
        if len(value.normalize().as_tuple().digits) <= 15:
            return float(value)
        written = format(value, "f")
        return written.replace(".", ",") if self.lang == "fr" else written

    def _members(self, column: Column, codes: list[str], row: Row) -> str | None:
        shown = [self._member(column, code, str(row.get("dimension", ""))) for code in codes]
        for name in shown:
            if LIST_SEPARATOR in name:
                raise ValueError(f"{column.code}: {name!r}")
        return _fits(f"{LIST_SEPARATOR} ".join(shown))

    def _member(self, column: Column, code: str, dimension: str) -> str:
        if column.ref is not Ref.MEMBERS:
            return code
        if dimension == Dimension.AXIS:
            title = self._title(Ref.AXIS, code)
            return code if LIST_SEPARATOR in title else title
        if dimension in (Dimension.JURISDICTION, Dimension.CATEGORY) and code in names.codes(dimension):
            return word(self.lang, dimension, code)
        return code


def per_unit(type_: Type, unit: Unit, limit: str = "") -> int:
    """Canonical units (cents, basis points, thousandths) in one unit of a cell; ``limit`` is what a limit counts."""
    counted: dict[str, int] = {LimitKind.OPERATING: CENTS_PER[unit], LimitKind.CAPACITY: MILLI}
    match type_:
        case Type.MONEY:
            return CENTS_PER[unit]
        case Type.PERCENT:
            return 10_000
        case Type.FTE:
            return MILLI
        case Type.LIMIT:
            return counted.get(limit, 1)
        case _:
            return 1


def _fits(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise ValueError(f"{len(text)} > {MOST_TEXT}")
    return text
