"""HiGHS itself, kept warm: the linear relaxation hot between questions, each search begun from a known program.

PuLP rebuilds a model at every solve and takes no start; here the same neutral rows go to the solver once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf, isfinite
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from prioritizer.program.first_basis import first_basis
from prioritizer.program.matrix import Matrix
from prioritizer.program.solvers import ABSOLUTE_GAP, PROGRESS_SECONDS, Answer, End, Progress, Settings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EXACT = 2**53
"""Up to here a float holds every whole number."""
LP_SLACK = 1e-7
"""What is added to a linear bound, relative, for the tolerances of the simplex method: a bound must never be low."""

BARE = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_allow_restart": False,
    "mip_allow_cut_separation_at_nodes": False,
    "mip_pscost_minreliable": 2,
}
"""What makes HiGHS a tree that only proves: a third of the time of the other, measured on sixty to a hundred projects.
No heuristics, no second beginning, cuts at the root alone, and few trials before it trusts what it has learned of a
branch: nine parts in ten of its iterations went into those."""


@dataclass(frozen=True)
class ExtraRow:
    """A row that holds for some questions only."""

    col: Ints
    coef: Floats
    low: float
    high: float

    @classmethod
    def of(cls, coef: Sequence[int] | Floats, low: int | None, high: int | None, *, scale: int = 1) -> "ExtraRow":
        """From integers over the first columns, divided by ``scale``."""
        dense = np.array(coef, np.float64) / scale
        col = np.flatnonzero(dense)
        return cls(col, dense[col], -inf if low is None else low / scale, inf if high is None else high / scale)


@dataclass(frozen=True)
class Relaxed:
    """The linear relaxation: its bound (minus infinity: impossible), its columns, its dual prices by row."""

    bound: float
    x: Floats
    dual: Floats


@dataclass(frozen=True)
class Watch(Settings):
    """What a search is asked beside, and who else watches it."""

    nodes: int | None = None
    """Most nodes of the search tree: a limit that is the same on every machine, as a time limit is not."""
    better: Callable[[Floats, float], object] | None = None
    """Told the columns of each better solution as it is found, and the bound at that moment."""
    offer: Callable[[float], Floats | None] | None = None
    """Asked, with the value found so far, for the columns of a better solution that is known elsewhere by now."""
    enough: float | None = None
    """A value at which the search may end."""
    above: float | None = None
    """Only what is worth more is looked for; where nothing is, no program is worth more than this."""


class Engine:
    """The rows of one matrix inside HiGHS. One thread, fixed seed.

    A search gets one more column a project, y[p] = the sum of its choices: a tree that asks whether before it asks
    when proves more with the same nodes, for leaving out one start year of ten says next to nothing.
    """

    def __init__(self, matrix: Matrix) -> None:
        self.size, added = len(matrix.variables), matrix.variables.added
        one_j = np.ones(matrix.variables.choices)
        self.upper = np.append(one_j, [inf if v.upper is None else float(v.upper) for v in added])
        self.integer = np.append(one_j > 0, np.array([v.integer for v in added], np.bool_))
        rows, nothing = matrix.rows, np.empty(0, np.int64)
        self.start = np.cumsum([0, *(len(row.col) for row in rows)])
        self.col = np.concatenate([nothing, *(row.col for row in rows)])
        whole = np.concatenate([nothing, *(row.coef for row in rows)])
        # A row of ones is left as it is.
        scaled = np.zeros(len(rows), np.bool_)
        scaled[np.repeat(np.arange(len(rows)), np.diff(self.start))[np.abs(whole) != 1]] = True
        scales = [matrix.scale(row) if larger else 1 for row, larger in zip(rows, scaled.tolist(), strict=True)]
        # Whole numbers divided by whole numbers: each quotient is the float nearest to it.
        self.low = np.array([-inf if row.low is None else row.low / s for row, s in zip(rows, scales, strict=True)])
        self.high = np.array([inf if row.high is None else row.high / s for row, s in zip(rows, scales, strict=True)])
        self.coef = _quotients(whole, scales, np.diff(self.start))
        self._choice_r = np.array([row.rule == "choice" for row in rows], np.bool_)
        self._groups = [row.col for row in rows if row.rule == "choice" and len(row.col) > 1]
        self._hot: Any = None

    @cached_property
    def row(self) -> Ints:
        """The row of each coefficient."""
        row: Ints = np.repeat(np.arange(len(self.low)), np.diff(self.start))
        return row

    @cached_property
    def dense(self) -> Floats:
        """The rows as a dense matrix, rows x columns."""
        dense = np.zeros((len(self.low), self.size))
        dense[self.row, self.col] = self.coef
        return dense

    def relax(
        self, objective: Floats, extra: Sequence[ExtraRow], zero: Sequence[int], ones: Sequence[Sequence[int]]
    ) -> Relaxed:
        """The linear relaxation, from where the last one ended."""
        if self._hot is None:
            self._hot = self._model(objective, [], [], [], relax=True)
            # From nothing, the dual simplex is quickest; then the primal one keeps the basis, for only the objective
            # moves. Presolve takes longer than what it spares, and would lose the basis.
            self._hot.setOptionValue("presolve", "off")
            # Rows scaled by their largest coefficient: the first relaxation of a thousand projects takes a fifth less.
            self._hot.setOptionValue("simplex_scale_strategy", 4)
            rows_now = self._choice_r, self.low, self.high, self.row, self.col, self.coef
            if (basis := first_basis(objective, *rows_now)) is not None:
                self._hot.setBasis(basis)
            self._hot.run()
            self._hot.setOptionValue("simplex_strategy", 4)
        hot = self._hot
        every = np.arange(self.size, dtype=np.int32)
        hot.changeColsCost(self.size, every, objective)
        rows = len(self.low)
        for row in [*extra, *(_one(group) for group in ones)]:
            hot.addRow(row.low, row.high, len(row.col), row.col.astype(np.int32), row.coef)
        upper = self.upper.copy()
        upper[list(zero)] = 0.0
        hot.changeColsBounds(self.size, every, np.zeros(self.size), upper)
        hot.run()
        status = hot.getModelStatus()
        value = float(hot.getInfo().objective_function_value)
        solution = hot.getSolution()
        x, dual = np.array(solution.col_value), np.array(solution.row_dual)
        added = hot.getNumRow() - rows
        if added:
            hot.deleteRows(added, np.arange(rows, rows + added, dtype=np.int32))
        if status == highspy.HighsModelStatus.kOptimal:
            return Relaxed(value + LP_SLACK * max(1.0, abs(value)), x, dual)
        self._hot = None
        impossible = status == highspy.HighsModelStatus.kInfeasible
        return Relaxed(-inf if impossible else inf, np.zeros(self.size), np.zeros(rows))

    def priced(self, relaxed: Relaxed) -> tuple[float, Floats]:
        """A bound for every objective: a constant, and the price of each column at the dual prices.

        For any objective c, no program is worth more than ``constant + sum of max(0, c - price) * upper``: Lagrangian
        duality, true of any prices of the right sign, best near the objective that the prices come from.
        """
        dual = relaxed.dual.copy()
        side = np.where(dual > 0, self.high, self.low)
        dual[~np.isfinite(side)] = 0.0
        constant = float(np.sum(dual * np.where(np.isfinite(side), side, 0.0)))
        price: Floats = np.bincount(self.col, weights=dual[self.row] * self.coef, minlength=self.size).astype(
            np.float64
        )
        return constant, price

    def solve(
        self,
        objective: Floats,
        extra: Sequence[ExtraRow],
        zero: Sequence[int],
        ones: Sequence[Sequence[int]],
        start: Floats | None,
        watch: Watch,
        *,
        bare: bool = False,
    ) -> Answer:
        """Search, from ``start`` where a program is known.

        ``bare``: a tree and nothing else, for a proof: what it would spend on looking for programs proves nothing.
        """
        solver = self._model(objective, extra, zero, ones, relax=False)
        if bare:
            for option, setting in BARE.items():
                solver.setOptionValue(option, setting)
        if watch.above is not None:
            # HiGHS counts it as for a minimum.
            solver.setOptionValue("objective_bound", -watch.above)
        if watch.enough is not None:
            solver.setOptionValue("objective_target", watch.enough)
        solver.setOptionValue("mip_rel_gap", watch.gap)
        solver.setOptionValue("mip_abs_gap", ABSOLUTE_GAP)
        if watch.time_limit is not None:
            solver.setOptionValue("time_limit", watch.time_limit)
        if watch.nodes is not None:
            solver.setOptionValue("mip_max_nodes", watch.nodes)
        if start is not None:
            whole = np.flatnonzero(np.append(self.integer, np.ones(len(self._groups), np.bool_))).astype(np.int32)
            solver.setSolution(len(whole), whole, self._with_done(start)[whole])
        stopped = self._attach(solver, watch)
        solver.run()
        answer = self._answer(solver, stopped)
        return answer if watch.above is None else _above(answer, watch.above, objective)

    def among(
        self,
        objective: Floats,
        extra: Sequence[ExtraRow],
        zero: Sequence[int],
        ones: Sequence[Sequence[int]],
        kept: Sequence[int],
        watch: Watch,
    ) -> Answer:
        """Search where most columns are settled: those of ``kept`` stay at 1. Only the others go to the solver.

        Nobody is told on the way. What it says of its bound is of the small search alone.
        """
        at_j = np.zeros(self.size)
        at_j[list(kept)] = 1.0
        free_j = np.ones(self.size, np.bool_)
        free_j[[*zero, *kept]] = False
        new_j = np.cumsum(free_j) - 1

        def part(row: ExtraRow) -> ExtraRow:
            free, settled = free_j[row.col], float(row.coef @ at_j[row.col])
            return ExtraRow(new_j[row.col[free]], row.coef[free], row.low - settled, row.high - settled)

        settled = float(objective @ at_j)
        enough = None if watch.enough is None else watch.enough - settled
        answer = self._part(free_j, new_j, at_j).solve(
            objective[free_j],
            [part(row) for row in [*extra, *(_one(group) for group in ones)]],
            [],
            [],
            None,
            replace(watch, better=None, offer=None, progress=None, enough=enough),
        )
        if answer.x is not None:
            at_j[free_j] = answer.x
        return replace(
            answer,
            x=None if answer.x is None else at_j,
            bound=None if answer.bound is None else answer.bound + settled,
        )

    def _part(self, free_j: NDArray[np.bool_], new_j: Ints, at_j: Floats) -> "Engine":
        """The rows over some columns, the others as they stand; those that hold whatever is chosen are left out."""
        settled_r = np.bincount(self.row, weights=self.coef * at_j[self.col], minlength=len(self.low))
        entry = free_j[self.col]
        count_r = np.bincount(self.row[entry], minlength=len(self.low))
        low_r, high_r = self.low - settled_r, self.high - settled_r
        rows = (count_r > 0) | (low_r > LP_SLACK) | (high_r < -LP_SLACK)
        part = object.__new__(Engine)
        part.size, part.upper, part.integer = int(free_j.sum()), self.upper[free_j], self.integer[free_j]
        part.start = np.concatenate([[0], np.cumsum(count_r[rows])])
        part.col, part.coef = new_j[self.col[entry]], self.coef[entry]
        part.low, part.high = low_r[rows], high_r[rows]
        part._choice_r = self._choice_r[rows]
        part._groups = [new_j[mine] for group in self._groups if len(mine := group[free_j[group]]) > 1]
        part._hot = None
        return part

    @cached_property
    def _sums(self) -> tuple[Ints, Ints, Floats]:
        """Rows that make the columns that say which projects are done: their lengths, columns and coefficients.

        Row ``k`` says that column ``size + k`` is the sum of group ``k``.
        """
        length = np.array([len(group) + 1 for group in self._groups], np.int64)
        last = np.cumsum(length) - 1
        col = np.insert(
            np.concatenate([np.empty(0, np.int64), *self._groups]),
            last - np.arange(len(last)),
            self.size + np.arange(len(last)),
        )
        coef = np.ones(len(col))
        coef[last] = -1.0
        return length, col, coef

    def _with_done(self, x: Floats) -> Floats:
        """The columns of a program with those that say which projects are done."""
        length = [len(group) for group in self._groups]
        every = np.concatenate([np.empty(0, np.int64), *self._groups])
        group = np.repeat(np.arange(len(length)), length)
        return np.concatenate([x, np.bincount(group, weights=x[every], minlength=len(length))])

    def _model(
        self,
        objective: Floats,
        extra: Sequence[ExtraRow],
        zero: Sequence[int],
        ones: Sequence[Sequence[int]],
        *,
        relax: bool,
    ) -> Any:
        nothing = np.empty(0, np.int64)
        sums_length, sums_col, sums_coef = (nothing, nothing, np.empty(0)) if relax else self._sums
        groups = len(sums_length)
        added = [*extra, *(_one(group) for group in ones)]
        upper = self.upper.copy()
        upper[list(zero)] = 0.0
        length = np.array([len(row.col) for row in added], np.int64)
        start = np.concatenate([self.start, self.start[-1] + np.cumsum(np.concatenate([length, sums_length]))])
        whole = np.append(self.integer, np.ones(groups, np.bool_))
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 0)
        if relax:
            solver.setOptionValue("solver", "simplex")
        # Arrays go over whole; a model object would be filled number by number.
        solver.passModel(
            len(whole),
            len(start) - 1,
            int(start[-1]),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMaximize),
            0.0,
            np.append(objective, np.zeros(groups)),
            np.zeros(len(whole)),
            np.append(upper, np.ones(groups)),
            np.concatenate([self.low, [row.low for row in added], np.zeros(groups)]),
            np.concatenate([self.high, [row.high for row in added], np.zeros(groups)]),
            start.astype(np.int32),
            np.concatenate([self.col, *(row.col for row in added), sums_col]).astype(np.int32),
            np.concatenate([self.coef, *(row.coef for row in added), sums_coef]),
            np.zeros(len(whole), np.int32) if relax else whole.astype(np.int32),
        )
        return solver

    def _attach(self, solver: Any, watch: Watch) -> list[bool]:
        """Tell the watcher where the search stands, and let it stop the search."""
        stopped: list[bool] = []
        kinds = highspy.cb.HighsCallbackType
        wanted = {
            kinds.kCallbackMipImprovingSolution: watch.better is not None,
            kinds.kCallbackMipUserSolution: watch.offer is not None,
            kinds.kCallbackMipInterrupt: watch.progress is not None or watch.stop is not None,
            kinds.kCallbackSimplexInterrupt: watch.stop is not None,
        }
        if not any(wanted.values()):
            return stopped
        told = -PROGRESS_SECONDS

        def call(kind: Any, message: str, out: Any, into: Any, user: Any) -> None:
            nonlocal told
            del message, user
            if kind == kinds.kCallbackMipImprovingSolution:
                if watch.better is not None:
                    watch.better(np.array(out.mip_solution)[: self.size], float(out.mip_dual_bound))
                return
            if kind == kinds.kCallbackMipUserSolution:
                known = None if watch.offer is None else watch.offer(float(out.mip_primal_bound))
                if known is not None:
                    into.setSolution(self._with_done(known))
                return
            if watch.stop is not None and into is not None and watch.stop():
                stopped.append(True)
                into.user_interrupt = True
            searching = kind != kinds.kCallbackSimplexInterrupt
            if watch.progress is not None and searching and out.running_time >= told + PROGRESS_SECONDS:
                told = out.running_time
                value = out.mip_primal_bound if isfinite(out.mip_primal_bound) else None
                bound = out.mip_dual_bound if isfinite(out.mip_dual_bound) else None
                watch.progress(Progress(told, value, bound, out.mip_node_count))

        solver.setCallback(call, None)
        for kind, asked in wanted.items():
            if asked:
                solver.startCallback(kind)
        return stopped

    def _answer(self, solver: Any, stopped: list[bool]) -> Answer:
        info, status = solver.getInfo(), solver.getModelStatus()
        nodes, name = max(info.mip_node_count, 0), f"HiGHS {solver.version()}"
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(End.INFEASIBLE, None, None, nodes, name)
        found = info.primal_solution_status == 2 and isfinite(info.objective_function_value)
        x = np.array(solver.getSolution().col_value)[: self.size] if found else None
        bound = info.mip_dual_bound if isfinite(info.mip_dual_bound) and abs(info.mip_dual_bound) < 1e300 else None
        if status == highspy.HighsModelStatus.kOptimal and x is not None:
            value = info.objective_function_value
            bound = value if bound is None else bound
            return Answer(
                End.OPTIMAL if bound - value <= ABSOLUTE_GAP * max(1.0, abs(value)) else End.GAP, x, bound, nodes, name
            )
        return Answer(End.STOPPED if stopped else End.LIMIT, x, bound, nodes, name)


def _above(answer: Answer, above: float, objective: Floats) -> Answer:
    """What a search for more than ``above`` has proved. What it says of itself counts what it left out for nothing."""
    least = above + LP_SLACK * max(1.0, abs(above))
    value = -inf if answer.x is None else float(answer.x @ objective)
    match answer.end:
        case End.INFEASIBLE | End.OPTIMAL | End.GAP if value <= least:
            return replace(answer, end=End.GAP, bound=least)
        case _:
            return replace(answer, bound=None if answer.bound is None else max(answer.bound, least))


def _one(group: Sequence[int]) -> ExtraRow:
    return ExtraRow(np.array(group, np.int64), np.ones(len(group)), 1.0, inf)


def _quotients(coef: Ints, scales: Sequence[int], length: Ints) -> Floats:
    """Coefficients of rows of so many, each divided by the scale of its row, to the nearest float."""
    scale = np.repeat(np.array(scales, np.int64), length)
    if max(np.abs(coef).max(initial=0), scale.max(initial=0)) < EXACT:
        quotients: Floats = coef / scale
        return quotients
    return np.array([c / s for c, s in zip(coef.tolist(), scale.tolist(), strict=True)])
