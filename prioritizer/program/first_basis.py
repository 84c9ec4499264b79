"""Where the first relaxation of a large case begins: from the prices of a sample, not from nothing.

From nothing, the simplex method brings one column of nearly every project into the basis, one pivot each. Every tenth
project, under a tenth of what all share, has much the same prices; at those, nearly every project's best choice is
known, and the basis that says so is a few pivots from the best one. What it is worth does not matter to the result:
from any basis the relaxation ends at the same optimum.

(Bixby and others 1992, "Very large-scale linear programming: a case study in combining interior point and simplex
methods", solve small parts of the columns first; here the part is scaled up instead.)
"""

from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST = 500
"""Projects below which beginning from nothing is as quick."""
TENTH = 10
"""One project in so many is in the sample."""
LONG = 0.01
"""A row with so large a part of the columns is one that projects share."""


def first_basis(
    objective: Floats, choice_r: NDArray[np.bool_], low: Floats, high: Floats, row: Ints, col: Ints, coef: Floats
) -> Any:
    """A basis of HiGHS to begin with, or None where there are few projects.

    Args:
        objective: worth of each column.
        choice_r: which rows say that a project is done once at most.
        low: lower bounds of the rows.
        high: their upper bounds.
        row: row of each coefficient.
        col: its column.
        coef: the coefficients.
    """
    projects = np.flatnonzero(choice_r)
    if len(projects) < FEWEST:
        return None
    size, rows = len(objective), len(choice_r)
    project_j = np.full(size, -1)
    mine = choice_r[row]
    project_j[col[mine]] = row[mine]
    shared_r = ~choice_r & np.isneginf(low) & (np.bincount(row, minlength=rows) > LONG * size)
    sampled_r = np.zeros(rows, np.bool_)
    sampled_r[projects[::TENTH]] = True
    net_j = objective - _prices(objective, sampled_r, shared_r, high, row, col, coef, project_j)
    # The best choice of each project: the last of its own, in order of net worth.
    order = np.lexsort((net_j, project_j))
    best_j = order[np.append(np.diff(project_j[order]) != 0, True)]
    best_j = best_j[(project_j[best_j] >= 0) & (net_j[best_j] > 0)]
    status = highspy.HighsBasisStatus
    col_status, row_status = [status.kLower] * size, [status.kBasic] * rows
    for j, r in zip(best_j.tolist(), project_j[best_j].tolist(), strict=True):
        col_status[j], row_status[r] = status.kBasic, status.kUpper
    basis: Any = highspy.HighsBasis()
    basis.col_status, basis.row_status = col_status, row_status
    basis.valid, basis.alien = True, False
    return basis


def _prices(
    objective: Floats,
    sampled_r: NDArray[np.bool_],
    shared_r: NDArray[np.bool_],
    high: Floats,
    row: Ints,
    col: Ints,
    coef: Floats,
    project_j: Ints,
) -> Floats:
    """What each column costs of what all share, at the dual prices of the sample."""
    inside_j = (project_j >= 0) & sampled_r[project_j]
    kept_r = sampled_r | shared_r
    entry = np.flatnonzero(inside_j[col] & kept_r[row])
    new_j, new_r = np.cumsum(inside_j) - 1, np.cumsum(kept_r) - 1
    columns, rows = int(inside_j.sum()), int(kept_r.sum())
    start = np.concatenate([[0], np.cumsum(np.bincount(new_r[row[entry]], minlength=rows))])
    room = np.where(shared_r, high / TENTH, high)[kept_r]
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")
    solver.passModel(
        columns,
        rows,
        len(entry),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        objective[inside_j],
        np.zeros(columns),
        np.ones(columns),
        np.full(rows, -np.inf),
        room,
        start.astype(np.int32),
        new_j[col[entry]].astype(np.int32),
        coef[entry],
        np.zeros(columns, np.int32),
    )
    solver.run()
    dual_r = np.zeros(len(kept_r))
    dual_r[kept_r] = np.array(solver.getSolution().row_dual)
    dual_r[sampled_r] = 0.0
    prices: Floats = np.bincount(col, weights=dual_r[row] * coef, minlength=len(objective)).astype(np.float64)
    return prices
