"""Weights known only in part: intervals, an order; their extreme points, exact, and draws from them, seeded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TINY = 1e-12
TRIES = 2000
"""Times the draws asked for that may be drawn before the intervals are said to be too narrow for rejection."""


@dataclass(frozen=True)
class Information:
    """What is known of the weights of ``names``: they sum to 1, each within its interval, the heaviest first in
    ``order``.
    """

    names: tuple[str, ...]
    low: Mapping[str, Fraction] = field(default_factory=dict)
    high: Mapping[str, Fraction] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def within(self, name: str) -> tuple[Fraction, Fraction]:
        """Least and greatest weight."""
        return self.low.get(name, Fraction(0)), self.high.get(name, Fraction(1))


def around(weights: Mapping[str, Fraction], points: Fraction) -> Information:
    """Every weight within so much of where it is."""
    low = {name: max(weight - points, Fraction(0)) for name, weight in weights.items()}
    high = {name: min(weight + points, Fraction(1)) for name, weight in weights.items()}
    return Information(tuple(weights), low, high)


def extremes(information: Information) -> tuple[dict[str, Fraction], ...]:
    """The corners of the weights possible, exact; none where nothing is possible. For a handful of weights.

    Every corner has as many limits reached as there are weights, the sum counted in.
    """
    names = information.names
    limits = list(_limits(information))
    found: dict[tuple[Fraction, ...], None] = {}
    for active in combinations(limits, len(names) - 1):
        rows = [[*coef, side] for coef, side in active] + [[Fraction(1)] * len(names) + [Fraction(1)]]
        point = _solved(rows)
        if point is not None and all(_dot(coef, point) >= side for coef, side in limits):
            found[point] = None
    return tuple(dict(zip(names, point, strict=True)) for point in sorted(found, reverse=True))


def _limits(information: Information) -> Iterator[tuple[list[Fraction], Fraction]]:
    """``coef @ w >= side``."""
    names = information.names
    for i, name in enumerate(names):
        low, high = information.within(name)
        one = [Fraction(int(i == j)) for j in range(len(names))]
        yield one, low
        yield [-value for value in one], -high
    for heavier, lighter in pairwise(information.order):
        row = [Fraction((name == heavier) - (name == lighter)) for name in names]
        yield row, Fraction(0)


def _dot(coef: list[Fraction], point: tuple[Fraction, ...]) -> Fraction:
    return sum((c * x for c, x in zip(coef, point, strict=True)), Fraction(0))


def _solved(rows: list[list[Fraction]]) -> tuple[Fraction, ...] | None:
    """The only solution of a square system, None where it has none or many (Gauss and Jordan)."""
    rows = [list(row) for row in rows]
    for i in range(len(rows)):
        pivot = next((k for k in range(i, len(rows)) if rows[k][i]), None)
        if pivot is None:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k, row in enumerate(rows):
            if k != i and row[i]:
                rows[k] = [a - row[i] * b for a, b in zip(row, rows[i], strict=True)]
    return tuple(row[-1] for row in rows)


def drawn(information: Information, count: int, seed: int) -> Floats:
    """Weights drawn uniformly from those possible: draws x names.

    Rejection from the smallest simplex that holds them, sorted where an order is given.

    Raises:
        ValueError: the intervals leave so little that draws are all but never accepted.
    """
    names = information.names
    low = np.array([float(information.within(name)[0]) for name in names])
    high = np.array([float(information.within(name)[1]) for name in names])
    place = {name: i for i, name in enumerate(names)}
    free = high > low
    rng = np.random.default_rng(seed)
    kept, tried = np.zeros((0, len(names))), 0
    while len(kept) < count:
        if tried > TRIES * count or low.sum() > 1 + TINY or high.sum() < 1 - TINY:
            raise ValueError("intervals leave no weights to draw")
        batch = np.tile(low, (max(count, 1000), 1))
        if free.any():
            batch[:, free] += max(1 - low.sum(), 0.0) * rng.dirichlet(np.ones(int(free.sum())), len(batch))
        tried += len(batch)
        fits = (batch <= high + TINY).all(axis=1)
        for heavier, lighter in pairwise(information.order):
            fits &= batch[:, place[heavier]] >= batch[:, place[lighter]]
        kept = np.vstack([kept, batch[fits]])
    return kept[:count]
