"""Cost risk against closed forms, a plain loop and enumerations; programs that hold against every program there is."""

import json
import math
import re
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import pytest
from builders import option as of
from builders import points, portfolio, project
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples

from prioritizer.cli.explore_cost_risk import show_certainty, show_cost_risk
from prioritizer.cli.say import Terminal
from prioritizer.domain.decision import Choice
from prioritizer.domain.portfolio import Envelope, Link, plain
from prioritizer.domain.vocabulary import EstimateClass, LinkType, Status
from prioritizer.insight.cost_reserve import Way, hold_at
from prioritizer.insight.cost_risk import AACE, Accuracy, Factors, cost_risk
from prioritizer.insight.envelope_cuts import less, most_cuts
from prioritizer.program.build import check
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Conditions, Live
from prioritizer.text.findings import Wording

CRITERIA = points()
NORMAL = NormalDist()
SURE = dict.fromkeys(EstimateClass, Accuracy(0.0, 0.0))
WIDE = Accuracy(-0.5, 1.0)


def law(accuracy):
    """Mean and deviation of the logarithm, from the two percentiles that define them."""
    low, high = math.log(1 + accuracy.low), math.log(1 + accuracy.high)
    return (low + high) / 2, (high - low) / 2 / 1.2815515655446004


def one(room, code=EstimateClass.CLASS_4, cost=100):
    case = Case.of(
        portfolio(project("A", 10, of(cash=(cost,)), estimate_class=code), cash=(room, 0, 0)),
        CRITERIA,
    )
    return case, (Choice("A", "base", 2027),)


# -- Closed forms


@pytest.mark.parametrize("code", list(EstimateClass))
@pytest.mark.parametrize("room", [80, 100, 120, 160])
def test_one_project_holds_and_overruns_as_its_law_says(code, room):
    mu, sigma = law(AACE[code])
    risk = cost_risk(*one(room, code), Factors(draws=20_000, seed=room))
    row = risk.by_source[0]
    z = (math.log(room / 100) - mu) / sigma
    true = NORMAL.cdf(z)
    error = math.sqrt(max(true * (1 - true), 1e-12) / risk.draws)
    assert abs(row.holds.share - true) <= 4 * error + 1e-9
    assert row.holds == risk.years[0].holds == risk.every_year
    assert row.holds.error == pytest.approx(math.sqrt(row.holds.share * (1 - row.holds.share) / risk.draws))
    # Mean excess of a lognormal (Black and Scholes 1973, without the discount).
    over = 1e4 * math.exp(mu + sigma**2 / 2) * NORMAL.cdf(sigma - z) - room * 100 * NORMAL.cdf(-z)
    assert abs(row.overrun - over) <= 5 * row.overrun_error + 0.5
    assert abs(NORMAL.cdf((math.log(row.p80 / 1e4) - mu) / sigma) - 0.8) <= 4 * math.sqrt(0.16 / risk.draws)
    assert (row.planned, row.limit) == (10_000, room * 100)


@pytest.mark.parametrize("code", list(EstimateClass))
def test_the_range_of_a_class_holds_eight_draws_in_ten(code):
    entry = replace(project("A", 1, of(cash=(1,))), estimate_class=code)
    factor_d = Factors(draws=20_000).of(entry)
    for end, share in ((AACE[code].low, 0.1), (AACE[code].high, 0.9)):
        assert abs((factor_d <= 1 + end).mean() - share) <= 4 * math.sqrt(0.09 / 20_000)


@pytest.mark.parametrize("correlation", [0.0, 0.4, 1.0])
def test_two_projects_are_correlated_as_asked(correlation):
    factors = Factors(correlation=correlation, draws=20_000)
    entries = [project(name, 1, of(cash=(1,))) for name in "AB"]
    logs = [[math.log(x) for x in factors.of(entry)] for entry in entries]
    mu, sigma = law(AACE[EstimateClass.CLASS_5])
    found = sum((a - mu) * (b - mu) for a, b in zip(*logs, strict=True)) / 20_000 / sigma**2
    assert abs(found - correlation) <= 4 * math.sqrt(1 + correlation**2) / math.sqrt(20_000)
    years = portfolio(project("A", 1, of(cash=(100,))), project("B", 1, of(cash=(0, 100))), cash=(110, 110, 0))
    risk = cost_risk(Case.of(years, CRITERIA), (Choice("A", "base", 2027), Choice("B", "base", 2027)), factors)
    each = NORMAL.cdf((math.log(1.1) - mu) / sigma)
    joint = {0.0: each**2, 1.0: each}.get(correlation)
    if joint is not None:
        assert abs(risk.every_year.share - joint) <= 4 * math.sqrt(joint * (1 - joint) / 20_000)
    assert each**2 - 0.02 <= risk.every_year.share <= each + 0.02


# -- Against a plain loop, on random portfolios


def by_loop(case, program, factors):
    """Excess of each source, year and draw, one number at a time."""
    info, excess, cost = case.portfolio.info, {}, {}
    chosen = {choice.project: choice for choice in program}
    for envelope in case.portfolio.envelopes:
        for d in range(factors.draws):
            carried = 0
            for t, year in enumerate(info.years):
                spent = 0.0
                for name, choice in chosen.items():
                    entry = case.portfolio.by_id[name]
                    amounts = entry.option(choice.option).capital.get(envelope.source)
                    moved = choice.start - info.first_year if entry.basis == "since_start" else 0
                    if amounts is not None and 0 <= t - moved < len(amounts.years):
                        spent += factors.of(entry)[d] * amounts.years[t - moved]
                for link in case.portfolio.links:
                    if link.type == "synergy" and set(link.members) <= chosen.keys():
                        spent -= link.saving if (link.source, link.year) == (envelope.source, year) else 0
                cost[envelope.source, year, d] = spent
                if envelope.amounts is None:
                    excess[envelope.source, year, d] = 0.0
                    continue
                left = envelope.amounts[t] + carried - spent
                excess[envelope.source, year, d] = max(-left, 0.0)
                carried = min(math.floor(max(left, 0)), envelope.amounts[t] * envelope.carry_bp // 10_000)
    return excess, cost


@examples(15)
@given(cases(most_programs=40), st.data())
def test_every_row_is_what_a_plain_loop_finds(case, data):
    opened = Case.of(*case)
    program = data.draw(st.sampled_from([p for p in programs(case[0]) if _chosen_once(case, p)]))
    factors = Factors(dict.fromkeys(EstimateClass, WIDE), data.draw(st.sampled_from([0.0, 0.5])), 20, 3)
    risk = cost_risk(opened, program, factors)
    excess, cost = by_loop(opened, program, factors)
    draws = range(20)
    for row in risk.by_source:
        mine = [excess.get((row.source, row.year, d), 0.0) for d in draws]
        assert row.holds.share == sum(over <= 1e-6 for over in mine) / 20
        assert row.overrun == pytest.approx(sum(mine) / 20, abs=1e-6)
        ordered = sorted(cost.get((row.source, row.year, d), 0.0) for d in draws)
        assert row.p80 == pytest.approx(ordered[15], abs=1e-6)
    for row in risk.years:
        mine = [sum(excess.get((s.source, row.year, d), 0.0) for s in opened.portfolio.envelopes) for d in draws]
        assert row.holds.share == sum(over <= 1e-6 for over in mine) / 20
        assert row.overrun == pytest.approx(sum(mine) / 20, abs=1e-6)
    joint = sum(all(over <= 1e-6 for (_, _, k), over in excess.items() if k == d) for d in draws) / 20
    assert risk.every_year.share == joint
    event(f"holds: {0 < joint < 1}")


def test_carry_forward_and_savings_follow_each_draw_by_hand():
    """5 of 10 planned in 2027, half of 10 may be carried; 8 of 5 in 2028, less 1 that the synergy saves."""
    entries = project("A", 1, of(cash=(500,))), project("B", 1, of(cash=(0, 800)))
    saving = Link(LinkType.SYNERGY, None, ("A", "B"), saving=10_000, source="cash", year=2028)
    case = Case.of(portfolio(*entries, cash=(1000, 500, 0), carry=5000, links=(saving,)), CRITERIA)
    factors = Factors(draws=4000)
    risk = cost_risk(case, (Choice("A", "base", 2027), Choice("B", "base", 2027)), factors)
    first, second = risk.by_source[:2]
    assert (first.limit, second.planned, second.limit) == (100_000, 70_000, 100_000)
    a, b = (factors.of(entry) for entry in entries)
    carried = [min(50_000, max(math.floor(100_000 - 50_000 * x), 0)) for x in a]
    over = [max(80_000 * y - 10_000 - 50_000 - c, 0) for y, c in zip(b, carried, strict=True)]
    assert len(set(carried)) > 100
    assert second.overrun == pytest.approx(sum(over) / 4000)
    assert second.holds.share == sum(o == 0 for o in over) / 4000


def test_a_reserve_leaves_what_must_be_carried_on():
    """The second year needs 4 from the first, which may carry a tenth: 40 of its 100 dollars cannot be given up."""
    a = project("A", 1, of(cash=(10, 14)))
    case = Case.of(portfolio(a, cash=(100, 10, 0), carry=1000), CRITERIA)
    most = most_cuts(case, (Choice("A", "base", 2027),))
    assert [most["cash", t] for t in range(3)] == [6_000, 0, 0]


def _chosen_once(case, program):
    """A program whose starts exist: the enumeration lists more."""
    return all(finding.holds for finding in check(Case.of(*case), program) if finding.rule == "choice")


@examples(25)
@given(cases(most_programs=40), st.data())
def test_without_uncertainty_an_envelope_holds_just_when_the_plan_keeps_it(case, data):
    opened = Case.of(*case)
    program = data.draw(st.sampled_from(list(programs(case[0]))))
    risk = cost_risk(opened, program, Factors(SURE, draws=2))
    kept = {(f.subject[0], f.year): f.holds for f in check(opened, program) if f.rule == "envelope"}
    for row in risk.by_source:
        assert row.holds.share == float(kept.get((row.source, row.year), True))
        assert row.holds.error == row.overrun_error == 0
        assert row.p80 == row.planned
        assert row.overrun == max(row.planned - row.limit, 0) if row.limit is not None else row.overrun == 0
    assert risk.every_year.share == float(all(kept.values()))
    event(f"kept: {all(kept.values())}")


@examples(15)
@given(cases(most_programs=40), st.data())
def test_more_money_never_makes_a_year_less_sure(case, data):
    opened = Case.of(*case)
    program = data.draw(st.sampled_from(list(programs(case[0]))))
    more = data.draw(st.lists(st.sampled_from([0, 500, 2000]), min_size=case[0].info.horizon))
    richer = [
        replace(e, amounts=e.amounts and tuple(a + m for a, m in zip(e.amounts, more, strict=False)))
        for e in case[0].envelopes
    ]
    factors = Factors(dict.fromkeys(EstimateClass, WIDE), draws=200)
    before = cost_risk(opened, program, factors)
    after = cost_risk(Case.of(replace(case[0], envelopes=tuple(richer)), case[1]), program, factors)
    for old, new in zip((*before.by_source, *before.years), (*after.by_source, *after.years), strict=True):
        assert new.holds.share >= old.holds.share
        assert new.overrun <= old.overrun + 1e-9
        assert new.p80 == old.p80
    assert after.every_year.share >= before.every_year.share


def test_draws_are_the_same_for_a_project_wherever_it_is_and_for_a_seed_whenever_it_is_drawn():
    case, program = one(110)
    assert cost_risk(case, program) == cost_risk(case, program)
    assert cost_risk(case, program, Factors(seed=1)) != cost_risk(case, program, Factors(seed=2))
    entries = [project(name, 1, of(cash=(1,))) for name in "AB"]
    first, second = Factors(), Factors()
    expected = [first.of(entry).tolist() for entry in entries]
    assert [second.of(entry).tolist() for entry in reversed(entries)] == expected[::-1]
    assert expected[0] != expected[1]
    again = replace(first, seed=1)
    assert again.of(entries[0]).tolist() != expected[0]


@pytest.mark.parametrize("wrong", [{"draws": 1}, {"correlation": -0.1}, {"correlation": 1.1}])
def test_draws_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="draws"):
        Factors(**wrong)
    for low, high in ((-1.0, 0.5), (0.2, 0.1)):
        with pytest.raises(ValueError, match="accuracy"):
            Accuracy(low, high)


# -- Programs that hold


def pair(**rest):
    """A (40) and B (20) cost 5 each, and there is room for 10."""
    entries = (project("A", 40, of(cash=(5,))), project("B", 20, of(cash=(5,)), **rest))
    return Live(Case.of(portfolio(*entries, cash=(10, 0, 0)), CRITERIA))


def test_certainty_by_hand():
    live = pair()
    base = live.best(live.objective())
    sure = hold_at(live, base)
    # A and B hold less than half of the time. A alone may double in cost: more than 9 times in 10 it does not.
    assert (sure.base_value, sure.value, sure.lost) == (60, 40, 20)
    assert (sure.leaving, sure.entering, sure.beyond) == (("B",), (), ())
    mu, sigma = law(AACE[EstimateClass.CLASS_5])
    for risk in (sure.risk, sure.fresh):
        assert risk.chance(joint=False).share == pytest.approx(NORMAL.cdf((math.log(2) - mu) / sigma), abs=0.02)
    assert sure.risk != sure.fresh
    assert {trial.way for trial in sure.trials} == {Way.NONE, Way.SAME, Way.FITTED}
    assert 0 < sure.reserve <= 0.5


def test_what_holds_already_costs_nothing():
    live = pair()
    base = live.best(live.objective())
    sure = hold_at(live, base, factors=Factors(SURE, draws=2), confidence=1.0)
    assert (sure.program, sure.lost, sure.reserve, len(sure.trials)) == (base.program, 0, 0, 1)


def test_a_year_that_obligations_fill_is_not_asked_for():
    entry = project("B", 20, of(cash=(10, 5)), status=Status.IN_PROGRESS)
    later = project("A", 40, of(cash=(0, 6)))
    live = Live(Case.of(portfolio(entry, later, cash=(10, 11, 0)), CRITERIA))
    sure = hold_at(live, live.best(live.objective()))
    assert sure.beyond == (2027,)
    assert sure.leaving == ("A",)
    assert sure.risk.asked == (2028, 2029)
    assert sure.risk.every_year.share >= 0.8 > sure.risk.years[0].holds.share


@pytest.mark.parametrize("wrong", [-0.1, 1.1])
def test_a_confidence_that_is_no_probability_is_refused(wrong):
    live = pair()
    with pytest.raises(ValueError, match="confidence"):
        hold_at(live, live.best(live.objective()), confidence=wrong)
    with pytest.raises(ValueError, match="base"):
        hold_at(live, live.best(live.objective(), Conditions(into=frozenset("AB"), out=frozenset("A"))))


def valid(case):
    found = ((certify(*case, program), program) for program in programs(case[0]))
    return sorted(((c.value, program) for c, program in found if c.valid), reverse=True)


@examples(10)
@given(cases(most_programs=60), st.booleans())
def test_what_is_found_holds_and_no_program_that_holds_is_claimed_away(case, joint):
    found = valid(case)
    assume(found)
    live, factors = Live(Case.of(*case)), Factors(draws=300)
    sure = hold_at(live, live.best(live.objective()), joint=joint, factors=factors)

    def chance(program):
        risk = cost_risk(live.case, program, factors, leave_out=sure.beyond)
        return risk.chance(joint=joint).share

    holding = [(value, program) for value, program in found if chance(program) >= 0.8]
    assert sure.base_value == found[0][0]
    if sure.program is None:
        event("none found")
        assert chance(found[0][1]) < 0.8
        return
    assert (sure.value, sure.program) in holding
    assert sure.value <= holding[0][0]
    event(f"best of those that hold: {sure.value == holding[0][0]}")
    event(f"price: {sure.lost > 0}")
    told = [trial for trial in sure.trials if trial.chance is not None]
    assert all(trial.value <= sure.value for trial in told if trial.chance.share >= 0.8)


@examples(20)
@given(cases(most_programs=40), st.data())
def test_a_reserve_never_loses_the_program_that_it_is_made_around(case, data):
    found = valid(case)
    assume(found)
    opened, (_, program) = Case.of(*case), data.draw(st.sampled_from(found))
    most = most_cuts(opened, program)
    share = data.draw(st.sampled_from([0.3, 1.0]))
    tight = less(opened.portfolio, {cell: int(cut * share) for cell, cut in most.items()})
    assert certify(tight, case[1], program).valid
    event(f"cut: {any(most.values())}")
    # What keeps the smaller envelopes keeps the full ones.
    assert all(certify(*case, other).valid for _, other in valid((tight, case[1])))


def test_stopped_at_once_nothing_is_tried_and_no_year_is_given_up():
    live = pair()
    sure = hold_at(live, live.best(live.objective()), stop=lambda: True)
    assert [trial.way for trial in sure.trials] == [Way.NONE]
    assert sure.program is None or sure.risk.chance(joint=False).share >= 0.8


def two_years():
    """Two committed projects, each in its own year, each with room for half as much again as planned."""
    entries = [
        project(name, 1, of(cash=cash), status=Status.IN_PROGRESS) for name, cash in (("A", (100,)), ("B", (0, 100)))
    ]
    return Live(Case.of(portfolio(*entries, cash=(150, 150, 0)), CRITERIA))


def test_where_no_program_holds_in_all_years_at_once_none_is_found():
    live = two_years()
    mu, sigma = law(AACE[EstimateClass.CLASS_5])
    each = NORMAL.cdf((math.log(1.5) - mu) / sigma)
    assert each**2 < 0.75 < 0.8 < each
    base = live.best(live.objective())
    sure = hold_at(live, base, joint=True)
    assert (sure.program, sure.risk, sure.fresh, sure.reserve, sure.beyond) == (None, None, None, None, ())
    assert hold_at(live, base).program == base.program


# -- What is printed


@pytest.fixture
def screen(capsys, monkeypatch):
    def printed(show, result, lang, live, width=100):
        monkeypatch.setenv("COLUMNS", str(width))
        show(Terminal(lang), result, Wording(live.case.portfolio, CRITERIA, lang))
        raw = capsys.readouterr().out
        assert max(map(len, raw.splitlines())) <= width
        assert "…" not in raw
        return " ".join(raw.split())

    return printed


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_column_is_cut_off(screen, lang):
    money = dict.fromkeys(("cash", "borrowing", "subsidy"), (1_000_000, 1_000_000))
    entry = project("A", 1, of(**money))
    envelopes = tuple(Envelope(name, (120_000_000,) * 3) for name in money)
    live = Live(Case.of(replace(portfolio(entry), envelopes=envelopes), CRITERIA))
    risk = cost_risk(live.case, (Choice("A", "base", 2027),))
    share = f"{risk.by_source[0].holds.share:.0%}".rstrip("%")
    said = screen(show_cost_risk, risk, lang, live)
    row = said[said.index(" 2027 3") :][:60]
    assert row.count(f" {share} %" if lang == "fr" else f" {share}%") == 3
    assert f"100{' ' if lang == 'fr' else ''}%" in said
    assert {"fr": "Subvention", "en": "Subsidy"}[lang] in said
    assert {"fr": "Subvention", "en": "Subsidy"}[lang] not in screen(show_cost_risk, risk, lang, live, 80)


def test_the_tables_tell_risk_and_price(screen):
    entries = (
        project("A", 40, of(cash=(5_000_000,), borrowing=(1_000_000,))),
        project("B", 20, of(cash=(5_000_000,))),
    )
    case = portfolio(*entries, cash=(10_000_000, 0, 0))
    case = replace(case, envelopes=(*case.envelopes, Envelope("borrowing", (200_000_000, 0, 0))))
    live = Live(Case.of(case, CRITERIA))
    sure = hold_at(live, live.best(live.objective()))
    said = screen(show_cost_risk, sure.base, "fr", live)
    assert "L'année la moins sûre est 2027" in said
    assert "2027 11,0 12,0" in said
    assert "10 000 tirages, graine 0" in said
    assert "classe 5 de -35,0 % à +65,0 %" in said
    assert "Emprunt Comptant" in said
    said = screen(show_certainty, sure, "fr", live)
    assert "vaut 40,00 points au lieu de 60,00 : la certitude coûte 20,00 points (33,3 %)" in said
    assert "sort B Projet B" in said
    said = screen(show_certainty, sure, "en", live)
    assert "certainty costs 20.00 points (33.3%)" in said
    assert "leaves B Projet B" in said
    assert json.loads(json.dumps(plain(sure))) == plain(sure)
    other = two_years()
    hopeless = hold_at(other, other.best(other.objective()), joint=True)
    said = screen(show_certainty, hopeless, "en", other)
    assert "No program was found such that all years hold together at least 80%" in said
    calm = hold_at(live, live.best(live.objective()), factors=Factors(SURE, draws=2))
    assert "suffit déjà pour que chaque année tienne" in screen(show_certainty, calm, "fr", live)
    assert "No draw overruns an envelope" in screen(show_cost_risk, calm.base, "en", live)


def test_french_is_set_as_french():
    text = Path(__file__).parents[2] / "prioritizer" / "text"
    for name in ("explore_cost_risk", "explore_changes"):
        for line in (text / f"{name}.fr.toml").read_text(encoding="utf-8").splitlines():
            if " = " in line:
                sentence = line.split(" = ", 1)[1].strip('"')
                assert not re.search(r"(?<=[^\u00a0\s(])[;?!»]|[^\u00a0:/]:(?!//)(?=\s|$)|« | »| [;:?!%$]", sentence), (
                    sentence
                )
