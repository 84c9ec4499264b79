"""Many objectives at once: the best program for each, certified within a gap, on several processes or a Dask cluster.

Most objectives are settled together: values of the known programs by one matrix product, bounds from dual prices found
before (Lagrangian duality: prices found for one objective bound every other). What is left is relaxed anew. Draws are
cut into chunks of a fixed size that know nothing of each other and stop at a number of steps, never at a time: the
same draws give the same answer, bit for bit, whatever runs them.

What is left then is walked (``Live.walk``) at draws spread over the chunk: each walk finds a program that its
neighbours too can pick; a small case is searched too, as long as that certifies. Where the relaxation itself is too far
from any program to certify, as with a few dozen projects in tight years, the share certified says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Program
from prioritizer.program.case import Case
from prioritizer.program.live import Live, Objective
from prioritizer.program.solvers import relative_gap

Floats = NDArray[np.float64]
CHUNK, PARTS = 1000, 4
"""Objectives a chunk, at most; and chunks at least, so that a small sweep too has work for every process."""
NODES = 1
"""Nodes of the search tree for a first program where none is known, and for one objective of a small case."""
SMALL, PATIENCE = 300, 2
"""Columns beyond which even the root of a tree is long for one of thousands of draws; searches in a row, in one chunk,
that neither certify nor improve before the rest is left to what is known."""
WALKS, STEPS = 12, 1000
"""Walks a chunk, at most, and their steps."""
POWERS = 10
"""Rounds of subspace iteration for the order of a chunk's draws."""
PRICES = 12
"""Sets of dual prices that a chunk keeps."""

Values = Callable[[Live, NDArray[np.int64]], Floats]
"""Worth of the choices, draws x choices, of the draws of those numbers; must be picklable."""


@dataclass(frozen=True)
class Sweep:
    """What was found for every draw; ``i`` counts draws."""

    programs: tuple[Program, ...]
    """Every program that is the best known for some draw."""
    pick_i: NDArray[np.int64]
    """Number of the program of each draw."""
    value_i: Floats
    bound_i: Floats
    """Proved: no program is worth more to that draw."""
    gap: float
    """Gap asked for."""

    @property
    def certified_i(self) -> NDArray[np.bool_]:
        """Draws whose program is proved within the gap."""
        return _within(self.value_i, self.bound_i, self.gap)

    @property
    def certified(self) -> float:
        """Their share."""
        return float(self.certified_i.mean()) if len(self.value_i) else 1.0


@dataclass(frozen=True)
class Weighted:
    """Values under drawn weights of the leaf criteria: draws x criteria."""

    weights_ic: Floats

    def __call__(self, live: Live, draws: NDArray[np.int64]) -> Floats:
        """Draws x choices."""
        return self.weights_ic[draws] @ live.points_jc(live.case.scorecard.points_oc).T


def sweep(
    case: Case,
    values: Values,
    draws: int,
    *,
    gap: float = 0.005,
    known: Iterable[Program] = (),
    nodes: int = NODES,
    workers: int = 2,
    client: Any = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
    abandon: Callable[[], bool] | None = None,
) -> Sweep:
    """The best program for each draw.

    Args:
        case: portfolio, criteria and scores.
        values: worth of the choices for given draws (``Weighted``, say).
        draws: how many there are.
        gap: relative gap to certify.
        known: programs to begin with, of a ``Live`` of this very case: they are not checked again.
        nodes: of the search tree, for a first program where none is known, and for one draw of a small case.
        workers: processes of this machine; 1 stays in this one.
        client: a Dask client, to run on its cluster instead.
        progress: told how many draws are done, of how many.
        stop: asked between chunks whether to stop; the draws done so far are returned.
        abandon: asked at every step of a chunk that runs in this process whether to give it up, and stop.

    Raises:
        ValueError: no program is known, and none was found: give one in ``known``.
    """
    size = min(CHUNK, max(-(-draws // PARTS), 1))
    chunks = [np.arange(first, min(first + size, draws)) for first in range(0, draws, size)]
    tasks = [(case, values, chunk, gap, tuple(known), nodes) for chunk in chunks]
    parts: list[_Part] = []
    for part in _results(tasks, workers, client, abandon or (lambda: False)):
        parts.append(part)
        if progress is not None:
            progress(sum(len(done.value_i) for done in parts), draws)
        if stop is not None and stop():
            break
    return _joined(parts, gap)


@dataclass(frozen=True)
class _Part:
    programs: tuple[Program, ...]
    pick_i: NDArray[np.int64]
    value_i: Floats
    bound_i: Floats


class _Abandoned(Exception):
    """Nobody waits for this chunk any more."""


def _results(tasks: list[tuple[Any, ...]], workers: int, client: Any, abandon: Callable[[], bool]) -> Iterable[_Part]:
    if client is not None:
        for future in [client.submit(_chunk, *task, pure=False) for task in tasks]:
            yield future.result()
    elif workers <= 1 or len(tasks) <= 1:
        for task in tasks:
            try:
                yield _chunk(*(*task, abandon))
            except _Abandoned:
                return
    else:
        from joblib import Parallel, delayed

        yield from Parallel(n_jobs=workers, return_as="generator")(delayed(_chunk)(*task) for task in tasks)


def _joined(parts: list[_Part], gap: float) -> Sweep:
    programs: dict[Program, int] = {}
    picks = [
        np.array([programs.setdefault(part.programs[i], len(programs)) for i in part.pick_i], np.int64)
        for part in parts
    ]
    empty = np.zeros(0)
    return Sweep(
        tuple(programs),
        np.concatenate([*picks, np.zeros(0, np.int64)]),
        np.concatenate([*(part.value_i for part in parts), empty]),
        np.concatenate([*(part.bound_i for part in parts), empty]),
        gap,
    )


def _within(value_i: Floats, bound_i: Floats, gap: float) -> NDArray[np.bool_]:
    room = np.maximum(bound_i - value_i, 0.0)
    within: NDArray[np.bool_] = room <= np.maximum(gap, 1e-9) * np.maximum(np.abs(value_i), 1e-12)
    return within


def _chunk(
    case: Case,
    values: Values,
    draws: NDArray[np.int64],
    gap: float,
    known: tuple[Program, ...],
    nodes: int,
    abandon: Callable[[], bool] | None = None,
) -> _Part:
    def step() -> None:
        if abandon is not None and abandon():
            raise _Abandoned

    live = Live(case)
    for program in known:
        live.adopt(program)
    if not live.pool:
        live.best(live.objective(), gap=gap, nodes=nodes)
    value_ij = np.hstack([values(live, draws), np.tile(live.bonus_j, (len(draws), 1))])
    if not live.pool:
        raise ValueError("no program is known to begin with")
    table, path = _Table(live, value_ij), _path(value_ij)
    for i in path:
        if not table.settled(i, gap):
            step()
            table.relax(i)
    left = [i for i in path if not table.settled(i, gap)]
    for place in range(0, len(left), max(-(-len(left) // WALKS), 1)):
        if not table.settled(left[place], gap):
            step()
            table.walk(left[place])
    fruitless = 0 if len(live.upper_j) <= SMALL else PATIENCE
    for i in left:
        if not table.settled(i, gap) and fruitless < PATIENCE:
            step()
            before = table.best_i[i]
            table.search(i, gap, nodes)
            gained = table.best_i[i] > before + abs(before) * gap / 10
            fruitless = 0 if gained or table.settled(i, gap) else fruitless + 1
    return _Part(tuple(table.programs), table.pick_i, table.best_i, table.bound_i)


def _path(value_ij: Floats) -> list[int]:
    """An order of the draws in which neighbours are alike, so that a hot relaxation has little to do.

    Bands along the direction in which the draws differ most, there and back along the next one.
    """
    centred = value_ij - value_ij.mean(axis=0)
    # Subspace iteration: two directions are all that is asked, and no draw's answer hangs on their exactness.
    axes_j2 = np.random.default_rng(0).normal(size=(centred.shape[1], 2))
    for _ in range(POWERS):
        axes_j2, _ = np.linalg.qr(centred.T @ (centred @ axes_j2))
    along = np.round(centred @ axes_j2, 6)
    bands = max(1, int(np.sqrt(len(along))))
    path: list[int] = []
    for band, rows in enumerate(np.array_split(np.argsort(along[:, 0], kind="stable"), bands)):
        second = along[rows, -1]
        path += rows[np.argsort(-second if band % 2 else second, kind="stable")].tolist()
    return path


class _Table:
    """Draws of a chunk against the programs and the bounds known so far."""

    def __init__(self, live: Live, value_ij: Floats) -> None:
        self.live, self.value_ij = live, value_ij
        self.value_ji = np.ascontiguousarray(value_ij.T)
        self.programs: dict[Program, int] = {}
        """Number of each program, in the order they came."""
        self.best_i = np.full(len(value_ij), -np.inf)
        self.bound_i = np.full(len(value_ij), np.inf)
        self.pick_i = np.zeros(len(value_ij), np.int64)
        self.priced = self.taken = 0
        self.take()

    def settled(self, i: int, gap: float) -> bool:
        return bool(_within(self.best_i[i : i + 1], self.bound_i[i : i + 1], gap)[0])

    def take(self) -> None:
        """Every program that joined the pool since the last time, offered to all draws."""
        programs, self.taken = self.live.pool_after(self.taken)
        for program in programs:
            self.add(program)

    def add(self, program: Program) -> None:
        """A program for every draw at once."""
        if program in self.programs:
            return
        # A program picks a few of the columns: their sum, not a product with them all.
        mine_i = self.value_ji[np.flatnonzero(self.live.x_of(program))].sum(axis=0)
        better = mine_i > self.best_i
        self.programs[program] = number = len(self.programs)
        self.pick_i[better] = number
        self.best_i[better] = mine_i[better]

    def relax(self, i: int) -> None:
        """The bound of one draw by its own relaxation, and of every draw by its dual prices."""
        bound, constant, price_j = self.live.prices(self._objective(i))
        self.bound_i[i] = min(self.bound_i[i], bound)
        if self.priced < PRICES:
            self.priced += 1
            finite_j = np.isfinite(self.live.upper_j)
            rest_ij = np.maximum(self.value_ij - price_j, 0.0)
            # A column without an upper bound must not be worth more than its price, or these prices bound nothing.
            open_i = (rest_ij[:, ~finite_j] > 1e-12).any(axis=1)
            bound_i = constant + rest_ij[:, finite_j] @ self.live.upper_j[finite_j]
            bound_i += 1e-9 * np.maximum(1.0, np.abs(bound_i))
            self.bound_i = np.where(open_i, self.bound_i, np.minimum(self.bound_i, bound_i))

    def search(self, i: int, gap: float, nodes: int) -> None:
        """A search tree, cut short, at one draw."""
        found = self.live.best(self._objective(i), gap=gap, nodes=nodes)
        self.bound_i[i] = min(self.bound_i[i], found.bound)
        self.take()

    def walk(self, i: int) -> None:
        """The local search at one draw; what it finds is offered to all."""
        self.live.walk(self._objective(i), STEPS)
        self.take()

    def _objective(self, i: int) -> Objective:
        row_j = self.value_ij[i]
        return Objective.floats(row_j)


def gaps(found: Sweep) -> Floats:
    """Relative gap of each draw."""
    return np.array([relative_gap(float(v), float(b)) for v, b in zip(found.value_i, found.bound_i, strict=True)])
