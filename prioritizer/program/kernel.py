"""Kernel search: on a large case the relaxation settles nearly every project; a search among the few that it leaves in
doubt ends in a fraction of the time, and its program is held against the relaxation's bound (Angelelli, Mansini and
Speranza 2010, "Kernel search: a general heuristic for the multi-dimensional knapsack problem").

A project is in doubt where the relaxation splits it, or where its best choice gains little more, at the dual prices,
than the next one or than nothing. What is found is checked exactly by those who ask, like any other program.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.program.engine import Engine, Relaxed
from prioritizer.program.matrix import Matrix

Floats = NDArray[np.float64]

FEWEST = 150
"""Projects below which a whole search is as quick."""
FIRST, TIMES, LARGEST_SHARE = 24, 2, 0.5
"""Projects in doubt that a first search is given beside those that are split, how many times more the next one gets,
and the share of all projects beyond which it is no longer small."""
WHOLE = 1 - 1e-6


@dataclass(frozen=True)
class Kernel:
    """What a small search may not touch: columns that stay at 0, and those that stay at 1."""

    zero: tuple[int, ...]
    kept: tuple[int, ...]


class KernelSearch:
    """The projects of one matrix, as the relaxation sees them."""

    def __init__(self, matrix: Matrix, engine: Engine) -> None:
        self._engine = engine
        self._choice = np.array([row.rule == "choice" for row in matrix.rows], np.bool_)
        self._cols = [row.col for row in matrix.rows if row.rule == "choice"]
        self.suits = len(self._cols) >= FEWEST

    def kernels(self, objective: Floats, relaxed: Relaxed, free: Sequence[Sequence[int]]) -> Iterator[Kernel]:
        """Smaller ones first; ``free``: groups of columns of which one is asked for, whose projects stay in doubt."""
        dual = np.where(self._choice, 0.0, relaxed.dual[: len(self._choice)])
        _, price_j = self._engine.priced(Relaxed(relaxed.bound, relaxed.x, dual))
        net_j = objective - price_j
        asked = {int(j) for group in free for j in group}
        doubt, settled = [], []
        for number, col in enumerate(self._cols):
            share = relaxed.x[col]
            most = int(share.argmax())
            taken = int(col[most]) if share[most] >= WHOLE else None
            split = share.sum() > 1 - WHOLE and taken is None
            rivals = np.sort(np.append(net_j[col], 0.0))
            margin = -np.inf if split or asked & set(col.tolist()) else float(rivals[-1] - rivals[-2])
            doubt.append((margin, number))
            settled.append(taken)
        doubt.sort()
        size = sum(margin == -np.inf for margin, _ in doubt) + FIRST
        while size <= LARGEST_SHARE * len(doubt):
            sure = [number for _, number in doubt[size:]]
            kept = tuple(j for number in sure if (j := settled[number]) is not None)
            keep = set(kept)
            zero = tuple(j for number in sure for j in self._cols[number].tolist() if j not in keep)
            yield Kernel(zero, kept)
            size *= TIMES
