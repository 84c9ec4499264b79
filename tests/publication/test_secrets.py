"""What is internal never reaches any output: planted in every internal cell of a workbook, looked for everywhere."""

import datetime as dt
import gzip
import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import published_case
import pytest
import reading
import result_case
from openpyxl import load_workbook

from prioritizer import solve
from prioritizer.cli.edition import Ready
from prioritizer.cli.publish import published
from prioritizer.insight.why import why_left_out
from prioritizer.program.case import Case
from prioritizer.program.live import Live
from prioritizer.publication.publisher import Publisher
from prioritizer.publication.theme import Theme
from prioritizer.store.dossier_file import Dossier, dossier_to_json
from prioritizer.workbook import labels
from prioritizer.workbook.columns import Type
from prioritizer.workbook.layout import FIRST_ROW, HEADER_ROW, SHEETS
from prioritizer.workbook.reader import read_portfolio
from prioritizer.workbook.writer import write_portfolio

DAY = dt.date(2026, 11, 24)
MARK = "MARQUE-PUBLIQUE"
PATTERNS = ((6, 5, 4, 3, 2, 1, 6), (1, 2, 1, 2, 1, 2, 2))
"""Likelihoods of the planted risks, today and after: unlike any other row of numbers."""
INTERNAL = [(sheet, column) for sheet in SHEETS for column in sheet.columns if column.internal]


def planted(tmp_path):
    """A portfolio read from a workbook with a secret in every internal cell of every row, and the secrets."""
    given, criteria = result_case.portfolio(), result_case.criteria()
    first = replace(given.projects[0], title=replace(given.projects[0].title, fr=MARK, en=MARK))
    path = tmp_path / "p.xlsx"
    write_portfolio(replace(given, projects=(first, *given.projects[1:])), criteria, path)
    book, secrets, numbers = load_workbook(path), [], []
    for sheet, column in INTERNAL:
        tab = book[labels.sheet_name(sheet.code, "fr")]
        heads = {cell.column: labels.match_header(sheet, cell.value) for cell in tab[HEADER_ROW] if cell.value}
        (place,) = [number for number, match in heads.items() if match and match.column.code == column.code]
        for row in range(FIRST_ROW, tab.max_row + 1):
            if tab.cell(row, 1).value is None and tab.cell(row, 2).value is None:
                continue
            match column.type:
                case Type.LONG_TEXT | Type.TEXT:
                    value = f"SECRET-{sheet.code}-{column.code}-{row}"
                    secrets.append(value)
                case Type.MONEY:
                    value = 73_190_407 + 1_000_003 * row
                    numbers.append(value)
                case Type.INTEGER:
                    value = PATTERNS[(row - FIRST_ROW) % 2][column.number - 1]
                case _:
                    raise AssertionError(f"no secret known for {column.type}")
            tab.cell(row, place).value = value
    book.save(path)
    read = read_portfolio(path, criteria)
    assert read.portfolio is not None
    return read.portfolio, secrets, numbers


def publication(portfolio, langs=("fr", "en"), *, each=True):
    """Every file of a publication, explanations and one PDF a project included."""
    criteria = result_case.criteria()
    decision = replace(solve(portfolio, criteria), seconds=1.0)
    answers = why_left_out(Live(Case.of(portfolio, criteria)), decision.program)
    answers = tuple(replace(answer, seconds=1.0) for answer in answers)
    dossier = Dossier.of(decision, portfolio, criteria, None, answers)
    ready = Ready(dossier, dossier_to_json(dossier), Theme(), DAY, None)
    return published(ready, langs, Publisher(), each=each)


def readings(path, content):
    """All that can be read in a file: its bytes, what it is made of, and its text."""
    yield content.decode("utf-8", errors="ignore")
    yield content.decode("utf-16-le", errors="ignore")
    if content[:2] == b"\x1f\x8b":
        yield from readings(path, gzip.decompress(content))
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from readings(name, archive.read(name))
    if content[:5] == b"%PDF-":
        file = reading.pdf(content)
        yield from (page.extract_text() for page in file.pages)
        yield str(file.metadata)
        yield file.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


@cache
def searched():
    """Every reading of every file, spaces and separators out."""
    return {
        path: re.sub(r"[\s\u00a0\u202f,.'-]+", "", "\n".join(readings(path, content)))
        for path, content in made()[0].items()
    }


MADE = []


@pytest.fixture(autouse=True)
def _made(tmp_path_factory):
    if not MADE:
        portfolio, secrets, numbers = planted(tmp_path_factory.mktemp("planted"))
        MADE.append((publication(portfolio), secrets, numbers))


def made():
    return MADE[0]


def squeezed(text):
    return re.sub(r"[\s,.'-]+", "", text)


def test_a_secret_stands_in_every_internal_column_of_the_layout():
    _, secrets, numbers = made()
    planted_in = {tuple(secret.split("-")[1:3]) for secret in secrets}
    texts = {(sheet.code, column.code) for sheet, column in INTERNAL if column.type in (Type.TEXT, Type.LONG_TEXT)}
    assert planted_in == texts
    assert len(numbers) == len(result_case.portfolio().projects)
    assert {column.code for _, column in INTERNAL if column.type is Type.INTEGER} == {f"L{n}" for n in range(1, 8)}


def test_no_output_holds_any_of_them():
    files, secrets, numbers = made()
    assert len(files) > 90
    for path, text in searched().items():
        assert "SECRET" not in text, path
        assert not [secret for secret in secrets if squeezed(secret) in text], path
        assert not [number for number in numbers if str(number) in text], path
        for pattern in PATTERNS:
            assert ",".join(map(str, pattern)) not in files[path].decode("utf-8", errors="ignore").replace("\n ", "")


def test_the_search_finds_what_is_public_in_every_kind_of_file():
    """Else finding nothing would prove nothing."""
    kinds = {path.rpartition(".")[2] for path in made()[0]} - {"css", "js", "py", "md", "yaml", "SHA256SUMS"}
    for kind in kinds - {"jsonld"}:
        mine = [text for path, text in searched().items() if path.endswith(f".{kind}")]
        assert any(squeezed(MARK) in text for text in mine), kind


def test_what_is_internal_changes_not_one_byte():
    """Two portfolios that differ in everything internal, and in nothing else, have the same publication."""

    def noted(word, estimate):
        given = published_case.portfolio()
        return replace(
            given,
            projects=tuple(
                replace(
                    project,
                    notes=f"{word}-{project.id}",
                    supplier_estimate=estimate,
                    ratings=tuple(replace(row, note=word) for row in project.ratings),
                    gates=tuple(replace(row, note=word) for row in project.gates),
                    risks=tuple(
                        replace(row, note=word, likelihood=row.likelihood[::-1] if word == "a" else row.likelihood)
                        for row in (replace(risk, likelihood=(*risk.likelihood[:5], 1, 1)) for risk in project.risks)
                    ),
                )
                for project in given.projects
            ),
            links=tuple(
                replace(link, note=f"{word}{n if word == 'a' else 9 - n}") for n, link in enumerate(given.links)
            ),
        )

    one, two = noted("a", 1), noted("z", 999_999)
    assert one != two
    first, second = (publication(given, ("fr",), each=False) for given in (one, two))
    assert [path for path in first if first[path] != second[path]] == []
    assert first.keys() == second.keys()
