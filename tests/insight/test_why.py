"""What it would take, against every program there is: each answer is redone by enumeration on the changed input."""

import itertools
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from builders import FIRST, points, portfolio, project
from builders import option as of
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from oracles.least_money import least_money
from strategies import cases, examples

from prioritizer.domain.criteria import Levels, ValueBasis
from prioritizer.domain.explanation import Added
from prioritizer.domain.portfolio import Balance, Earmark, Link, Rating
from prioritizer.domain.vocabulary import Dimension, LinkType, Measure, Sense
from prioritizer.insight.sets import projects_of
from prioritizer.insight.why import why, why_left_out
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.engine import Engine
from prioritizer.program.levers import shortage, with_cost, with_money
from prioritizer.program.live import Conditions, Live
from prioritizer.program.solvers import Answer, End
from prioritizer.scoring.inverse import first_level, steps_of

CLOSE = Fraction(1, 10**6)


def valid(case):
    found = ((certify(*case, program), program) for program in programs(case[0]))
    return [(certificate.value, program) for certificate, program in found if certificate.valid]


def asked(case, data, held=None):
    """A question, its answer, and every program on either side of it; ``held``: of a project that is in, or left out,
    and could be the other way.
    """
    found = valid(case)
    assume(found)
    live = Live(Case.of(*case))
    base = live.best(live.objective())
    sides = {
        entry.id: [[pair for pair in found if (entry.id in projects_of(pair[1])) is side] for side in (True, False)]
        for entry in case[0].projects
    }
    shown = projects_of(base.program)
    names = [name for name, both in sides.items() if held is None or ((name in shown) is held and all(both))]
    assume(names)
    name = data.draw(st.sampled_from(names))
    return live, base, why(live, base, name), *sides[name]


def factor(live, program, project):
    choice = next(choice for choice in program if choice.project == project)
    opened = live.case.scorecard.of(choice.project, choice.option)
    return opened.multiplier * live.case.delay(choice.start)


@examples(15)
@given(cases(), st.data())
def test_value_and_points_are_those_of_all_programs(case, data):
    live, base, answer, inside, outside = asked(case, data)
    other = outside if answer.inside else inside
    assert answer.possible == bool(other)
    if not other:
        return
    best = max(value for value, _ in other)
    assert answer.lost.exact
    assert answer.lost.high == base.value - best
    assert (best, answer.other) in other
    here = projects_of(base.program) ^ projects_of(answer.other)
    assert {*answer.entering, *answer.leaving, answer.project} == here
    if answer.points is None:
        assert case[1].value_basis is ValueBasis.COST
        return
    ratios = [(base.value - value) / factor(live, program, answer.project) for value, program in inside]
    if answer.inside:
        ratios = [(value - best) / factor(live, program, answer.project) for value, program in inside]
    event(f"inside {answer.inside}")
    turning = max(ratios) if answer.inside else min(ratios)
    assert answer.points.exact
    assert answer.points.low - CLOSE <= turning <= answer.points.high + CLOSE


@examples(15)
@given(cases(), st.data())
def test_at_the_cost_said_it_enters_and_above_it_does_not(case, data):
    _, base, answer, _inside, _ = asked(case, data, held=False)
    assert not answer.inside
    assert answer.possible
    if case[1].value_basis is ValueBasis.COST:
        assert answer.cost is None
        return

    def enters(share):
        # Once nothing is left to pay, years in which it could not be paid to its end are open to it: judged anew.
        found = valid((with_cost(case[0], answer.project, share), case[1]))
        return any(value >= base.value for value, program in found if answer.project in projects_of(program))

    event(f"cost {None if answer.cost is None else float(answer.cost.high) > 0}")
    if answer.cost is None:
        assert not enters(Fraction(0)) or not enters(Fraction(1, 2))
        return
    assert enters(1 - answer.cost.high)
    if answer.cost.low > CLOSE * 10:
        # A cent is the least that changes: the costs of these portfolios are some tens of dollars at least.
        assert not enters(1 - answer.cost.low + Fraction(1, 1000))


@examples(15)
@given(cases(), st.data())
def test_at_the_cost_said_it_still_stays_and_above_it_does_not(case, data):
    assume(case[1].value_basis is not ValueBasis.COST)
    _, _, answer, _, outside = asked(case, data, held=True)
    assert answer.inside
    assert answer.possible
    best = max(value for value, _ in outside)

    def stays(share):
        found = valid((with_cost(case[0], answer.project, share), case[1]))
        return any(value >= best for value, program in found if answer.project in projects_of(program))

    assert answer.cost is not None
    event(f"bounded {answer.cost.high is not None}")
    assert stays(1 + answer.cost.low)
    if answer.cost.high is not None:
        assert not stays(1 + answer.cost.high + Fraction(1, 1000))


@examples(15)
@given(cases(), st.data())
def test_the_money_said_is_enough_and_no_program_needs_less(case, data):
    _, base, answer, _, _ = asked(case, data, held=False)
    if all(envelope.amounts is None for envelope in case[0].envelopes):
        # There is no envelope to add to: money is no answer, even where none is lacking.
        assert (answer.money, answer.money_total) == (None, None)
        return
    least = None
    for program in programs(case[0]):
        if answer.project not in projects_of(program):
            continue
        certificate = certify(*case, program)
        if certificate.value < base.value:
            continue
        plenty = dict.fromkeys(itertools.product([e.source for e in case[0].envelopes], case[0].info.years), 10**9)
        if certify(with_money(case[0], plenty), case[1], program).valid:
            lacking = least_money(*case, program)
            least = lacking if least is None else min(lacking, least)
    event(f"money {least is not None}")
    if answer.money is None:
        assert least is None
        return
    assert sum(row.cents for row in answer.money) == answer.money_total.high
    added = {(row.source, row.year): row.cents for row in answer.money}
    asked_of = [program for value, program in valid((with_money(case[0], added), case[1])) if value >= base.value]
    assert any(answer.project in projects_of(program) for program in asked_of)
    assert least == pytest.approx(answer.money_total.high, abs=100)
    assert answer.money_total.low <= least + 100


@examples(15)
@given(cases(), st.data())
def test_what_is_lacking_is_what_makes_a_program_hold_and_not_a_cent_less(case, data):
    program = data.draw(st.sampled_from(list(programs(case[0]))[:60]))
    lacking = shortage(Case.of(*case), program)
    rest = set(certify(with_money(case[0], lacking), case[1], program).breaches)
    assert not any(word in breach for breach in rest for word in ("envelope", "earmark"))
    # Parts of a cent are added whole, once a year.
    least = least_money(*case, program)
    assert least - 0.01 <= sum(lacking.values()) < least + len(lacking) + 0.01
    for key in lacking:
        less = certify(with_money(case[0], {**lacking, key: lacking[key] - 1}), case[1], program)
        assert len(less.breaches) > len(rest)


def test_a_level_that_is_said_to_be_enough_is_and_the_one_below_is_not():
    """Room for one of two: A rated 50 points, B 20. B needs 30 more."""
    criteria = points()
    entries = (project("A", 50, of(cash=(10,))), project("B", 20, of(cash=(10,))))
    given_to = portfolio(*entries, cash=(10, 0, 0))
    live = Live(Case.of(given_to, criteria))
    answer = why(live, live.best(live.objective()), "B")
    assert (answer.lost.low, answer.lost.high, answer.leaving) == (30, 30, ("A",))
    assert answer.points.high == 30
    (step,) = answer.steps
    assert (step.rated, step.level, step.sure) == (20, 50, True)
    for level, enters in ((step.level, True), (step.level - 1, False)):
        rated = replace(given_to.by_id["B"], ratings=(Rating("worth", Decimal(int(level))),))
        again = Live(Case.of(replace(given_to, projects=(entries[0], rated)), criteria))
        forced = again.best(again.objective(), Conditions(into=frozenset("B")))
        assert (forced.value == again.best(again.objective()).value) is enters
    assert answer.cost.high == 1  # for nothing, it fits beside A


def test_where_doing_nothing_is_the_other_way_everything_leaves():
    """B needs A, which alone loses: without B nothing is done."""
    entries = (project("A", -10, of(cash=(10,))), project("B", 50, of(cash=(10,))))
    needs = Link(LinkType.REQUIRES, "B", ("A",))
    live = Live(Case.of(replace(portfolio(*entries, cash=(20, 0, 0)), links=(needs,)), points()))
    answer = why(live, live.best(live.objective()), "B")
    assert (answer.other, answer.entering, answer.leaving) == ((), (), ("A",))
    assert answer.lost.high == 40


def test_cost_and_money_by_hand():
    """A and B, 10 dollars each, in an envelope of 16: B enters beside A at 60 % of its cost, or with 4 dollars more."""
    entries = (project("A", 50, of(cash=(10,))), project("B", 20, of(cash=(10,))))
    live = Live(Case.of(portfolio(*entries, cash=(16, 0, 0)), points()))
    answer = why(live, live.best(live.objective()), "B")
    assert float(answer.cost.low) == pytest.approx(0.4, abs=1e-6)
    assert float(answer.cost.high) == pytest.approx(0.4, abs=1e-5)
    assert answer.money == (Added("cash", 2027, 400),)
    inside = why(live, live.best(live.objective()), "A")
    assert (inside.points.low, inside.points.high) == (30, 30)
    assert float(inside.cost.low) == pytest.approx(0.6, abs=1e-5)


def test_money_added_for_what_is_reserved_is_carried_by_the_envelope():
    """Of 10 dollars, 6 are reserved for A: B lacks 4 in the first year. With them the envelope carries 6 on, not 2, all
    that both lack in the next one; 50 % of 10 alone would be 5. A year later B would lack 1 dollar, then 4.
    """
    late = project("B", 20, of(cash=(8, 8)), latest=FIRST + 1)
    entries = (project("A", 50, of(cash=(0, 8))), late)
    kept = Earmark(Dimension.PROJECT, ("A",), "cash", 600, FIRST)
    given_to = portfolio(*entries, cash=(10, 10, 4), carry=5000, earmarks=(kept,))
    live = Live(Case.of(given_to, points()))
    answer = why(live, live.best(live.objective()), "B")
    assert answer.money == (Added("cash", 2027, 400),)
    assert (answer.money_total.low, answer.money_total.high) == (400, 400)
    first, *starts = live.choices
    for cents, start in itertools.product(range(400), starts):
        added = {("cash", 2027): cents, ("cash", 2028): 399 - cents}
        assert not certify(with_money(given_to, added), points(), (first, start)).valid


def test_a_level_at_which_a_balance_would_count_the_project_is_not_said_to_be_enough():
    """Rated 60, B would be worth as much as A; but from 25 on it serves the axis, which may have 5 dollars at most."""
    entries = (project("A", 60, of(cash=(4,))), project("B", 20, of(cash=(6,))))
    balance = Balance(Dimension.AXIS, ("axis",), Sense.AT_MOST, Measure.AMOUNT, 500)
    answers = {}
    for balances in ((), (balance,)):
        live = Live(Case.of(portfolio(*entries, cash=(6, 0, 0), balances=balances), points()))
        answers[balances] = why(live, live.best(live.objective()), "B")
    assert all(answer.points.high == answer.points.low == 40 for answer in answers.values())
    (free,), (held,) = (answer.steps for answer in answers.values())
    assert (free.level, free.sure) == (60, True)
    assert (held.level, held.sure) == (None, False)


def test_without_time_nothing_is_proved_and_nothing_breaks():
    entries = (project("A", 50, of(cash=(10,))), project("B", 20, of(cash=(10,))))
    live = Live(Case.of(portfolio(*entries, cash=(16, 0, 0)), points()))
    answer = why(live, live.best(live.objective()), "B", time_limit=0.0)
    assert answer.cost is None
    assert answer.points is None or answer.points.low >= 0
    with pytest.raises(KeyError):
        why(live, live.best(live.objective()), "Z")


@pytest.mark.parametrize(
    ("table", "value", "level"),
    [
        ([(1, 0), (2, 30), (3, 60)], 31, 3),
        ([(1, 0), (2, 30), (3, 60)], 30, 2),
        ([(1, 0), (2, 30), (3, 60)], 61, None),
    ],
)
def test_the_first_level_worth_so_much(table, value, level):
    text = {"fr": "x", "en": "x"}
    scale = Levels.model_validate({"levels": [{"level": n, "value": v, "text": text} for n, v in table]})
    assert first_level(scale, Fraction(value)) == level


@examples(15)
@given(cases())
def test_everyone_left_out_gets_the_answer_that_he_would_get_alone(case):
    live = Live(Case.of(*case))
    base = live.best(live.objective())
    assume(base.program is not None)
    answers = why_left_out(live, base.program)
    assert [a.project for a in answers] == sorted({p.id for p in case[0].projects} - projects_of(base.program))
    for answer in answers:
        alone = why(Live(Case.of(*case)), base, answer.project)
        assert (answer.possible, answer.lost, answer.points) == (alone.possible, alone.lost, alone.points)


def test_a_program_that_breaks_a_rule_is_not_explained():
    entries = (project("A", 5, of(cash=(6, 0, 0))), project("B", 4, of(cash=(6, 0, 0))))
    live = Live(Case.of(portfolio(*entries, cash=(10, 0, 0)), points()))
    with pytest.raises(ValueError, match="breaks a rule"):
        why_left_out(live, tuple(choice for choice in live.choices if choice.start == FIRST))


@examples(15)
@given(cases(), st.data())
def test_levels_said_to_be_enough_are_and_those_said_to_be_least_are(case, data):
    """Each step is redone: the criterion so rated in every option that had less, and every program looked at."""
    _, base, answer, _, _ = asked(case, data, held=False)
    assume(answer.steps)
    entry = case[0].by_id[answer.project]

    def enters(criterion, level):
        rows = {row.option: row for row in entry.ratings if row.criterion == criterion.code}
        given_to = {option.code: rows.get(option.code, rows.get(None)) for option in entry.options}
        raised = [
            replace(row, option=code)
            if row is not None and value_at(criterion.scale, row.level) >= value_at(criterion.scale, level)
            else Rating(criterion.code, level, code)
            for code, row in given_to.items()
        ]
        others = tuple(row for row in entry.ratings if row.criterion != criterion.code)
        changed = replace(entry, ratings=(*others, *raised))
        projects = tuple(changed if p.id == entry.id else p for p in case[0].projects)
        found = valid((replace(case[0], projects=projects), case[1]))
        return any(value >= base.value for value, program in found if answer.project in projects_of(program))

    for step in answer.steps:
        criterion = next(c for c in case[1].criteria if c.code == step.criterion)
        if criterion.code == "risk":
            continue
        levels = [level for level, _ in steps_of(criterion.scale)]
        event(f"{criterion.code} {step.level is not None} {step.sure}")
        if step.level is not None:
            assert enters(criterion, rounded_up(step.level))
            if not step.sure or not answer.points.low:
                continue
            if not isinstance(criterion.scale, Levels):
                assert not enters(criterion, rounded_up(step.level) - Decimal("0.001"))
            elif below := [level for level in levels if level < step.level]:
                assert not enters(criterion, Decimal(int(below[-1])))
        elif step.sure:
            assert not enters(criterion, Decimal(int(levels[-1])))


def rounded_up(level):
    return Decimal(ceil(level * 10**6)) / 10**6


def value_at(scale, level):
    rows = steps_of(scale)
    for (low, less), (high, more) in itertools.pairwise(rows):
        if low <= level <= high:
            return less + (more - less) * (Fraction(level) - low) / (high - low)
    return rows[0][1]


def test_a_sure_way_is_told_even_where_the_search_finds_none(monkeypatch):
    """The program shown with the project as well: 4 dollars are lacking, and nothing else."""

    class Idle:
        def __init__(self, matrix):
            pass

        def solve(self, *given):
            return Answer(End.LIMIT, None, None)

    entries = (project("A", 50, of(cash=(10,))), project("B", 20, of(cash=(10,))))
    live = Live(Case.of(portfolio(*entries, cash=(16, 0, 0)), points()))
    base = live.best(live.objective())
    monkeypatch.setattr("prioritizer.insight.why.Engine", Idle)
    answer = why(live, base, "B")
    assert answer.money == (Added("cash", 2027, 400),)
    assert (answer.money_total.low, answer.money_total.high) == (0, 400)


def test_a_search_for_the_least_begins_from_a_way_that_is_known(monkeypatch):
    """Nothing is tried at all but the start: both levers are already pulled as far as it needs."""
    started = []

    class Seen(Engine):
        def solve(self, objective, extra, zero, ones, start, watch):
            started.append(start)
            return super().solve(objective, extra, zero, ones, start, watch)

    entries = (project("A", 50, of(cash=(10,))), project("B", 20, of(cash=(10,))))
    live = Live(Case.of(portfolio(*entries, cash=(16, 0, 0)), points()))
    base = live.best(live.objective())
    monkeypatch.setattr("prioritizer.insight.why.Engine", Seen)
    answer = why(live, base, "B")
    assert [start[:2].tolist() for start in started] == [[1, 1], [1, 1]]
    assert float(answer.cost.high) == pytest.approx(0.4, abs=1e-5)
