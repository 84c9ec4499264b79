"""The programs that are known of a case, each of which keeps every rule: for whatever question one was found, the next
question finds it here.
"""

from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Program
from prioritizer.program.asked import Conditions, Objective
from prioritizer.program.build import Built, check
from prioritizer.program.case import Case
from prioritizer.program.engine import ExtraRow

Floats = NDArray[np.float64]
FLOOR_UNIT = 10**6
"""Floors on a value count millionths of a point, rounded so that no program that keeps the floor is lost."""
MOST = 400
"""Programs kept; the oldest is dropped first."""


class Known:
    """Programs of one case, as choices and as rows of 0 and 1 over the matrix's columns."""

    def __init__(self, case: Case, built: Built) -> None:
        self.case, self.built, self.columns = case, built, built.columns
        self.programs: list[Program] = []
        self.joined = 0
        """How many have ever joined."""
        self._there: set[Program] = set()
        self._x_ij = np.zeros((0, len(built.matrix.variables)))

    def learn(self, program: Program) -> bool:
        """Put a program in; False where it does not keep the rules or has choices that do not exist."""
        if program in self._there:
            return True
        if any(self.columns.number(choice) is None for choice in program) or not self.keeps_rules(program):
            return False
        self.adopt(program)
        return True

    def adopt(self, program: Program) -> None:
        """Put in a program that has been checked."""
        if program in self._there:
            return
        self.programs.append(program)
        self._there.add(program)
        self.joined += 1
        self._x_ij = np.vstack([self._x_ij, self.x(program)])
        if len(self.programs) > MOST:
            self._there.remove(self.programs.pop(0))
            self._x_ij = self._x_ij[1:]

    def after(self, number: int) -> tuple[tuple[Program, ...], int]:
        """Programs that joined after the first ``number`` ever to join, and how many have by now."""
        new = self.joined - number
        return tuple(self.programs[-new:] if new else ()), self.joined

    def keeps_rules(self, program: Program) -> bool:
        """Whether a program keeps every rule, exactly."""
        return all(finding.holds for finding in check(self.case, program))

    def meets(self, program: Program, conditions: Conditions) -> bool:
        """Whether a program meets the conditions, exactly."""
        if not conditions:
            return True
        done = {choice.project for choice in program}
        return (
            conditions.into <= done
            and not conditions.out & done
            and program not in conditions.forbidden
            and all(self.worth(program, asked.coef) >= asked.least for asked in conditions.floors)
        )

    def worth(self, program: Program, objective: Objective) -> Fraction:
        """Exact value of a program under an objective, synergies included."""
        return objective.total(np.flatnonzero(self.x(program)).tolist())

    def best(self, objective: Objective, conditions: Conditions) -> tuple[Program | None, Fraction]:
        """The best program that meets the conditions, and what it is worth; None and 0 where none does."""
        for i in self._order(objective):
            program = self.programs[i]
            if self.meets(program, conditions):
                return program, self.worth(program, objective)
        return None, Fraction(0)

    def used(self, objective: Objective, programs: int) -> NDArray[np.bool_]:
        """Which choices the best so many programs make."""
        best_i = self._order(objective)[:programs]
        used_j: NDArray[np.bool_] = self._x_ij[best_i, : len(self.columns)].max(axis=0, initial=0.0) > 0
        return used_j

    def _order(self, objective: Objective) -> list[int]:
        """Positions of the programs, the best first."""
        order: list[int] = np.argsort(-(self._x_ij @ objective.float_j), kind="stable").tolist()
        return order

    def x(self, program: Program) -> Floats:
        """A program as 0 and 1 over the columns of the matrix, carry-forward left at 0."""
        variables = self.built.matrix.variables
        x_j = np.zeros(len(variables))
        x_j[self._numbers(program)] = 1
        done = {choice.project for choice in program}
        for j, (name, *_) in enumerate(variables.added, len(self.columns)):
            if name[0] == "synergy":
                x_j[j] = float(set(self.case.portfolio.links[int(name[1])].members) <= done)
        return x_j

    def _numbers(self, program: Program) -> list[int]:
        """Columns of a program. Raises KeyError for a choice that has none."""
        numbers = []
        for choice in program:
            j = self.columns.number(choice)
            if j is None:
                raise KeyError(choice)
            numbers.append(j)
        return numbers

    def picked(self, x: NDArray[np.bool_]) -> Program:
        """The program of choices said by yes or no."""
        return tuple(sorted(map(self.columns.choice, np.flatnonzero(x).tolist())))

    # Conditions, as the solver is told them

    def fixed(self, conditions: Conditions) -> tuple[list[int], list[list[int]]]:
        """Columns that must be 0, and groups of columns of which one must be 1."""
        columns = self.columns.by_project
        zero = [int(j) for project in sorted(conditions.out) for j in columns[project]]
        return zero, [[int(j) for j in columns[project]] for project in sorted(conditions.into)]

    def extra(self, conditions: Conditions) -> list[ExtraRow]:
        """Rows for the floors and for what is forbidden."""
        rows = []
        for asked in conditions.floors:
            coef = np.ceil(asked.coef.float_j * FLOOR_UNIT + 1e-3)
            rows.append(ExtraRow.of(coef, floor(asked.least * FLOOR_UNIT), None, scale=FLOOR_UNIT))
        return rows + [self.without(program) for program in conditions.forbidden]

    def without(self, program: Program) -> ExtraRow:
        """The row that every program keeps but this one."""
        coef = np.full(len(self.columns), -1.0)
        coef[[j for choice in program if (j := self.columns.number(choice)) is not None]] = 1
        return ExtraRow.of(coef, None, len(program) - 1)
