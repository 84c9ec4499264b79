"""Knapsacks through ``prioritizer.testing``: published optima, and fronts of three and four objectives."""

import itertools
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from prioritizer.insight.pareto import pareto
from prioritizer.insight.search_zones import beats
from prioritizer.testing import Knapsack

DATA = Path(__file__).parent / "data"


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"), parse_float=Decimal)["problems"]


SINGLE = [problem for problem in load("mknap1.json") if problem["n"] <= 20]

CUTS = {"stop": {"stop": lambda: True}, "nodes": {"nodes": 0}, "time": {"time_limit": 0.0}}


@pytest.mark.parametrize("problem", SINGLE, ids=lambda problem: problem["name"])
def test_a_published_optimum_in_its_own_figures(problem):
    knapsack = Knapsack([problem["profit"]], problem["weight"], problem["capacity"])
    live = knapsack.live()
    found = live.best(knapsack.objective(live, 0))
    assert (found.gap, found.value) == (0.0, Fraction(problem["known_optimum"]))
    chosen = knapsack.chosen(found.program)
    assert sum(problem["profit"][j] for j in chosen) == problem["known_optimum"]
    for row, limit in zip(problem["weight"], problem["capacity"], strict=True):
        assert sum(row[j] for j in chosen) <= limit


@pytest.mark.parametrize("problem", SINGLE, ids=lambda problem: problem["name"])
@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_a_search_cut_short_has_a_bound_between_the_optimum_and_the_relaxation(problem, cut):
    knapsack = Knapsack([problem["profit"]], problem["weight"], problem["capacity"])
    live = knapsack.live()
    objective = knapsack.objective(live, 0)
    found = live.best(objective, **cut)
    assert float(problem["known_optimum"]) <= found.bound + 1e-6
    assert found.bound <= live.prices(objective)[0] + 1e-6


def every_front(objectives, weights, capacities):
    """All subsets, one by one."""
    items = range(len(objectives[0]))
    values = set()
    for chosen in itertools.chain.from_iterable(itertools.combinations(items, size) for size in range(len(items) + 1)):
        if all(sum(row[j] for j in chosen) <= limit for row, limit in zip(weights, capacities, strict=True)):
            values.add(tuple(sum(row[j] for j in chosen) for row in objectives))
    return {value for value in values if not any(beats(other, value) for other in values)}


@examples(10)
@given(st.data(), st.integers(3, 4), st.integers(1, 3))
def test_fronts_of_three_and_four_objectives_are_those_of_all_subsets(data, goals, limits):
    figures = st.integers(0, 12)
    row = st.lists(figures, min_size=7, max_size=7)
    objectives = [data.draw(row) for _ in range(goals)]
    # Tenths, to be kept exact.
    weights = [[Decimal(value) / 10 for value in data.draw(row)] for _ in range(limits)]
    capacities = [sum(row) / 2 for row in weights]
    knapsack = Knapsack(objectives, weights, capacities)
    live = knapsack.live()
    asked = [(str(k), knapsack.objective(live, k)) for k in range(goals)]
    found = pareto(live, live.best(asked[0][1]), asked)
    assert found.complete
    assert {point.values for point in found.points} == every_front(objectives, weights, capacities)
    for point in found.points:
        chosen = knapsack.chosen(point.program)
        assert point.values == tuple(sum(row[j] for j in chosen) for row in objectives)


def test_figures_are_taken_as_they_are_written():
    """Tenths in floats and fractions of any kind; a loss is a figure too; more constraints than a budget has years."""
    knapsack = Knapsack([[0.1, "1/3", -5, Decimal("2.5")]], [[1.5, 1, 0, 1.5]] * 45, [3.0] * 45)
    live = knapsack.live()
    found = live.best(knapsack.objective(live, 0))
    assert (knapsack.chosen(found.program), found.value) == ((1, 3), Fraction(17, 6))
    assert knapsack.portfolio.envelopes[0].amounts == (6,) * 45
