"""Rank acceptability of plain alternatives: analytic answers, and sums that must hold."""

import json
from fractions import Fraction
from math import erf, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from prioritizer.insight.draws import Information
from prioritizer.insight.rank_acceptability import linear, normal, rank_acceptability, uniform
from prioritizer.program.case import Case
from prioritizer.program.live import Live
from prioritizer.testing import Knapsack

PUBLISHED = json.loads((Path(__file__).parents[1] / "oracles" / "data" / "weighting.json").read_text(encoding="utf-8"))[
    "smaa_analytic"
]
TWO = Information(("one", "two"))


def test_the_analytic_case():
    """A = (1, 0), B = (0, 1), C = (0.6, 0.6): A is first above 0.6, B below 0.4, C between."""
    found = rank_acceptability(PUBLISHED["alternatives"], TWO, names="ABC", draws=40_000, seed=3)
    assert (found.draws, found.seed) == (40_000, 3)
    for row in found.alternatives:
        assert row.acceptability[0] == pytest.approx(PUBLISHED["first_rank_exact"][row.name], abs=4 * row.error[0])
        assert list(row.central.values()) == pytest.approx(PUBLISHED["central_weight_exact"][row.name], abs=0.01)
        assert row.confidence == 1.0
    a, b, c = found.alternatives
    # C is last nowhere and second wherever it is not first; A beats B above one half, C above 0.6.
    assert c.acceptability == pytest.approx((0.2, 0.8, 0.0), abs=0.01)
    assert a.winning == pytest.approx({"B": 0.5, "C": 0.4}, abs=0.01)
    # Three ranks: (1 + 1/2, 1/2, 0) over 3/2.
    assert c.holistic == pytest.approx(c.acceptability[0] + c.acceptability[1] / 3)
    assert b.holistic == pytest.approx(a.holistic, abs=0.01)
    assert rank_acceptability(PUBLISHED["alternatives"], TWO, names="ABC", draws=40_000, seed=3) == found


def test_an_order_of_the_weights():
    """The first criterion weighs more: A is first above 0.6 of what is now 0.5 to 1, B nowhere."""
    known = Information(("one", "two"), order=("one", "two"))
    a, b, c = rank_acceptability(PUBLISHED["alternatives"], known, draws=20_000).alternatives
    assert a.acceptability[0] == pytest.approx(0.8, abs=0.015)
    assert c.acceptability[0] == pytest.approx(0.2, abs=0.015)
    assert (b.acceptability[0], b.central, b.confidence) == (0.0, None, None)
    assert [row.name for row in (a, b, c)] == ["1", "2", "3"]


def test_values_that_are_not_sure():
    """Equal weights. One alternative uniform on 0 to 1 against 0.75; two normal ones, with a normal difference."""
    even = Information(("one", "two"), {"one": Fraction(1, 2)}, {"one": Fraction(1, 2)})
    low, high = [[0.0, 0.5], [0.75, 0.5]], [[1.0, 0.5], [0.75, 0.5]]
    unsure, sure = rank_acceptability(uniform(low, high), even, draws=20_000).alternatives
    assert unsure.acceptability == pytest.approx((0.25, 0.75), abs=0.015)
    assert (unsure.confidence, sure.confidence) == (pytest.approx(0.25, abs=0.015), pytest.approx(0.75, abs=0.015))
    drawn = normal([[0.6, 0.6], [0.5, 0.5]], [[0.1, 0.0], [0.0, 0.2]])
    one, _ = rank_acceptability(drawn, even, draws=20_000).alternatives
    # Half of each draw: a mean difference of 0.1, deviations of 0.05 and 0.1.
    chance = (1 + erf(0.1 / sqrt(0.05**2 + 0.1**2) / sqrt(2))) / 2
    assert one.acceptability[0] == pytest.approx(chance, abs=0.015)


@examples(25)
@given(st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=1, max_size=6), st.integers(0, 99))
def test_shares_add_up_and_equal_rows_are_told_the_same(values, seed):
    found = rank_acceptability(values, Information(("a", "b", "c")), draws=300, seed=seed)
    for row, mine in zip(found.alternatives, values, strict=True):
        assert sum(row.acceptability) == pytest.approx(1)
        beaten = any(all(x >= y for x, y in zip(other, mine, strict=True)) and other != mine for other in values)
        strictly = any(all(x > y for x, y in zip(other, mine, strict=True)) for other in values)
        if strictly:
            assert (row.acceptability[0], row.central) == (0, None)
        elif not beaten and row.central is not None:
            assert sum(row.central.values()) == pytest.approx(1)
            assert row.confidence == 1
        for other, figures in zip(found.alternatives, values, strict=True):
            if figures == mine:
                assert row.acceptability == other.acceptability
            if other.name != row.name:
                assert row.winning[other.name] + other.winning[row.name] <= 1 + 1e-12
    # One at least is first in every draw; more where values are equal.
    assert sum(row.acceptability[0] for row in found.alternatives) >= 1 - 1e-12


def test_figures_on_their_own_scales():
    assert linear([[10, 300]], worst=[0, 500], best=[20, 100]).tolist() == [[0.5, 0.5]]
    with pytest.raises(ValueError, match="same"):
        linear([[1]], worst=[2], best=[2])
    with pytest.raises(ValueError, match="alternatives"):
        rank_acceptability([[1, 2, 3]], TWO)


def test_programs_picked_by_hand_are_alternatives_too():
    """Three programs of one item each, as rows of points on their axes: the analytic case again."""
    knapsack = Knapsack([[10, 0, 6], [0, 10, 6]], [[1, 1, 1]], [1])
    live = Live(Case.of(knapsack.portfolio, knapsack.criteria))
    picked = [(choice,) for choice in live.choices]
    rows = [[float(live.worth(program, knapsack.objective(live, k))) for k in range(2)] for program in picked]
    assert np.array(rows).tolist() == [[10, 0], [0, 10], [6, 6]]
    shares = [row.acceptability[0] for row in rank_acceptability(rows, TWO, draws=10_000).alternatives]
    assert shares == pytest.approx([0.4, 0.4, 0.2], abs=0.02)
