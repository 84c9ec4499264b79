"""Errors are values: collected, then worded once per language by the shells (``prioritizer.text``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the run; a warning is printed and the run goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Where:
    """Where a problem stands. In a workbook: sheet, cell and column label; in a criteria set: file, line and path.

    ``sheet`` and ``field`` are codes of the layout where it knows them (``projects``, ``earliest``), so that each
    language names them in its own words; ``sheet_read`` and ``label_read`` are what the file itself says.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    field: str = ""
    sheet_read: str = ""
    label_read: str = ""
    line: int = 0
    item: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing wrong. ``code`` names the sentence in the catalog (``problem.<code>.what`` and ``.fix``); ``read`` is
    what was found, ``expected`` what should stand there (figures or codes, worded by the catalog).
    """

    code: str
    where: Where = Where()
    read: str = ""
    expected: str = ""
    severity: Severity = Severity.ERROR
    figures: Mapping[str, str | int] = field(default_factory=dict)


class Refused(Exception):
    """Input that cannot be used. Carries every problem found, never one at a time."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.code} {p.where.sheet}{p.where.cell} {p.read}".strip() for p in problems[:5]))
        self.problems = problems
