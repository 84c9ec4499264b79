"""Cells of a workbook as plain data, read in a process of its own with bounded memory and time.

A file that was checked can still be built to exhaust whoever parses it: the process that parses it is the one that
dies, and the reader gets a message. ``python -m prioritizer.workbook.raw FILE BYTES`` writes the cells to standard
output.
"""

import marshal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from prioritizer.workbook.own_process import own_process

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
    hidden: list[int] = field(default_factory=list)
    """Numbers of the hidden rows."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last numbers of the hidden columns."""


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
    command, environment = own_process("prioritizer.workbook.raw", str(path.resolve()), str(memory))
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
    fields = [(s.name, s.visible, s.rows, s.merged, s.too_far, s.hidden, s.hidden_columns) for s in sheets_of(path)]
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
    from prioritizer.workbook.sheet_xml import BookParts, read_sheet

    styles, durations = ({str(number) for number in found} for found in (book._date_formats, book._timedelta_formats))
    with sheet._get_source() as source:
        cells = read_sheet(source, BookParts(sheet._shared_strings, styles, durations, book.epoch))
    visible = sheet.sheet_state == "visible"
    hidden = cells.hidden, cells.hidden_columns
    return RawSheet(sheet.title, visible, cells.rows, cells.merged, cells.too_far, *hidden)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.stdout.buffer)
