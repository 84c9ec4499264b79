"""The live solver against an enumeration, whatever is asked: other weights, floors, projects forced in and out."""

from fractions import Fraction
from math import inf

import builders
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples

from prioritizer.domain.decision import Choice
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Conditions, Floor, Live
from prioritizer.program.local_search import LocalSearch
from prioritizer.program.solvers import End

ONCE = examples(40)


def valid(case):
    return [program for program in programs(case[0]) if certify(*case, program).valid]


def draw_weights(data, criteria):
    codes = [criterion.code for criterion in criteria.criteria]
    parts = [data.draw(st.integers(0, 6)) for _ in codes]
    total = sum(parts) or 1
    return {code: Fraction(part, total) for code, part in zip(codes, parts, strict=True)}


@ONCE
@given(cases(), st.data())
def test_the_best_under_any_weights_and_conditions_is_what_an_enumeration_finds(case, data):
    live = Live(Case.of(*case))
    known = valid(case)
    ids = sorted(project.id for project in case[0].projects)
    for _ in range(3):
        objective = live.objective(draw_weights(data, case[1]))
        axis = live.axis(data.draw(st.sampled_from([axis.code for axis in case[1].axes])))
        into = frozenset(data.draw(st.sets(st.sampled_from(ids), max_size=1)))
        out = frozenset(data.draw(st.sets(st.sampled_from(ids), max_size=1))) - into
        floors = ()
        if data.draw(st.booleans()) and known:
            floors = (Floor(axis, live.worth(data.draw(st.sampled_from(known)), axis)),)
        conditions = Conditions(into, out, floors)
        fit = [
            program
            for program in known
            if into <= {c.project for c in program}
            and not out & {c.project for c in program}
            and all(live.worth(program, floor.coef) >= floor.least for floor in floors)
        ]
        glance = live.glance(objective, conditions)
        found = live.best(objective, conditions)
        if not fit:
            assert found.impossible
            assert found.program is None
            continue
        best = max(live.worth(program, objective) for program in fit)
        assert found.end is End.OPTIMAL
        assert found.value == best
        assert found.program in fit
        assert found.bound >= float(best) - 1e-9
        assert glance.bound >= float(best) - 1e-9
        assert glance.program is None or glance.value <= best


@ONCE
@given(cases())
def test_the_parts_of_a_value_add_up_to_it(case):
    live = Live(Case.of(*case))
    criteria = case[1]
    for program in valid(case)[:20]:
        value = live.worth(program, live.objective())
        assert value == certify(*case, program).value
        axes = sum(Fraction(axis.weight) / 100 * live.worth(program, live.axis(axis.code)) for axis in criteria.axes)
        leaves = sum(weight * live.worth(program, live.criterion(code)) for code, weight in criteria.weights.items())
        assert axes == leaves
        shares = {axis.code: Fraction(axis.weight) / 100 for axis in criteria.axes}
        assert live.worth(program, live.axes(shares)) == value


@ONCE
@given(cases())
def test_a_forbidden_program_never_comes_back(case):
    live = Live(Case.of(*case))
    objective = live.objective()
    seen = []
    known = valid(case)
    for _ in range(min(len(known), 4)):
        found = live.best(objective, Conditions(forbidden=tuple(seen)))
        assert found.program is not None
        assert found.program not in seen
        seen.append(found.program)
    values = sorted((live.worth(program, objective) for program in known), reverse=True)
    assert [live.worth(program, objective) for program in seen] == values[: len(seen)]


@ONCE
@given(cases(), st.integers(0, 3))
def test_what_a_local_search_finds_keeps_every_rule(case, seed):
    live = Live(Case.of(*case))
    objective = live.objective()
    relaxed = live._engine.relax(objective.float_j, [], [], [])
    if relaxed.bound == -inf:
        return
    ticks = iter(range(10_000))
    search = LocalSearch(live.matrix, live._engine, len(live.choices))
    x = search.run(objective.float_j, relaxed, [], [], seconds=30, clock=lambda: next(ticks), seed=seed)
    if x is None:
        return
    program = tuple(sorted(choice for choice, picked in zip(live.choices, x, strict=True) if picked))
    assert certify(*case, program).valid


def test_what_breaks_a_rule_is_not_learned():
    both = builders.portfolio(
        builders.project("a", 5, builders.option(cash=(10,))),
        builders.project("b", 4, builders.option(cash=(10,))),
        cash=(10, 0),
        years=2,
    )
    live = Live(Case.of(both, builders.points()))
    assert len(live.choices) == 2
    assert not live.learn(live.choices)
    assert live.learn(live.choices[:1])
    assert live.pool == (live.choices[:1],)
    assert not live.learn((Choice("a", "base", 1999),))


@ONCE
@given(cases(), st.data())
def test_follow_never_tells_a_worse_program_and_does_not_rest_on_an_old_one(case, data):
    live = Live(Case.of(*case))
    told = []
    last = live.follow(live.objective(), gap=0.0, time_limit=20.0, told=told.append)
    values = [found.value for found in told if found.program is not None]
    assert values == sorted(values)
    assert told[-1] == last
    assert last.value == live.best(live.objective()).value
    # The weights move: what is first told is from the pool, and a gap it keeps is no reason to stop looking.
    moved, again = live.objective(draw_weights(data, case[1])), []
    pool = live.pool
    last = live.follow(moved, gap=1e9, time_limit=20.0, told=again.append)
    assert again[0].program is None or again[0].program in pool
    assert last.value == Live(live.case).best(moved).value


def test_better_programs_are_told_while_the_search_goes_on():
    """Thirty projects in a tight envelope: the first program found is not the best."""
    worth = [17 + (7 * n) % 31 for n in range(30)]
    entries = [
        builders.project(f"P{n:02}", worth[n], builders.option(cash=(11 + (5 * n) % 23, (3 * n) % 7)))
        for n in range(30)
    ]
    live = Live(Case.of(builders.portfolio(*entries, cash=(150, 40, 0)), builders.points()))
    told = []
    last = live.best(live.objective(), better=told.append)
    assert told
    assert all(certify(live.case.portfolio, live.case.criteria, found.program).valid for found in told)
    assert max(found.value for found in told) <= last.value
    assert all(found.bound >= float(last.value) - 1e-6 for found in told)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_knapsack_searched_among_few_is_within_the_gap_of_its_dynamic_program(seed):
    rng = np.random.default_rng(seed)
    costs, levels = rng.integers(20, 90, 200).tolist(), rng.integers(1, 100, 200).tolist()
    projects = [
        builders.project(f"P{n:03}", level, builders.option(cash=(cost,)))
        for n, (cost, level) in enumerate(zip(costs, levels, strict=True))
    ]
    live = Live(Case.of(builders.portfolio(*projects, cash=(3000,), years=1), builders.points()))
    best = np.zeros(3001)
    for cost, level in zip(costs, levels, strict=True):
        best[cost:] = np.maximum(best[cost:], best[:-cost] + level)
    assert live._kernel.suits
    whole = live._engine.among
    kept = []

    def noted(*asked, **how):
        kept.append(len(asked[4]))
        return whole(*asked, **how)

    live._engine.among = noted
    found = live.best(live.objective(), gap=0.001)
    assert kept
    assert all(kept)
    assert found.gap <= 0.001
    assert float(found.value) <= best[-1] <= found.bound + 1e-6
    assert certify(live.case.portfolio, live.case.criteria, found.program).valid
