"""No program: the rules that clash are named, and each repair works and is the cheapest, by hand count."""

import datetime as dt
from dataclasses import replace

import pytest
from builders import FIRST, option, points, portfolio, project
from hypothesis import assume, event, given
from oracles.brute_force import programs
from oracles.least_money import least_money
from strategies import cases, examples

from prioritizer.domain.decision import FigureUnit, RepairKind, SolveStatus
from prioritizer.domain.portfolio import Balance, Earmark, Limit, Link, Mandate
from prioritizer.domain.vocabulary import (
    Dimension,
    LimitKind,
    LinkType,
    MandateReason,
    Measure,
    Sense,
    Status,
)
from prioritizer.program.certificate import certify
from prioritizer.program.repair import repaired
from prioritizer.program.solve import solve

LAW = Mandate(MandateReason.LAW, "s. 1", dt.date(2040, 1, 1))


def two_mandates():
    return portfolio(
        project("A", 5, option(cash=(80, 0, 0)), mandate=LAW),
        project("B", 5, option(cash=(50, 0, 0)), status=Status.COMMITTED),
        project("C", 50, option(cash=(60, 0, 0))),
        cash=(100, 0, 0),
    )


def test_the_clash_is_the_two_mandates_and_the_year():
    decision = solve(two_mandates(), points())
    assert decision.status is SolveStatus.INFEASIBLE
    assert decision.program == ()
    [clash] = decision.clashes
    assert set(clash.rules) == {
        ("envelope", ("cash",), FIRST),
        ("imposed", ("A",), None),
        ("imposed", ("B",), None),
    }
    assert clash.minimal


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_each_repair_is_the_cheapest_of_its_kind(solver):
    decision = solve(two_mandates(), points(), solver=solver)
    repairs = {repair.kind: repair for repair in decision.repairs}
    dollars = repairs[RepairKind.DOLLARS]
    assert [(c.rule, c.subject, c.year, c.amount, c.unit) for c in dollars.changes] == [
        ("envelope", ("cash",), FIRST, 3000, FigureUnit.CENTS)
    ]
    assert len(repairs[RepairKind.MANDATES].changes) == 1
    assert RepairKind.PEOPLE not in repairs
    assert RepairKind.RULES not in repairs
    assert all(repair.proved and repair.cheapest for repair in decision.repairs)


def test_a_repair_applied_makes_the_portfolio_solvable():
    broken = two_mandates()
    for repair in solve(broken, points()).repairs:
        assert solve(repaired(broken, repair.changes), points()).status is SolveStatus.OPTIMAL


def test_people_and_rules_can_be_what_is_short():
    short = portfolio(
        project("A", 5, option(people={"dev": (3, 0, 0)}), mandate=LAW),
        limits=(Limit(LimitKind.CAPACITY, "dev", (1000, 0, 0)),),
    )
    [people] = [r for r in solve(short, points()).repairs if r.kind is RepairKind.PEOPLE]
    assert [(c.amount, c.unit) for c in people.changes] == [(2000, FigureUnit.MILLI_FTE)]

    share = Balance(Dimension.DEPARTMENT, ("other",), Sense.AT_LEAST, Measure.SHARE, 5000)
    unbalanced = portfolio(project("A", 5, option(cash=(10, 0, 0)), mandate=LAW), balances=(share,))
    [rule] = [r for r in solve(unbalanced, points()).repairs if r.kind is RepairKind.RULES]
    assert [c.rule for c in rule.changes] == ["balance"]
    assert rule.proved


def test_kinds_are_mixed_only_where_none_is_enough_alone():
    stuck = portfolio(
        project("A", 5, option(cash=(10, 0, 0), people={"dev": (3, 0, 0)})),
        cash=(5, 0, 0),
        limits=(Limit(LimitKind.CAPACITY, "dev", (1000, 0, 0)),),
        links=(Link(LinkType.AT_LEAST, None, ("A",), k=1),),
    )
    [alone] = solve(stuck, points()).repairs
    assert alone.kind is RepairKind.RULES  # the committee's own "at least one" can be dropped
    imposed = portfolio(
        project("A", 5, option(cash=(10, 0, 0), people={"dev": (3, 0, 0)}), status=Status.COMMITTED),
        project("B", 5, option(people={"ops": (1, 0, 0)})),
        cash=(5, 0, 0),
        limits=(Limit(LimitKind.CAPACITY, "dev", (1000, 0, 0)), Limit(LimitKind.CAPACITY, "ops", (0, 0, 0))),
        links=(Link(LinkType.AT_LEAST, None, ("B",), k=1),),
    )
    [mixed] = solve(imposed, points()).repairs
    assert mixed.kind is RepairKind.MIXED
    assert mixed.proved
    assert not mixed.cheapest


def test_an_imposed_project_that_fails_a_gate_clashes_with_it():
    held = portfolio(project("A", 5, option(cash=(10, 0, 0)), mandate=LAW), cash=(10, 0, 0))
    decision = solve(held, points(gate=True))
    assert decision.status is SolveStatus.INFEASIBLE
    assert set(decision.clashes[0].rules) == {("gate", ("A", "gate"), None), ("imposed", ("A",), None)}
    assert [repair.kind for repair in decision.repairs] == [RepairKind.MANDATES]


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_a_dollar_added_counts_for_what_is_reserved_too(solver):
    """A or E must be done. Of 10 dollars 3 are reserved for E: A, at 8, lacks 1 dollar; E, at 12, would lack 2."""
    entries = (project("A", 50, option(cash=(8,))), project("E", 20, option(cash=(12,))))
    kept = Earmark(Dimension.PROJECT, ("E",), "cash", 300, FIRST)
    one = Link(LinkType.AT_LEAST, None, ("A", "E"), k=1)
    decision = solve(portfolio(*entries, cash=(10, 0, 0), earmarks=(kept,), links=(one,)), points(), solver=solver)
    dollars = next(repair for repair in decision.repairs if repair.kind is RepairKind.DOLLARS)
    assert [(c.rule, c.subject, c.year, c.amount) for c in dollars.changes] == [("envelope", ("cash",), FIRST, 100)]
    assert (dollars.proved, dollars.cheapest, dollars.program[0].project) == (True, True, "A")


@examples(12)
@given(cases())
def test_dollars_said_to_be_the_cheapest_are(case):
    """Money for envelopes, and room for what running costs: no program can be had for less."""
    found = solve(*case)
    assume(found.status is SolveStatus.INFEASIBLE)
    given_to, criteria = case
    plenty = tuple(
        replace(row, amounts=row.amounts and tuple(cents + 10**9 for cents in row.amounts))
        for row in given_to.envelopes
    )
    least = None
    for program in programs(given_to):
        left = certify(replace(given_to, envelopes=plenty), criteria, program).breaches
        if all(breach.startswith("operating") for breach in left):
            price = least_money(given_to, criteria, program) + sum(int(breach.split()[-1]) for breach in left)
            least = price if least is None else min(price, least)
    dollars = next((repair for repair in found.repairs if repair.kind is RepairKind.DOLLARS), None)
    event(f"dollars {dollars is not None} earmarks {bool(given_to.earmarks)}")
    assert (dollars is None) == (least is None)
    if dollars is not None:
        assert dollars.proved
        asked = sum(change.amount for change in dollars.changes)
        assert asked >= least - 1
        assert not dollars.cheapest or asked <= least + 101
