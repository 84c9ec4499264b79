"""What must hold of every program found, whatever the portfolio: compared with a plain enumeration."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import best
from strategies import FIRST, cases, examples

from prioritizer.domain.decision import SolveStatus
from prioritizer.domain.portfolio import Amounts, Envelope, GateAnswer, Option
from prioritizer.domain.vocabulary import Answer, CostBasis, Kind, Measure, Status
from prioritizer.program.certificate import certify
from prioritizer.program.solve import solve


def check_against_enumeration(case, decision):
    answer = best(*case)
    event("possible" if answer else "impossible")
    if answer is None:
        assert decision.status is SolveStatus.INFEASIBLE
        assert decision.program == ()
        assert decision.clashes
        return
    value, program = answer
    assert decision.status is SolveStatus.OPTIMAL
    assert decision.value == value
    assert decision.certificate is not None
    assert decision.certificate.valid
    assert certify(*case, decision.program, decision.value).valid
    if decision.unique:
        assert decision.program == program
    event(f"tie-break finished: {decision.unique}")


@examples(110)
@given(cases())
def test_the_solver_finds_what_an_enumeration_finds(case):
    check_against_enumeration(case, solve(*case, solver="highs"))


@examples(25)
@given(cases())
def test_cbc_finds_what_an_enumeration_finds(case):
    check_against_enumeration(case, solve(*case, solver="cbc"))


def shuffled(draw, portfolio):
    """Every table in another order, and what is a set inside a row too."""

    def mixed(rows):
        return tuple(draw(st.permutations(rows))) if len(rows) > 1 else tuple(rows)

    def remade(project):
        options = [
            replace(o, capital=dict(mixed(list(o.capital.items()))), people=dict(mixed(list(o.people.items()))))
            for o in project.options
        ]
        return replace(
            project,
            options=mixed(options),
            ratings=mixed(project.ratings),
            risks=mixed(project.risks),
            gates=mixed(project.gates),
        )

    return replace(
        portfolio,
        projects=mixed([remade(project) for project in portfolio.projects]),
        links=mixed([replace(link, others=mixed(link.others)) for link in portfolio.links]),
        envelopes=mixed(portfolio.envelopes),
        limits=mixed(portfolio.limits),
        balances=mixed([replace(balance, members=mixed(balance.members)) for balance in portfolio.balances]),
        earmarks=mixed([replace(earmark, members=mixed(earmark.members)) for earmark in portfolio.earmarks]),
    )


def same(one, other):
    assert (one.status, one.value, one.program, one.unique) == (other.status, other.value, other.program, other.unique)
    assert one.hashes == other.hashes
    assert one.outcomes == other.outcomes
    assert one.findings == other.findings
    assert one.clashes == other.clashes


@examples(25)
@given(cases(), st.data())
def test_the_order_of_the_rows_changes_nothing(case, data):
    portfolio, criteria = case
    mixed = shuffled(data.draw, portfolio)
    decision = solve(portfolio, criteria)
    same(decision, solve(mixed, criteria))
    if decision.status is SolveStatus.OPTIMAL:
        assert certify(mixed, criteria, decision.program, decision.value).valid


@examples(25)
@given(cases(), st.data())
def test_a_rule_stated_twice_changes_nothing(case, data):
    portfolio, criteria = case
    tables = {}
    for table in ("links", "envelopes", "limits", "balances", "earmarks"):
        rows = getattr(portfolio, table)
        tables[table] = (*rows, data.draw(st.sampled_from(rows))) if rows else ()
    twice = replace(portfolio, **tables)
    decision = solve(portfolio, criteria)
    same(decision, solve(twice, criteria))
    if decision.status is SolveStatus.OPTIMAL:
        assert certify(twice, criteria, decision.program, decision.value).valid


@examples(25)
@given(cases(), st.data())
def test_a_larger_envelope_is_never_worse(case, data):
    portfolio, criteria = case
    before = solve(portfolio, criteria)
    assume(before.status is SolveStatus.OPTIMAL)
    limited = [envelope for envelope in portfolio.envelopes if envelope.amounts is not None]
    assume(limited)
    envelope = data.draw(st.sampled_from(limited))
    t = data.draw(st.integers(0, portfolio.info.horizon - 1))
    more = data.draw(st.sampled_from([1, 1000, 5000]))
    amounts = tuple(amount + more * (k == t) for k, amount in enumerate(envelope.amounts))
    others = tuple(other for other in portfolio.envelopes if other is not envelope)
    raised = replace(portfolio, envelopes=(*others, replace(envelope, amounts=amounts)))
    after = solve(raised, criteria)
    assert after.value >= before.value
    event("better" if after.value > before.value else "the same")


def dominated(portfolio, criteria):
    """Rated nowhere, so worth 0 at most; it costs, nothing needs it, and no rule asks for it."""
    costs = Option("base", capital={"useless": Amounts((1000,))})
    return replace(
        portfolio.projects[0],
        id="dominated",
        department="elsewhere",
        area="elsewhere",
        kind=Kind.PROJECT,
        basis=CostBasis.SINCE_START,
        earliest=FIRST,
        latest=FIRST + 1,
        options=(costs,),
        status=Status.NEW,
        mandate=None,
        reach="unit",
        ratings=(),
        risks=(),
        gates=tuple(GateAnswer(gate.code, Answer.YES) for gate in criteria.gates),
        agglomeration_bp=0,
        protection_bp=0,
    )


@examples(25)
@given(cases())
def test_a_project_worth_nothing_that_costs_is_never_chosen(case):
    """Unless a rule can use its capital: a share of all capital can, so shares are left out here."""
    portfolio, criteria = case
    portfolio = replace(portfolio, balances=tuple(b for b in portfolio.balances if b.measure is not Measure.SHARE))
    with_it = replace(
        portfolio,
        projects=(*portfolio.projects, dominated(portfolio, criteria)),
        balances=tuple(b for b in portfolio.balances if "city" not in b.members and "new_service" not in b.members),
        envelopes=(*portfolio.envelopes, Envelope("useless", None)),
    )
    without = replace(with_it, projects=portfolio.projects)
    one, other = solve(without, criteria), solve(with_it, criteria)
    assert (one.status, one.value, one.program) == (other.status, other.value, other.program)


@examples(40)
@given(cases(), st.data())
def test_a_tampered_decision_is_refused(case, data):
    """The value changed by a hair, an imposed project dropped, a project that fails its gate slipped in."""
    portfolio, criteria = case
    decision = solve(portfolio, criteria)
    assume(decision.status is SolveStatus.OPTIMAL)
    hair = data.draw(st.sampled_from([Fraction(1, 10**12), Fraction(-1, 7), Fraction(100)]))
    assert not certify(*case, decision.program, decision.value + hair).valid
    for choice in decision.program:
        without = tuple(kept for kept in decision.program if kept is not choice)
        if portfolio.by_id[choice.project].imposed(FIRST):
            event("imposed")
            assert not certify(*case, without).valid
        twice = tuple(sorted((*decision.program, choice)))
        assert not certify(*case, twice).valid
        for start in (choice.start - 10, choice.start + 10):
            assert not certify(*case, (*without, replace(choice, start=start))).valid
        assert not certify(*case, (*without, replace(choice, option="no-such"))).valid


@pytest.mark.parametrize("solver", ["highs", "cbc"])
@examples(12)
@given(case=cases())
def test_the_same_input_gives_the_same_decision(solver, case):
    same(solve(*case, solver=solver), solve(*case, solver=solver))
