"""The workbook drawn: every sheet of the layout, blank or filled, by one function."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import LEGAL_YEARS
from prioritizer.domain.vocabulary import Unit
from prioritizer.text import text, word
from prioritizer.workbook import explain, labels, names
from prioritizer.workbook.cells import TITLES, Cell, Words
from prioritizer.workbook.checks import PROJECT_IDS, check, list_key, list_name
from prioritizer.workbook.columns import Column, Ref, Sheet, Type
from prioritizer.workbook.layout import FIRST_ROW, HEADER_ROW, LAST_ROW, SHEETS, sheet
from prioritizer.workbook.rows import Row
from prioritizer.workbook.styles import DARK, INTERNAL, LEGAL, WRAPPED, Styles

SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CREATED = dt.datetime(2000, 1, 1)
"""Creation date written in every file, so that the same portfolio gives the same bytes."""
SPARE_ROWS = 200
"""Empty rows that already have their formulas."""
OWN_COLUMNS = 30
"""Columns left open on the right for the city's own use."""
LOOKS_LIKE_FORMULA = ("=", "+", "-", "@")
PAGE_CHARACTERS = 170
"""Characters across one printed page before a sheet takes a second one."""
TABLOID = 3
ALLOWED = dict.fromkeys(
    (
        "format_cells",
        "format_columns",
        "format_rows",
        "insert_columns",
        "insert_rows",
        "insert_hyperlinks",
        "delete_columns",
        "delete_rows",
        "sort",
        "autofilter",
    ),
    True,
)
"""What the protection leaves open: only headers and formulas are closed."""

MOST_HEIGHT = 160
"""Points; a longer text is read in the cell itself."""


class Painter:
    """A workbook being drawn."""

    def __init__(
        self, path: Path, criteria: CriteriaSet, rows: dict[str, list[Row]], lang: str, *, spare: int = SPARE_ROWS
    ) -> None:
        info = rows["info"][0]
        self.criteria, self.rows, self.lang, self.spare = criteria, rows, lang, spare
        self.first_year, self.horizon = int(str(info["first_year"])), int(str(info["horizon"]))
        self.words = Words(criteria, lang, Unit(str(info["unit"])))
        self.book = xlsxwriter.Workbook(str(path), SETTINGS)
        title = str(info.get("title") or labels.sheet_title("readme", lang))
        self.book.set_properties({"title": title, "author": str(info.get("organization") or ""), "created": CREATED})
        self.styles = Styles(self.book)
        self.unit_cell = ""

    def draw(self) -> None:
        """Draw every sheet and write the file. Raises OSError where the file cannot be written."""
        tabs = {found.code: self.book.add_worksheet(labels.sheet_name(found.code, self.lang)) for found in SHEETS}
        self._form(sheet("info"), tabs["info"])
        self._lists(tabs["lists"])
        explain.readme(tabs["readme"], self.styles, self.criteria, self.lang)
        explain.guide(tabs["guide"], self.styles, self.criteria, self.lang)
        for found in SHEETS:
            if found.read and not found.form:
                self._table(found, tabs[found.code])
        for found in SHEETS:
            self._print(tabs[found.code], found)
        tabs["lists"].hide()
        tabs["readme"].activate()
        try:
            self.book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error

    def _heading(self, found: Sheet, tab: Any) -> None:
        tab.write_string(0, 0, labels.sheet_title(found.code, self.lang), self.styles.title())
        tab.write_string(1, 0, labels.sheet_note(found.code, self.lang), self.styles.note())

    def _far(self, code: str, address: str) -> str:
        return "='" + labels.sheet_name(code, self.lang).replace("'", "''") + f"'!{address}"

    # -- information ----------------------------------------------------------------------------------------------

    def _form(self, found: Sheet, tab: Any) -> None:
        self._heading(found, tab)
        tab.set_column(0, 0, 28)
        tab.set_column(1, 1, 48, self.styles.get(locked=0))
        tab.set_column(2, 2, 90)
        row_values = self.rows["info"][0]
        for number, column in enumerate(found.columns):
            row = FIRST_ROW - 1 + number
            tab.write_string(row, 0, labels.header(found, column, self.lang), self.styles.header(DARK))
            closed = column.code == "layout_version"
            shape = self.styles.field(closed=closed)
            self._put(tab, row, 1, self.words.cell(column, row_values.get(column.code), row_values), shape)
            tab.write_string(row, 2, labels.note(found, column, self.lang), self.styles.aside())
            tab.set_row(row, 32)
            self._check(tab, column, row, row, 1)
            if column.code == "unit":
                self.unit_cell = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
        tab.protect("", ALLOWED)

    # -- tables ---------------------------------------------------------------------------------------------------

    def _table(self, found: Sheet, tab: Any) -> None:
        self._heading(found, tab)
        columns = self._columns(found)
        tab.set_column(len(columns), len(columns) + OWN_COLUMNS, None, self.styles.get(locked=0))
        self._unit(found, tab)
        for col, (column, k) in enumerate(columns):
            self._column(found, tab, col, column, k)
            if column.internal and not (col and columns[col - 1][0].internal):
                tab.write_string(HEADER_ROW - 2, col, text(self.lang, "workbook.internal"), self.styles.band(INTERNAL))
        data = self.rows.get(found.code, [])
        for number, values in enumerate(data):
            self._row(tab, FIRST_ROW - 1 + number, columns, values)
        total = next((col for col, (column, _) in enumerate(columns) if column.computed), None)
        if total is not None:
            self._totals(tab, columns, total, data)
        tab.set_row(HEADER_ROW - 1, 48)
        tab.freeze_panes(HEADER_ROW, 1 if found.code in ("envelopes", "rules") else min(2, len(columns)))
        tab.autofilter(HEADER_ROW - 1, 0, max(FIRST_ROW - 1, FIRST_ROW - 2 + len(data)), len(columns) - 1)
        tab.protect("", ALLOWED)

    def _columns(self, found: Sheet) -> list[tuple[Column, int]]:
        """Columns with the year columns spread out: each with the number of its year, 0 for the others."""
        spread: list[tuple[Column, int]] = []
        for column in found.columns:
            spread.extend((column, k) for k in range(self.horizon if column.repeated else 1))
        return spread

    def _unit(self, found: Sheet, tab: Any) -> None:
        if any(column.type in (Type.MONEY, Type.LIMIT) for column in found.columns):
            before, after = text(self.lang, "workbook.amounts_in", unit="\0").split("\0")
            far = self._far("info", self.unit_cell)[1:]
            shown = word(self.lang, "unit", self.words.unit)
            formula = f'="{before}"&{far}' + (f'&"{after}"' if after else "")
            tab.write_formula(HEADER_ROW - 2, 0, formula, self.styles.band(DARK), before + shown + after)

    def _column(self, found: Sheet, tab: Any, col: int, column: Column, k: int) -> None:
        legal = column.repeated and k < LEGAL_YEARS
        colour = LEGAL if legal else INTERNAL if column.internal else DARK
        shown = labels.header(found, column, self.lang)
        if column.repeated:
            shown = labels.year_header(self.first_year, k, self.lang)
        tab.write_string(HEADER_ROW - 1, col, shown, self.styles.header(colour))
        shape = self.styles.computed() if column.computed else self.styles.input(column, legal=legal)
        tab.set_column(col, col, column.width, self.styles.input(column) if column.computed else shape)
        if legal:
            for above in range(HEADER_ROW - 1):
                tab.write_blank(above, col, None, self.styles.get())
        if legal and k == 0:
            tab.write_string(HEADER_ROW - 2, col, text(self.lang, "workbook.legal"), self.styles.band(LEGAL))
        tip = explain.tip(found, column, self.criteria, self.lang)
        size = {"x_scale": 2.2, "y_scale": max(1.0, len(tip) / 150), "author": "", "font_size": 9}
        tab.write_comment(HEADER_ROW - 1, col, tip, size)
        if not column.computed:
            self._check(tab, column, FIRST_ROW - 1, LAST_ROW - 1, col)
        self._cents(tab, column, col)

    def _check(self, tab: Any, column: Column, first: int, last: int, col: int) -> None:
        first_cell = xl_rowcol_to_cell(first, col)
        found = check(column, self.criteria, self.lang, first_cell, xl_range_abs(first, col, last, col))
        if found:
            tab.data_validation(first, col, last, col, found)

    def _cents(self, tab: Any, column: Column, col: int) -> None:
        if column.type is not Type.MONEY:
            return
        cell = xl_rowcol_to_cell(FIRST_ROW - 1, col)
        formula = f"=AND(ISNUMBER({cell}),{cell}<>ROUND({cell},0))"
        shape = self.styles.cents(self.words.unit)
        rule = {"type": "formula", "criteria": formula, "format": shape}
        tab.conditional_format(FIRST_ROW - 1, col, LAST_ROW - 1, col, rule)

    def _row(self, tab: Any, row: int, columns: list[tuple[Column, int]], values: Row) -> None:
        height = 0  # Not every program makes a row high enough for its wrapped texts when it opens a file.
        for col, (column, k) in enumerate(columns):
            value = values.get(column.code)
            if column.computed or value is None:
                continue
            legal = column.repeated and k < LEGAL_YEARS
            if column.repeated:
                value = value[k] if isinstance(value, Sequence) and k < len(value) else None
            cell = self.words.cell(column, value, values)
            if cell is None:
                continue  # The shape of the column holds.
            quoted = isinstance(cell, str) and cell.startswith(LOOKS_LIKE_FORMULA)
            self._put(tab, row, col, cell, self.styles.input(column, legal=legal, quoted=quoted))
            if isinstance(cell, str) and column.type in WRAPPED:
                height = max(height, explain.LINE_HEIGHT * explain.lines(cell, int(column.width * 0.95)))
        if height:
            tab.set_row(row, min(height, MOST_HEIGHT))

    @staticmethod
    def _put(tab: Any, row: int, col: int, cell: Cell, shape: Any) -> None:
        match cell:
            case None:
                tab.write_blank(row, col, None, shape)
            case str():
                tab.write_string(row, col, cell, shape)
            case dt.date():
                tab.write_datetime(row, col, cell, shape)
            case _:
                tab.write_number(row, col, cell, shape)

    def _totals(self, tab: Any, columns: list[tuple[Column, int]], total: int, data: list[Row]) -> None:
        amounts = [col for col, (column, _) in enumerate(columns) if column.type is Type.MONEY and col != total]
        column = columns[total][0]
        for number in range(len(data) + self.spare):
            row = FIRST_ROW - 1 + number
            value = data[number][column.code] if number < len(data) else 0
            cell = self.words.cell(column, value, {})
            formula = f"=SUM({xl_range(row, amounts[0], row, amounts[-1])})"
            tab.write_formula(row, total, formula, self.styles.computed(), cell)

    # -- lists ----------------------------------------------------------------------------------------------------

    def _lists(self, tab: Any) -> None:
        self._heading(sheet("lists"), tab)
        done: set[str] = set()
        for found in SHEETS:
            for column in found.columns:
                key = list_key(column)
                if key is None or key in done:
                    continue
                items = self._items(column)
                col = len(done)
                done.add(key)
                tab.write_string(HEADER_ROW - 1, col, key, self.styles.header(DARK))
                for number, item in enumerate(items):
                    tab.write_string(FIRST_ROW - 1 + number, col, item)
                tab.set_column(col, col, 30)
                run = xl_range_abs(FIRST_ROW - 1, col, FIRST_ROW - 2 + max(1, len(items)), col)
                self.book.define_name(list_name(key), self._far("lists", run))
        self._project_ids()
        tab.protect()

    def _items(self, column: Column) -> list[str]:
        if column.ref in TITLES and column.ref is not None:
            ref: Ref = column.ref
            return [names.shown(self.criteria, ref, code, self.lang) for code in names.titles(self.criteria, ref)]
        return [word(self.lang, listed, code) for listed in column.words for code in names.codes(listed)]

    def _project_ids(self) -> None:
        col = [column.code for column in sheet("projects").columns].index("id")
        first = xl_rowcol_to_cell(FIRST_ROW - 1, col, row_abs=True, col_abs=True)
        run = xl_range_abs(FIRST_ROW - 1, col, LAST_ROW - 1, col)
        here = self._far("projects", "")[1:]
        self.book.define_name(PROJECT_IDS, f"={here}{first}:INDEX({here}{run},MAX(1,COUNTA({here}{run})))")

    # -- print ----------------------------------------------------------------------------------------------------

    def _print(self, tab: Any, found: Sheet) -> None:
        tab.hide_gridlines(1)
        tab.set_landscape()
        tab.set_paper(TABLOID)
        width = sum(column.width for column, _ in self._columns(found))
        tab.fit_to_pages(max(1, round(width / PAGE_CHARACTERS)), 0)
        tab.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        tab.set_footer(f"&L&A&R{text(self.lang, 'workbook.page', page='&P', pages='&N')}")
        if found.columns and not found.form:
            tab.repeat_rows(HEADER_ROW - 1)
            tab.repeat_columns(0, 1)
