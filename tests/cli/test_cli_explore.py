"""Every question of ``explore`` on the twelve projects: an answer in both languages, data for scripts, exit codes."""

import json
import re
from pathlib import Path

import pytest

from prioritizer.cli import main
from prioritizer.cli.app import build
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.explore import QUESTIONS

ROOT = Path(__file__).parents[2]
FILE = str(ROOT / "sample_portfolios" / "douze-projets.xlsx")
CRITERIA = ("--criteria", str(ROOT / "criteria" / "exemple-arrondissement.yaml"))
AXES = ("residents", "upkeep", "sobriety")
MORE = {
    "changes": ("--since", FILE),
    "acceptability": ("--draws", "100"),
    "cost-risk": ("--draws", "500"),
    "revealed": ("RO-01", "RO-03"),
    "elicit": ("--order", "sobriety,residents,upkeep"),
}
SEEN = {
    "why": ("RO-05", "40,8"),
    "cut-line": ("126,90", "10,9 %"),
    "must-do": ("RO-03", "4,20"),
    "rules": ("RO-06", "4,80"),
    "budget": ("150 %", "170,55"),
    "ladder": ("13,65",),
    "years": ("2029", "-24,00"),
    "near-ties": ("RO-11",),
}
"""Figures that the worked example or an enumeration of its programs gives."""


def ask(question, *options, lang="fr"):
    return main(["explore", question, FILE, *CRITERIA, *MORE.get(question, ()), "--lang", lang, *options])


def test_the_command_line_offers_every_question():
    assert set(build("fr").commands["explore"].commands) == set(QUESTIONS)


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_a_question_is_answered_as_tables(question, lang, width, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    assert ask(question, lang=lang) == ExitCode.DONE
    said = capsys.readouterr()
    assert max(len(line) for line in said.out.splitlines()) <= int(width)
    assert "Traceback" not in said.err
    assert re.search("142[,.]50", said.err)
    if lang == "fr":
        flat = said.out.replace("\u202f", " ").replace("\u00a0", " ")
        for figure in SEEN.get(question, ()):
            assert figure in flat


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_a_question_is_answered_as_data(question, capsys):
    assert ask(question, "--json") == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)


def test_one_project_is_explained_in_sentences(capsys):
    assert main(["explore", "why", FILE, "ro-05", "RO-01", *CRITERIA]) == ExitCode.DONE
    said = capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ")
    assert "RO-05 (Dossier unique du résident) n'est pas au programme." in said
    assert "RO-01" in said
    assert "est au programme." in said


def test_a_project_that_does_not_exist_is_named(capsys):
    assert main(["explore", "why", FILE, "RO-99", *CRITERIA]) == ExitCode.USAGE
    assert "RO-99" in capsys.readouterr().err


def flat(capsys):
    return " ".join(capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_the_core_with_an_order_and_unsure_ratings(capsys):
    """An order is more information, unsure ratings are less: the core grows, then shrinks."""

    def core(*options):
        assert ask("core", *options, "--json") == ExitCode.DONE
        index = json.loads(capsys.readouterr().out)["index"]
        return {project for project, share in index.items() if share in (1, "1")}

    codes = ",".join(AXES)
    anything, ordered, unsure = core(), core("--order", codes), core("--order", codes, "--unsure-ratings")
    assert anything < ordered
    assert unsure < ordered
    assert ask("core", "--order", codes) == ExitCode.DONE
    assert "prouvé" in flat(capsys)


@pytest.mark.parametrize("question", ["core", "acceptability"])
def test_an_order_that_is_none_and_weights_that_cannot_be_are_refused(question, capsys):
    assert ask(question, "--order", "residents,residents") == ExitCode.USAGE
    said = capsys.readouterr().err
    assert all(code in said for code in AXES)
    # The heaviest axis within 1 point of its weight cannot be lighter than the lightest.
    assert ask(question, "--order", ",".join(reversed(AXES)), "--around", "1") == ExitCode.USAGE
    assert "poids" in capsys.readouterr().err


def test_acceptability_with_an_order_and_unsure_ratings(capsys):
    assert ask("acceptability", "--order", ",".join(AXES), "--unsure-ratings", "--json") == ExitCode.DONE
    found = json.loads(capsys.readouterr().out)
    for program in found["programs"]:
        weights = [program["central"][code] for code in AXES]
        assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("width", ["80", "100"])
def test_no_table_loses_a_column_on_a_narrow_terminal(width, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    assert ask("near-ties") == ExitCode.DONE
    assert "jusqu'à 0,5 % 141,79 8 0 4 0 0, tous" in flat(capsys)
    assert ask("pareto") == ExitCode.DONE
    said = flat(capsys)
    assert "…" not in said
    assert "228,0 46,0 60,0 130,7 2 300 +RO-10 " in said


def test_a_list_that_breaks_rules_says_which(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    assert ask("cut-line", lang="en") == ExitCode.DONE
    assert "by value, stop at the line 2 58.65 – ✕ Balance (1)" in flat(capsys)
