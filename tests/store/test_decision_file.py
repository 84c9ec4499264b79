"""A decision written as JSON comes back the same, to the last fraction; anything else is refused by name."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
import result_case
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.decision import (
    Certificate,
    Change,
    Choice,
    Clash,
    Decision,
    FigureUnit,
    Finding,
    Outcome,
    Reason,
    Repair,
    RepairKind,
    SolveStatus,
)
from prioritizer.domain.problem import Refused
from prioritizer.program.solve import solve
from prioritizer.store.decision_file import decision_from_json, decision_to_json, read_decision, write_decision

words = st.text(max_size=8)
fractions = st.fractions()
years = st.none() | st.integers(1990, 2100)
subjects = st.lists(words, max_size=3).map(tuple)
floats = st.floats(allow_nan=False, allow_infinity=False)
programs = st.lists(st.builds(Choice, words, words, st.integers(2000, 2100)), max_size=3).map(tuple)
units = st.sampled_from(FigureUnit)
decisions = st.builds(
    Decision,
    status=st.sampled_from(SolveStatus),
    program=programs,
    outcomes=st.lists(
        st.builds(Outcome, words, st.booleans(), st.sampled_from(Reason), subjects, st.none() | words, years),
        max_size=3,
    ).map(tuple),
    value=fractions,
    bound=st.none() | floats,
    gap=st.none() | floats,
    gap_asked=floats,
    unique=st.none() | st.booleans(),
    solver=words,
    solver_version=words,
    seconds=floats,
    nodes=st.integers(0, 2**60),
    hashes=st.dictionaries(words, words, max_size=3),
    findings=st.lists(
        st.builds(Finding, words, subjects, years, fractions, fractions, st.booleans(), units), max_size=3
    ).map(tuple),
    certificate=st.none()
    | st.builds(Certificate, fractions, st.lists(words, max_size=2).map(tuple), st.integers(0, 10**9)),
    clashes=st.lists(
        st.builds(Clash, st.lists(st.tuples(words, subjects, years), max_size=3).map(tuple), st.booleans()), max_size=2
    ).map(tuple),
    repairs=st.lists(
        st.builds(
            Repair,
            st.sampled_from(RepairKind),
            st.lists(st.builds(Change, words, subjects, years, st.integers(), units), max_size=3).map(tuple),
            st.booleans(),
            st.booleans(),
            programs,
        ),
        max_size=2,
    ).map(tuple),
)


@given(decisions)
def test_any_decision_comes_back_the_same(decision):
    assert decision_from_json(decision_to_json(decision)) == decision


@pytest.mark.parametrize("made", [result_case.portfolio, result_case.impossible])
def test_a_real_decision_comes_back_from_its_file(made, tmp_path):
    decision = solve(made(), result_case.criteria())
    write_decision(decision, tmp_path / "d.json")
    assert read_decision(tmp_path / "d.json") == decision


def test_no_figure_is_rounded():
    decision = replace(solve(result_case.portfolio(), result_case.criteria()), value=Fraction(10**30 + 1, 3))
    assert f'"{10**30 + 1}/3"' in decision_to_json(decision)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "decision-not-json"),
        ("[" * 100_000, "decision-not-json"),
        ("[]", "decision-format"),
        ('{"format": "other"}', "decision-format"),
        ('{"format": "prioritizer-decision", "version": 99}', "decision-version"),
        ('{"format": "prioritizer-decision", "version": 1}', "decision-damaged"),
        ('{"format": "prioritizer-decision", "version": 1, "decision": []}', "decision-damaged"),
    ],
)
def test_what_is_no_decision_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        decision_from_json(content)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_every_missing_part_is_refused():
    body = json.loads(decision_to_json(solve(result_case.portfolio(), result_case.criteria())))
    for key in body["decision"]:
        damaged = {**body, "decision": {k: v for k, v in body["decision"].items() if k != key}}
        with pytest.raises(Refused):
            decision_from_json(json.dumps(damaged))


@pytest.mark.parametrize("value", ["1/0", "1.5", 3, None, "a/b", "1/2/3"])
def test_a_fraction_that_is_none_is_refused(value):
    body = json.loads(decision_to_json(solve(result_case.portfolio(), result_case.criteria())))
    body["decision"]["value"] = value
    with pytest.raises(Refused):
        decision_from_json(json.dumps(body))
