"""The solver kept warm: where its first relaxation begins, and searches where most columns are settled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples

from prioritizer.program import first_basis
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.engine import Engine, Watch
from prioritizer.program.live import Live
from prioritizer.program.solvers import End


@examples(60)
@given(cases(), st.integers(1, 3))
def test_wherever_a_relaxation_begins_it_ends_at_the_same_bound(case, tenth):
    live = Live(Case.of(*case))
    worth = live.objective().float_j
    plain = Engine(live.matrix).relax(worth, [], [], [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_basis, "FEWEST", 1)
        patch.setattr(first_basis, "TENTH", tenth)
        begun = Engine(live.matrix).relax(worth, [], [], [])
    assert begun.bound == pytest.approx(plain.bound, rel=1e-7, abs=1e-7)


def test_a_basis_from_a_sample_takes_the_best_choice_of_each_project():
    """Two projects, two choices each, one row that they share: every project is in the sample, nothing is scarce."""
    worth = np.array([1.0, 2.0, 0.0, 5.0, 3.0])
    choice = np.array([True, True, False])
    low, high = np.full(3, -np.inf), np.array([1.0, 1.0, 100.0])
    row, col = np.repeat([0, 1, 2], [2, 3, 4]), np.array([0, 1, 2, 3, 4, 0, 1, 3, 4])
    assert first_basis.first_basis(worth, choice, low, high, row, col, np.ones(9)) is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_basis, "FEWEST", 1)
        patch.setattr(first_basis, "TENTH", 1)
        basis = first_basis.first_basis(worth, choice, low, high, row, col, np.ones(9))
    assert [status.name == "kBasic" for status in basis.col_status] == [False, True, False, True, False]
    assert [status.name == "kBasic" for status in basis.row_status] == [False, False, True]


@examples(80)
@given(cases(), st.data())
def test_where_most_columns_are_settled_the_best_of_the_rest_is_found(case, data):
    """Held against every program that has the choices kept, and none of those that are out."""
    live = Live(Case.of(*case))
    objective = live.objective()
    every = [program for program in programs(case[0]) if certify(*case, program).valid]
    if not every:
        return
    shown = data.draw(st.sampled_from(every))
    kept = data.draw(st.sets(st.sampled_from(shown))) if shown else set()
    others = [choice for choice in live.choices if choice not in shown]
    out = data.draw(st.sets(st.sampled_from(others))) if others else set()
    group = data.draw(st.sampled_from([(), *live.built.columns.by_project.values()]))
    asked = [] if len(group) == 0 else [[int(j) for j in group]]
    number = {choice: j for j, choice in enumerate(live.choices)}
    answer = Engine(live.matrix).among(
        objective.float_j, [], [number[c] for c in out], asked, [number[c] for c in kept], Watch()
    )
    fit = [p for p in every if kept <= set(p) and not out & set(p)]
    fit = [p for p in fit if not asked or any(number[c] in asked[0] for c in p)]
    if answer.x is None:
        assert answer.end is End.INFEASIBLE
        assert not fit
        return
    found = live.built.program(answer.x)
    if certify(*case, found).valid:
        assert found in fit
        assert float(live.worth(found, objective)) == pytest.approx(
            max(float(live.worth(p, objective)) for p in fit), rel=1e-6, abs=1e-6
        )
