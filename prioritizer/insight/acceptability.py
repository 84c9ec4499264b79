"""Stochastic acceptability (SMAA): how often each project, and each program, is in the best answer when weights, and
ratings too, are drawn from what is known of them (Lahdelma and Salminen 2001, Operations Research 49:444-454).

Seeded: the same seed gives the same draws and the same answer. Each share comes with its standard error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.draws import Information, drawn
from prioritizer.insight.sets import projects_of
from prioritizer.insight.spread import Spread, ends
from prioritizer.insight.sweep import sweep
from prioritizer.program.live import Found, Live

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """A share of the draws, and its standard error."""

    share: float
    error: float

    @classmethod
    def of(cls, count: int, draws: int) -> "Share":
        """``count`` out of ``draws``."""
        share = count / draws
        return cls(share, sqrt(share * (1 - share) / draws))


@dataclass(frozen=True)
class Accepted:
    """One program, and the draws for which it is the best."""

    program: Program
    share: Share
    central: Mapping[str, float]
    """Mean weights of those draws: who would choose it."""
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True)
class Acceptability:
    """Shares by project, and by program, the most accepted first."""

    projects: Mapping[str, Share]
    programs: tuple[Accepted, ...]
    draws: int
    asked: int
    """Draws asked for; fewer are counted where time ran out."""
    seed: int
    gap: float
    certified: float
    """Share of the draws whose program is proved within the gap; the others have the best program known."""
    loosest: float
    """The largest gap left to any draw."""
    seconds: float


@dataclass(frozen=True)
class Drawn:
    """Values under drawn weights and, where ratings are not sure, drawn ratings. The draw of a number is its own."""

    weights_ic: Floats
    low_oc: Floats
    high_oc: Floats
    seed: int

    def __call__(self, live: Live, draws: NDArray[np.int64]) -> Floats:
        """Draws x choices."""
        if (self.low_oc == self.high_oc).all():
            return self.weights_ic[draws] @ live.points_jc(self.low_oc).T
        rows = []
        for i in draws.tolist():
            part_oc = np.random.default_rng([self.seed, i]).random(self.low_oc.shape)
            points_oc = self.low_oc + (self.high_oc - self.low_oc) * part_oc
            rows.append(live.points_jc(points_oc) @ self.weights_ic[i])
        return np.array(rows)


def acceptability(
    live: Live,
    base: Found,
    information: Information,
    *,
    draws: int = 1000,
    seed: int = 0,
    spread: Spread | None = None,
    gap: float = 0.005,
    workers: int = 2,
    client: Any = None,
    time_limit: float | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Acceptability:
    """Draw, find the best program for each draw, count.

    Args:
        live: the case; its pool is where every search begins.
        base: the program shown.
        information: what is known of the weights, of the axes or of the criteria, as its names say.
        draws: how many.
        seed: of the draws.
        spread: least and most points of ratings that are not sure, drawn uniformly between.
        gap: relative gap to certify for each draw.
        workers: processes of this machine.
        client: a Dask client, to run on its cluster instead.
        time_limit: seconds after which no further part of the draws is waited for; at least one is.
        progress: told how many draws are done, of how many.
        stop: asked now and then; the draws done are counted.

    Raises:
        ValueError: ``base`` holds no program, or the intervals leave no weights to draw.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    time = Allowance.of(live.clock, time_limit, stop)
    named_ik = drawn(information, draws, seed)
    values = Drawn(_criteria(live, information, named_ik), *ends(live.case, spread or {}), seed)
    known = (base.program, *live.pool)
    found = sweep(
        live.case,
        values,
        draws,
        gap=gap,
        known=known,
        workers=workers,
        client=client,
        progress=progress,
        stop=lambda: time.over,
        abandon=stop,
    )
    done = len(found.pick_i)
    was = projects_of(base.program)
    rows = []
    for number, program in enumerate(found.programs):
        mine_i = found.pick_i == number
        mean = named_ik[:done][mine_i].mean(axis=0)
        now = projects_of(program)
        central = dict(zip(information.names, mean.tolist(), strict=True))
        share = Share.of(int(mine_i.sum()), done)
        rows.append(Accepted(program, share, central, tuple(sorted(now - was)), tuple(sorted(was - now))))
    rows.sort(key=lambda row: (-row.share.share, row.program))
    inside = {
        project.id: sum(round(row.share.share * done) for row in rows if project.id in projects_of(row.program))
        for project in live.case.portfolio.projects
    }
    gaps = np.maximum(found.bound_i - found.value_i, 0) / np.maximum(np.abs(found.value_i), 1e-12)
    return Acceptability(
        projects={project: Share.of(count, done) for project, count in inside.items()} if done else {},
        programs=tuple(rows),
        draws=done,
        asked=draws,
        seed=seed,
        gap=gap,
        certified=found.certified,
        loosest=float(gaps.max()) if done else 0.0,
        seconds=time.spent,
    )


def _criteria(live: Live, information: Information, named_ik: Floats) -> Floats:
    """Weights of the criteria, draws x criteria: as drawn, or the axes' shared out as published."""
    codes = live.case.scorecard.criteria
    if set(information.names) <= set(codes):
        place = {name: k for k, name in enumerate(information.names)}
        zero = np.zeros(len(named_ik))
        return np.column_stack([named_ik[:, place[code]] if code in place else zero for code in codes])
    shares_kc = np.array(
        [
            [float(live.axis_weights({name: Fraction(1)}).get(code, Fraction(0))) for code in codes]
            for name in information.names
        ]
    )
    weights: Floats = named_ik @ shares_kc
    return weights
