"""What is known of one project against the program shown: what it would take, or what margin it has."""

from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain.decision import Program

TINY = 1e-6


@dataclass(frozen=True)
class Between:
    """The decision turns somewhere from ``low`` to ``high``: both are proved. ``high`` None: nothing is known to do."""

    low: Fraction
    high: Fraction | None

    @property
    def exact(self) -> bool:
        """Whether both ends meet, within a solver's tolerance."""
        return self.high is not None and float(self.high - self.low) <= TINY * max(1.0, abs(float(self.high)))


@dataclass(frozen=True)
class Step:
    """On one criterion, all else as rated: the level that is enough. ``level`` None: none of the scale is.

    On a measured scale the level is exact; on the risk scale it is the reduction of risk.
    """

    criterion: str
    rated: Fraction | None
    level: Fraction | None
    sure: bool
    """Whether it is proved that no lower level is enough."""


@dataclass(frozen=True)
class Added:
    """Money added to an envelope in a year, in cents."""

    source: str
    year: int
    cents: int


@dataclass(frozen=True)
class Why:
    """What is known of one project against the program shown."""

    project: str
    inside: bool
    possible: bool
    """Whether any program has it the other way; False is proved."""
    other: Program | None
    """The best program known that has it the other way."""
    lost: Between
    """Value given up if the decision is turned by force. Negative: the program shown was not the best."""
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    """Who changes place then, the project itself left out."""
    points: Between | None
    """How far its own score (weighted points, before its scale factor) must rise to enter, or fall to leave. None: not
    known, or its scale factor is 0 (it costs nothing and value goes with cost)."""
    steps: tuple[Step, ...]
    """For one that is out: the level on each criterion that would bring it in."""
    cost: Between | None
    """Share of its capital to be spared to enter, or that may be added before it leaves. None: not known, or no
    saving is enough."""
    money: tuple[Added, ...] | None
    """For one that is out: what to add to have it in without giving up value. None: not known, or money alone is not
    enough."""
    money_total: Between | None
    """The same in all, in cents."""
    seconds: float
