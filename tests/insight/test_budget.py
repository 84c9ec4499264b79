"""The budget curve, the ladder and the marginal years against every program there is, at every share."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from builders import FIRST, option, points, portfolio, project
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples

from prioritizer.domain.portfolio import Balance, Earmark, Envelope
from prioritizer.domain.vocabulary import Dimension, Measure, Sense
from prioritizer.insight.budget import Amounts, budget_curve, loosens, scaled
from prioritizer.insight.budget_years import marginal_by_year
from prioritizer.insight.ladder import ladder
from prioritizer.insight.sets import projects_of
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Conditions, Live

HALF, FULL, MORE = Fraction(1, 2), Fraction(1), Fraction(3, 2)
SHARES = (Fraction(1, 4), HALF, FULL, MORE)
FEW = 40
"""Programs a case may have: each share is enumerated anew."""


def valid(portfolio, criteria):
    """Every program that keeps the rules, with its exact value, best first."""
    found = []
    for program in programs(portfolio):
        certificate = certify(portfolio, criteria, program)
        if certificate.valid:
            found.append((certificate.value, program))
    return sorted(found, reverse=True)


def at_shares(case, amounts=Amounts.KEPT):
    portfolio, criteria = case
    return cache(lambda share: valid(scaled(portfolio, share, amounts), criteria))


def stepwise():
    """X is best with 5 dollars, Y with 10, both with 15."""
    entries = (project("X", 5, option(cash=(5,))), project("Y", 11, option(cash=(10,))))
    return portfolio(*entries, cash=(10, 0, 0)), points()


# -- what is scaled


def test_envelopes_are_scaled_and_promises_in_dollars_are_kept_or_scaled_as_asked():
    case, _ = stepwise()
    earmark = Earmark(Dimension.PROJECT, ("X",), "cash", 333)
    amount = Balance(Dimension.PROJECT, ("X",), Sense.AT_LEAST, Measure.AMOUNT, 501)
    part = Balance(Dimension.PROJECT, ("X",), Sense.AT_MOST, Measure.SHARE, 5000)
    envelopes = (Envelope("cash", (1000, 999, 0), 1000), Envelope("grant", None))
    rich = replace(case, envelopes=envelopes, earmarks=(earmark,), balances=(amount, part))
    kept, moved = scaled(rich, HALF), scaled(rich, HALF, Amounts.SCALED)
    assert kept.envelopes == moved.envelopes == (Envelope("cash", (500, 499, 0), 1000), Envelope("grant", None))
    assert (kept.earmarks, kept.balances) == (rich.earmarks, rich.balances)
    assert moved.earmarks == (replace(earmark, value=166),)
    assert moved.balances == (replace(amount, value=250), part)
    assert replace(kept, envelopes=rich.envelopes) == rich


@examples(25)
@given(cases(FEW), st.sampled_from(list(Amounts)))
def test_where_rules_only_loosen_every_program_stays(case, amounts):
    found = at_shares(case, amounts)
    for smaller, larger in pairwise((HALF, FULL, MORE)):
        there = {program for _, program in found(larger)}
        stays = {program for _, program in found(smaller)} <= there
        said = loosens(scaled(case[0], smaller, amounts), scaled(case[0], larger, amounts))
        assert stays or not said
        assert said or amounts is Amounts.SCALED
        event(f"{amounts}: said {said}, is {stays}")


# -- the curve


@examples(15)
@given(cases(FEW), st.sampled_from(list(Amounts)))
def test_the_curve_is_what_an_enumeration_finds(case, amounts):
    found = at_shares(case, amounts)
    curve = budget_curve(*case, SHARES, amounts=amounts)
    assert [point.share for point in curve.points] == list(SHARES)
    for point in curve.points:
        assert point.impossible == (not found(point.share))
        if found(point.share):
            assert point.value == found(point.share)[0][0]
            assert point.gap == 0.0
            assert point.program in [program for _, program in found(point.share)]
    possible = [point for point in curve.points if point.program is not None]
    for step, (a, b) in zip(curve.steps, pairwise(possible), strict=True):
        assert (step.start, step.end, step.gained) == (a.share, b.share, b.value - a.value)
        assert step.least - 1e-6 <= step.gained <= step.most + 1e-6
        assert step.per_million * step.added == step.gained * 10**8 or not step.added
        if curve.monotone:
            assert step.gained >= 0
    event(f"monotone: {curve.monotone}, possible: {len(possible)}")
    if curve.smallest is None:
        assert not curve.monotone
        return
    low, high = curve.smallest.impossible, curve.smallest.possible
    assert low is None or not found(low)
    assert high is None or found(high)
    assert (low is None) == all(found(share) for share in SHARES)
    assert (high is None) == (not any(found(share) for share in SHARES))
    assert low is None or high is None or high - low <= Fraction(1, 100)


@examples(15)
@given(cases(FEW))
def test_every_project_that_leaves_is_told_and_whether_it_must(case):
    found = at_shares(case)
    curve = budget_curve(*case, SHARES)
    possible = [point for point in curve.points if point.program is not None]
    told = {(row.project, row.inside, row.outside): row for row in curve.leavers}
    expected = {
        (gone, a.share, b.share)
        for a, b in pairwise(possible)
        for gone in projects_of(a.program) - projects_of(b.program)
    }
    assert set(told) == expected
    for (gone, _, outside), row in told.items():
        best = found(outside)[0][0]
        kept = any(gone in projects_of(program) for value, program in found(outside) if value == best)
        assert row.certain is not kept
        assert row.certain is not None
        later = [p.share for p in possible if p.share > outside and gone in projects_of(p.program)]
        assert row.back == (later[0] if later else None)
        event(f"certain: {row.certain}")


def test_a_project_that_enters_leaves_and_comes_back():
    curve = budget_curve(*stepwise(), (HALF, FULL, MORE))
    assert [point.value for point in curve.points] == [5, 11, 16]
    assert [point.spent for point in curve.points] == [500, 1000, 1500]
    (row,) = curve.leavers
    assert (row.project, row.inside, row.outside, row.back, row.certain) == ("X", HALF, FULL, MORE, True)
    assert [step.per_million for step in curve.steps] == [Fraction(6 * 10**6, 5), 10**6]


def test_a_smallest_share_is_bracketed_to_one_per_cent():
    case, criteria = stepwise()
    must = Balance(Dimension.PROJECT, ("Y",), Sense.AT_LEAST, Measure.AMOUNT, 1000)
    wide = replace(case, envelopes=(Envelope("cash", (1380, 0, 0)),), balances=(must,))
    curve = budget_curve(wide, criteria, (HALF, FULL, MORE))
    assert curve.points[0].impossible
    assert (curve.smallest.impossible, curve.smallest.possible) == (Fraction(72, 100), Fraction(73, 100))


def test_a_curve_that_may_fall_says_so():
    """At 150 % X must have 7.50 dollars, which it cannot use."""
    case, criteria = stepwise()
    must = Balance(Dimension.PROJECT, ("X",), Sense.AT_LEAST, Measure.AMOUNT, 500)
    wide = replace(case, balances=(must,))
    curve = budget_curve(wide, criteria, (FULL, MORE), amounts=Amounts.SCALED)
    assert [point.impossible for point in curve.points] == [False, True]
    assert not curve.monotone
    assert curve.smallest is None
    kept = budget_curve(wide, criteria, (FULL, MORE))
    assert kept.monotone
    assert [point.value for point in kept.points] == [5, 16]


@examples(8)
@given(cases(FEW), st.integers(0, 4))
def test_a_curve_cut_short_says_nothing_false(case, patience):
    found = at_shares(case)
    told = []
    curve = budget_curve(*case, SHARES, progress=told.append, stop=lambda: len(told) >= patience)
    assert len(curve.points) == min(patience, len(SHARES))
    for point in curve.points:
        there = found(point.share)
        assert point.impossible <= (not there)
        if point.program is not None:
            assert (point.value, point.program) in there
        if there and point.bound is not None:
            assert float(there[0][0]) <= point.bound + 1e-6


@pytest.mark.parametrize("shares", [(), (Fraction(0), FULL), (-FULL,)])
def test_shares_that_leave_nothing_are_refused(shares):
    with pytest.raises(ValueError, match="shares"):
        budget_curve(*stepwise(), shares)


# -- the ladder


@examples(15)
@given(cases(FEW), st.sampled_from(list(Amounts)))
def test_each_rung_is_the_best_that_fits_and_its_price_is_exact(case, amounts):
    found = at_shares(case, amounts)
    assume(found(FULL))
    curve = budget_curve(*case, SHARES, amounts=amounts)
    made = ladder(*case, curve)
    rungs = {rung.share: rung for rung in made.rungs}
    assert list(rungs) == list(SHARES)
    assert (rungs[FULL].value, rungs[FULL].lost) == (found(FULL)[0][0], 0)
    for order, fits in (((HALF, SHARES[0]), frozenset.__le__), ((MORE,), frozenset.__ge__)):
        held = projects_of(rungs[FULL].program)
        for share in order:
            rung = rungs[share]
            fitting = [value for value, program in found(share) if fits(projects_of(program), held)]
            assert rung.impossible == (not fitting)
            if fitting:
                assert rung.value == fitting[0]
                assert rung.lost == found(share)[0][0] - fitting[0]
                assert rung.least == rung.most == pytest.approx(float(rung.lost))
                held = projects_of(rung.program)
            event(f"{float(share)}: {'impossible' if rung.impossible else 'free' if not rung.lost else 'lost'}")
    there = [rung for rung in made.rungs if rung.program is not None]
    for a, b in pairwise(there):
        assert projects_of(a.program) <= projects_of(b.program)
        assert set(b.entering) == projects_of(b.program) - projects_of(a.program)


def test_a_ladder_by_hand():
    """Y alone is best with 10 dollars, X alone with 5: the ladder from 10 has nothing to keep at 5."""
    case = stepwise()
    curve = budget_curve(*case, (HALF, FULL, MORE))
    made = ladder(*case, curve)
    assert [projects_of(rung.program) for rung in made.rungs] == [set(), {"Y"}, {"X", "Y"}]
    assert [rung.lost for rung in made.rungs] == [5, 0, 0]
    other = ladder(*case, curve, start=HALF)
    assert [projects_of(rung.program) for rung in other.rungs] == [{"X"}, {"X"}, {"X", "Y"}]
    assert [rung.lost for rung in other.rungs] == [0, 6, 0]


def test_a_ladder_needs_a_program_to_start_from():
    case = stepwise()
    with pytest.raises(ValueError, match="no program"):
        ladder(*case, budget_curve(*case, (HALF, MORE)))


# -- the marginal dollar


@examples(12)
@given(cases(FEW), st.sampled_from([300, 1000, 2500]))
def test_each_year_is_worth_what_an_enumeration_finds(case, cents):
    portfolio, criteria = case
    now = valid(*case)
    assume(now)
    live = Live(Case.of(*case))
    answer = marginal_by_year(*case, live.best(live.objective()), cents=cents)
    assert answer.value == now[0][0]
    limited = [row for row in portfolio.envelopes if row.amounts is not None]
    assert len(answer.years) == len(limited) * portfolio.info.horizon
    for row in answer.years:
        envelope = next(e for e in limited if e.source == row.source)
        t = row.year - FIRST
        assert row.envelope == envelope.amounts[t]
        assert (row.less is None) == (row.envelope == 0)
        for move in filter(None, (row.more, row.less)):
            assert move.cents == (cents if move is row.more else -min(cents, row.envelope))
            amounts = tuple(a + move.cents * (k == t) for k, a in enumerate(envelope.amounts))
            others = tuple(e for e in portfolio.envelopes if e is not envelope)
            there = valid(replace(portfolio, envelopes=(*others, replace(envelope, amounts=amounts))), criteria)
            assert move.proved
            assert move.impossible == (not there)
            if there:
                assert move.gained == there[0][0] - now[0][0]
                assert move.least == move.most == pytest.approx(float(move.gained))
                event("gains" if move.gained > 0 else "loses" if move.gained else "nothing")
            else:
                event("impossible")


def test_a_marginal_year_by_hand():
    """A dollar more buys nothing, five buy X; one less costs Y."""
    case = stepwise()
    live = Live(Case.of(*case))
    base = live.best(live.objective())
    one, five = (marginal_by_year(*case, base, cents=cents).years[0] for cents in (100, 500))
    assert (one.more.gained, one.less.gained) == (0, -6)
    assert (five.more.gained, five.more.entering, five.more.leaving) == (5, ("X",), ())
    assert (one.less.entering, one.less.leaving) == (("X",), ("Y",))
    share = marginal_by_year(*case, base, share=Fraction(1, 100))
    assert [row.more.cents for row in share.years] == [10]  # The other years have no envelope to take a share of.
    assert one.more.relaxed == pytest.approx(1.0, abs=1e-3)  # A fifth of X for a dollar.


def test_without_time_no_year_is_proved():
    case = stepwise()
    live = Live(Case.of(*case))
    answer = marginal_by_year(*case, live.best(live.objective()), cents=100, time_limit=0.0)
    for row in answer.years:
        assert not row.more.proved
        assert (row.more.least, row.more.most) == (0.0, float("inf"))


def test_a_year_needs_a_base_and_a_move():
    case = stepwise()
    live = Live(Case.of(*case))
    with pytest.raises(ValueError, match="move"):
        marginal_by_year(*case, live.best(live.objective()), cents=0)
    nothing = live.best(live.objective(), Conditions(into=frozenset("XY")))
    with pytest.raises(ValueError, match="base"):
        marginal_by_year(*case, nothing)
