"""Bills of obligations, prices of rules and cut-lines, against every program there is."""

from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from builders import option as of
from builders import points, portfolio, project
from hypothesis import assume, event, given
from oracles.brute_force import capital, programs, ways
from strategies import cases, examples

from prioritizer.domain.portfolio import Envelope, Limit
from prioritizer.domain.vocabulary import LimitKind, Status
from prioritizer.insight.cut_line import Looks, Mode, Order, cut_line
from prioritizer.insight.must_do import freed, must_do
from prioritizer.insight.rule_price import rule_prices, without
from prioritizer.program.build import check
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live


def best(portfolio, criteria):
    certificates = (certify(portfolio, criteria, program) for program in programs(portfolio))
    return max((certificate.value for certificate in certificates if certificate.valid), default=None)


def solved(case):
    live = Live(Case.of(*case))
    base = live.best(live.objective())
    assume(base.program is not None)
    return live, base


@examples(25)
@given(cases())
def test_a_bill_is_what_the_best_program_gains_without_the_obligation(case):
    live, base = solved(case)
    bill = must_do(live, base)
    event(f"imposed {len(bill.bills)}")
    for row in bill.bills:
        gain = best(freed(case[0], row.projects), case[1]) - base.value
        assert row.price.exact
        assert row.price.high == gain
    if bill.total is not None:
        assert bill.total.price.high == best(freed(case[0], bill.total.projects), case[1]) - base.value
        assert bill.total.price.high >= max(row.price.high for row in bill.bills)


@examples(25)
@given(cases())
def test_a_rule_costs_what_the_best_program_gains_without_it(case):
    live, base = solved(case)
    prices = rule_prices(live, base)
    event(f"rules {min(len(prices.rules), 3)}")
    for row in prices.rules:
        loose = without(case[0].canonical(), row.rule, row.subject)
        assert not any((f.rule, f.subject) == (row.rule, row.subject) for f in check(Case.of(loose, case[1]), ()))
        assert row.price.exact
        assert row.price.high == best(loose, case[1]) - base.value
        if row.price.high:
            event(f"{row.rule} costs")
            assert certify(loose, case[1], row.program).valid
            assert not certify(*case, row.program).valid


@examples(25)
@given(cases())
def test_a_list_that_keeps_the_rules_is_never_worth_more_than_the_optimum(case):
    live, base = solved(case)
    result = cut_line(live, base)
    assert len(result.lines) == 12
    for line in result.lines:
        certificate = certify(*case, line.program)
        assert certificate.valid is line.feasible
        if line.feasible:
            event(f"feasible {line.looks}")
            assert line.value == certificate.value <= base.value
            assert result.left(line) >= 0


def filled(case, order, mode, looks):
    """A list as anyone would fill it, told by the certificate alone what a choice is worth, breaks and costs."""
    portfolio, criteria = case
    said = cache(lambda program: certify(portfolio, criteria, program))
    breaks = lambda program, rule: any(breach.startswith(rule) for breach in said(program).breaches)  # noqa: E731
    limited = {envelope.source: sum(envelope.amounts) for envelope in portfolio.envelopes if envelope.amounts}

    def fits(program):
        if looks is Looks.YEARS:
            return not breaks(program, "envelope")
        return capital(portfolio, program, limited) <= sum(limited.values())

    rows = []
    for entry in portfolio.projects:
        imposed = breaks((), f"imposed {entry.id} ")
        options = []
        for option in entry.options:
            mine = [way for way in ways(entry, portfolio.info) if way is not None and way.option == option.code]
            mine = [way for way in mine if not breaks((way,), "choice") and not breaks((way,), "gate")]
            if mine:
                key, cost = said((mine[0],)).value, capital(portfolio, (mine[0],))
                per_dollar = key / cost if cost else key * 10**15
                options.append((per_dollar if order is Order.PER_DOLLAR else key, mine))
        options.sort(key=lambda pair: -pair[0])
        if options and (imposed or options[0][0] > 0):
            asked = options if imposed else options[:1]
            rows.append((not imposed, -options[0][0], entry.id, [way for _, mine in asked for way in mine]))
    taken = ()
    for free, _, _, mine in sorted(rows):
        tried = mine[:1] if looks is Looks.TOTAL else mine
        way = next((way for way in tried if fits((*taken, way))), None)
        if way is None and not free:
            way = min(mine, key=lambda way: capital(portfolio, (way,)))
        if way is None and mode is Mode.STOP:
            break
        taken = taken if way is None else (*taken, way)
    return tuple(sorted(taken))


@examples(25)
@given(cases())
def test_every_list_is_the_one_that_anyone_would_fill(case):
    """Savings of synergies are left out: a list does not wait for them. Nor is a year that what is imposed breaks."""
    portfolio, criteria = case
    case = replace(portfolio, links=tuple(link for link in portfolio.links if not link.saving)), criteria
    live, base = solved(case)
    imposed = any(breach.startswith("imposed") for breach in certify(*case, ()).breaches)
    for line in cut_line(live, base).lines:
        if line.looks is Looks.TOTAL or (line.looks is Looks.YEARS and not imposed):
            assert line.program == filled(case, line.order, line.mode, line.looks)
            event(f"{line.looks} {len(line.program)}")


def hand():
    """Three projects of 6, 5 and 4 dollars worth 60, 56 and 52; 9 dollars in 2027."""
    entries = (
        project("A", 60, of(cash=(6,))),
        project("B", 56, of(cash=(5,))),
        project("C", 52, of(cash=(4,))),
    )
    return portfolio(*entries, cash=(9, 0, 0)), points()


def test_lists_by_hand():
    live = Live(Case.of(*hand()))
    result = cut_line(live, live.best(live.objective()))
    found = {(line.looks, line.order, line.mode): line for line in result.lines}
    by_value = found[Looks.YEARS, Order.VALUE, Mode.SKIP]
    assert ([c.project for c in by_value.program], by_value.last) == (["A"], None)  # neither B nor C fits beside A
    assert found[Looks.YEARS, Order.VALUE, Mode.STOP].last == "B"
    per_dollar = found[Looks.YEARS, Order.PER_DOLLAR, Mode.SKIP]
    assert [c.project for c in per_dollar.program] == ["B", "C"]  # 13 and 11.2 points a dollar: the optimum here
    assert result.left(per_dollar) == 0
    assert result.left(by_value) == 48


def test_a_total_counts_an_envelope_that_no_project_draws_on():
    given_to, criteria = hand()
    live = Live(Case.of(replace(given_to, envelopes=(*given_to.envelopes, Envelope("loan", (500, 0, 0)))), criteria))
    lines = cut_line(live, live.best(live.objective())).lines
    found = {(line.looks, line.mode): line for line in lines if line.order is Order.VALUE}
    assert [c.project for c in found[Looks.TOTAL, Mode.SKIP].program] == ["A", "B"]  # 11 of 14 dollars
    assert [c.project for c in found[Looks.YEARS, Mode.SKIP].program] == ["A"]


def test_prices_by_hand():
    """A must be done: 60 points in the place of 108. Two people at most: without the limit nothing changes."""
    given_to, criteria = hand()
    entries = tuple(replace(p, status=Status.COMMITTED) if p.id == "A" else p for p in given_to.projects)
    limit = Limit(LimitKind.CAPACITY, "dev", (2000, 2000, 2000))
    live = Live(Case.of(replace(given_to, projects=entries, limits=(limit,)), criteria))
    base = live.best(live.objective())
    bill = must_do(live, base)
    assert bill.bills[0].price.high == 48
    assert (bill.bills[0].entering, bill.bills[0].kept) == (("B", "C"), ())
    (row,) = rule_prices(live, base).rules
    assert (row.rule, row.price.high, row.tight) == ("capacity", 0, False)


def test_without_time_nothing_is_proved_and_nothing_breaks():
    given_to, criteria = hand()
    entries = tuple(replace(p, status=Status.COMMITTED) if p.id == "A" else p for p in given_to.projects)
    live = Live(Case.of(replace(given_to, projects=entries), criteria))
    base = live.best(live.objective())
    bill = must_do(live, base, time_limit=0.0)
    assert bill.bills[0].price.low == 0
    assert bill.bills[0].price.high >= 48
    nothing = replace(base, program=None, value=Fraction(0))
    for question in (must_do, rule_prices, cut_line):
        with pytest.raises(ValueError, match="base"):
            question(live, nothing)
