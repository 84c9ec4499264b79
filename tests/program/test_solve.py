"""What a decision says of itself: status, bound, gap, tie-break, interruption; never PuLP's word alone."""

import re
from dataclasses import replace
from fractions import Fraction

import pulp
import pytest
from builders import FIRST, option, points, portfolio, project

from prioritizer.domain.decision import Reason, SolveStatus
from prioritizer.domain.portfolio import Link
from prioritizer.domain.vocabulary import LinkType, Status
from prioritizer.program.build import build
from prioritizer.program.case import Case
from prioritizer.program.pulp_model import to_pulp
from prioritizer.program.solve import solve

SOLVERS = pytest.mark.parametrize("solver", ["highs", "cbc"])


def hard(n=60, rows=12):
    """A knapsack with many years whose optimum takes a while to prove; deterministic."""
    projects = [
        project(
            f"P{i:02d}",
            20 + (i * 37) % 61,
            option(cash=tuple(5 + (i * 31 + t * 17 + (i * t) % 13) % 43 for t in range(rows))),
        )
        for i in range(n)
    ]
    return portfolio(*projects, cash=(500,) * rows, years=rows)


@SOLVERS
def test_a_proved_optimum(solver):
    decision = solve(hard(20, 3), points(), solver=solver)
    assert decision.status is SolveStatus.OPTIMAL
    assert (decision.gap, decision.bound, decision.proved) == (0.0, float(decision.value), True)
    assert decision.certificate.valid
    assert all(finding.holds for finding in decision.findings)


@SOLVERS
def test_a_gap_asked_for_is_kept_and_proved(solver):
    exact = solve(hard(30, 5), points(), solver="highs").value
    rough = solve(hard(30, 5), points(), gap=0.05, solver=solver)
    assert rough.status in (SolveStatus.WITHIN_GAP, SolveStatus.OPTIMAL)
    assert rough.gap <= 0.05
    assert rough.bound >= float(exact) - 1e-6
    assert rough.value <= exact


def test_a_time_limit_is_never_called_optimal():
    decision = solve(hard(), points(), time_limit=0.3)
    assert decision.status in (SolveStatus.TIME_LIMIT, SolveStatus.NO_SOLUTION)
    assert not decision.proved
    assert decision.unique is None
    if decision.program:
        assert decision.bound > float(decision.value)
        assert decision.certificate.valid


def test_stopping_keeps_the_best_program_and_its_gap():
    asked = []

    def stop():
        asked.append(1)
        return len(asked) > 5

    decision = solve(hard(), points(), stop=stop)
    assert decision.status in (SolveStatus.INTERRUPTED, SolveStatus.NO_SOLUTION)
    assert len(asked) > 5


def test_progress_shows_a_bound_above_the_value():
    seen = []
    solve(hard(), points(), time_limit=4, progress=seen.append)
    values = [(p.value, p.bound) for p in seen if p.value is not None and p.bound is not None]
    assert values
    assert all(bound >= value - 1e-6 for value, bound in values)


def test_nothing_to_decide():
    decision = solve(portfolio(cash=(1, 1, 1)), points())
    assert (decision.status, decision.program, decision.value) == (SolveStatus.OPTIMAL, (), 0)


@SOLVERS
def test_ties_go_to_least_capital_then_earliest_then_first_identifier(solver):
    cheap = portfolio(
        project("A", 10, option(cash=(60, 0, 0))), project("B", 10, option(cash=(50, 0, 0))), cash=(100, 0, 0)
    )
    assert [c.project for c in solve(cheap, points(), solver=solver).program] == ["B"]

    movable = portfolio(project("A", 10, option(cash=(60, 0, 0)), latest=FIRST + 2), cash=(100, 100, 100))
    assert [c.start for c in solve(movable, points(), solver=solver).program] == [FIRST]

    twins = portfolio(*(project(name, 10, option(cash=(60, 0, 0))) for name in "DBCA"), cash=(120, 0, 0))
    decision = solve(twins, points(), solver=solver)
    assert [c.project for c in decision.program] == ["A", "B"]
    assert decision.unique


def test_many_twins_are_settled_by_identifier():
    names = [f"T{i:02d}" for i in range(24)]
    twins = portfolio(*(project(name, 7, option(cash=(10, 0, 0))) for name in reversed(names)), cash=(100, 0, 0))
    assert [c.project for c in solve(twins, points()).program] == names[:10]


def test_a_later_start_is_worth_less():
    late = portfolio(
        project("A", 10, option(cash=(60, 0, 0))),
        project("B", 10, option(cash=(60, 0, 0)), latest=FIRST + 2),
        cash=(60, 60, 60),
    )
    decision = solve(late, points("0.25"))
    assert decision.start_of("B") == FIRST + 1
    assert decision.value == 10 + Fraction(10) / Fraction(5, 4)


def test_reasons():
    case = portfolio(
        project("A", 10, option(cash=(60, 0, 0))),
        project("B", 1, option(cash=(60, 0, 0))),
        project("C", 30, option(cash=(10, 0, 0))),
        project("D", 5, option(cash=(10, 0, 0))),
        project("E", -5, option(cash=(1, 0, 0))),
        project("F", -5, option(cash=(1, 0, 0)), status=Status.IN_PROGRESS),
        cash=(81, 0, 0),
        links=(Link(LinkType.REQUIRES, "C", ("B",)), Link(LinkType.EXCLUDES, "A", ("D",))),
    )
    reasons = {o.project: (o.funded, o.reason, o.detail) for o in solve(case, points()).outcomes}
    assert reasons == {
        "A": (False, Reason.CONFLICT, ("D",)),
        "B": (True, Reason.CHOSEN, ()),
        "C": (True, Reason.CHOSEN, ()),
        "D": (True, Reason.CHOSEN, ()),
        "E": (False, Reason.NO_VALUE, ()),
        "F": (True, Reason.COMMITTED, ()),
    }


def test_the_lp_file_has_readable_names(tmp_path):
    named = portfolio(project("MTL-27-001", 10, option("étendue", cash=(60, 0, 0))), cash=(100, 0, 0))
    path = tmp_path / "model.lp"
    to_pulp(build(Case.of(named, points())).matrix).problem.writeLP(str(path))
    text = path.read_text()
    assert re.search(r"x_\d+_MTL_27_001_etendue_2027", text)
    assert re.search(r"envelope_cash_2027", text)


def test_pulp_solves_the_saved_rows_to_the_same_value():
    case = Case.of(hard(15, 3), points())
    model = to_pulp(build(case).matrix)
    model.problem.solve(pulp.HiGHS(msg=False, gapRel=0))
    assert pulp.value(model.problem.objective) == pytest.approx(float(solve(hard(15, 3), points()).value))


def test_hashes_follow_the_input_and_nothing_else():
    base = hard(6, 3)
    same = replace(base, projects=tuple(reversed(base.projects)))
    other = replace(base, projects=base.projects[:-1])
    hashes = solve(base, points()).hashes
    assert solve(same, points()).hashes == hashes
    assert solve(other, points()).hashes["portfolio"] != hashes["portfolio"]
    assert solve(other, points()).hashes["budget"] == hashes["budget"]
    assert solve(base, points("0.01")).hashes["criteria"] != hashes["criteria"]


@SOLVERS
def test_an_imposed_project_that_can_never_start_is_impossible_not_an_error(solver):
    never = project("A", 5, option(cash=(10, 10, 10)), status=Status.COMMITTED, latest=FIRST + 2, earliest=FIRST + 2)
    for others in ((), (project("B", 5, option(cash=(1, 0, 0))),)):
        decision = solve(portfolio(never, *others, cash=(100, 100, 100)), points(), solver=solver)
        assert decision.status is SolveStatus.INFEASIBLE
        assert decision.clashes[0].rules == (("imposed", ("A",), None),)
        assert [repair.proved for repair in decision.repairs] == [True]
