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
        cols = [row.col for row in matrix.rows if row.rule == "choice"]
        self.suits = len(cols) >= FEWEST
        # Projects x their choices; those that have fewer are filled up.
        widths = np.array([len(col) for col in cols], np.int64)
        self._there_pk = np.arange(widths.max(initial=0)) < widths[:, None]
        self._col_pk = np.zeros(self._there_pk.shape, np.int64)
        self._col_pk[self._there_pk] = np.concatenate([np.empty(0, np.int64), *cols])

    def kernels(self, objective: Floats, relaxed: Relaxed, free: Sequence[Sequence[int]]) -> Iterator[Kernel]:
        """Smaller ones first; ``free``: groups of columns of which one is asked for, whose projects stay in doubt."""
        dual = np.where(self._choice, 0.0, relaxed.dual[: len(self._choice)])
        _, price_j = self._engine.priced(Relaxed(relaxed.bound, relaxed.x, dual))
        net_j = objective - price_j
        asked_j = np.zeros(len(objective), np.bool_)
        asked_j[[j for group in free for j in group]] = True
        share_pk = np.where(self._there_pk, relaxed.x[self._col_pk], 0.0)
        taken_pk = share_pk >= WHOLE
        split_p = (share_pk.sum(axis=1) > 1 - WHOLE) & ~taken_pk.any(axis=1)
        asked_p = (asked_j[self._col_pk] & self._there_pk).any(axis=1)
        # The best choice of each project against the next one or none, whose net worth is 0.
        none_p1 = np.zeros((len(share_pk), 1))
        rival_pk = np.sort(np.hstack([np.where(self._there_pk, net_j[self._col_pk], -np.inf), none_p1]), axis=1)
        margin_p = np.where(split_p | asked_p, -np.inf, rival_pk[:, -1] - rival_pk[:, -2])
        order = np.argsort(margin_p, kind="stable")
        size = int((margin_p == -np.inf).sum()) + FIRST
        while size <= LARGEST_SHARE * len(order):
            sure = order[size:]
            kept = self._col_pk[sure][taken_pk[sure]]
            zero = self._col_pk[sure][self._there_pk[sure] & ~taken_pk[sure]]
            yield Kernel(tuple(zero.tolist()), tuple(kept.tolist()))
            size *= TIMES
