"""Weights that stay at 100. Proportions are recomputed with fractions; what a lock holds is compared as it was."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.web.weights import GRID, most, movable, moved, shown

CODES = "abcdef"


@st.composite
def weighted(draw, least=2):
    """Weights on the grid that sum to 100, with some at 0."""
    count = draw(st.integers(least, 6))
    cuts = sorted(draw(st.lists(st.integers(0, 1_000_000), min_size=count - 1, max_size=count - 1)))
    ends = [0, *cuts, 1_000_000]
    return {code: Decimal(b - a) * GRID for code, a, b in zip(CODES, ends, ends[1:], strict=False)}


@given(weighted(), st.data())
def test_the_sum_stays_and_what_is_locked_stays(weights, data):
    code = data.draw(st.sampled_from(sorted(weights)))
    locks = data.draw(st.sets(st.sampled_from(sorted(weights))))
    to = data.draw(st.decimals(-10, 120, places=4))
    after = moved(weights, code, to, locks)
    assert sum(after.values()) == 100
    assert all(after[other] == weights[other] for other in locks)
    assert all(weight >= 0 for weight in after.values())
    if code not in locks and len(weights.keys() - locks - {code}) > 0:
        room = 100 - sum(weights[other] for other in locks)
        assert after[code] == min(max(to, Decimal(0)), room)
    else:
        assert after == weights


@given(weighted(), st.data())
def test_the_rest_moves_in_proportion(weights, data):
    code = data.draw(st.sampled_from(sorted(weights)))
    to = Decimal(data.draw(st.integers(0, 100)))
    after = moved(weights, code, to)
    rest = 100 - weights[code]
    for other in weights.keys() - {code}:
        part = Fraction(weights[other]) / Fraction(rest) if rest else Fraction(1, len(weights) - 1)
        assert abs(Fraction(after[other]) - part * (100 - Fraction(to))) < Fraction(GRID)


@given(weighted())
def test_what_is_shown_adds_up_and_is_never_off_by_one(weights):
    whole = shown(weights)
    assert sum(whole.values()) == 100
    assert all(abs(whole[code] - weights[code]) < 1 for code in weights)


def test_one_alone_does_not_move():
    assert not movable({"a": Decimal(100)}, "a", ())
    assert moved({"a": Decimal(100)}, "a", Decimal(40)) == {"a": Decimal(100)}


def test_the_most_is_what_locks_leave():
    weights = {"a": Decimal(40), "b": Decimal(35), "c": Decimal(25)}
    assert most(weights, "a", {"b"}) == 65
    assert moved(weights, "a", Decimal(90), {"b"}) == {"a": Decimal(65), "b": Decimal(35), "c": Decimal(0)}


def test_no_such_weight():
    with pytest.raises(KeyError):
        moved({"a": Decimal(100)}, "z", Decimal(1))
