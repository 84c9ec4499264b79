"""A PuLP problem made from the neutral rows, with names a person can read in the LP file."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pulp

from prioritizer.program.matrix import Matrix, Row


@dataclass(frozen=True)
class Model:
    """The problem and its variables, in the order of the matrix's columns."""

    problem: pulp.LpProblem
    variables: list[pulp.LpVariable]


def readable(*parts: str) -> str:
    """Letters, digits and underscores only, as LP files need: ``MTL-27-001`` becomes ``MTL_27_001``."""
    text = unicodedata.normalize("NFKD", "_".join(parts)).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "_", text)[:100]


def to_pulp(matrix: Matrix, objective: Sequence[Fraction] | None = None, *, relax: bool = False) -> Model:
    """Build the problem: maximise value, or ``objective`` where given; ``relax`` forgets integrality.

    Numbers in names keep them unique. PuLP hands variables to a solver in the order of their names, not of ours:
    read an answer from the variables, never from the solver's own vector.
    """
    problem = pulp.LpProblem("prioritizer", pulp.LpMaximize)
    width = len(str(len(matrix.variables)))
    variables = [
        problem.add_variable(
            f"{readable(variable.name[0])}_{j:0{width}d}_{readable(*variable.name[1:])}",
            lowBound=0,
            upBound=None if variable.upper is None else float(variable.upper),
            cat=pulp.LpInteger if variable.integer and not relax else pulp.LpContinuous,
        )
        for j, variable in enumerate(matrix.variables)
    ]
    values = [variable.value for variable in matrix.variables] if objective is None else objective
    problem.setObjective(pulp.LpAffineExpression([(v, float(c)) for v, c in zip(variables, values, strict=True) if c]))
    digits = len(str(len(matrix.rows)))
    for i, row in enumerate(matrix.rows):
        name = f"r{i:0{digits}d}_{readable(row.rule, *row.subject, str(row.year or ''))}"
        for suffix, constraint in _constraints(matrix, row, variables):
            problem.addConstraint(constraint, name + suffix)
    return Model(problem, variables)


def _constraints(matrix: Matrix, row: Row, variables: list[pulp.LpVariable]) -> list[tuple[str, pulp.LpConstraint]]:
    scale = matrix.scale(row)
    terms = [(variables[j], coef / scale) for j, coef in zip(row.col.tolist(), row.coef.tolist(), strict=True)]
    if row.low is not None and row.low == row.high:
        sides = [("", pulp.LpConstraintEQ, row.low)]
    else:
        both = row.low is not None and row.high is not None
        sides = []
        if row.high is not None:
            sides.append(("_high" if both else "", pulp.LpConstraintLE, row.high))
        if row.low is not None:
            sides.append(("_low" if both else "", pulp.LpConstraintGE, row.low))
    return [
        (suffix, pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, rhs=side / scale))
        for suffix, sense, side in sides
    ]
