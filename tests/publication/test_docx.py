"""The Word document says what the document says, in parts that a screen reader and an editor know."""

import datetime as dt
import io
import zipfile
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn
from published_case import SECRET, document
from reading import squeezed

from prioritizer.cli.app import FORMS
from prioritizer.publication import forms
from prioritizer.publication.blocks import Heading, PageBreak, Schedule, Table, texts
from prioritizer.publication.docx import write_docx
from prioritizer.publication.theme import Theme

DAY = dt.date(2026, 11, 24)
LANGS = ("fr", "en")


@cache
def made(lang):
    return write_docx(document(lang), Theme(), DAY)


def opened(lang):
    return docx.Document(io.BytesIO(made(lang)))


def cells_of(table):
    """Texts of every cell, by row; the library's own way to them is slow."""
    return [["".join(p.text for p in cell.p_lst) for cell in row.tc_lst] for row in table._tbl.tr_lst]


@pytest.mark.parametrize("lang", LANGS)
def test_it_holds_every_text(lang):
    word = opened(lang)
    parts = [paragraph.text for paragraph in word.paragraphs]
    parts += [
        cell.text for table in word.tables for row in table._tbl.tr_lst for cell in row.tc_lst for cell in cell.p_lst
    ]
    section = word.sections[0]
    parts += [paragraph.text for paragraph in (*section.header.paragraphs, *section.footer.paragraphs)]
    read = squeezed("\n".join(parts))
    assert [text for text in texts(document(lang)) if squeezed(text) not in read] == []


@pytest.mark.parametrize("lang", LANGS)
def test_tables_are_those_of_the_document_row_by_row(lang):
    drawn = [cells_of(table) for table in opened(lang).tables]
    expected = [
        [list(block.head), *map(list, block.rows)] for block in document(lang).blocks if isinstance(block, Table)
    ]
    assert [table for table in expected if table not in drawn] == []


@pytest.mark.parametrize("lang", LANGS)
def test_headings_language_title_and_header_rows_are_marked(lang):
    word = opened(lang)
    assert word.core_properties.title == document(lang).title
    assert word.core_properties.language == f"{lang}-CA"
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert levels == [block.level for block in document(lang).blocks if isinstance(block, Heading)]
    heads = [block for block in document(lang).blocks if isinstance(block, Table) and block.head]
    schedules = [block for block in document(lang).blocks if isinstance(block, Schedule)]
    xml = word.element.xml
    assert xml.count("<w:tblHeader/>") == len(heads) + len(schedules)
    assert xml.count("<w:cantSplit/>") >= sum(1 + len(block.rows) for block in heads)
    breaks = sum(isinstance(block, PageBreak) for block in document(lang).blocks)
    assert xml.count("<w:pageBreakBefore/>") == breaks
    assert 'w:type="page"' not in xml


@pytest.mark.parametrize("lang", LANGS)
def test_schedules_are_tables_with_alternative_text_whose_cells_say_the_years(lang):
    word = opened(lang)
    drawn = {}
    for table in word.tables:
        alt = table._tbl.tblPr.find(qn("w:tblDescription"))
        if alt is not None:
            drawn.setdefault(alt.get(qn("w:val")), []).append(cells_of(table))
    for block in document(lang).blocks:
        if isinstance(block, Schedule):
            head, *rows = drawn[block.alt][0]
            assert head == ["", *block.years]
            assert len(rows) == len(block.spans)
            for span, (label, *busy) in zip(block.spans, rows, strict=True):
                assert label == span.label
                assert [k for k, said in enumerate(busy) if said] == list(range(span.first, span.last + 1))


def test_same_document_same_bytes_nothing_outside_nothing_internal():
    again = write_docx(document("fr"), Theme(), DAY)
    assert again == made("fr")
    with zipfile.ZipFile(io.BytesIO(again)) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.casefold()]
        whole = b"".join(parts.read(name) for name in parts.namelist())
    assert b'TargetMode="External"' not in whole
    assert SECRET.encode() not in whole


def test_the_command_line_names_every_form():
    assert tuple(str(form) for form in forms.FORMS) == FORMS
