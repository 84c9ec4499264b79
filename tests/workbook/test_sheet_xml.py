"""Cells out of hand-written XML: what the format allows is read, what says a thing twice is refused."""

import io
from xml.parsers.expat import ExpatError

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from prioritizer.workbook.raw import read_cells
from prioritizer.workbook.sheet_xml import MAX_COLUMNS, BookParts, read_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = BookParts(strings=("un", "  ", "deux"), date_styles={"3", "4"}, duration_styles={"4"})


def sheet(rows, after="", prefix="", before=""):
    p = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    return io.BytesIO(
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<{p}worksheet {declared}="{MAIN}">'
        f"<{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>".encode()
    )


def cells(rows, **parts):
    return read_sheet(sheet(rows, **parts), PARTS).rows


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B2"><v>12</v></c>', 12),
        ('<c r="B2" t="n"><v>1.5E3</v></c>', 1500.0),
        ('<c r="B2" t="s"><v>2</v></c>', "deux"),
        ('<c r="B2" t="str"><f>A1</f><v>trois &amp; demi</v></c>', "trois & demi"),
        ('<c r="B2" t="b"><v>0</v></c>', False),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ("e", "#DIV/0!")),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="B2"><f>1+1</f></c>', ("f", "=1+1")),
        ('<c r="B2"><f>1+1</f><v></v></c>', ("f", "=1+1")),
        ('<c r="B2"><f t="shared" si="0"/></c>', ("f", "=")),
        ('<c r="B2" s="3"><v>46388</v></c>', ("d", "2027-01-01")),
        ('<c r="B2" s="3"><v>46388.5</v></c>', ("d", "2027-01-01T12:00:00")),
        ('<c r="B2" s="4"><v>1.5</v></c>', ("d", "1 day, 12:00:00")),
        ('<c r="B2" s="3"><v>1e300</v></c>', ("e", "#VALUE!")),
        ('<c r="B2" t="d"><v>2027-01-01T00:00:00</v></c>', ("d", "2027-01-01T00:00:00")),
        ('<c r="B2" t="inlineStr"><is><t>mot</t></is></c>', "mot"),
        (
            '<c r="B2" t="inlineStr"><is><r><t>deux </t></r><r><rPr><b/></rPr><t>mots</t></r>'
            '<rPh sb="0" eb="1"><t>bruit</t></rPh></is></c>',
            "deux mots",
        ),
    ],
)
def test_each_kind_of_cell(cell, value):
    found = cells(f'<row r="2">{cell}</row>')
    assert found == [(2, {2: value})]
    assert type(found[0][1][2]) is type(value)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"/>',
        '<c r="B2" s="3"/>',
        '<c r="B2"><v/></c>',
        '<c r="B2" t="s"><v>1</v></c>',
        '<c r="B2" t="str"><v>\u00a0 </v></c>',
        '<c r="B2" t="inlineStr"><is><t></t></is></c>',
        '<c r="B2" t="str"><f>IF(A1=0,"",A1)</f><v></v></c>',  # a formula that gives an empty text was computed
    ],
)
def test_what_shows_nothing_is_left_out(cell):
    assert cells(f'<row r="2">{cell}</row>') == []


def test_addresses_left_out_go_on_from_the_last_one():
    rows = (
        '<row><c><v>1</v></c><c r="D1"/><c><v>2</v></c></row><row r="7"><c><v>3</v></c></row><row><c><v>4</v></c></row>'
    )
    assert cells(rows) == [(1, {1: 1, 5: 2}), (7, {1: 3}), (8, {1: 4})]


def test_rows_out_of_order_are_put_in_order():
    assert cells('<row r="3"><c r="A3"><v>3</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>') == [
        (2, {1: 2}),
        (3, {1: 3}),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
        '<row r="2"><c r="A3"><v>1</v></c></row>',
        '<row r="2"><c r="2"><v>1</v></c></row>',
        '<row r="2"><c r="A12"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>99</v></c></row>',
        '<row r="2"><c r="A2"><v>deux</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></row>',
    ],
)
def test_what_says_two_things_or_none_is_refused(rows):
    with pytest.raises((ValueError, IndexError, ExpatError)):
        cells(rows)


def test_a_prefix_of_names_changes_nothing():
    assert cells('<x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c></x:row>', prefix="x") == [(2, {1: 1})]


def test_a_document_type_is_refused_wherever_it_stands():
    hidden = f"<!--{'x' * 10_000}--><!DOCTYPE worksheet>"
    with pytest.raises(ValueError, match="worksheet"):
        cells('<row r="2"><c r="A2"><v>1</v></c></row>', before=hidden)


def test_merged_ranges_and_far_cells():
    far = read_sheet(
        sheet(
            '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>',
            '<mergeCells><mergeCell ref="A2:B2"/></mergeCells>',
        ),
        PARTS,
    )
    assert (far.rows, far.merged, far.too_far) == ([(2, {1: 1})], ["A2:B2"], "XFD2")
    assert MAX_COLUMNS < 16384


def test_the_same_as_the_library_on_a_workbook(tmp_path):
    path = tmp_path / "book.xlsx"
    book = Workbook(str(path))
    tab = book.add_worksheet("Feuille")
    for row in range(30):
        tab.write_row(row * 2, row % 5, [f"texte {row}", row / 7, row * 10**12, row % 2 == 0, "é\nè"])
    book.close()
    (read,) = read_cells(path)
    theirs = {
        (cell.row, cell.column): cell.value
        for line in load_workbook(path)["Feuille"].iter_rows()
        for cell in line
        if cell.value is not None
    }
    assert {(r, c): value for r, row in read.rows for c, value in row.items()} == theirs
