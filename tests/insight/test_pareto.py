"""The Pareto set of the axes: published fronts found whole, and every program of small random portfolios."""

import json
from dataclasses import replace
from fractions import Fraction
from math import inf
from pathlib import Path

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples
from three_axes import CODES, three_axes

from prioritizer.domain.portfolio import plain
from prioritizer.insight.pareto import _Search, pareto
from prioritizer.insight.search_zones import beats
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live
from prioritizer.testing import Knapsack

FRONTS = json.loads((Path(__file__).parents[1] / "oracles" / "data" / "fronts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("problem", FRONTS["problems"], ids=lambda problem: problem["name"])
def test_a_published_front_is_found_whole(problem):
    knapsack = Knapsack(problem["objectives"], problem["weight"], problem["capacity"])
    live = knapsack.live()
    asked = [(f"f{k}", knapsack.objective(live, k)) for k in range(2)]
    found = pareto(live, live.best(live.objective()), asked)
    assert (found.complete, found.exact) == (True, True)
    assert {point.values for point in found.points} == {tuple(map(Fraction, point)) for point in problem["pareto"]}
    assert all(point.proved for point in found.points)
    for point in found.points:
        chosen = knapsack.chosen(point.program)
        assert point.values == tuple(sum(row[j] for j in chosen) for row in problem["objectives"])
        for row, limit in zip(problem["weight"], problem["capacity"], strict=True):
            assert sum(row[j] for j in chosen) <= limit


def front(live, every, axes):
    values = {tuple(live.worth(program, live.axis(axis)) for axis in axes) for program in every}
    return {value for value in values if not any(beats(other, value) for other in values)}


@examples(12)
@given(three_axes())
def test_three_axes_are_those_of_all_programs(case):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(every)
    live = Live(Case.of(*case))
    found = pareto(live, live.best(live.objective()))
    event(f"points {min(len(found.points), 6)}")
    assert found.complete
    assert {point.values for point in found.points} == front(live, every, CODES)
    for point in found.points:
        assert certify(*case, point.program).valid
        assert point.values == tuple(live.worth(point.program, live.axis(axis)) for axis in CODES)
    assert json.loads(json.dumps(plain(found))) == plain(found)


@examples(12)
@given(cases(), st.integers(0, 4), st.sampled_from([0.0, 0.1, 0.5]))
def test_what_is_told_before_the_end_is_never_false(case, patience, gap):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(every)
    live = Live(Case.of(*case))
    axes = tuple(axis.code for axis in case[1].axes)
    told = []
    patience = inf if patience == 4 else patience
    found = pareto(live, live.best(live.objective()), gap=gap, progress=told.append, stop=lambda: len(told) >= patience)
    whole = front(live, every, axes)
    for partial in (*told, found):
        for point in partial.points:
            if point.proved:
                assert point.values in whole
            for better in whole:
                if beats(better, point.values):
                    # What may still be better says so, on every axis.
                    rooms = zip(better, point.values, point.rooms, strict=True)
                    assert all(float(b - v) <= room + 1e-6 for b, v, room in rooms)
        if partial.complete:
            # Where values differ by less than the step searched by, one point may stand for another that near.
            for value in whole:
                near = (
                    all(v - p < step for v, p, step in zip(value, point.values, partial.steps, strict=True))
                    for point in partial.points
                )
                assert any(near)
            if partial.exact:
                assert {point.values for point in partial.points} == whole


def test_points_that_may_be_beaten_within_the_gap_are_not_said_to_be_all(monkeypatch):
    """Every search ends before its proof, near enough for the gap asked."""
    search = Live.best

    def ended_early(self, *asked, **limits):
        found = search(self, *asked, **limits)
        return found if found.program is None else replace(found, bound=float(found.value) + 0.01)

    knapsack = Knapsack([[3, 1, 2], [1, 3, 2]], [[1, 1, 1]], [1])
    live = knapsack.live()
    monkeypatch.setattr(Live, "best", ended_early)
    asked = [(f"f{k}", knapsack.objective(live, k)) for k in range(2)]
    monkeypatch.setattr("prioritizer.insight.pareto._Search.count", whole_steps_unknown(_Search.count))
    found = pareto(live, live.best(live.objective()), asked, gap=10.0)
    assert not any(point.proved for point in found.points)
    assert not found.complete


def whole_steps_unknown(count):
    """Sums are not known to differ by whole steps: what a search leaves is then no rounding."""

    def counted(self, weights):
        count(self, weights)
        self.grain = 0.0

    return counted


def test_a_set_searched_by_steps_is_said_to_be_whole_but_for_points_that_near():
    """Values a ten-thousandth apart, more of one axis for less of the other: the three points may not all be found."""
    finer = Fraction(1, 10_000)
    knapsack = Knapsack([[1, 1 + finer, 1 + 2 * finer], [1, 1 - finer, 1 - 2 * finer]], [[1, 1, 1]], [1])
    live = knapsack.live()
    asked = [(f"f{k}", knapsack.objective(live, k)) for k in range(2)]
    found = pareto(live, live.best(live.objective()), asked)
    assert (found.complete, found.exact, found.known) == (True, False, "nearly")
    assert found.steps == (Fraction(1, 1000),) * 2
