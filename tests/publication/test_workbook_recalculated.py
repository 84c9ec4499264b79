"""LibreOffice recomputes every formula: as they are, and once choices are changed. Its values are those kept with them.

The files given to it hold no value at all (openpyxl writes formulas alone), so that whatever it gives is its own.
What is expected once choices are changed comes from our exact code, which knows nothing of the formulas.
"""

import io
import subprocess
from dataclasses import replace
from decimal import Decimal
from functools import cache

import builders
import openpyxl
import published_case
import pytest
import result_case
import workbook_case
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import CellRange
from programs import program
from workbook_case import formulas, sheet

from prioritizer.domain.decision import Choice
from prioritizer.domain.portfolio import Balance, Limit, Link, Portfolio
from prioritizer.domain.vocabulary import Dimension, LagFrom, LimitKind, LinkType, Measure, Sense
from prioritizer.program.solve import solve
from prioritizer.publication.edition import Edition
from prioritizer.spreadsheet.book import HEADER_ROW, TOP
from prioritizer.text import text

YEAR = 2028
CLOSE = 1e-9
NAMES = ("same", "moved", "sorted", "bare", "empty")


def portfolio():
    """The published case with every kind of link, balance and limit, awkward names, cents, a start out of bounds."""
    given = published_case.portfolio()
    odd = replace(given.projects[6], department="*")
    projects = (*given.projects[:6], odd, *(replace(p, agglomeration_bp=3333) for p in given.projects[7:]))
    cents = projects[0].options[0].capital["cash"]
    priced = replace(projects[0].options[0], capital={"cash": replace(cents, years=(30_000_001, *cents.years[1:]))})
    early = replace(projects[4], earliest=projects[4].earliest - 1)
    projects = (replace(projects[0], options=(priced, *projects[0].options[1:])), *projects[1:4], early, *projects[5:])
    return replace(
        given,
        projects=projects,
        links=(
            *given.links,
            Link(LinkType.REQUIRES, "A-09", ("A-04",)),
            Link(LinkType.AFTER, "A-08", ("A-03",), lag=-2, lag_from=LagFrom.FINISH),
            Link(LinkType.AT_MOST, None, ("A-01", "A-02", "A-04"), k=3),
            Link(LinkType.AT_LEAST, None, ("A-03", "A-08", "A-11"), k=1),
            Link(LinkType.EXACTLY, None, ("A-03", "A-07"), k=1),
            Link(
                LinkType.SYNERGY, None, ("A-02", "A-11"), bonus=Decimal("2.5"), saving=123, source="subsidy", year=YEAR
            ),
        ),
        balances=(
            *given.balances,
            Balance(Dimension.AGGLOMERATION, (), Sense.AT_MOST, Measure.SHARE, 9999),
            Balance(Dimension.DEPARTMENT, ("RH", "*"), Sense.AT_LEAST, Measure.AMOUNT, 1_000_001, YEAR),
            Balance(Dimension.AXIS, ("good",), Sense.AT_LEAST, Measure.SHARE, 125, 2027),
        ),
        limits=(*given.limits, Limit(LimitKind.CONCURRENCY, "*", (1, 1, 1, None))),
    )


@cache
def decided():
    return solve(portfolio(), result_case.criteria())


def edition(decision, given=None):
    return Edition.of(decision, given or portfolio(), result_case.criteria(), "fr")


def bare_portfolio():
    """No envelope, no limit, no rule, and only projects that cost nothing."""
    free = replace(published_case.portfolio().projects[3], options=(builders.option("base", ()),))
    info = published_case.portfolio().info
    return Portfolio(info, (free,))


EDGES = {"bare": bare_portfolio, "empty": lambda: replace(bare_portfolio(), projects=())}


def edge(given):
    return workbook_case.write(edition(solve(given, result_case.criteria()), given))


@cache
def moved():
    """The program without one project that it does as asked, and with two that it leaves out; which ones."""
    given = decided().program
    by_id = portfolio().by_id
    asked = {p.id: Choice(p.id, sorted(o.code for o in p.options)[0], p.earliest) for p in portfolio().projects}
    out = next(choice for choice in given if choice == asked[choice.project] and by_id[choice.project].id == "A-04")
    left = [asked[name] for name in ("A-11", "A-05")]
    assert not {choice.project for choice in left} & {choice.project for choice in given}
    program_ = tuple(sorted((*(choice for choice in given if choice != out), *left)))
    return program_, {out.project: 0, **{choice.project: 1 for choice in left}}


def stripped(content, changes):
    """The workbook with other choices, and without any value of a formula."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    tab = sheet(book, "fr", "projects")
    heads = {cell.value: cell.column for cell in tab[HEADER_ROW + 1]}
    for row in range(TOP + 1, tab.max_row):
        name = tab.cell(row, heads[text("fr", "publication.col.id")]).value
        if name in changes:
            tab.cell(row, heads[text("fr", "template_workbook.col.in")]).value = changes[name]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def upside_down(content):
    """The same, with the rows of every sheet that has filters in the other order, as a reader who sorts them may."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for tab in book:
        if tab.auto_filter.ref:
            area = CellRange(tab.auto_filter.ref)
            rows = range(area.min_row + 1, area.max_row + 1)
            for col in range(1, area.max_col + 1):
                cells = [(cell.value, cell.data_type, cell.coordinate) for cell in (tab.cell(r, col) for r in rows)]
                for row, (value, kind, place) in zip(rows, reversed(cells), strict=True):
                    to = tab.cell(row, col)
                    to.value = Translator(value, place).translate_formula(to.coordinate) if kind == "f" else value
                    to.data_type = kind
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def recomputed(tmp_path_factory):
    """The workbooks as LibreOffice saves them."""
    office = program("soffice")
    folder = tmp_path_factory.mktemp("office")
    content = workbook_case.write(edition(decided()))
    for name, changes in (("same.xlsx", {}), ("moved.xlsx", moved()[1])):
        bare = stripped(content, changes)
        assert all(v is None for v in values_of(bare, formulas(openpyxl.load_workbook(io.BytesIO(bare)))).values())
        (folder / name).write_bytes(bare)
    (folder / "sorted.xlsx").write_bytes(upside_down(content))
    for name, given in EDGES.items():
        (folder / f"{name}.xlsx").write_bytes(stripped(edge(given()), {}))
    asked = [f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx", "--outdir"]
    files = [str(folder / f"{name}.xlsx") for name in NAMES]
    subprocess.run([office, *asked, str(folder / "out"), *files], check=True, capture_output=True, timeout=120)
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in NAMES}


def values_of(content, places):
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {(tab, place): book[tab][place].value for tab, place in places}


def differences(expected, found):
    """Cells whose value is another; numbers are the same to a billionth."""
    wrong = {}
    for place, value in expected.items():
        other = found[place]
        if isinstance(value, str) or not isinstance(other, int | float):
            same = value == other
        else:
            same = abs(value - other) <= CLOSE * max(1, abs(value))
        if not same:
            wrong[place] = value, other
    return wrong


def test_every_formula_gives_the_value_kept_with_it(recomputed):
    content = workbook_case.write(edition(decided()))
    places = formulas(openpyxl.load_workbook(io.BytesIO(content)))
    expected = values_of(content, places)
    assert len(expected) > 600
    assert differences(expected, values_of(recomputed["same"], places)) == {}


def test_other_choices_give_what_exact_code_says_of_them(recomputed):
    content = workbook_case.write(edition(decided()))
    places = formulas(openpyxl.load_workbook(io.BytesIO(content)))
    before = values_of(content, places)
    other, changes = moved()
    expected = values_of(workbook_case.write(edition(replace(decided(), program=other))), places)
    # The value of the decision is not that of these choices, which the first sheet says.
    found = values_of(recomputed["moved"], places)
    said = (text("fr", "template_workbook.sheet.summary"), f"B{TOP + 1}")
    assert found.pop(said) == text("fr", "template_workbook.changed") + str(len(changes))
    assert expected.pop(said)
    summary = said[0]
    value = (summary, f"B{TOP + 2}")
    expected[value] = sum(worths(other))
    assert differences(expected, found) == {}
    assert sum(before[place] != found[place] for place in found) > 100
    rules = text("fr", "template_workbook.sheet.rules")
    answers = {place: value for place, value in found.items() if place[0] == rules and isinstance(value, str)}
    broken = [value for value in answers.values() if value == text("fr", "result.no")]
    assert len(broken) >= 3
    assert found[summary, f"B{TOP + 5}"] == len(broken)


@pytest.mark.parametrize("name", EDGES)
def test_next_to_nothing_is_a_workbook_too(recomputed, name):
    content = edge(EDGES[name]())
    places = formulas(openpyxl.load_workbook(io.BytesIO(content)))
    assert len(places) > 20
    assert differences(values_of(content, places), values_of(recomputed[name], places)) == {}


def test_rows_may_be_sorted(recomputed):
    books = [openpyxl.load_workbook(io.BytesIO(recomputed[name]), data_only=True) for name in ("same", "sorted")]
    moved_sheets = 0
    for tab, other in zip(*books, strict=True):
        area = CellRange(tab.auto_filter.ref) if tab.auto_filter.ref else None
        first, last = (area.min_row + 1, area.max_row) if area else (1, 0)
        lines, others = ([list(row) for row in one.iter_rows(values_only=True)] for one in (tab, other))
        expected = lines[: first - 1] + lines[first - 1 : last][::-1] + lines[last:]
        moved_sheets += expected != lines
        for row, found in zip(expected, others, strict=True):
            assert rounded(row) == rounded(found), tab.title
    assert moved_sheets >= 6


def rounded(row):
    return [round(cell, 9) if isinstance(cell, float) else cell for cell in row]


def worths(chosen):
    """What each choice adds to the value, then the synergies."""
    case = edition(decided()).case
    for choice in chosen:
        opened = case.scorecard.of(choice.project, choice.option)
        yield float(opened.value) / (1 + float(case.criteria.delay_rate)) ** (choice.start - 2027)
    names = {choice.project for choice in chosen}
    yield sum(float(link.bonus) for link in case.portfolio.links if set(link.members) <= names)
