"""Cells out of the XML of one sheet.

The workbook library's own iteration believes the size that a file claims, skips rows that stand out of order, takes a
formula that was never computed for an empty cell, and is slow on a large workbook. This reads what stands there, and
refuses what says a thing twice.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, Any
from xml.parsers import expat

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

MAX_ROWS = 200_000
MAX_COLUMNS = 200
CHUNK = 1 << 16
"""Bytes given to the parser at a time."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _VALUE, _FORMULA, _MERGED = (_MAIN + name for name in ("row", "c", "v", "f", "mergeCell"))
_COLUMN = _MAIN + "col"
_TRUE = ("1", "true")
_INLINE, _TEXT, _PHONETIC = (_MAIN + name for name in ("is", "t", "rPh"))


@dataclass(frozen=True)
class BookParts:
    """What a workbook keeps beside its sheets: ``strings`` by number, the numbers of styles that show dates or times
    and, among those, of styles that show durations; and the day that dates are counted from.
    """

    strings: Sequence[str] = ()
    date_styles: Collection[str] = ()
    duration_styles: Collection[str] = ()
    epoch: dt.datetime = WINDOWS_EPOCH


@dataclass
class SheetCells:
    """Cells by row, in the order of rows; ranges of merged cells; a cell that stands beyond what is read, if any;
    numbers of the rows that are hidden, and first and last numbers of the columns that are.
    """

    rows: list[tuple[int, dict[int, Any]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    too_far: str = ""
    hidden: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def read_sheet(source: IO[bytes], parts: BookParts) -> SheetCells:
    """Every cell that holds more than spaces; ``raw.RawSheet`` says what a value is.

    Raises:
        ValueError: where a row or a cell is given twice, or stands in another row than it says.
        Exception: whatever the parser raises on damaged XML.
    """
    reader = _Reader(parts)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.characters
    parser.EndElementHandler = reader.end
    while chunk := source.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    rows = sorted(reader.found.rows, key=lambda row: row[0])
    for (number, _), (following, _) in pairwise(rows):
        if number == following:
            raise ValueError(f"{number}:{number}")
    reader.found.rows = rows
    return reader.found


def _no_document_type(name: str, *_: object) -> None:
    raise ValueError(name)


class _Reader:
    """Called a few times for each of a million cells: hence plain comparisons, the commonest first."""

    def __init__(self, parts: BookParts) -> None:
        self.found = SheetCells()
        self.parts, self.strings = parts, [text if text.strip() else "" for text in parts.strings]
        self.number, self.digits = 0, "0"
        self.cells: dict[int, Any] = {}
        self.columns: dict[str, int] = {}
        """Column numbers by their letters."""
        self.cell: dict[str, str] = {}
        """Attributes of the cell being read, or of the last one of the row."""
        self.value: str | None = None
        self.formula: str | None = None
        self.texts: list[str] = []
        self.keeps = self.phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _CELL:
            if "r" not in attributes:
                attributes["r"] = self._next_address()
            self.cell, self.value, self.formula = attributes, None, None
        elif tag in (_VALUE, _FORMULA, _TEXT):
            self.keeps = not self.phonetic
        elif tag == _ROW:
            self.number = int(attributes["r"]) if "r" in attributes else self.number + 1
            self.digits, self.cells, self.cell = str(self.number), {}, {}
            if attributes.get("hidden") in _TRUE:
                self.found.hidden.append(self.number)
        elif tag == _PHONETIC:
            self.phonetic = True
        elif tag == _COLUMN:
            if attributes.get("hidden") in _TRUE:
                self.found.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif tag == _MERGED:
            self.found.merged.append(attributes["ref"])

    def characters(self, text: str) -> None:
        if self.keeps:
            self.texts.append(text)

    def end(self, tag: str) -> None:
        if tag == _CELL:
            if self.value is not None or self.formula is not None:
                self._keep()
        elif tag in (_VALUE, _INLINE):
            self.value = self._taken()
        elif tag == _ROW:
            if self.cells:
                self.found.rows.append((self.number, self.cells))
        elif tag == _FORMULA:
            self.formula = self._taken()
        elif tag == _TEXT:
            self.keeps = False
        elif tag == _PHONETIC:
            self.phonetic = False

    def _taken(self) -> str:
        text = "".join(self.texts)
        self.texts.clear()
        self.keeps = False
        return text

    def _next_address(self) -> str:
        column = self._column(self.cell["r"]) if self.cell else 0
        return f"{get_column_letter(column + 1)}{self.digits}"

    def _column(self, address: str) -> int:
        if not address.endswith(self.digits):
            raise ValueError(address)
        letters = address[: -len(self.digits)]
        if letters not in self.columns:
            self.columns[letters] = column_index_from_string(letters)
        return self.columns[letters]

    def _keep(self) -> None:
        value = self._read()
        if value is None:
            return
        column = self._column(self.cell["r"])
        if column > MAX_COLUMNS or self.number > MAX_ROWS:
            self.found.too_far = self.found.too_far or self.cell["r"]
        elif column in self.cells:
            raise ValueError(self.cell["r"])
        else:
            self.cells[column] = value

    def _read(self) -> Any:
        text, kind = self.value, self.cell.get("t", "n")
        if not text:
            # A formula may well give an empty text: its value is then there, and empty.
            computed = self.formula is None or (kind == "str" and text is not None)
            return None if computed else ("f", f"={self.formula}")
        match kind:
            case "s":
                return self.strings[int(text)] or None
            case "n":
                return self._number(text)
            case "b":
                return bool(int(text))
            case "e":
                return ("e", text)
            case "d":
                return ("d", text)
            case _:
                return text if text.strip() else None

    def _number(self, text: str) -> Any:
        try:
            value: float = int(text)
        except ValueError:
            value = float(text)
        style = self.cell.get("s")
        if style not in self.parts.date_styles:
            return value
        try:
            return _dated(from_excel(value, self.parts.epoch, timedelta=style in self.parts.duration_styles))
        except (OverflowError, ValueError):
            return ("e", "#VALUE!")


def _dated(moment: Any) -> tuple[str, str]:
    if isinstance(moment, dt.datetime):
        return ("d", moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat())
    return ("d", moment.isoformat() if isinstance(moment, dt.date) else str(moment))
