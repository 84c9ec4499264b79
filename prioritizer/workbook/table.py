"""One sheet read: header found wherever it stands, cells turned into canonical values, problems collected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openpyxl.utils import get_column_letter

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import Info
from prioritizer.domain.problem import Where
from prioritizer.domain.vocabulary import Unit
from prioritizer.workbook.columns import Column, Sheet, Type
from prioritizer.workbook.labels import HeaderMatch, YearHeader, match_band, match_header
from prioritizer.workbook.layout import HEADER_SEARCH
from prioritizer.workbook.marks import Mark
from prioritizer.workbook.names import match_word
from prioritizer.workbook.raw import RawSheet
from prioritizer.workbook.record import Frame, Problems, Row, shown
from prioritizer.workbook.values import Reader, Unread, Value, Values, default_of

MANY_MISSING = 4
"""Required cells that a row may lack before it is said to be hardly one."""


class TableReader:
    """Reads the tables of one workbook: its unit, its years and its criteria are known by then."""

    def __init__(self, criteria: CriteriaSet, info: Info | None, problems: Problems) -> None:
        self.info, self.problems = info, problems
        self.horizon = info.horizon if info else 0
        self.values = Values(criteria, info.unit if info else Unit.DOLLARS)

    def rows(self, sheet: Sheet, raw: RawSheet) -> list[Row]:
        """Rows that hold something. A header that cannot be found is a problem, and gives no rows."""
        place = Where(file=self.problems.file, sheet=sheet.code, sheet_read=raw.name)
        if raw.too_far:
            self.problems.add("cell-too-far", replace(place, cell=raw.too_far))
        header = _find_header(sheet, raw)
        if header is None:
            self.problems.add("header-missing", place)
            return []
        number, cells, matches = header
        frame = self._frame(sheet, place, number, cells, matches)
        for ref in raw.merged:
            if _below(ref, number):
                self.problems.add("cells-merged", replace(place, cell=ref), ref)
        self._band(place, [(n, row) for n, row in raw.rows if n < number])
        below = [(n, row) for n, row in raw.rows if n > number]
        hidden = [str(n) for n, _ in below if n in raw.hidden]
        if hidden:
            self.problems.add("rows-hidden", place, ", ".join(hidden[:10]), warn=True, count=len(hidden))
        self._hidden_columns(place, raw, below)
        self._unnamed(place, below, cells)
        read = _Reading(frame, self.values, self.horizon)
        # A form without any value is still a row, which lacks everything.
        return [self._row(read, n, row) for n, row in below if sheet.form or not read.counted.isdisjoint(row)]

    def _frame(
        self, sheet: Sheet, place: Where, number: int, cells: Mapping[int, Any], matches: Mapping[int, HeaderMatch]
    ) -> Frame:
        columns: dict[int, Column] = {}
        years: dict[int, int] = {}
        extra = []
        for c, value in sorted(cells.items()):
            where = replace(place, cell=f"{get_column_letter(c)}{number}", label_read=shown(value))
            match = matches.get(c)
            self._unit(match, where, value)
            if match is None:
                extra.append(shown(value))
            elif match.year is not None:
                self._year_column(years, c, match.year, where, value)
            elif match.column in columns.values():
                self.problems.add("header-twice", replace(where, field=match.column.code), value)
            else:
                columns[c] = match.column
        if extra:
            self.problems.add("columns-ignored", place, ", ".join(extra[:10]), warn=True, count=len(extra))
        present = {column.code for column in columns.values()}
        for column in sheet.columns:
            if column.required and not column.repeated and column.code not in present:
                self.problems.add("column-missing", replace(place, field=column.code))
        if sheet.repeated is not None and self.info is not None:
            for k in sorted(set(range(self.horizon)) - set(years.values())):
                self.problems.add("year-missing", place, expected=str(self.info.first_year + k))
        return Frame(sheet, place, columns, years, {c: shown(value) for c, value in cells.items()})

    def _unit(self, match: HeaderMatch | None, where: Where, value: object) -> None:
        """Refuse a header in another unit than the workbook's: its amounts would be a thousand times wrong."""
        if match is None or not match.unit or match.column.type not in (Type.MONEY, Type.LIMIT):
            return
        if self.info is not None and match_word("unit", match.unit) != self.info.unit:
            self.problems.add("unit-differs", where, value, Mark("@unit"), unit=self.info.unit.value)

    def _band(self, place: Where, above: list[tuple[int, dict[int, Any]]]) -> None:
        for number, cells in above:
            for c, value in cells.items():
                unit = match_band(value)
                if self.info is not None and unit not in (None, self.info.unit):
                    where = replace(place, cell=f"{get_column_letter(c)}{number}")
                    self.problems.add("unit-differs", where, value, Mark("@unit"), unit=self.info.unit.value)

    def _year_column(self, years: dict[int, int], c: int, header: YearHeader, where: Where, value: object) -> None:
        if self.info is None:
            return
        by_year = None if header.year is None else header.year - self.info.first_year
        k = by_year if header.number is None else header.number - 1
        if by_year is not None and by_year != k:
            expected = str(self.info.first_year + (header.number or 1) - 1)
            self.problems.add("year-header-wrong", where, value, expected)
        elif k is None or not 0 <= k < self.horizon:
            first, last = self.info.first_year, self.info.first_year + self.horizon - 1
            self.problems.add("year-outside", where, value, Mark("@years"), first=first, last=last)
        elif k in years.values():
            self.problems.add("header-twice", where, value)
        else:
            years[c] = k

    def _hidden_columns(self, place: Where, raw: RawSheet, rows: list[tuple[int, dict[int, Any]]]) -> None:
        """Say which columns hold values that nobody sees."""
        used = sorted({c for _, cells in rows for c in cells})
        hidden = [c for c in used if any(first <= c <= last for first, last in raw.hidden_columns)]
        if hidden:
            letters = ", ".join(get_column_letter(c) for c in hidden[:10])
            self.problems.add("columns-hidden", place, letters, warn=True, count=len(hidden))

    def _unnamed(self, place: Where, rows: list[tuple[int, dict[int, Any]]], header: Mapping[int, Any]) -> None:
        """Say which columns hold values under no header at all."""
        loose = sorted({c for _, cells in rows for c in cells} - header.keys())
        if loose:
            letters = ", ".join(get_column_letter(c) for c in loose[:10])
            self.problems.add("columns-unnamed", place, letters, warn=True, count=len(loose))

    def _row(self, reading: "_Reading", number: int, cells: Mapping[int, Any]) -> Row:
        frame = reading.frame
        values = dict(reading.defaults)
        for c, cell in cells.items():
            if c in reading.columns:
                code, read = reading.columns[c]
                values[code] = self._value(frame, number, code, cell, read)
        self._missing(reading, number, cells)
        years: list[int | None] = [None] * reading.horizon
        for c, k in frame.years.items():
            if c in cells:
                read = reading.year(str(values.get("kind") or ""))
                value = self._value(frame, number, f"years.{k}", cells[c], read)
                years[k] = value if isinstance(value, int) else None
        return Row(number, values, tuple(years), cells, frame)

    def _missing(self, reading: "_Reading", number: int, cells: Mapping[int, Any]) -> None:
        """Required cells that are empty; a row that lacks most of them is named once, as a note or a total would be."""
        frame, missing = reading.frame, sorted(reading.required - cells.keys())
        if not frame.sheet.form and len(missing) >= MANY_MISSING and 2 * len(missing) > len(reading.required):
            first = min(cells.keys() & reading.counted)
            where = replace(frame.place, cell=f"{get_column_letter(first)}{number}")
            self.problems.add("row-nearly-empty", where, cells[first], count=len(missing))
            return
        for c in missing:
            self.problems.add("value-missing", frame.where(number, frame.columns[c].code))

    def _value(self, frame: Frame, number: int, code: str, cell: Any, read: Reader) -> Value:
        try:
            return read(cell)
        except Unread as error:
            where = frame.where(number, code)
            self.problems.add(error.code, where, cell, error.expected, warn=error.warn, **error.figures)
            return None


class _Reading:
    """What reads the rows of one sheet, worked out once for all of them."""

    def __init__(self, frame: Frame, values: Values, horizon: int) -> None:
        self.frame, self.values = frame, values
        self.horizon = horizon if frame.sheet.repeated else 0
        self.columns = {c: (column.code, values.reader(column)) for c, column in frame.columns.items()}
        self.required = {c for c, column in frame.columns.items() if column.required}
        self.defaults = {column.code: default_of(column) for column in frame.columns.values()}
        self.counted = set(frame.years) | {c for c, column in frame.columns.items() if not column.computed}
        """Columns that make a row: a formula alone does not."""
        self._years: dict[str, Reader] = {}

    def year(self, kind: str) -> Reader:
        """What reads the year columns of a row; ``kind`` is what a limit counts."""
        if kind not in self._years and self.frame.sheet.repeated is not None:
            self._years[kind] = self.values.reader(self.frame.sheet.repeated, kind)
        return self._years[kind]


def _find_header(sheet: Sheet, raw: RawSheet) -> tuple[int, dict[int, Any], dict[int, HeaderMatch]] | None:
    """The row, among the first ones, that names most columns: its number, its cells and what they name."""
    best: tuple[int, int, dict[int, Any], dict[int, HeaderMatch]] | None = None
    for number, cells in raw.rows:
        if number > HEADER_SEARCH:
            break
        matches = {c: m for c, value in cells.items() if (m := match_header(sheet, value)) is not None}
        distinct = len({m.column.code for m in matches.values() if m.year is None})
        if distinct >= 2 and (best is None or distinct > best[0]):
            best = (distinct, number, cells, matches)
    return None if best is None else best[1:]


def _below(ref: str, header: int) -> bool:
    digits = "".join(c if c.isdigit() else " " for c in ref).split()
    return bool(digits) and int(digits[-1]) > header
