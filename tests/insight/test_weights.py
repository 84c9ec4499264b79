"""The weight line and triangle against every program there is: a grid of weights, exact borders, margins."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import inf

import pytest
from builders import option as of
from builders import portfolio, project
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples
from three_axes import CODES, criteria, on_axes, three_axes

from prioritizer.cli.explore_weights import show_weight_lines, show_weight_triangle
from prioritizer.cli.say import Terminal
from prioritizer.domain.portfolio import Rating
from prioritizer.insight.corners import tolerance
from prioritizer.insight.sets import projects_of
from prioritizer.insight.weight_line import changes, codes, published, weight_line, weights_at
from prioritizer.insight.weight_triangle import CORNERS, clipped, weight_triangle
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Conditions, Live
from prioritizer.text.findings import Wording

GRID = [Fraction(n, 1000) for n in range(1001)]


def valid(case):
    found = [program for program in programs(case[0]) if certify(*case, program).valid]
    assume(found)
    return found


@examples(20)
@given(cases(), st.data())
def test_a_line_agrees_with_a_grid_of_1001_weights(case, data):
    every, live = valid(case), Live(Case.of(*case))
    code = data.draw(st.sampled_from(list(codes(live))))
    line = weight_line(live, live.best(live.objective()), code)
    assert line.complete
    assert (line.pieces[0].start, line.pieces[-1].end) == (0, 1)
    assert all(a.end == b.start and a.start < a.end for a, b in pairwise(line.pieces))
    assert line.published == published(live, code)
    ends = [live.objective(weights_at(live, code, Fraction(at))) for at in (0, 1)]
    lines = [tuple(live.worth(program, end) for end in ends) for program in every]
    for at in GRID:
        best = max(low + (high - low) * at for low, high in lines)
        piece = next(piece for piece in line.pieces if piece.start <= at <= piece.end)
        low, high = (live.worth(piece.program, end) for end in ends)
        assert low + (high - low) * at == best
    event(f"pieces {min(len(line.pieces), 4)}")
    # No corner is a mere coincidence: on both sides the programs are worth different lines.
    slopes = [live.worth(piece.program, ends[1]) - live.worth(piece.program, ends[0]) for piece in line.pieces]
    assert all(a < b for a, b in pairwise(slopes))
    assert line.start <= line.published <= line.end
    assert len(list(changes(line))) == len(line.pieces) - 1


@examples(15)
@given(cases(), st.data())
def test_weights_sum_to_one_and_keep_their_proportions(case, data):
    live = Live(Case.of(*case))
    code = data.draw(st.sampled_from(list(codes(live))))
    at = data.draw(st.fractions(0, 1))
    weights = weights_at(live, code, at)
    assert sum(weights.values()) == 1
    assert weights_at(live, code, published(live, code)) == dict(live.case.criteria.weights)


@examples(15)
@given(three_axes(), st.data())
def test_a_triangle_is_right_everywhere_and_its_margin_exact(case, data):
    every, live = valid(case), Live(Case.of(*case))
    chart = weight_triangle(live, live.best(live.objective()))
    assert chart.complete
    assert sum(cell.share for cell in chart.cells) == 1
    objectives = [live.axes({code: Fraction(1)}) for code in chart.axes]
    planes = {program: [live.worth(program, objective) for objective in objectives] for program in every}

    def best(weights):
        return max(sum(w * v for w, v in zip(weights, plane, strict=True)) for plane in planes.values())

    event(f"cells {min(len(chart.cells), 5)}")
    for cell in chart.cells:
        middle = [sum(corner[i] for corner in cell.corners) / len(cell.corners) for i in range(3)]
        for weights in (*cell.corners, middle):
            assert sum(weights) == 1
            assert sum(w * v for w, v in zip(weights, planes[cell.program], strict=True)) == best(weights)
    # The margin: just inside it nothing is better; at it, another program is as good.
    shown = planes[chart.home.program]
    if chart.margin is None:
        assert len({tuple(plane) for plane in planes.values() if plane != shown}) == 0 or len(chart.cells) == 1
        return
    at = chart.margin.at
    assert sum(w * v for w, v in zip(at, planes[chart.margin.program], strict=True)) == best(at)
    assert chart.margin.points == sum(abs(a - b) for a, b in zip(at, chart.here, strict=True)) / 2
    for _ in range(20):
        parts = [Fraction(data.draw(st.integers(0, 50))) for _ in range(3)]
        if not sum(parts):
            continue
        target = [part / sum(parts) for part in parts]
        far = sum(abs(a - b) for a, b in zip(target, chart.here, strict=True)) / 2
        step = min(Fraction(1), chart.margin.points / far) if far else Fraction(0)
        near = [a + (b - a) * step for a, b in zip(chart.here, target, strict=True)]
        assert sum(w * v for w, v in zip(near, shown, strict=True)) == best(near)


def test_a_program_that_is_the_best_at_todays_weights_alone_is_told_so(capsys):
    """A is rated on one axis, B on another, C on both: at even weights all are worth 50, C less on either side."""
    entries = tuple(
        project(name, 0, of(cash=(5,)), ratings=(Rating("on-one", one), Rating("on-two", two)))
        for name, one, two in (("A", 100, 0), ("B", 0, 100), ("C", 50, 50))
    )
    case = portfolio(*entries, cash=(5, 0, 0)), on_axes(one=50, two=50, three=0)
    live = Live(Case.of(*case))
    base = live.best(live.objective(), Conditions(into=frozenset("C")))
    assert (base.value, base.gap) == (50, 0.0)
    line = weight_line(live, base, "one")
    assert [projects_of(piece.program) for piece in line.pieces] == [{"B"}, {"A"}]
    assert (line.start, line.end, line.proved) == (Fraction(1, 2), Fraction(1, 2), True)
    show_weight_lines(Terminal("en"), (line,), Wording(*case, "en"))
    told = " ".join(capsys.readouterr().out.split())
    assert "50.0% 50.0% 50.0% +B −C +A −C proved" in told
    chart = weight_triangle(live, base)
    assert (projects_of(chart.home.program), chart.home.share, chart.margin_proved) == ({"C"}, 0, True)
    assert (chart.margin.points, chart.margin.at) == (0, chart.here)
    assert projects_of(chart.margin.program) in ({"A"}, {"B"})


def test_a_triangle_cut_by_hand():
    half = clipped(CORNERS, (Fraction(1), Fraction(-1), Fraction(0)))
    assert set(half) == {CORNERS[0], CORNERS[2], (Fraction(1, 2), Fraction(1, 2), Fraction(0))}
    assert clipped(half, (Fraction(-1), Fraction(0), Fraction(0))) in ((CORNERS[2],), ())


def test_no_share_of_the_value_bounds_a_program_whose_value_passes_through_0():
    """From -1 to 3 in the weight, with 1 more to be had everywhere: at a value of 0, 1 more is any share of it."""
    ends = [(Fraction(-1), Fraction(0)), (Fraction(3), Fraction(4))]
    assert tolerance((bound, value) for value, bound in ends) == inf
    assert tolerance((bound, value) for value, bound in [ends[1], (Fraction(1), Fraction(2))]) == 1.0
    assert tolerance((value, value) for value, _ in ends) == 0.0


def worth(plane, weights):
    return sum((w * v for w, v in zip(weights, plane, strict=True)), Fraction(0))


def holds(best, mine, tolerance):
    """Whether nothing is better than ``mine`` by more than a tolerance told."""
    return tolerance == inf or float(best - mine) <= tolerance * abs(float(mine)) + 1e-6


@examples(20)
@given(cases(), st.data(), st.integers(0, 3))
def test_the_tolerance_of_a_line_is_true_at_any_moment(case, data, patience):
    every, live = valid(case), Live(Case.of(*case))
    code = data.draw(st.sampled_from(list(codes(live))))
    base, told = live.best(live.objective()), []
    if data.draw(st.booleans()):
        base = replace(base, program=every[0], value=live.worth(every[0], live.objective()))
        live = Live(live.case)
    line = weight_line(live, base, code, progress=told.append, stop=lambda: len(told) >= patience)
    ends = [live.objective(weights_at(live, code, Fraction(at))) for at in (0, 1)]
    lines = {program: tuple(live.worth(program, end) for end in ends) for program in every}
    for partial in (*told, line):
        for at in GRID[::20]:
            best = max(worth(line, (1 - at, at)) for line in lines.values())
            for piece in partial.pieces:
                if piece.start <= at <= piece.end:
                    assert holds(best, worth(lines[piece.program], (1 - at, at)), piece.tolerance)
    event(f"tolerance {line.complete}")


@examples(8)
@given(three_axes())
def test_a_map_that_is_stopped_at_once_looks_at_no_other_program(case):
    every, live = valid(case), Live(Case.of(*case))
    base = live.best(live.objective())
    for program in every:
        live.learn(program)
    chart = weight_triangle(live, base, stop=lambda: True)
    assert [(cell.program, cell.share) for cell in chart.cells] == [(base.program, 1)]


@examples(12)
@given(three_axes(), st.data(), st.integers(0, 3))
def test_the_tolerance_of_a_map_is_true_at_any_moment(case, data, patience):
    every, live = valid(case), Live(Case.of(*case))
    told = []
    chart = weight_triangle(live, live.best(live.objective()), progress=told.append, stop=lambda: len(told) >= patience)
    objectives = [live.axes({code: Fraction(1)}) for code in chart.axes]
    planes = {program: [live.worth(program, objective) for objective in objectives] for program in every}
    for partial in (*told, chart):
        assert sum(cell.share for cell in partial.cells) == 1
        for cell in partial.cells:
            shares = [Fraction(data.draw(st.integers(1, 9))) for _ in cell.corners]
            inside = [worth(row, shares) / sum(shares) for row in zip(*cell.corners, strict=True)]
            for weights in (*cell.corners, inside):
                best = max(worth(plane, weights) for plane in planes.values())
                assert holds(best, worth(planes[cell.program], weights), cell.tolerance)
    event(f"tolerance {chart.complete}")


def test_a_map_has_a_tolerance_everywhere_from_the_start():
    """Ten projects on three axes, none of whose programs is known but one: no search is made, bounds are told."""
    entries = [
        project(
            f"P{n}",
            0,
            of(cash=(3 + n % 4,)),
            ratings=tuple(
                Rating(f"on-{code}", 10 + (n * step) % 37) for code, step in zip(CODES, (7, 11, 13), strict=True)
            ),
        )
        for n in range(10)
    ]
    case = Case.of(portfolio(*entries, cash=(17, 0, 0)), criteria(40, 35))
    live = Live(case)
    base = live.best(live.objective())
    chart = weight_triangle(Live(case), base, time_limit=0.0)
    assert (chart.searches, len(chart.cells)) == (0, 1)
    assert 0 < chart.tolerance < 1
    line = weight_line(Live(case), base, "align", time_limit=0.0)
    assert (line.searches, len(line.pieces)) == (0, 1)
    assert 0 < line.pieces[0].tolerance < 1


@examples(10)
@given(cases())
def test_without_time_a_line_says_what_it_does_not_know(case):
    valid(case)
    live = Live(Case.of(*case))
    base = live.best(live.objective())
    code = next(codes(live))
    line = weight_line(live, base, code, time_limit=0.0)
    assert line.start is not None
    assert line.searches == 0
    with pytest.raises(KeyError):
        weight_line(live, base, "nothing")
    if len(case[1].axes) != 3:
        with pytest.raises(ValueError, match="three"):
            weight_triangle(live, base)


def test_a_map_tells_who_moves_even_where_the_program_shown_is_not_the_best(capsys, monkeypatch):
    """A is worth 60 and B 50, one of the two fits; B is shown all the same."""
    monkeypatch.setenv("COLUMNS", "100")
    entries = [
        project(name, 0, of(cash=(5,)), ratings=tuple(Rating(f"on-{code}", points) for code in CODES))
        for name, points in (("A", 60), ("B", 50))
    ]
    case = Case.of(portfolio(*entries, cash=(5, 0, 0)), criteria(40, 35))
    live = Live(case)
    found = live.best(live.objective(), Conditions(into=frozenset("B")))
    chart = weight_triangle(live, found)
    assert (chart.home, projects_of(chart.shown)) == (None, {"B"})
    show_weight_triangle(Terminal("en"), chart, Wording(case.portfolio, case.criteria, "en"))
    said = " ".join(capsys.readouterr().out.split())
    assert "The program shown is not the best known" in said
    assert "100.0% 1 A B proved" in said
