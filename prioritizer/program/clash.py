"""Which rules cannot all hold: a smallest conflicting set, by QuickXplain (Junker 2004)."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from prioritizer.domain.decision import Clash
from prioritizer.program.build import Built
from prioritizer.program.matrix import Matrix
from prioritizer.program.solvers import End, Settings, Solver

Key = tuple[str, tuple[str, ...], int | None]
DEFINITIONS = ("choice", "synergy")
"""Rows that say what a program is; nobody could lift them."""


def find_clash(built: Built, solve: Solver, settings: Settings, seconds: float = 5.0) -> Clash:
    """A set of rules that no program can keep together, each of them needed for the conflict.

    ``seconds`` bounds each of the small solves; where one does not finish, the set is still in conflict but may hold
    a rule too many (``minimal`` false).
    """
    return _Search(built, solve, replace(settings, gap=0.0, time_limit=seconds)).run()


class _Search:
    def __init__(self, built: Built, solve: Solver, settings: Settings) -> None:
        self.built, self.solve, self.settings = built, solve, settings
        self.minimal = True

    def run(self) -> Clash:
        keys: dict[Key, None] = {row.key: None for row in self.built.matrix.rows if row.rule not in DEFINITIONS}
        found = self._explain([], False, list(keys))
        return Clash(tuple(sorted(found, key=lambda key: (key[0], key[1], key[2] or 0))), self.minimal)

    def _explain(self, background: list[Key], changed: bool, keys: list[Key]) -> list[Key]:
        if changed and self._impossible(background):
            return []
        if len(keys) == 1:
            return keys
        half = len(keys) // 2
        first, second = keys[:half], keys[half:]
        from_second = self._explain(background + first, bool(first), second)
        from_first = self._explain(background + from_second, bool(from_second), first)
        return from_first + from_second

    def _impossible(self, keys: Sequence[Key]) -> bool:
        kept = set(keys)
        rows = [row for row in self.built.matrix.rows if row.rule in DEFINITIONS or row.key in kept]
        matrix = Matrix(self.built.matrix.variables, rows)
        answer = self.solve(matrix, [Fraction(0)] * len(matrix.variables), self.settings)
        if answer.x is None and answer.end is not End.INFEASIBLE:
            self.minimal = False
        return answer.end is End.INFEASIBLE
