"""``prioritizer template build``: from a decision to its publications, and what is said where it cannot be."""

import json

import published_case
import pytest
import reading
import result_case
from PIL import Image

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.store.dossier_file import Dossier, dossier_to_json


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRIORITIZER_LANG", raising=False)
    made = Dossier.of(published_case.solved(), published_case.portfolio(), result_case.criteria(), None)
    (tmp_path / "d.json").write_text(dossier_to_json(made), encoding="utf-8")
    return tmp_path


def test_both_languages_in_one_command(folder, capsys):
    asked = ["template", "build", "d.json", "--year", "2027", "--lang", "fr,en", "-o", "out", "--date", "2026-11-24"]
    assert main(asked) == ExitCode.DONE
    said = capsys.readouterr()
    for name, lang in (("programme-2027-fr", "fr"), ("program-2027-en", "en")):
        file = reading.pdf((folder / "out" / f"{name}.pdf").read_bytes())
        assert file.trailer["/Root"]["/Lang"].startswith(lang)
        assert str(file.metadata.creation_date_raw).startswith("D:20261124")
        html = (folder / "out" / f"{name}.html").read_text(encoding="utf-8")
        assert dict(reading.Page(html).tags)["html"]["lang"].startswith(lang)
        assert f"{name}.pdf" in said.err


def test_french_is_the_default(folder):
    assert main(["template", "build", "d.json", "--year", "2027"]) == ExitCode.DONE
    assert sorted(path.name for path in folder.iterdir()) == [
        "d.json",
        "programme-2027-fr.docx",
        "programme-2027-fr.html",
        "programme-2027-fr.pdf",
        "programme-2027-fr.xlsx",
    ]


def test_a_theme_is_read(folder):
    Image.new("RGB", (40, 20), "green").save(folder / "logo.png")
    (folder / "t.toml").write_text('accent = "#004d00"\nlogo = "logo.png"', encoding="utf-8")
    assert main(["template", "build", "d.json", "--year", "2027", "--theme", "t.toml"]) == ExitCode.DONE
    html = (folder / "programme-2027-fr.html").read_text(encoding="utf-8")
    assert "#004d00" in html
    assert "data:image/png;base64," in html
    figures = [
        alt for kind, alt, _ in reading.tags((folder / "programme-2027-fr.pdf").read_bytes()) if kind == "/Figure"
    ]
    assert result_case.portfolio().info.organization in figures


@pytest.mark.parametrize(
    ("theme", "said"),
    [
        ("accent = ", "TOML"),
        ('akcent = "#000000"', "akcent"),
        ("accent = 3", "accent"),
        ('accent = "red"', "accent"),
        ('accent = "#f0f0f0"', "accent"),
        ('font = "None such"', "None such"),
        ('fonts = "none"', "none"),
        ('logo = "none.png"', "none.png"),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused(folder, capsys, theme, said):
    (folder / "t.toml").write_text(theme, encoding="utf-8")
    assert main(["template", "build", "d.json", "--year", "2027", "--theme", "t.toml"]) == ExitCode.PROBLEMS
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["d.json", "--year", "2028"], "2027"),
        (["d.json", "--year", "2027", "--lang", "fr,de"], "de"),
        (["d.json", "--year", "2027", "--date", "24/11/2026"], "24/11/2026"),
        (["d.json"], "--year"),
        (["absent.json", "--year", "2027"], "absent.json"),
    ],
)
def test_what_is_asked_wrongly_is_said(folder, capsys, words, said):
    assert main(["template", "build", *words]) == ExitCode.USAGE
    assert said in capsys.readouterr().err


def test_a_decision_alone_is_refused(folder, capsys):
    body = json.loads((folder / "d.json").read_text(encoding="utf-8"))
    del body["portfolio"]
    (folder / "d.json").write_text(json.dumps(body), encoding="utf-8")
    assert main(["template", "build", "d.json", "--year", "2027"]) == ExitCode.PROBLEMS
    assert "--json" in capsys.readouterr().err


def test_one_pdf_a_project_on_request(folder):
    asked = ["template", "build", "d.json", "--year", "2027", "--forms", "html", "--each", "-o", "out"]
    assert main(asked) == ExitCode.DONE
    sheets = sorted((folder / "out" / "fiches-2027-fr").iterdir())
    assert [path.stem for path in sheets] == [project.id for project in published_case.portfolio().projects]
    for path in sheets:
        assert path.stem in reading.pdf_text(path.read_bytes())
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["fiches-2027-fr", "programme-2027-fr.html"]
