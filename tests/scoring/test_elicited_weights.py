"""Weights from what a committee says: published answers, linear programs of the same models, properties of each."""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import highspy
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prioritizer.scoring.best_worst import best_worst, consistency_index
from prioritizer.scoring.pairwise import Random, from_pairs, pairwise, together
from prioritizer.scoring.surrogate import (
    Surrogate,
    on_other_ranges,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
    weights_of_order,
    weights_of_points,
)

ORACLES = Path(__file__).parents[1] / "oracles" / "data"
PUBLISHED = json.loads((ORACLES / "weighting.json").read_text(encoding="utf-8"))
RANKED = json.loads((ORACLES / "robustness.json").read_text(encoding="utf-8"))["surrogate_weights"]
QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
JUDGED = st.integers(1, 9)


# -- an order, or points


@pytest.mark.parametrize("count", range(2, 11))
def test_weights_of_an_order_are_the_published_ones(count):
    published = RANKED[str(count)]
    for name, weights in (
        ("roc", rank_order_centroid(count)),
        ("rank_sum", rank_sum(count)),
        ("rank_reciprocal", rank_reciprocal(count)),
    ):
        assert sum(weights) == 1
        assert [float(weight) for weight in weights] == pytest.approx(published[name], abs=1e-12)


def test_the_centroid_is_the_mean_of_the_corners_of_the_order():
    """The corners are (1, 0, 0, 0), (1/2, 1/2, 0, 0) and so on."""
    corners = [[Fraction(1, k)] * k + [Fraction(0)] * (4 - k) for k in range(1, 5)]
    assert rank_order_centroid(4) == tuple(sum(column) / 4 for column in zip(*corners, strict=True))


@pytest.mark.parametrize("method", Surrogate)
def test_names_as_important_as_one_another_share_the_weight_of_their_ranks(method):
    tied = weights_of_order([["a"], ["b", "c"], ["d"]], method)
    strict = weights_of_order([["a"], ["b"], ["c"], ["d"]], method)
    assert (tied["a"], tied["d"]) == (strict["a"], strict["d"])
    assert tied["b"] == tied["c"] == (strict["b"] + strict["c"]) / 2
    assert sum(tied.values()) == 1
    for wrong in ([], [["a"], ["a"]]):
        with pytest.raises(ValueError, match="order"):
            weights_of_order(wrong, method)


def test_swing_weights_and_the_law_of_ranges():
    weights = weights_of_points({"a": Fraction(100), "b": Fraction(60), "c": Fraction(40)})
    assert weights == {"a": Fraction(1, 2), "b": Fraction(3, 10), "c": Fraction(1, 5)}
    # The range of b is halved: half the swing, half the weight beside the others; what a point is worth is the same.
    halved = on_other_ranges(weights, {"b": Fraction(1, 2)})
    assert halved["a"] / halved["c"] == weights["a"] / weights["c"]
    assert halved["b"] / halved["a"] == weights["b"] / weights["a"] / 2
    for wrong in ({}, {"a": Fraction(0)}, {"a": Fraction(2), "b": Fraction(-1)}):
        with pytest.raises(ValueError, match="points"):
            weights_of_points(wrong)


# -- comparisons by pairs


def test_the_published_comparison_of_drinks():
    oracle = PUBLISHED["ahp"]
    found = pairwise(oracle["items"], oracle["matrix"])
    assert list(found.weights.values()) == pytest.approx(oracle["weights"], abs=1e-9)
    assert [round(weight, 3) for weight in found.weights.values()] == oracle["published_weights"]
    assert found.lambda_max == pytest.approx(oracle["lambda_max"], abs=1e-9)
    assert found.index == pytest.approx(oracle["CI"], abs=1e-9)
    assert found.ratio == pytest.approx(oracle["CR_saaty2005"], abs=1e-9)
    assert round(found.ratio, 3) == oracle["published_CR"]
    other = pairwise(oracle["items"], oracle["matrix"], Random.DONEGAN_DODD)
    assert other.ratio == pytest.approx(oracle["CR_donegan_dodd"], abs=1e-9)


@QUICK
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_comparisons_that_agree_give_back_the_weights(parts):
    names = [f"n{i}" for i in range(len(parts))]
    found = pairwise(names, [[a / b for b in parts] for a in parts])
    expected = [part / sum(parts) for part in parts]
    assert list(found.weights.values()) == pytest.approx(expected)
    assert list(found.geometric.values()) == pytest.approx(expected)
    assert found.ratio == pytest.approx(0, abs=1e-9)
    assert found.odd is None


@QUICK
@given(st.data(), st.integers(3, 6))
def test_weights_are_an_eigenvector_and_the_odd_comparison_the_farthest(data, n):
    names = [f"n{i}" for i in range(n)]
    told = {pair: data.draw(JUDGED) ** data.draw(st.sampled_from([1, -1])) for pair in combinations(names, 2)}
    matrix = np.array(from_pairs(names, told))
    found = pairwise(names, matrix.tolist())
    w = np.array(list(found.weights.values()))
    assert matrix @ w == pytest.approx(found.lambda_max * w)
    assert w.sum() == pytest.approx(1)
    assert (w > 0).all()
    off = {(i, j): abs(np.log(matrix[i, j] * w[j] / w[i])) for i, j in combinations(range(n), 2)}
    if found.odd is not None:
        i, j = names.index(found.odd.first), names.index(found.odd.second)
        assert off[i, j] == pytest.approx(max(off.values()))
        assert (found.odd.said, found.odd.meant) == (matrix[i, j], pytest.approx(w[i] / w[j]))
    # With three things, the geometric mean is the eigenvector.
    if n == 3:
        assert list(found.geometric.values()) == pytest.approx(w.tolist())


def test_what_is_no_comparison_is_refused():
    with pytest.raises(ValueError, match="reciprocal"):
        pairwise("ab", [[1, 2], [2, 1]])
    with pytest.raises(ValueError, match="reciprocal"):
        pairwise("ab", [[1, 2]])
    with pytest.raises(ValueError, match="pairs"):
        from_pairs("abc", {("a", "b"): 2, ("a", "c"): 3})
    with pytest.raises(ValueError, match="pairs"):
        from_pairs("ab", {("a", "b"): 2, ("b", "a"): 2})
    assert from_pairs("ab", {("b", "a"): 4}) == [[1, 0.25], [4, 1]]
    assert pairwise("ab", from_pairs("ab", {("b", "a"): 4})).ratio == 0
    assert pairwise([f"n{i}" for i in range(16)], np.ones((16, 16)).tolist()).ratio is None


def test_several_people_together():
    one, two = [[1, 4], [1 / 4, 1]], [[1, 9], [1 / 9, 1]]
    assert together([one, two]) == [[pytest.approx(1), pytest.approx(6)], [pytest.approx(1 / 6), pytest.approx(1)]]


# -- best and worst


def judged(oracle):
    """The criteria of a published example are numbered; the best and the worst are the only ones judged 1."""
    over, under = oracle["best_to_others"], oracle["others_to_worst"]
    best, worst = over.index(1), under.index(1)
    others = {str(i): value for i, value in enumerate(over) if i != best}
    return best_worst(str(best), others, str(worst), {str(i): value for i, value in enumerate(under) if i != worst})


def test_the_published_example_of_best_and_worst():
    oracle, n = PUBLISHED["best_worst"], 3
    found = judged(oracle)
    assert [float(found.weights[str(i)]) for i in range(n)] == pytest.approx(oracle["linear"]["weights"])
    assert float(found.missed) == pytest.approx(oracle["linear"]["xi_L"])
    assert found.xi == pytest.approx(oracle["nonlinear"]["xi"], abs=1e-6)
    assert found.ratio == pytest.approx(oracle["nonlinear"]["CR"], abs=1e-4)
    assert found.input_ratio == pytest.approx(oracle["input_based_CR"])
    for i, weight in enumerate(oracle["nonlinear"]["weights"]):
        assert found.intervals[str(i)] == (pytest.approx(weight, abs=1e-6), pytest.approx(weight, abs=1e-6))


def test_five_criteria_whose_weights_are_intervals():
    oracle = PUBLISHED["best_worst_five"]
    found = judged(oracle)
    assert [round(float(found.weights[str(i)]), 4) for i in range(5)] == oracle["linear"]
    assert found.xi == pytest.approx(oracle["xi"])
    assert round(found.ratio, 3) == oracle["CR"]
    assert any(high - low > 0.01 for low, high in found.intervals.values())


def test_the_published_consistency_indexes():
    for judgement, index in PUBLISHED["best_worst"]["consistency_index"].items():
        assert consistency_index(float(judgement)) == pytest.approx(index, abs=1e-9)


def solved(cost, rows, n):
    """The least cost of a linear program in free columns from 0 up; None where there is none."""
    lp = highspy.Highs()
    lp.setOptionValue("output_flag", False)
    lp.addVars(n, np.zeros(n), np.full(n, 1e30))
    lp.changeColsCost(n, np.arange(n, dtype=np.int32), np.array(cost, float))
    for coef, low, high in rows:
        lp.addRow(low, high, n, np.arange(n, dtype=np.int32), np.array(coef, float))
    lp.run()
    return lp.getInfo().objective_function_value if lp.getModelStatus() == highspy.HighsModelStatus.kOptimal else None


@QUICK
@given(st.data(), st.integers(1, 4))
def test_both_models_are_solved_to_their_optimum(data, middle):
    """The linear model as a linear program; the ratio model too, which is linear once ``xi`` is fixed."""
    names = ["best", *(f"n{i}" for i in range(middle)), "worst"]
    n, top = len(names), data.draw(st.integers(1, 9))
    over = {"worst": top} | {name: data.draw(st.integers(1, top)) for name in names[1:-1]}
    under = {name: data.draw(st.integers(1, top)) for name in names[1:-1]}
    found = best_worst("best", over, "worst", under)
    assert sum(found.weights.values()) == 1
    asked = [(0, names.index(name), times) for name, times in over.items()]
    asked += [(names.index(name), n - 1, times) for name, times in under.items()]

    def rows(width, off):
        """How far ``times`` is from the truth, either way, at most ``off`` of the lighter, or the last column."""
        yield [*[1] * n, *[0] * (width - n)], 1, 1
        for first, second, times in asked:
            for sign in (1, -1):
                row = np.zeros(width)
                row[first], row[second] = sign, -sign * times
                row[second if width == n else n] -= off
                yield row, -1e30, 0

    assert float(found.missed) == pytest.approx(solved([0] * n + [1], rows(n + 1, 1), n + 1), abs=1e-7)
    assert solved([0] * n, rows(n, found.xi + 1e-5), n) is not None
    if found.xi > 1e-3:
        assert solved([0] * n, rows(n, found.xi - 1e-3), n) is None
    for j, name in enumerate(names):
        low = solved([float(i == j) for i in range(n)], rows(n, found.xi + 1e-6), n)
        high = -solved([-float(i == j) for i in range(n)], rows(n, found.xi + 1e-6), n)
        assert found.intervals[name] == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
    agree = all(over[name] * under[name] == top for name in names[1:-1])
    assert (found.xi == 0) is agree is (found.missed == 0) is (found.worst_pair is None)
    assert 0 <= found.input_ratio <= 1
    if middle == 1:
        assert found.ratio <= 1 + 1e-9


@pytest.mark.parametrize(
    ("over", "under"),
    [
        ({"b": 2, "c": 4}, {}),
        ({"b": 2}, {"b": 2}),
        ({"b": 2, "c": 4}, {"b": 2, "d": 3}),
        ({"b": Fraction(1, 2), "c": 4}, {"b": 2}),
        ({"b": 2, "c": 4}, {"b": 2, "a": 5}),
        ({"b": 2, "c": 4, "a": 3}, {"b": 2}),
    ],
)
def test_judgements_missing_too_many_or_contradicted_are_refused(over, under):
    with pytest.raises(ValueError, match="judgements"):
        best_worst("a", over, "c", under)
    assert best_worst("a", {"b": 2, "c": 4}, "c", {"b": 2}).missed == 0
