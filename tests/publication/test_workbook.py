"""The workbook says what the decision says, cell by cell, in formulas; it is safe, sober and the same every time."""

import io
import re
import zipfile
from fractions import Fraction

import openpyxl
import pytest
import result_case
import workbook_case
from published_case import HOSTILE, SECRET, edition, portfolio, solved
from workbook_case import DAY, LANGS, formulas, made, opened, rows, sheet

from prioritizer.domain.decision import FigureUnit
from prioritizer.publication.blocks import CONTROLS
from prioritizer.scoring.score import score
from prioritizer.spreadsheet.book import HEADER_ROW, TOP
from prioritizer.text import text
from prioritizer.text.findings import Wording

EXACT = 1e-12
SCALE = {FigureUnit.CENTS: 100_000, FigureUnit.MILLI_FTE: 1000, FigureUnit.COUNT: 1, FigureUnit.YEARS: 1}


@pytest.fixture(scope="module", params=LANGS)
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def book(lang):
    return opened(lang)


def own(lang, key):
    return text(lang, f"template_workbook.{key}")


def col(lang, key):
    return text(lang, f"result.col.{key}")


def number(lang):
    return text(lang, "publication.col.id")


def exactly(fraction):
    return pytest.approx(float(fraction), rel=EXACT, abs=EXACT)


def by_project(book, lang, code="projects"):
    return {row[number(lang)]: row for row in rows(book, lang, code) if row[number(lang)]}


def test_every_project_has_its_choice_its_score_and_its_value(book, lang):
    scorecard, criteria = score(portfolio(), result_case.criteria()), result_case.criteria()
    chosen = {choice.project: choice for choice in solved().program}
    found = by_project(book, lang)
    assert list(found) == [project.id for project in portfolio().projects]
    for project in portfolio().projects:
        row, choice = found[project.id], chosen.get(project.id)
        opened_score = scorecard.of(project.id, choice.option if choice else project.options[0].code)
        start = choice.start if choice else project.earliest
        assert row[own(lang, "col.in")] == int(choice is not None)
        assert row[col(lang, "start")] == start
        assert row[col(lang, "title")] == project.title.get(lang).translate(CONTROLS)
        assert row[col(lang, "department")] == project.department
        for axis in criteria.axes:
            assert row[axis.title.get(lang)] == exactly(opened_score.axes[axis.code])
        assert row[col(lang, "score")] == exactly(opened_score.score)
        assert row[col(lang, "value")] == exactly(opened_score.value)
        delay = (1 + Fraction(criteria.delay_rate)) ** (portfolio().info.first_year - start)
        assert row[col(lang, "program_value")] == exactly(opened_score.value * delay if choice else 0)


def test_capital_is_what_each_project_asks_by_source_and_year(book, lang):
    """Costs by year since the start are shifted by hand; those of the one project under way fall in their own year."""
    info = portfolio().info
    chosen = {choice.project: choice for choice in solved().program}
    expected, together = {}, {}
    for project in portfolio().projects:
        choice = chosen.get(project.id)
        option = project.option(choice.option) if choice else project.options[0]
        start = choice.start if choice else project.earliest
        shift = 0 if project.basis.value == "calendar" else start - info.first_year
        for source, amounts in option.capital.items():
            name = Wording(portfolio(), result_case.criteria(), lang).source(source)
            spread = [0] * info.horizon
            for k, cents in enumerate(amounts.years):
                if k + shift < info.horizon:
                    spread[k + shift] += cents
            expected[project.id, name] = spread
            together[project.id] = [a + b for a, b in zip(together.get(project.id, [0] * 9), spread, strict=False)]
    found = {(row[number(lang)], row[col(lang, "source")]): row for row in rows(book, lang, "capital")}
    assert {key for key in found if key[0]} == {key for key, years in expected.items() if any(years)}
    for key, row in found.items():
        if key[0]:
            years = [row[str(year)] for year in info.years]
            assert years == [exactly(Fraction(cents, 100_000)) for cents in expected[key]]
    projects = by_project(book, lang)
    for project, years in together.items():
        assert [projects[project][str(y)] for y in info.years] == [exactly(Fraction(c, 100_000)) for c in years]


def test_every_finding_of_the_decision_has_its_row(book, lang):
    words = Wording(portfolio(), result_case.criteria(), lang)
    found = [
        (row[col(lang, "rule")], row[col(lang, "subject")], row[col(lang, "year")], row[col(lang, "sense")], row)
        for row in rows(book, lang, "rules")
    ]
    assert len(solved().findings) > 30
    for finding in solved().findings:
        name = words.name(finding.rule, finding.subject, finding.year).translate(CONTROLS)
        sense = text(lang, f"result.state.{'at_least' if finding.at_least else 'at_most'}")
        key = (words.rule(finding.rule), name, finding.year, sense)
        scale = SCALE[finding.unit]
        figures = tuple(Fraction(figure) / scale for figure in (finding.used, finding.limit, finding.slack))
        mine = [row for *head, row in found if tuple(head) == key]
        assert any(
            [row[col(lang, part)] for part in ("used", "limit", "slack")] == [exactly(figure) for figure in figures]
            for row in mine
        ), key
    kept = {row[own(lang, "col.kept")] for *_, row in found}
    assert kept == {text(lang, "result.yes")}


def test_envelopes_hold_their_use_and_what_is_left(book, lang):
    words = Wording(portfolio(), result_case.criteria(), lang)
    table = rows(book, lang, "envelopes")
    item = own(lang, "col.item")
    checked = 0
    for source in ("cash", "subsidy"):
        top = next(n for n, row in enumerate(table) if row[item] == words.name("envelope", (source,), None))
        block = {}
        for row in table[top + 1 :]:
            block.setdefault(row[item], row)  # The first of each name after the heading is of this block.
        limit = block[own(lang, "row.available")] if source == "cash" else block[own(lang, "row.envelope")]
        for finding in solved().findings:
            if finding.rule == "envelope" and finding.subject == (source,):
                year = str(finding.year)
                assert block[own(lang, "row.used")][year] == exactly(finding.used / 100_000)
                assert limit[year] == exactly(finding.limit / 100_000)
                assert block[own(lang, "row.left")][year] == exactly(finding.slack / 100_000)
                checked += 1
    assert checked == 2 * portfolio().info.horizon


def test_limits_hold_what_findings_use(book, lang):
    table = rows(book, lang, "limits")
    kinds = {"operating": "operating", "capacity": "people", "concurrency": "work"}
    checked = 0
    for finding in solved().findings:
        if finding.rule in kinds:
            kind = own(lang, f"kind.{kinds[finding.rule]}")
            found = {
                row[own(lang, "col.item")]: row[str(finding.year)]
                for row in table
                if row[own(lang, "col.kind")] == kind
            }
            scale = SCALE[finding.unit]
            assert found[own(lang, "row.used")] == exactly(finding.used / scale)
            assert found[own(lang, "row.limit")] == exactly(finding.limit / scale)
            checked += 1
    assert checked >= 8


def test_the_summary_says_what_is_decided_and_proved(book, lang):
    found = {row[0].value: row[1].value for row in sheet(book, lang, "summary").iter_rows(min_row=TOP + 1)}
    decision = solved()
    assert found[own(lang, "item.choices")] == own(lang, "same")
    assert found[own(lang, "item.value_now")] == exactly(decision.value)
    assert found[own(lang, "item.value")] == exactly(decision.value)
    assert found[text(lang, "publication.summary.bound")] == exactly(decision.bound)
    assert found[own(lang, "item.funded")] == len(decision.program)
    assert found[own(lang, "item.broken")] == 0
    assert found[text(lang, "publication.summary.checks")] == decision.certificate.checks
    for key, value in decision.hashes.items():
        assert found[text(lang, f"publication.hash.{key}")] == value
    bands = edition(lang).bands.values()
    for band in ("funded", "close", "not_now"):
        assert found[text(lang, f"publication.band.{band}")] == sum(one == band for one in bands)


def test_scores_can_be_redone_from_the_points_and_the_weights(lang):
    book = opened(lang)
    tab = sheet(book, lang, "scores")
    criteria = result_case.criteria()
    heads = [cell.value for cell in tab[HEADER_ROW + 1]]
    weights = dict(zip(heads, [cell.value for cell in tab[HEADER_ROW]], strict=True))
    found = rows(book, lang, "scores")
    assert len(found) == sum(len(project.options) for project in portfolio().projects)
    for row in found:
        total = 0
        for axis in criteria.axes:
            titles = [criterion.title.get(lang) for criterion in axis.criteria]
            part = sum(weights[title] * row[title] for title in titles)
            assert row[axis.title.get(lang)] == pytest.approx(part / (float(axis.weight) / 100))
            total += part
        assert row[col(lang, "score")] == pytest.approx(total)


def test_every_formula_is_ours_and_has_its_value(book, lang):
    written = formulas(opened(lang, values=False))
    assert len(written) > 500
    allowed = {"SUM", "SUMPRODUCT", "EXACT", "ROUND", "IF", "MIN", "MAX", "ISNUMBER"}
    for (title, place), cell in written.items():
        bare = re.sub(r"'[^']*'!|\"[^\"]*\"", "", cell.value)
        assert set(re.findall(r"[A-Z]+(?=\()", bare)) <= allowed, cell.value
        value = book[title][place].value
        assert isinstance(value, int | float | str), (title, place)
        assert value != ""
        assert not str(value).startswith("#")


def test_hostile_text_stays_text(lang):
    seen = set()
    for tab in opened(lang, values=False):
        for row in tab.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type != "f":
                    seen.add(cell.value)
                    if cell.value.startswith(("=", "+", "-", "@")):
                        assert cell.quotePrefix, cell.coordinate
                    assert not set(cell.value) & {chr(code) for code in CONTROLS}
                if cell.hyperlink is not None:
                    assert cell.hyperlink.target is None
                    assert cell.hyperlink.location
    given = {project.title.get(lang) for project in portfolio().projects}
    assert {title for title in HOSTILE if title in given}
    assert {title.translate(CONTROLS) for title in given} <= seen


def test_language_title_dates_and_pages_are_set(lang):
    book = opened(lang, values=False)
    info = portfolio().info
    title = text(lang, "publication.title", first=info.first_year, last=info.first_year + info.horizon - 1)
    assert book.properties.title == title
    assert book.properties.language == f"{lang}-CA"
    assert book.properties.creator == info.organization
    assert book.properties.created.date() == DAY
    for tab in book:
        assert tab.freeze_panes
        assert tab.page_setup.orientation == "landscape"
        assert tab.sheet_properties.pageSetUpPr.fitToPage
        assert tab.print_title_rows == f"${HEADER_ROW + 1}:${HEADER_ROW + 1}"
        assert text(lang, "publication.draft") in tab.oddHeader.right.text
    for code in ("projects", "capital", "uses", "rules", "scores", "shares"):
        assert sheet(book, lang, code).auto_filter.ref
    (check,) = sheet(book, lang, "projects").data_validations.dataValidation
    assert (check.type, check.formula1, check.formula2) == ("whole", "0", "1")


def test_the_first_three_years_are_set_apart(lang):
    tab = sheet(opened(lang, values=False), lang, "envelopes")
    colours = {cell.value: cell.fill.fgColor.rgb for cell in tab[HEADER_ROW + 1] if str(cell.value).isdigit()}
    years = [str(year) for year in portfolio().info.years]
    assert len({colours[year] for year in years[:3]}) == 1
    assert colours[years[3]] != colours[years[0]]
    assert text(lang, "workbook.legal") in [cell.value for cell in tab[HEADER_ROW]]


def test_an_approved_edition_is_no_draft(lang):
    content = workbook_case.write(edition(lang, approved=True))
    stamp = text(lang, "publication.draft")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert all(stamp.encode() not in parts.read(name) for name in parts.namelist())


def test_same_edition_same_bytes_nothing_outside_nothing_internal(lang):
    again = workbook_case.write(edition(lang))
    assert again == made(lang)
    with zipfile.ZipFile(io.BytesIO(again)) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.casefold() or "external" in name.casefold()]
        whole = b"".join(parts.read(name) for name in parts.namelist())
    assert b'TargetMode="External"' not in whole
    assert SECRET.encode() not in whole
    assert b"987654321" not in whole


def test_two_options_of_one_name_stay_apart():
    """Scores are looked up by project and option: two that looked the same would be added up."""
    from dataclasses import replace

    from prioritizer.domain.portfolio import Title
    from prioritizer.publication.edition import Edition

    given = portfolio()
    first = given.projects[0]
    twins = tuple(replace(option, title=Title("Même nom", "Same name")) for option in first.options)
    assert len(twins) == 2
    changed = replace(given, projects=(replace(first, options=twins), *given.projects[1:]))
    content = workbook_case.write(Edition.of(solved(), changed, result_case.criteria(), "fr"))
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    names = [row[col("fr", "option")] for row in rows(book, "fr", "scores") if row[number("fr")] == first.id]
    assert len(set(names)) == 2
    assert all(name.startswith("Même nom") for name in names)
