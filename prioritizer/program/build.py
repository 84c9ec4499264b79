"""From a case to the program's rows: every registered rule, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Finding, Program
from prioritizer.program.case import Case
from prioritizer.program.columns import Columns, build_columns
from prioritizer.program.matrix import Matrix, Variable, Variables
from prioritizer.program.plan import Plan
from prioritizer.program.rules import RULES


@dataclass(frozen=True)
class Built:
    """The columns and the rows made from them. The first columns of the matrix are the choices."""

    columns: Columns
    matrix: Matrix

    def program(self, x: NDArray[np.float64]) -> Program:
        """The choices that a solver's answer means."""
        picked = np.flatnonzero(x[: len(self.columns)] > 0.5)
        return tuple(sorted(map(self.columns.choice, picked.tolist())))


def build(case: Case) -> Built:
    """Rows of every rule, in the order of ``RULES``."""
    columns = build_columns(case)
    matrix = Matrix(Variables(len(columns), partial(_variable, columns)))
    for rule in RULES:
        rule.rows(columns, matrix)
    return Built(columns, matrix)


def _variable(columns: Columns, j: int) -> Variable:
    choice = columns.choice(j)
    name = ("x", choice.project, choice.option, str(choice.start))
    return Variable(name, 1, True, partial(columns.case.worth, choice))


def check(case: Case, program: Program) -> Iterator[Finding]:
    """Every rule on a finished program, without the solver."""
    plan = Plan(case, program)
    for rule in RULES:
        yield from rule.check(plan)


def value_of(case: Case, program: Program) -> Fraction:
    """Exact value of a program: delayed values of its choices and the bonuses of its synergies."""
    plan = Plan(case, program)
    return sum(map(case.worth, program), Fraction(0)) + sum(
        (Fraction(link.bonus) for link in plan.synergies), Fraction(0)
    )
