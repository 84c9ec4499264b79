"""One mistake at a time, as people make them: found, placed on its cell, worded in both languages."""

import datetime as dt

import full_portfolio
import pytest
from openpyxl import load_workbook

from prioritizer.domain.problem import Severity
from prioritizer.workbook import labels
from prioritizer.workbook.layout import HEADER_ROW, sheet
from prioritizer.workbook.problems import lines, word_problem
from prioritizer.workbook.reader import read_portfolio
from prioritizer.workbook.writer import write_portfolio


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("reader") / "sound.xlsx"
    write_portfolio(full_portfolio.portfolio(), full_portfolio.criteria(), path, "fr")
    return path


def column_of(book, code, column):
    tab = book[labels.sheet_name(code, "fr")]
    for cell in tab[HEADER_ROW]:
        if column.startswith("20") and str(cell.value).startswith(column):
            return tab, cell.column
        match = labels.match_header(sheet(code), cell.value)
        if match and match.year is None and match.column.code == column:
            return tab, cell.column
    raise AssertionError(column)


def edited(template, path, edits):
    """Write the edits: (sheet, column, row, value); returns the address of the first."""
    book = load_workbook(template)
    address = ""
    for code, column, row, value in edits:
        tab, c = column_of(book, code, column)
        cell = tab.cell(row, c)
        cell.value = value
        if not isinstance(value, dt.date) and not (isinstance(value, str) and value.startswith("=")):
            cell.number_format = "General"
        address = address or cell.coordinate
    book.save(path)
    return address


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# (edits, code, at another cell than the first edit: its address or None)
CASES = {
    "ambiguous number": ([("capital", "2028", 5, "1,234")], "number-ambiguous"),
    "letters in a number": ([("capital", "2028", 5, "douze")], "number-wrong"),
    "a tenth of a cent": ([("capital", "2028", 5, 10.001)], "number-too-fine"),
    "huge number": ([("capital", "2028", 5, 1e300)], "number-too-large"),
    "a truth value": ([("capital", "2028", 5, True)], "number-wrong"),
    "date for a number": ([("capital", "2028", 5, dt.date(2028, 1, 1))], "value-wrong"),
    "percent in money": ([("capital", "2028", 5, "12 %")], "number-wrong"),
    "error cell": ([("capital", "2028", 5, "#REF!")], "cell-error"),
    "uncomputed formula": ([("capital", "2028", 5, "=1+1")], "formula-not-computed"),
    "required cell empty": ([("projects", "department", 5, None)], "value-missing"),
    "not in list": ([("projects", "kind", 5, "Chantier")], "not-in-list"),
    "bad date": ([("projects", "mandate_expiry", 5, "bientôt")], "value-wrong"),
    "fraction of a year": ([("projects", "duration", 5, 1.5)], "number-too-fine"),
    "zero duration": ([("projects", "duration", 5, 0)], "number-outside"),
    "percent over 100": ([("projects", "agglomeration_percent", 5, 33.33)], "percent-outside"),
    "duplicate id": ([("projects", "id", 6, "007")], "row-twice"),
    "an id that differs by case alone": ([("projects", "id", 6, "TI-2"), ("projects", "id", 7, "ti-2")], "row-twice"),
    "duplicate source row": ([("capital", "source", 6, "Emprunt")], "row-twice"),
    "unknown project": ([("capital", "project", 5, "O07")], "unknown-project"),
    "unknown option": ([("capital", "option", 5, "géant")], "unknown-option"),
    "unknown source": ([("capital", "source", 5, "Loterie")], "unknown-source"),
    "unknown pool": ([("people", "pool", 5, "Magiciens")], "unknown-pool"),
    "unknown criterion": ([("ratings", "criterion", 5, "Beauté")], "unknown-criterion"),
    "risk criterion rated": ([("ratings", "criterion", 5, "Risque retiré")], "unknown-criterion"),
    "unknown level": ([("ratings", "level", 5, 2)], "level-unknown"),
    "measure out of range": ([("ratings", "level", 6, 101)], "level-unknown"),
    "unknown gate": ([("gates", "gate", 5, "Vertu")], "unknown-gate"),
    "unknown reach": ([("projects", "reach", 5, "Univers")], "unknown-reach"),
    "reach missing": ([("projects", "reach", 5, None)], "reach-missing"),
    "unknown priority": ([("priorities", "number", 5, 3)], "unknown-priority"),
    "likelihood of 7": ([("risks", "L1", 5, 7)], "number-outside"),
    "impact of 6": ([("risks", "C6", 5, 6)], "number-outside"),
    "mandate without reference": ([("projects", "mandate_reference", 5, None)], "mandate-incomplete"),
    "mandate without expiry": ([("projects", "mandate_expiry", 5, None)], "mandate-incomplete"),
    "mandate without reason": ([("projects", "mandate_reason", 5, None)], "mandate-incomplete"),
    "calendar costs that move": ([("projects", "latest", 5, 2028)], "calendar-moves"),
    "window reversed": ([("projects", "latest", 6, 2026)], "window-reversed"),
    "start before the horizon": ([("projects", "earliest", 6, 2025)], "start-too-early"),
    "window after the horizon": ([("projects", "latest", 6, 2099), ("projects", "earliest", 6, 2099)], "no-start"),
    "programme with later amount": ([("capital", "after", 7, 5)], "programme-after"),
    "total that does not foot": ([("capital", "total", 5, 3)], "total-wrong"),
    "split not 100": ([("projects", "city_percent", 5, 0.1)], "split-not-full"),
    "link to itself": ([("links", "others", 5, "TI-2")], "link-to-itself"),
    "link to nothing": ([("links", "others", 5, "TI-9")], "unknown-project"),
    "k too large": ([("links", "k", 6, 5)], "k-outside"),
    "k missing": ([("links", "k", 6, None)], "k-outside"),
    "saving without year": ([("links", "year", 7, None)], "saving-incomplete"),
    "year outside": ([("links", "year", 7, 2040)], "year-outside"),
    "envelope year empty": ([("envelopes", "2028", 5, None)], "envelope-year-missing"),
    "unlimited with amount": ([("envelopes", "2028", 6, 12)], "envelope-not-limited"),
    "concurrency of nobody": ([("limits", "name", 7, "Finance")], "unknown-department"),
    "unknown axis": ([("rules", "members", 5, "Beauté")], "unknown-member"),
    "members of a split": ([("rules", "members", 7, "Ville")], "members-unused"),
    "share and amount": ([("rules", "amount", 5, 12)], "share-or-amount"),
    "earmark over its envelope": ([("rules", "amount", 9, 12)], "earmark-too-large"),
}


WARNED = {
    "department in two spellings": ([("projects", "department", 7, "FINANCES")], "name-variants"),
    "latest start after the horizon": ([("projects", "latest", 6, 2050)], "latest-after-horizon"),
    "a lag on a group": ([("links", "lag", 6, 2)], "value-unused"),
    "a negative amount": ([("capital", "2028", 5, -1)], "amount-negative"),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_is_odd_is_said_on_its_cell_and_still_read(template, tmp_path, name):
    edits, code = WARNED[name]
    address = edited(template, tmp_path / "edited.xlsx", edits)
    problems = [
        p for p in read_portfolio(tmp_path / "edited.xlsx", full_portfolio.criteria()).problems if p.code == code
    ]
    assert [(p.where.cell, p.severity) for p in problems] == [(address, Severity.WARNING)]


def test_a_column_is_named_as_published_and_as_the_file_has_it(template, tmp_path):
    book = load_workbook(template)
    tab, column = column_of(book, "projects", "kind")
    tab.cell(HEADER_ROW, column).value = "Project or program"
    tab.cell(5, column).value = "Chantier"
    book.save(tmp_path / "english.xlsx")
    problems = read_portfolio(tmp_path / "english.xlsx", full_portfolio.criteria()).problems
    [problem] = [p for p in problems if p.code == "not-in-list"]
    assert "Project or program\u00a0» dans le fichier)" in word_problem(problem, "fr").place
    assert "in the file" not in word_problem(problem, "en").place


@pytest.mark.parametrize("name", CASES)
def test_each_mistake_is_found_on_its_cell(template, tmp_path, name):
    edits, code = CASES[name]
    address = edited(template, tmp_path / "edited.xlsx", edits)
    read = read_portfolio(tmp_path / "edited.xlsx", full_portfolio.criteria())
    assert read.portfolio is None
    errors = [p for p in read.problems if p.severity is Severity.ERROR]
    found = [p for p in errors if p.code == code]
    assert found, [(p.code, p.where.cell) for p in errors]
    same_row = [
        p
        for p in found
        if p.where.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    ]
    twice = code == "row-twice"
    assert same_row or twice, [(p.where.sheet, p.where.cell) for p in found]
    if code.startswith(("number", "percent", "value-wrong", "cell", "formula", "not-in", "unknown", "level")):
        assert address in [p.where.cell for p in found]


def test_every_problem_is_worded_in_both_languages(template, tmp_path):
    edits = [edit for case, _ in CASES.values() for edit in case]
    edited(template, tmp_path / "edited.xlsx", edits)
    read = read_portfolio(tmp_path / "edited.xlsx", full_portfolio.criteria())
    assert len(read.problems) > 20
    for problem in read.problems:
        for lang in ("fr", "en"):
            worded = word_problem(problem, lang)
            assert all((worded.place, worded.what, worded.fix))
            assert problem.code not in worded.what
            assert "@" not in worded.expected
            assert "{" not in "".join(lines(problem, lang))


def test_all_problems_at_once(template, tmp_path):
    edits = [
        edit for name in ("ambiguous number", "not in list", "unknown gate", "k too large") for edit in CASES[name][0]
    ]
    edited(template, tmp_path / "edited.xlsx", edits)
    codes = {p.code for p in read_portfolio(tmp_path / "edited.xlsx", full_portfolio.criteria()).problems}
    assert {"number-ambiguous", "not-in-list", "unknown-gate", "k-outside"} <= codes


def test_sources_must_make_the_declared_total_of_each_year(template, tmp_path):
    book = load_workbook(template)
    tab = book["Investissement"]
    row = max(r for r in range(5, 30) if tab.cell(r, 1).value) + 1
    for c, value in enumerate(["007", None, "Total déclaré", 0.01, 0.01, 1250.50, 99_999, 0.99], 1):
        tab.cell(row, c, value)
    book.save(tmp_path / "gross.xlsx")
    read = read_portfolio(tmp_path / "gross.xlsx", full_portfolio.criteria())
    differing = [p for p in read.problems if p.code == "sources-differ"]
    assert [p.where.cell for p in differing] == [f"G{row}"]
    assert word_problem(differing[0], "fr").what == (
        "Le total déclaré (99\u00a0999,00\u00a0$) n'est pas la somme des sources (100\u00a0000,00\u00a0$)."
    )


def test_a_cycle_of_waiting_projects_is_named(template, tmp_path):
    book = load_workbook(template)
    tab = book["Liens"]
    for c, value in enumerate(["Vient après", "TI-3", "TI-2"], 1):
        tab.cell(8, c, value)
    book.save(tmp_path / "cycle.xlsx")
    [problem] = [
        p for p in read_portfolio(tmp_path / "cycle.xlsx", full_portfolio.criteria()).problems if p.code == "link-cycle"
    ]
    assert set(problem.read.split(" → ")) == {"TI-2", "TI-3"}


def test_a_hidden_or_missing_sheet_and_a_merged_cell_are_named(template, tmp_path):
    book = load_workbook(template)
    book["Liens"].sheet_state = "hidden"
    del book["Enveloppes"]
    book["Évaluations"].merge_cells("E5:E6")
    book.save(tmp_path / "sheets.xlsx")
    problems = {p.code: p for p in read_portfolio(tmp_path / "sheets.xlsx", full_portfolio.criteria()).problems}
    assert problems["sheet-hidden"].where.sheet == "links"
    assert problems["sheet-missing"].where.sheet == "envelopes"
    assert problems["cells-merged"].where.cell == "E5:E6"


def test_a_form_without_any_value_lacks_all_of_them(template, tmp_path):
    book = load_workbook(template)
    for row in range(5, 20):
        book["Information"].cell(row, 2).value = None
    book.save(tmp_path / "form.xlsx")
    read = read_portfolio(tmp_path / "form.xlsx", full_portfolio.criteria())
    missing = {p.where.field for p in read.problems if p.code == "value-missing" and p.where.sheet == "info"}
    assert missing == {"organization", "title", "first_year", "horizon", "unit", "layout_version"}


def test_a_row_without_an_identifier_is_not_dropped(template, tmp_path):
    edited(template, tmp_path / "edited.xlsx", [("projects", "id", 6, None)])
    problems = read_portfolio(tmp_path / "edited.xlsx", full_portfolio.criteria()).problems
    assert ("value-missing", "projects", "A6") in {(p.code, p.where.sheet, p.where.cell) for p in problems}


def test_many_alike_are_counted_and_none_is_lost(template, tmp_path):
    book = load_workbook(template)
    tab = book["Admissibilité"]
    for row in range(5, 505):
        tab.cell(row, 1, "007")
        tab.cell(row, 2, f"Règle {row}")
        tab.cell(row, 3, "Oui")
    book.save(tmp_path / "many.xlsx")
    alike = [
        p
        for p in read_portfolio(tmp_path / "many.xlsx", full_portfolio.criteria()).problems
        if p.where.sheet == "gates"
    ]
    listed = sum(p.code == "unknown-gate" for p in alike)
    more = [p for p in alike if p.code == "more-alike"]
    assert listed + sum(int(p.figures["count"]) for p in more) == 500


HEADERS = {
    # sheet, column, header, the unit of the workbook
    "an amount in thousands": ("capital", "before", "Antérieurs (k$)", "$"),
    "an amount in thousands, in words": ("capital", "before", "Antérieurs (en milliers de dollars)", "$"),
    "an amount in dollars": ("capital", "after", "Ultérieurs ($)", "k$"),
    "millions, which no workbook has": ("rules", "amount", "Montant (M$)", "k$"),
    "a year": ("capital", "2028", "2028 (k$)", "$"),
    "a year of the envelopes": ("envelopes", "2027", "2027 (an 1) ($)", "k$"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_in_another_unit_than_the_workbook_is_refused(template, tmp_path, name):
    code, column, header, unit = HEADERS[name]
    book = load_workbook(template)
    book["Information"]["B9"] = unit
    tab, c = column_of(book, code, column)
    tab.cell(HEADER_ROW, c).value = header
    book.save(tmp_path / "unit.xlsx")
    read = read_portfolio(tmp_path / "unit.xlsx", full_portfolio.criteria())
    assert read.portfolio is None
    [problem] = [p for p in read.problems if p.severity is Severity.ERROR and p.code == "unit-differs"]
    assert (problem.where.sheet, problem.where.cell) == (code, tab.cell(HEADER_ROW, c).coordinate)
    assert (word_problem(problem, "fr").read, word_problem(problem, "en").expected) == (header, unit)


def test_headers_in_the_unit_of_the_workbook_read_as_without(template, tmp_path):
    plain = read_portfolio(template, full_portfolio.criteria()).portfolio
    book = load_workbook(template)
    assert book["Information"]["B9"].value == "$"
    for code, column, header in (
        ("capital", "before", "Antérieurs ($)"),
        ("capital", "2028", "2028 ($)"),
        ("envelopes", "2027", "2027 (an 1) (en dollars)"),
        ("rules", "amount", "Montant (estimé)"),
    ):
        tab, c = column_of(book, code, column)
        tab.cell(HEADER_ROW, c).value = header
    book.save(tmp_path / "unit.xlsx")
    assert read_portfolio(tmp_path / "unit.xlsx", full_portfolio.criteria()).portfolio == plain


def test_the_band_of_another_workbook_tells_that_its_amounts_are_in_another_unit(template, tmp_path):
    book = load_workbook(template)
    book["Enveloppes"]["A3"] = "Montants en k$"
    book["Plafonds"]["A3"] = "Amounts in $"
    book.save(tmp_path / "band.xlsx")
    read = read_portfolio(tmp_path / "band.xlsx", full_portfolio.criteria())
    assert read.portfolio is None
    errors = [(p.code, p.where.sheet, p.where.cell) for p in read.problems if p.severity is Severity.ERROR]
    assert errors == [("unit-differs", "envelopes", "A3")]


def test_hidden_rows_are_read_and_told(template, tmp_path):
    book = load_workbook(template)
    book["Projets"].row_dimensions[6].hidden = True
    book["Projets"].row_dimensions[60].hidden = True  # empty
    book.save(tmp_path / "hidden.xlsx")
    read = read_portfolio(tmp_path / "hidden.xlsx", full_portfolio.criteria())
    assert read.portfolio == read_portfolio(template, full_portfolio.criteria()).portfolio
    [problem] = [p for p in read.problems if p.code == "rows-hidden"]
    assert (problem.where.sheet, problem.read, problem.severity) == ("projects", "6", Severity.WARNING)


def test_hidden_columns_are_read_and_told(template, tmp_path):
    book = load_workbook(template)
    book["Projets"].column_dimensions["A"].hidden = True
    book["Projets"].column_dimensions["ZZ"].hidden = True  # empty
    book.save(tmp_path / "hidden.xlsx")
    read = read_portfolio(tmp_path / "hidden.xlsx", full_portfolio.criteria())
    assert read.portfolio == read_portfolio(template, full_portfolio.criteria()).portfolio
    [problem] = [p for p in read.problems if p.code == "columns-hidden"]
    assert (problem.where.sheet, problem.read, problem.severity) == ("projects", "A", Severity.WARNING)


def errors_of(path):
    problems = read_portfolio(path, full_portfolio.criteria()).problems
    return [(p.code, p.where.sheet, p.where.cell) for p in problems if p.severity is Severity.ERROR]


def test_a_note_under_the_table_is_one_problem(template, tmp_path):
    book = load_workbook(template)
    book["Projets"]["B40"] = "Note : à valider avec les finances"
    book.save(tmp_path / "note.xlsx")
    assert errors_of(tmp_path / "note.xlsx") == [("row-nearly-empty", "projects", "B40")]


def test_a_sheet_that_cannot_be_read_is_one_problem(template, tmp_path):
    book = load_workbook(template)
    book["Projets"].insert_rows(1, 12)
    book["Enveloppes"].title = "Argent"
    book.save(tmp_path / "lost.xlsx")
    assert {(code, sheet) for code, sheet, _ in errors_of(tmp_path / "lost.xlsx")} <= {
        ("header-missing", "projects"),
        ("sheet-missing", "envelopes"),
        ("unknown-department", "limits"),
        ("unknown-member", "rules"),
        ("unknown-source", "rules"),
    }
    assert ("header-missing", "projects", "") in errors_of(tmp_path / "lost.xlsx")


def test_an_envelope_that_cannot_be_read_is_not_said_to_be_empty_too(template, tmp_path):
    address = edited(template, tmp_path / "edited.xlsx", [("envelopes", "2028", 5, "900 k$")])
    assert errors_of(tmp_path / "edited.xlsx") == [("number-wrong", "envelopes", address)]


def test_an_envelope_that_nothing_draws_on_is_told(template, tmp_path):
    """A row of totals would otherwise double the money that the reader is shown."""
    book = load_workbook(template)
    tab = book["Enveloppes"]
    row = max(r for r in range(5, 30) if tab.cell(r, 1).value) + 1
    for c in range(1, tab.max_column + 1):
        tab.cell(row, c).value = tab.cell(5, c).value
    tab.cell(row, 1).value = "Total"
    book.save(tmp_path / "total.xlsx")
    found = [
        (p.where.cell, p.severity)
        for p in read_portfolio(tmp_path / "total.xlsx", full_portfolio.criteria()).problems
        if p.code == "envelope-unused"
    ]
    assert (f"A{row}", Severity.WARNING) in found


def test_sources_that_could_be_meant_are_named_in_the_language_of_the_reader(template, tmp_path):
    edited(template, tmp_path / "edited.xlsx", [("capital", "source", 5, "Loterie")])
    problems = read_portfolio(tmp_path / "edited.xlsx", full_portfolio.criteria()).problems
    [problem] = [p for p in problems if p.code == "unknown-source"]
    assert "Emprunt" in word_problem(problem, "fr").expected.split(", ")
    assert "Borrowing" in word_problem(problem, "en").expected.split(", ")
    assert "gross" not in word_problem(problem, "fr").expected


def test_totals_that_a_program_left_uncomputed_are_told_once(template, tmp_path):
    book = load_workbook(template)
    assert book["Investissement"].max_row > 6
    book.save(tmp_path / "saved.xlsx")
    problems = read_portfolio(tmp_path / "saved.xlsx", full_portfolio.criteria()).problems
    assert [p.code for p in problems if p.where.field == "total"] == ["formula-not-computed", "more-alike"]
