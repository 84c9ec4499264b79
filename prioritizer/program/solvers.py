"""Solvers, driven through PuLP and read past it: PuLP's own status is never trusted.

(PuLP calls a time limit "Optimal", hides the bound, and leaves values behind an infeasible model.)
"""

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from prioritizer.program.matrix import Matrix
from prioritizer.program.pulp_model import to_pulp

ABSOLUTE_GAP = 1e-9
"""Points of value below which two objectives are the same to a solver."""


PROGRESS_SECONDS = 0.1
"""How often, at most, a watcher is told where the solve stands."""


@dataclass(frozen=True)
class Progress:
    """Where a solve stands: best value so far and proved bound, in points of value."""

    seconds: float
    value: float | None
    bound: float | None
    nodes: int

    @property
    def gap(self) -> float | None:
        """(bound - value) / value."""
        return None if self.value is None or self.bound is None else relative_gap(self.value, self.bound)


class End(Enum):
    """How a solver ended."""

    OPTIMAL = "optimal"
    GAP = "gap"
    LIMIT = "limit"
    STOPPED = "stopped"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Answer:
    """What a solver found: values of the columns (None: nothing found) and a proved bound (None: none)."""

    end: End
    x: NDArray[np.float64] | None
    bound: float | None
    nodes: int = 0
    engine: str = ""
    """Solver and version, as the solver itself says."""


@dataclass(frozen=True)
class Settings:
    """What a solver is asked: relative gap, seconds, and who watches."""

    gap: float = 0.0
    time_limit: float | None = None
    progress: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] | None = None


Solver = Callable[[Matrix, Sequence[Fraction] | None, Settings], Answer]


def relative_gap(value: float, bound: float) -> float:
    """(bound - value) / |value|, 0 when they agree within rounding."""
    difference = max(bound - value, 0.0)
    if difference <= ABSOLUTE_GAP * max(1.0, abs(value)):
        return 0.0
    return difference / max(abs(value), 1e-12)


class _WatchedHighs(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's HiGHS, with the callbacks set once it is silent: PuLP sets them before, and HiGHS then prints a banner."""

    watch: Callable[..., None]

    def callSolver(self, lp: Any) -> None:  # noqa: N802 (PuLP's name)
        kinds = highspy.cb.HighsCallbackType
        lp.solverModel.setCallback(self.watch, None)
        for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt):
            lp.solverModel.startCallback(kind)
        lp.solverModel.run()


def highs(matrix: Matrix, objective: Sequence[Fraction] | None, settings: Settings) -> Answer:
    """HiGHS in this process, one thread, fixed seed: the same input gives the same answer."""
    model = to_pulp(matrix, objective)
    stopped = False
    told = -PROGRESS_SECONDS

    def watch(kind: Any, message: str, out: Any, into: Any, user: Any) -> None:
        nonlocal stopped, told
        del message, user
        if settings.stop is not None and settings.stop():
            stopped = True
            if into is not None:
                into.user_interrupt = True
        # Only the search knows of values and bounds; the simplex callback says nothing of them.
        searching = kind != highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt
        if settings.progress is not None and searching and out.running_time >= told + PROGRESS_SECONDS:
            told = out.running_time
            value = -out.mip_primal_bound if isfinite(out.mip_primal_bound) else None
            bound = -out.mip_dual_bound if isfinite(out.mip_dual_bound) else None
            settings.progress(Progress(told, value, bound, out.mip_node_count))

    solver = _WatchedHighs(
        msg=False, gapRel=settings.gap, gapAbs=ABSOLUTE_GAP, threads=1, timeLimit=settings.time_limit, random_seed=0
    )
    solver.watch = watch
    solver.actualSolve(model.problem)
    engine = model.problem.solverModel
    info, status = engine.getInfo(), engine.getModelStatus()
    nodes, name = max(info.mip_node_count, 0), f"HiGHS {engine.version()}"
    if status == highspy.HighsModelStatus.kInfeasible:
        return Answer(End.INFEASIBLE, None, None, nodes, name)
    found = info.primal_solution_status == 2 and isfinite(info.objective_function_value)
    x = np.array([variable.varValue for variable in model.variables]) if found else None
    bound = -info.mip_dual_bound if isfinite(info.mip_dual_bound) and abs(info.mip_dual_bound) < 1e300 else None
    if status == highspy.HighsModelStatus.kOptimal and x is not None:
        value = -info.objective_function_value
        exact = bound is None or relative_gap(value, bound) == 0.0
        return Answer(End.OPTIMAL if exact else End.GAP, x, value if bound is None else bound, nodes, name)
    return Answer(End.STOPPED if stopped else End.LIMIT, x, bound, nodes, name)


def cbc(matrix: Matrix, objective: Sequence[Fraction] | None, settings: Settings) -> Answer:
    """CBC, the solver that PuLP brings along, as a second opinion. It reports no progress.

    Its log is read for what it proved: an optimum or infeasibility. The bound that it prints when it stops early is
    not a proof, so the bound of the linear relaxation stands in for it.
    """
    model = to_pulp(matrix, objective)
    answer = _run_cbc(model.problem, model.variables, settings.gap, settings.time_limit)
    if answer.end is End.LIMIT and settings.stop is not None and settings.stop():
        answer = replace(answer, end=End.STOPPED)
    if answer.end in (End.OPTIMAL, End.INFEASIBLE):
        return answer
    relaxed = to_pulp(matrix, objective, relax=True)
    linear = _run_cbc(relaxed.problem, relaxed.variables, 0.0, settings.time_limit)
    if answer.x is None or linear.bound is None:
        return answer
    value = float(pulp.value(model.problem.objective))
    proved = answer.end is End.GAP and relative_gap(value, linear.bound) <= settings.gap
    if answer.end is End.GAP and not proved:
        # CBC's word for the gap is no proof: let it prove the optimum instead.
        return cbc(matrix, objective, replace(settings, gap=0.0))
    return Answer(End.GAP if proved else answer.end, answer.x, linear.bound, answer.nodes, answer.engine)


def _run_cbc(problem: pulp.LpProblem, variables: list[pulp.LpVariable], gap: float, time_limit: float | None) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        log_path = Path(folder) / "cbc.log"
        problem.solve(
            pulp.COIN_CMD(
                path=pulp.PULP_CBC_CMD.pulp_cbc_path,
                msg=False,
                gapRel=gap,
                gapAbs=ABSOLUTE_GAP,
                timeLimit=time_limit,
                logPath=str(log_path),
            )
        )
        log = log_path.read_text(errors="replace")
    nodes = re.search(r"Enumerated nodes:\s+(\d+)", log)
    count = int(nodes.group(1)) if nodes else 0
    engine = re.search(r"^Version:\s+(\S+)", log, re.MULTILINE)
    name = f"CBC {engine.group(1)}" if engine else "CBC"
    if re.search(r"infeasible", log, re.IGNORECASE) and problem.status == pulp.LpStatusInfeasible:
        return Answer(End.INFEASIBLE, None, None, count, name)
    if problem.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return Answer(End.LIMIT, None, None, count, name)
    x = np.array([variable.varValue or 0.0 for variable in variables])
    value = float(pulp.value(problem.objective) or 0.0)
    if "within gap tolerance" in log:
        return Answer(End.GAP, x, None, count, name)
    if re.search(r"Result - Optimal solution found\s*$|^Optimal (- objective value|objective)", log, re.MULTILINE):
        return Answer(End.OPTIMAL, x, value, count, name)
    return Answer(End.LIMIT, x, None, count, name)


def _with_columns(solver: Solver) -> Solver:
    """Answer by itself what no solver should be asked: rows or programs without a single column."""

    def guarded(matrix: Matrix, objective: Sequence[Fraction] | None, settings: Settings) -> Answer:
        bare = (row for row in matrix.rows if not len(row.col))
        if any((row.low or 0) > 0 or (row.high is not None and row.high < 0) for row in bare):
            return Answer(End.INFEASIBLE, None, None)
        if not matrix.variables:
            return Answer(End.OPTIMAL, np.zeros(0), 0.0)
        return solver(matrix, objective, settings)

    return guarded


SOLVERS: dict[str, Solver] = {"highs": _with_columns(highs), "cbc": _with_columns(cbc)}
