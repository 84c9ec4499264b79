"""What the writer writes, the reader reads: the same portfolio, in both languages and units."""

from dataclasses import replace

import full_portfolio
import pytest
from openpyxl import load_workbook

from prioritizer.domain.problem import Severity
from prioritizer.domain.vocabulary import Unit
from prioritizer.workbook.blank import write_blank
from prioritizer.workbook.reader import read_portfolio
from prioritizer.workbook.writer import write_portfolio


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_same_portfolio_comes_back(tmp_path, lang, unit):
    portfolio, criteria = full_portfolio.portfolio(unit), full_portfolio.criteria()
    write_portfolio(portfolio, criteria, tmp_path / "p.xlsx", lang)
    read = read_portfolio(tmp_path / "p.xlsx", criteria)
    assert [p for p in read.problems if p.severity is Severity.ERROR] == []
    assert read.portfolio.canonical() == portfolio.canonical()
    assert read.portfolio.digest() == portfolio.digest()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_blank_lacks_only_its_title_and_projects(tmp_path, lang):
    write_blank(full_portfolio.criteria(), tmp_path / "b.xlsx", 2027, lang)
    read = read_portfolio(tmp_path / "b.xlsx", full_portfolio.criteria())
    lacking = [("value-missing", "info", "B6"), ("no-project", "projects", "")]
    assert [(p.code, p.where.sheet, p.where.cell) for p in read.problems] == lacking


def test_order_of_sheets_and_rows_changes_nothing(tmp_path):
    portfolio, criteria = full_portfolio.portfolio(), full_portfolio.criteria()
    names = ("projects", "links", "envelopes", "limits", "balances", "earmarks")
    backwards = replace(portfolio, **{name: tuple(reversed(getattr(portfolio, name))) for name in names})
    write_portfolio(backwards, criteria, tmp_path / "p.xlsx", "fr")
    read = read_portfolio(tmp_path / "p.xlsx", criteria)
    assert read.portfolio.projects[0].id == portfolio.projects[-1].id
    assert read.portfolio.canonical() == portfolio.canonical()
    assert read.portfolio.digest() == portfolio.digest()


def test_headers_without_accents_or_in_the_other_language_are_read(tmp_path):
    portfolio, criteria = full_portfolio.portfolio(), full_portfolio.criteria()
    path = tmp_path / "p.xlsx"
    write_portfolio(replace(portfolio, links=()), criteria, path, "fr")
    book = load_workbook(path)
    book["Projets"].title = "PROJECTS"
    book["Équipes"].title = "equipes"
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=4, max_row=4):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.upper().replace("É", "E").replace("*", "").strip()
    for row in book["Investissement"].iter_rows(min_row=5):
        for cell in row:
            if cell.data_type == "f":
                cell.value = None
    book["PROJECTS"].cell(4, 60, "Ma colonne à moi")
    book.save(path)
    read = read_portfolio(path, criteria)
    assert [p for p in read.problems if p.severity is Severity.ERROR] == []
    assert "columns-ignored" in {p.code for p in read.problems}
    assert read.portfolio.canonical() == replace(portfolio, links=()).canonical()
