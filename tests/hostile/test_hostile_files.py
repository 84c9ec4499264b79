"""Files made to break a reader: always a message, never a traceback, within bounds."""

import random
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import full_portfolio
import pytest
from openpyxl import load_workbook

from prioritizer.domain.portfolio import Title
from prioritizer.domain.problem import Severity
from prioritizer.workbook.guard import Bounds, check_file
from prioritizer.workbook.problems import word_problem
from prioritizer.workbook.raw import Unreadable, read_cells
from prioritizer.workbook.reader import read_portfolio
from prioritizer.workbook.writer import write_portfolio


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "sound.xlsx"
    write_portfolio(full_portfolio.portfolio(), full_portfolio.criteria(), path, "fr")
    return path


def rebuilt(sound, path, change):
    """Copy the workbook part by part; ``change`` takes a name and bytes and gives bytes, or None to drop it."""
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = change(entry.filename, source.read(entry))
            if data is not None:
                target.writestr(entry.filename, data)
    return path


def codes(path, **kwargs):
    read = read_portfolio(path, full_portfolio.criteria(), **kwargs)
    for problem in read.problems:
        assert word_problem(problem, "fr").what
        assert word_problem(problem, "en").what
    if any(p.severity is Severity.ERROR for p in read.problems):
        assert read.portfolio is None
    return {p.code for p in read.problems}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"id;titre\n1;a\n", "file-text"),
        (b"<html><body>Bonjour</body></html>", "file-web-page"),
        (b"%PDF-1.7", "file-pdf"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "file-old-or-locked"),
        (b"\x7fELF\0\0\0", "file-not-workbook"),
        (b"PK\x03\x04 and nothing else", "file-damaged"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(tmp_path, content, code):
    (tmp_path / "f.xlsx").write_bytes(content)
    assert codes(tmp_path / "f.xlsx") == {code}


def test_a_missing_file(tmp_path):
    assert codes(tmp_path / "nothing.xlsx") == {"file-missing"}
    (tmp_path / "folder.xlsx").mkdir()
    assert codes(tmp_path / "folder.xlsx") == {"file-is-folder"}


def test_a_strict_workbook_is_told_how_to_become_a_plain_one(sound, tmp_path):
    def strict(name, data):
        plain, purl = (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        return data.replace(plain, purl) if name == "xl/workbook.xml" else data

    path = rebuilt(sound, tmp_path / "strict.xlsx", strict)
    assert codes(path) == {"file-strict"}


def test_an_opendocument_and_another_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "o.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert codes(tmp_path / "o.xlsx") == {"file-opendocument"}
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert codes(tmp_path / "z.xlsx") == {"file-not-workbook"}


def test_a_bomb_is_refused_before_it_is_opened(sound, tmp_path):
    path = rebuilt(sound, tmp_path / "bomb.xlsx", lambda _, data: data)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet99.xml", b"0" * 20_000_000)
    assert codes(path) == {"file-bomb"}


def test_sizes_are_bounds(sound):
    assert [p.code for p in check_file(sound, Bounds(file_bytes=100))] == ["file-too-large"]
    assert [p.code for p in check_file(sound, Bounds(unpacked_bytes=1000))] == ["file-bomb"]
    assert [p.code for p in check_file(sound, Bounds(entries=3))] == ["file-suspicious"]
    assert check_file(sound) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(sound, tmp_path, encoding):
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'.encode(encoding)
    path = rebuilt(sound, tmp_path / "x.xlsx", lambda n, d: evil if n == "xl/sharedStrings.xml" else d)
    assert codes(path) == {"file-dtd"}


def test_macros_are_refused_and_links_are_said(sound, tmp_path):
    path = rebuilt(sound, tmp_path / "m.xlsx", lambda _, data: data)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert codes(path) == {"file-macros"}
    path = rebuilt(sound, tmp_path / "l.xlsx", lambda _, data: data)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    assert "file-external-links" in codes(path)


def test_a_lying_dimension_loses_no_row(sound, tmp_path):
    def lie(name, data):
        if not name.startswith("xl/worksheets/sheet"):
            return data
        start = data.find(b"<dimension")
        end = data.find(b"/>", start) + 2
        return data[:start] + b'<dimension ref="A1:B2"/>' + data[end:] if start >= 0 else data

    read = read_portfolio(rebuilt(sound, tmp_path / "lie.xlsx", lie), full_portfolio.criteria())
    assert read.portfolio.canonical() == full_portfolio.portfolio().canonical()


def test_a_far_cell_is_named_and_nothing_breaks(sound, tmp_path):
    book = load_workbook(sound)
    book["Projets"]["XFD1048576"] = 1
    book.save(tmp_path / "far.xlsx")
    read = read_portfolio(tmp_path / "far.xlsx", full_portfolio.criteria())
    assert [p.where.cell for p in read.problems if p.code == "cell-too-far"] == ["XFD1048576"]


def test_memory_and_time_are_bounded(sound):
    with pytest.raises(Unreadable, match="file-too-heavy"):
        read_cells(sound, seconds=0.01)
    with pytest.raises(Unreadable, match=r"file-too-heavy|file-damaged"):
        read_cells(sound, memory=30 << 20)


@pytest.mark.parametrize(
    "title",
    [
        "=HYPERLINK(1)",
        "+1",
        "-1",
        "@a",
        "<b>gras</b>",
        "\u202eabc",
        "x" * 300,
        "a'\"&<>",
        "{braces}",
        "日本語",
        "%s %d",
    ],
)
def test_hostile_titles_stay_text(tmp_path, title):

    portfolio = full_portfolio.portfolio()
    portfolio = replace(
        portfolio, projects=(replace(portfolio.projects[0], title=Title(title)), *portfolio.projects[1:])
    )
    write_portfolio(portfolio, full_portfolio.criteria(), tmp_path / "t.xlsx", "fr")
    read = read_portfolio(tmp_path / "t.xlsx", full_portfolio.criteria())
    assert read.portfolio.projects[0].title.fr == title


@pytest.mark.parametrize("seed", range(25))
def test_damaged_bytes_never_end_in_a_traceback(sound, tmp_path, seed):
    rng = random.Random(seed)
    data = bytearray(sound.read_bytes())
    if seed % 3 == 0:
        data = data[: rng.randrange(len(data))]
    for _ in range(rng.choice([1, 10, 200])):
        data[rng.randrange(len(data))] = rng.randrange(256)
    path = Path(shutil.copy(sound, tmp_path / "damaged.xlsx"))
    path.write_bytes(data)
    read = read_portfolio(path, full_portfolio.criteria())
    assert read.portfolio is not None or read.problems


@pytest.mark.parametrize("seed", range(15))
def test_damaged_xml_never_ends_in_a_traceback(sound, tmp_path, seed):
    rng = random.Random(seed)

    def damage(name, data):
        if not name.endswith(".xml") or rng.random() < 0.6:
            return data
        edited = bytearray(data)
        for _ in range(rng.choice([1, 3, 30])):
            edited[rng.randrange(len(edited))] = rng.choice(b'<>&"/=1a \0')
        return bytes(edited)

    codes(rebuilt(sound, tmp_path / "damaged.xlsx", damage))


def test_modules_that_lie_in_the_current_folder_are_not_run(sound, tmp_path, monkeypatch):
    for name in ("openpyxl", "prioritizer"):
        (tmp_path / f"{name}.py").write_text("import pathlib; pathlib.Path('ran').touch(); raise SystemExit(0)")
    monkeypatch.chdir(tmp_path)
    assert {cells.name for cells in read_cells(sound)} >= {"Projets", "Enveloppes"}
    assert not (tmp_path / "ran").exists()
