"""From real files to the exit code: workbook and criteria in; summary, result, decision and verification out."""

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import result_case

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.program.solve import solve
from prioritizer.store.decision_file import decision_from_json
from prioritizer.workbook.carried import SHEET, carried
from prioritizer.workbook.writer import write_portfolio


def plain(value):
    return float(value) if isinstance(value, Decimal) else str(value)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRIORITIZER_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    criteria = result_case.criteria()
    dump = criteria.model_dump(by_alias=True, exclude_none=True)
    # JSON is YAML; its numbers are written as numbers.
    (tmp_path / "criteria").mkdir()
    (tmp_path / "criteria" / "montreal-numerique.yaml").write_text(json.dumps(dump, default=plain), encoding="utf-8")
    write_portfolio(result_case.portfolio(), criteria, tmp_path / "mien.xlsx", "fr")
    write_portfolio(result_case.impossible(), criteria, tmp_path / "impossible.xlsx", "en")
    return tmp_path


def test_run_then_verify(folder, capsys):
    assert main(["run", "mien.xlsx", "--json"]) == ExitCode.DONE
    written = capsys.readouterr().out
    expected = solve(result_case.portfolio(), result_case.criteria())
    decision = decision_from_json(written)
    assert (decision.program, decision.value) == (expected.program, expected.value)
    (folder / "d.json").write_text(written, encoding="utf-8")
    assert main(["verify", "d.json", "mien.xlsx"]) == ExitCode.DONE
    assert main(["verify", "d.json", "impossible.xlsx"]) == ExitCode.PROBLEMS


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_result_workbook_is_verified_by_what_it_shows_too(folder, capsys, lang):
    """The decision stands on a sheet that nobody sees: what people read must say the same."""
    assert main(["run", "mien.xlsx", "-o", "r.xlsx", "--lang", lang]) == ExitCode.DONE
    assert main(["verify", "r.xlsx", "mien.xlsx"]) == ExitCode.DONE
    book = openpyxl.load_workbook(folder / "r.xlsx")
    sheet = book.worksheets[1]
    [cell] = [cell for row in sheet.iter_rows(min_row=5, max_col=1) for cell in row if cell.value][:1]
    was, cell.value = cell.value, "AUTRE"
    book.save(folder / "retyped.xlsx")
    capsys.readouterr()
    assert main(["verify", "retyped.xlsx", "mien.xlsx", "--lang", "en"]) == ExitCode.PROBLEMS
    said = [line for line in capsys.readouterr().err.splitlines() if "the workbook shows" in line or "refused" in line]
    named = f"Sheet “{sheet.title}”, cell {cell.coordinate}: the workbook shows “AUTRE”"
    assert said[0].startswith(named)
    assert f"“{was}”" in said[0]
    assert "refused" in said[-1]


def test_what_a_workbook_of_another_version_shows_is_said_not_to_be_compared(folder, capsys, monkeypatch):
    assert main(["run", "mien.xlsx", "-o", "r.xlsx"]) == ExitCode.DONE
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "99.0")
    capsys.readouterr()
    assert main(["verify", "r.xlsx", "mien.xlsx", "--lang", "en"]) == ExitCode.DONE
    assert "another version wrote it" in capsys.readouterr().err


def test_two_runs_write_the_same_result_but_for_the_time_they_took(folder):
    def cells(name):
        return {
            (sheet.title, cell.coordinate): cell.value
            for sheet in openpyxl.load_workbook(folder / name)
            if sheet.title != SHEET
            for row in sheet.iter_rows()
            for cell in row
        }

    def carried_but_time(name):
        body = json.loads(carried(folder / name))
        return body["decision"].pop("seconds") and body

    for name in ("a.xlsx", "b.xlsx"):
        assert main(["run", "mien.xlsx", "-o", name]) == ExitCode.DONE
    assert carried_but_time("a.xlsx") == carried_but_time("b.xlsx")
    first, second = cells("a.xlsx"), cells("b.xlsx")
    assert first.keys() == second.keys()
    assert sum(first[key] != second[key] for key in first) <= 1


def test_an_impossible_portfolio(folder, capsys):
    assert main(["run", "impossible.xlsx", "--lang", "en"]) == ExitCode.INFEASIBLE
    assert "Possible repairs" in capsys.readouterr().out


def test_check(folder, capsys):
    assert main(["check", "mien.xlsx"]) == ExitCode.DONE
    assert "11 projets" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"a;b;c\n1;2;3\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
@pytest.mark.parametrize("command", ["check", "run"])
def test_what_is_no_workbook_is_a_problem_in_words(folder, capsys, command, content):
    (folder / "bad.xlsx").write_bytes(content)
    assert main([command, "bad.xlsx"]) == ExitCode.PROBLEMS
    said = capsys.readouterr().err
    assert "Erreur" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "words", [["check", "nothing.xlsx"], ["check", "."], ["check", "mien.xlsx", "--criteria", "no.yaml"]]
)
def test_what_is_not_there_is_a_wrong_usage(folder, capsys, words):
    assert main(words) == ExitCode.USAGE
    assert "«" in capsys.readouterr().err


def test_criteria_that_cannot_be_read_are_problems(folder, capsys):
    (folder / "bad.yaml").write_text("a: [1, 2\nb: 3\n")
    assert main(["check", "mien.xlsx", "--criteria", "bad.yaml"]) == ExitCode.PROBLEMS
    assert "bad.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["", "{}", '{"format": "prioritizer-decision", "version": 9}'])
def test_a_decision_that_is_none_is_a_problem_in_words(folder, capsys, content):
    (folder / "d.json").write_text(content)
    assert main(["verify", "d.json", "mien.xlsx"]) == ExitCode.PROBLEMS
    said = capsys.readouterr().err
    assert "run --json" in said
    assert "decision-" not in said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_template_is_written_where_asked(folder, capsys, lang):
    assert main(["template", "new", "--year", "2028", "--lang", lang]) == ExitCode.DONE
    name = "portefeuille-2028.xlsx" if lang == "fr" else "portfolio-2028.xlsx"
    assert (folder / name).stat().st_size > 0
    assert name in capsys.readouterr().err


def test_a_blank_workbook_replaces_nothing(folder, capsys):
    (folder / "portefeuille-2028.xlsx").write_bytes(b"filled in")
    for words in ([], ["-o", "portefeuille-2028.xlsx"]):
        assert main(["template", "new", "--year", "2028", *words]) == ExitCode.USAGE
        assert "portefeuille-2028.xlsx" in capsys.readouterr().err
    assert (folder / "portefeuille-2028.xlsx").read_bytes() == b"filled in"


def test_a_workbook_read_against_the_criteria_of_another_says_so_once(capsys, monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[2])
    assert main(["check", "sample_portfolios/douze-projets.xlsx"]) == ExitCode.PROBLEMS
    said = capsys.readouterr().err
    assert said.startswith("Erreur Fichier douze-projets.xlsx")
    assert "--criteria" in said
    assert said.count("Erreur ") == 1
    assert "Erreurs : 1. Avertissements : 0." in said.replace("\u00a0", " ")


def test_a_blank_template_has_problems_but_no_defect(folder, capsys):
    main(["template", "new", "--year", "2028", "-o", "t.xlsx"])
    assert main(["check", "t.xlsx"]) == ExitCode.PROBLEMS
    said = capsys.readouterr().err
    assert "«\u00a0Information\u00a0», cellule B6" in said
    assert "Cette feuille n'a aucun projet." in said
