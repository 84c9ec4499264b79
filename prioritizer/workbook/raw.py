"""Cells of a workbook as plain data, read in a process of its own with bounded memory and time.

A file that was checked can still be built to exhaust whoever parses it: the process that parses it is the one that
dies, and the reader gets a message. ``python -m prioritizer.workbook.raw FILE BYTES`` writes the cells to standard
output.
"""

import datetime as dt
import marshal
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MEMORY_BYTES = 2 << 30
CPU_SECONDS = 90
WALL_SECONDS = 120


@dataclass(frozen=True)
class RawSheet:
    """One sheet. ``rows`` holds (row number, {column number: value}) with numbers from 1, empty cells left out.

    A value is a text, a number or a truth value; or a pair: ``e`` (error), ``f`` (formula never computed) or ``d``
    (date), and its text.
    """

    name: str
    visible: bool
    rows: list[tuple[int, dict[int, Any]]]
    merged: list[str] = field(default_factory=list)
    too_far: str = ""
    """Address of a cell beyond what is read; empty where there is none."""


class Unreadable(Exception):
    """The file could not be read within bounds; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_cells(path: Path, *, memory: int = MEMORY_BYTES, seconds: float = WALL_SECONDS) -> list[RawSheet]:
    """Every sheet of a workbook that ``guard`` let through.

    Raises:
        Unreadable: ``file-too-heavy`` where bounds were passed, ``file-damaged`` where the parser gave up.
    """
    command = [sys.executable, "-m", "prioritizer.workbook.raw", str(path.resolve()), str(memory)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env=environment)
    except subprocess.TimeoutExpired:
        raise Unreadable("file-too-heavy") from None
    if done.returncode == 0:
        return [RawSheet(*fields) for fields in marshal.loads(done.stdout)]
    memory_ran_out = done.returncode < 0 or b"MemoryError" in done.stderr or b"Cannot allocate" in done.stderr
    raise Unreadable("file-too-heavy" if memory_ran_out else "file-damaged")


def main(path: str, memory: int, out: BinaryIO) -> None:
    """Read the file at ``path`` under a limit of memory and processor time, and write its sheets."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    except (ImportError, ValueError, OSError):
        pass  # Not every system has limits; the time limit of the caller stands.
    fields = [(s.name, s.visible, s.rows, s.merged, s.too_far) for s in sheets_of(path)]
    out.write(marshal.dumps(fields))


def sheets_of(path: str | Path) -> list[RawSheet]:
    """Every worksheet, read in this very process: for ``main``, and for files that are trusted.

    Raises:
        ValueError: where a sheet gives a row or a cell twice, so that one would be lost.
        Exception: whatever the parser raises on a damaged file.
    """
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return [_sheet(sheet, book) for sheet in book.worksheets]


def _sheet(sheet: Any, book: Any) -> RawSheet:
    # The library's own iteration believes the size that a file claims, and skips rows that stand out of order.
    rows: dict[int, dict[int, Any]] = {}
    too_far = ""
    with sheet._get_source() as source:
        parser = _parser(sheet, book, source)
        for number, cells in parser.parse():
            row: dict[int, Any] = {}
            for cell in cells:
                value = cell["value"]
                if value is None:
                    continue
                column = cell["column"]
                if number > MAX_ROWS or column > MAX_COLUMNS:
                    too_far = too_far or _address(number, column)
                elif column in row or cell["row"] != number:
                    raise ValueError(_address(number, column))
                else:
                    row[column] = _plain(value, cell["data_type"])
            if row:
                if number in rows:
                    raise ValueError(_address(number, 1))
                rows[number] = row
        merged = [str(cells.ref) for cells in parser.merged_cells.mergeCell] if parser.merged_cells else []
    return RawSheet(sheet.title, sheet.sheet_state == "visible", sorted(rows.items()), merged, too_far)


def _parser(sheet: Any, book: Any, source: Any) -> Any:
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    class Parser(WorkSheetParser):  # type: ignore[misc, unused-ignore]
        """Tells a formula that was never computed from an empty cell."""

        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if cell["value"] is None and len(element):
                formula = element.find(FORMULA_TAG)
                if formula is not None:
                    cell["value"], cell["data_type"] = f"={formula.text or ''}", "f"
            return cell

    return Parser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _plain(value: Any, data_type: str) -> Any:
    if data_type in ("e", "f"):
        return (data_type, str(value))
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, dt.datetime):
        return ("d", value.date().isoformat() if value.time() == dt.time() else value.isoformat())
    return ("d", value.isoformat() if isinstance(value, dt.date) else str(value))


def _address(row: int, column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.stdout.buffer)
