"""The ledger against permutations, enumerations and cases by hand: parts add up, each mix is the best there is."""

import itertools
import json
import re
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from math import factorial

import pytest
from builders import option as of
from builders import points, portfolio, project
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import best
from strategies import cases, examples

from prioritizer.cli.explore_changes import show_changes
from prioritizer.cli.say import Terminal
from prioritizer.domain.portfolio import Balance, Earmark, Limit, Link, Project, Rating, plain
from prioritizer.domain.vocabulary import Dimension, LimitKind, LinkType, Measure, Sense, Status
from prioritizer.insight.change_ledger import Moved, change_ledger, order_parts
from prioritizer.insight.change_mix import RATING_FIELDS, RULE_FIELDS, Factor, Scenario, mixed
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live
from prioritizer.text.findings import Wording

CRITERIA = points()
POINTS = st.integers(-20, 20).map(lambda n: Fraction(n, 3))


def by_orders(values, count):
    """Each factor's part, averaged over the orders whose every step has a value; None where there is no such order."""
    sums, orders = [Fraction(0)] * count, 0
    for order in itertools.permutations(range(count)):
        masks = list(itertools.accumulate(order, lambda mask, i: mask | 1 << i, initial=0))
        if any(values[mask] is None for mask in masks):
            continue
        orders += 1
        for i, (old, new) in zip(order, itertools.pairwise(masks), strict=True):
            sums[i] += values[new] - values[old]
    return [total / orders for total in sums] if orders else None, orders


@st.composite
def games(draw, most=4):
    count = draw(st.integers(0, most))
    return count, draw(st.lists(POINTS, min_size=2**count, max_size=2**count))


def split(values):
    orders, weights = order_parts([value is not None for value in values])
    parts = [sum((w * v for w, v in zip(row, values, strict=True) if v is not None), Fraction(0)) for row in weights]
    return parts, orders


@examples(60)
@given(games())
def test_the_parts_are_the_average_over_all_orders(game):
    count, values = game
    parts, orders = split(values)
    assert (parts, orders) == by_orders(values, count)
    assert orders == factorial(count)
    assert sum(parts) == values[-1] - values[0]


@examples(60)
@given(games(), st.data())
def test_with_mixes_missing_the_average_is_over_the_orders_left(game, data):
    count, values = game
    gone = data.draw(st.sets(st.integers(0, 2**count - 1), max_size=2**count // 2))
    values = [None if mask in gone else value for mask, value in enumerate(values)]
    parts, orders = split(values)
    expected, count_of = by_orders(values, count)
    assert orders == count_of
    event(f"orders: {min(orders, 2)}")
    if expected is not None:
        assert parts == expected
        assert sum(parts) == values[-1] - values[0]


@examples(40)
@given(games(3), st.data())
def test_alike_factors_get_alike_parts_and_a_factor_that_does_nothing_gets_none(game, data):
    count, values = game
    assume(count >= 2)
    i, j = data.draw(st.permutations(range(count)))[:2]

    def swapped(mask):
        return mask ^ (1 << i | 1 << j) if (mask >> i & 1) != (mask >> j & 1) else mask

    alike = [values[min(mask, swapped(mask))] for mask in range(2**count)]
    assert split(alike)[0][i] == split(alike)[0][j]
    without = [values[mask & ~(1 << i)] for mask in range(2**count)]
    assert split(without)[0][i] == 0


# -- By hand


def two(cash=(10, 0, 0), cost=5, worth=20, **rest):
    """A is worth 40 and costs 5; B is worth 20 and costs 5."""
    b = project("B", worth, of(cash=(cost,)))
    return Scenario(portfolio(project("A", 40, of(cash=(5,))), b, cash=cash, **rest), CRITERIA)


def parts_of(ledger):
    return {part.factor: part.value for part in ledger.parts if part.differs}


def test_an_envelope_cut_explains_the_one_project_that_left():
    ledger = change_ledger(two(), two(cash=(9, 0, 0)))
    assert (ledger.before.value, ledger.after.value, ledger.proved) == (60, 40, True)
    assert parts_of(ledger) == {Factor.ENVELOPES: -20}
    assert len(ledger.mixes) == 2
    (move,) = ledger.moves
    assert (move.project, move.moved, move.cause, move.parts) == (
        "B",
        Moved.LEFT,
        Factor.ENVELOPES,
        ((Factor.ENVELOPES, 1),),
    )


def test_two_causes_either_of_which_is_enough_share_alike():
    ledger = change_ledger(two(), two(cash=(9, 0, 0), cost=6))
    assert parts_of(ledger) == {Factor.COST: -10, Factor.ENVELOPES: -10}
    assert ledger.moves[0].parts == ((Factor.COST, Fraction(1, 2)), (Factor.ENVELOPES, Fraction(1, 2)))
    assert ledger.moves[0].cause is Factor.COST


def test_ratings_weights_and_arrivals_by_hand():
    slower = points(delay="0.1")
    new = project("C", 50, of(cash=(5,)))
    after = two(worth=25).portfolio
    ledger = change_ledger(two(), Scenario(replace(after, projects=(*after.projects, new)), slower))
    # Room for two: A and C (90) where C is there, else A and B (60 or 65); nothing starts late, so no delay.
    assert parts_of(ledger) == {Factor.RATINGS: Fraction(5, 2), Factor.WEIGHTS: 0, Factor.ARRIVALS: Fraction(55, 2)}
    assert {move.project: (move.moved, move.cause) for move in ledger.moves} == {
        "B": (Moved.LEFT, Factor.ARRIVALS),
        "C": (Moved.ENTERED, Factor.ARRIVALS),
    }


def test_a_later_window_and_a_cheaper_option_move_year_and_option():
    a = project("A", 40, of("full", cash=(9,)), of("small", cash=(6,)), ratings=_rated(full=40, small=30))
    before = Scenario(portfolio(a, project("B", 20, of(cash=(5,))), cash=(9, 9, 9)), CRITERIA)
    movable = replace(before.portfolio.by_id["B"], latest=2028)
    ledger = change_ledger(before, Scenario(replace(before.portfolio, projects=(a, movable)), CRITERIA))
    assert parts_of(ledger) == {Factor.RULES: 20}
    assert [(m.project, m.moved, m.after.start) for m in ledger.moves] == [("B", Moved.ENTERED, 2028)]
    small = two(cash=(6, 0, 0)).portfolio.envelopes
    ledger = change_ledger(before, Scenario(replace(before.portfolio, envelopes=small), CRITERIA))
    assert [(m.project, m.moved, m.cause) for m in ledger.moves] == [("A", Moved.OPTION, Factor.ENVELOPES)]


def _rated(**levels):
    return tuple(Rating("worth", Decimal(level), option) for option, level in levels.items())


def test_where_programs_tie_nobody_moves():
    twins = [project(name, 20, of(cash=(5,))) for name in "ABC"]
    before = portfolio(*twins, cash=(10, 0, 0))
    for kept in itertools.combinations("ABC", 2):
        live = Live(Case.of(before, CRITERIA))
        program = tuple(choice for choice in live.choices if choice.project in kept)
        after = replace(before, envelopes=portfolio(cash=(11, 0, 0)).envelopes)
        ledger = change_ledger(Scenario(before, CRITERIA, program), Scenario(after, CRITERIA))
        assert (ledger.moves, ledger.before.program, ledger.after.program) == ((), program, program)


def test_orders_through_a_mix_without_a_program_are_left_out():
    """B is committed: a smaller envelope is possible only once B costs less."""
    committed = {"status": Status.IN_PROGRESS}

    def end(cash, cost):
        b = project("B", 20, of(cash=(cost,)), **committed)
        return Scenario(portfolio(project("A", 40, of(cash=(1,))), b, cash=(cash, 0, 0)), CRITERIA)

    ledger = change_ledger(end(10, 9), end(4, 4))
    assert (ledger.orders, ledger.orders_in_all, ledger.proved) == (1, 2, True)
    assert parts_of(ledger) == {Factor.COST: 0, Factor.ENVELOPES: -40}
    assert [mix.after for mix in ledger.mixes if mix.impossible] == [(Factor.ENVELOPES,)]


# -- Rules about projects that come and go


def balance(sense, *members):
    return Balance(Dimension.PROJECT, members, sense, Measure.AMOUNT, 500)


@pytest.mark.parametrize(
    "rule",
    [
        {"links": (Link(LinkType.REQUIRES, "C", ("A",)),)},
        {"links": (Link(LinkType.REQUIRES, "A", ("C",)),)},
        {"links": (Link(LinkType.EXCLUDES, "A", ("C",)),)},
        {"links": (Link(LinkType.EXACTLY, None, ("A", "C"), k=1),)},
        {"links": (Link(LinkType.SYNERGY, None, ("A", "C"), bonus=Decimal(7)),)},
        {"balances": (balance(Sense.AT_LEAST, "A", "C"),)},
        {"balances": (balance(Sense.AT_MOST, "C"),)},
        {"earmarks": (Earmark(Dimension.PROJECT, ("C",), "cash", 100, 2027),)},
    ],
)
def test_a_rule_about_an_arrival_is_no_change_of_the_rules(rule):
    after = replace(two().portfolio, projects=(*two().portfolio.projects, project("C", 30, of(cash=(5,)))), **rule)
    for ends in ((two(), Scenario(after, CRITERIA)), (Scenario(after, CRITERIA), two())):
        ledger = change_ledger(*ends)
        assert set(parts_of(ledger)) == {Factor.ARRIVALS}
        values = [best(end.portfolio, CRITERIA)[0] for end in ends]
        assert [ledger.before.value, ledger.after.value] == values


def test_a_rule_keeps_what_binds_the_projects_that_are_there():
    third = project("C", 30, of(cash=(5,)))
    before = two(links=(Link(LinkType.AT_MOST, None, ("A", "B"), k=2),))
    after = replace(two().portfolio, projects=(*two().portfolio.projects, third))
    after = Scenario(replace(after, links=(Link(LinkType.EXCLUDES, None, ("A", "B", "C")),)), CRITERIA)
    rules_only, _ = mixed(before, after, frozenset({Factor.RULES}))
    assert rules_only.links == (Link(LinkType.EXCLUDES, None, ("A", "B")),)
    ledger = change_ledger(before, after)
    # Rules alone: A (40). C alone: A and C (70), the exclusion being a rule not yet made. Both: A (40). None: 60.
    assert [mix.value for mix in ledger.mixes] == [60, 40, 70, 40]


def test_an_option_that_is_new_keeps_the_ratings_that_it_came_with():
    a = project("A", 0, of("small", cash=(5,)), ratings=_rated(small=30))
    wide = replace(a, options=(*a.options, of("full", cash=(9,))), ratings=_rated(small=35, full=50))
    before, after = (Scenario(portfolio(entry, cash=(9, 0, 0)), CRITERIA) for entry in (a, wide))
    # With old ratings the new option is worth its 50; without it, new ratings bring 5.
    assert [mix.value for mix in change_ledger(before, after).mixes] == [30, 50, 35, 50]


def test_reach_goes_with_the_ratings_and_duration_with_the_rules():
    def end(reach, years):
        entry = replace(of("base", cash=(5,)), reach=reach, duration=years)
        return Scenario(portfolio(project("A", 40, entry), cash=(9, 0, 0)), CRITERIA)

    before, after = end("one", 1), end("two", 2)
    for taken in (Factor.RATINGS, Factor.RULES, Factor.COST):
        (found,) = mixed(before, after, frozenset({taken}))[0].projects[0].options
        assert (found.reach == "two", found.duration == 2) == (taken is Factor.RATINGS, taken is Factor.RULES)


# -- Against enumeration


@st.composite
def ends(draw):
    """A case and a copy of it with some of the factors changed."""
    before, criteria = draw(cases(most_programs=24))
    changed = {name for name in Factor if draw(st.booleans())}
    after, other = before, criteria
    if Factor.ENVELOPES in changed:
        cut = draw(st.sampled_from([Fraction(1, 2), Fraction(3, 4), Fraction(5, 4)]))
        envelopes = (replace(e, amounts=e.amounts and tuple(int(a * cut) for a in e.amounts)) for e in before.envelopes)
        after = replace(after, envelopes=tuple(envelopes))
    first = after.projects[0]
    if Factor.COST in changed:
        options = (
            replace(o, capital={s: replace(a, years=tuple(y // 2 for y in a.years)) for s, a in o.capital.items()})
            for o in first.options
        )
        first = replace(first, options=tuple(options))
    if Factor.RATINGS in changed:
        first = replace(first, ratings=(Rating("level", Decimal(draw(st.sampled_from([-1, 1, 2])))),))
    if Factor.RULES in changed:
        first = replace(first, status=Status.NEW, mandate=None)
        limits = (*after.limits, Limit(LimitKind.CONCURRENCY, "d1", (1,) * before.info.horizon))
        after = replace(after, links=after.links[1:], balances=after.balances[1:], limits=limits)
    after = replace(after, projects=(first, *after.projects[1:]))
    if Factor.WEIGHTS in changed:
        data = criteria.model_dump(by_alias=True)
        for axis in data["axes"]:
            axis["weight"] = 100 - axis["weight"]
        other = type(criteria).model_validate(data)
    if Factor.ARRIVALS in changed and len(after.projects) > 2:
        gone = after.projects[-1].id
        named = [link for link in after.links if gone not in link.members]
        rows = [[row for row in table if gone not in row.members] for table in (after.balances, after.earmarks)]
        after = replace(
            after,
            projects=after.projects[:-1],
            links=tuple(named),
            balances=tuple(rows[0]),
            earmarks=tuple(rows[1]),
        )
    pair = Scenario(before, criteria), Scenario(after, other)
    return pair if draw(st.booleans()) else pair[::-1]


@examples(15)
@given(ends())
def test_every_mix_is_its_best_and_the_parts_are_their_average(pair):
    before, after = pair
    truth = [best(end.portfolio, end.criteria) for end in pair]
    assume(all(truth))
    ledger = change_ledger(before, after)
    assert ledger.proved
    assert [ledger.before.value, ledger.after.value] == [found[0] for found in truth]
    factors = [part.factor for part in ledger.parts if part.differs]
    assert len(ledger.mixes) == 2 ** len(factors)
    values = []
    for mix in ledger.mixes:
        inputs = mixed(before, after, frozenset(mix.after))
        expected = best(*inputs)
        values.append(expected and expected[0])
        assert mix.impossible if expected is None else mix.value == expected[0]
        assert expected is None or certify(*inputs, mix.program).valid
    expected, orders = by_orders(values, len(factors))
    assert ledger.orders == orders
    event(f"factors: {len(factors)}, orders left out: {orders < factorial(len(factors))}")
    assert (expected or []) == [part.value for part in ledger.parts if part.differs]
    if orders:
        assert sum(part.value for part in ledger.parts) == ledger.after.value - ledger.before.value
    for move in ledger.moves:
        assert orders == 0 or sum(share for _, share in move.parts) == 1
    old, new = set(ledger.before.program), set(ledger.after.program)
    assert {move.project for move in ledger.moves} == {choice.project for choice in old ^ new}


@examples(8)
@given(ends(), st.sampled_from([0.3, 0.9]))
def test_with_a_gap_the_true_part_is_between_the_limits(pair, gap):
    assume(all(best(end.portfolio, end.criteria) for end in pair))
    true, loose = change_ledger(*pair), change_ledger(*pair, gap=gap)
    assume(true.orders)
    for sure, part in zip(true.parts, loose.parts, strict=True):
        assert part.least - 1e-6 <= sure.value <= part.most + 1e-6
        assert sure.least == sure.most == float(sure.value)
    total = sum(part.value for part in loose.parts)
    assert total == loose.after.value - loose.before.value
    event(f"all proved: {loose.proved}")


@pytest.mark.parametrize("patience", [0, 1, 2, 3])
def test_a_ledger_that_is_stopped_says_what_is_missing(patience):
    told = []
    after = two(cash=(9, 0, 0), cost=6)
    ledger = change_ledger(two(), after, progress=told.append, stop=lambda: len(told) >= patience)
    assert not ledger.proved
    assert sum(mix.program is not None for mix in ledger.mixes) == patience == len(told)
    assert all(part.least is None for part in ledger.parts if part.differs)
    assert bool(ledger.parts) is (patience == 3)
    assert ledger.orders == (1 if patience == 3 else 0)


# -- What is refused, and what is read


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="years-differ"):
        change_ledger(two(), two(years=4, cash=(10, 0, 0, 0)))
    impossible = two(links=(Link(LinkType.AT_LEAST, None, ("A", "B"), k=2),), cash=(5, 0, 0))
    with pytest.raises(ValueError, match="no-program after"):
        change_ledger(two(), impossible)
    with pytest.raises(ValueError, match="no-program before"):
        change_ledger(impossible, two())
    refusing = points().model_dump(mode="json", by_alias=True)
    refusing["axes"][0]["criteria"][0] |= {"code": "other", "missing": "refuse"}
    other = type(CRITERIA).model_validate(refusing)
    rated = [replace(p, ratings=(Rating("other", Decimal(5)),)) for p in two().portfolio.projects]
    with pytest.raises(ValueError, match=r"not-scored .*rating-missing"):
        change_ledger(two(), Scenario(replace(two().portfolio, projects=tuple(rated)), other))


def test_every_field_of_a_project_belongs_to_one_factor_or_to_none():
    cost = {"options", "basis"}
    words = {"id", "title", "sponsor", "description", "justification", "phase", "estimate_class", "notes"}
    groups = [set(RATING_FIELDS), set(RULE_FIELDS), cost, words | {"supplier_estimate"}]
    assert sorted(itertools.chain(*groups)) == sorted(entry.name for entry in fields(Project))


def test_words_are_no_change():
    noted = [replace(p, notes="n", ratings=(replace(p.ratings[0], note="n"),)) for p in two().portfolio.projects]
    after = Scenario(replace(two().portfolio, projects=tuple(noted)), CRITERIA)
    ledger = change_ledger(two(), after)
    assert (parts_of(ledger), ledger.moves, ledger.orders) == ({}, (), 1)
    assert len(ledger.mixes) == 1


# -- What is printed


@pytest.fixture
def screen(capsys, monkeypatch):
    def printed(result, lang, entries):
        monkeypatch.setenv("COLUMNS", "100")
        show_changes(Terminal(lang), result, Wording(entries.canonical(), CRITERIA, lang))
        raw = capsys.readouterr().out
        assert max(map(len, raw.splitlines())) <= 100
        return " ".join(raw.split())

    return printed


def test_the_tables_tell_each_part_and_each_cause(screen):
    after = two(cash=(9, 0, 0), cost=6)
    ledger = change_ledger(two(), after)
    said = screen(ledger, "fr", after.portfolio)
    assert "passe de 60,00 à 40,00 points (-20,00)" in said
    assert "Ce qui pèse le plus : Coûts (-10,00 points)" in said
    assert "entrent : 0. Qui sortent : 1." in said
    assert "B Projet B sort (était en 2027) Coûts 50 %, Enveloppes 50 %" in said
    said = screen(ledger, "en", after.portfolio)
    assert "goes from 60.00 to 40.00 points (-20.00)" in said
    assert re.search(r"Ratings .* unchanged", said)
    assert "B Projet B leaves (was in 2027) Costs 50%, Envelopes 50%" in said
    assert json.loads(json.dumps(plain(ledger))) == plain(ledger)


def test_the_tables_tell_what_is_not_proved(screen):
    told = []
    after = two(cash=(9, 0, 0), cost=6)
    ledger = change_ledger(two(), after, progress=told.append, stop=lambda: len(told) >= 3)
    said = screen(ledger, "en", after.portfolio)
    assert "no program is known for 1 of the 4 mixes" in said
    assert "over 1 orders of change out of 2" in said
    assert "(not bounded)" in said
    nothing = change_ledger(two(), after, stop=lambda: True)
    assert "no program is known at one of the two ends" in screen(nothing, "en", after.portfolio)
