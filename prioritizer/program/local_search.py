"""Tabu search with weights that move: a good program within a second, where a search tree is still at its root.

From the relaxation, rounded, one project moves at a time: to another choice, or to none. The move that gains most is
made, be it a loss; a project that has moved then rests for a few steps. Broken rows cost, and each learns its own
price: dearer while it is broken, cheaper while all hold, so that the walk crosses the edge of what is allowed to and
fro (strategic oscillation; Glover and Kochenberger 1996, "Critical event tabu search for multidimensional knapsack
problems"). Where nothing better comes, it starts again from the best program less a few projects.

It proves nothing and reads no bound: what it finds is checked exactly by those who ask, like any other program.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
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
DEARER, CHEAPER, DEAREST = 1.15, 0.95, 1e4
"""What a step multiplies the price of a broken row by, and all prices where none is; the most, in mean values."""
REST, REST_AFTER_KICK = (3, 12), (1, 20)
"""Steps that a project rests after it has moved, and after it was put out."""
PATIENCE, KICKED = 150, (3, 16)
"""Steps without a better program before it starts again; how many projects are put out then."""
BLUR = 0.15
"""Noise on the shares of the relaxation where a walk begins, times the walk's number: none for the first."""
TINY = 1e-9


class LocalSearch:
    """The rows of one matrix, dense, over its 0-1 columns.

    Carry-forward is projected out (Fourier and Motzkin): what remains says for every run of years that its spending
    stays within its amounts and what may be carried into the first of them.
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
    def _group_b(self) -> Ints:
        """Number of what each 0-1 column decides: the project it is a choice of, or itself alone (a synergy)."""
        whole = np.flatnonzero(self._engine.integer)
        group_j = np.full(self._engine.size, -1, np.int64)
        number = -1
        for number, row in enumerate(row for row in self._matrix.rows if row.rule == "choice"):
            group_j[row.col] = number
        alone = whole[group_j[whole] < 0]
        group_j[alone] = number + 1 + np.arange(len(alone))
        return group_j[whole]

    @cached_property
    def _limits(self) -> tuple[Floats, Floats]:
        """``use_rb @ x <= room_r`` over the 0-1 columns, choices left out: a walk cannot break those."""
        engine, dense = self._engine, self._engine.dense
        whole, carried = np.flatnonzero(engine.integer), np.flatnonzero(~engine.integer)
        kept = np.array([row.rule != "choice" for row in self._matrix.rows], np.bool_)
        use, room = [], []
        for sign, limit_r in ((1.0, engine.high), (-1.0, engine.low)):
            there = np.isfinite(limit_r) & kept
            use.append(sign * dense[there][:, np.concatenate([whole, carried])])
            room.append(sign * limit_r[there])
        use_rb, room_r = _without(np.concatenate(use), np.concatenate(room), engine.upper[carried])
        most_r = np.zeros(len(room_r))
        for number in range(int(self._group_b.max(initial=-1)) + 1):
            most_r += np.maximum(use_rb[:, self._group_b == number], 0).max(axis=1, initial=0.0)
        keep = most_r > room_r + TINY
        return use_rb[keep], room_r[keep]

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
            relaxed: the linear relaxation of the same question: the walk begins from it.
            zero: columns that must be 0.
            ones: groups of columns of which one must be 1.
            seconds: when to end.
            clock: seconds, monotonic.
            seed: of the random draws; walks of higher numbers begin further from the relaxation.
            stop: asked at every step whether to end.
            better: told of each better choices as they are found.
        """
        whole = np.flatnonzero(self._engine.integer)
        use_rb, room_r = self._limits
        if ones:
            use_rb = np.vstack([use_rb, *(-np.isin(whole, group).astype(np.float64) for group in ones)])
            room_r = np.concatenate([room_r, -np.ones(len(ones))])
        rng = np.random.default_rng(seed)
        walk = _Walk(use_rb, room_r, objective[whole], self._group_b, rng)
        walk.begin(relaxed.x[whole] + BLUR * seed * rng.random(len(whole)), np.isin(whole, list(zero)))
        began, best = clock(), None
        while clock() - began < seconds and not (stop is not None and stop()):
            if walk.step():
                best = walk.best_b[: self.choices]
                if better is not None:
                    better(best)
        return best


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
    """One walk: where it is, and the best place it has seen.

    ``m`` counts moves: each 0-1 column, and "none" for each group ``g`` of them, so that exactly one move of each group
    is on; ``r`` counts rows, each divided by its largest coefficient.
    """

    def __init__(
        self, use_rb: Floats, room_r: Floats, value_b: Floats, group_b: Ints, rng: np.random.Generator
    ) -> None:
        groups = int(group_b.max(initial=-1)) + 1
        size_r = np.maximum(np.abs(use_rb).max(axis=1, initial=0.0), TINY)
        group_m = np.concatenate([group_b, np.arange(groups)])
        # The moves of a group stand side by side, "none" last.
        order = np.argsort(group_m, kind="stable")
        ends = np.cumsum(np.bincount(group_m, minlength=groups))
        self.column_m = order
        self.columns = len(group_b)
        self.group_m = group_m[order].tolist()
        self.moves = [slice(int(a), int(b)) for a, b in zip([0, *ends[:-1]], ends, strict=True)]
        self.none_g = ends - 1
        use_mr = np.vstack([(use_rb / size_r[:, None]).T, np.zeros((groups, len(size_r)))])
        self.use_mr = np.ascontiguousarray(use_mr[order])
        self.near_mr = self.use_mr.astype(np.float32)
        """Half the memory, for choosing a move; what rows have left is kept in full."""
        self.room_r = room_r / size_r + TINY
        self.value_m = np.concatenate([value_b, np.zeros(groups)])[order]
        self.unit = float(np.abs(value_b).mean()) + TINY
        self.rng = rng
        self.rests = rng.integers(*REST, size=4096).tolist()
        self.best_value, self.best_g = -np.inf, self.none_g
        self.steps = self.last = 0

    def begin(self, x_b: Floats, out_b: Bools) -> None:
        """At the choice of each group that has the largest share in the relaxation; some columns are never taken."""
        share_m = np.append(x_b, np.zeros(len(self.none_g)))[self.column_m]
        share_m[self.none_g] = [1 - share_m[moves].sum() for moves in self.moves]
        self.never_m = np.where(np.append(out_b, np.zeros(len(self.none_g), np.bool_))[self.column_m], -np.inf, 0.0)
        share_m += self.never_m
        self._arrive(np.array([moves.start + int(np.argmax(share_m[moves])) for moves in self.moves], np.int64))

    def _arrive(self, now_g: Ints) -> None:
        self.now_g = now_g
        self.left_r = self.room_r - self.use_mr[now_g].sum(axis=0)
        self.broken = bool((self.left_r < 0).any())
        self.value = float(self.value_m[now_g].sum())
        now_m = np.repeat(now_g, [moves.stop - moves.start for moves in self.moves])
        self.more_mr = self.near_mr - self.near_mr[now_m]
        self.gain_m = self.value_m - self.value_m[now_m]
        self.barred_m = self.never_m.copy()
        self.barred_m[now_g] = -np.inf
        self.resting: defaultdict[int, list[int]] = defaultdict(list)
        self.price_r = np.full(len(self.room_r), self.unit, np.float32)
        self._over_mr = np.empty_like(self.more_mr)

    def step(self) -> bool:
        """Make the best move; True where a better program is found."""
        self.steps += 1
        np.subtract(self.left_r.astype(np.float32), self.more_mr, out=self._over_mr)
        np.minimum(self._over_mr, 0, out=self._over_mr)
        self._make(self._best_move(self._over_mr @ self.price_r))
        broken_r = self.left_r < 0
        self.broken = bool(broken_r.any())
        if self.broken:
            self.price_r[broken_r] *= DEARER
            np.minimum(self.price_r, DEAREST * self.unit, out=self.price_r)
        else:
            self.price_r *= CHEAPER
            if self.value > self.best_value + TINY:
                self.best_value, self.best_g, self.last = self.value, self.now_g.copy(), self.steps
                return True
        if self.steps - self.last > PATIENCE and np.isfinite(self.best_value):
            self._kick()
        return False

    def _best_move(self, cost_m: NDArray[np.float32]) -> int:
        """Up, as long as a move that breaks nothing gains; else the best move of all, what it breaks being paid for."""
        safe_m = np.where(cost_m == 0, self.gain_m, -np.inf)
        best = int((safe_m + self.never_m).argmax())
        if self.value + safe_m[best] > self.best_value + TINY:
            return best
        if not self.broken:
            best = int((safe_m + self.barred_m).argmax())
            if safe_m[best] > TINY and self.barred_m[best] == 0:
                return best
        return int((cost_m + self.gain_m + self.barred_m).argmax())

    def _make(self, move: int) -> None:
        group = self.group_m[move]
        moves, old = self.moves[group], self.now_g[group]
        self.left_r = self.left_r + (self.use_mr[old] - self.use_mr[move])
        self.value += float(self.gain_m[move])
        self.now_g[group] = move
        np.subtract(self.near_mr[moves], self.near_mr[move], out=self.more_mr[moves])
        self.gain_m[moves] = self.value_m[moves] - self.value_m[move]
        self._rest(group, self.rests[self.steps % len(self.rests)])
        for rested in self.resting.pop(self.steps, ()):
            self.barred_m[self.moves[rested]] = self.never_m[self.moves[rested]]
            self.barred_m[self.now_g[rested]] = -np.inf

    def _rest(self, group: int, steps: int) -> None:
        self.barred_m[self.moves[group]] = -np.inf
        self.resting[self.steps + steps].append(group)

    def _kick(self) -> None:
        self.last = self.steps
        groups = len(self.none_g)
        out = self.rng.choice(groups, size=min(int(self.rng.integers(*KICKED)), groups), replace=False)
        now_g = self.best_g.copy()
        now_g[out] = self.none_g[out]
        self._arrive(now_g)
        for group, steps in zip(out.tolist(), self.rng.integers(*REST_AFTER_KICK, size=len(out)).tolist(), strict=True):
            self._rest(group, steps)

    @property
    def best_b(self) -> Bools:
        """The best place, as columns."""
        on_b = np.zeros(len(self.column_m), np.bool_)
        on_b[self.column_m[self.best_g]] = True
        return on_b[: self.columns]
