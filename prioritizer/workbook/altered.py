"""What a result workbook shows, against what the decision that it carries would show: a cell retyped is named."""

import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from prioritizer.text import LANGUAGES
from prioritizer.workbook.raw import RawSheet, read_cells
from prioritizer.workbook.record import shown

Cells = dict[tuple[str, int, int], Any]
"""Values by sheet, row and column."""


@dataclass(frozen=True)
class Altered:
    """A cell that does not show what it should; an empty text is an empty cell."""

    sheet: str
    cell: str
    read: str
    computed: str


def altered(path: Path, write: Callable[[Path, str], None], version: str) -> tuple[Altered, ...] | None:
    """Cells of the workbook that differ from those of the one that ``write`` makes, in the language of the workbook.

    None where the workbook does not say that it was written by ``version``: another version words it otherwise.

    Args:
        path: a result workbook, already read once.
        write: writes the result of the same decision to a path, in a language.
        version: this version of the software.
    """
    found = _cells(read_cells(path))
    if version not in found.values():
        return None
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        for lang in LANGUAGES:
            again = Path(folder) / f"{lang}.xlsx"
            write(again, lang)
            answers.append(_differences(found, _cells(read_cells(again))))
    return min(answers, key=len)


def _cells(sheets: list[RawSheet]) -> Cells:
    return {
        (sheet.name, number, c): value for sheet in sheets for number, row in sheet.rows for c, value in row.items()
    }


def _differences(found: Cells, again: Cells) -> tuple[Altered, ...]:
    return tuple(
        Altered(sheet, f"{get_column_letter(c)}{number}", shown(found.get(key, "")), shown(again.get(key, "")))
        for key in sorted(found.keys() | again.keys(), key=lambda key: (_uncomputed(found.get(key)), key))
        for sheet, number, c in (key,)
        if not _same(found.get(key), again.get(key))
    )


def _uncomputed(read: Any) -> bool:
    """Whether a program that saved the workbook left a formula without its value: told after what was retyped."""
    return isinstance(read, tuple) and read[0] == "f"


def _same(read: Any, computed: Any) -> bool:
    """A spreadsheet that computes a formula again may move its last digits."""
    if isinstance(read, int | float) and isinstance(computed, int | float):
        return math.isclose(read, computed, rel_tol=1e-9, abs_tol=1e-9)
    return bool(read == computed)
