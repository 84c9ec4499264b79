"""Small searches around a program: what they find keeps the rules and the conditions, and is never worse."""

import numpy as np
from builders import option as of
from builders import points, portfolio, project
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples

from prioritizer.insight.nearby import improve
from prioritizer.insight.sets import projects_of
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Conditions, Live


@examples(20)
@given(cases(), st.data())
def test_what_is_found_meets_the_conditions_and_is_no_worse_than_the_start(case, data):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(every)
    live, start = Live(Case.of(*case)), data.draw(st.sampled_from(every))
    assert live.learn(start)
    ids = [entry.id for entry in case[0].projects]
    into = data.draw(st.sets(st.sampled_from(ids), max_size=1))
    out = data.draw(st.sets(st.sampled_from(ids), max_size=1)) - into
    asked = Conditions(frozenset(into), frozenset(out))
    found = improve(live, live.objective(), start, np.random.default_rng(1), conditions=asked)
    there = [program for program in every if into <= projects_of(program) and not out & projects_of(program)]
    event(f"found {found is not None}")
    if found is None:
        return
    assert found in there
    if start in there:
        assert live.worth(found, live.objective()) >= live.worth(start, live.objective())


def knapsack():
    entries = [project(f"P{n:02}", 17 + (7 * n) % 31, of(cash=(11 + (5 * n) % 23, (3 * n) % 7))) for n in range(30)]
    return Case.of(portfolio(*entries, cash=(150, 40, 0)), points())


def test_a_poor_program_is_improved_the_same_way_each_time():
    values = []
    for _ in range(2):
        live = Live(knapsack())
        start = live.choices[:3]
        assert live.learn(start)
        found = improve(live, live.objective(), start, np.random.default_rng(3), rounds=4)
        values.append((found, live.pool))
        assert live.worth(found, live.objective()) > live.worth(start, live.objective())
    assert values[0] == values[1]


def test_it_stops_when_asked_and_when_the_relaxation_says_that_nothing_is_left():
    live = Live(knapsack())
    assert live.learn(live.choices[:3])
    assert (
        improve(live, live.objective(), live.choices[:3], np.random.default_rng(3), stop=lambda: True)
        == (live.choices[:3])
    )
    best = live.best(live.objective()).program
    pool = live.pool
    assert improve(live, live.objective(), best, np.random.default_rng(3), enough=1.0) == best
    assert live.pool == pool
