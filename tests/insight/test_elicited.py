"""Elicited weights on the program: against every program there is, and as a committee would say them."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import examples
from three_axes import CODES, three_axes

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.insight.elicited import elicited, leaf_weights, published_weights
from prioritizer.insight.sets import projects_of
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live
from prioritizer.scoring.surrogate import Surrogate, weights_of_order
from prioritizer.store.criteria_file import load_criteria
from prioritizer.workbook.reader import read_portfolio

ROOT = Path(__file__).parents[2]
FILE = str(ROOT / "sample_portfolios" / "douze-projets.xlsx")
CRITERIA = str(ROOT / "criteria" / "exemple-arrondissement.yaml")


@examples(15)
@given(three_axes(), st.permutations(CODES), st.booleans())
def test_what_the_program_shown_gives_up_is_what_an_enumeration_finds(case, order, hurried):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(every)
    live = Live(Case.of(*case))
    base = live.best(live.objective())
    asked = {str(method): weights_of_order([[code] for code in order], method) for method in Surrogate}
    found = elicited(live, base, asked, stop=(lambda: True) if hurried else None)
    assert found.published == {axis.code: Fraction(axis.weight) / 100 for axis in case[1].axes}
    assert [effect.name for effect in found.effects] == ([] if hurried else list(asked))
    for effect in found.effects:
        objective = live.axes(effect.weights)
        best = max(live.worth(program, objective) for program in every)
        assert effect.lost.exact
        assert effect.lost.high == best - live.worth(base.program, objective)
        assert live.worth(effect.program, objective) == best
        assert {*effect.entering, *effect.leaving} == projects_of(effect.program) ^ projects_of(base.program)
        event(f"moves {bool(effect.lost.high)}")


@pytest.fixture(scope="module")
def live():
    criteria = load_criteria(CRITERIA)
    return Live(Case.of(read_portfolio(FILE, criteria).portfolio, criteria))


def test_weights_of_axes_of_criteria_or_of_those_of_one_axis(live):
    axes = {"residents": Fraction(1, 2), "upkeep": Fraction(1, 2), "sobriety": Fraction(0)}
    assert leaf_weights(live, axes)["waiting-time"] == Fraction(1, 2) * Fraction(60, 100)
    inside = {"waiting-time": Fraction(1, 4), "access": Fraction(3, 4)}
    leaves = leaf_weights(live, inside)
    assert leaves["access"] == Fraction(45, 100) * Fraction(3, 4)
    assert leaves["outages"] == live.case.criteria.weights["outages"]
    assert sum(leaves.values()) == 1
    assert published_weights(live, inside) == {"waiting-time": Fraction(6, 10), "access": Fraction(4, 10)}
    leaf = dict(live.case.criteria.weights)
    assert leaf_weights(live, leaf) == leaf == published_weights(live, leaf)
    for wrong in ({"residents": Fraction(1)}, {"residents": Fraction(1, 2), "upkeep": Fraction(1, 2)}, {}):
        with pytest.raises(ValueError, match=r"weights|neither"):
            leaf_weights(live, wrong)


def ask(*options, lang="en"):
    return main(["explore", "elicit", FILE, "--criteria", CRITERIA, "--lang", lang, *options])


def flat(capsys):
    return " ".join(capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_order_is_read_in_three_ways(lang, capsys):
    assert ask("--order", "sobriety, residents,upkeep", lang=lang) == ExitCode.DONE
    said = flat(capsys).replace(",", ".").replace(" %", "%")
    # Centroid, sum and reciprocal of the first of three, then of the last.
    assert "20.0% 61.1% 50.0% 54.5%" in said
    assert "35.0% 11.1% 16.7% 18.2%" in said
    assert "+RO-10" in said
    assert ask("--order", "sobriety=residents,upkeep", "--json") == ExitCode.DONE
    weights = json.loads(capsys.readouterr().out)["answers"]["weights"]["centroid"]
    assert weights == {"sobriety": "4/9", "residents": "4/9", "upkeep": "1/9"}


def test_points_as_close_as_the_published_weights_change_nothing(capsys):
    assert ask("--swing", "residents=45; upkeep=35 sobriety=20") == ExitCode.DONE
    assert "0.00 nothing: it stays the best" in flat(capsys)


def test_pairs_tell_how_well_they_agree_and_which_one_is_odd(capsys):
    assert ask("--pairs", "residents/upkeep=2 upkeep/sobriety=2 residents/sobriety=4") == ExitCode.DONE
    said = flat(capsys)
    assert "57.1%" in said
    assert "Consistency ratio: 0.000" in said
    assert "agrees least" not in said
    assert ask("--pairs", "residents/upkeep=3 upkeep/sobriety=3 residents/sobriety=1/5") == ExitCode.DONE
    assert "agrees least with the others" in flat(capsys)


def test_the_best_and_the_worst(capsys):
    assert ask("--best-worst", "residents/sobriety=8 residents/upkeep=2 upkeep/sobriety=5") == ExitCode.DONE
    said = flat(capsys)
    assert "45.0% 60.7% 59.0% " in said
    assert "Consistency ratio: 0.058; that of the answers themselves: 0.036" in said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "one answer"),
        (("--order", "residents,upkeep,sobriety", "--swing", "residents=1"), "one answer"),
        (("--order", "residents,upkeep"), "waiting-time"),
        (("--swing", "residents=1 upkeep=x sobriety=2"), "cannot be read"),
        (("--swing", "residents=0 upkeep=0 sobriety=0"), "cannot be read"),
        (("--swing", "residents=1e400 upkeep=1 sobriety=1"), "cannot be read"),
        (("--swing", "residents=-1 upkeep=1 sobriety=1"), "cannot be read"),
        (("--pairs", "residents/upkeep=1/0 upkeep/sobriety=2 residents/sobriety=2"), "cannot be read"),
        (("--pairs", "residents/upkeep=2 upkeep/sobriety=2"), "residents/sobriety"),
        (("--pairs", "residents/upkeep=2 upkeep/residents=2 residents/sobriety=2 upkeep/sobriety=1"), "twice"),
        (("--pairs", "residents/upkeep=0 upkeep/sobriety=2 residents/sobriety=2"), "cannot be read"),
        (("--best-worst", "residents/upkeep=2 upkeep/sobriety=2"), "same first one"),
        (("--best-worst", "residents/upkeep=2 upkeep/sobriety=2 residents/sobriety=0.5"), "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(options, told, capsys):
    assert ask(*options) == ExitCode.USAGE
    assert told in capsys.readouterr().err
