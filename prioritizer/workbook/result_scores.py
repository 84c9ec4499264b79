"""Scores opened: what each option is worth, and each criterion behind it, so that a reader can redo it by hand."""

from collections.abc import Mapping
from fractions import Fraction

from prioritizer.workbook.result_book import HEADER_ROW, Book, Column, Formula, Sheet
from prioritizer.workbook.result_data import Result

TOP = HEADER_ROW + 1
AXES_AT = 3
"""First column of the axes on the sheet of values."""
POINTS, WEIGHT, CONTRIBUTION = 6, 7, 8
"""Columns of the sheet of scores that formulas name."""


def value_column(result: Result) -> int:
    """Column of the value on the sheet of values."""
    return AXES_AT + len(result.criteria.axes) + 2


def value_rows(result: Result) -> dict[tuple[str, str], int]:
    """Row of each option, by project and code, on the sheet of values."""
    return {(opened.project, opened.option): TOP + i for i, opened in enumerate(result.scorecard.options)}


def values(book: Book, result: Result) -> None:
    """One row an option: points by axis, score, scale factor, value; formulas add up the sheet of scores."""
    axes = result.criteria.axes
    columns = [
        Column("project", 16),
        Column("title", 38, "wrap"),
        Column("option", 18, "wrap"),
        *(Column("axis", 15, "points", axis.title.get(book.lang)) for axis in axes),
        Column("score", 11, "points"),
        Column("multiplier", 9, "figure"),
        Column("value", 11, "points"),
        Column("risk_today", 9, "figure"),
        Column("risk_after", 9, "figure"),
        Column("red", 10),
        Column("missing", 28, "wrap"),
        Column("gates", 28, "wrap"),
        Column("funded", 13),
    ]
    sheet = book.sheet("values", columns, note=book.word("note.values"), frozen=1)
    chosen = {(choice.project, choice.option) for choice in result.decision.program}
    count = len(result.scorecard.criteria)
    names = result.words
    for i, opened in enumerate(result.scorecard.options):
        row, top = sheet.row, TOP + i * count
        gates = result.scorecard.gates.get(opened.project, ())
        multiplier_at = sheet.cell(row, AXES_AT + len(axes) + 1)
        score_at = sheet.cell(row, AXES_AT + len(axes))
        sheet.add(
            opened.project,
            result.portfolio.by_id[opened.project].title.get(book.lang),
            names.option(opened.project, opened.option),
            *_axis_cells(book, result, sheet, top, opened.axes),
            Formula(f"=SUM({_scores(book, sheet, top, top + count - 1, CONTRIBUTION)})", opened.score),
            opened.multiplier,
            Formula(f"={score_at}*{multiplier_at}", opened.value),
            opened.risk_today,
            opened.risk_after,
            book.word("yes") if opened.red else "",
            ", ".join(names.criterion(code) for code in opened.missing),
            ", ".join(names.gate(failure.gate) for failure in gates),
            book.word("yes") if (opened.project, opened.option) in chosen else "",
        )
    sheet.filtered()


def _scores(book: Book, sheet: Sheet, first: int, last: int, col: int) -> str:
    name = book.word("sheet.scores").replace("'", "''")
    return f"'{name}'!{sheet.span(first, last, col)}"


def _axis_cells(
    book: Book, result: Result, sheet: Sheet, top: int, points: Mapping[str, Fraction]
) -> list[Formula | Fraction]:
    cells: list[Formula | Fraction] = []
    for axis in result.criteria.axes:
        last = top + len(axis.criteria) - 1
        if axis.weight:
            contributions = _scores(book, sheet, top, last, CONTRIBUTION)
            cells.append(Formula(f"=SUM({contributions})/{axis.weight / 100:f}", points[axis.code]))
        else:
            cells.append(points[axis.code])
        top = last + 1
    return cells


def scores(book: Book, result: Result) -> None:
    """One row an option and criterion: level, points, weight, contribution."""
    columns = [
        Column("project", 16),
        Column("title", 40, "wrap"),
        Column("option", 18, "wrap"),
        Column("axis", 24, "wrap"),
        Column("criterion", 38, "wrap"),
        Column("level", 10, "level"),
        Column("points", 10, "points"),
        Column("weight", 9, "weight"),
        Column("contribution", 13, "points"),
    ]
    sheet = book.sheet("scores", columns, note=book.word("note.scores"), frozen=1)
    criteria = result.criteria
    titles = {
        c.code: (axis.title.get(book.lang), c.title.get(book.lang)) for axis in criteria.axes for c in axis.criteria
    }
    for opened in result.scorecard.options:
        title = result.portfolio.by_id[opened.project].title.get(book.lang)
        option = result.words.option(opened.project, opened.option)
        for line in opened.criteria:
            product = f"={sheet.cell(sheet.row, POINTS)}*{sheet.cell(sheet.row, WEIGHT)}"
            sheet.add(
                opened.project,
                title,
                option,
                *titles[line.criterion],
                book.word("missing") if line.level is None else line.level,
                line.points,
                line.weight,
                Formula(product, line.contribution),
            )
    sheet.filtered()
