"""The result workbook says what the decision says: read back cell by cell, redone by hand, safe, deterministic."""

import zipfile
from fractions import Fraction
from functools import cache

import openpyxl
import pytest
import result_case

from prioritizer.program.solve import solve
from prioritizer.scoring.score import score
from prioritizer.text import text
from prioritizer.workbook.result import write_result
from prioritizer.workbook.result_book import HEADER_ROW

CENT = 1e-6


@cache
def decided(made=result_case.portfolio):
    return solve(made(), result_case.criteria())


def write(path, lang="fr", made=result_case.portfolio):
    portfolio, criteria = made(), result_case.criteria()
    write_result(decided(made), portfolio, criteria, score(portfolio, criteria), path, lang)
    return path


@pytest.fixture(scope="module", params=["fr", "en"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def path(lang, tmp_path_factory):
    return write(tmp_path_factory.mktemp("result") / "r.xlsx", lang)


@pytest.fixture(scope="module")
def values(path):
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def formulas(path):
    return openpyxl.load_workbook(path)


def rows(book, lang, code):
    """Rows of a sheet as dictionaries by header."""
    sheet = book[text(lang, f"result.sheet.{code}")]
    _, *lines = sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True)
    headers = [str(cell.value) for cell in sheet[HEADER_ROW + 1]]
    return [dict(zip(headers, line, strict=True)) for line in lines if any(cell is not None for cell in line)]


def col(lang, key):
    return text(lang, f"result.col.{key}")


def test_every_decision_is_there_with_its_option_start_and_value(values, lang):
    found = {row[col(lang, "project")]: row for row in rows(values, lang, "decisions") if row[col(lang, "project")]}
    decision = decided()
    assert found.keys() == {outcome.project for outcome in decision.outcomes}
    scorecard = score(result_case.portfolio(), result_case.criteria())
    starts = {choice.project: choice for choice in decision.program}
    for name, row in found.items():
        choice = starts.get(name)
        assert row[col(lang, "start")] == (choice.start if choice else None)
        assert row[col(lang, "reason")]
        if choice:
            value = scorecard.of(name, choice.option).value
            assert row[col(lang, "value")] == pytest.approx(float(value), abs=CENT)
    funded = [
        row for row in rows(values, lang, "decisions") if row[col(lang, "title")] == text(lang, "result.row.total")
    ]
    assert funded[-1][col(lang, "program_value")] == pytest.approx(float(decision.value), abs=CENT)


def test_the_cash_flow_adds_up_to_what_the_envelopes_find_used(values, lang):
    used = {
        (finding.subject[0], finding.year): float(finding.used) / 100
        for finding in decided().findings
        if finding.rule == "envelope"
    }
    names = {"cash": text(lang, "vocabulary.source.cash"), "subsidy": text(lang, "vocabulary.source.subsidy")}
    totals = {
        row[col(lang, "source")]: row
        for row in rows(values, lang, "cash")
        if row[col(lang, "title")] == text(lang, "result.row.total")
    }
    assert used
    for (source, year), amount in used.items():
        assert totals[names[source]][str(year)] == pytest.approx(amount)
    lines = [row for row in rows(values, lang, "cash") if row[col(lang, "project")]]
    by_hand = {}
    for row in lines:
        for year in result_case.portfolio().info.years:
            key = (row[col(lang, "source")], year)
            by_hand[key] = by_hand.get(key, 0) + row[str(year)]
    saved = 30_000
    for (source, year), amount in used.items():
        less = saved if (source, year) == ("cash", 2027) else 0
        assert by_hand.get((names[source], year), 0) - less == pytest.approx(amount)


def test_the_envelopes_agree_with_the_findings(values, lang):
    found = {(row[col(lang, "source")], row[col(lang, "year")]): row for row in rows(values, lang, "envelopes")}
    names = {"cash": text(lang, "vocabulary.source.cash"), "subsidy": text(lang, "vocabulary.source.subsidy")}
    for finding in decided().findings:
        if finding.rule == "envelope":
            row = found[names[finding.subject[0]], finding.year]
            assert row[col(lang, "available")] == pytest.approx(float(finding.limit) / 100)
            assert row[col(lang, "left")] == pytest.approx(float(finding.slack) / 100)
    marked = [year for (_, year), row in found.items() if row[col(lang, "legal")]]
    assert set(marked) == {2027, 2028, 2029}


def test_scores_can_be_redone_by_hand(values, lang):
    opened = {}
    for row in rows(values, lang, "scores"):
        assert row[col(lang, "points")] * row[col(lang, "weight")] == pytest.approx(row[col(lang, "contribution")])
        key = (row[col(lang, "project")], row[col(lang, "option")] or "base")
        opened[key] = opened.get(key, 0) + row[col(lang, "contribution")]
    listed = rows(values, lang, "values")
    assert len(listed) == len(opened)
    scorecard = score(result_case.portfolio(), result_case.criteria())
    for row in listed:
        key = (row[col(lang, "project")], row[col(lang, "option")] or "base")
        assert row[col(lang, "score")] == pytest.approx(opened[key])
        assert row[col(lang, "score")] * row[col(lang, "multiplier")] == pytest.approx(row[col(lang, "value")])
        assert row[col(lang, "value")] == pytest.approx(float(scorecard.of(*key).value))


def test_every_finding_is_there_with_its_slack(values, lang):
    found = rows(values, lang, "rules")
    assert len(found) == len(decided().findings)
    for row in found:
        at_least = row[col(lang, "sense")] == text(lang, "result.state.at_least")
        used, limit = row[col(lang, "used")], row[col(lang, "limit")]
        assert row[col(lang, "slack")] == pytest.approx(used - limit if at_least else limit - used)
        assert row[col(lang, "slack")] >= 0
    binding = sum(row[col(lang, "state")] == text(lang, "result.state.binding") for row in found)
    assert binding == sum(finding.binding for finding in decided().findings)


def test_the_certificate_names_the_exact_value_and_the_hashes(values, lang):
    found = {row[col(lang, "item")]: row[col(lang, "content")] for row in rows(values, lang, "certificate")}
    decision = decided()
    assert Fraction(found[text(lang, "result.item.exact_value")]) == decision.value
    for name, value in decision.hashes.items():
        assert found[text(lang, f"result.item.hash_{name}")] == value


def test_text_that_begins_like_a_formula_stays_text(formulas):
    ours = ("=SUM(", "=IF(", "=MIN(", "=(", "='", "=-'", "=SUMIF(")
    hostile = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.value.startswith(ours) or cell.value[1].isupper(), cell.value
                    assert "HYPERLINK" not in cell.value
                elif isinstance(cell.value, str) and cell.value.startswith("="):
                    hostile += 1
                assert cell.hyperlink is None
    assert hostile > 0


def test_every_formula_has_its_value(values, formulas):
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    assert isinstance(values[sheet.title][cell.coordinate].value, int | float)
    assert seen > 50


def test_headers_are_frozen_and_pages_set_up(formulas):
    for sheet in formulas:
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_decision_gives_the_same_bytes(tmp_path):
    first, second = (write(tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second


def test_an_impossible_program_says_what_clashes_and_what_repairs(tmp_path):
    book = openpyxl.load_workbook(write(tmp_path / "i.xlsx", "fr", result_case.impossible), data_only=True)
    found = rows(book, "fr", "repairs")
    decision = decided(result_case.impossible)
    clashing = sum(len(clash.rules) for clash in decision.clashes)
    assert len(found) == clashing + sum(len(repair.changes) for repair in decision.repairs)
    assert text("fr", "result.sheet.decisions") not in book.sheetnames


def test_the_workbook_holds_no_path_and_no_macro(path):
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower() or "external" in name.lower()]
        assert all(str(path.parent).encode() not in archive.read(name) for name in archive.namelist())
