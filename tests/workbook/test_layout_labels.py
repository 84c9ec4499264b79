"""Whatever people type for a sheet, a header or a word, it means one thing, and the catalogs leave nothing unnamed."""

import itertools
from collections import defaultdict
from enum import StrEnum

import pytest
from full_portfolio import criteria

from prioritizer.domain import vocabulary
from prioritizer.domain.portfolio import Project
from prioritizer.text import LANGUAGES, catalog
from prioritizer.workbook import labels, names
from prioritizer.workbook.columns import Ref
from prioritizer.workbook.layout import GROSS, SHEETS, sheet

ENUMS = [found for found in vars(vocabulary).values() if isinstance(found, type) and issubclass(found, StrEnum)]
ENUMS.remove(StrEnum)
PAIRS = [(found, column) for found in SHEETS for column in found.columns]
NAMED = [pytest.param(s, c, id=f"{s.code}.{c.code}") for s, c in PAIRS]


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


@pytest.mark.parametrize("enum", ENUMS, ids=lambda e: e.__name__)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_closed_list_has_its_words(enum, lang):
    listed = catalog("vocabulary", lang)[snake(enum.__name__)]
    assert list(listed) == [member.value for member in enum]


@pytest.mark.parametrize("list_name", [name for name in catalog("vocabulary", "fr") if name != "alias"])
def test_no_two_words_of_a_list_collide(list_name):
    meant = defaultdict(set)
    for code in names.codes(list_name):
        for spelling in names.spellings(list_name, code):
            meant[names.normalize(spelling)].add(code)
            assert names.match_word(list_name, spelling) == code
    assert "" not in meant
    assert all(len(found) == 1 for found in meant.values()), {k: v for k, v in meant.items() if len(v) > 1}


def test_a_source_is_never_taken_for_the_declared_total():
    for code in names.codes("source"):
        for spelling in names.spellings("source", code):
            assert names.match_word("capital_total", spelling) is None
    assert names.match_word(("source", "capital_total"), "TOTAL DECLARE") == GROSS


@pytest.mark.parametrize(
    ("list_name", "typed", "code"),
    [
        ("source", "  EMPRUNTS ", "borrowing"),
        ("answer", "S.O.", "not_applicable"),
        ("answer", "n/a", "not_applicable"),
        ("yes_no", "O", "yes"),
        ("status", "engage", "committed"),
        ("kind", "Programme", "programme"),
        ("kind", "program", "programme"),
        ("unit", "k$", "thousands"),
        ("unit", "milliers de $", "thousands"),
        ("mandate_reason", "Résolution du conseil", "council_resolution"),
        ("source", "Fonds vert", None),
    ],
)
def test_words_as_people_type_them(list_name, typed, code):
    assert names.match_word(list_name, typed) == code


def test_every_sheet_name_means_one_sheet():
    meant = defaultdict(set)
    for found, lang in itertools.product(SHEETS, LANGUAGES):
        entry = catalog("workbook", lang)["sheet"][found.code]
        for name in (found.code, entry["name"], *entry.get("aliases", ())):
            meant[names.normalize(name)].add(found.code)
            assert labels.match_sheet(name.upper()) == found
        assert len(entry["name"]) <= 31
        assert not set(entry["name"]) & set("[]:*?/\\")
    assert all(len(found) == 1 for found in meant.values()), meant
    assert labels.match_sheet("Feuil1") is None


@pytest.mark.parametrize(("found", "column"), NAMED)
def test_every_column_is_named_explained_and_matched(found, column):
    for lang in LANGUAGES:
        assert labels.note(found, column, lang)
        assert labels.example(found, column, lang)
        if column.repeated:
            match = labels.match_header(found, labels.year_header(2027, 4, lang))
            assert match.column is column
            assert match.year == labels.YearHeader(2031, 5)
        else:
            assert labels.match_header(found, labels.header(found, column, lang)).column is column
            assert labels.match_header(found, labels.label(found, column, lang).upper() + " ($)").column is column
    for listed in column.words:
        assert names.codes(listed)
    if column.default:
        assert not column.required
    assert not (column.ref in (Ref.SOURCE,) and not column.open)


@pytest.mark.parametrize("found", SHEETS, ids=lambda s: s.code)
def test_every_header_means_one_column(found):
    meant = defaultdict(set)
    for column in found.columns:
        if not column.repeated:
            for spelling in labels.spellings(found, column):
                meant[names.normalize(spelling)].add(column.code)
    assert "" not in meant
    assert all(len(codes) == 1 for codes in meant.values()), {k: v for k, v in meant.items() if len(v) > 1}
    codes = [column.code for column in found.columns]
    assert len(set(codes)) == len(codes)
    assert set(found.key) <= set(codes)
    if found.repeated:
        assert not any(labels.match_year(spelling) for spelling in meant), "a header must not look like a year"


@pytest.mark.parametrize(
    ("typed", "year", "number"),
    [
        (2027, 2027, None),
        (2027.0, 2027, None),
        ("an 1", None, 1),
        ("Année 10", None, 10),
        ("YEAR 3", None, 3),
        ("2029 (year 3)", 2029, 3),
        ("2029 (an 3)", 2029, 3),
    ],
)
def test_year_headers(typed, year, number):
    assert labels.match_header(sheet("capital"), typed).year == labels.YearHeader(year, number)


@pytest.mark.parametrize("typed", [None, "", " ", "Remarques", True, "20277", "an", "an x"])
def test_what_names_no_column(typed):
    assert labels.match_header(sheet("capital"), typed) is None


def test_a_year_is_no_header_where_there_are_no_year_columns():
    assert labels.match_header(sheet("projects"), 2027) is None


def test_vulnerabilities_supplier_estimates_and_notes_are_internal():
    internal = {f"{s.code}.{c.code}" for s, c in PAIRS if c.internal}
    notes = {f"{s.code}.{c.code}" for s, c in PAIRS if c.code in ("note", "notes")}
    assert internal == notes | {f"risks.L{n}" for n in range(1, 8)} | {"projects.supplier_estimate"}


def test_the_projects_sheet_holds_every_field_of_a_project():
    columns = {column.code for column in sheet("projects").columns}
    elsewhere = {"options", "ratings", "risks", "gates", "priorities"}
    renamed = {
        "title": {"title_fr", "title_en"},
        "description": {"description_fr", "description_en"},
        "justification": {"justification_fr", "justification_en"},
        "mandate": {"mandate_reason", "mandate_reference", "mandate_expiry"},
        "agglomeration_bp": {"agglomeration_percent", "city_percent"},
        "protection_bp": {"protection_percent", "development_percent"},
    }
    fields = set(Project.__dataclass_fields__) - elsewhere
    assert columns == set().union(*(renamed.get(field, {field}) for field in fields))


def test_titles_of_the_criteria_set_are_matched_in_both_languages_and_by_code():
    found = criteria()
    for typed in ("service", "experience de service", "SERVICE EXPERIENCE", "Expérience de service "):
        assert names.match_title(found, Ref.CRITERION, typed) == "service"
    assert names.match_title(found, Ref.CRITERION, "Risque retiré") is None, "rated on the sheet of risks"
    assert names.match_title(found, Ref.REACH, "the whole population") == "population"
    assert names.match_title(found, Ref.AXIS, "dette") == "debt-axis"
    assert names.match_title(found, Ref.GATE, "nothing") is None


def test_a_title_that_two_criteria_share_is_shown_as_the_code():
    data = criteria().model_dump(mode="json", by_alias=True)
    for gate in (first := data["gates"][0], second := {**first, "code": "other"}):
        gate["title"] = {"fr": "Règle", "en": "Rule"}
    data["gates"].append(second)
    found = type(criteria()).model_validate(data)
    assert names.match_title(found, Ref.GATE, "règle") is None
    assert [names.shown(found, Ref.GATE, code, "fr") for code in ("gate", "other")] == ["gate", "other"]
    assert names.match_title(found, Ref.GATE, "other") == "other"
