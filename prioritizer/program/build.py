"""From a case to the program's rows: every registered rule, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Finding, Program
from prioritizer.program.case import Case
from prioritizer.program.columns import Columns, build_columns
from prioritizer.program.matrix import ONE, Matrix
from prioritizer.program.plan import Plan
from prioritizer.program.rules import RULES


@dataclass(frozen=True)
class Built:
    """The columns and the rows made from them. The first columns of the matrix are the choices."""

    columns: Columns
    matrix: Matrix

    def program(self, x: NDArray[np.float64]) -> Program:
        """The choices that a solver's answer means."""
        picked = np.flatnonzero(x[: len(self.columns.choices)] > 0.5)
        return tuple(sorted(self.columns.choices[j] for j in picked))


def build(case: Case) -> Built:
    """Rows of every rule, in the order of ``RULES``."""
    columns = build_columns(case)
    matrix = Matrix()
    value_o = [case.scorecard.of(project.id, option.code).value for project, option in columns.options]
    delay = {year: case.delay(year) for year in case.portfolio.info.years}
    for choice, o in zip(columns.choices, columns.option_j.tolist(), strict=True):
        name = ("x", choice.project, choice.option, str(choice.start))
        matrix.add_variable(*name, value=value_o[o], delay=delay[choice.start], upper=ONE, integer=True)
    for rule in RULES:
        rule.rows(columns, matrix)
    return Built(columns, matrix)


def check(case: Case, program: Program) -> Iterator[Finding]:
    """Every rule on a finished program, without the solver."""
    plan = Plan(case, program)
    for rule in RULES:
        yield from rule.check(plan)


def value_of(case: Case, program: Program) -> Fraction:
    """Exact value of a program: delayed values of its choices and the bonuses of its synergies."""
    plan = Plan(case, program)
    own = (case.scorecard.of(done.project.id, done.option.code).value * case.delay(done.start) for done in plan.done)
    return sum(own, Fraction(0)) + sum((Fraction(link.bonus) for link in plan.synergies), Fraction(0))
