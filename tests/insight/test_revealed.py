"""Revealed weights against every program there is: justified, beaten, refuted by a mix, impossible."""

import itertools
import json
import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import highspy
import numpy as np
import pytest
from builders import FIRST, portfolio, project
from builders import option as of
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import examples
from three_axes import CODES, on_axes, three_axes

from prioritizer.cli.explore_revealed import show_revealed
from prioritizer.cli.say import Terminal
from prioritizer.domain.decision import Choice
from prioritizer.domain.portfolio import Link, Rating, plain
from prioritizer.domain.vocabulary import LinkType
from prioritizer.insight.revealed import Verdict, revealed
from prioritizer.insight.sets import projects_of
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live
from prioritizer.scoring.exact_lp import ExactLp
from prioritizer.text.findings import Wording

TEXT = Path(__file__).parents[2] / "prioritizer" / "text"
STEPS = 8
GRID = [
    (Fraction(a, STEPS), Fraction(b, STEPS), Fraction(STEPS - a - b, STEPS))
    for a, b in itertools.product(range(STEPS + 1), repeat=2)
    if a + b <= STEPS
]


def ends(case, program):
    """Value when one axis weighs everything, by the certificate of a criteria set with these weights."""
    given_to, _ = case
    return tuple(certify(given_to, on_axes(**{c: 100 * (c == code) for c in CODES}), program).value for code in CODES)


def moved(weights, published):
    return sum(abs(a - b) for a, b in zip(weights, published, strict=True)) / 2


def nearest(gains, published):
    """The least share of weight to move by an ordinary solver over every program at once; None: impossible."""
    n, solver = len(published), highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for k in range(2 * n):
        solver.addVar(0.0, 1e30 if k < n else float(published[k - n]))
        solver.changeColCost(k, 0.5)
    every = np.arange(2 * n, dtype=np.int32)
    solver.addRow(0.0, 0.0, 2 * n, every, np.array([1.0] * n + [-1.0] * n))
    for gain in gains:
        row = np.array([float(g) for g in gain])
        solver.addRow(-1e30, -float(row @ np.array(published, float)), 2 * n, every, np.concatenate([row, -row]))
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    return solver.getInfo().objective_function_value


def dot(weights, values):
    return sum(w * v for w, v in zip(weights, values, strict=True))


@examples(25)
@given(three_axes(), st.data())
def test_a_program_is_justified_exactly_where_enumeration_says_so(case, data):
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(len(every) > 1)
    program = data.draw(st.sampled_from(every))
    live = Live(Case.of(*case))
    answer = revealed(live, live.best(live.objective()), program)
    published = tuple(Fraction(axis.weight) / 100 for axis in case[1].axes)
    mine = ends(case, program)
    assert answer.program == program
    assert tuple(row.value for row in answer.weighed) == mine
    gains = [tuple(a - b for a, b in zip(ends(case, other), mine, strict=True)) for other in every]
    event(f"{answer.verdict}")
    least = nearest(gains, published)
    if answer.verdict in (Verdict.BEST, Verdict.JUSTIFIED):
        weights = tuple(row.weight for row in answer.weighed)
        assert sum(weights) == 1
        assert min(weights) >= 0
        assert all(dot(weights, gain) <= 0 for gain in gains)
        assert answer.distance == moved(weights, published)
        assert float(answer.distance) == pytest.approx(least, abs=1e-6)
        assert (answer.verdict is Verdict.BEST) == (answer.distance == 0)
        for rival in answer.rivals:
            assert dot(weights, rival.values) == dot(weights, mine)
        beaten = any(min(gain) >= 0 and any(gain) for gain in gains)
        assert (answer.as_good is not None) == beaten
        return
    assert least is None
    assert not any(all(dot(point, gain) <= 0 for gain in gains) for point in GRID)
    assert (answer.verdict is Verdict.BEATEN) == any(min(gain) > 0 for gain in gains)
    if answer.verdict is Verdict.MIXED:
        assert (answer.as_good is not None) == any(min(gain) >= 0 and any(gain) for gain in gains)
    assert answer.verdict in (Verdict.BEATEN, Verdict.MIXED)
    assert sum(rival.share for rival in answer.rivals) == 1
    for rival in answer.rivals:
        assert rival.values == ends(case, rival.program)
        assert certify(*case, rival.program).valid
    mix = [sum(rival.share * rival.values[k] for rival in answer.rivals) for k in range(len(CODES))]
    assert all(a > b for a, b in zip(mix, mine, strict=True))


@examples(12)
@given(three_axes(), st.data())
def test_projects_alone_get_the_best_options_and_years(case, data):
    every = [(certify(*case, program), program) for program in programs(case[0])]
    ids = [entry.id for entry in case[0].projects]
    wanted = frozenset(data.draw(st.sets(st.sampled_from(ids))))
    values = [seen.value for seen, program in every if seen.valid and projects_of(program) == wanted]
    live = Live(Case.of(*case))
    base = live.best(live.objective())
    answer = revealed(live, base, wanted)
    event(f"possible: {bool(values)}")
    if not values:
        assert (answer.verdict, answer.program) == (Verdict.IMPOSSIBLE, None)
        return
    assert projects_of(answer.program) == wanted
    assert answer.value == max(values)
    assert (answer.verdict is Verdict.BEST) == (answer.value == base.value)


@examples(25)
@given(st.data())
def test_the_linear_program_is_solved_exactly_or_refuted(data):
    numbers = st.fractions(-4, 4, max_denominator=3)
    n = data.draw(st.integers(1, 4))
    costs = data.draw(st.lists(st.fractions(0, 4, max_denominator=3), min_size=n, max_size=n))
    rows = data.draw(st.lists(st.tuples(st.lists(numbers, min_size=n, max_size=n), numbers), min_size=1, max_size=7))
    lp, solved, kept = ExactLp(costs), True, []
    for row, limit in rows:
        kept.append((row, limit))
        lp.add(row, limit)
        solved = lp.solve()
        if not solved:
            break
    if not solved:
        parts = lp.proof
        assert min(parts) >= 0
        assert all(sum(part * row[j] for part, (row, _) in zip(parts, kept, strict=True)) >= 0 for j in range(n))
        assert sum(part * limit for part, (_, limit) in zip(parts, kept, strict=True)) < 0
        return
    assert min(lp.x) >= 0
    assert all(dot(row, lp.x) <= limit for row, limit in kept)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for j, cost in enumerate(costs):
        solver.addVar(0.0, 1e30)
        solver.changeColCost(j, float(cost))
    for row, limit in kept:
        solver.addRow(-1e30, float(limit), n, np.arange(n, dtype=np.int32), np.array([float(v) for v in row]))
    solver.run()
    assert solver.getInfo().objective_function_value == pytest.approx(float(dot(costs, lp.x)), abs=1e-7)


def entry(name, align, debt, ecology, *options):
    ratings = tuple(Rating(f"on-{code}", Decimal(v)) for code, v in zip(CODES, (align, debt, ecology), strict=True))
    return project(name, 0, *(options or (of(cash=(1,)),)), ratings=ratings)


def hand():
    """Room for one: A (90, 0, 0), B (0, 90, 0), M (50, 50, 0), U (40, 40, 10), D (30, 30, 0), Z (80, 0, 0).

    With weights 50, 30, 20: A is worth 45, B 27, M 40, U 34, D 24, Z 40.
    """
    rows = (("A", 90, 0, 0), ("B", 0, 90, 0), ("M", 50, 50, 0), ("U", 40, 40, 10), ("D", 30, 30, 0), ("Z", 80, 0, 0))
    entries = tuple(entry(*row) for row in rows)
    return portfolio(*entries, cash=(1, 0, 0)), on_axes(align=50, debt=30, ecology=20)


@pytest.fixture(scope="module")
def asked():
    live = Live(Case.of(*hand()))
    base = live.best(live.objective())
    return lambda *wanted, **how: revealed(live, base, frozenset(wanted), **how)


def weights(answer):
    return tuple(row.weight for row in answer.weighed)


def test_the_best_program_needs_no_other_weights(asked):
    answer = asked("A")
    assert (answer.verdict, answer.distance, answer.missing) == (Verdict.BEST, 0, 0.0)
    assert weights(answer) == (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))


def test_nearest_weights_by_hand(asked):
    """M is worth as much as A where 50 debt = 40 align: t moved from one to the other, 50 (0.3 + t) = 40 (0.5 - t)."""
    answer = asked("M")
    assert (answer.verdict, answer.distance) == (Verdict.JUSTIFIED, Fraction(1, 18))
    assert weights(answer) == (Fraction(4, 9), Fraction(16, 45), Fraction(1, 5))
    assert [projects_of(rival.program) for rival in answer.rivals] == [{"A"}]


def test_a_program_beaten_on_every_axis_by_hand(asked):
    """U beats D by 10 everywhere."""
    answer = asked("D")
    assert (answer.verdict, answer.distance) == (Verdict.BEATEN, None)
    assert [(rival.entering, rival.leaving, rival.share) for rival in answer.rivals] == [(("U",), ("D",), 1)]
    assert set(weights(answer)) == {None}


def test_a_program_beaten_wherever_one_axis_counts_by_hand(asked):
    """A beats Z unless align weighs nothing; there B or U does. Nothing done at all: U beats it everywhere."""
    assert asked().verdict is Verdict.BEATEN
    answer = asked("Z")
    assert answer.verdict is Verdict.MIXED
    (a, others) = ([r for r in answer.rivals if ("A" in r.entering) is way] for way in (True, False))
    assert len(a) == 1
    assert others
    assert answer.as_good.entering == ("A",)


def test_unsupported_but_beaten_by_nothing():
    """S (40, 40) between A (90, 0) and B (0, 90): half of each gives 45."""
    entries = (entry("A", 90, 0, 1), entry("B", 0, 90, 1), entry("S", 40, 40, 0))
    live = Live(Case.of(portfolio(*entries, cash=(1, 0, 0)), on_axes(align=50, debt=30, ecology=20)))
    answer = revealed(live, live.best(live.objective()), frozenset("S"))
    assert answer.verdict is Verdict.MIXED
    assert {rival.entering for rival in answer.rivals} == {("A",), ("B",)}
    assert answer.as_good is None


def test_a_weight_of_0_is_told():
    """L (50, 0, 0) ties with A (50, 40, 0) where debt weighs nothing."""
    entries = (entry("A", 50, 40, 0), entry("L", 50, 0, 0))
    live = Live(Case.of(portfolio(*entries, cash=(1, 0, 0)), on_axes(align=50, debt=30, ecology=20)))
    answer = revealed(live, live.best(live.objective()), frozenset("L"))
    assert (answer.verdict, answer.distance) == (Verdict.JUSTIFIED, Fraction(3, 10))
    assert weights(answer)[1] == 0
    assert answer.as_good.entering == ("A",)


def test_synergies_count_in_full_whatever_the_weights():
    """A and B together win 30 points more; alone C is worth more than both on every axis."""
    entries = (entry("A", 10, 10, 10), entry("B", 10, 10, 10), entry("C", 30, 30, 30, of(cash=(2,))))
    bonus = Link(LinkType.SYNERGY, None, ("A", "B"), bonus=Decimal(30))
    live = Live(Case.of(portfolio(*entries, cash=(2, 0, 0), links=(bonus,)), on_axes(align=50, debt=30, ecology=20)))
    base = live.best(live.objective())
    assert revealed(live, base, frozenset("AB")).verdict is Verdict.BEST
    answer = revealed(live, base, frozenset("C"))
    assert answer.verdict is Verdict.BEATEN
    assert answer.rivals[0].values == (50, 50, 50)


def test_by_criterion_weights_move_within_an_axis():
    given_to, criteria = hand()
    live = Live(Case.of(given_to, criteria))
    answer = revealed(live, live.best(live.objective()), frozenset("M"), by="criterion")
    assert [row.code for row in answer.weighed] == [f"on-{code}" for code in CODES]
    assert answer.distance == Fraction(1, 18)


def test_rules_broken_are_named_and_what_does_not_exist_is_refused():
    live = Live(Case.of(*hand()))
    base = live.best(live.objective())
    two = (Choice("A", "base", FIRST), Choice("B", "base", FIRST))
    answer = revealed(live, base, two)
    assert (answer.verdict, {finding.rule for finding in answer.breaches}) == (Verdict.IMPOSSIBLE, {"envelope"})
    assert revealed(live, base, frozenset("AB")).verdict is Verdict.IMPOSSIBLE
    for wanted in (frozenset({"nobody"}), (Choice("A", "none", FIRST),), (Choice("A", "base", FIRST),) * 2):
        with pytest.raises(ValueError, match="no such"):
            revealed(live, base, wanted)
    with pytest.raises(ValueError, match="by axis"):
        revealed(live, base, frozenset("A"), by="department")


def test_without_time_nothing_is_proved():
    live = Live(Case.of(*hand()))
    answer = revealed(live, live.best(live.objective()), (Choice("M", "base", FIRST),), time_limit=0.0)
    assert (answer.verdict, answer.missing) == (Verdict.OPEN, None)
    assert json.loads(json.dumps(plain(answer))) == plain(answer)


@pytest.fixture
def screen(capsys, monkeypatch):
    def printed(answer, lang="fr", width=100):
        monkeypatch.setenv("COLUMNS", str(width))
        given_to, criteria = hand()
        show_revealed(Terminal(lang), answer, Wording(given_to.canonical(), criteria, lang))
        raw = capsys.readouterr().out
        assert max(map(len, raw.splitlines())) <= width
        return re.sub(r"\s+", " ", raw).strip()

    return printed


def test_every_verdict_is_told(screen, asked):
    assert "5,6 % du poids total" in screen(asked("M"))
    assert "44.4%" in screen(asked("M"), "en")
    for answer in (asked("A"), asked("D"), asked("Z"), asked("A", "B"), asked("M", time_limit=0.0)):
        for lang in ("fr", "en"):
            assert json.loads(json.dumps(plain(answer))) == plain(answer)
            assert len(screen(answer, lang)) > 40
            assert "explore_revealed" not in screen(answer, lang)
    assert "U" in screen(asked("D"))
    late = replace(asked("M"), verdict=Verdict.OPEN, missing=1.5)
    assert "1,50" in screen(late)


def test_french_is_set_as_french():
    def leaves(table):
        for value in table.values():
            yield from leaves(value) if isinstance(value, dict) else (value,)

    for sentence in leaves(tomllib.loads((TEXT / "explore_revealed.fr.toml").read_text(encoding="utf-8"))):
        assert not re.search(r"(?<=[^\u00a0\s(])[;?!»]|[^\u00a0:/]:(?!//)(?=\s|$)|« | »| [;:?!%$]", sentence), sentence
