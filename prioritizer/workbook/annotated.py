"""A copy of a workbook to correct: cells with a problem are red and say what to do, and a sheet lists everything."""

from collections.abc import Iterable
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from prioritizer.domain.problem import Problem, Severity
from prioritizer.text import text
from prioritizer.workbook.problems import lines, word_problem

RED, AMBER = PatternFill("solid", fgColor="F8D0C4"), PatternFill("solid", fgColor="FCEFC9")
INK = "7A1E00"
AUTHOR = "prioritizer"
WIDTHS = (44, 60, 24, 30, 60)
NOTE = (420, 150)
"""Width and height of a note, in pixels."""


def annotated(content: bytes, problems: Iterable[Problem], lang: str) -> bytes:
    """The workbook with its problems on it. Formulas stay formulas; nothing else of the cells changes.

    Args:
        content: an .xlsx file that the reader could parse.
        problems: what the reader found in it.
        lang: language of the notes and of the list.

    Raises:
        Exception: whatever the library raises on a file that it cannot open.
    """
    book = load_workbook(BytesIO(content))
    found = tuple(problems)
    for problem in found:
        where = problem.where
        if where.cell and where.sheet_read in book.sheetnames:
            _mark(book[where.sheet_read], problem, lang)
    _list(book, found, lang)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _mark(sheet: Worksheet, problem: Problem, lang: str) -> None:
    cell: Any = sheet[problem.where.cell]
    if not hasattr(cell, "comment") or type(cell).__name__ == "MergedCell":
        return
    words = "\n".join(lines(problem, lang))
    before = cell.comment.text + "\n\n" if cell.comment is not None and cell.comment.author == AUTHOR else ""
    cell.comment = Comment(before + words, AUTHOR, width=NOTE[0], height=NOTE[1])
    error = problem.severity is Severity.ERROR
    if error or cell.fill.fgColor.rgb != RED.fgColor.rgb:
        cell.fill = RED if error else AMBER
    font = copy(cell.font)
    cell.font = Font(name=font.name, size=font.size, bold=True, color=INK)


def _list(book: Any, problems: tuple[Problem, ...], lang: str) -> None:
    def say(key: str) -> str:
        return text(lang, f"web_portfolio.problems.{key}")

    name = say("sheet")
    while name in book.sheetnames:
        name += "_"
    sheet = book.create_sheet(name, 0)
    for col, (key, width) in enumerate(zip(("place", "what", "read", "expected", "fix"), WIDTHS, strict=True), 1):
        sheet.cell(1, col, say(key)).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, col).column_letter].width = width
    for row, problem in enumerate(problems, 2):
        worded = word_problem(problem, lang)
        for col, words in enumerate((worded.place, worded.what, worded.read, worded.expected, worded.fix), 1):
            _text(sheet.cell(row, col), words)
        where = problem.where
        if where.cell and where.sheet_read in book.sheetnames:
            quoted = where.sheet_read.replace("'", "''")
            place = sheet.cell(row, 1)
            place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{quoted}'!{where.cell}")
            place.font = Font(color="0B4F9E", underline="single")
    sheet.freeze_panes = "A2"
    book.active = 0


def _text(cell: Any, words: str) -> None:
    """A text is never a formula, whatever it begins with."""
    try:
        cell.value = words
    except IllegalCharacterError:
        cell.value = "".join(c for c in words if c.isprintable())
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
