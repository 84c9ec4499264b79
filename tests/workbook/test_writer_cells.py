"""What the writer puts in the cells: every digit, every word from its list, and never a formula it did not mean."""

import datetime as dt
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from full_portfolio import criteria, portfolio

from prioritizer.domain.portfolio import Title
from prioritizer.domain.vocabulary import Unit
from prioritizer.text import LANGUAGES
from prioritizer.workbook import labels
from prioritizer.workbook.columns import Type
from prioritizer.workbook.layout import FIRST_ROW, HEADER_ROW, SHEETS, sheet
from prioritizer.workbook.writer import write_portfolio


@pytest.fixture(scope="module", params=[(lang, unit) for lang in LANGUAGES for unit in Unit], ids=str)
def written(request, tmp_path_factory):
    lang, unit = request.param
    path = tmp_path_factory.mktemp("written") / "portfolio.xlsx"
    write_portfolio(portfolio(unit), criteria(), path, lang)
    return path, lang, unit


def rows(book, code, lang):
    """Rows of a sheet read without our reader: by code, years in a list."""
    tab = book[labels.sheet_name(code, lang)]
    found = sheet(code)
    matches = [labels.match_header(found, cell.value) for cell in tab[HEADER_ROW]]
    for line in tab.iter_rows(min_row=FIRST_ROW):
        row = {"years": []}
        for match, cell in zip(matches, line, strict=True):
            if match.year:
                row["years"].append(cell)
            else:
                row[match.column.code] = cell
        inputs = [cell for match, cell in zip(matches, line, strict=True) if not match.column.computed]
        if any(cell.value is not None for cell in inputs):
            yield row


def choices(book, name):
    ((tab, run),) = book.defined_names[name].destinations
    area = book[tab][run.replace("$", "")]
    return [cell.value for (cell,) in area] if isinstance(area, tuple) else [area.value]


def cents(cell, unit):
    return int(Decimal(repr(cell.value or 0)) * {Unit.DOLLARS: 100, Unit.THOUSANDS: 100_000}[unit])


def test_every_cent_of_capital_is_there(written):
    path, lang, unit = written
    book = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for row in rows(book, "capital", lang):
        project, option = row["project"].value, row["option"].value or "base"
        amounts = [cents(cell, unit) for cell in (row["before"], *row["years"], row["after"])]
        assert cents(row["total"], unit) == sum(amounts), "the cached total foots"
        found[project, option, row["source"].value] = amounts
    expected = {
        (p.id, o.code, source): [a.before, *a.years, a.after]
        for p in portfolio().projects
        for o in p.options
        for source, a in o.capital.items()
    }
    shown = {"borrowing": {"fr": "Emprunt", "en": "Borrowing"}, "cash": {"fr": "Comptant", "en": "Cash"}}
    assert found == {(p, o, shown.get(s, {}).get(lang, s)): amounts for (p, o, s), amounts in expected.items()}


def test_a_year_of_operating_left_out_is_empty_and_a_zero_is_written(written):
    path, lang, unit = written
    (row,) = rows(openpyxl.load_workbook(path), "operating", lang)
    assert [cell.value is None for cell in row["years"]] == [False, False, True]
    assert [cents(cell, unit) for cell in row["years"][:2]] == [-5_000, 0]
    assert cents(row["recurring"], unit) == -2_500


def test_limits_and_envelopes_keep_none_apart_from_zero(written):
    path, lang, unit = written
    book = openpyxl.load_workbook(path)
    operating, capacity, concurrency = rows(book, "limits", lang)
    assert [cell.value for cell in operating["years"][1:]] == [None, 0]
    assert cents(operating["years"][0], unit) == 12_345_678
    assert [cell.value for cell in capacity["years"]] == [2.5, 0.001, None]
    assert [cell.value for cell in concurrency["years"]] == [3, None, 0]
    borrowing, cash, _ = rows(book, "envelopes", lang)
    assert [cents(cell, unit) for cell in borrowing["years"]] == [100_000_001, 0, 5]
    assert borrowing["carry"].value == 0.1025
    assert cash["limited"].value == {"fr": "Non", "en": "No"}[lang]
    assert all(cell.value is None for cell in cash["years"])


def test_words_dates_and_shares(written):
    path, lang, unit = written
    book = openpyxl.load_workbook(path)
    project = next(rows(book, "projects", lang))
    assert project["id"].value == "007"
    assert project["mandate_expiry"].value == dt.datetime(2029, 6, 30)
    assert (project["agglomeration_percent"].value, project["city_percent"].value) == (0.3333, 0.6667)
    assert (project["protection_percent"].value, project["development_percent"].value) == (1, 0)
    assert project["reach"].value == {"fr": "Toute la population", "en": "The whole population"}[lang]
    assert cents(project["supplier_estimate"], unit) == 123_456
    rules = list(rows(book, "rules", lang))
    assert (rules[0]["share"].value, rules[0]["amount"].value) == (0.255, None)
    assert (rules[1]["share"].value, cents(rules[1]["amount"], unit)) == (None, 1_234_567)
    assert (
        rules[3]["members"].value
        == {
            "fr": "Compétences et partenariats; Maintien de l'existant",
            "en": "Skills and partnerships; Upkeep of what exists",
        }[lang]
    )
    _, rating = rows(book, "ratings", lang)
    assert (rating["option"].value, rating["level"].value) == ("base", 12.5)


def test_text_that_looks_like_a_formula_stays_text(written):
    path, lang, _ = written
    book = openpyxl.load_workbook(path)
    project = next(rows(book, "projects", lang))
    for code, value in (("title_fr", "=1+1"), ("title_en", "@ the portal"), ("sponsor", "-Direction")):
        cell = project[code]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (value, "s", True)


def test_only_our_own_formulas_and_each_with_its_value(written):
    path, _, _ = written
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    count = 0
    for tab in formulas:
        for line in tab.iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    count += 1
                    assert cell.value.startswith(("=SUM(", '="')), cell
                    assert values[tab.title][cell.coordinate].value is not None
                    assert cell.protection.locked
    assert count > 0


def test_inputs_are_open_and_headers_closed(written):
    path, lang, _ = written
    book = openpyxl.load_workbook(path)
    for found in SHEETS:
        tab = book[labels.sheet_name(found.code, lang)]
        assert tab.protection.sheet
        if found.read and not found.form:
            assert all(cell.protection.locked for cell in tab[HEADER_ROW])
            for row in rows(book, found.code, lang):
                cells = [cell for code, cell in row.items() if code not in ("years", "total")] + row["years"]
                assert not any(cell.protection.locked for cell in cells if cell.value is not None)


def test_every_choice_is_in_its_own_drop_down_list(written):
    path, lang, _ = written
    book = openpyxl.load_workbook(path)
    checked = 0
    for found in SHEETS:
        if not found.read or found.form:
            continue
        tab = book[labels.sheet_name(found.code, lang)]
        lists = {}
        for check in tab.data_validations.dataValidation:
            if check.type == "list":
                (area,) = check.sqref.ranges
                lists[area.min_col] = check.formula1
        for row in rows(book, found.code, lang):
            for column in found.columns:
                cell = row.get(column.code)
                if column.type is Type.CHOICE and cell.value is not None and not column.open:
                    assert cell.value in choices(book, lists[cell.column])
                    checked += 1
    assert checked > 20


def test_the_same_portfolio_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_portfolio(portfolio(), criteria(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_languages_differ_in_words_only(tmp_path):
    numbers = []
    for lang in LANGUAGES:
        write_portfolio(portfolio(), criteria(), tmp_path / f"{lang}.xlsx", lang)
        book = openpyxl.load_workbook(tmp_path / f"{lang}.xlsx")
        found = [[c.value for line in tab.iter_rows() for c in line if c.data_type == "n"] for tab in book]
        numbers.append(found)
        with zipfile.ZipFile(tmp_path / f"{lang}.xlsx") as file:
            assert not any("external" in name or "vba" in name for name in file.namelist())
    assert numbers[0] == numbers[1]


def test_a_text_too_long_for_a_cell_is_refused_not_cut(tmp_path):
    whole = portfolio()
    long = replace(whole.projects[0], description=Title("x" * 32_768))
    with pytest.raises(ValueError, match="32768"):
        write_portfolio(replace(whole, projects=(long,)), criteria(), tmp_path / "a.xlsx")


def test_a_name_with_the_separator_is_refused_in_a_list(tmp_path):
    whole = portfolio()
    link = replace(whole.links[0], others=("a;b",))
    with pytest.raises(ValueError, match="a;b"):
        write_portfolio(replace(whole, links=(link,)), criteria(), tmp_path / "a.xlsx")


def test_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        write_portfolio(portfolio(), criteria(), tmp_path / "nowhere" / "a.xlsx")


def test_empty_cells_take_no_place_and_keep_the_shape_of_their_column(tmp_path):
    write_portfolio(portfolio(), criteria(), tmp_path / "a.xlsx")
    names = [tab.title for tab in openpyxl.load_workbook(tmp_path / "a.xlsx")]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        number = names.index(labels.sheet_name("operating", "fr")) + 1
        xml = file.read(f"xl/worksheets/sheet{number}.xml").decode()
    assert [row for row in re.findall(r'<c r="[A-Z]+(\d+)"[^>]*/>', xml) if int(row) >= FIRST_ROW] == []
    shapes = {}
    for first, last, shape in re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*style="(\d+)"', xml):
        shapes |= dict.fromkeys(range(int(first), int(last) + 1), shape)
    filled = re.findall(rf'<c r="([A-Z]+){FIRST_ROW}" s="(\d+)"><v>', xml)  # numbers
    assert filled
    assert all(shapes[openpyxl.utils.column_index_from_string(letters)] == shape for letters, shape in filled)
