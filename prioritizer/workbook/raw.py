"""Cells of a workbook as plain data, read in a process of its own with bounded memory and time.

A file that was checked can still be built to exhaust whoever parses it: the process that parses it is the one that
dies, and the reader gets a message. ``python -m prioritizer.workbook.raw FILE`` writes the cells to standard output.
"""

import datetime as dt
import marshal
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from prioritizer.workbook.layout import HEADER_SEARCH

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MEMORY_BYTES = 2 << 30
CPU_SECONDS = 90
WALL_SECONDS = 120
MARKS = {"e": "error", "f": "formula", "d": "date"}
"""A cell that is not a plain text, number or truth value is a pair: one of these, and its text."""


@dataclass(frozen=True)
class RawSheet:
    """One sheet. ``rows`` holds (row number, {column number: value}) with numbers from 1, empty cells left out."""

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
    command = [sys.executable, "-m", "prioritizer.workbook.raw", str(path), str(memory)]
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
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    parts = _sheet_parts(path)
    sheets = []
    formulas = None
    for sheet in book.worksheets:
        scan = parts.get(sheet.title) or _Scan()
        rows = _rows(sheet, scan.last_row)
        if scan.formulas:
            formulas = formulas or load_workbook(path, read_only=True, data_only=False)
            _mark_uncached(rows, formulas[sheet.title], scan.last_row)
        visible = sheet.sheet_state == "visible"
        sheets.append((sheet.title, visible, rows, scan.merged, scan.too_far))
    out.write(marshal.dumps(sheets))


def _rows(sheet: Any, last_row: int) -> list[tuple[int, dict[int, Any]]]:
    sheet.reset_dimensions()  # what the file says of its own size may be a lie
    found = []
    most = min(last_row, MAX_ROWS) if last_row else HEADER_SEARCH
    for number, row in enumerate(sheet.iter_rows(max_row=most, max_col=MAX_COLUMNS), 1):
        cells = {}
        for column, cell in enumerate(row, 1):
            value = cell.value
            if value is None:
                continue
            if cell.data_type == "e":
                value = ("e", str(value))
            elif isinstance(value, dt.datetime):
                value = ("d", value.date().isoformat() if value.time() == dt.time() else value.isoformat())
            elif isinstance(value, dt.date):
                value = ("d", value.isoformat())
            elif not isinstance(value, str | int | float | bool):
                value = ("d", str(value))
            cells[column] = value
        if cells:
            found.append((number, cells))
    return found


def _mark_uncached(rows: list[tuple[int, dict[int, Any]]], sheet: Any, last_row: int) -> None:
    by_number = dict(rows)
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=min(last_row, MAX_ROWS), max_col=MAX_COLUMNS), 1):
        for column, cell in enumerate(row, 1):
            if cell.data_type == "f" and column not in by_number.get(number, {}):
                if number not in by_number:
                    by_number[number] = {}
                    rows.append((number, by_number[number]))
                by_number[number][column] = ("f", str(cell.value))
    rows.sort(key=lambda row: row[0])


@dataclass
class _Scan:
    """What a sheet's XML says, searched as bytes: cheap, and true where the parser reads in a streaming way."""

    formulas: bool = False
    merged: list[str] = field(default_factory=list)
    last_row: int = 0
    too_far: str = ""


_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z0-9:]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def _sheet_parts(path: str) -> dict[str, _Scan]:
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(path, read_only=True)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    found = {}
    with zipfile.ZipFile(path) as archive:
        for sheet, relation in reader.parser.find_sheets():
            if relation.target in archive.namelist():
                found[sheet.name] = _scan(archive, relation.target)
    return found


def _scan(archive: zipfile.ZipFile, part: str) -> _Scan:
    scan, tail, unnumbered = _Scan(), b"", 0
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            text = tail + chunk
            scan.formulas = scan.formulas or bool(_FORMULA.search(text))
            scan.merged.extend(ref.decode() for ref in _MERGE.findall(text))
            for row in _ROW.findall(text):
                scan.last_row = max(scan.last_row, int(row[:9]))
            unnumbered += text.count(b"<row>")
            if not scan.too_far:
                for letters, row in _CELL.findall(text):
                    if len(letters) > 2 or int(row[:9]) > MAX_ROWS or _column(letters) > MAX_COLUMNS:
                        scan.too_far = (letters + row).decode()[:20]
                        break
            tail = text[-200:]
    scan.merged = sorted(set(scan.merged))
    scan.last_row = max(scan.last_row, unnumbered)
    return scan


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.stdout.buffer)
