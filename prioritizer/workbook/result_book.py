"""Sheets of the result workbook: formats, headers, widths, print set-up. Text that begins with = + - @ stays text."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from prioritizer.text import text

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FIXED_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""Creation date written in every file, so that the same result gives the same bytes."""
HEADER_ROW = 3
"""Row of the column headers (0-based): a title, a note and an empty row stand above."""
DARK, LIGHT, BAND = "#1F3A5F", "#FFFFFF", "#EAF0F7"
LINE_HEIGHT = 15
MAX_TEXT = 32_767
"""Characters that a cell holds."""

FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK},
    "note": {"italic": True, "font_color": "#444444"},
    "header": {
        "bold": True,
        "font_color": LIGHT,
        "bg_color": DARK,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": "#8896A8",
    },
    "text": {"valign": "top", "align": "left", "indent": 1},
    "wrap": {"text_wrap": True, "valign": "top", "align": "left", "indent": 1},
    "label": {"bold": True, "valign": "top"},
    "year": {"num_format": "0", "align": "center", "valign": "top"},
    "money": {"num_format": "#,##0", "valign": "top"},
    "points": {"num_format": "#,##0.00", "valign": "top"},
    "factor": {"num_format": "0.0000", "valign": "top"},
    "level": {"num_format": "0.####", "valign": "top"},
    "share": {"num_format": "0.0%", "valign": "top"},
    "weight": {"num_format": "0.00%", "valign": "top"},
    "figure": {"num_format": "#,##0.###", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
}


@dataclass(frozen=True)
class Column:
    """A column: key of its header in the catalog (or a ready header), width in characters, format of its cells."""

    key: str
    width: float
    format: str = "text"
    header: str = ""


@dataclass(frozen=True)
class Formula:
    """A live formula and the value it has, so that a reader that does not compute sees it too."""

    text: str
    value: Fraction | float | int


Cell = str | int | float | Fraction | Formula | None


class Book:
    """The workbook being written."""

    def __init__(self, path: Path, lang: str, title: str, author: str) -> None:
        self.lang = lang
        self._book = xlsxwriter.Workbook(str(path), OPTIONS)
        self._book.set_properties({"title": title, "author": author, "created": FIXED_DATE})
        self._book.set_calc_mode("auto")
        self.formats = {name: self._book.add_format({"font_name": "Calibri", **f}) for name, f in FORMATS.items()}
        strong = {"bold": True, "top": 1, "top_color": DARK, "bg_color": BAND}
        self._strong = {
            name: self._book.add_format({"font_name": "Calibri", **f, **strong}) for name, f in FORMATS.items()
        }
        left = {"align": "left"}
        self._left = {name: self._book.add_format({"font_name": "Calibri", **f, **left}) for name, f in FORMATS.items()}

    def word(self, key: str, **figures: object) -> str:
        """A sentence of the result catalog."""
        return text(self.lang, f"result.{key}", **figures)

    def sheet(
        self, code: str, columns: Sequence[Column], *, title: str = "", note: str = "", frozen: int = 0
    ) -> "Sheet":
        """Add a sheet with its title, note and headers; ``frozen`` columns stay in sight."""
        return Sheet(self, code, columns, (title or self.word(f"title.{code}"), note), frozen)

    def add(self, name: str) -> Any:
        """A new empty worksheet."""
        return self._book.add_worksheet(name)

    def strong(self, name: str) -> Any:
        """A format for a row of totals."""
        return self._strong[name]

    def left(self, name: str) -> Any:
        """The same format, on the left: for a figure under a text."""
        return self._left[name]

    def close(self) -> None:
        """Write the file. Raises OSError where that fails."""
        try:
            self._book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            original = error.args[0] if error.args else None
            raise (original if isinstance(original, OSError) else OSError(str(error))) from None


class Sheet:
    """One sheet: rows are added from the top, under the headers."""

    def __init__(self, book: Book, code: str, columns: Sequence[Column], above: tuple[str, str], frozen: int) -> None:
        self.book, self.columns = book, tuple(columns)
        self.name = book.word(f"sheet.{code}")
        self.sheet = book.add(self.name)
        self.row = HEADER_ROW + 1
        title, note = above
        self.sheet.write_string(0, 0, title, book.formats["title"])
        if note:
            self.sheet.write_string(1, 0, note, book.formats["note"])
        for col, column in enumerate(self.columns):
            self.sheet.set_column(col, col, column.width)
            header = column.header or book.word(f"col.{column.key}")
            self.sheet.write_string(HEADER_ROW, col, header, book.formats["header"])
        self.sheet.set_row(HEADER_ROW, 32)
        self.sheet.freeze_panes(HEADER_ROW + 1, frozen)
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(5)  # Legal, as North American offices print wide tables.
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEADER_ROW)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        self.sheet.set_footer(f"&L&A&R{book.word('print.page', page='&P', pages='&N')}")

    def add(self, *cells: Cell, strong: bool = False) -> int:
        """Write a row, return its number (0-based)."""
        for col, cell in enumerate(cells):
            self.put(self.row, col, cell, strong=strong)
        self._fit(cells)
        self.row += 1
        return self.row - 1

    def pair(self, label: str, content: Cell, format_name: str = "wrap") -> None:
        """Write a row of a label and what it says."""
        self.put(self.row, 0, label)
        self._fit((label, content))
        self._write(self.row, 1, content, self.book.left(format_name))
        self.row += 1

    def _fit(self, cells: Sequence[Cell]) -> None:
        """Make the row high enough for its wrapped texts: not every program does it when it opens a file."""
        lines = 1
        for cell, column in zip(cells, self.columns, strict=False):
            if isinstance(cell, str) and column.format == "wrap":
                room = max(int(column.width * 0.95), 1)
                lines = max(lines, sum(math.ceil(max(len(part), 1) / room) for part in cell.split("\n")))
        if lines > 1:
            self.sheet.set_row(self.row, min(LINE_HEIGHT * lines, 400))

    def put(self, row: int, col: int, cell: Cell, *, strong: bool = False, format_name: str = "") -> None:
        """Write one cell in its column's format."""
        name = format_name or (self.columns[col].format if col < len(self.columns) else "text")
        figure = cell.value if isinstance(cell, Formula) else cell
        if name == "figure" and isinstance(figure, int | float | Fraction) and figure == int(figure):
            name = "whole"  # A spreadsheet shows the optional decimals of a whole number as a lone decimal sign.
        self._write(row, col, cell, self.book.strong(name) if strong else self.book.formats[name])

    def _write(self, row: int, col: int, cell: Cell, shape: Any) -> None:
        if cell is None:
            self.sheet.write_blank(row, col, None, shape)
        elif isinstance(cell, Formula):
            self.sheet.write_formula(row, col, cell.text, shape, float(cell.value))
        elif isinstance(cell, str):
            self.sheet.write_string(row, col, cell[:MAX_TEXT], shape)
        else:
            self.sheet.write_number(row, col, float(cell), shape)

    def cell(self, row: int, col: int, *, absolute: bool = False) -> str:
        """Address of a cell on this sheet."""
        return str(xl_rowcol_to_cell(row, col, row_abs=absolute, col_abs=absolute))

    def span(self, first: int, last: int, col: int) -> str:
        """Absolute address of a run of cells of one column."""
        return f"{self.cell(first, col, absolute=True)}:{self.cell(last, col, absolute=True)}"

    def far(self, address: str) -> str:
        """An address of this sheet as another sheet writes it."""
        return "'" + self.name.replace("'", "''") + "'!" + address

    def filtered(self) -> None:
        """Put filters on the headers, down to the last row written."""
        if self.row > HEADER_ROW + 1:
            self.sheet.autofilter(HEADER_ROW, 0, self.row - 1, len(self.columns) - 1)
