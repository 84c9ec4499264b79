"""Ruin and recreate: a good program within a second, where a search tree is still at its root.

A few projects are dropped at random, then columns are added back, the best first, as long as every upper limit holds;
what comes out is kept as simulated annealing would (Schrimpf et al. 2000, J. Comput. Phys. 159:139-171). The order of
"best" is a column's value less what it uses, at the dual prices of the linear relaxation, a little blurred.

It proves nothing and reads no bound: what it finds is checked exactly by those who ask, like any other program.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from prioritizer.program.engine import Engine, Relaxed
from prioritizer.program.matrix import Matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LARGEST = 1_000_000
"""Rows times columns beyond which a step is too slow to be worth it: search trees do well there."""
DROPPED = 12
"""Projects dropped in one step, at most."""
PRICE = (0.8, 1.0)
"""Share of the dual prices that a step believes."""
BLUR, TEMPERATURE, PENALTY = 0.02, 0.3, 3.0
"""In mean column values: noise on the order, loss accepted at the start, price of a unit of a broken balance."""
TINY = 1e-9


@dataclass(frozen=True)
class _Rows:
    """``use_jr.T @ x <= room_r``: ``j`` counts the choices, ``r`` the rows, one sign each."""

    use_jr: Floats
    room_r: Floats

    @classmethod
    def of(cls, use_rj: Floats, room_r: Floats) -> "_Rows":
        return cls(np.ascontiguousarray(use_rj.T), room_r)

    def and_row(self, use_j: Floats, room: float) -> "_Rows":
        return _Rows(np.column_stack([self.use_jr, use_j]), np.append(self.room_r, room))


class LocalSearch:
    """The rows of one matrix, dense, over the columns of the choices alone.

    Carry-forward is projected out (Fourier and Motzkin): what remains says for every run of years that its spending
    stays within its amounts and what may be carried into the first of them. Synergies are left out.
    """

    def __init__(self, matrix: Matrix, engine: Engine, choices: int) -> None:
        self.choices = choices
        self.suits = len(matrix.rows) * choices <= LARGEST
        self._matrix, self._engine = matrix, engine

    def fill(self, x: Floats) -> Floats:
        """The columns with as much carried forward, year after year, as the rows allow: never worse for a later one."""
        x = x.copy()
        dense, high = self._engine.dense, self._engine.high
        for k in np.flatnonzero(~self._engine.integer).tolist():
            limits = np.flatnonzero(dense[:, k] > 0)
            room = ((high[limits] - dense[limits] @ x) / dense[limits, k]).min(initial=np.inf)
            x[k] = np.clip(room, 0.0, self._engine.upper[k])
        return x

    @cached_property
    def _group_j(self) -> Ints:
        """Number of the project that each choice belongs to."""
        group_j = np.zeros(self.choices, np.int64)
        for number, row in enumerate(row for row in self._matrix.rows if row.rule == "choice"):
            group_j[row.col] = number
        return group_j

    @cached_property
    def _limits(self) -> tuple[_Rows, _Rows]:
        """Hard rows, never broken, and soft ones, that are paid for."""
        engine, dense = self._engine, self._engine.dense
        carried = np.flatnonzero(~engine.integer)
        kept = np.array([row.rule not in {"synergy", "choice"} for row in self._matrix.rows], np.bool_)
        soft_r = np.array([row.rule == "balance" for row in self._matrix.rows], np.bool_)
        use, room, soft = [], [], []
        for sign, limit_r in ((1.0, engine.high), (-1.0, engine.low)):
            there = np.isfinite(limit_r) & kept
            use.append(sign * dense[there][:, np.concatenate([np.arange(self.choices), carried])])
            room.append(sign * limit_r[there])
            soft.append(soft_r[there])
        use_rj, room_r, soft_r = np.concatenate(use), np.concatenate(room), np.concatenate(soft)
        hard = _without(use_rj[~soft_r], room_r[~soft_r], engine.upper[carried])
        return _Rows.of(*self._binding(*hard)), _Rows.of(use_rj[soft_r][:, : self.choices], room_r[soft_r])

    def _binding(self, use_rj: Floats, room_r: Floats) -> tuple[Floats, Floats]:
        """Rows that one choice for every project could break."""
        most_r = np.zeros(len(room_r))
        for number in range(int(self._group_j.max(initial=-1)) + 1):
            most_r += np.maximum(use_rj[:, self._group_j == number], 0).max(axis=1, initial=0.0)
        keep = most_r > room_r + TINY
        return use_rj[keep], room_r[keep]

    def run(
        self,
        objective: Floats,
        relaxed: Relaxed,
        zero: Sequence[int],
        ones: Sequence[Sequence[int]],
        *,
        seconds: float,
        clock: Callable[[], float],
        seed: int = 0,
        stop: Callable[[], bool] | None = None,
        better: Callable[[Bools], None] | None = None,
    ) -> Bools | None:
        """The best choices found in so many seconds, or None where none kept every row.

        Args:
            objective: points of each column.
            relaxed: the linear relaxation of the same question: its dual prices guide.
            zero: columns that must be 0.
            ones: groups of columns of which one must be 1.
            seconds: when to end; the temperature falls to 0 by then.
            clock: seconds, monotonic.
            seed: of the random draws.
            stop: asked at every step whether to end.
            better: told of each better choices as they are found.
        """
        hard, soft = self._limits
        for group in ones:
            hard = hard.and_row(-np.isin(np.arange(self.choices), group).astype(np.float64), -1.0)
        free_j = np.ones(self.choices, np.bool_)
        free_j[[j for j in zero if j < self.choices]] = False
        dual = np.where(np.isfinite(relaxed.dual), relaxed.dual, 0.0)[: len(self._matrix.rows)]
        dual[[row.rule in {"synergy", "choice"} for row in self._matrix.rows]] = 0.0
        price_j = dual @ self._engine.dense[:, : self.choices]
        rng = np.random.default_rng(seed)
        walk = _Walk(hard, soft, objective[: self.choices], price_j, self._group_j, free_j, rng)
        began = clock()
        while (left := 1 - (clock() - began) / seconds) > 0 and not (stop is not None and stop()):
            if walk.step(left) and better is not None and walk.best is not None:
                better(walk.best)
        return walk.best


def _without(use_rk: Floats, room_r: Floats, upper_k: Floats) -> tuple[Floats, Floats]:
    """Rows without their last columns, of which each is between 0 and its upper bound: all that those could allow."""
    size = use_rk.shape[1] - len(upper_k)
    for k, upper in enumerate(upper_k.tolist()):
        coef_r = use_rk[:, size + k]
        more, less = coef_r > 0, coef_r < 0
        above, below = use_rk[more] / coef_r[more, None], use_rk[less] / -coef_r[less, None]
        both = (above[:, None, :] + below[None, :, :]).reshape(-1, use_rk.shape[1])
        both_room = (room_r[more] / coef_r[more])[:, None] + (room_r[less] / -coef_r[less])[None, :]
        room_r = np.concatenate([room_r - np.where(less, coef_r * upper, 0.0), both_room.ravel()])
        use_rk = np.concatenate([use_rk, both])
        use_rk[:, size + k] = 0.0
    return use_rk[:, :size], room_r


class _Walk:
    """One walk: where it is, and the best place it has seen."""

    def __init__(
        self,
        hard: _Rows,
        soft: _Rows,
        value_j: Floats,
        price_j: Floats,
        group_j: Ints,
        free_j: Bools,
        rng: np.random.Generator,
    ) -> None:
        self.hard, self.soft, self.value_j, self.price_j = hard, soft, value_j, price_j
        self.group_j, self.free_j, self.rng = group_j, free_j, rng
        self.unit = float(np.abs(value_j).mean()) + TINY
        self.size_r = np.abs(soft.use_jr).max(axis=0, initial=TINY)
        # Rows that only rise to their limit: obligations, which some choice must meet.
        self.owed = np.flatnonzero((hard.use_jr < 0).any(axis=0))
        self.meets = hard.use_jr[:, self.owed] < 0
        self.best: Bools | None = None
        self.best_value = -np.inf
        self.now: Bools | None = None
        self.now_value = -np.inf

    def step(self, left: float) -> bool:
        """Ruin and recreate once; ``left`` is the share of the time that remains. True where a better one is found."""
        x = np.zeros(len(self.value_j), np.bool_) if self.now is None else self.now.copy()
        on = np.flatnonzero(x)
        if len(on):
            count = min(int(self.rng.integers(1, DROPPED)), len(on))
            x[self.rng.choice(on, size=count, replace=False)] = False
        return self._recreate(x) and self._arrive(x, TEMPERATURE * self.unit * left)

    def _recreate(self, x: Bools) -> bool:
        slack_r = self.hard.room_r + TINY - self.hard.use_jr[x].sum(axis=0)
        key_j = self.value_j - self.rng.uniform(*PRICE) * self.price_j
        key_j = key_j + self.rng.normal(0, BLUR * self.unit, len(key_j))
        broken = self.soft.use_jr[x].sum(axis=0) > self.soft.room_r + TINY
        if broken.any():
            pull = (self.soft.use_jr[:, broken] / self.size_r[broken]).sum(axis=1)
            key_j = key_j - pull * self.unit * self.rng.uniform(0, PENALTY)
        taken = np.zeros(int(self.group_j.max(initial=0)) + 1, np.bool_)
        taken[self.group_j[x]] = True
        left = np.flatnonzero(self.free_j & ~taken[self.group_j])
        left = left[np.argsort(-key_j[left], kind="stable")]
        use_lr = self.hard.use_jr[left]
        while True:
            fits = (use_lr <= np.maximum(slack_r, TINY)).all(axis=1)
            left, use_lr = left[fits], use_lr[fits]
            short = slack_r[self.owed] < 0
            if short.any():
                # What an obligation still wants goes before everything else.
                wanted = np.flatnonzero(self.meets[left][:, short].any(axis=1))
                if not len(wanted):
                    return False
                pick = wanted[0]
            elif len(left) and key_j[left[0]] > 0:
                pick = 0
            else:
                return True
            j = left[pick]
            x[j] = True
            slack_r = slack_r - use_lr[pick]
            others = self.group_j[left] != self.group_j[j]
            left, use_lr = left[others], use_lr[others]

    def _arrive(self, x: Bools, loss: float) -> bool:
        over_r = np.maximum(self.soft.use_jr[x].sum(axis=0) - self.soft.room_r - TINY, 0) / self.size_r
        broken = float(over_r.sum())
        value = float(self.value_j[x].sum()) - PENALTY * self.unit * broken
        if self.now is None or value > self.now_value - loss * float(self.rng.exponential()):
            self.now, self.now_value = x, value
        if broken == 0 and value > self.best_value:
            self.best, self.best_value = x.copy(), value
            return True
        return False
