"""The tables of the budget and of the near ties: what they say, in both languages, at the widths people have."""

import json
import re
import tomllib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from builders import option, points, portfolio, project

from prioritizer.cli.explore_budget import show_budget, show_ladder, show_years
from prioritizer.cli.explore_near_ties import show_near_ties
from prioritizer.cli.say import Terminal
from prioritizer.domain.portfolio import Balance, plain
from prioritizer.domain.vocabulary import Dimension, Measure, Sense
from prioritizer.insight.budget import Amounts, budget_curve
from prioritizer.insight.budget_years import marginal_by_year
from prioritizer.insight.ladder import ladder
from prioritizer.insight.near_ties import near_ties
from prioritizer.program.case import Case
from prioritizer.program.live import Live
from prioritizer.text.findings import Wording

TEXT = Path(__file__).parents[2] / "prioritizer" / "text"
QUARTER, HALF, FULL, MORE = Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(3, 2)
CRITERIA = points()


@pytest.fixture(scope="module")
def case():
    """X (5 points) costs 5 million, Y (11) costs 10, in 2027; one of the two must be there."""
    entries = (project("X", 5, option(cash=(5_000_000,))), project("Y", 11, option(cash=(10_000_000,))))
    least = Balance(Dimension.PROJECT, ("X", "Y"), Sense.AT_LEAST, Measure.AMOUNT, 100)
    return portfolio(*entries, cash=(10_000_000, 0, 0), balances=(least,))


@pytest.fixture
def screen(capsys, monkeypatch, case):
    """What a function prints, as one line a row, ordinary spaces only."""

    def printed(show, result, lang="fr", width=100):
        monkeypatch.setenv("COLUMNS", str(width))
        show(Terminal(lang), result, Wording(case.canonical(), CRITERIA, lang))
        raw = capsys.readouterr().out
        assert max(map(len, raw.splitlines())) <= width
        return [re.sub(r"\s+", " ", line).strip() for line in raw.splitlines()]

    return printed


def curve_of(case, **asked):
    return budget_curve(case, CRITERIA, (QUARTER, HALF, FULL, MORE), **asked)


@pytest.mark.parametrize("width", [80, 100])
def test_the_curve_tells_what_is_possible_proved_and_who_leaves(screen, case, width):
    said = screen(show_budget, curve_of(case), width=width)
    middle = ("5,0 1 ", "10,0 1 ", "15,0 2 ") if width == 100 else ("", "", "")
    assert "25 % 2,5 impossible, prouvé" in said
    assert f"50 % 5,0 {middle[0]}5,00 prouvé" in said
    assert f"100 % 10,0 {middle[1]}11,00 prouvé 6,00 1,20" in said
    assert f"150 % 15,0 {middle[2]}16,00 prouvé 5,00 1,00" in said
    whole = " ".join(said)
    assert "entre 49 % (aucun programme, prouvé) et 50 % (un programme existe)" in whole
    assert "X Projet X 50 % 100 % 150 % aucun meilleur programme" in whole
    assert "montants promis en dollars, équipes et plafonds de fonctionnement restent tels quels" in whole


def test_a_curve_that_may_fall_says_so(screen, case):
    assert "a larger share may then be worth less" in " ".join(
        screen(show_budget, curve_of(case, amounts=Amounts.SCALED), "en")
    )
    assert "a larger share may then be worth less" not in " ".join(screen(show_budget, curve_of(case), "en"))


def test_a_gap_is_never_hidden(screen, case):
    curve = curve_of(case)
    loose = replace(curve.points[2], bound=12.1)
    step = replace(curve.steps[0], most=7.1)
    said = screen(show_budget, replace(curve, points=(*curve.points[:2], loose), steps=(step,)), "en")
    assert "100% 10.0 10.0 1 11.00 within 10.00% 6.0 to 7.1 1.20" in said


def test_the_ladder_tells_its_price(screen, case):
    made = ladder(case, CRITERIA, curve_of(case), start=HALF)
    said = screen(show_ladder, made)
    assert "25 % impossible, prouvé" in said
    assert "50 % ◄ 1 5,00 0,00 0,00 %" in said
    assert "100 % 1 5,00 6,00 54,55 % –" in said
    assert "150 % 2 16,00 0,00 0,00 % Y" in said
    open_rung = replace(made.rungs[2], least=0.0, most=6.0)
    assert "100% 1 5.00 0.0 to 6.0 ≤ 54.55% –" in screen(show_ladder, replace(made, rungs=(open_rung,)), "en")[:9] or (
        "100% 1 5.00 0.0 to 6.0 ≤ 54.55%" in screen(show_ladder, replace(made, rungs=(open_rung,)), "en")
    )


def test_the_years_tell_gain_loss_and_who_moves(screen, case):
    live = Live(Case.of(case, CRITERIA))
    base = live.best(live.objective())
    said = screen(show_years, marginal_by_year(case, CRITERIA, base, share=HALF))
    assert "2027 10 000 5 000 5,00 -6,00 5,00 X / –" in said
    assert any("2 sur 2" in line for line in said)
    nothing = screen(show_years, marginal_by_year(case, CRITERIA, base, share=HALF, time_limit=0.0), "en")
    assert any(line.startswith("2027 10,000 5,000 0.00 or more 0.00 or less") for line in nothing)


def test_the_census_tells_who_swings_and_the_other_choices(screen, case):
    live = Live(Case.of(case, CRITERIA))
    ties = near_ties(live, live.best(live.objective()), levels=(Fraction(0), Fraction(3, 5)))
    said = screen(show_near_ties, ties)
    assert "aucune 11,00 1 0 1 0 0, tous" in said
    assert "jusqu'à 60 % 4,40 0 2 0 0 1, tous" in said
    assert "X Projet X dehors ○ ◐ ≤ 54,55 %" in said
    assert "1 5,00 54,55 % X Y" in said
    early = near_ties(live, live.best(live.objective()), levels=(Fraction(0),), time_limit=0.0)
    assert "none 11.00 0 0 0 2 0 or more" in screen(show_near_ties, early, "en")


def test_results_are_plain_data(case):
    live = Live(Case.of(case, CRITERIA))
    base = live.best(live.objective())
    curve = curve_of(case)
    results = (
        curve,
        ladder(case, CRITERIA, curve, start=HALF),
        marginal_by_year(case, CRITERIA, base),
        near_ties(live, base),
    )
    for result in results:
        assert json.loads(json.dumps(plain(result))) == plain(result)


@pytest.mark.parametrize("name", ["explore_budget", "explore_near_ties"])
def test_french_is_set_as_french(name):
    def leaves(table):
        for value in table.values():
            yield from leaves(value) if isinstance(value, dict) else (value,)

    for sentence in leaves(tomllib.loads((TEXT / f"{name}.fr.toml").read_text(encoding="utf-8"))):
        assert not re.search(r"(?<=[^\u00a0\s(])[;?!»]|[^\u00a0:/]:(?!//)(?=\s|$)|« | »| [;:?!%$]", sentence), sentence
