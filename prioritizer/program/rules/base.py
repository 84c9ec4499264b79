"""What every rule is: rows for the solver, a check without it, and figures that explain it."""

from collections.abc import Iterator
from typing import Protocol

from prioritizer.domain.decision import Finding
from prioritizer.program.columns import Columns
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan


class Rule(Protocol):
    """One published rule. Its title, sentence and formula stand in the catalog ``rules`` under ``code``."""

    @property
    def code(self) -> str:
        """Name of the rule in the catalog and in every finding."""

    def rows(self, columns: Columns, matrix: Matrix) -> None:
        """Add what the solver must hold."""

    def check(self, plan: Plan) -> Iterator[Finding]:
        """The same rule on a finished program, exact, without the solver."""
