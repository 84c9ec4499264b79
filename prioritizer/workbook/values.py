"""What a cell holds, as the layout's column reads it: a canonical value, or why there is none."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
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


Reader = Callable[[Any], Value]
"""Canonical value of a cell that is not blank. Raises Unread where it cannot be read."""


class Values:
    """Reads cells in the unit of one workbook, with the titles of one criteria set."""

    def __init__(self, criteria: CriteriaSet, unit: Unit) -> None:
        self.unit = unit
        self.titles: Mapping[Any, Mapping[str, str]] = {ref: names.title_index(criteria, ref) for ref in TITLES}

    def reader(self, column: Column, kind: str = "") -> Reader:
        """What reads the cells of a column, chosen once for all of them; ``kind`` is what a limit counts."""
        plain = self._plain(column, kind)

        def read(cell: Any) -> Value:
            return _marked(column, *cell) if type(cell) is tuple else plain(cell)

        return read

    def _plain(self, column: Column, kind: str) -> Reader:
        match column.type:
            case Type.MONEY | Type.PERCENT | Type.FTE | Type.LIMIT | Type.INTEGER | Type.YEAR:
                per = per_unit(column.type, self.unit, kind)
                return lambda cell: _units(column, cell, per)
            case Type.DECIMAL | Type.LEVEL:
                return lambda cell: _quantity(column, cell)
            case Type.CHOICE:
                return self._choice(column)
            case Type.DATE:
                return lambda cell: _date(_text(column, cell))
            case _:
                return lambda cell: _text(column, cell)

    def _choice(self, column: Column) -> Reader:
        known: dict[Any, str] = {}  # A list has few words, and a column thousands of cells.

        def read(cell: Any) -> str:
            if type(cell) is not str:
                return self._code(column, _text(column, cell))
            if cell not in known:
                known[cell] = self._code(column, _text(column, cell))
            return known[cell]

        return read

    def _code(self, column: Column, text: str) -> str:
        if column.ref in self.titles:
            code = self.titles[column.ref].get(names.normalize(text))
            if code is None:
                raise Unread(f"unknown-{column.ref}", Mark(f"@{column.ref}"))
            return code
        code = names.match_word(column.words, text)
        if code is None and not column.open:
            raise Unread("not-in-list", Mark("@list"), list=" ".join(column.words))
        return text if code is None else code


def _marked(column: Column, mark: str, text: str) -> Value:
    if mark == "e":
        raise Unread("cell-error")
    if mark == "f":
        raise Unread("formula-not-computed", warn=column.computed)
    if column.type is not Type.DATE:
        raise Unread("value-wrong", Mark(f"@{column.type.value}"))
    return _date(text)


def _quantity(column: Column, cell: Any) -> Decimal:
    try:
        figure = read_figure(cell)
    except NotANumber as error:
        raise Unread(error.code, Mark(f"@{column.type}")) from None
    if figure.percent:
        raise Unread("number-wrong", Mark(f"@{column.type}"))
    _within(column, figure.value, 1)
    return figure.value


def _units(column: Column, cell: Any, per: int) -> int:
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
        raise Unread("percent-outside", Mark("@percent"))
    low, high = ("" if bound is None else str(Decimal(bound) / per) for bound in (least, most))
    raise Unread("number-outside", Mark("@range"), least=low, most=high)


def default_of(column: Column) -> Value:
    """What an empty cell means."""
    if not column.default:
        return None
    return int(column.default) if column.default.lstrip("-").isdigit() else column.default


def _text(column: Column, cell: Any) -> str:
    """The text of a cell: one line, or several where the column takes them; a truth value is meant by lists only."""
    if type(cell) is str:
        text = cell
    elif isinstance(cell, bool) and column.type is not Type.CHOICE:
        raise Unread("value-wrong", Mark(f"@{column.type}"))
    else:
        text = str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    match column.type:
        case Type.ID:
            return " ".join(text.split())
        case Type.LONG_TEXT | Type.LIST:
            return text.replace("\r\n", "\n").strip()
        case _:
            return _BREAKS.sub(" ", text.strip())


def _date(text: str) -> dt.date:
    found = _DATE.fullmatch(text)
    try:
        return dt.date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise Unread("value-wrong", Mark("@date")) from None
