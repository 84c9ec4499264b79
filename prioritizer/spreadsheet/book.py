"""Sheets of a workbook of results: formats, headers, widths, print set-up. Text that begins with = + - @ stays text."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from textwrap import wrap
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from prioritizer.text import text

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FIXED_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""Creation date written in every file, so that the same result gives the same bytes."""
HEADER_ROW = 3
"""Row of the column headers (0-based): a title, a note and an empty row stand above."""
TOP = HEADER_ROW + 1
"""First row of figures (0-based)."""
DARK, LEGAL, LIGHT, BAND = "#1F3A5F", "#0B5D57", "#FFFFFF", "#EAF0F7"
LINE_HEIGHT = 15
ROOM = 1.05
"""Letters of text to a digit of width."""
MAX_TEXT = 32_767
"""Characters that a cell holds."""
LOOKS_LIKE_FORMULA = ("=", "+", "-", "@")
"""A text that begins so is marked as one, or it would become a formula once somebody edits its cell."""
LEGAL_PAPER, TABLOID = 5, 3
"""Papers that North American offices print wide tables on."""
PAGE_CHARACTERS = 330
"""Characters across one printed page of the larger paper, at two thirds of their size, before a second one is taken."""

HEADER: dict[str, Any] = {
    "bold": True,
    "font_color": LIGHT,
    "bg_color": DARK,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#8896A8",
}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK},
    "note": {"italic": True, "font_color": "#444444"},
    "header": HEADER,
    "legal": {**HEADER, "bg_color": LEGAL},
    "over": {"bold": True, "font_color": LEGAL, "font_size": 9, "valign": "bottom"},
    "text": {"valign": "top", "align": "left", "indent": 1},
    "wrap": {"text_wrap": True, "valign": "top", "align": "left", "indent": 1},
    "label": {"bold": True, "valign": "top"},
    "link": {"underline": 1, "font_color": "#0B4F8A", "valign": "top", "align": "left", "indent": 1},
    "year": {"num_format": "0", "align": "center", "valign": "top"},
    "money": {"num_format": "#,##0", "valign": "top"},
    "amount": {"num_format": '#,##0;-#,##0;"–"', "valign": "top", "align": "right"},
    "people": {"num_format": '#,##0.0;-#,##0.0;"–"', "valign": "top", "align": "right"},
    "points": {"num_format": "#,##0.00", "valign": "top"},
    "factor": {"num_format": "0.0000", "valign": "top"},
    "level": {"num_format": "0.####", "valign": "top"},
    "share": {"num_format": "0.0%", "valign": "top"},
    "part": {"num_format": '0%;-0%;"–"', "valign": "top", "align": "right"},
    "weight": {"num_format": "0.00%", "valign": "top"},
    "figure": {"num_format": "#,##0.###", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "fte": {"num_format": "#,##0.0", "valign": "top"},
    "answer": {"valign": "top", "align": "center"},
    "input": {
        "num_format": "0",
        "valign": "top",
        "align": "center",
        "bold": True,
        "bg_color": "#FFF6D6",
        "border": 1,
        "border_color": "#7A6A2F",
    },
}

TEXTS = ("text", "wrap", "label")
ALARM = {"bold": True, "font_color": "#9C0006", "bg_color": "#FFE3E3"}
"""Of what breaks a rule, beside the word or the sign that says so."""


@dataclass(frozen=True)
class Column:
    """A column: key of its header in the catalog (or a ready header), width in characters, format of its cells."""

    key: str
    width: float
    format: str = "text"
    header: str = ""
    look: str = "header"


@dataclass(frozen=True)
class Formula:
    """A live formula and the value it has, so that a reader that does not compute sees it too."""

    text: str
    value: Fraction | float | int | str


Cell = str | int | float | Fraction | Formula | None


class Book:
    """The workbook being written.

    Args:
        target: where it is written.
        lang: language of its words.
        title: title of the file.
        author: author of the file.
        catalog: where the words stand that ``word`` says.
        created: date written in the file.
        accent: colour of titles and headers; white is read on it.
        band: colour behind rows of totals.
    """

    def __init__(
        self,
        target: Path | IO[bytes],
        lang: str,
        title: str,
        author: str,
        *,
        catalog: str,
        created: dt.datetime = FIXED_DATE,
        accent: str = DARK,
        band: str = BAND,
    ) -> None:
        self.lang, self.catalog = lang, catalog
        self.accent = accent
        self._book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, OPTIONS)
        self._book.set_properties({"title": title, "author": author, "created": created})
        self._book.set_calc_mode("auto")
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._given: dict[int, dict[str, Any]] = {}
        strong = {"bold": True, "top": 1, "top_color": accent, "bg_color": band}
        self.formats = {name: self.make(**shape) for name, shape in FORMATS.items()}
        self._strong = {name: self.make(**{**shape, **strong}) for name, shape in FORMATS.items()}
        self._left = {name: self.make(**{**shape, "align": "left", "indent": 1}) for name, shape in FORMATS.items()}

    def make(self, **properties: Any) -> Any:
        """The format with these properties, made once."""
        mine = {name: self.accent if value == DARK else value for name, value in properties.items()}
        key = tuple(sorted(mine.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "Calibri", **mine})
            self._given[id(self._made[key])] = mine
        return self._made[key]

    def quoted(self, shape: Any) -> Any:
        """The same format for a text that looks like a formula."""
        return self.make(**self._given[id(shape)], quote_prefix=True)

    def word(self, key: str, **figures: object) -> str:
        """A sentence of the workbook's catalog."""
        return text(self.lang, f"{self.catalog}.{key}", **figures)

    def sheet(
        self,
        code: str,
        columns: Sequence[Column],
        *,
        title: str = "",
        note: str = "",
        frozen: int = 0,
        rows: int = 0,
    ) -> "Sheet":
        """Add a sheet with its title, note and headers; ``frozen`` columns stay in sight; see ``Sheet.run``."""
        return Sheet(self, code, columns, (title or self.word(f"title.{code}"), note), frozen, rows)

    def add(self, name: str) -> Any:
        """A new empty worksheet."""
        return self._book.add_worksheet(name)

    def name(self, name: str, address: str) -> None:
        """Give an address a name."""
        self._book.define_name(name, f"={address}")

    def header(self, column: Column) -> Any:
        """The format of a header: on the side of what stands under it."""
        align = FORMATS[column.format].get("align", "left" if column.format in TEXTS else "right")
        return self.make(**FORMATS[column.look], align=align, indent=FORMATS[column.format].get("indent", 0))

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


def _lines(said: str, width: float) -> int:
    """Lines that a text takes in a column: a letter is a little narrower than a digit, which widths count in."""
    room = max(int(width * ROOM), 1)
    return sum(len(wrap(part, room)) if len(part) > room else 1 for part in said.split("\n"))


class Sheet:
    """One sheet: rows are added from the top, under the headers."""

    def __init__(
        self, book: Book, code: str, columns: Sequence[Column], above: tuple[str, str], frozen: int, rows: int = 0
    ) -> None:
        self.book, self.columns, self.frozen, self.rows = book, tuple(columns), frozen, rows
        self.name = book.word(f"sheet.{code}")
        self.sheet = book.add(self.name)
        self.row = TOP
        self._at: dict[str, int] = {}
        self._spans: dict[tuple[str, int, int], str] = {}  # Asked for in every row of every other sheet.
        title, note = above
        self.sheet.write_string(0, 0, title, book.formats["title"])
        if note:
            self.sheet.write_string(1, 0, note, book.formats["note"])
        for col, column in enumerate(self.columns):
            self._at.setdefault(column.key, col)
            self.sheet.set_column(col, col, column.width)
            self._write(HEADER_ROW, col, self._head(column), book.header(column))
        self.sheet.set_row(HEADER_ROW, self._header_height())
        self.sheet.freeze_panes(TOP, frozen)
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(LEGAL_PAPER)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEADER_ROW)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        self.sheet.set_footer(f"&L&A&R{text(book.lang, 'result.print.page', page='&P', pages='&N')}")

    def _head(self, column: Column) -> str:
        return column.header or self.book.word(f"col.{column.key}")

    def _header_height(self) -> int:
        lines = (math.ceil(len(self._head(column)) / max(column.width * 0.8, 1)) for column in self.columns)
        return max(32, LINE_HEIGHT * max(lines, default=1))

    def finish(self, stamp: str) -> None:
        """Set up for a publication: the larger paper, as many pages across as it takes to be read, a stamp on each.

        Screen readers are told where the headers of columns and rows are.
        """
        self.sheet.set_paper(TABLOID)
        self.sheet.fit_to_pages(math.ceil(sum(column.width for column in self.columns) / PAGE_CHARACTERS), 0)
        if self.frozen:
            self.sheet.repeat_columns(0, self.frozen - 1)
        if stamp:
            self.sheet.set_header(f"&R&B{stamp}")
        corner = self.cell(HEADER_ROW, max(self.frozen - 1, 0), absolute=True)
        self.book.name(f"{self.far('')}Title", self.far(corner))

    def add(self, *cells: Cell, strong: bool = False) -> int:
        """Write a row, return its number (0-based)."""
        for col, cell in enumerate(cells):
            self.put(self.row, col, cell, strong=strong)
        self._fit(cells)
        self.row += 1
        return self.row - 1

    def pair(self, label: str, content: Cell, format_name: str = "wrap") -> int:
        """Write a row of a label and what it says, return its number (0-based)."""
        self.put(self.row, 0, label)
        self._fit((label, content))
        self._write(self.row, 1, content, self.book.left(format_name))
        self.row += 1
        return self.row - 1

    def _fit(self, cells: Sequence[Cell]) -> None:
        """Make the row high enough for its wrapped texts: not every program does it when it opens a file."""
        texts = zip(cells, self.columns, strict=False)
        lines = max(
            (_lines(cell, column.width) for cell, column in texts if isinstance(cell, str) and column.format == "wrap"),
            default=1,
        )
        if lines > 1:
            self.sheet.set_row(self.row, min(LINE_HEIGHT * lines, 400))

    def put(self, row: int, col: int, cell: Cell, *, strong: bool = False, format_name: str = "") -> None:
        """Write one cell in its column's format."""
        name = format_name or (self.columns[col].format if col < len(self.columns) else "text")
        figure = cell.value if isinstance(cell, Formula) else cell
        if name == "figure" and isinstance(figure, int | float | Fraction) and figure == int(figure):
            name = "whole"  # A spreadsheet shows the optional decimals of a whole number as a lone decimal sign.
        if name == "part" and isinstance(figure, int | float | Fraction) and Fraction(figure) * 100 % 1:
            name = "weight"
        self._write(row, col, cell, self.book.strong(name) if strong else self.book.formats[name])

    def _write(self, row: int, col: int, cell: Cell, shape: Any) -> None:
        if cell is None:
            self.sheet.write_blank(row, col, None, shape)
        elif isinstance(cell, Formula):
            value = cell.value if isinstance(cell.value, str) else float(cell.value)
            self.sheet.write_formula(row, col, cell.text, shape, value)
        elif isinstance(cell, str):
            self.sheet.write_string(
                row, col, cell[:MAX_TEXT], self.book.quoted(shape) if cell.startswith(LOOKS_LIKE_FORMULA) else shape
            )
        else:
            self.sheet.write_number(row, col, float(cell), shape)

    def head(self, row: int, col: int, said: str, format_name: str) -> None:
        """Write a header of a small table, over cells of that format."""
        self._write(row, col, said, self.book.header(Column("", 0, format_name)))

    def at(self, key: str) -> int:
        """Place of the first column of that key."""
        return self._at[key]

    def cell(self, row: int, col: int, *, absolute: bool = False) -> str:
        """Address of a cell on this sheet."""
        return str(xl_rowcol_to_cell(row, col, row_abs=absolute, col_abs=absolute))

    def here(self, key: str, step: int = 0, *, up: int = 0) -> str:
        """Address of a cell of the row to be written, or of one above, by the key of its column."""
        return str(xl_rowcol_to_cell(self.row - up, self.at(key) + step, col_abs=True))

    def span(self, first: int, last: int, col: int) -> str:
        """Absolute address of a run of cells of one column."""
        return f"{self.cell(first, col, absolute=True)}:{self.cell(last, col, absolute=True)}"

    def near(self, key: str, step: int = 0) -> str:
        """A whole column of figures: known before they are written, by the ``rows`` given."""
        asked = key, step, self.rows
        if asked not in self._spans:
            self._spans[asked] = self.span(TOP, self.end - 1, self.at(key) + step)
        return self._spans[asked]

    def run(self, key: str, step: int = 0) -> str:
        """The same, as another sheet writes it."""
        return self.far(self.near(key, step))

    def spot(self, row: int, key: str, step: int = 0) -> str:
        """One cell, as another sheet writes it."""
        return self.far(self.cell(row, self.at(key) + step, absolute=True))

    def link(self, row: int, col: int, other: "Sheet") -> None:
        """Lead to another sheet."""
        target = "internal:" + other.far("A1")
        self.sheet.write_url(row, col, target, self.book.formats["link"], other.name)

    def far(self, address: str) -> str:
        """An address of this sheet as another sheet writes it."""
        return "'" + self.name.replace("'", "''") + "'!" + address

    def alarm(self, row: int, first: int, last: int, *, unless: str = "", below: int | None = None) -> None:
        """Mark cells of a row that say something else than a text, or that are below a number."""
        rule: dict[str, Any] = {"type": "cell", "criteria": "!=", "value": f'"{unless}"'}
        if below is not None:
            rule = {"type": "cell", "criteria": "<", "value": below}
        self.sheet.conditional_format(row, first, row, last, {**rule, "format": self.book.make(**ALARM)})

    @property
    def end(self) -> int:
        """Row under the last one that ``run`` counts: a column of figures has one at least."""
        return TOP + max(self.rows, 1)

    def filtered(self) -> None:
        """Put filters on the headers, down to the last row written."""
        if self.row > TOP:
            self.sheet.autofilter(HEADER_ROW, 0, self.row - 1, len(self.columns) - 1)
