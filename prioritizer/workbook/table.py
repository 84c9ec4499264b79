"""One sheet read: header found wherever it stands, cells turned into canonical values, problems collected."""

import datetime as dt
import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from openpyxl.utils import get_column_letter

from prioritizer.domain.criteria import CriteriaSet, Text
from prioritizer.domain.portfolio import Info
from prioritizer.domain.problem import Problem, Severity, Where
from prioritizer.domain.vocabulary import LimitKind, Unit
from prioritizer.workbook import names
from prioritizer.workbook.cells import CENTS_PER, TITLES
from prioritizer.workbook.columns import Column, Sheet, Type
from prioritizer.workbook.labels import match_header
from prioritizer.workbook.layout import HEADER_SEARCH
from prioritizer.workbook.numbers import NotANumber, read_figure, to_units
from prioritizer.workbook.raw import RawSheet

Value = str | int | Decimal | dt.date | tuple[str, ...] | None
SHOWN = 80
"""Characters of a cell that a message repeats."""


@dataclass(frozen=True)
class Row:
    """A row of canonical values by column code, with where each stands. ``years`` has one entry a year or None."""

    number: int
    values: Mapping[str, Value]
    years: tuple[int | None, ...]
    place: Callable[[str], Where]
    raw: Callable[[str], str]

    def text(self, code: str) -> str:
        """A text column, empty where nothing was written."""
        value = self.values.get(code)
        return "" if value is None else str(value)

    def whole(self, code: str) -> int | None:
        """An integer column (cents, basis points, years); None where empty."""
        value = self.values.get(code)
        return value if isinstance(value, int) else None

    def names(self, code: str) -> tuple[str, ...]:
        """A list column."""
        value = self.values.get(code)
        return value if isinstance(value, tuple) else ()


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


def shown(value: object) -> str:
    """A cell as a message repeats it: on one line, not too long, without control signs."""
    if isinstance(value, tuple) and len(value) == 2:
        value = value[1]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


class TableReader:
    """Reads the tables of one workbook: its unit, its years and its criteria are known by then."""

    def __init__(self, criteria: CriteriaSet, info: Info | None, problems: Problems) -> None:
        self.info, self.problems = info, problems
        self.unit = info.unit if info else Unit.DOLLARS
        self.horizon = info.horizon if info else 0
        self.titles = {ref: names.title_index(criteria, ref) for ref in TITLES}

    def rows(self, sheet: Sheet, raw: RawSheet) -> list[Row]:
        """Rows that hold something. A header that cannot be found is a problem, and gives no rows."""
        place = Where(file=self.problems.file, sheet=sheet.code, sheet_read=raw.name)
        if raw.too_far:
            self.problems.add("cell-too-far", _at(place, raw.too_far))
        header = self._header(sheet, raw)
        if header is None:
            self.problems.add("header-missing", place)
            return []
        number, columns, years = header
        for ref in raw.merged:
            if _below(ref, number):
                self.problems.add("cells-merged", _at(place, ref), ref)
        return [
            self._row(sheet, place, row_number, cells, columns, years)
            for row_number, cells in raw.rows
            if row_number > number and self._filled(cells, columns, years)
        ]

    def _header(self, sheet: Sheet, raw: RawSheet) -> tuple[int, dict[int, Column], dict[int, int]] | None:
        best: tuple[int, int, dict[int, Any]] | None = None
        for number, cells in raw.rows:
            if number > HEADER_SEARCH:
                break
            matches = {c: m for c, value in cells.items() if (m := match_header(sheet, value)) is not None}
            distinct = len({m.column.code for m in matches.values() if m.year is None})
            if distinct >= 2 and (best is None or distinct > best[0]):
                best = (distinct, number, matches)
        if best is None:
            return None
        _, number, matches = best
        cells = dict(raw.rows)[number]
        place = Where(file=self.problems.file, sheet=sheet.code, sheet_read=raw.name)
        columns: dict[int, Column] = {}
        years: dict[int, int] = {}
        extra = []
        for c, value in sorted(cells.items()):
            where = _at(place, f"{get_column_letter(c)}{number}")
            match = matches.get(c)
            if match is None:
                extra.append(shown(value))
            elif match.year is not None:
                self._year_column(years, c, match.year.year, match.year.number, where, value)
            elif match.column in columns.values():
                self.problems.add("header-twice", _field(where, match.column), value)
            else:
                columns[c] = match.column
        if extra:
            self.problems.add("columns-ignored", place, ", ".join(extra[:10]), warn=True, count=len(extra))
        present = {column.code for column in columns.values()}
        for column in sheet.columns:
            if column.required and not column.repeated and column.code not in present:
                self.problems.add("column-missing", _field(place, column))
        if sheet.repeated is not None and self.info is not None:
            for k in sorted(set(range(self.horizon)) - set(years.values())):
                self.problems.add("year-missing", place, expected=str(self.info.first_year + k))
        return number, columns, years

    def _year_column(
        self, years: dict[int, int], c: int, year: int | None, number: int | None, where: Where, value: object
    ) -> None:
        if self.info is None:
            return
        by_year = None if year is None else year - self.info.first_year
        k = by_year if number is None else number - 1
        if by_year is not None and by_year != k:
            expected = str(self.info.first_year + (number or 1) - 1)
            self.problems.add("year-header-wrong", where, value, expected)
        elif k is None or not 0 <= k < self.horizon:
            first, last = self.info.first_year, self.info.first_year + self.horizon - 1
            self.problems.add("year-outside", where, value, "@years", first=first, last=last)
        elif k in years.values():
            self.problems.add("header-twice", where, value)
        else:
            years[c] = k

    def _filled(self, cells: Mapping[int, Any], columns: Mapping[int, Column], years: Mapping[int, int]) -> bool:
        return any(
            not _blank(value) and (c in years or (c in columns and not columns[c].computed))
            for c, value in cells.items()
        )

    def _row(
        self,
        sheet: Sheet,
        place: Where,
        number: int,
        cells: Mapping[int, Any],
        columns: Mapping[int, Column],
        years: Mapping[int, int],
    ) -> Row:
        header = {column.code: c for c, column in columns.items()}
        repeated = sheet.repeated
        values: dict[str, Value] = {}

        def where(code: str) -> Where:
            if code.startswith("years."):
                c = next((c for c, k in years.items() if k == int(code[6:])), 0)
                column = repeated
            else:
                c, column = header.get(code, 0), sheet.column(code)
            at = _at(place, f"{get_column_letter(c)}{number}" if c else f"{number}:{number}")
            return at if column is None else _field(at, column, code)

        def written(code: str) -> str:
            return shown(cells.get(header.get(code, 0), ""))

        for c, column in columns.items():
            values[column.code] = self._value(column, cells.get(c), partial(where, column.code), "")
        for column in sheet.columns:
            if (
                column.required
                and not column.repeated
                and column.code in header
                and _blank(cells.get(header[column.code]))
            ):
                self.problems.add("value-missing", where(column.code))
        kind = str(values.get("kind") or "")
        found: list[int | None] = [None] * self.horizon
        if repeated is not None:
            for c, k in years.items():
                value = self._value(repeated, cells.get(c), partial(where, f"years.{k}"), kind)
                found[k] = value if isinstance(value, int) else None
        return Row(number, values, tuple(found), where, written)

    def _value(self, column: Column, cell: Any, where: Callable[[], Where], kind: str) -> Value:
        """Canonical value of a cell; None, with a problem noted, where it cannot be read."""
        if _blank(cell):
            return self._default(column)
        if isinstance(cell, tuple):
            mark, text = cell
            if mark == "e":
                self.problems.add("cell-error", where(), text)
                return None
            if mark == "f":
                self.problems.add("formula-not-computed", where(), text, warn=column.computed)
                return None
            if column.type is not Type.DATE:
                self.problems.add("value-wrong", where(), text, f"@{column.type.value}")
                return None
        match column.type:
            case Type.ID | Type.TEXT | Type.LONG_TEXT:
                return _text(cell, one_line=column.type is not Type.LONG_TEXT)
            case Type.CHOICE:
                return self._choice(column, cell, where)
            case Type.LIST:
                text = _text(cell, one_line=False)
                items = text.replace("\n", ";").split(";") if ";" in text or "\n" in text else text.split(",")
                return tuple(dict.fromkeys(item.strip() for item in items if item.strip()))
            case Type.DATE:
                return self._date(cell, where)
            case _:
                return self._number(column, cell, where, kind)

    def _default(self, column: Column) -> Value:
        if not column.default:
            return None
        return int(column.default) if column.default.lstrip("-").isdigit() else column.default

    def _choice(self, column: Column, cell: Any, where: Callable[[], Where]) -> str | None:
        text = _text(cell)
        if column.ref in self.titles and column.ref is not None:
            code = self.titles[column.ref].get(names.normalize(text))
            if code is None:
                self.problems.add("unknown-" + column.ref.value, where(), cell, "@" + column.ref.value)
            return code
        code = names.match_word(column.words, text)
        if code is None and column.open:
            return text
        if code is None:
            self.problems.add("not-in-list", where(), cell, "@list", list=" ".join(column.words))
        return code

    def _date(self, cell: Any, where: Callable[[], Where]) -> dt.date | None:
        text = cell[1] if isinstance(cell, tuple) else str(cell).strip()
        try:
            return dt.date.fromisoformat(text[:10])
        except ValueError:
            self.problems.add("value-wrong", where(), cell, "@date")
            return None

    def _number(self, column: Column, cell: Any, where: Callable[[], Where], kind: str) -> int | Decimal | None:
        expected = f"@{column.type.value}"
        try:
            figure = read_figure(cell)
            if figure.percent and column.type is not Type.PERCENT:
                raise NotANumber("number-wrong")
            if column.type in (Type.DECIMAL, Type.LEVEL):
                value: int | Decimal = figure.value
            else:
                per = 100 if figure.percent else self._per(column, kind)
                value = to_units(figure.value, per, binary=isinstance(cell, float))
        except NotANumber as error:
            self.problems.add(error.code, where(), cell, expected)
            return None
        least, most = column.least, column.most
        if (least is not None and value < least) or (most is not None and value > most):
            per = self._per(column, kind)
            low = "" if least is None else str(Decimal(least) / (100 if column.type is Type.PERCENT else per))
            high = "" if most is None else str(Decimal(most) / (100 if column.type is Type.PERCENT else per))
            self.problems.add("number-outside", where(), cell, "@range", least=low, most=high)
            return None
        return value

    def _per(self, column: Column, kind: str) -> int:
        match column.type:
            case Type.MONEY:
                return CENTS_PER[self.unit]
            case Type.PERCENT:
                return 10_000
            case Type.FTE:
                return 1000
            case Type.LIMIT:
                return {LimitKind.OPERATING.value: CENTS_PER[self.unit], LimitKind.CAPACITY.value: 1000}.get(kind, 1)
        return 1


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Any, *, one_line: bool = True) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).replace("\r\n", "\n").replace("_x000D_", "").strip()
    return " ".join(text.split()) if one_line else text


def _at(place: Where, cell: str) -> Where:
    return Where(file=place.file, sheet=place.sheet, sheet_read=place.sheet_read, cell=cell)


def _field(place: Where, column: Column, code: str = "") -> Where:
    return Where(
        file=place.file, sheet=place.sheet, sheet_read=place.sheet_read, cell=place.cell, field=code or column.code
    )


def _below(ref: str, header: int) -> bool:
    digits = "".join(c if c.isdigit() else " " for c in ref).split()
    return bool(digits) and int(digits[-1]) > header


def near(name: str, known: Collection[str]) -> str:
    """The names that look most like it, or the first few where none does."""
    names_known = sorted(known)
    return ", ".join(difflib.get_close_matches(name, names_known, n=3, cutoff=0.6) or names_known[:5])


def both(texts: Iterable[Text]) -> str:
    """Titles of the criteria set as a figure of a message, which picks its language."""
    found = list(texts)
    return "@both:" + ", ".join(text.fr for text in found) + "\x1f" + ", ".join(text.en for text in found)
