"""Sweeps: every draw's bracket holds its true optimum, and what runs the chunks changes no bit of the answer."""

from fractions import Fraction

import numpy as np
import pytest
from builders import option as of
from builders import points, portfolio, project
from hypothesis import assume, given
from hypothesis import strategies as st
from oracles.brute_force import programs
from strategies import cases, examples

from prioritizer.domain.vocabulary import Status
from prioritizer.insight import sweep as module
from prioritizer.insight.sweep import Weighted, gaps, sweep
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live, Objective


def drawn(case, count, seed=0):
    return np.random.default_rng(seed).dirichlet(np.ones(len(case.criteria.criteria)), count)


@examples(20)
@given(cases(), st.integers(0, 99))
def test_every_bracket_holds_the_optimum_of_its_draw(inputs, seed):
    case = Case.of(*inputs)
    live = Live(case)
    every = [program for program in programs(inputs[0]) if certify(*inputs, program).valid]
    assume(every)
    weights = drawn(case, 12, seed)
    found = sweep(case, Weighted(weights), len(weights), gap=0.0, workers=1)
    value_ij = np.hstack([Weighted(weights)(live, np.arange(12)), np.tile(live.bonus_j, (12, 1))])
    for i, value_j in enumerate(value_ij):
        best = max(live.worth(program, Objective.floats(value_j)) for program in every)
        mine = live.worth(found.programs[found.pick_i[i]], Objective.floats(value_j))
        assert found.programs[found.pick_i[i]] in every
        assert float(mine) == pytest.approx(found.value_i[i], abs=1e-9)
        assert found.value_i[i] - 1e-9 <= float(best) <= found.bound_i[i] + 1e-9
        if found.certified_i[i]:
            assert float(best) == pytest.approx(found.value_i[i], abs=1e-5)
    assert found.certified == found.certified_i.mean()
    assert (gaps(found) >= 0).all()


def knapsack():
    """Fourteen projects in two years' envelopes; one criterion, whose weight scales every value alike."""
    entries = [project(f"P{n:02}", 20 + (13 * n) % 37, of(cash=(9 + (7 * n) % 17, (5 * n) % 11))) for n in range(14)]
    return Case.of(portfolio(*entries, cash=(70, 30, 0)), points())


class Shifted:
    """Values that differ from draw to draw; at the top of the module, so that another process can have it."""

    def __call__(self, live, draws):
        base = np.array([float(live.objective()[j]) for j in range(len(live.choices))])
        noise = np.random.default_rng(5).uniform(0.7, 1.3, (400, len(base)))
        return base * noise[draws]


class ScaledEach:
    """The same for any number of choices."""

    def __init__(self, choices):
        self.noise = np.random.default_rng(6).uniform(0.7, 1.3, (200, choices))

    def __call__(self, live, draws):
        return np.array([float(live.objective()[j]) for j in range(len(live.choices))]) * self.noise[draws]


def same(one, other):
    assert one.programs == other.programs
    assert (one.pick_i == other.pick_i).all()
    assert (one.value_i == other.value_i).all()
    assert (one.bound_i == other.bound_i).all()


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 100)


def test_processes_change_no_bit(small_chunks):
    alone = sweep(knapsack(), Shifted(), 400, gap=0.001, workers=1)
    same(alone, sweep(knapsack(), Shifted(), 400, gap=0.001, workers=2))
    assert len(alone.programs) > 1
    assert alone.certified > 0.9


def tight():
    """Thirty projects in five tight years: the root of a search tree settles little."""
    entries = [
        project(f"P{n:02}", 20 + (13 * n) % 37, of(cash=tuple(3 + (n * step) % 23 for step in (5, 7, 11, 13, 17))))
        for n in range(30)
    ]
    return Case.of(portfolio(*entries, cash=(90, 100, 80, 95, 85), years=5), points())


def test_what_is_not_certified_is_walked_and_to_the_same_bits(small_chunks, monkeypatch):
    case = tight()
    poor = Live(case).choices[:2]
    asked = {"gap": 1e-7, "known": [poor], "workers": 1}
    values = ScaledEach(len(Live(case).choices))
    found = sweep(case, values, 200, **asked)
    assert found.certified < 0.95
    same(found, sweep(case, values, 200, **(asked | {"workers": 2})))
    monkeypatch.setattr(module, "STEPS", 0)
    monkeypatch.setattr(module, "PATIENCE", 0)
    nothing = sweep(case, values, 200, **asked)
    assert set(nothing.programs) == {poor}
    assert found.value_i.mean() > 1.5 * nothing.value_i.mean()


def test_a_small_sweep_is_shared_out_too():
    told = []
    sweep(knapsack(), Shifted(), 40, gap=0.001, workers=1, progress=lambda *p: told.append(p))
    assert told == [(10, 40), (20, 40), (30, 40), (40, 40)]


def test_without_any_program_a_sweep_says_so():
    both = portfolio(project("A", 5, of(cash=(9,)), status=Status.COMMITTED), cash=(5, 0, 0))
    with pytest.raises(ValueError, match="program"):
        sweep(Case.of(both, points()), Shifted(), 10, workers=1)


def test_a_dask_cluster_changes_no_bit(small_chunks):
    distributed = pytest.importorskip("distributed")
    alone = sweep(knapsack(), Shifted(), 400, gap=0.001, workers=1)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        same(alone, sweep(knapsack(), Shifted(), 400, gap=0.001, client=client))


def test_a_stop_returns_the_draws_done(small_chunks):
    told = []
    found = sweep(
        knapsack(), Shifted(), 400, gap=0.001, workers=1, progress=lambda *p: told.append(p), stop=lambda: len(told) > 1
    )
    assert told == [(100, 400), (200, 400)]
    assert len(found.value_i) == 200


@pytest.mark.parametrize("steps", [0, 1, 150])
def test_a_chunk_that_nobody_waits_for_is_given_up_at_its_next_step(small_chunks, steps):
    whole = sweep(knapsack(), Shifted(), 400, gap=0.001, workers=1)
    asked = []
    found = sweep(
        knapsack(), Shifted(), 400, gap=0.001, workers=1, abandon=lambda: asked.append(1) or len(asked) > steps
    )
    assert len(asked) == steps + 1, "nothing is worked out after the step at which it was given up"
    done = len(found.pick_i)
    assert done < 400
    assert done % 100 == 0, "a chunk counts whole or not at all"
    assert (found.value_i == whole.value_i[:done]).all()
    assert (found.bound_i == whole.bound_i[:done]).all()


def test_prices_of_one_objective_bound_every_other():
    live = Live(knapsack())
    bound, constant, price_j = live.prices(live.objective())
    rng = np.random.default_rng(1)
    for _ in range(20):
        value_j = live.objective().float_j * rng.uniform(0.5, 1.5, len(live.upper_j))
        best = live.best(Objective.floats(value_j))
        assert best.gap == 0.0
        assert constant + np.maximum(value_j - price_j, 0) @ live.upper_j >= float(best.value) - 1e-6
    assert bound >= float(live.best(live.objective()).value)
    assert Fraction(bound) > 0
