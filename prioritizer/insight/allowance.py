"""The time that one question may take in all, however many searches it makes."""

from collections.abc import Callable
from dataclasses import dataclass

LEAST = 0.02
"""Seconds below which a solver is not worth starting."""
TURNS, MORE = 40, 4
"""A first try of a search gets one part in ``TURNS`` of the time; each try after it ``MORE`` times more."""


@dataclass(frozen=True)
class Allowance:
    """Seconds for a whole call (None: as long as it takes), and whoever may stop it."""

    clock: Callable[[], float]
    began: float
    limit: float | None = None
    stop: Callable[[], bool] | None = None

    @classmethod
    def of(
        cls, clock: Callable[[], float], limit: float | None = None, stop: Callable[[], bool] | None = None
    ) -> "Allowance":
        """From now on."""
        return cls(clock, clock(), limit, stop)

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return self.clock() - self.began

    @property
    def left(self) -> float | None:
        """Seconds left; None without a limit."""
        return None if self.limit is None else self.limit - self.spent

    @property
    def over(self) -> bool:
        """Whether the time is out or somebody asked to stop."""
        left = self.left
        return (left is not None and left <= 0) or (self.stop is not None and self.stop())

    def share(self, parts: int = 1, most: float | None = None) -> float | None:
        """Seconds for the next search, where ``parts`` of them are still to come."""
        left = self.left
        limits = [seconds for seconds in (None if left is None else left / max(parts, 1), most) if seconds is not None]
        return max(min(limits), LEAST) if limits else None

    def turn(self, tries: int) -> float | None:
        """Seconds for a search tried so many times before: everything gets a little first, what is hard more later."""
        return self.share(most=None if self.limit is None else self.limit / TURNS * MORE ** min(tries, 9))

    def part(self, share: float) -> "Allowance":
        """A part of what is left, as an allowance of its own."""
        left = self.left
        return self if left is None else Allowance(self.clock, self.clock(), max(left * share, LEAST), self.stop)
