"""What targets, local searches and small trees say on the way to an answer is held against every program there is."""

from math import inf

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples

from prioritizer.program import search
from prioritizer.program.asked import Conditions
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.engine import Watch
from prioritizer.program.live import Live
from prioritizer.program.solvers import End

ONCE = examples(40)


@pytest.fixture(autouse=True)
def small_as_large(monkeypatch):
    """Small programs are searched as large ones are."""
    monkeypatch.setattr(search, "MANY", 0)
    monkeypatch.setattr(search, "WALK_SECONDS", 0.01)
    monkeypatch.setattr(search, "ASIDE_SECONDS", 0.005)


@ONCE
@given(cases(), st.data())
def test_nothing_told_on_the_way_down_is_false(case, data):
    live = Live(Case.of(*case))
    objective = live.objective()
    known = [program for program in programs(case[0]) if certify(*case, program).valid]
    ids = sorted(project.id for project in case[0].projects)
    into = frozenset(data.draw(st.sets(st.sampled_from(ids), max_size=1)))
    out = frozenset(data.draw(st.sets(st.sampled_from(ids), max_size=1))) - into
    fit = [
        program
        for program in known
        if into <= {choice.project for choice in program} and not out & {choice.project for choice in program}
    ]
    gap = data.draw(st.sampled_from([0.0, 0.01, 0.3]))
    told = []
    found = live.best(objective, Conditions(into, out), gap=gap, better=told.append)
    if not fit:
        assert found.impossible
        assert not told
        return
    best = max(live.worth(program, objective) for program in fit)
    assert found.gap <= gap
    assert found.program in fit
    assert found.bound >= float(best) - 1e-9
    if gap == 0.0:
        assert (found.end, found.value) == (End.OPTIMAL, best)
    for seen in told:
        assert seen.program in fit
        assert seen.value == live.worth(seen.program, objective)
        assert seen.bound >= float(best) - 1e-9
    values = [seen.value for seen in told]
    assert values == sorted(values)


@ONCE
@given(cases(), st.sampled_from([0.005, 0.03]))
def test_nothing_told_is_false_where_time_runs_out(case, limit):
    live = Live(Case.of(*case))
    objective = live.objective()
    values = [live.worth(p, objective) for p in programs(case[0]) if certify(*case, p).valid]
    told = []
    found = live.best(objective, time_limit=limit, better=told.append)
    for seen in [*told, found]:
        assert seen.program is None or certify(*case, seen.program).valid
        assert not values or seen.bound >= float(max(values)) - 1e-9


@ONCE
@given(cases(), st.floats(-1.0, 2.0))
def test_a_target_is_passed_or_proved(case, share):
    live = Live(Case.of(*case))
    objective = live.objective()
    known = [program for program in programs(case[0]) if certify(*case, program).valid]
    if not known:
        return
    values = [float(live.worth(program, objective)) for program in known]
    best, worst = max(values), min(values)
    above = worst + share * (best - worst)
    answer = live._engine.solve(objective.float_j, [], [], [], None, Watch(above=above), bare=True)
    assert answer.bound >= best - 1e-9
    if above >= best + 1e-6:
        assert answer.bound <= above + 1e-6 * max(1.0, abs(above))
    elif above <= best - 1e-6:
        assert answer.x @ objective.float_j == pytest.approx(best)
        assert answer.bound == pytest.approx(best)


def test_a_search_without_time_says_what_the_relaxation_says():
    cost, worth = [11 + (5 * n) % 23 for n in range(30)], [17 + (7 * n) % 31 for n in range(30)]
    entries = [builders.project(f"P{n:02}", worth[n], builders.option(cash=(cost[n],))) for n in range(30)]
    live = Live(Case.of(builders.portfolio(*entries, cash=(150,), years=1), builders.points()))
    found = live.best(live.objective(), time_limit=0.0, better=lambda _: None)
    assert found.end is End.LIMIT
    assert found.bound == live.glance(live.objective()).bound < inf
