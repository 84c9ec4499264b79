"""The published tie-break: among programs of the same best value, the least capital, then the earliest, then by id.

Solvers break ties by accident: six seeds gave six programs of the same value. Here the accident is taken away, so
that the same input gives the same program on every machine:

1. least capital inside the horizon,
2. then the least sum of start years,
3. then the program that comes first when programs are compared choice by choice (project, option, start).
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

import numpy as np

from prioritizer.domain.decision import Program
from prioritizer.program.build import Built, value_of
from prioritizer.program.matrix import Matrix
from prioritizer.program.solvers import Answer, End, Settings, Solver

VALUE_UNIT = 10**6
"""The row that keeps the value counts millionths of a point, rounded so that no program of that value is lost."""
CHUNK = 16
"""Choices settled by one solve of the last step: powers of two up to 2^15 stay exact in any solver."""


class Unsettled(Exception):
    """The tie-break could not be finished; ``program`` is the best so far."""

    def __init__(self, program: Program) -> None:
        super().__init__("tie-break not finished")
        self.program = program


def break_ties(built: Built, program: Program, solve: Solver, settings: Settings) -> Program:
    """The one program that the published rule picks among those worth as much as ``program``.

    Raises:
        Unsettled: when time ran out, or a solver offered a program worth a hair less than the best.
    """
    return _TieBreak(built, program, solve, settings).run()


class _TieBreak:
    def __init__(self, built: Built, program: Program, solve: Solver, settings: Settings) -> None:
        self.built, self.best, self.solve, self.settings = built, program, solve, settings
        self.matrix = Matrix(built.matrix.variables.copy(), list(built.matrix.rows))
        self.case = built.columns.case
        self.value = value_of(self.case, program)
        values = [variable.value for variable in self.matrix.variables]
        coef = [ceil(value * VALUE_UNIT) for value in values]
        self._keep("value", coef, low=floor(self.value * VALUE_UNIT))

    def run(self) -> Program:
        """The steps, in order; each keeps what the ones before it settled."""
        if self._alone():
            return self.best
        columns = self.built.columns
        capital = columns.capital_j.tolist()
        for name, cost in (("capital", capital), ("start", columns.start_j.tolist())):
            self._minimise(cost)
            picked = self._picked()
            self._keep(name, cost, high=sum(cost[j] for j in picked))
        self._by_id()
        return self.best

    def _alone(self) -> bool:
        """Whether no other program keeps what is settled so far: forbid this one and nothing is left."""
        picked = set(self._picked())
        coef = [1 if j in picked else -1 for j in range(len(self.built.columns.choices))]
        without = Matrix(self.matrix.variables, list(self.matrix.rows))
        without.add_row("tie-break", ("other",), None, range(len(coef)), coef, high=len(picked) - 1)
        # Maximising the value, not nothing, lets a solver prune by bound: mostly, other programs are worth less.
        answer = self.solve(without, None, self.settings)
        if answer.x is None and answer.end is not End.INFEASIBLE:
            raise Unsettled(self.best)
        return answer.end is End.INFEASIBLE

    def _by_id(self) -> None:
        size = len(self.built.columns.choices)
        for first in range(0, size, CHUNK):
            if self._alone():
                return
            chunk = range(first, min(first + CHUNK, size))
            wish = [0] * size
            for place, j in enumerate(chunk):
                wish[j] = -(2 ** (CHUNK - 1 - place))
            self._minimise(wish)
            settled = set(self._picked())
            for j in chunk:
                self.matrix.add_row(
                    "tie-break", (str(j),), None, [j], [1], low=int(j in settled), high=int(j in settled)
                )

    def _picked(self) -> list[int]:
        number = {choice: j for j, choice in enumerate(self.built.columns.choices)}
        return [number[choice] for choice in self.best]

    def _minimise(self, cost: Sequence[int]) -> None:
        largest = max((abs(c) for c in cost), default=0) or 1
        unit = int(np.gcd.reduce(np.array(cost, np.int64))) or 1
        # Least cost in units that keep every objective coefficient below a million.
        scale = Fraction(unit * max(1, -(-largest // (unit * 1_000_000))))
        answer = self._answer([-Fraction(c) / scale for c in cost])
        if answer.end is not End.OPTIMAL or answer.x is None:
            raise Unsettled(self.best)
        program = self.built.program(answer.x)
        if value_of(self.case, program) < self.value:
            raise Unsettled(self.best)
        number = {choice: j for j, choice in enumerate(self.built.columns.choices)}
        mine = sum(cost[j] for j in self._picked())
        if sum(cost[number[choice]] for choice in program) <= mine:
            self.best = program

    def _answer(self, objective: Sequence[Fraction]) -> Answer:
        padding = [Fraction(0)] * (len(self.matrix.variables) - len(objective))
        return self.solve(self.matrix, [*objective, *padding], self.settings)

    def _keep(self, name: str, coef: Sequence[int], *, low: int | None = None, high: int | None = None) -> None:
        self.matrix.add_row("tie-break", (name,), None, range(len(coef)), list(coef), low=low, high=high)
