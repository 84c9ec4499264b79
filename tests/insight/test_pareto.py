"""The Pareto set of the axes: published fronts found whole, and every program of small random portfolios."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from builders import option as of
from builders import portfolio, project
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases
from three_axes import CODES, on_axes, three_axes

from prioritizer.domain.portfolio import Rating, plain
from prioritizer.insight.pareto import pareto
from prioritizer.insight.search_zones import beats
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live

FRONTS = json.loads((Path(__file__).parents[1] / "oracles" / "data" / "fronts.json").read_text(encoding="utf-8"))


def examples(count):
    return settings(max_examples=count, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def knapsack(problem):
    """An item is a project, a constraint a year; an objective is an axis."""
    entries = []
    for n in range(problem["n"]):
        ratings = tuple(Rating(f"on-{a}", problem["objectives"][k][n]) for k, a in enumerate("ab"))
        # Tenths of a dollar, since a capacity has one.
        cost = tuple(10 * row[n] for row in problem["weight"])
        entries.append(project(f"P{n:02}", 0, of(cash=cost), ratings=ratings))
    capacity = tuple(int(10 * limit) for limit in problem["capacity"])
    return portfolio(*entries, cash=capacity, years=len(capacity)), on_axes(a=50, b=50)


@pytest.mark.parametrize("problem", FRONTS["problems"], ids=lambda problem: problem["name"])
def test_a_published_front_is_found_whole(problem):
    live = Live(Case.of(*knapsack(problem)))
    found = pareto(live, live.best(live.objective()))
    assert (found.complete, found.exact) == (True, True)
    assert {point.values for point in found.points} == {tuple(map(Fraction, point)) for point in problem["pareto"]}
    assert all(point.proved for point in found.points)


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
@given(cases(), st.integers(0, 4))
def test_what_is_told_before_the_end_is_never_false(case, patience):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(every)
    live = Live(Case.of(*case))
    axes = tuple(axis.code for axis in case[1].axes)
    told = []
    found = pareto(live, live.best(live.objective()), progress=told.append, stop=lambda: len(told) >= patience)
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
