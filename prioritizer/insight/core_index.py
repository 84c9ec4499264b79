"""Robust portfolio modelling: which projects are in every program that may be the best, in some, or in none.

Weights are known as intervals or as an order, ratings as intervals; a program is kept unless another one is at least as
good for all of them and better for some (Liesiö, Mild and Salo 2007, European Journal of Operational Research
181:1488-1505). The core index of a project is the share of the programs kept that have it: 1 is core, 0 exterior. Only
what is between is worth discussing: more information never takes a project out of the core or of the exterior.

The index counts programs; it is no probability.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Choice, Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.draws import Information, extremes
from prioritizer.insight.pareto import pareto
from prioritizer.insight.sets import projects_of
from prioritizer.insight.spread import Spread, ends
from prioritizer.program.live import Found, Live

Floats = NDArray[np.float64]
ENUMERATED = 5000
"""Up to this many combinations of choices, every program is looked at; beyond, those that searches find."""
TINY = 1e-9


@dataclass(frozen=True)
class CoreIndex:
    """The programs kept, and what they say of each project."""

    programs: tuple[Program, ...]
    index: Mapping[str, Fraction]
    """By project."""
    complete: bool
    """Whether every program that may be the best is proved to be among them."""
    maximin: int
    """Position of the program whose worst value is the best."""
    regret: int
    """Position of the program whose greatest regret is the least."""
    greatest_regret: float
    """Points that it may lack of the best, at most, among the programs kept."""
    weights: tuple[Mapping[str, Fraction], ...]
    """The extreme weights of the axes."""
    seconds: float

    def of(self, low: int, high: int) -> tuple[str, ...]:
        """Projects whose index is from ``low`` to ``high``, those two left out, or equal to both."""
        if low == high:
            return tuple(project for project, index in self.index.items() if index == low)
        return tuple(project for project, index in self.index.items() if low < index < high)

    @property
    def core(self) -> tuple[str, ...]:
        """In every program kept: take."""
        return self.of(1, 1)

    @property
    def borderline(self) -> tuple[str, ...]:
        """In some: discuss."""
        return self.of(0, 1)

    @property
    def exterior(self) -> tuple[str, ...]:
        """In none: leave."""
        return self.of(0, 0)


def core_index(
    live: Live,
    base: Found,
    information: Information,
    *,
    spread: Spread | None = None,
    gap: float = 0.0,
    time_limit: float | None = None,
    stop: Callable[[], bool] | None = None,
) -> CoreIndex:
    """Keep the programs that are not dominated.

    Args:
        live: the case.
        base: its best program.
        information: what is known of the weights of the axes.
        spread: least and most points of ratings that are not sure; the others are as rated. A rating that two options
            share counts as two, which keeps more programs, never fewer.
        gap: relative gap of each search, where searches are needed.
        time_limit: seconds for the whole call.
        stop: asked now and then.

    Raises:
        ValueError: ``base`` holds no program, or no weights are possible.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    weights = extremes(information)
    if not weights:
        raise ValueError("no weights are possible")
    time = Allowance.of(live.clock, time_limit, stop)
    least_kj, most_kj = _ends(live, weights, spread or {})
    candidates, complete = _candidates(live, base, weights, bool(spread), gap, time)
    x_ij = np.array([live.x_of(program) for program in candidates])
    kept = nondominated(x_ij, least_kj, most_kj)
    programs = tuple(candidates[i] for i in kept)
    worst_i, regret_i = _choices(x_ij[kept], least_kj, most_kj)
    count = len(programs)
    index = {
        project.id: Fraction(sum(project.id in projects_of(program) for program in programs), count)
        for project in live.case.portfolio.projects
    }
    regret = int(np.argmin(regret_i))
    return CoreIndex(
        programs=programs,
        index=index,
        complete=complete,
        maximin=int(np.argmax(worst_i)),
        regret=regret,
        greatest_regret=float(max(regret_i[regret], 0.0)),
        weights=weights,
        seconds=time.spent,
    )


def nondominated(x_ij: Floats, least_kj: Floats, most_kj: Floats) -> list[int]:
    """Rows of ``x_ij`` (programs x columns) that no other dominates.

    ``least_kj`` and ``most_kj``: worth of each column at the extreme weights (weights x columns), ratings at their
    least and at their most. One program dominates another where it is at least as good in the worst case of what they
    do not share, at every extreme weight, and better in the best case of one.
    """
    worst_ij = np.full((len(x_ij), len(x_ij)), np.inf)
    best_ij = np.full((len(x_ij), len(x_ij)), -np.inf)
    for least_j, most_j in zip(least_kj, most_kj, strict=True):
        worst_ij = np.minimum(worst_ij, _difference(x_ij, least_j, most_j))
        best_ij = np.maximum(best_ij, _difference(x_ij, most_j, least_j))
    dominates_ij = (worst_ij >= -TINY) & (best_ij > TINY)
    return [i for i in range(len(x_ij)) if not dominates_ij[:, i].any()]


def _difference(x_ij: Floats, mine_j: Floats, others_j: Floats) -> Floats:
    """What row has and column has not, at ``mine_j``, less the other way round at ``others_j``."""
    mine = (x_ij @ mine_j)[:, None] - (x_ij * mine_j) @ x_ij.T
    others = (x_ij @ others_j)[None, :] - x_ij @ (x_ij * others_j).T
    difference: Floats = mine - others
    return difference


def _choices(x_ij: Floats, least_kj: Floats, most_kj: Floats) -> tuple[Floats, Floats]:
    worst_i: Floats = (x_ij @ least_kj.T).min(axis=1)
    regret_i = np.zeros(len(x_ij))
    for least_j, most_j in zip(least_kj, most_kj, strict=True):
        regret_i = np.maximum(regret_i, _difference(x_ij, most_j, least_j).max(axis=0))
    return worst_i, regret_i


def _ends(live: Live, weights: tuple[Mapping[str, Fraction], ...], spread: Spread) -> tuple[Floats, Floats]:
    """Worth of every column at each extreme weight, ratings at their least and at their most."""
    low_oc, high_oc = ends(live.case, spread)
    codes = live.case.scorecard.criteria
    weight_kc = np.array([[float(live.axis_weights(row).get(code, 0)) for code in codes] for row in weights])
    bonus_kj = np.tile(live.bonus_j, (len(weights), 1))
    least, most = (np.hstack([weight_kc @ live.points_jc(oc).T, bonus_kj]) for oc in (low_oc, high_oc))
    return least, most


def _candidates(
    live: Live,
    base: Found,
    weights: tuple[Mapping[str, Fraction], ...],
    unsure: bool,
    gap: float,
    time: Allowance,
) -> tuple[list[Program], bool]:
    """Programs among which the others are judged, and whether none that matters is missing."""
    ways = prod(1 + len(col) for col in live.built.columns.by_project.values())
    if ways <= ENUMERATED:
        return [program for program in _every(live) if live.keeps_rules(program)], True
    objectives = [(f"w{k}", live.axes(row)) for k, row in enumerate(weights)]
    found = pareto(live, base, objectives, gap=gap, time_limit=time.left, stop=time.stop)
    programs = dict.fromkeys([*(point.program for point in found.points), *live.pool])
    # With ratings as intervals, a program dominated as rated may still be kept: searches alone cannot prove them all.
    return sorted(programs), found.complete and not unsure


def _every(live: Live) -> Iterator[Program]:
    columns = live.built.columns
    ways: list[list[Choice | None]] = [
        [None, *(columns.choices[j] for j in col.tolist())] for col in columns.by_project.values()
    ]
    for picked in product(*ways):
        yield tuple(sorted(choice for choice in picked if choice is not None))
