"""Ruin and recreate: a good program within a second, where a search tree is still at its root.

A few projects are dropped at random, then columns are added back, the best first, as long as every upper limit holds;
what comes out is kept as simulated annealing would (Schrimpf et al. 2000, J. Comput. Phys. 159:139-171). The order of
"best" is a column's value less what it uses, at the dual prices of the linear relaxation, a little blurred.

It proves nothing and reads no bound: what it finds is checked exactly by those who ask, like any other program.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.program.engine import Engine, ExtraRow, Relaxed
from prioritizer.program.matrix import Matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LARGEST = 1_000_000
"""Rows times columns beyond which a step is too slow to be worth it: search trees do well there."""
DROPPED = 12
"""Projects dropped in one step, at most."""
PRICE = (0.6, 1.0)
"""Share of the dual prices that a step believes."""
BLUR, TEMPERATURE, PENALTY = 0.02, 0.1, 3.0
"""In mean column values: noise on the order, loss accepted at the start, price of a unit of a broken balance."""
TINY = 1e-9


@dataclass(frozen=True)
class _Rows:
    """``use_jr @ x <= room_r`` for every row, one sign: hard ones are never broken, soft ones are paid for."""

    use_jr: Floats
    room_r: Floats
    price_j: Floats

    @classmethod
    def of(cls, use_rj: Floats, room_r: Floats, dual_r: Floats) -> "_Rows":
        return cls(np.ascontiguousarray(use_rj.T), room_r, use_rj.T @ dual_r)


class LocalSearch:
    """The rows of one matrix, dense, over the columns of the choices alone."""

    def __init__(self, matrix: Matrix, engine: Engine, choices: int) -> None:
        self.choices = choices
        self.suits = len(matrix.rows) * choices <= LARGEST
        dense = engine.dense() if self.suits else np.zeros((len(matrix.rows), 0))
        kept = np.array([row.rule != "synergy" for row in matrix.rows], np.bool_)
        self.soft_r = np.array([row.rule == "balance" for row in matrix.rows], np.bool_)[kept]
        self.kept, self.low, self.high = kept, engine.low[kept], engine.high[kept]
        self.use_rj = dense[kept][:, :choices]
        self.other_rj = dense[kept][:, choices:]

    def run(
        self,
        objective: Floats,
        relaxed: Relaxed,
        extra: Sequence[ExtraRow],
        zero: Sequence[int],
        ones: Sequence[Sequence[int]],
        *,
        seconds: float,
        clock: Callable[[], float],
        seed: int = 0,
        start: Bools | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Bools | None:
        """The best choices found in so many seconds, or None where none kept every row.

        Args:
            objective: points of each column.
            relaxed: the linear relaxation of the same question: its dual prices guide, its carry-forward is kept.
            extra: rows of this question alone; balanced as the soft ones are.
            zero: columns that must be 0.
            ones: groups of columns of which one must be 1.
            seconds: when to end; the temperature falls to 0 by then.
            clock: seconds, monotonic.
            seed: of the random draws.
            start: choices to begin from.
            stop: asked at every step whether to end.
        """
        hard, soft = self._rows(relaxed, extra, ones)
        value_j = objective[: self.choices]
        free_j = np.ones(self.choices, np.bool_)
        free_j[[j for j in zero if j < self.choices]] = False
        walk = _Walk(hard, soft, value_j, free_j, np.random.default_rng(seed))
        began = clock()
        if start is not None:
            walk.begin(start)
        while (left := 1 - (clock() - began) / seconds) > 0 and not (stop is not None and stop()):
            walk.step(left)
        return walk.best

    def _rows(self, relaxed: Relaxed, extra: Sequence[ExtraRow], ones: Sequence[Sequence[int]]) -> tuple[_Rows, _Rows]:
        held = self.other_rj @ relaxed.x[self.choices :]
        dual = relaxed.dual[: len(self.kept)][self.kept]
        sides = []
        for sign, limit_r in ((1.0, self.high), (-1.0, self.low)):
            there = np.isfinite(limit_r)
            room = sign * (limit_r[there] - held[there])
            sides.append((sign * self.use_rj[there], room, np.maximum(sign * dual[there], 0), self.soft_r[there]))
        for row in extra:
            use = np.zeros(self.choices)
            mine = row.col < self.choices
            use[row.col[mine]] = row.coef[mine]
            for sign, limit in ((1.0, row.high), (-1.0, row.low)):
                if np.isfinite(limit):
                    sides.append((sign * use[None, :], np.array([sign * limit]), np.zeros(1), np.ones(1, np.bool_)))
        for group in ones:
            use = np.zeros((1, self.choices))
            use[0, list(group)] = -1.0
            sides.append((use, np.array([-1.0]), np.zeros(1), np.zeros(1, np.bool_)))
        use, room, price, soft = (np.concatenate(parts) for parts in zip(*sides, strict=True))
        return _Rows.of(use[~soft], room[~soft], price[~soft]), _Rows.of(use[soft], room[soft], price[soft])


class _Walk:
    """One walk: where it is, and the best place it has seen."""

    def __init__(self, hard: _Rows, soft: _Rows, value_j: Floats, free_j: Bools, rng: np.random.Generator) -> None:
        self.hard, self.soft, self.value_j, self.free_j, self.rng = hard, soft, value_j, free_j, rng
        self.price_j = hard.price_j + soft.price_j
        self.unit = float(np.abs(value_j).mean()) + TINY
        self.size_r = np.abs(soft.use_jr).max(axis=0, initial=TINY)
        self.best: Bools | None = None
        self.best_value = -np.inf
        self.now: Bools | None = None
        self.now_value = -np.inf

    def begin(self, x: Bools) -> None:
        """Start from choices that keep the hard rows."""
        self._arrive(x.copy(), 0.0)

    def step(self, left: float) -> None:
        """Ruin and recreate once; ``left`` is the share of the time that remains."""
        x = np.zeros(len(self.value_j), np.bool_) if self.now is None else self.now.copy()
        on = np.flatnonzero(x)
        if len(on):
            count = min(int(self.rng.integers(1, DROPPED)), len(on))
            x[self.rng.choice(on, size=count, replace=False)] = False
        if self._recreate(x):
            self._arrive(x, TEMPERATURE * self.unit * left)

    def _recreate(self, x: Bools) -> bool:
        use_jr, room_r = self.hard.use_jr, self.hard.room_r
        used_r = use_jr[x].sum(axis=0)
        key_j = self.value_j - self.rng.uniform(*PRICE) * self.price_j
        key_j = key_j + self.rng.normal(0, BLUR * self.unit, len(key_j))
        broken = self.soft.use_jr[x].sum(axis=0) > self.soft.room_r + TINY
        if broken.any():
            pull = (self.soft.use_jr[:, broken] / self.size_r[broken]).sum(axis=1)
            key_j = key_j - pull * self.unit * self.rng.uniform(0, PENALTY)
        left = np.flatnonzero(~x & self.free_j)
        while True:
            fits = ((used_r + use_jr[left] <= room_r + TINY) | (use_jr[left] <= 0)).all(axis=1)
            left = left[fits]
            short = used_r > room_r + TINY
            # An obligation that is not met yet (a row that only rises to its limit) goes before everything else.
            wanted = left[(use_jr[left][:, short] < 0).any(axis=1)] if short.any() else left[key_j[left] > 0]
            if not len(wanted):
                return not short.any()
            j = wanted[np.argmax(key_j[wanted])]
            x[j] = True
            used_r = used_r + use_jr[j]
            left = left[left != j]

    def _arrive(self, x: Bools, loss: float) -> None:
        over_r = np.maximum(self.soft.use_jr[x].sum(axis=0) - self.soft.room_r - TINY, 0) / self.size_r
        broken = float(over_r.sum())
        value = float(self.value_j[x].sum()) - PENALTY * self.unit * broken
        if self.now is None or value > self.now_value - loss * float(self.rng.exponential()):
            self.now, self.now_value = x, value
        if broken == 0 and value > self.best_value:
            self.best, self.best_value = x.copy(), value
