"""What comes out: the program chosen, how good it is proved to be, and what each rule says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class SolveStatus(StrEnum):
    """What the solve proved, in our words; PuLP's own status is never repeated."""

    OPTIMAL = "optimal"
    """No better program exists, within the proof tolerance."""
    WITHIN_GAP = "within_gap"
    """The gap asked for was reached and proved."""
    TIME_LIMIT = "time_limit"
    """Best program found before the time ran out, with its gap."""
    INTERRUPTED = "interrupted"
    """Best program found before somebody stopped it, with its gap."""
    INFEASIBLE = "infeasible"
    """No program obeys every rule: see the repairs."""
    NO_SOLUTION = "no_solution"
    """Stopped before any program was found; nothing is known of feasibility."""

    @property
    def has_program(self) -> bool:
        """Whether a program comes with it."""
        return self not in (SolveStatus.INFEASIBLE, SolveStatus.NO_SOLUTION)


@dataclass(frozen=True, order=True)
class Choice:
    """A project in the program: its option and its first year (a budget year)."""

    project: str
    option: str
    start: int


Program = tuple[Choice, ...]
"""A finished program, sorted by project."""


class Reason(StrEnum):
    """Why a project is in or out, without a rank."""

    COMMITTED = "committed"
    MANDATED = "mandated"
    CHOSEN = "chosen"
    GATE = "gate"
    HELD = "held"
    NO_VALUE = "no_value"
    NEEDS = "needs"
    CONFLICT = "conflict"
    OUTWEIGHED = "outweighed"


@dataclass(frozen=True)
class Outcome:
    """What was decided for one project. ``detail`` names the gate, or the projects it needs or conflicts with."""

    project: str
    funded: bool
    reason: Reason
    detail: tuple[str, ...] = ()
    option: str | None = None
    start: int | None = None


class FigureUnit(StrEnum):
    """Unit of a finding's figures."""

    CENTS = "cents"
    MILLI_FTE = "milli_fte"
    COUNT = "count"
    YEARS = "years"


@dataclass(frozen=True)
class Finding:
    """One rule, one subject, one year: what was used against what was allowed, exactly.

    ``subject`` names what the rule is about, in an order that the rule's sentence in the catalog knows (a source, a
    pool, two projects ...).
    """

    rule: str
    subject: tuple[str, ...]
    year: int | None
    used: Fraction
    limit: Fraction
    at_least: bool
    unit: FigureUnit

    @property
    def slack(self) -> Fraction:
        """Room left; negative when the rule is broken."""
        return self.used - self.limit if self.at_least else self.limit - self.used

    @property
    def holds(self) -> bool:
        """Whether the rule is kept."""
        return self.used >= self.limit if self.at_least else self.used <= self.limit

    @property
    def binding(self) -> bool:
        """Whether no room is left."""
        return self.slack == 0


class RepairKind(StrEnum):
    """What a repair spends."""

    DOLLARS = "dollars"
    PEOPLE = "people"
    MANDATES = "mandates"
    RULES = "rules"
    MIXED = "mixed"
    """All of them together, where none is enough alone."""


@dataclass(frozen=True)
class Change:
    """One limit to move, or one obligation to lift, by how much (cents, thousandths of FTE, or 1)."""

    rule: str
    subject: tuple[str, ...]
    year: int | None
    amount: int
    unit: FigureUnit


@dataclass(frozen=True)
class Repair:
    """The cheapest way of one kind to make the program possible. ``proved``: a program was found that keeps every
    rule once these changes are made, and its certificate passed. ``cheapest``: no cheaper one exists (proved).
    """

    kind: RepairKind
    changes: tuple[Change, ...]
    proved: bool
    cheapest: bool
    program: Program = ()


@dataclass(frozen=True)
class Clash:
    """Rules that cannot all hold; ``minimal`` when each of them is needed for the clash."""

    rules: tuple[tuple[str, tuple[str, ...], int | None], ...]
    minimal: bool


@dataclass(frozen=True)
class Certificate:
    """An exact re-computation from the input by code that shares nothing with the model builder."""

    value: Fraction
    breaches: tuple[str, ...]
    """Rules broken, value that differs, choices that do not exist; empty when the decision stands."""
    checks: int
    """How many limits and obligations were re-computed."""

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.breaches


@dataclass(frozen=True)
class Decision:
    """A result that can be redone: the program, its proof and the hashes of what it was made from."""

    status: SolveStatus
    program: Program
    outcomes: tuple[Outcome, ...]
    value: Fraction
    bound: float | None
    """Proved upper bound on the value of any program; None where nothing was proved."""
    gap: float | None
    """(bound - value) / value, 0 when proved optimal."""
    gap_asked: float
    unique: bool | None
    """Whether the published tie-break was applied to the end; None where optimality was not proved."""
    solver: str
    solver_version: str
    seconds: float
    nodes: int
    hashes: Mapping[str, str]
    """SHA-256 of ``portfolio``, ``criteria`` and ``budget``."""
    findings: tuple[Finding, ...] = ()
    certificate: Certificate | None = None
    clashes: tuple[Clash, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether the result is proved: optimal, within the gap asked for, or impossible."""
        return self.status in (SolveStatus.OPTIMAL, SolveStatus.WITHIN_GAP, SolveStatus.INFEASIBLE)

    def start_of(self, project: str) -> int | None:
        """First year of a project, None when it is not in the program."""
        return next((choice.start for choice in self.program if choice.project == project), None)
