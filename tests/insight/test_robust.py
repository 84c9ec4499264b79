"""Core index, acceptability and ratings to discuss: published answers, analytic ones, and every program there is."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from builders import option as of
from builders import portfolio, project
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples
from three_axes import CODES, criteria, on_axes, three_axes

from prioritizer.domain.portfolio import Rating
from prioritizer.insight.acceptability import acceptability
from prioritizer.insight.core_index import core_index
from prioritizer.insight.discuss import Weight, discuss
from prioritizer.insight.dominance import Extremes, nondominated
from prioritizer.insight.draws import (
    Information,
    around,
    drawn,
    extremes,
)
from prioritizer.insight.sets import projects_of
from prioritizer.insight.spread import one_level
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live, proved_equal
from prioritizer.program.solvers import End
from prioritizer.scoring.surrogate import rank_order_centroid

DATA = json.loads((Path(__file__).parents[1] / "oracles" / "data" / "robustness.json").read_text(encoding="utf-8"))


def rpm(weights=(34, 33)):
    """The ten projects of the published enumeration, on three axes rated in tens of points, one budget."""
    rpm = DATA["rpm"]
    entries = tuple(
        project(
            f"P{n:02}",
            0,
            of(cash=(cost,)),
            ratings=tuple(
                Rating(f"on-{code}", 10 * value) for code, value in zip(CODES, rpm["scores"][n - 1], strict=True)
            ),
        )
        for n, cost in enumerate(rpm["cost"], 1)
    )
    return portfolio(*entries, cash=(rpm["budget"], 0, 0)), criteria(*weights)


def rpm_spread():
    return {
        (f"P{n:02}", "base", f"on-{code}"): (Fraction(10 * low), Fraction(10 * high))
        for n, (lows, highs) in enumerate(zip(DATA["rpm"]["low"], DATA["rpm"]["high"], strict=True), 1)
        for code, low, high in zip(CODES, lows, highs, strict=True)
    }


@pytest.mark.parametrize("known", ["no_weight_info", "rank"])
@pytest.mark.parametrize("ratings", ["point", "interval"])
def test_the_core_index_of_ten_projects_is_the_published_one(known, ratings):
    expected = DATA["rpm"]["results"][f"{known}_{ratings}"]
    live = Live(Case.of(*rpm()))
    information = Information(CODES, order=CODES if known == "rank" else ())
    spread = rpm_spread() if ratings == "interval" else None
    found = core_index(live, live.best(live.objective()), information, spread=spread)
    assert found.complete
    assert {frozenset(projects_of(program)) for program in found.programs} == {
        frozenset(f"P{n:02}" for n in program) for program in expected["portfolios"]
    }
    assert [float(found.index[f"P{n:02}"]) for n in range(1, 11)] == pytest.approx(expected["core_index"], abs=1e-6)
    assert found.core == tuple(f"P{n:02}" for n in expected["core"])
    assert found.exterior == tuple(f"P{n:02}" for n in expected["exterior"])


def test_the_same_by_searches_where_nothing_is_enumerated(monkeypatch):
    monkeypatch.setattr("prioritizer.insight.core_index.ENUMERATED", 0)
    test_the_core_index_of_ten_projects_is_the_published_one("no_weight_info", "point")
    test_the_core_index_of_ten_projects_is_the_published_one("rank", "point")


@examples(15)
@given(three_axes(), st.integers(5, 40), st.integers(1, 4))
def test_more_information_never_grows_the_set_nor_empties_the_core(case, wide, part):
    live = Live(Case.of(*case))
    base = live.best(live.objective())
    assume(base.program is not None)
    weights = {axis.code: Fraction(axis.weight) / 100 for axis in case[1].axes}
    less = core_index(live, base, around(weights, Fraction(wide, 100)))
    more = core_index(live, base, around(weights, Fraction(wide, 100 * (part + 1))))
    kept = {tuple(live.worth(program, live.axis(code)) for code in CODES) for program in less.programs}
    for program in more.programs:
        assert tuple(live.worth(program, live.axis(code)) for code in CODES) in kept
    assert set(less.core) <= set(more.core)
    assert set(less.exterior) <= set(more.exterior)
    # Sure of everything: the programs kept are the best ones, and regret is nothing.
    sure = core_index(live, base, around(weights, Fraction(0)))
    assert {live.worth(program, live.objective()) for program in sure.programs} == {base.value}
    assert sure.greatest_regret == pytest.approx(0)


def test_dominance_by_hand():
    """Three programs of one project each: 2 is between 1 and 3, or the same as 3 at best."""
    x, least = np.eye(3), np.array([[1.0, 2.0, 3.0]])
    apart, now = np.arange(3), np.ones(3)
    assert nondominated(x, Extremes(least, least, apart, now)) == [2]
    assert nondominated(x, Extremes(least, np.array([[1.0, 3.5, 3.0]]), apart, now)) == [1, 2]
    # The same option in two years: whatever it is worth, sooner is worth more.
    later = np.array([1.0, 0.75, 1.0])
    same = Extremes(np.array([[2.0, 1.5, 1.0]]), np.array([[4.0, 3.0, 1.0]]), np.array([0, 0, 1]), later)
    assert nondominated(x, same) == [0]
    assert nondominated(x, replace(same, option_j=apart)) == [0, 1]


def every_rating(case, live, spread):
    """A program's value at an extreme weight as figures by option: what each is worth a year at its ends."""

    def parts(program, weights):
        total = {}
        for choice in program:
            opened = live.case.scorecard.of(choice.project, choice.option)
            delay = live.case.delay(choice.start) * opened.multiplier
            for line in opened.criteria:
                ends = spread.get((choice.project, choice.option, line.criterion), (line.points, line.points))
                share = live.axis_weights(weights).get(line.criterion, Fraction(0))
                total[choice.project, choice.option, line.criterion] = (share * delay, ends)
        bonus = live.worth(program, live.objective({}))
        return total, bonus

    def difference(one, other, weights, pick):
        """The least (or most) of one program's value less another's."""
        (mine, own), (theirs, others) = parts(one, weights), parts(other, weights)
        total = own - others
        for key in mine.keys() | theirs.keys():
            factor = mine.get(key, (Fraction(0),))[0] - theirs.get(key, (Fraction(0),))[0]
            ends = (mine.get(key) or theirs[key])[1]
            total += pick(factor * end for end in ends)
        return total

    return difference


def kept_of(every, corners, difference):
    def dominates(one, other):
        least = min(difference(one, other, corner, min) for corner in corners)
        return least >= 0 and max(difference(one, other, corner, max) for corner in corners) > 0

    return [program for program in every if not any(dominates(other, program) for other in every)]


@examples(20)
@given(three_axes(most_programs=40), st.integers(0, 30), st.data())
def test_programs_kept_are_those_of_the_definition(case, wide, data):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(1 < len(every) < 60)
    live = Live(Case.of(*case))
    information = around({axis.code: Fraction(axis.weight) / 100 for axis in case[1].axes}, Fraction(wide, 100))
    spread = {
        (opened.project, opened.option, line.criterion): (
            line.points - data.draw(st.sampled_from([0, 0, 10])),
            line.points + data.draw(st.sampled_from([0, 10])),
        )
        for opened in live.case.scorecard.options
        for line in opened.criteria
    }
    base = live.best(live.objective())
    found = core_index(live, base, information, spread=spread)
    difference = every_rating(case, live, spread)
    corners = extremes(information)
    kept = kept_of(every, corners, difference)
    assert set(found.programs) == set(kept)
    assert (found.complete, found.sure) == (True, frozenset(found.index))
    for code, index in found.index.items():
        assert index == Fraction(sum(code in projects_of(program) for program in kept), len(kept))
    regrets = [
        max(difference(other, program, corner, max) for other in every for corner in corners)
        for program in found.programs
    ]
    assert found.greatest_regret == pytest.approx(float(min(regrets)), abs=1e-6)
    event(f"kept {min(len(kept), 5)}")


@examples(20)
@given(three_axes(most_programs=40), st.integers(0, 10), st.booleans(), st.integers(0, 9), st.sampled_from([0.0, 0.2]))
def test_what_is_proved_without_every_program_is_true(case, wide, unsure, patience, gap):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(1 < len(every) < 60)
    live = Live(Case.of(*case))
    information = around({axis.code: Fraction(axis.weight) / 100 for axis in case[1].axes}, Fraction(wide, 100))
    spread = {key: (low, high) for key, (low, high) in one_of_ten(live).items()} if unsure else {}
    base, asked = live.best(live.objective()), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("prioritizer.insight.core_index.ENUMERATED", 0)
        stop = lambda: patience < 9 and (asked.append(1) or len(asked) > 5 * patience)  # noqa: E731
        found = core_index(live, base, information, spread=spread, gap=gap, stop=stop)
    difference = every_rating(case, live, spread)
    corners = extremes(information)
    kept = kept_of(every, corners, difference)
    for code in found.core:
        assert all(code in projects_of(program) for program in kept)
    for code in found.exterior:
        assert not any(code in projects_of(program) for program in kept)
    chosen = found.programs[found.regret]
    worst = max(difference(other, chosen, corner, max) for other in every for corner in corners)
    assert found.greatest_regret >= float(worst) - 1e-6
    if found.complete:
        assert set(found.programs) == set(kept)
    event(f"complete {found.complete} sure {bool(found.sure)}")


@pytest.mark.parametrize("most", [0, 10])
def test_of_two_as_good_neither_is_sure_where_nothing_is_enumerated(monkeypatch, most):
    """One of A and B can be done, rated alike, and C is worth nothing: a search for points meets one of the four."""
    monkeypatch.setattr("prioritizer.insight.core_index.ENUMERATED", 0)
    monkeypatch.setattr("prioritizer.insight.core_index.MOST_TIES", most)
    rated = {"A": 60, "B": 60, "C": 0, "D": 10, "E": 20}
    entries = tuple(
        project(name, 0, of(cash=(9 if name == "E" else 0 if name in "CD" else 5,)), ratings=on_both(points))
        for name, points in rated.items()
    )
    live = Live(Case.of(portfolio(*entries, cash=(9, 0, 0)), on_axes(one=50, two=50)))
    found = core_index(live, live.best(live.objective()), Information(("one", "two")))
    assert (found.core, found.exterior, found.borderline) == (("D",), ("E",), ("A", "B", "C"))
    assert found.complete == (most == 10)
    if found.complete:
        assert {projects_of(program) for program in found.programs} == set(map(frozenset, ("AD", "BD", "ACD", "BCD")))


def test_of_two_that_differ_by_less_than_is_searched_neither_is_sure(monkeypatch):
    """A is better than B by a ten-thousandth on one axis, and worse by as much on the other: each may be the best."""
    monkeypatch.setattr("prioritizer.insight.core_index.ENUMERATED", 0)
    less, more = Decimal("60"), Decimal("60.0001")
    entries = (
        project("A", 0, of(cash=(5,)), ratings=(Rating("on-one", more), Rating("on-two", less))),
        project("B", 0, of(cash=(5,)), ratings=(Rating("on-one", less), Rating("on-two", more))),
    )
    live = Live(Case.of(portfolio(*entries, cash=(5, 0, 0)), on_axes(one=50, two=50)))
    found = core_index(live, live.best(live.objective()), Information(("one", "two")))
    assert (found.core, found.exterior, found.complete) == ((), (), False)


def on_both(points):
    return Rating("on-one", points), Rating("on-two", points)


def one_of_ten(live):
    return {
        (opened.project, opened.option, line.criterion): (line.points - 10, line.points + 10)
        for opened in live.case.scorecard.options
        for line in opened.criteria
    }


def one_of_three():
    """A (100, 0), B (0, 100), C (60, 60) on two axes; only one can be done."""
    entries = tuple(
        project(name, 0, of(cash=(5,)), ratings=(Rating("on-one", first), Rating("on-two", second)))
        for name, first, second in (("A", 100, 0), ("B", 0, 100), ("C", 60, 60))
    )
    return portfolio(*entries, cash=(5, 0, 0)), on_axes(one=50, two=50)


def test_acceptability_is_the_analytic_one():
    live = Live(Case.of(*one_of_three()))
    base = live.best(live.objective())
    found = acceptability(live, base, Information(("one", "two")), draws=1500, seed=7, gap=0.0, workers=1)
    assert (found.draws, found.certified) == (1500, 1.0)
    for name, share, central in (("A", 0.4, (0.8, 0.2)), ("B", 0.4, (0.2, 0.8)), ("C", 0.2, (0.5, 0.5))):
        mine = found.projects[name]
        assert mine.share == pytest.approx(share, abs=4 * mine.error)
        assert mine.error == pytest.approx((share * (1 - share) / 1500) ** 0.5, rel=0.05)
        accepted = next(row for row in found.programs if projects_of(row.program) == {name})
        assert accepted.share == mine
        assert tuple(accepted.central.values()) == pytest.approx(central, abs=0.03)
    again = acceptability(live, base, Information(("one", "two")), draws=1500, seed=7, gap=0.0, workers=1)
    assert (again.projects, again.programs) == (found.projects, found.programs)
    other = acceptability(live, base, Information(("one", "two")), draws=1500, seed=8, gap=0.0, workers=1)
    assert other.projects != found.projects


@examples(10)
@given(three_axes(most_programs=40), st.integers(0, 99), st.integers(2, 30))
def test_acceptability_is_that_of_all_programs_draw_by_draw(case, seed, wide):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(every)
    live = Live(Case.of(*case))
    known = around({axis.code: Fraction(axis.weight) / 100 for axis in case[1].axes}, Fraction(wide, 100))
    found = acceptability(live, live.best(live.objective()), known, draws=25, seed=seed, gap=0.0, workers=1)
    assert (found.draws, found.certified) == (25, 1.0)
    values_pk = np.array([[float(live.worth(p, live.axis(code))) for code in known.names] for p in every])
    bonus_p = np.array([float(live.worth(p, live.objective())) for p in every])
    bonus_p -= values_pk @ [float(Fraction(axis.weight) / 100) for axis in case[1].axes]
    worth_dp = drawn(known, 25, seed) @ values_pk.T + bonus_p
    best_dp = worth_dp >= worth_dp.max(axis=1, keepdims=True) - 1e-7
    event(f"tied {bool((best_dp.sum(axis=1) > 1).any())}")
    for name, share in found.projects.items():
        holds_p = np.array([name in projects_of(p) for p in every])
        sure = (~best_dp | holds_p).all(axis=1).sum()
        possible = (best_dp & holds_p).any(axis=1).sum()
        assert sure <= round(share.share * 25) <= possible
    assert sum(row.share.share for row in found.programs) == pytest.approx(1)
    assert all(row.program in every for row in found.programs)


def test_acceptability_with_ratings_drawn():
    """Equal weights; B between 0 and 120 points in sum, uniform, against 120 of C: B never wins; against 60, half."""
    given_to, rated = one_of_three()
    live = Live(Case.of(given_to, rated))
    base = live.best(live.objective())
    even = Information(("one", "two"), {"one": Fraction(1, 2)}, {"one": Fraction(1, 2)})
    spread = {
        ("C", "base", "on-one"): (Fraction(0), Fraction(80)),
        ("C", "base", "on-two"): (Fraction(60), Fraction(60)),
    }
    found = acceptability(live, base, even, draws=2000, seed=3, spread=spread, gap=0.0, workers=1)
    # C is worth 60 + U(0, 80) over two, A and B 100 over two: C wins when U > 40.
    mine = found.projects["C"]
    assert mine.share == pytest.approx(0.5, abs=4 * mine.error)


@examples(20)
@given(cases(), st.data())
def test_a_rating_said_harmless_is_and_one_that_decides_does(case, data):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    live = Live(Case.of(*case))
    spread = one_level(live.case)
    assume(every and spread)
    base = live.best(live.objective())
    if data.draw(st.booleans()):
        # The search was cut short: a poorer program is shown, under the bound.
        poorer = data.draw(st.sampled_from(every))
        base = replace(base, program=poorer, value=live.worth(poorer, live.objective()), end=End.LIMIT)
    found = discuss(live, base, spread=spread)
    best = proved_equal(base.value, base.bound)
    assert not (best and found.of(Weight.OPEN))
    assert {(cell.project, cell.criterion) for cell in found.cells} == {(p, c) for p, _, c in spread}
    cell = data.draw(st.sampled_from(found.cells))
    weight = case[1].weights[cell.criterion]

    def moved(program, end):
        total = Fraction(0)
        for choice in program:
            key = (choice.project, choice.option, cell.criterion)
            if choice.project == cell.project and key in spread:
                opened = live.case.scorecard.of(choice.project, choice.option)
                line = next(line for line in opened.criteria if line.criterion == cell.criterion)
                factor = opened.multiplier * live.case.delay(choice.start)
                total += weight * (spread[key][end] - line.points) * factor
        return total

    # By how much each program that gains on the one shown, the rating so moved, is then better than it.
    gains = [
        live.worth(program, live.objective()) - base.value + moved(program, end) - moved(base.program, end)
        for program in every
        for end in (0, 1)
        if moved(program, end) > moved(base.program, end)
    ]
    most = max(gains, default=Fraction(0))
    event(f"{cell.weight} {best}")
    if cell.weight is Weight.DECIDES:
        assert 0 < cell.gained <= most
    elif cell.weight is Weight.HARMLESS or best:
        assert most <= 0


def test_without_time_nothing_is_settled_by_a_search():
    live = Live(Case.of(*rpm()))
    base = live.best(live.objective())
    found = discuss(live, base, spread=rpm_spread(), time_limit=0.0)
    assert found.searches == 0
    assert len(found.cells) == 30


def test_extremes_and_draws_of_weights():
    order = Information(("a", "b", "c"), order=("a", "b", "c"))
    assert extremes(order) == (
        {"a": 1, "b": 0, "c": 0},
        {"a": Fraction(1, 2), "b": Fraction(1, 2), "c": 0},
        {"a": Fraction(1, 3), "b": Fraction(1, 3), "c": Fraction(1, 3)},
    )
    # The mean of all weights that keep an order is the rank order centroid.
    assert drawn(order, 20_000, 1).mean(axis=0) == pytest.approx([float(w) for w in rank_order_centroid(3)], abs=0.01)
    narrow = around({"a": Fraction(1, 2), "b": Fraction(3, 10), "c": Fraction(1, 5)}, Fraction(1, 10))
    weights = drawn(narrow, 500, 1)
    assert weights.sum(axis=1) == pytest.approx(1)
    assert (np.abs(weights - [0.5, 0.3, 0.2]) <= 0.1 + 1e-9).all()
    for corner in extremes(narrow):
        assert sum(corner.values()) == 1
    assert extremes(Information(("a", "b"), {"a": Fraction(2, 3), "b": Fraction(2, 3)})) == ()
    with pytest.raises(ValueError, match="intervals"):
        drawn(Information(("a", "b"), {"a": Fraction(2, 3), "b": Fraction(2, 3)}), 5, 0)


def test_core_and_exterior_are_proved_by_bounds_where_programs_are_not_all_listed(monkeypatch):
    """Weights within a hundredth of a point and ratings within a point of ten projects: all places are sure."""
    live = Live(Case.of(*rpm()))
    base = live.best(live.objective())
    near = around(
        {"align": Fraction(34, 100), "debt": Fraction(33, 100), "ecology": Fraction(33, 100)}, Fraction(1, 10**4)
    )
    asked = {"spread": {key: (line - 1, line + 1) for key, (line, _) in as_rated(live).items()}}
    whole = core_index(live, base, near, **asked)
    monkeypatch.setattr("prioritizer.insight.core_index.ENUMERATED", 0)
    found = core_index(live, base, near, **asked)
    assert (whole.complete, found.complete) == (True, False)
    assert (found.core, found.exterior) == (whole.core, whole.exterior)
    assert found.sure == {f"P{n:02}" for n in range(1, 11)}
    hurried = core_index(live, base, near, **asked, time_limit=0.0)
    assert set(hurried.core) <= set(whole.core)
    assert hurried.greatest_regret >= whole.greatest_regret


def as_rated(live):
    return {
        (opened.project, opened.option, line.criterion): (line.points, line.points)
        for opened in live.case.scorecard.options
        for line in opened.criteria
    }
