"""``prioritizer publish`` and ``verify FOLDER``: from a decision to a folder that proves itself, draft or approved."""

import json
import re
from dataclasses import replace

import open_case
import pytest
import reading

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.verify_folder import compared
from prioritizer.domain.decision import SolveStatus
from prioritizer.publication import verifier

DAY = ["--date", "2026-11-24"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRIORITIZER_LANG", raising=False)
    (tmp_path / "d.json").write_text(open_case.dossier("douze"), encoding="utf-8")
    return tmp_path


def signed(path):
    text = path.read_text(encoding="utf-8")
    for key, value in (("name", "Camille Roy"), ("function", "Trésorière"), ("reference", "CM26 0999")):
        text = text.replace(f'{key} = ""', f'{key} = "{value}"')
    path.write_text(text.replace('date = ""', "date = 2026-11-20"), encoding="utf-8")


def texts(folder):
    """Every file as a reader would read it; of a PDF its second page."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".pdf":
            yield path, reading.pdf(path.read_bytes()).pages[1].extract_text()
        elif path.suffix in (".html", ".csv", ".json", ".jsonld", ".md", ".css"):
            yield path, path.read_text(encoding="utf-8")


def test_draft_then_approval_then_publication(folder, capsys):
    """Finance's whole day: a draft, the blank to sign, the publication, its verification."""
    assert main(["publish", "d.json", "-o", "out", "--lang", "fr", *DAY]) == ExitCode.DONE
    said = capsys.readouterr()
    digest = open_case.fingerprint(open_case.dossier("douze"))
    assert digest in said.err
    assert verifier.sha256((folder / "out" / "SHA256SUMS").read_bytes()) in said.out
    assert (folder / "out" / "preuve" / "dossier.json").read_text(encoding="utf-8") == open_case.dossier("douze")
    drafts = {path.relative_to(folder / "out").parts[0] for path, text in texts(folder / "out") if "ÉBAUCHE" in text}
    assert {"index.html", "fr", "documents", "preuve", "donnees", "assets"} <= drafts
    assert main(["verify", "out"]) == ExitCode.DONE
    assert "Ébauche" in capsys.readouterr().out

    assert main(["publish", "d.json", "--approval-blank", "a.toml", *DAY]) == ExitCode.DONE
    assert digest in (folder / "a.toml").read_text(encoding="utf-8")
    assert main(["publish", "d.json", "--approval-blank", "a.toml", *DAY]) == ExitCode.USAGE
    assert main(["publish", "d.json", "-o", "out", "--approval", "a.toml", *DAY]) == ExitCode.PROBLEMS
    signed(folder / "a.toml")
    capsys.readouterr()
    assert main(["publish", "d.json", "-o", "out", "--approval", "a.toml", "--lang", "fr", *DAY]) == ExitCode.DONE
    assert "Camille Roy, Trésorière" in capsys.readouterr().err
    stamp = "ÉBAUCHE – non approuvée"
    assert [path for path, text in texts(folder / "out") if stamp in text] == []
    assert main(["verify", "out", "--lang", "en"]) == ExitCode.DONE
    assert "Approved on 2026-11-20 by Camille Roy" in capsys.readouterr().out


def test_a_changed_cell_is_named_and_the_folder_refused(folder, capsys):
    assert main(["publish", "d.json", "-o", "out", "--lang", "fr", *DAY]) == ExitCode.DONE
    table = folder / "out" / "donnees" / "enveloppes.csv"
    table.write_bytes(table.read_bytes().replace(b"2028,900000", b"2028,900001", 1))
    capsys.readouterr()
    assert main(["verify", "out"]) == ExitCode.PROBLEMS
    said = capsys.readouterr().out
    assert "donnees/enveloppes.csv, ligne 3 Emprunt 2028 900001 0, ENVELOPPE : lu 900001, calculé 900000" in said


def test_the_program_is_searched_again_from_the_folder_alone(folder, capsys):
    assert main(["publish", "d.json", "-o", "out", "--lang", "en", *DAY]) == ExitCode.DONE
    (folder / "d.json").unlink()
    capsys.readouterr()
    assert main(["verify", "out", "--solve", "--lang", "en"]) == ExitCode.DONE
    assert "same program" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"value": "285/2"', '"value": "287/2"', "decision.value"),
        ('"reason": "chosen"', '"reason": "committed"', "decision.outcomes"),
        ('"earliest": 2028', '"earliest": 2029', "decision.hashes.portfolio"),
        ('"option": "essentiel"', '"option": "complet"', "envelope borrowing 2028"),
    ],
)
def test_a_decision_that_was_altered_is_not_published(folder, capsys, old, new, said):
    text = open_case.dossier("douze")
    assert old in text
    (folder / "d.json").write_text(text.replace(old, new), encoding="utf-8")
    assert main(["publish", "d.json", "-o", "out", "--lang", "fr", *DAY]) == ExitCode.PROBLEMS
    assert said in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_the_same_decision_gives_the_same_bytes(folder):
    for name in ("one", "two"):
        assert main(["publish", "d.json", "-o", name, "--lang", "en", *DAY]) == ExitCode.DONE
    assert verifier.read_folder(folder / "one") == verifier.read_folder(folder / "two")


def test_it_replaces_an_earlier_publication_and_nothing_else(folder, capsys):
    assert main(["publish", "d.json", "-o", "out", "--lang", "fr,en", *DAY]) == ExitCode.DONE
    assert main(["publish", "d.json", "-o", "out", "--lang", "fr", *DAY]) == ExitCode.DONE
    assert not (folder / "out" / "en" / "index.html").exists()
    assert main(["verify", "out"]) == ExitCode.DONE
    own = folder / "out" / "mes notes.txt"
    own.write_text("à garder", encoding="utf-8")
    capsys.readouterr()
    assert main(["publish", "d.json", "-o", "out", "--lang", "fr", *DAY]) == ExitCode.USAGE
    assert "mes notes.txt" in capsys.readouterr().err
    assert own.read_text(encoding="utf-8") == "à garder"


def test_every_link_of_the_site_and_every_sum_leads_to_a_file(folder):
    assert main(["publish", "d.json", "-o", "out", *DAY]) == ExitCode.DONE
    out = folder / "out"
    for path in out.rglob("*.html"):
        page = reading.Page(path.read_text(encoding="utf-8"))
        for _, attributes in page.tags:
            link = (attributes.get("href") or attributes.get("src") or "").partition("#")[0]
            if link and not re.match("[a-z]+:", link):
                assert (path.parent / link).resolve().is_file(), (path, link)
    listed = [line.partition("  ")[2] for line in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    held = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert sorted([*listed, "SHA256SUMS"]) == held
    downloads = (out / "fr" / "telechargements.html").read_text(encoding="utf-8")
    others = ("donnees/", "documents/", "criteres/", "preuve/", "SHA256SUMS")
    assert all(f"../{name}" in downloads for name in [*listed, "SHA256SUMS"] if name.startswith(others))
    told = re.search(r'href="../SHA256SUMS".*?class="right">([^<]+)<', downloads, re.DOTALL)
    assert told[1].startswith(f"{(out / 'SHA256SUMS').stat().st_size / 1000:.1f}".replace(".", ","))


def test_the_publisher_s_facts_are_read(folder, capsys):
    facts = 'url = "https://donnees.example.org/pdi"\noc4ids_prefix = "oc4ids-abc123"\nowner = "Direction A"\n'
    (folder / "p.toml").write_text(facts, encoding="utf-8")
    assert main(["publish", "d.json", "-o", "out", "--publisher", "p.toml", *DAY]) == ExitCode.DONE
    package = json.loads((folder / "out" / "donnees" / "oc4ids.json").read_text(encoding="utf-8"))
    assert package["uri"].startswith("https://donnees.example.org/pdi/")
    assert main(["verify", "out"]) == ExitCode.DONE
    for wrong, said in (("url = 3", "url"), ('url = "ftp://x"', "ftp"), ("colour = 1", "colour"), ("url = ", "TOML")):
        (folder / "p.toml").write_text(wrong, encoding="utf-8")
        capsys.readouterr()
        assert main(["publish", "d.json", "-o", "other", "--publisher", "p.toml", *DAY]) == ExitCode.PROBLEMS
        assert said in capsys.readouterr().err
    assert not (folder / "other").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["publish", "d.json"], "-o"),
        (["publish", "d.json", "-o", "x", "--approval-blank", "a.toml"], "--approval-blank"),
        (["publish", "absent.json", "-o", "x"], "absent.json"),
        (["publish", "d.json", "-o", "x", "--approval", "absent.toml"], "absent.toml"),
        (["verify", "d.json"], "PORTEFEUILLE"),
        (["verify", ".", "x.xlsx"], "portefeuille"),
        (["verify", "d.json", "x.xlsx", "--solve"], "--solve"),
    ],
)
def test_what_is_asked_wrongly_is_said(folder, capsys, words, said):
    assert main(words) == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert not (folder / "x").exists()


def test_template_build_takes_the_approval_too(folder, capsys):
    asked = ["template", "build", "d.json", "--year", "2027", "--forms", "html", *DAY]
    assert main(["publish", "d.json", "--approval-blank", "a.toml", *DAY]) == ExitCode.DONE
    assert main([*asked, "--approval", "a.toml"]) == ExitCode.PROBLEMS
    assert "name" in capsys.readouterr().err
    signed(folder / "a.toml")
    assert main([*asked, "--approval", "a.toml"]) == ExitCode.DONE
    assert "ÉBAUCHE – non approuvée" not in (folder / "programme-2027-fr.html").read_text(encoding="utf-8")
    assert main(asked) == ExitCode.DONE
    assert "ÉBAUCHE – non approuvée" in (folder / "programme-2027-fr.html").read_text(encoding="utf-8")


def test_what_a_new_search_says_of_a_decision():
    told = open_case.read("douze").decision
    worth = float(told.value)
    other = replace(told, program=told.program[1:])
    assert compared(told, told) == "same"
    assert compared(told, replace(told, status=SolveStatus.TIME_LIMIT)) == "unproved"
    assert compared(told, other) == "equal"
    assert compared(told, replace(other, value=told.value + 1, bound=worth + 1)) == "other"
    assert compared(told, replace(other, value=told.value - 1, bound=worth - 1)) == "other"
    assert (
        compared(told, replace(other, value=told.value - 1, bound=worth, status=SolveStatus.TIME_LIMIT)) == "unproved"
    )


def test_the_criteria_file_is_published_as_it_was_adopted(folder, capsys):
    adopted = open_case.MADE["CRITERIA"].read_bytes() + "# Adopté par la résolution CM26 0001.\n".encode()
    (folder / "c.yaml").write_bytes(adopted)
    asked = ["publish", "d.json", "-o", "out", "--lang", "fr", *DAY]
    assert main([*asked, "--criteria", "c.yaml"]) == ExitCode.DONE
    (found,) = (folder / "out" / "criteres").glob("*.yaml")
    assert found.read_bytes() == adopted
    assert main(["verify", "out"]) == ExitCode.DONE
    capsys.readouterr()
    (folder / "c.yaml").write_bytes(adopted.replace(b"delay_rate: ", b"delay_rate: 0.9 # ", 1))
    assert main([*asked, "--criteria", "c.yaml"]) == ExitCode.USAGE
    assert "c.yaml" in capsys.readouterr().err
