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

from prioritizer.domain.decision import Choice, Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.core_proofs import Rival
from prioritizer.insight.dominance import Extremes, nondominated
from prioritizer.insight.draws import Information, extremes
from prioritizer.insight.nearby import improve
from prioritizer.insight.pareto import ParetoPoint, pareto
from prioritizer.insight.sets import projects_of, worth_at_least
from prioritizer.insight.spread import Spread, ends
from prioritizer.program.live import Conditions, Found, Live, Objective

ENUMERATED = 5000
"""Up to this many combinations of choices, every program is looked at; beyond, those that searches find."""
MOST_TIES = 100
"""Programs as good as others that are known, of which so many are looked for: projects worth nothing make thousands."""
NEAR = 3
"""One part in so many of the time to look for programs goes to small searches near the one shown."""
LISTED, REGRET = 0.4, 0.25
"""Part of the time to look for programs, then of what is left to bound the regret; the rest proves core and exterior.
"""


@dataclass(frozen=True)
class CoreIndex:
    """The programs kept, and what they say of each project."""

    programs: tuple[Program, ...]
    index: Mapping[str, Fraction]
    """By project."""
    sure: frozenset[str]
    """Projects whose place is proved: an index of 1 or 0 that no other program can change; all where complete."""
    complete: bool
    """Whether every program that may be the best is proved to be among them, those that are as good as another too."""
    maximin: int
    """Position of the program whose worst value is the best of those kept."""
    regret: int
    """Position of the program whose greatest regret is the least of those kept."""
    greatest_regret: float
    """Points that it may lack of the best, at most: proved."""
    weights: tuple[Mapping[str, Fraction], ...]
    """The extreme weights of the axes."""
    seconds: float

    @property
    def core(self) -> tuple[str, ...]:
        """In every program that may be the best, proved: take."""
        return tuple(project for project, index in self.index.items() if index == 1 and project in self.sure)

    @property
    def exterior(self) -> tuple[str, ...]:
        """In none, proved: leave."""
        return tuple(project for project, index in self.index.items() if index == 0 and project in self.sure)

    @property
    def borderline(self) -> tuple[str, ...]:
        """The others: discuss. Where not ``complete``, of some no program is known that has, or lacks, them."""
        settled = {*self.core, *self.exterior}
        return tuple(project for project in self.index if project not in settled)


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
    live.learn(base.program)
    bounds = _extremes(live, weights, spread or {})
    candidates, complete = _candidates(live, base, weights, bool(spread), gap, time.part(LISTED))
    x_ij = np.array([live.x_of(program) for program in candidates])
    kept = nondominated(x_ij, bounds)
    x_ij, programs = x_ij[kept], tuple(candidates[i] for i in kept)
    worst_i = (x_ij @ bounds.least_kj.T).min(axis=1)
    regret_i = [float(bounds.better(x_j, x_ij).max()) for x_j in x_ij]
    regret = int(np.argmin(regret_i))
    count = len(programs)
    index = {
        project.id: Fraction(sum(project.id in projects_of(program) for program in programs), count)
        for project in live.case.portfolio.projects
    }
    most, sure = max(regret_i[regret], 0.0), frozenset(index)
    if not complete:
        most = Rival(live, programs[regret], bounds, time.part(REGRET)).regret()
        rival = Rival(live, base.program, bounds, time)
        rival.prove(project for project, share in index.items() if share in (0, 1))
        sure = frozenset(rival.sure)
    return CoreIndex(
        programs=programs,
        index=index,
        sure=sure,
        complete=complete,
        maximin=int(np.argmax(worst_i)),
        regret=regret,
        greatest_regret=most,
        weights=weights,
        seconds=time.spent,
    )


def _extremes(live: Live, weights: tuple[Mapping[str, Fraction], ...], spread: Spread) -> Extremes:
    low_oc, high_oc = ends(live.case, spread)
    codes = live.case.scorecard.criteria
    weight_kc = np.array([[float(live.axis_weights(row).get(code, 0)) for code in codes] for row in weights])
    bonus_kj = np.tile(live.bonus_j, (len(weights), 1))
    least_kj, most_kj = (np.hstack([weight_kc @ live.points_jc(oc).T, bonus_kj]) for oc in (low_oc, high_oc))
    numbers: dict[tuple[str, str], int] = {}
    own = [numbers.setdefault((choice.project, choice.option), len(numbers)) for choice in live.choices]
    rest = range(len(numbers), len(numbers) + len(live.bonus_j))
    delays = [float(live.case.delay(choice.start)) for choice in live.choices]
    return Extremes(least_kj, most_kj, np.array([*own, *rest]), np.array([*delays, *(1.0 for _ in rest)]))


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
    if time.limit is not None and base.program is not None:
        # Time is short: first what is near the program shown, at each extreme.
        random = np.random.default_rng(0)
        for _, objective in objectives:
            limit = time.limit / (NEAR * len(objectives))
            improve(live, objective, base.program, random, enough=gap, limit=limit, stop=time.stop)
    found = pareto(live, base, objectives, gap=gap, time_limit=time.left, stop=time.stop)
    # With ratings as intervals, a program dominated as rated may still be kept: searches alone cannot prove them all.
    proved = found.complete and found.exact and not unsure
    ties, every = _ties(live, [of for _, of in objectives], found.points, time) if proved else ([], False)
    return sorted({*(point.program for point in found.points), *ties, *live.pool}), every


def _ties(
    live: Live, objectives: list[Objective], points: tuple[ParetoPoint, ...], time: Allowance
) -> tuple[list[Program], bool]:
    """Programs as good as the one that stands for a point, at every extreme, and whether none is missing."""
    ties: list[Program] = []
    for asked, point in enumerate(points):
        floors, alike = tuple(map(worth_at_least, objectives, point.values)), [point.program]
        while not time.over and len(ties) < MOST_TIES:
            other = Conditions(floors=floors, forbidden=tuple(alike))
            limit = time.share(len(points) - asked)
            found = live.best(objectives[0], other, time_limit=limit, stop=time.stop)
            if found.impossible:
                break
            if found.program is None:
                return ties, False
            alike.append(found.program)
            ties.append(found.program)
        else:
            return ties, False
    return ties, True


def _every(live: Live) -> Iterator[Program]:
    columns = live.built.columns
    ways: list[list[Choice | None]] = [
        [None, *(columns.choices[j] for j in col.tolist())] for col in columns.by_project.values()
    ]
    for picked in product(*ways):
        yield tuple(sorted(choice for choice in picked if choice is not None))
