"""Rank acceptability of a few alternatives (SMAA-2; Lahdelma and Salminen 2001, Operations Research 49:444-454).

For plain alternatives, each a row of values on the criteria: programs picked by hand, options of a project, sites.
Which weights would choose each one, how often it comes first, second and so on, and how sure its values are. Programs
out of a whole portfolio are ``acceptability``'s.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from prioritizer.insight.draws import Information, drawn

Floats = NDArray[np.float64]
Sampler = Callable[[np.random.Generator, int], Floats]
"""Draws x alternatives x criteria, from a generator and a number of draws."""
CHUNK = 2000
"""Draws counted together."""


@dataclass(frozen=True)
class Ranked:
    """One alternative."""

    name: str
    acceptability: tuple[float, ...]
    """Share of weights and values with which it has each rank, the first rank first; equal values share a rank."""
    error: tuple[float, ...]
    """Standard errors of those shares."""
    central: Mapping[str, float] | None
    """Central weights: the mean of those that put it first. None: none drawn does."""
    confidence: float | None
    """Share of the values with which it comes first under its central weights."""
    holistic: float
    """Ranks weighed together, 1 for the first and 0 for the last."""
    winning: Mapping[str, float]
    """Share of weights and values with which it is worth more than each other alternative."""


@dataclass(frozen=True)
class RankAcceptability:
    """Every alternative, in the order given."""

    alternatives: tuple[Ranked, ...]
    draws: int
    seed: int


def rank_acceptability(
    values: Sequence[Sequence[float]] | Sampler,
    information: Information,
    *,
    names: Sequence[str] | None = None,
    draws: int = 10_000,
    seed: int = 0,
) -> RankAcceptability:
    """Draw weights and values, rank, count.

    Args:
        values: on each criterion, alternatives x criteria, more is better and all on one scale (``linear``); or how to
            draw them (``uniform``, ``normal``).
        information: what is known of the weights of the criteria, in the order of the columns.
        names: of the alternatives; their numbers from 1 by default.
        draws: how many: 10,000 make shares sure to about 0.01, 19 times in 20.
        seed: of the draws.

    Raises:
        ValueError: weights that cannot be, or as many names or columns as there are not.
    """
    sampler = values if callable(values) else exactly(values)
    weights_dn = drawn(information, draws, seed)
    shape = sampler(np.random.default_rng([seed, 1]), 1).shape
    count = shape[1]
    codes = [str(i) for i in range(1, count + 1)] if names is None else list(names)
    if len(codes) != count or shape[2] != len(information.names):
        raise ValueError(f"{count} alternatives on {shape[2]} criteria, {len(codes)} names, {information.names}")
    random = np.random.default_rng([seed, 1])
    ranks_mr, wins_mm, first_mn = np.zeros((count, count)), np.zeros((count, count)), np.zeros((count, shape[2]))
    for start in range(0, draws, CHUNK):
        weights = weights_dn[start : start + CHUNK]
        worth_dm = np.einsum("dmn,dn->dm", sampler(random, len(weights)), weights)
        better_dmm = worth_dm[:, :, None] > worth_dm[:, None, :]
        rank_dm = better_dmm.sum(axis=1)
        wins_mm += better_dmm.sum(axis=0)
        for m in range(count):
            ranks_mr[m] += np.bincount(rank_dm[:, m], minlength=count)
            first_mn[m] += weights[rank_dm[:, m] == 0].sum(axis=0)
    share_mr = ranks_mr / draws
    meta_r = _meta(count)
    found = []
    for m, name in enumerate(codes):
        central = first_mn[m] / ranks_mr[m, 0] if ranks_mr[m, 0] else None
        found.append(
            Ranked(
                name,
                tuple(share_mr[m].tolist()),
                tuple(sqrt(share * (1 - share) / draws) for share in share_mr[m].tolist()),
                None if central is None else dict(zip(information.names, central.tolist(), strict=True)),
                None if central is None else _confidence(sampler, central, m, draws, seed),
                float(share_mr[m] @ meta_r),
                {other: float(wins_mm[m, k] / draws) for k, other in enumerate(codes) if k != m},
            )
        )
    return RankAcceptability(tuple(found), draws, seed)


def _confidence(sampler: Sampler, central: Floats, m: int, draws: int, seed: int) -> float:
    random, first = np.random.default_rng([seed, 2]), 0
    for start in range(0, draws, CHUNK):
        worth_dm = sampler(random, min(CHUNK, draws - start)) @ central
        first += int((worth_dm[:, m] >= worth_dm.max(axis=1)).sum())
    return first / draws


def _meta(count: int) -> Floats:
    """Centroid weights of the ranks: 1 for the first, 0 for the last."""
    if count == 1:
        return np.ones(1)
    parts = [sum(1 / k for k in range(rank, count)) for rank in range(1, count + 1)]
    return np.array(parts) / parts[0]


def linear(figures: Sequence[Sequence[float]], worst: Sequence[float], best: Sequence[float]) -> Floats:
    """Figures as values from 0 at the worst to 1 at the best of each criterion, whichever way it goes.

    Raises:
        ValueError: worst and best are the same.
    """
    low, high = np.array(worst, np.float64), np.array(best, np.float64)
    if (low == high).any():
        raise ValueError(f"worst and best are the same: {list(worst)} {list(best)}")
    scaled: Floats = (np.array(figures, np.float64) - low) / (high - low)
    return scaled


def exactly(values: Sequence[Sequence[float]] | Floats) -> Sampler:
    """Values that are sure."""
    table = np.array(values, np.float64)
    return lambda _, draws: np.broadcast_to(table, (draws, *table.shape))


def uniform(low: Sequence[Sequence[float]] | Floats, high: Sequence[Sequence[float]] | Floats) -> Sampler:
    """Values anywhere between two, each alone."""
    least, most = np.array(low, np.float64), np.array(high, np.float64)
    return lambda random, draws: least + (most - least) * random.random((draws, *least.shape))


def normal(mean: Sequence[Sequence[float]] | Floats, deviation: Sequence[Sequence[float]] | Floats) -> Sampler:
    """Values around their mean, each alone, normal."""
    middle, spread = np.array(mean, np.float64), np.array(deviation, np.float64)
    return lambda random, draws: middle + spread * random.standard_normal((draws, *middle.shape))
