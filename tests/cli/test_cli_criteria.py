"""``criteria show | validate | diff`` say everything a set holds, in either language, at any width."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from builders import option, portfolio, project
from rich.console import Console

from prioritizer.cli import main
from prioritizer.cli.criteria import worded
from prioritizer.cli.criteria_changes import changes
from prioritizer.cli.criteria_tables import sheet
from prioritizer.cli.exits import ExitCode
from prioritizer.domain.criteria import Effect, Missing, SetStatus, ValueBasis
from prioritizer.domain.portfolio import Rating
from prioritizer.domain.problem import Problem, Severity, Where
from prioritizer.store.criteria_file import NAMES, load_criteria, priorities_of
from prioritizer.text.criteria_words import Words

FOLDER = Path(__file__).parent.parent.parent / "criteria"
PATHS = [FOLDER / "montreal-numerique.yaml", FOLDER / "exemple-arrondissement.yaml"]


def printed(parts, width):
    console = Console(width=width, highlight=False, emoji=False, force_terminal=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


def letters(text):
    """Letters and figures alone: what wrapping, columns and rules leave unchanged."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_show_fits_and_says_everything(path, lang, width):
    criteria = load_criteria(path)
    shown = printed(sheet(criteria, priorities_of(criteria, path), lang), width)
    assert max(len(line) for line in shown.splitlines()) <= width
    assert "…" not in shown
    # Wide enough that nothing wraps, every text of the set is there, whole.
    wide = letters(printed(sheet(criteria, priorities_of(criteria, path), lang), 4000))
    for axis in criteria.axes:
        assert letters(axis.why.get(lang)) in wide
    for criterion in criteria.criteria:
        for text in (criterion.title, criterion.question, criterion.why, criterion.swing):
            assert letters(text.get(lang)) in wide
        for level in getattr(criterion.scale, "levels", ()):
            assert letters(level.text.get(lang)) in wide
    for item in (*criteria.gates, *criteria.unconfirmed, *criteria.reach):
        said = getattr(item, "question", getattr(item, "text", item))
        assert letters(said.get(lang)) in wide


def test_show_gives_effective_leaf_weights():
    shown = printed(sheet(load_criteria(PATHS[0]), None, "fr"), 120).replace("\u00a0", " ")
    assert re.search(r"Risque retiré\s+risk-reduction\s+50 %\s+17,5 %", shown)
    assert re.search(r"Communs numériques et milieu d'ici\s+ecosystem\s+7 %\s+2,8 %", shown)
    assert "Système au rouge à partir de 16" in shown


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_diff_fits_and_names_every_difference(lang):
    shown = printed(changes(*(load_criteria(path) for path in PATHS), lang), 80)
    assert max(len(line) for line in shown.splitlines()) <= 80
    assert not re.search(r"[{}]|None|Decimal|Fraction|<", shown)


def test_diff_of_a_set_with_itself():
    criteria = load_criteria(PATHS[0])
    assert "No difference" in printed(changes(criteria, criteria, "en"), 80)


def test_a_change_in_the_other_language_is_shown_in_it(tmp_path):
    text = PATHS[1].read_text(encoding="utf-8")
    (tmp_path / "new.yaml").write_text(text.replace("Nothing changes.", "Nothing moves."), encoding="utf-8")
    shown = printed(changes(load_criteria(PATHS[1]), load_criteria(tmp_path / "new.yaml"), "fr"), 120)
    assert "[en] Nothing changes." in shown
    assert "[en] Nothing moves." in shown


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_commands_end_as_they_should(capsys, tmp_path, lang):
    assert main(["--lang", lang, "criteria", "show", str(PATHS[1])]) == ExitCode.DONE
    assert main(["--lang", lang, "criteria", "diff", str(PATHS[0]), str(PATHS[1])]) == ExitCode.DONE
    assert main(["--lang", lang, "criteria", "validate", str(PATHS[0])]) == ExitCode.DONE
    capsys.readouterr()
    bad = tmp_path / "bad.yaml"
    bad.write_text(PATHS[1].read_text(encoding="utf-8").replace("weight: 45", "weight: 44"), encoding="utf-8")
    assert main(["--lang", lang, "criteria", "validate", str(bad)]) == ExitCode.PROBLEMS
    said = capsys.readouterr().err
    assert re.search(r"bad\.yaml, (ligne|line) \d+", said)
    assert "99" in said


def test_ranges_of_numbers():
    words = Words("en")
    assert words.numbers((1, 2, 3, 5, 6, 9)) == "1 to 3, 5, 6, 9"
    assert words.numbers(()) == ""


def test_figures_of_a_review_are_worded_in_the_language():
    criteria = load_criteria(PATHS[1])
    figures = {"r": "0.91", "other": "access", "projects": 12}
    found = Problem("move-together", Where(item="tools"), severity=Severity.WARNING, figures=figures)
    (fr,) = worded([found], criteria, "fr")
    assert fr.where.item == "Nombre d'outils"
    assert fr.figures == {"r": "0,91", "other": "Accès pour tout le monde", "projects": 12}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_validate_on_a_portfolio_shows_effective_weights(capsys, monkeypatch, lang):
    rows = [(days, (days // 6) % 4 - 1) for days in range(0, 60, 6)]
    projects = [
        project(
            f"P{n:02}",
            0,
            option(cash=(1,)),
            ratings=(
                Rating("waiting-time", Decimal(days)),
                Rating("access", Decimal(access)),
                Rating("outages", Decimal(days // 20)),
                Rating("tools", Decimal(1)),
            ),
        )
        for n, (days, access) in enumerate(rows)
    ]
    monkeypatch.setattr("prioritizer.cli.criteria.read_portfolio", lambda *_: portfolio(*projects, cash=(9, 9, 9)))
    command = ["--lang", lang, "criteria", "validate", str(PATHS[1]), "--portfolio", "any.xlsx"]
    assert main(command) == ExitCode.DONE
    said = capsys.readouterr()
    title = load_criteria(PATHS[1]).criterion("outages").title.get(lang)
    warned = said.err.replace("\u00a0", " ")
    assert title in warned, "waiting time and outages were made to move together"
    assert ("corrélation 0," if lang == "fr" else "correlation 0.") in warned
    assert re.search(r"27\s?%\s+\d", said.out)
    assert len([line for line in said.out.splitlines() if re.search(r"%\s+\d+[.,]?\d*\s?%", line)]) == 5


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_field_and_code_of_a_set_has_its_words(lang):
    words = Words(lang)
    for name in (*NAMES, "axis", "leaf_weight", "order", "axis_weight", "missing_gate"):
        if name not in {"fr", "en", "number", "orientation", "confirmed"}:
            assert words.say(f"field.{name}")
    for code in (*SetStatus, *ValueBasis, *Missing, *Effect):
        assert words.value(code)
