"""PDF and web page say, to the letter, what the document says, and are what a screen reader needs."""

import datetime as dt
import itertools
import re
from dataclasses import replace
from functools import cache

import pytest
import reading
from published_case import HOSTILE, SECRET, document, edition, solved
from reading import Page, squeezed

from prioritizer.publication.blocks import Bars, Document, Facts, Heading, Paragraph, Schedule, Table, texts
from prioritizer.publication.html import write_html
from prioritizer.publication.pdf import write_pdf
from prioritizer.publication.theme import Theme

DAY = dt.date(2026, 11, 24)
LANGS = ("fr", "en")


@cache
def pdf_of(lang):
    return write_pdf(document(lang), Theme(), DAY)


@cache
def html_of(lang):
    return write_html(document(lang), Theme())


def passages(made):
    """What must be found whole: sentences, facts, and each row of a table with its cells side by side."""
    for block in made.blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Facts():
                yield from (text for row in block.rows for text in row)
            case Table():
                yield "".join(block.head)
                yield from ("".join(row) for row in block.rows)
            case Bars():
                yield from (text for bar in block.bars for text in (bar.label, bar.shown))
            case Schedule():
                yield block.said
                yield "".join(block.years)
                yield from (f"{s.label}{block.years[s.first]}" for s in block.spans)


def in_pdf(text, read):
    """Whether a text stands in the PDF; words written from right to left come out in another order."""
    words = text.split() if re.search(r"[\u0590-\u05ff]", text) else [text]
    return all(squeezed(word) in read for word in words)


@pytest.mark.parametrize("lang", LANGS)
def test_the_web_page_holds_every_text(lang):
    read = squeezed(Page(html_of(lang)).text)
    assert [text for text in passages(document(lang)) if squeezed(text) not in read] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_pdf_holds_every_text(lang):
    read = squeezed(reading.pdf_text(pdf_of(lang)))
    lost = [text for text in texts(document(lang)) if not in_pdf(text, read)]
    assert lost == []
    # Figures stand side by side in their row, or each could be found by chance.
    years = [block for block in document(lang).blocks if isinstance(block, Table) and all(block.right[1:])]
    assert len(years) > 11
    assert [row for table in years for row in table.rows if squeezed("".join(row[1:])) not in read] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_pdf_is_tagged(lang):
    made, file = document(lang), reading.pdf(pdf_of(lang))
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(lang)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata.title == made.title
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    kinds = reading.tags(pdf_of(lang))
    names = [kind for kind, _, _ in kinds]
    tables = [block for block in made.blocks if isinstance(block, Table)]
    assert names.count("/Table") == len(tables)
    assert names.count("/TR") == sum(1 + len(table.rows) for table in tables)
    assert names.count("/TH") >= sum(len(table.head) for table in tables)
    heads = [block for block in made.blocks if isinstance(block, Heading)]
    for level in (1, 2, 3):
        assert names.count(f"/H{level}") >= sum(head.level == level for head in heads)
    figures = [alt for kind, alt, _ in kinds if kind == "/Figure"]
    drawn = [block for block in made.blocks if isinstance(block, Bars | Schedule)]
    assert figures == [block.alt for block in drawn]
    assert sum(isinstance(block, Schedule) for block in drawn) == len(edition(lang).case.portfolio.projects)


def test_the_same_document_makes_the_same_bytes():
    assert write_pdf(document("fr"), Theme(), DAY) == pdf_of("fr")


@pytest.mark.parametrize("lang", LANGS)
def test_the_web_page_is_one_that_a_screen_reader_can_follow(lang):
    page = Page(html_of(lang))
    tags = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"]["lang"].startswith(lang)
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
    levels = [int(tag[1]) for tag in tags if tag in ("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    inside = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    assert all(link[0] == "#" and link[1:] in ids for link in inside)
    assert "script" not in tags
    for _, attributes in page.tags:
        assert not {"src", "onclick", "onload"} & set(attributes)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_text_stays_text(title):
    made = Document(
        "fr", title, title, title, title, (Heading(2, title), Table(title, (title,), ((title,),), (False,)))
    )
    page = Page(write_html(made, Theme()))
    assert squeezed(page.text).count(squeezed(made.title)) >= 7
    assert "script" not in [tag for tag, _ in page.tags]
    read = squeezed(reading.pdf_text(write_pdf(made, Theme(), DAY)))
    assert in_pdf(made.title, read)
    assert "\u202e" not in read


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_internal_comes_out(lang):
    read = reading.pdf_text(pdf_of(lang)) + html_of(lang)
    assert SECRET not in read
    assert "987654321" not in squeezed(read)


@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_says_so_on_every_page_until_it_is_approved(lang):
    stamp = document(lang).stamp
    assert stamp
    pages = [page.extract_text() for page in reading.pdf(pdf_of(lang)).pages]
    assert all(stamp in page for page in pages)
    assert stamp in Page(html_of(lang)).text
    approved = replace(document(lang), stamp="")
    assert stamp not in write_html(approved, Theme())
    assert not edition(lang).approved


def test_a_theme_changes_colours_and_nothing_else():
    other = write_html(document("fr"), Theme(accent="#004d00"))
    assert "#004d00" in other
    assert Page(other).text == Page(html_of("fr")).text


def test_the_solved_case_has_the_three_bands():
    assert {str(band) for band in edition("fr").bands.values()} == {"funded", "close", "not_now"}
    funded = {outcome.project for outcome in solved().outcomes if outcome.funded}
    assert {project for project, band in edition("fr").bands.items() if band == "funded"} == funded


@pytest.mark.parametrize("lang", LANGS)
def test_what_it_would_take_stands_on_the_sheets_of_those_left_out(lang):
    said = set(texts(document(lang)))
    explained = edition(lang).explanations
    assert set(explained) == {outcome.project for outcome in solved().outcomes if not outcome.funded}
    assert all(" ".join(sentences) in said for sentences in explained.values())
