"""The decision that a result workbook carries, whole: what makes the publications reads it back from the same file.

A very hidden sheet holds the published dossier, compressed and written in letters, a piece a cell: figures that a
spreadsheet would round or reword are out of its reach, and nothing internal is in it.
"""

import base64
import binascii
import zlib
from pathlib import Path

from prioritizer.domain.problem import Problem, Refused, Severity, Where
from prioritizer.workbook.guard import check_file
from prioritizer.workbook.raw import Unreadable, read_cells
from prioritizer.workbook.result_book import Book

SHEET = "_dossier"
PIECE = 30_000
"""Letters a cell; a cell holds 32,767."""
MAX_BYTES = 200_000_000


def carry(book: Book, dossier: str) -> None:
    """Add the sheet."""
    sheet = book.add(SHEET)
    letters = base64.b64encode(zlib.compress(dossier.encode(), 9)).decode()
    for row, start in enumerate(range(0, len(letters), PIECE)):
        sheet.write_string(row, 0, letters[start : start + PIECE])
    sheet.very_hidden()


def is_workbook(path: Path) -> bool:
    """Whether a file is packed as workbooks are."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def carried(path: Path) -> str:
    """The dossier of a result workbook, as JSON text.

    Raises:
        Refused: where the file is unfit to be read, or carries none.
        OSError: where it cannot be read.
    """
    unfit = tuple(problem for problem in check_file(path) if problem.severity is Severity.ERROR)
    if unfit:
        raise Refused(unfit)
    try:
        sheets = read_cells(path)
    except Unreadable as unreadable:
        raise Refused((Problem(unreadable.code, Where(file=path.name)),)) from None
    found = next((sheet for sheet in sheets if sheet.name == SHEET), None)
    try:
        if found is None:
            raise ValueError(SHEET)
        letters = "".join(str(cells[1]) for _, cells in found.rows)
        unpacked = zlib.decompressobj()
        content = unpacked.decompress(base64.b64decode(letters, validate=True), MAX_BYTES)
        if not unpacked.eof:
            raise ValueError(SHEET)
        return content.decode()
    except (ValueError, KeyError, binascii.Error, zlib.error) as error:
        raise Refused((Problem("workbook-no-decision", Where(file=path.name)),)) from error
