"""Sheet of the scores: points of each criterion, weights above them, and what they make by formulas."""

from fractions import Fraction

from prioritizer.publication.workbook.frame import Frame, Sheets
from prioritizer.scoring.score import OptionScore
from prioritizer.spreadsheet.book import HEADER_ROW, Column, Formula, Sheet

WEIGHTS = HEADER_ROW - 1
"""Row of the weights (0-based)."""


def sheet(frame: Frame) -> Sheet:
    """The sheet with its headers, and the weights above them."""
    criteria, lang = frame.edition.case.criteria, frame.edition.lang
    columns = [
        frame.head("id", 13, catalog="publication"),
        frame.head("title", 46, "wrap"),
        frame.head("option", 24, "wrap"),
        *(Column("criterion", 15, "points", frame.clean(one.title.get(lang))) for one in criteria.criteria),
        *frame.axis_columns(),
        frame.head("score", 11, "points"),
        frame.head("multiplier", 9, "points"),
        frame.head("value", 11, "points"),
    ]
    rows = len(frame.edition.case.scorecard.options)
    found = frame.book.sheet("scores", columns, note=frame.word("note.scores"), frozen=2, rows=rows)
    found.put(WEIGHTS, found.at("option"), frame.word("weight"), format_name="label")
    for step, code in enumerate(frame.edition.case.scorecard.criteria):
        found.put(WEIGHTS, found.at("criterion") + step, criteria.weights[code], format_name="weight")
    first = 0
    for step, axis in enumerate(criteria.axes):
        run = _run(found, WEIGHTS, first, len(axis.criteria), absolute=True)
        found.put(
            WEIGHTS,
            found.at("axis") + step,
            Formula(f"=SUM({run})", Fraction(axis.weight) / 100),
            format_name="weight",
        )
        first += len(axis.criteria)
    return found


def _run(found: Sheet, row: int, first: int, count: int, *, absolute: bool = False) -> str:
    start = found.at("criterion") + first
    ends = (found.cell(row, col, absolute=absolute) for col in (start, start + count - 1))
    return ":".join(ends)


def fill(frame: Frame, sheets: Sheets) -> None:
    """One row an option."""
    found = sheets["scores"]
    for opened in frame.edition.case.scorecard.options:
        _row(frame, found, opened)
    found.filtered()


def _row(frame: Frame, found: Sheet, opened: OptionScore) -> None:
    criteria = frame.edition.case.criteria

    def weighted(first: int, count: int) -> str:
        weights = _run(found, WEIGHTS, first, count, absolute=True)
        return f"SUMPRODUCT({_run(found, found.row, first, count)},{weights})"

    axes: list[Formula | Fraction] = []
    first = 0
    for step, axis in enumerate(criteria.axes):
        points = opened.axes[axis.code]
        whole = found.cell(WEIGHTS, found.at("axis") + step, absolute=True)
        axes.append(Formula(f"={weighted(first, len(axis.criteria))}/{whole}", points) if axis.weight else points)
        first += len(axis.criteria)
    found.add(
        frame.clean(opened.project),
        frame.title(frame.portfolio.by_id[opened.project]),
        frame.options[opened.project, opened.option],
        *(line.points for line in opened.criteria),
        *axes,
        Formula(f"={weighted(0, len(opened.criteria))}", opened.score),
        opened.multiplier,
        Formula(f"={found.here('score')}*{found.here('multiplier')}", opened.value),
    )
