"""Open data are valid for the standards' own validators, say what the decision says, and stay text in a spreadsheet."""

import datetime as dt
import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import open_case
import pytest
from frictionless import Package, system, validate
from open_case import body, files, table
from published_case import HOSTILE
from reading import Page, squeezed

from prioritizer.publication.open_data.cells import LISTS, decimal_text
from prioritizer.publication.open_data.columns import TABLES, Kind
from prioritizer.publication.open_data.documentation import render
from prioritizer.publication.publisher import Publisher
from prioritizer.text import LANGUAGES

CASES = pytest.mark.parametrize("name", ["douze", "all-rules"])
NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.FTE, Kind.PERCENT, Kind.INTEGER, Kind.YEAR)


def number(text):
    return Fraction(text)


def written(made, folder):
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return folder / "datapackage.json"


# -- the data package


@CASES
def test_the_package_is_valid_for_frictionless(tmp_path, name):
    report = validate(str(written(files(name), tmp_path)))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert {task.name for task in report.tasks} == {table.name for table in TABLES}
    assert sum(task.stats.get("rows", 0) for task in report.tasks) > 500


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        ("immobilisations.csv", "RO-01,essentiel", "RO-99,essentiel", "foreign-key"),
        ("pointages.csv", "waiting-time", "waiting", "foreign-key"),
        ("projets.csv", "2027,2027,1", "2027,tôt,1", "type-error"),
        ("projets.csv", "RO-02,", "RO-01,", "primary-key"),
        ("enveloppes.csv", "900000,0", ",0", "hash-count"),
        ("decision.csv", "meilleur programme possible, prouvé", "excellent", "constraint-error"),
    ],
)
def test_what_the_package_promises_is_checked_by_frictionless(tmp_path, path, old, new, fault):
    """The promises have teeth: a wrong link, type, key, word or byte is an error."""
    made = dict(files("douze"))
    made[path] = made[path].replace(old.encode(), new.encode(), 1)
    assert made[path] != files("douze")[path]
    report = validate(str(written(made, tmp_path)))
    assert fault in {kind for (kind,) in report.flatten(["type"])} | {e.type for e in report.errors}


def test_every_column_has_its_type_unit_and_sentence_in_both_languages():
    package = body(files("douze"), "datapackage.json")
    dictionary = {(row["FICHIER"], row["COLONNE"]): row for row in table(files("douze"), "dictionnaire")}
    seen = 0
    for resource in package["resources"]:
        header = files("douze")[resource["path"]].decode().split("\r\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        for field in resource["schema"]["fields"]:
            row = dictionary[resource["path"], field["name"]]
            assert re.fullmatch("[A-Z][A-Z_]*[A-Z]", field["name"])
            for said in (field["description"], field["description_en"]):
                assert re.fullmatch(r"[^.]+\.", said.replace("...", "")), said
            assert (row["DESCRIPTION_FR"], row["DESCRIPTION_EN"]) == (field["description"], field["description_en"])
            assert row["UNITE"] == field.get("unit", "")
            assert row["DESCRIPTION_FR"] != row["DESCRIPTION_EN"]
            seen += 1
    assert seen == len(dictionary)


def test_the_licence_is_a_parameter():
    other = Publisher(
        license_name="ODC-BY-1.0", license_title="ODC By", license_url="https://opendatacommons.org/licenses/by/1-0/"
    )
    text = open_case.dossier("douze")
    made = open_case.open_data_files(open_case.edition(text), open_case.fingerprint(text), open_case.DAY, None, other)
    assert body(made, "datapackage.json")["licenses"][0]["name"] == "ODC-BY-1.0"
    assert body(made, "oc4ids.json")["license"] == other.license_url
    assert body(files("douze"), "datapackage.json")["licenses"][0]["name"] == "CC-BY-4.0"


# -- the tables


@CASES
def test_files_are_rfc_4180(name):
    for path, content in files(name).items():
        if path.endswith(".csv"):
            text = content.decode("utf-8")
            assert text.endswith("\r\n")
            outside = re.sub(r'"(?:[^"]|"")*"', "", text)
            assert "\n" not in outside.replace("\r\n", "")
            assert '"' not in outside


def test_no_text_runs_in_a_spreadsheet():
    """A cell begins as a formula only where its column holds numbers; the text behind the apostrophe is whole."""
    made = files("all-rules")
    for defined in TABLES:
        for row in table(made, defined.name):
            for column in defined.columns:
                if column.kind not in NUMBERS:
                    assert not row[column.name].startswith(("=", "+", "-", "@", "\t", "\r", "\n")), row
    told = {row["TITRE_FR"] for row in table(made, "projets")} | {
        row["DESCRIPTION_FR"] for row in table(made, "projets")
    }
    assert "'" + HOSTILE[0] in told
    assert set(HOSTILE[1:4]) <= told
    assert not any("\u202e" in cell for cell in told)


def test_the_scores_are_those_worked_out_by_hand():
    """RO-01 and RO-04 of ``sample_portfolios/README.md``."""
    rows = {(row["NO_PROJET"], row["OPTION"]): row for row in table(files("douze"), "options")}
    assert rows["RO-01", "essentiel"]["POINTAGE"] == "25.2"
    assert rows["RO-04", "base"]["VALEUR"] == "26.2"
    lines = [row for row in table(files("douze"), "pointages") if row["NO_PROJET"] == "RO-04"]
    assert [row["POINTS"] for row in lines] == ["20", "0", "100", "60", "-50"]
    assert sum(number(row["PRODUIT"]) for row in lines) == Fraction("26.2")


@CASES
def test_the_tables_add_up_and_say_what_the_decision_says(name):
    decided, made = open_case.read(name).decision, files(name)
    (total,) = table(made, "decision")
    assert Decimal(total["VALEUR"]) == round(Decimal(decided.value.numerator) / decided.value.denominator, 6)
    projects = table(made, "projets")
    funded = {row["NO_PROJET"] for row in projects if row["RETENU"] == "OUI"}
    assert funded == {choice.project for choice in decided.program}
    assert (int(total["PROJETS_SOUMIS"]), int(total["PROJETS_RETENUS"])) == (len(projects), len(funded))
    capital = [row for row in table(made, "immobilisations") if row["RETENU"] == "OUI"]
    inside = sum(number(row["MONTANT"]) for row in capital if row["ANNEE"])
    assert inside == number(total["IMMOBILISATIONS_HORIZON"])
    assert inside == sum(number(row["IMMOBILISATIONS_HORIZON"]) for row in projects if row["RETENU"] == "OUI")
    for row in table(made, "enveloppes"):
        year = [c for c in capital if (c["SOURCE"], c["ANNEE"]) == (row["SOURCE"], row["ANNEE"])]
        assert number(row["DEPENSES"]) == sum(number(c["MONTANT"]) for c in year)
        if row["ENVELOPPE"]:
            left = number(row["ENVELOPPE"]) + number(row["REPORT_ENTRANT"]) - number(row["UTILISE"])
            assert number(row["RESTE"]) == left >= 0
    rules = table(made, "regles")
    assert len(rules) == len(decided.findings)
    assert all(row["RESPECTEE"] == "OUI" for row in rules)
    for row, finding in zip(rules, decided.findings, strict=True):
        per = {"cents": 100, "milli_fte": 1000}.get(finding.unit, 1)
        assert [number(row[key]) * per for key in ("UTILISE", "LIMITE", "MARGE")] == [
            finding.used,
            finding.limit,
            finding.slack,
        ]


def test_words_are_those_of_the_lists():
    known = {(row["LISTE"], row["MOT_FR"]) for row in table(files("all-rules"), "listes")}
    for defined in TABLES:
        for column in defined.columns:
            if column.words and not column.open:
                for row in table(files("all-rules"), defined.name):
                    assert not row[column.name] or (column.words, row[column.name]) in known
    for name, codes in LISTS.items():
        assert len({row["MOT_FR"] for row in table(files("douze"), "listes") if row["LISTE"] == name}) == len(codes)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-1, 3), "-0.333333"),
        (Fraction(300_000), "300000"),
        (Fraction(5, 10**7), "0"),
        (Fraction(15, 10**7), "0.000002"),
        (Fraction(-1, 10**6), "-0.000001"),
        (Fraction(123_456_789_012_345, 100), "1234567890123.45"),
    ],
)
def test_a_number_has_a_point_and_six_decimals_at_most(value, text):
    assert decimal_text(value) == text


def test_a_draft_says_so_on_every_row_and_in_every_entry_until_it_is_approved():
    text = open_case.dossier("douze")
    for made, word in ((open_case.data(text), "ébauche"), (open_case.data(text, approved=True), "approuvé")):
        for defined in TABLES:
            if any(column.name == "ETAT" for column in defined.columns):
                assert {row["ETAT"] for row in table(made, defined.name)} <= {word}
        drafts = [name for name, content in made.items() if re.search("ébauche|draft", content.decode(), re.IGNORECASE)]
        says = {"registre-algorithmes-fr.html", "registre-algorithmes-en.html", "dcat.jsonld", "oc4ids.json"}
        assert says & set(drafts) == (says if word == "ébauche" else set())
    (budget,) = {
        project["budget"]["approvalDate"]
        for project in body(open_case.data(text, approved=True), "oc4ids.json")["projects"]
    }
    assert budget == "2026-11-20T00:00:00Z"


# -- OC4IDS


CODES = {
    "status": {"identification", "preparation", "implementation", "completion", "completed", "cancelled"},
    "type": {"construction", "rehabilitation", "replacement"},
}
"""Codes that every 0.9 version of the standard has: project-schema.json, codelists projectStatus and projectType."""


def instant(text):
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", text)
    return dt.datetime.fromisoformat(text)


def check_value(value):
    assert set(value) == {"amount", "currency"}
    assert isinstance(value["amount"], int | float)
    assert value["currency"] == "CAD"


@CASES
def test_the_projects_follow_the_schema_of_oc4ids(name):
    """What project-package-schema.json and project-schema.json (open-contracting/infrastructure, 0.9) ask for."""
    package = body(files(name), "oc4ids.json")
    assert {"uri", "publisher", "publishedDate", "projects", "version"} <= set(package)
    assert re.fullmatch(r"(\d+\.)(\d+)", package["version"])
    assert re.match(r"(https?://|urn:uuid:)\S+$", package["uri"])
    assert package["publisher"]["name"]
    instant(package["publishedDate"])
    ids = [project["id"] for project in package["projects"]]
    assert len(ids) == len(set(ids)) > 5
    for project in package["projects"]:
        instant(project["updated"])
        for key in ("id", "title", "description", "purpose"):
            assert key not in project or (isinstance(project[key], str) and project[key])
        assert all(project[key] in codes for key, codes in CODES.items() if key in project)
        assert project["sector"] == ["communications"]
        assert instant(project["period"]["startDate"]) <= instant(project["period"]["endDate"])
        assert project["publicAuthority"]["id"] in {party["id"] for party in project["parties"]}
        assert all(party["roles"] == ["publicAuthority"] for party in project["parties"])
        check_value(project["budget"]["amount"])
        parts = [line for group in project["budget"].get("budgetBreakdowns", []) for line in group["budgetBreakdown"]]
        assert len({line["id"] for line in parts}) == len(parts)
        for line in parts:
            check_value(line["amount"])
            assert line["period"]
        assert sum(Decimal(str(line["amount"]["amount"])) for line in parts) == Decimal(
            str(project["budget"]["amount"]["amount"])
        )
    assert not list(empty(package))


def empty(value):
    """Values that the standard asks to leave out."""
    if isinstance(value, dict | list):
        if not value:
            yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from empty(item)
    elif value is None or value == "":
        yield value


def test_its_money_is_that_of_the_tables():
    package = body(files("douze"), "oc4ids.json")
    rows = [row for row in table(files("douze"), "immobilisations") if row["RETENU"] == "OUI"]
    by_project = {project["identifiers"][0]["id"]: project for project in package["projects"]}
    assert set(by_project) == {row["NO_PROJET"] for row in rows}
    for code, project in by_project.items():
        total = sum(number(row["MONTANT"]) for row in rows if row["NO_PROJET"] == code)
        assert Fraction(str(project["budget"]["amount"]["amount"])) == total
    assert by_project["RO-04"]["period"]["startDate"].startswith("2028-01-01")


def test_a_prefix_and_an_address_make_it_the_publisher_s():
    text = open_case.dossier("douze")
    known = Publisher(url="https://donnees.example.org/pdi/", oc4ids_prefix="oc4ids-abc123")
    made = open_case.open_data_files(open_case.edition(text), open_case.fingerprint(text), open_case.DAY, None, known)
    package = body(made, "oc4ids.json")
    assert package["uri"] == "https://donnees.example.org/pdi/donnees/oc4ids.json"
    assert all(re.match("^oc4ids-[a-z0-9]{6}.", project["id"]) for project in package["projects"])
    entry = body(made, "dcat.jsonld")
    assert entry["@id"] == "https://donnees.example.org/pdi/donnees/"
    assert {d["dcat:accessURL"]["@id"] for d in entry["dcat:distribution"]} >= {f"{entry['@id']}projets.csv"}


# -- the catalog and the register


@CASES
def test_the_catalog_entry_has_what_dcat_ap_requires(name):
    """DCAT-AP 3.0: title and description of the dataset, address of each distribution; and what a harvester reads."""
    entry = body(files(name), "dcat.jsonld")
    prefixes = set(entry["@context"])

    def keys(value):
        if isinstance(value, dict):
            for key, item in value.items():
                if key != "@context":
                    yield key
                    yield from keys(item)
        elif isinstance(value, list):
            for item in value:
                yield from keys(item)

    assert {key.partition(":")[0] for key in keys(entry) if key[0] != "@"} <= prefixes
    assert entry["@type"] == "dcat:Dataset"
    for key in ("dct:title", "dct:description"):
        assert {said["@language"] for said in entry[key]} == set(LANGUAGES)
    held = {d["dcat:downloadURL"]["@id"]: d for d in entry["dcat:distribution"]}
    assert set(held) == set(files(name)) - {"dcat.jsonld"}
    for path, one in held.items():
        assert one["dcat:accessURL"]["@id"]
        assert int(one["dcat:byteSize"]["@value"]) == len(files(name)[path])
        assert one["dct:license"]["@id"].startswith("https://creativecommons.org/licenses/by/4.0")
    assert json.dumps(entry).count("None") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_register_says_what_commitment_7_asks(lang):
    entry = body(files("douze"), "registre-algorithmes.json")[lang]
    assert list(entry["sections"]) == ["decides", "people", "data", "logic", "limits", "tests", "redo"]
    assert all(section["title"] and section["text"] for section in entry["sections"].values())
    assert len(entry["people"]) == 5
    page = Page(files("douze")[f"registre-algorithmes-{lang}.html"].decode())
    for section in entry["sections"].values():
        assert all(squeezed(said) in squeezed(page.text) for said in section["text"])
    assert dict(page.tags)["html"]["lang"].startswith(lang)
    assert open_case.read("douze").decision.hashes["criteria"] in page.text


def test_the_register_names_who_answers():
    text = open_case.dossier("douze")
    known = Publisher(owner="Direction A", operator="Équipe B", reviewer="Comité C", contact_email="a@example.org")
    given = open_case.approval(text)
    made = open_case.open_data_files(open_case.edition(text), open_case.fingerprint(text), open_case.DAY, given, known)
    people = list(body(made, "registre-algorithmes.json")["fr"]["people"].values())
    assert people == ["Direction A", "Équipe B", "Comité C", "Camille Roy, Trésorière", "a@example.org"]
    unnamed = body(files("douze"), "registre-algorithmes.json")["fr"]["people"].values()
    assert set(unnamed) == {"à désigner par l'organisme"}


def test_the_same_decision_makes_the_same_bytes():
    assert open_case.data(open_case.dossier("douze")) == files("douze")


def test_frictionless_reads_the_numbers_as_numbers(tmp_path):
    path = written(files("douze"), tmp_path)
    with system.use_context(trusted=True):
        rows = Package(str(path)).get_resource("immobilisations").read_rows()
    assert sum(row["MONTANT"] for row in rows if row["RETENU"]) == Decimal(2_400_000)


def test_the_documentation_is_fresh():
    page = Path(__file__).parents[2] / "docs" / "open-data.md"
    assert page.read_text(encoding="utf-8") == render()
