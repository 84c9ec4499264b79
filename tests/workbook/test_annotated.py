"""The copy to correct, read back with the library and with our own reader: only the problems were added."""

import io
from pathlib import Path

import openpyxl
import pytest

from prioritizer import load_criteria, read_portfolio
from prioritizer.domain.problem import Problem, Severity, Where
from prioritizer.workbook.annotated import AMBER, RED, annotated
from prioritizer.workbook.problems import word_problem

ROOT = Path(__file__).parent.parent.parent
CRITERIA = load_criteria(ROOT / "criteria" / "exemple-arrondissement.yaml")
BOOK = ROOT / "sample_portfolios" / "douze-projets.xlsx"


def column(sheet, words):
    header = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(words))
    return header.row, header.column


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory):
    """A start that is no year; and the cell."""
    book = openpyxl.load_workbook(BOOK)
    sheet = book["Projets"]
    row, col = column(sheet, "Début au plus tôt")
    cell = sheet.cell(row + 1, col)
    right, cell.value = cell.value, "=HYPERLINK(1)"
    cell.data_type = "s"
    path = tmp_path_factory.mktemp("books") / "faux.xlsx"
    book.save(path)
    return path, sheet.title, cell.coordinate, right


def values(book):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_cell_is_red_and_its_note_says_what_to_do(mistaken, lang):
    path, sheet, cell, _ = mistaken
    problems = read_portfolio(path, CRITERIA).problems
    copy = openpyxl.load_workbook(io.BytesIO(annotated(path.read_bytes(), problems, lang)))
    found = copy[sheet][cell]
    mine = next(problem for problem in problems if problem.where.cell == cell)
    assert found.fill.fgColor.rgb == RED.fgColor.rgb
    assert word_problem(mine, lang).fix in found.comment.text
    # The first sheet lists them all, each with a link to its cell; nothing in it is a formula.
    listed = copy.worksheets[0]
    assert listed.max_row == 1 + len(problems)
    assert [listed.cell(row, 5).value for row in range(2, listed.max_row + 1)] == [
        word_problem(problem, lang).fix for problem in problems
    ]
    assert f"'{sheet}'!{cell}" in {row[0].hyperlink.location for row in listed.iter_rows(min_row=2) if row[0].hyperlink}
    assert all(cell.data_type != "f" for row in listed.iter_rows() for cell in row)


def test_nothing_else_changes(mistaken):
    path, _, _, _ = mistaken
    problems = read_portfolio(path, CRITERIA).problems
    before = values(openpyxl.load_workbook(path))
    after = values(openpyxl.load_workbook(io.BytesIO(annotated(path.read_bytes(), problems, "fr"))))
    listed = {key for key in after if key not in before}
    assert {key: after[key] for key in before} == before
    assert len({sheet for sheet, _ in listed}) == 1


def test_the_copy_once_mended_opens(mistaken, tmp_path):
    path, sheet, cell, right = mistaken
    assert read_portfolio(path, CRITERIA).portfolio is None
    copy = openpyxl.load_workbook(
        io.BytesIO(annotated(path.read_bytes(), read_portfolio(path, CRITERIA).problems, "fr"))
    )
    copy[sheet][cell].value = right
    copy.save(tmp_path / "corrigé.xlsx")
    again = read_portfolio(tmp_path / "corrigé.xlsx", CRITERIA)
    assert again.portfolio == read_portfolio(BOOK, CRITERIA).portfolio
    # Warned of, no more: the list that was added, and formulas that Excel computes again when it opens the file.
    assert {problem.code for problem in again.problems} <= {"sheet-ignored", "formula-not-computed", "more-alike"}
    assert all(problem.severity is Severity.WARNING for problem in again.problems)


def test_an_error_stays_red_beside_a_warning():
    book = openpyxl.Workbook()
    book.active.title = "S"
    book.active["A1"] = 1
    out = io.BytesIO()
    book.save(out)
    where = Where(sheet_read="S", cell="A1")
    both = [
        Problem("number-wrong", where, severity=Severity.ERROR),
        Problem("number-wrong", where, severity=Severity.WARNING),
        Problem("number-wrong", Where(sheet_read="S", cell="B1"), severity=Severity.WARNING),
        Problem("number-wrong", Where(sheet_read="nowhere", cell="B1")),
    ]
    copy = openpyxl.load_workbook(io.BytesIO(annotated(out.getvalue(), both, "fr")))["S"]
    assert copy["A1"].fill.fgColor.rgb == RED.fgColor.rgb
    assert copy["B1"].fill.fgColor.rgb == AMBER.fgColor.rgb
