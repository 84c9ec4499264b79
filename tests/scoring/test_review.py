"""What a reviewer would say: each warning comes when it should, and only then; figures are computed another way."""

import random
import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import both, option, portfolio, project
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import Rating
from prioritizer.domain.problem import Severity
from prioritizer.scoring.review import effective_weights, review

WORDS = {name: both(name) for name in ("title", "why", "question")}


def criterion(code, weight, **changes):
    scale = {"kind": "measure", "unit": both("u"), "points": [{"at": -100, "value": -100}, {"at": 100, "value": 100}]}
    fields = {"code": code, "weight": weight, "scale": scale, "missing": "neutral", "swing": both("s"), **WORDS}
    return {**fields, "sources": {"commitments": [1]}, **changes}


def criteria(*rows, **changes):
    words = {name: both(name) for name in ("title", "why")}
    axis = {"code": "axis", "weight": 100, "serves_from": 25, "criteria": list(rows), **words}
    fields = {
        "id": "set",
        "version": "1.0.0",
        "date": "2026-01-01",
        "status": "draft",
        "organization": both("o"),
        "title": both("t"),
        "changes": [{"version": "1.0.0", "date": "2026-01-01", "text": both("x")}],
        "value_basis": "reach",
        "reach": [{"code": "all", "multiplier": 1, "text": both("r")}],
        "axes": [axis],
    }
    return CriteriaSet.model_validate({**fields, **changes})


def rated(*columns, codes="abc"):
    """A project a row; None is a missing rating."""
    projects = [
        project(
            f"P{number:02}",
            0,
            option(cash=(1,)),
            reach="all",
            ratings=tuple(
                Rating(code, Decimal(str(level))) for code, level in zip(codes, row, strict=False) if level is not None
            ),
        )
        for number, row in enumerate(zip(*columns, strict=True))
    ]
    return portfolio(*projects, cash=(1, 1, 1))


def codes(found):
    return [(problem.code, problem.where.item) for problem in found]


TWO = (criterion("a", 50), criterion("b", 50))


def test_a_sound_set_has_no_warning():
    assert review(criteria(*TWO)) == ()


@pytest.mark.parametrize(
    ("rows", "changes", "expected"),
    [
        ((criterion("a", 50, swing=None), criterion("b", 50)), {}, ("weight-no-range", "a")),
        ((criterion("a", 100), criterion("b", 0, swing=None)), {}, ("weight-zero", "b")),
        ((criterion("a", "98.5"), criterion("b", "1.5")), {}, ("weight-light", "b")),
        ((criterion("a", 50, sources={}), criterion("b", 50)), {}, ("no-source", "a")),
        (TWO, {"value_basis": "project"}, ("basis-project", "set")),
        (TWO, {"value_basis": "cost"}, ("basis-cost", "set")),
        ((criterion("a", 50, sources={"priorities": [3]}), criterion("b", 50)), {}, ("priorities-unnamed", "set")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) and isinstance(value[0], str) else "",
)
def test_each_warning_of_the_set(rows, changes, expected):
    found = review(criteria(*rows, **changes))
    assert codes(found) == [expected]
    assert all(problem.severity is Severity.WARNING for problem in found)


def test_levels_that_do_not_differ_and_a_best_that_is_not_100():
    levels = [{"level": n, "value": v, "text": both("l")} for n, v in ((0, 0), (1, 40), (2, 40), (3, 80))]
    found = review(criteria(criterion("a", 100, scale={"kind": "levels", "levels": levels})))
    assert codes(found) == [("best-not-100", "a"), ("levels-same-value", "a")]
    assert found[1].figures == {"low": 1, "high": 2}


def pearson(xs, ys):
    return statistics.correlation([float(x) for x in xs], [float(y) for y in ys])


@given(st.integers(0, 2**32), st.integers(6, 20), st.sampled_from([0.0, 0.3, 0.7, 0.9, 1.0]))
def test_criteria_that_move_together(seed, size, pull):
    draw = random.Random(seed)
    a = [draw.randint(-100, 100) for _ in range(size)]
    b = [round(pull * x + (1 - pull) * draw.randint(-100, 100)) for x in a]
    if len(set(a)) < 2 or len(set(b)) < 2:
        return
    found = [p for p in review(criteria(*TWO), rated(a, b)) if p.code == "move-together"]
    r = pearson(a, b)
    if abs(abs(r) - 0.8) < 1e-9:
        return
    assert bool(found) == (size >= 8 and abs(r) > 0.8)
    for problem in found:
        assert problem.where.item == "a"
        assert problem.figures["other"] == "b"
        assert float(problem.figures["r"]) == pytest.approx(r, abs=0.006)


def test_opposite_ratings_move_together_too():
    up = list(range(0, 80, 10))
    found = review(criteria(*TWO), rated(up, [-x for x in up]))
    assert ("move-together", "a") in codes(found)


def test_a_pair_counts_only_projects_rated_on_both():
    up = list(range(0, 100, 10))
    gaps = [None, None, None, *up[3:]]
    assert ("move-together", "a") not in codes(review(criteria(*TWO), rated(up, gaps)))


def test_options_of_one_project_count_once():
    """Eight options of one project are one observation, not eight."""
    one = project(
        "P1",
        0,
        *(option(f"o{n}", cash=(1,)) for n in range(8)),
        reach="all",
        ratings=tuple(Rating(c, Decimal(n * 10), f"o{n}") for n in range(8) for c in "ab"),
    )
    assert "move-together" not in [p.code for p in review(criteria(*TWO), portfolio(one, cash=(1, 1, 1)))]


def test_a_criterion_that_separates_nothing():
    found = review(criteria(*TWO), rated([5, 5, 5], [1, 2, 3]))
    assert codes(found) == [("separates-nothing", "a")]


def test_a_criterion_that_separates_little_or_was_not_rated():
    ten = list(range(10))
    crowd = [50] * 8 + [0, 100]
    draw = [3, 90, 1, 77, -20, 15, 60, 2, 41, 9]
    rows = (criterion("a", 40), criterion("b", 30), criterion("c", 30))
    found = codes(review(criteria(*rows), rated(crowd, [None] * 10, draw)))
    assert ("separates-little", "a") in found
    assert ("never-rated", "b") in found
    silent = [None] * 4 + ten[4:]
    assert ("often-missing", "a") in codes(review(criteria(*TWO), rated(silent, draw)))
    assert ("often-missing", "a") not in codes(review(criteria(*TWO), rated([None] * 3 + ten[3:], draw)))


@given(st.integers(0, 2**32))
def test_effective_weights(seed):
    """Weight times standard deviation, as shares; an independent computation."""
    draw = random.Random(seed)
    columns = [[draw.randint(-100, 100) for _ in range(9)] for _ in range(3)]
    rows = (criterion("a", 50), criterion("b", 30), criterion("c", 20))
    given_ = criteria(*rows)
    found = effective_weights(given_, rated(*columns))
    spread = [w * statistics.pstdev(column) for w, column in zip((0.5, 0.3, 0.2), columns, strict=True)]
    assert list(found.values()) == pytest.approx([s / sum(spread) for s in spread])
    warned = {p.where.item for p in review(given_, rated(*columns)) if p.code == "effective-weight"}
    ratios = {code: share / float(given_.weights[code]) for code, share in found.items()}
    assert warned == {code for code, ratio in ratios.items() if ratio > 2 or ratio < 0.5}


def test_a_portfolio_that_cannot_be_scored_says_why():
    bad = rated([500], [1])
    found = review(criteria(*TWO), bad)
    assert [(p.code, p.severity) for p in found] == [("level-unknown", Severity.ERROR)]


def test_the_empty_portfolio_is_no_trouble():
    assert review(criteria(*TWO), portfolio(cash=(1, 1, 1))) == ()
    assert effective_weights(criteria(*TWO), portfolio(cash=(1, 1, 1))) == {"a": 0.0, "b": 0.0}


def test_a_single_pair_of_weights_is_read_as_a_share():
    found = review(criteria(criterion("a", 40, swing=None), criterion("b", 60)))
    assert Fraction(found[0].figures["weight"]) == Fraction(2, 5)


def test_a_third_of_ratings_missing_is_still_borne():
    draw = [3, 90, 1, 77, -20, 15, 60, 2, 41]
    for missing, warned in ((3, False), (4, True)):
        found = codes(review(criteria(*TWO), rated([None] * missing + draw[missing:], draw[::-1])))
        assert (("often-missing", "a") in found) is warned
