"""What a cell holds, as the layout's column reads it: a canonical value, or why there is none."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.vocabulary import Unit
from prioritizer.workbook import names
from prioritizer.workbook.cells import TITLES, per_unit
from prioritizer.workbook.columns import Column, Type
from prioritizer.workbook.marks import Mark
from prioritizer.workbook.numbers import LARGEST, NotANumber, read_figure, to_units

Value = str | int | Decimal | dt.date | None
"""Text, a code, names of a list as written, cents, basis points, thousandths, a level or a date."""

_BREAKS = re.compile(r"[ \t\r\n\v\f]+")
"""Spaces that a line does not keep; no-break spaces are typography, and stay."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""A character as spreadsheets write the ones that XML has no place for."""
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?")


class Unread(Exception):
    """A cell that cannot be read: the code of the problem, what was expected, and its figures."""

    def __init__(self, code: str, expected: str = "", *, warn: bool = False, **figures: str | int) -> None:
        super().__init__(code)
        self.code, self.expected, self.warn, self.figures = code, expected, warn, figures


class Values:
    """Reads cells in the unit of one workbook, with the titles of one criteria set."""

    def __init__(self, criteria: CriteriaSet, unit: Unit) -> None:
        self.unit = unit
        self.titles: Mapping[Any, Mapping[str, str]] = {ref: names.title_index(criteria, ref) for ref in TITLES}

    def read(self, column: Column, cell: Any, kind: str = "") -> Value:
        """Canonical value of a cell that is not blank; ``kind`` is what a limit counts.

        Raises:
            Unread: where it cannot be read.
        """
        if isinstance(cell, tuple):
            return self._marked(column, *cell)
        match column.type:
            case Type.MONEY | Type.PERCENT | Type.FTE | Type.LIMIT | Type.INTEGER | Type.YEAR:
                return self._units(column, cell, per_unit(column.type, self.unit, kind))
            case Type.DECIMAL | Type.LEVEL:
                return self._quantity(column, cell)
            case Type.CHOICE:
                return self._choice(column, text_of(column, cell))
            case Type.DATE:
                return _date(text_of(column, cell))
            case _:
                return text_of(column, cell)

    def _marked(self, column: Column, mark: str, text: str) -> Value:
        if mark == "e":
            raise Unread("cell-error")
        if mark == "f":
            raise Unread("formula-not-computed", warn=column.computed)
        if column.type is not Type.DATE:
            raise Unread("value-wrong", Mark(f"@{column.type.value}"))
        return _date(text)

    def _choice(self, column: Column, text: str) -> str:
        if column.ref in self.titles:
            code = self.titles[column.ref].get(names.normalize(text))
            if code is None:
                raise Unread(f"unknown-{column.ref}", Mark(f"@{column.ref}"))
            return code
        code = names.match_word(column.words, text)
        if code is None and not column.open:
            raise Unread("not-in-list", Mark("@list"), list=" ".join(column.words))
        return text if code is None else code

    def _quantity(self, column: Column, cell: Any) -> Decimal:
        try:
            figure = read_figure(cell)
        except NotANumber as error:
            raise Unread(error.code, Mark(f"@{column.type}")) from None
        if figure.percent:
            raise Unread("number-wrong", Mark(f"@{column.type}"))
        _within(column, figure.value, 1)
        return figure.value

    def _units(self, column: Column, cell: Any, per: int) -> int:
        if type(cell) is int and -LARGEST <= cell <= LARGEST:
            value = cell * per
        else:
            try:
                figure = read_figure(cell)
                if figure.percent and column.type is not Type.PERCENT:
                    raise NotANumber("number-wrong")
                value = to_units(figure.value, 100 if figure.percent else per, binary=isinstance(cell, float))
            except NotANumber as error:
                raise Unread(error.code, Mark(f"@{column.type}")) from None
        _within(column, value, 100 if column.type is Type.PERCENT else per)
        return value


def _within(column: Column, value: int | Decimal, per: int) -> None:
    least, most = column.least, column.most
    if (least is None or value >= least) and (most is None or value <= most):
        return
    if column.type is Type.PERCENT:
        # A cell of 25 is 2500 %: the bounds alone would not say so.
        raise Unread("number-outside", Mark("@percent"))
    low, high = ("" if bound is None else str(Decimal(bound) / per) for bound in (least, most))
    raise Unread("number-outside", Mark("@range"), least=low, most=high)


def default_of(column: Column) -> Value:
    """What an empty cell means."""
    if not column.default:
        return None
    return int(column.default) if column.default.lstrip("-").isdigit() else column.default


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing but spaces."""
    return cell is None or (type(cell) is str and not cell.strip())


def text_of(column: Column, cell: Any) -> str:
    """The text of a cell: one line, or several where the column takes them.

    Raises:
        Unread: for a truth value, which no text column means.
    """
    if isinstance(cell, bool) and column.type is not Type.CHOICE:
        raise Unread("value-wrong", Mark(f"@{column.type}"))
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    text = text.replace("\r\n", "\n").strip()
    if column.type in (Type.LONG_TEXT, Type.LIST):
        return text
    return " ".join(text.split()) if column.type is Type.ID else _BREAKS.sub(" ", text)


def _date(text: str) -> dt.date:
    found = _DATE.fullmatch(text)
    try:
        return dt.date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise Unread("value-wrong", Mark("@date")) from None
