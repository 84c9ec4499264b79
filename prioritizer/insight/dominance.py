"""Which programs may be the best when weights and ratings are known in part: pairwise, at the extremes.

Weights are any mix of a few extreme ones; a rating is anything between its least and its most. A program's advantage
over another is a sum over options: what both do in the same year cancels out, whatever its ratings.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TINY = 1e-9


@dataclass(frozen=True)
class Extremes:
    """Worth of every column at the extreme weights (weights x columns), ratings at their least and at their most."""

    least_kj: Floats
    most_kj: Floats
    option_j: NDArray[np.int64]
    """Columns of the same number have the same ratings, times ``delay_j``."""
    delay_j: Floats

    def against(self, k: int, x_j: Floats, *, least: bool = False) -> tuple[Floats, float]:
        """How much better than program ``x_j`` another one may be at most, weights ``k``: the sum of the first over its
        columns, less the second. With ``least``, how much better it is at least.

        What both have counts at its least for both, times what the years differ by; what only the other one has counts
        at its most.
        """
        low_j, high_j = self.least_kj[k], self.most_kj[k]
        if least:
            low_j, high_j = high_j, low_j
        gain_j, mine = high_j.copy(), np.flatnonzero(x_j > 0)
        for m in mine.tolist():
            same = np.flatnonzero(self.option_j == self.option_j[m])
            sooner = self.delay_j[same] > self.delay_j[m]
            gain_j[same] = np.where(sooner, high_j[same] - high_j[m] + low_j[m], low_j[same])
        return gain_j, float(low_j[mine].sum())

    def better(self, x_j: Floats, others_ij: Floats, *, least: bool = False) -> Floats:
        """By how much each of the others may be better than a program, at most (or ``least``): weights x others."""
        rows = (self.against(k, x_j, least=least) for k in range(len(self.least_kj)))
        return np.array([others_ij @ gain_j - own for gain_j, own in rows])


def nondominated(x_ij: Floats, extremes: Extremes) -> list[int]:
    """Rows of ``x_ij`` (programs x columns) that no other dominates.

    One program dominates another where it is at least as good in the worst case, at every extreme weight, and better in
    the best case of one (Liesiö, Mild and Salo 2007).
    """
    dominated_i = np.zeros(len(x_ij), np.bool_)
    for x_j in x_ij:
        never_better_i = (extremes.better(x_j, x_ij) <= TINY).all(axis=0)
        sometimes_worse_i = (extremes.better(x_j, x_ij, least=True) < -TINY).any(axis=0)
        dominated_i |= never_better_i & sometimes_worse_i
    return np.flatnonzero(~dominated_i).tolist()
