"""The census against every program there is: each status, each alternative, and what is said when time is short."""

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import option as of
from builders import points, portfolio, project
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples

from prioritizer.insight.near_ties import Status, near_ties
from prioritizer.insight.sets import differs, keeps, projects_of
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Conditions, Live
from prioritizer.program.solvers import End

LEVELS = (Fraction(0), Fraction(1, 20), Fraction(1, 5), Fraction(3, 5))


def valid(case):
    """Every program that keeps the rules, with its exact value, best first."""
    found = []
    for program in programs(case[0]):
        certificate = certify(*case, program)
        if certificate.valid:
            found.append((certificate.value, program))
    return sorted(found, reverse=True)


def expected(case, found, levels=LEVELS):
    """The status of each project at each level, and the best value of each set of projects within the widest."""
    best, statuses = found[0][0], {}
    for entry in case[0].projects:
        row = []
        for level in levels:
            there = {entry.id in projects_of(p) for value, p in found if value >= best - level * abs(best)}
            row.append({(True,): Status.IN, (False,): Status.OUT}.get(tuple(there), Status.SWING))
        statuses[entry.id] = tuple(row)
    sets = {}
    for value, program in found:
        if value >= best - levels[-1] * abs(best):
            sets.setdefault(projects_of(program), value)
    return statuses, sets


def census(case, **asked):
    live = Live(Case.of(*case))
    return live, near_ties(live, live.best(live.objective()), levels=LEVELS, **asked)


@examples(20)
@given(cases())
def test_every_status_and_alternative_is_what_an_enumeration_finds(case):
    found = valid(case)
    assume(found)
    statuses, sets = expected(case, found)
    live, ties = census(case, alternatives=300)
    assert ties.value == found[0][0] == live.worth(ties.program, live.objective())
    assert {row.project: row.statuses for row in ties.standings} == statuses
    assert all(level.settled and level.complete for level in ties.levels)
    others = {projects_of(row.program): row.value for row in ties.alternatives}
    assert {**others, projects_of(ties.program): ties.value} == sets
    assert len(ties.alternatives) == len(sets) - 1
    assert all(row.exact for row in ties.alternatives)
    mine = projects_of(ties.program)
    for row in ties.alternatives:
        assert mine - set(row.leaving) | set(row.entering) == projects_of(row.program)
        assert ties.value - row.lost * abs(ties.value) == row.value
    for level in ties.levels:
        assert level.listed == sum(value >= level.least for value in others.values())
    event(f"alternatives: {min(len(others), 5)}")
    event(f"swing: {any(Status.SWING in row for row in statuses.values())}")


@examples(12)
@given(cases(), st.integers(1, 3))
def test_a_short_list_says_that_there_are_more(case, count):
    found = valid(case)
    assume(found)
    statuses, sets = expected(case, found)
    _, ties = census(case, alternatives=count)
    assert {row.project: row.statuses for row in ties.standings} == statuses
    assert len(ties.alternatives) == min(count, len(sets) - 1)
    values = [row.value for row in ties.alternatives]
    assert values == sorted(values, reverse=True)
    for level in ties.levels:
        there = sum(value >= level.least for value in sets.values()) - 1
        assert level.listed <= there
        if level.complete:
            assert level.listed == there
        else:
            assert there >= count


@examples(12)
@given(cases(), st.data())
def test_with_an_optimum_that_is_not_proved_nothing_false_is_said(case, data):
    found = valid(case)
    assume(found)
    statuses, _ = expected(case, found)
    live = Live(Case.of(*case))
    best = live.best(live.objective())
    value, program = data.draw(st.sampled_from(found))
    more = data.draw(st.sampled_from([0.0, 1.0, 20.0, float("inf")]))
    loose = replace(best, program=program, value=value, bound=float(best.value) + more, end=End.LIMIT)
    again = Live(live.case)
    ties = near_ties(again, loose, levels=LEVELS)
    for row in ties.standings:
        for said, true in zip(row.statuses, statuses[row.project], strict=True):
            event(f"{said}")
            assert said in (true, Status.UNKNOWN)


@examples(12)
@given(cases(), st.integers(0, 6))
def test_what_is_said_before_the_end_is_true_already(case, patience):
    found = valid(case)
    assume(found)
    statuses, _ = expected(case, found)
    told = []
    _, ties = census(case, progress=told.append, stop=lambda: len(told) >= patience)
    for partial in (*told, ties):
        for row in partial.standings:
            for i, true in enumerate(statuses[row.project]):
                assert row.statuses[i] in (true, Status.UNKNOWN)
            for side, has in ((row.inside, True), (row.outside, False)):
                values = [value for value, program in found if (row.project in projects_of(program)) is has]
                assert side.value is None or side.value in values
                if side.bound is None:
                    assert not values
                elif values:
                    assert float(values[0]) <= side.bound + 1e-6


@examples(12)
@given(cases(), st.data())
def test_the_conditions_on_sets_are_those_that_their_names_say(case, data):
    found = valid(case)
    assume(found)
    live = Live(Case.of(*case))
    ids = [entry.id for entry in case[0].projects]
    inside = data.draw(st.sets(st.sampled_from(ids), max_size=3))
    outside = data.draw(st.sets(st.sampled_from(ids), max_size=3)) - inside
    fixed = data.draw(st.sets(st.sampled_from(found[0][1]), max_size=2)) if found[0][1] else set()
    asked = Conditions(floors=(differs(live, inside, outside), keeps(live, fixed)))
    wanted = [
        value
        for value, program in found
        if (inside - projects_of(program) or outside & projects_of(program)) and fixed <= set(program)
    ]
    answer = live.best(live.objective(), asked)
    assert answer.impossible if not wanted else answer.value == wanted[0]


def small():
    """Room for two of three: A+B is worth 60, A+C 59, B+C 39."""
    entries = (project("A", 40, of(cash=(5,))), project("B", 20, of(cash=(5,))), project("C", 19, of(cash=(5,))))
    return portfolio(*entries, cash=(10, 0, 0)), points()


def test_three_projects_by_hand():
    live = Live(Case.of(*small()))
    ties = near_ties(live, live.best(live.objective()), levels=(0, Fraction(1, 50), Fraction(2, 5)))
    assert ties.of(Status.IN, 0) == ("A", "B")
    assert ties.of(Status.OUT, 0) == ("C",)
    assert ties.of(Status.IN, 1) == ("A",)
    assert ties.of(Status.SWING, 1) == ("B", "C")
    assert ties.of(Status.SWING, 2) == ("A", "B", "C")
    first = ties.alternatives[0]
    assert (first.value, first.entering, first.leaving) == (59, ("C",), ("B",))
    assert first.lost == Fraction(1, 60)
    assert [level.listed for level in ties.levels] == [0, 1, 3]  # A alone is worth 40: 36 is within 40 %.


def test_without_time_nothing_is_proved_and_nothing_breaks():
    live = Live(Case.of(*small()))
    ties = near_ties(live, live.best(live.objective()), time_limit=0.0)
    assert {status for row in ties.standings for status in row.statuses} == {Status.UNKNOWN}
    assert not any(level.settled or level.complete for level in ties.levels)


@pytest.mark.parametrize("levels", [(), (Fraction(-1, 100),), (Fraction(1),)])
def test_levels_that_are_no_shares_are_refused(levels):
    live = Live(Case.of(*small()))
    with pytest.raises(ValueError, match="levels"):
        near_ties(live, live.best(live.objective()), levels=levels)


def test_a_base_without_a_program_is_refused():
    live = Live(Case.of(*small()))
    nothing = live.best(live.objective(), Conditions(into=frozenset("ABC")))
    with pytest.raises(ValueError, match="base"):
        near_ties(live, nothing)
