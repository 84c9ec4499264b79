"""The blank: every sheet, header, note and check of the layout, in its language and for its years."""

import warnings

import openpyxl
import pytest
from builders import points
from full_portfolio import criteria

from prioritizer.text import LANGUAGES, text
from prioritizer.workbook import labels
from prioritizer.workbook.blank import write_blank
from prioritizer.workbook.columns import Type
from prioritizer.workbook.layout import FIRST_ROW, HEADER_ROW, LAST_ROW, LAYOUT_VERSION, SHEETS, sheet


@pytest.fixture(scope="module", params=LANGUAGES)
def blank(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("blank") / "blank.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # xlsxwriter drops what Excel would refuse with a warning only
        write_blank(criteria(), path, 2027, request.param)
    return openpyxl.load_workbook(path), request.param


def test_sheets_in_the_order_of_the_layout(blank):
    book, lang = blank
    assert book.sheetnames == [labels.sheet_name(found.code, lang) for found in SHEETS]
    assert [book[name].sheet_state for name in book.sheetnames] == [
        "hidden" if found.hidden else "visible" for found in SHEETS
    ]


def test_headers_with_their_notes_and_years(blank):
    book, lang = blank
    for found in SHEETS:
        if not found.read or found.form:
            continue
        tab = book[labels.sheet_name(found.code, lang)]
        codes, years = [], []
        for cell in tab[HEADER_ROW]:
            match = labels.match_header(found, cell.value)
            assert labels.note(found, match.column, lang) in cell.comment.text
            assert (text(lang, "workbook.internal_mark") in cell.comment.text) == match.column.internal
            codes.append(match.column.code)
            if match.year:
                years.append((match.year.year, match.year.number))
        assert list(dict.fromkeys(codes)) == [column.code for column in found.columns]
        assert years == ([(2027 + k, k + 1) for k in range(10)] if found.repeated else [])
        assert tab.freeze_panes == f"{'B' if found.code in ('envelopes', 'rules') else 'C'}{FIRST_ROW}"
        assert tab.page_setup.orientation == "landscape"
        assert tab.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
        assert tab.sheet_properties.pageSetUpPr.fitToPage


def test_the_legal_years_are_marked_with_words(blank):
    book, lang = blank
    for found in SHEETS:
        tab = book[labels.sheet_name(found.code, lang)]
        above = [cell for cell in tab[HEADER_ROW - 1] if cell.value == text(lang, "workbook.legal")]
        assert len(above) == (1 if found.repeated else 0)
        if above:
            assert tab.cell(HEADER_ROW, above[0].column).value == labels.year_header(2027, 0, lang)


def test_every_column_that_can_be_checked_is(blank):
    book, lang = blank
    free = (Type.TEXT, Type.LONG_TEXT, Type.LIST)
    for found in SHEETS:
        if not found.read or found.form:
            continue
        tab = book[labels.sheet_name(found.code, lang)]
        checks = {}
        for check in tab.data_validations.dataValidation:
            for area in check.sqref.ranges:
                assert (area.min_row, area.max_row) == (FIRST_ROW, LAST_ROW)
                checks[area.min_col] = check
        for cell in tab[HEADER_ROW]:
            column = labels.match_header(found, cell.value).column
            needed = column.type not in free and not column.computed and column.code != "option"
            assert (cell.column in checks) == needed, column
            if needed:
                check = checks[cell.column]
                assert check.errorTitle == text(lang, "workbook.input.title")
                assert len(check.errorTitle) <= 32
                assert 0 < len(check.error) <= 255
                assert check.showErrorMessage != column.open


def test_drop_down_lists_hold_the_words_of_the_language(blank):
    book, lang = blank

    def items(name):
        ((tab, run),) = book.defined_names[name].destinations
        return [cell.value for (cell,) in book[tab][run.replace("$", "")]]

    assert items("list_answer") == {"fr": ["Oui", "Non", "Sans objet"], "en": ["Yes", "No", "Not applicable"]}[lang]
    assert items("list_source_capital_total")[-1] == {"fr": "Total déclaré", "en": "Declared total"}[lang]
    # The criterion rated by risk has no level to choose.
    assert items("list_criterion") == [{"fr": "Expérience de service", "en": "Service experience"}[lang], "Valeur"]


def test_information_is_filled_in_as_far_as_known(blank):
    book, lang = blank
    tab = book[labels.sheet_name("info", lang)]
    found = {}
    for label, value, _ in tab.iter_rows(min_row=FIRST_ROW, max_col=3):
        found[labels.match_header(sheet("info"), label.value).column.code] = (value.value, value.protection.locked)
    assert found["first_year"] == (2027, False)
    assert found["horizon"] == (10, False)
    assert found["unit"] == ("k$", False)
    assert found["layout_version"] == (LAYOUT_VERSION, True)
    assert found["title"] == (None, False)


def test_nothing_is_filled_in_the_tables(blank):
    book, lang = blank
    for found in SHEETS:
        if found.read and not found.form:
            for line in book[labels.sheet_name(found.code, lang)].iter_rows(min_row=FIRST_ROW):
                assert all(cell.value is None or cell.data_type == "f" for cell in line)


def test_the_guide_gives_every_level_and_rule(blank):
    book, lang = blank
    said = {str(cell.value) for line in book[labels.sheet_name("guide", lang)].iter_rows() for cell in line}
    for title in ("Much better", "Worse") if lang == "en" else ("Bien mieux", "Pire qu'avant"):
        assert title in said
    assert {"L7", "C6"} <= said


@pytest.mark.parametrize("horizon", [1, 2, 40])
def test_any_horizon(tmp_path, horizon):
    write_blank(points(), tmp_path / "blank.xlsx", 2030, "en", horizon)  # no gate, no reach table: empty lists
    tab = openpyxl.load_workbook(tmp_path / "blank.xlsx")["Envelopes"]
    years = [cell.value for cell in tab[HEADER_ROW] if labels.match_header(sheet("envelopes"), cell.value).year]
    assert years[-1] == f"{2030 + horizon - 1} (year {horizon})"
    assert len(years) == horizon
