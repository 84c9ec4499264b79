"""A project sheet takes two pages at most at every size, and says where its texts are whole when they were cut."""

import datetime as dt
import json
import random
import re

import pytest
import reading
import sheet_case
import typst
from published_case import HOSTILE
from reading import squeezed
from sheet_case import UNBROKEN, WIDE, WORDS

from prioritizer.publication.blocks import Facts, Heading, Paragraph, Table, texts
from prioritizer.publication.consolidated import consolidated, one_sheet
from prioritizer.publication.layout import is_known, lines, tall
from prioritizer.publication.pdf import write_pdf
from prioritizer.publication.project_sheet import project_sheet
from prioritizer.publication.sheet_fit import LENGTHS, cut, fitted_sheet
from prioritizer.publication.theme import Theme

DAY = dt.date(2026, 11, 24)
LARGE = {"sources": 6, "count": 20, "options": 5, "pools": 6, "links": 8, "priorities": 3, "length": 900, "title": 300}
SIZES = {
    "small": {"count": 3, "length": 20},
    "usual": {"count": 14, "options": 3, "pools": 3, "links": 2, "length": 150, "horizon": 10},
    "usual, left out": {"count": 14, "options": 3, "length": 150, "horizon": 10, "funded": False},
    "twenty criteria": {"count": 20, "length": 120, "horizon": 10},
    "long texts": {"count": 14, "length": 3_000, "horizon": 10},
    "large": {**LARGE, "horizon": 10},
    "large, left out": {**LARGE, "horizon": 10, "funded": False},
    "large, twelve years": {**LARGE, "horizon": 12},
    "twenty years": {"count": 14, "options": 3, "pools": 3, "links": 2, "length": 900, "horizon": 20},
    "large, wide signs": {**LARGE, "horizon": 10, "words": WIDE},
    "large, words without end": {**LARGE, "horizon": 10, "words": UNBROKEN},
}


def sheet(size, lang="fr"):
    edition = sheet_case.edition(lang, **SIZES[size])
    return edition, edition.case.portfolio.projects[0]


def pages(content):
    return [page.extract_text() for page in reading.pdf(content).pages]


def test_a_small_project_takes_one_page():
    edition, project = sheet("small")
    assert len(pages(write_pdf(one_sheet(edition, project, 2027), Theme(), DAY))) == 1


@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_takes_two_pages_at_most(size):
    edition, project = sheet(size)
    read = pages(write_pdf(one_sheet(edition, project, 2027), Theme(), DAY))
    assert len(read) <= 2
    for heading in (block.text for block in fitted_sheet(edition, project) if isinstance(block, Heading)):
        # A heading that ends a page heads nothing there.
        assert not any(squeezed(page).removesuffix(footer(page)).endswith(squeezed(heading)) for page in read)


def footer(page):
    found = re.search(r"Villed'essaiPage\d+/\d+$", squeezed(page))
    return found[0] if found else ""


@pytest.mark.parametrize("size", ["usual", "large"])
def test_a_sheet_takes_two_pages_at_most_among_the_others(size):
    edition, _ = sheet(size, "en")
    names = [project.id for project in edition.case.portfolio.projects]
    read = [squeezed(page) for page in pages(write_pdf(consolidated(edition, 2027), Theme(), DAY))]
    begins = [max(k for k, page in enumerate(read) if f"{squeezed(name)}–" in page) for name in names]
    assert begins == sorted(set(begins))
    assert all(after - before <= 2 for before, after in zip(begins, [*begins[1:], len(read)], strict=True))


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_in_silence(size):
    edition, project = sheet(size)
    whole, fitted = tuple(project_sheet(edition, project)), fitted_sheet(edition, project)
    notices = {edition.say("sheet.cut", most=most) for most in LENGTHS}
    said = [block.text for block in fitted if isinstance(block, Paragraph)]
    assert (said[-1] in notices) == (len(fitted) > len(whole))
    for before, after in zip(whole, fitted, strict=False):
        assert type(before) is type(after)
        for old, new in zip(parts(before), parts(after), strict=True):
            if old != new:
                assert new.endswith("…")
                assert old.startswith(new[:-1])
                assert said[-1] in notices
    # The web page has no pages: every text stands there whole.
    page = consolidated(edition, 2027, whole=True)
    everything = set(texts(page))
    assert {project.description.get("fr"), project.justification.get("fr")} <= everything
    assert all(any(rating.rationale in text for text in everything) for rating in project.ratings)


def parts(block):
    match block:
        case Facts():
            return [text for row in block.rows for text in row]
        case Table():
            return [line for row in block.rows for cell in row for line in cell.split("\n")]
        case Paragraph() | Heading():
            return [block.text]
        case _:
            return []


@pytest.mark.parametrize("size", ["usual", "large", "large, words without end"])
def test_every_sheet_has_the_same_headings_in_the_same_order(size):
    fixed = [heading for heading in headings("small") if heading]
    assert [heading for heading in headings(size) if heading in fixed] == fixed
    assert set(headings(size)) - set(fixed) <= {"Portées étudiées"}


def headings(size):
    edition, project = sheet(size)
    return [block.text for block in project_sheet(edition, project) if isinstance(block, Heading) and block.level == 3]


def test_figures_are_never_cut():
    edition, project = sheet("large")
    fitted = [block for block in fitted_sheet(edition, project) if isinstance(block, Table)]
    for before, after in zip(
        (block for block in project_sheet(edition, project) if isinstance(block, Table)), fitted, strict=True
    ):
        for old, new in zip(before.rows, after.rows, strict=True):
            assert [cell for cell, right in zip(old, before.right, strict=True) if right] == [
                cell for cell, right in zip(new, after.right, strict=True) if right
            ]


def test_a_text_is_cut_between_two_words():
    assert cut("un deux trois", 13) == "un deux trois"
    assert cut("un deux trois", 12) == "un deux…"
    assert cut("un deux trois", 9) == "un deux…"
    assert cut("indivisible", 6) == "indiv…"
    assert cut("court\nplus long que six", 6) == "court\nplus…"


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_sheets_keep_to_their_pages(title):
    edition = sheet_case.edition(words=title + " ", count=8, options=2, links=2, length=600, title=280, horizon=10)
    content = write_pdf(one_sheet(edition, edition.case.portfolio.projects[0], 2027), Theme(), DAY)
    assert len(pages(content)) <= 2
    assert "\u202e" not in "".join(pages(content))


MEASURE = """
#set text(font: "Libertinus Serif", hyphenate: false)
#set par(leading: 0.5em)
#let given = json(bytes(sys.inputs.given))
#let tall(words, bold, width, size) = measure(std.block(width: width * 1pt, {
  set text(size: size * 1pt, weight: if bold { "bold" } else { "regular" })
  words
})).height.pt()
#context [#metadata(given.map(g => tall(..g))) <tall>]
"""


def test_lines_are_counted_as_the_compiler_sets_them():
    """The pages and the rows of a table are reckoned with them: never a line less, seldom one more."""
    rng = random.Random(7)
    odd = ("« 12 345 k$ »", "(voir l'annexe 3.1-b)", "prévoit :", "déjà ;", "MAMMOUTH", "à 85 %,", "100,0 …", "Où l'on")
    vocabulary = [*WORDS.split(), *odd]
    given = []
    for _ in range(300):
        words = " ".join(rng.choices(vocabulary, k=rng.randint(1, 40)))
        given.append((words, rng.random() < 0.3, rng.choice([80, 119, 165, 294, 516]), rng.choice([7, 8, 8.5, 9])))
    found = typst.query(MEASURE.encode(), "<tall>", field="value", one=True, sys_inputs={"given": json.dumps(given)})
    more = total = 0
    for (words, bold, width, size), height in zip(given, json.loads(found), strict=True):
        least = round((height / size - 0.64) / (0.64 + 0.5)) + 1
        counted = lines(words, width, size, bold=bold)
        assert is_known(words)
        assert counted >= least, words
        assert tall(counted, size) >= height - 0.01
        more, total = more + counted - least, total + least
    assert more < 0.1 * total


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_sheet_alone_is_tagged(lang):
    edition, project = sheet("usual", lang)
    content = write_pdf(one_sheet(edition, project, 2027), Theme(), DAY)
    kinds = [kind for kind, _, _ in reading.tags(content)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 6
    assert kinds.count("/Figure") == 1
    assert reading.pdf(content).trailer["/Root"]["/Lang"].startswith(lang)
    heads = [attributes for kind, _, attributes in reading.tags(content) if kind == "/TH"]
    assert heads
    assert all("/Column" in str(attributes) for attributes in heads)
