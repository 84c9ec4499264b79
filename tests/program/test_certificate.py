"""The certificate on cases done by hand: each rule kept with nothing to spare, then broken by the least there is."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import FIRST, option, points, portfolio, project
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.domain.decision import Choice
from prioritizer.domain.portfolio import (
    Amounts,
    Balance,
    Earmark,
    Envelope,
    GateAnswer,
    Limit,
    Link,
    Mandate,
    OperatingEffect,
    Option,
)
from prioritizer.domain.vocabulary import (
    Answer,
    CostBasis,
    Dimension,
    Kind,
    LagFrom,
    LimitKind,
    LinkType,
    MandateReason,
    Measure,
    Sense,
    Status,
)
from prioritizer.program.certificate import certify


def chosen(*names, start=FIRST, code="base"):
    return tuple(Choice(name, code, start) for name in names)


def breaches(case, program, criteria=None, value=None):
    return certify(case, criteria or points(), program, value).breaches


def broken(case, program, criteria=None):
    """First words of the breaches: the codes of the rules broken."""
    return {breach.split()[0] for breach in breaches(case, program, criteria)}


def cents(*years):
    return Option("base", capital={"cash": Amounts(years)})


# -- value


def test_value_is_recomputed_exactly():
    case = portfolio(
        project("A", 30, option(), latest=FIRST + 2),
        project("B", 10, option()),
        links=(Link(LinkType.SYNERGY, "A", ("B",), bonus=Decimal("2.5")),),
    )
    program = (Choice("A", "base", FIRST + 2), *chosen("B"))
    expected = 30 / Fraction(1035, 1000) ** 2 + 10 + Fraction(5, 2)
    assert certify(case, points("0.035"), program, expected) == certify(case, points("0.035"), program)
    assert certify(case, points("0.035"), program).value == expected
    claimed = expected + Fraction(1, 10**15)
    assert [breach.split()[0] for breach in breaches(case, program, points("0.035"), claimed)] == ["value"]
    assert certify(case, points(), chosen("A")).value == 30, "no bonus for half a synergy"


# -- choices


def window():
    return portfolio(
        project("A", 1, option(cash=(1, 1)), earliest=FIRST + 1, latest=FIRST + 3, duration=2),
        project("C", 1, option(cash=(0, 1)), basis=CostBasis.CALENDAR, earliest=FIRST + 1, latest=FIRST + 1),
        project("R", 1, option(cash=(1,)), basis=CostBasis.CALENDAR, earliest=FIRST - 2, latest=FIRST - 2),
        years=4,
    )


@pytest.mark.parametrize(
    ("name", "year", "kept"),
    [
        ("A", 0, False),
        ("A", 1, True),
        ("A", 2, True),
        ("A", 3, False),  # its second dollar would fall after the horizon
        ("A", 4, False),
        ("C", 1, True),
        ("C", 0, False),
        ("C", 2, False),
        ("R", 0, True),
        ("R", -2, False),
    ],
)
def test_starts(name, year, kept):
    assert broken(window(), chosen(name, start=FIRST + year)) == (set() if kept else {"choice"})


def test_later_costs_are_allowed_to_projects_only():
    case = window()
    case = replace(case, info=replace(case.info, later_allowed=True))
    late = chosen("A", start=FIRST + 3)
    assert not broken(case, late)
    programme = replace(case.by_id["A"], kind=Kind.PROGRAMME)
    assert broken(replace(case, projects=(programme, *case.projects[1:])), late) == {"choice"}


def test_one_option_and_one_start_a_project():
    case = portfolio(project("A", 1, option("base"), option("wide"), latest=FIRST + 1))
    assert not broken(case, chosen("A"))
    for other in (chosen("A"), chosen("A", code="wide"), chosen("A", start=FIRST + 1)):
        assert broken(case, chosen("A") + other) == {"choice"}


# -- obligations and eligibility


@pytest.mark.parametrize(
    ("changes", "imposed"),
    [
        ({}, False),
        ({"status": Status.COMMITTED}, True),
        ({"status": Status.IN_PROGRESS}, True),
        ({"mandate": Mandate(MandateReason.LAW, "r", dt.date(FIRST, 1, 1))}, True),
        ({"mandate": Mandate(MandateReason.LAW, "r", dt.date(FIRST - 1, 12, 31))}, False),
    ],
)
def test_imposed(changes, imposed):
    case = portfolio(project("A", -5, option(), **changes), project("B", 1, option()))
    assert broken(case, chosen("B")) == ({"imposed"} if imposed else set())
    assert not broken(case, chosen("A", "B"))


@pytest.mark.parametrize(
    ("answers", "kept"),
    [((Answer.YES,), True), ((Answer.NOT_APPLICABLE,), True), ((Answer.NO,), False), ((), False)],
)
def test_gates(answers, kept):
    gates = tuple(GateAnswer("gate", answer) for answer in answers)
    case = portfolio(project("A", 1, option(), gates=gates))
    assert broken(case, chosen("A"), points(gate=True)) == (set() if kept else {"gate"})
    assert not broken(case, (), points(gate=True))


# -- money


@pytest.mark.parametrize(("first", "second", "kept"), [(1000, 500, True), (1001, 500, False), (1000, 501, False)])
def test_envelope_without_carry(first, second, kept):
    case = portfolio(project("A", 1, cents(first)), project("B", 1, cents(0, second)), cash=(10, 5, 0))
    assert broken(case, chosen("A", "B")) == (set() if kept else {"envelope"})


@pytest.mark.parametrize(
    ("spent", "kept"),
    [
        ((0, 750, 0), True),  # 25 % of 10.00 adds to 5.00
        ((0, 751, 0), False),
        ((900, 600, 0), True),  # only 1.00 is left to carry
        ((900, 601, 0), False),
        ((0, 375, 500), False),  # what was carried and not used is not carried again: 25 % of 5.00 at most
        ((0, 375, 125), True),
        ((0, 625, 125), True),
        ((0, 626, 125), False),
    ],
)
def test_envelope_with_carry(spent, kept):
    case = portfolio(project("A", 1, cents(*spent)), cash=(10, 5, 0), carry=2500)
    assert broken(case, chosen("A")) == (set() if kept else {"envelope"})


def test_a_carry_of_a_third_of_a_cent_is_not_rounded_up():
    case = portfolio(project("A", 1, cents(0, 334, 0)), cash=(10, 0, 0), carry=3333)
    assert broken(case, chosen("A")) == {"envelope"}  # 333.3 cents may be carried
    case = portfolio(project("A", 1, cents(0, 333, 0)), cash=(10, 0, 0), carry=3333)
    assert not broken(case, chosen("A"))


def test_each_source_has_its_own_envelope():
    both_sources = Option("base", capital={"cash": Amounts((500,)), "subsidy": Amounts((501,))})
    for amount, kept in ((501, True), (500, False)):
        envelopes = (Envelope("cash", (500, 0, 0)), Envelope("subsidy", (amount, 0, 0)))
        case = portfolio(project("A", 1, both_sources), envelopes=envelopes)
        assert broken(case, chosen("A")) == (set() if kept else {"envelope"})


def test_costs_follow_the_start_only_when_they_count_from_it():
    moved = portfolio(project("A", 1, cents(500), latest=FIRST + 1), cash=(0, 5, 0))
    assert broken(moved, chosen("A")) == {"envelope"}
    assert not broken(moved, chosen("A", start=FIRST + 1))
    fixed = project("A", 1, cents(0, 500), basis=CostBasis.CALENDAR, earliest=FIRST + 1, latest=FIRST + 1)
    assert not broken(portfolio(fixed, cash=(0, 5, 0)), chosen("A", start=FIRST + 1))


def test_before_and_after_use_no_envelope():
    costs = Option("base", capital={"cash": Amounts((500,), before=99_900, after=99_900)})
    assert not broken(portfolio(project("A", 1, costs), cash=(5, 0, 0)), chosen("A"))


@pytest.mark.parametrize(("saving", "kept"), [(100, True), (99, False)])
def test_a_synergy_saves_in_its_year(saving, kept):
    def case(year):
        link = Link(LinkType.SYNERGY, "A", ("B",), saving=saving, source="cash", year=year)
        return portfolio(project("A", 1, cents(300)), project("B", 1, cents(300)), cash=(5, 5, 5), links=(link,))

    assert broken(case(FIRST), chosen("A", "B")) == (set() if kept else {"envelope"})
    assert broken(case(FIRST + 1), chosen("A", "B")) == {"envelope"}


@pytest.mark.parametrize(("mine", "others", "kept"), [(1000, 0, True), (400, 600, True), (399, 601, False)])
def test_earmark(mine, others, kept):
    case = portfolio(
        project("A", 1, cents(mine), department="e"),
        project("B", 1, cents(others)),
        cash=(10, 10, 10),
        earmarks=(Earmark(Dimension.DEPARTMENT, ("e",), "cash", 400, FIRST),),
    )
    assert broken(case, chosen("A", "B")) == (set() if kept else {"earmark"})


def test_an_earmark_of_one_year_leaves_the_others_alone():
    spend = project("B", 1, cents(0, 1000))
    for year, codes in ((FIRST, set()), (FIRST + 1, {"earmark"}), (None, {"earmark"})):
        earmarks = (Earmark(Dimension.DEPARTMENT, ("e",), "cash", 1, year),)
        case = portfolio(spend, cash=(10, 10, 10), earmarks=earmarks)
        assert broken(case, chosen("B")) == codes


def test_what_is_reserved_is_not_carried_to_others():
    """10.00 with 4.00 reserved: the others carry half of 6.00, not half of 10.00."""
    for spent, kept in ((900, True), (901, False)):
        earmarks = (Earmark(Dimension.DEPARTMENT, ("e",), "cash", 400),)
        case = portfolio(project("B", 1, cents(0, spent)), cash=(10, 10, 10), carry=5000, earmarks=earmarks)
        assert broken(case, chosen("B")) == (set() if kept else {"earmark"})


# -- yearly limits


@pytest.mark.parametrize(("people", "kept"), [(1500, True), (1501, False)])
def test_capacity_to_a_thousandth(people, kept):
    costs = Option("base", people={"dev": (0, people)})
    limits = (Limit(LimitKind.CAPACITY, "dev", (0, 1500, 0)),)
    assert broken(portfolio(project("A", 1, costs), limits=limits), chosen("A")) == (set() if kept else {"capacity"})


def test_people_of_another_pool_or_a_year_without_limit_do_not_count():
    costs = Option("base", people={"dev": (0, 9000), "data": (9000,)})
    limits = (Limit(LimitKind.CAPACITY, "dev", (0, None, 0)),)
    assert not broken(portfolio(project("A", 1, costs), limits=limits), chosen("A"))


@pytest.mark.parametrize(
    ("limit", "kept"),
    [((100, 200, 300), True), ((99, 200, 300), False), ((100, 199, 300), False), ((100, 200, 299), False)],
)
def test_operating_effect_recurs_after_the_last_year_filled_in(limit, kept):
    costs = Option("base", operating=(OperatingEffect("run", (100, 200, 0), 300, 2),))
    case = portfolio(project("A", 1, costs), limits=(Limit(LimitKind.OPERATING, "", limit),))
    assert broken(case, chosen("A")) == (set() if kept else {"operating"})


def test_operating_effect_waits_for_the_start_and_a_saving_gives_room():
    late = Option("base", operating=(OperatingEffect("run", (), 100, 0),))
    saves = Option("base", operating=(OperatingEffect("run", (0, -50), 0, 2),))
    projects = (project("A", 1, late, latest=FIRST + 1), project("B", 1, saves))
    case = portfolio(*projects, limits=(Limit(LimitKind.OPERATING, "", (0, 50, 100)),))
    program = (Choice("A", "base", FIRST + 1), *chosen("B"))
    assert not broken(case, program)
    assert broken(case, chosen("A", "B")) == {"operating"}
    assert broken(case, chosen("A", start=FIRST + 1)) == {"operating"}


@pytest.mark.parametrize(
    ("name", "most", "kept"),
    [("d", 2, True), ("d", 1, False), ("e", 1, True), ("e", 0, False), ("", 3, True), ("", 2, False), ("z", 0, True)],
)
def test_concurrency_by_department_and_for_all(name, most, kept):
    case = portfolio(
        project("A", 1, option()),
        project("B", 1, option()),
        project("C", 1, option(), department="e"),
        limits=(Limit(LimitKind.CONCURRENCY, name, (most, None, None)),),
    )
    assert broken(case, chosen("A", "B", "C")) == (set() if kept else {"concurrency"})


def test_a_project_is_active_for_its_duration_counted_from_its_real_start():
    def ends_in(year, **changes):
        limits = tuple(
            Limit(LimitKind.CONCURRENCY, "", tuple(0 if t == k else None for t in range(3))) for k in (year,)
        )
        return broken(portfolio(project("A", 1, option(), **changes), limits=limits), chosen("A"))

    assert ends_in(1, duration=2) == {"concurrency"}
    assert not ends_in(2, duration=2)
    under_way = {"basis": CostBasis.CALENDAR, "earliest": FIRST - 1, "latest": FIRST - 1, "duration": 2}
    assert ends_in(0, **under_way) == {"concurrency"}
    assert not ends_in(1, **under_way)


# -- links


def test_requires():
    case = portfolio(*(project(name, 1, option()) for name in "ABC"), links=(Link(LinkType.REQUIRES, "A", ("B", "C")),))
    assert broken(case, chosen("A", "B")) == {"precedence"}
    for program in ((), chosen("B"), chosen("B", "C"), chosen("A", "B", "C")):
        assert not broken(case, program)


@pytest.mark.parametrize(
    ("lag_from", "lag", "first_ready"),
    [(LagFrom.START, 0, 0), (LagFrom.START, 1, 1), (LagFrom.FINISH, 0, 2), (LagFrom.FINISH, 1, 3)],
)
def test_after(lag_from, lag, first_ready):
    """B lasts two years from the first one."""
    case = portfolio(
        project("A", 1, option(), latest=FIRST + 3),
        project("B", 1, option(), duration=2),
        links=(Link(LinkType.AFTER, "A", ("B",), lag=lag, lag_from=lag_from),),
        years=4,
    )
    for year in range(4):
        program = (Choice("A", "base", FIRST + year), *chosen("B"))
        assert broken(case, program) == (set() if year >= first_ready else {"precedence"})
    assert broken(case, chosen("A", start=FIRST + 3)) == {"precedence"}
    assert not broken(case, chosen("B"))


def test_after_a_project_under_way_counts_from_its_real_start():
    under_way = project("B", 1, option(), basis=CostBasis.CALENDAR, earliest=FIRST - 1, latest=FIRST - 1, duration=2)
    link = Link(LinkType.AFTER, "A", ("B",), lag_from=LagFrom.FINISH)
    case = portfolio(project("A", 1, option(), latest=FIRST + 1), under_way, links=(link,))
    assert broken(case, chosen("A", "B")) == {"precedence"}
    assert not broken(case, (Choice("A", "base", FIRST + 1), *chosen("B")))


@pytest.mark.parametrize(
    ("kind", "k", "kept"),
    [
        (LinkType.EXCLUDES, 0, (0, 1)),
        (LinkType.AT_MOST, 2, (0, 1, 2)),
        (LinkType.AT_LEAST, 2, (2, 3)),
        (LinkType.EXACTLY, 2, (2,)),
        (LinkType.EXACTLY, 0, (0,)),
    ],
)
@pytest.mark.parametrize("head", ["A", None])
def test_groups(kind, k, kept, head):
    others = ("B", "C") if head else ("A", "B", "C")
    case = portfolio(*(project(name, 1, option()) for name in "ABC"), links=(Link(kind, head, others, k=k),))
    for count in range(4):
        assert broken(case, chosen(*"ABC"[:count])) == (set() if count in kept else {"group"})


# -- balances


def balanced(dimension, members, sense, measure, value, year=None, *, mine=2500, others=7500):
    """A has every trait, B none."""
    traits = {"department": "e", "area": "b", "protection_bp": 10_000, "agglomeration_bp": 10_000}
    return portfolio(
        project("A", 30, cents(mine), **traits),
        project("B", 20, cents(others)),
        balances=(Balance(dimension, members, sense, measure, value, year),),
    )


@pytest.mark.parametrize(
    ("dimension", "members"),
    [
        (Dimension.DEPARTMENT, ("e",)),
        (Dimension.AREA, ("b", "z")),
        (Dimension.PROJECT, ("A",)),
        (Dimension.AXIS, ("axis",)),  # serves from 25 points
        (Dimension.PROTECTION, ()),
        (Dimension.AGGLOMERATION, ()),
    ],
)
@pytest.mark.parametrize(
    ("sense", "measure", "value", "kept"),
    [
        (Sense.AT_LEAST, Measure.SHARE, 2500, True),
        (Sense.AT_LEAST, Measure.SHARE, 2501, False),
        (Sense.AT_MOST, Measure.SHARE, 2500, True),
        (Sense.AT_MOST, Measure.SHARE, 2499, False),
        (Sense.AT_LEAST, Measure.AMOUNT, 2500, True),
        (Sense.AT_LEAST, Measure.AMOUNT, 2501, False),
        (Sense.AT_MOST, Measure.AMOUNT, 2500, True),
        (Sense.AT_MOST, Measure.AMOUNT, 2499, False),
    ],
)
def test_balances(dimension, members, sense, measure, value, kept):
    for year, codes in ((None, kept), (FIRST, kept), (FIRST + 1, measure is Measure.SHARE or sense is Sense.AT_MOST)):
        case = balanced(dimension, members, sense, measure, value, year)
        assert broken(case, chosen("A", "B")) == (set() if codes else {"balance"}), year


def test_a_share_of_one_cent_counts():
    for others, kept in ((7500, True), (7501, False)):
        case = balanced(Dimension.DEPARTMENT, ("e",), Sense.AT_LEAST, Measure.SHARE, 2500, others=others)
        assert broken(case, chosen("A", "B")) == (set() if kept else {"balance"})


def test_the_capital_of_a_balance_is_what_falls_inside_the_horizon():
    costs = Option("base", capital={"cash": Amounts((100, 900), before=5000, after=5000)})
    for value, kept in ((100, True), (101, False)):
        balance = Balance(Dimension.PROJECT, ("A",), Sense.AT_LEAST, Measure.AMOUNT, value)
        case = portfolio(project("A", 1, costs, latest=FIRST + 2), balances=(balance,))
        case = replace(case, info=replace(case.info, later_allowed=True))
        assert broken(case, chosen("A", start=FIRST + 2)) == (set() if kept else {"balance"})


def test_savings_of_a_synergy_stay_in_the_capital_of_a_balance():
    link = Link(LinkType.SYNERGY, "A", ("B",), saving=1000, source="cash", year=FIRST)
    case = replace(balanced(Dimension.PROJECT, ("A", "B"), Sense.AT_LEAST, Measure.AMOUNT, 10_000), links=(link,))
    assert not broken(case, chosen("A", "B"))


def test_a_rule_stated_twice_counts_once():
    """The same row twice is one rule, for the certificate as for the model: one bonus, one saving."""
    link = Link(LinkType.SYNERGY, "A", ("B",), bonus=Decimal(5), saving=100, source="cash", year=FIRST)
    projects = (project("A", 1, cents(300)), project("B", 1, cents(301)))
    case = portfolio(*projects, cash=(5, 5, 5), links=(link, link))
    assert certify(case, points(), chosen("A", "B")).value == 7
    assert broken(case, chosen("A", "B")) == {"envelope"}


# -- nonsense


def everything():
    """A portfolio with a row of every rule."""
    return portfolio(
        project("A", 30, option(cash=(1,), people={"dev": (1,)}, operating=(1,)), option("wide"), latest=FIRST + 1),
        project("B", 20, option(cash=(1, 2)), status=Status.COMMITTED),
        cash=(10, 10, 10),
        carry=2500,
        links=(
            *(Link(kind, "A", ("B",), k=1) for kind in LinkType if kind is not LinkType.SYNERGY),
            Link(LinkType.SYNERGY, None, ("A", "B"), bonus=Decimal(1), saving=1, source="cash", year=FIRST),
        ),
        limits=tuple(Limit(kind, name, (1, None, 0)) for kind, name in zip(LimitKind, ("", "dev", "d"), strict=True)),
        balances=tuple(Balance(d, ("A", "d", "axis"), Sense.AT_LEAST, Measure.SHARE, 1) for d in Dimension),
        earmarks=(Earmark(Dimension.PROJECT, ("A",), "cash", 100),),
    )


names = st.sampled_from(["A", "B", "Z", "", "base", "é"])
options = st.sampled_from(["base", "wide", "none", ""])
years = st.sampled_from([FIRST, FIRST + 1, FIRST + 2]) | st.integers(-10_000, 10_000)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.builds(Choice, names, options, years), max_size=6), st.none() | st.fractions())
def test_nonsense_is_refused_and_never_raises(program, value):
    certificate = certify(everything(), points(), tuple(program), value)
    absent = any(c.project not in "AB" or not c.project or (c.project, c.option) == ("B", "wide") for c in program)
    impossible = any(c.start not in (FIRST, FIRST + 1) for c in program)
    if absent or impossible or "B" not in {c.project for c in program}:
        assert not certificate.valid
    if value is not None and value != certificate.value:
        assert not certificate.valid
