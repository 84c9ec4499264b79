"""A meeting applied to a portfolio by hand: the program that follows is the one a person works out on paper."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import FIRST, option, points, portfolio, project
from hypothesis import given, settings
from hypothesis import strategies as st
from three_axes import criteria as three

from prioritizer.domain.decision import Change, FigureUnit, SolveStatus
from prioritizer.domain.portfolio import Limit, Link, Mandate
from prioritizer.domain.vocabulary import LimitKind, LinkType, MandateReason, Status
from prioritizer.program.build import check
from prioritizer.program.case import Case
from prioritizer.program.solve import solve
from prioritizer.web.meeting import Forced, Meeting, can_start


def small(**rest):
    """Ten dollars a year for two years. A and B cost ten, C five; A may wait a year."""
    return portfolio(
        project("A", 60, option(cash=(10,)), latest=FIRST + 1),
        project("B", 50, option(cash=(10,))),
        project("C", 20, option(cash=(5,))),
        cash=(10, 10, 0),
        **rest,
    ).canonical()


def program(meeting, base=None):
    decision = solve(meeting.portfolio(base or small()), points())
    assert decision.status is SolveStatus.OPTIMAL
    return {choice.project: choice.start for choice in decision.program}


def test_nothing_changed_is_the_very_same_portfolio():
    base, set_ = small(), points()
    assert Meeting().portfolio(base) is base
    assert Meeting().criteria(set_) is set_
    assert Meeting().counts == 0


def test_as_published_both_fit():
    assert program(Meeting()) == {"A": FIRST + 1, "B": FIRST}


def test_a_project_forced_in_displaces_the_other():
    assert program(Meeting().force(Forced("C", inside=True, reason="vote"))) == {"A": FIRST + 1, "C": FIRST}


def test_a_project_forced_in_shows_as_an_obligation_with_its_reason():
    after = Meeting().force(Forced("C", inside=True, reason="vote")).portfolio(small())
    assert after.by_id["C"].mandate == Mandate(MandateReason.RESOLUTION, "vote", dt.date(FIRST + 2, 12, 31))
    assert after.by_id["C"].imposed(FIRST)
    assert not after.by_id["A"].imposed(FIRST)


def test_a_project_forced_out_leaves_its_place():
    assert program(Meeting().force(Forced("B", inside=False))) == {"A": FIRST + 1, "C": FIRST}


def test_a_pinned_start_takes_that_year_and_who_was_there_gives_way():
    assert program(Meeting().force(Forced("A", start=FIRST))) == {"A": FIRST}


def test_only_a_start_that_exists_can_be_pinned():
    base = small()
    assert can_start(base, "A") == (FIRST, FIRST + 1)
    assert Meeting().force(Forced("A", start=FIRST + 2)).portfolio(base).by_id["A"] == base.by_id["A"]


def test_a_free_project_is_said_nothing_of():
    meeting = Meeting().force(Forced("A", inside=True)).force(Forced("A"))
    assert meeting == Meeting()


def test_money_added_and_taken_away():
    more = [Change("envelope", ("cash",), FIRST, 500, FigureUnit.CENTS)]
    assert program(Meeting().move(more)) == {"A": FIRST + 1, "B": FIRST, "C": FIRST}
    less = [Change("envelope", ("cash",), FIRST, -600, FigureUnit.CENTS)]
    assert program(Meeting().move(less)) == {"A": FIRST + 1}


def test_moves_of_one_limit_add_up_and_vanish():
    step = Change("envelope", ("cash",), FIRST, 300, FigureUnit.CENTS)
    assert Meeting().move([step]).move([step]).limits == (replace(step, amount=600),)
    assert Meeting().move([step, replace(step, amount=-300)]) == Meeting()


def test_an_envelope_never_falls_below_nothing():
    gone = [Change("envelope", ("cash",), FIRST, -99_999, FigureUnit.CENTS)]
    assert Meeting().move(gone).portfolio(small()).envelopes[0].amounts == (0, 1000, 0)


RULED = small(
    links=(
        Link(LinkType.REQUIRES, "C", ("B",)),
        Link(LinkType.EXCLUDES, None, ("A", "B")),
    ),
    limits=(
        Limit(LimitKind.CONCURRENCY, "d", (1, 1, 1)),
        Limit(LimitKind.OPERATING, "", (0, 0, 0)),
        Limit(LimitKind.CAPACITY, "dev", (0, 0, 0)),
    ),
)


@pytest.mark.parametrize(
    "rule",
    [
        ("envelope", ("cash",)),
        ("operating", ()),
        ("capacity", ("dev",)),
        ("concurrency", ("d",)),
        ("precedence", ("C", "B")),
        ("group", ("excludes", "1", "A", "B")),
    ],
    ids=lambda rule: rule[0],
)
def test_a_rule_set_aside_is_no_longer_checked_and_the_others_are(rule):
    after = Case.of(Meeting().switch(rule, on=False).portfolio(RULED), points())
    every = solve(replace(RULED, envelopes=()), points()).program  # any program will do
    before = {(f.rule, f.subject) for f in check(Case.of(RULED, points()), (*every,))}
    now = {(f.rule, f.subject) for f in check(after, (*every,))}
    expected = before - {rule} if rule in before else before
    assert now == expected
    assert Meeting().switch(rule, on=False).switch(rule, on=True) == Meeting()


def test_an_obligation_set_aside_competes():
    bound = replace(small().by_id["C"], status=Status.COMMITTED)
    base = replace(small(), projects=(small().by_id["A"], small().by_id["B"], bound))
    assert "C" in program(Meeting(), base)
    assert "C" not in program(Meeting().switch(("imposed", ("C",)), on=False), base)


def test_a_repair_that_lifts_what_the_meeting_imposed_takes_it_back():
    forced = Meeting().force(Forced("C", inside=True, reason="vote"))
    lift = Change("imposed", ("C",), None, 1, FigureUnit.COUNT)
    assert forced.move([lift]) == Meeting()
    out = Meeting().force(Forced("C", inside=False))
    assert out.move([Change("group", ("at_most", "0", "C"), None, 1, FigureUnit.COUNT)]) == Meeting()


@settings(max_examples=30)
@given(st.integers(5, 60), st.integers(1, 35), st.integers(0, 100))
def test_weights_of_the_set_and_of_the_meeting_agree(first, second, to):
    published = three(first, second)
    meeting = Meeting().weigh(published, "debt", Decimal(to))
    axes = meeting.axis_weights(published)
    assert sum(axes.values()) == 100
    assert axes["debt"] == to
    weights = meeting.weights(published)
    assert sum(weights.values()) == 1
    # One criterion an axis: the weight of the criterion is that of its axis.
    assert weights == {f"on-{code}": Fraction(weight) / 100 for code, weight in axes.items()}
    assert meeting.criteria(published).weights == weights


def test_back_at_the_published_weight_nothing_has_changed():
    published = three(40, 35)
    assert Meeting().weigh(published, "debt", Decimal(35)) == Meeting()
    assert Meeting().weigh(published, "debt", Decimal(50)).as_published() == Meeting()


def test_a_locked_axis_does_not_give_way():
    published = three(40, 35)
    meeting = Meeting().lock("ecology", on=True).weigh(published, "align", Decimal(60))
    assert meeting.axis_weights(published) == {"align": 60, "debt": 15, "ecology": 25}
    assert meeting.lock("ecology", on=False).locks == frozenset()
