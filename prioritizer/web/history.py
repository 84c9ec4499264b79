"""The changes of a meeting in order, each of which can be undone."""

from dataclasses import dataclass

from prioritizer.web.meeting import Meeting

NOTHING = Meeting()
KEPT = 50
"""Steps that can be undone; the oldest is forgotten first."""


@dataclass(frozen=True)
class History:
    """The meeting as it stands, and what it was before each change.

    Moves of one and the same thing in a row (a slider dragged, a figure typed twice) are one change. They all start
    from where the first one did, so that a weight brought back gives the others back what they had, exactly.
    """

    now: Meeting = NOTHING
    before: tuple[Meeting, ...] = ()
    moving: str = ""
    """What the last change moved, where it was a move."""

    def from_origin(self, what: str) -> Meeting:
        """From where a move of something is counted: where its first step began, if it is the move under way."""
        return self.before[-1] if self.moving == what and self.before else self.now

    def move(self, what: str, after: Meeting) -> "History":
        """A step of a move of one thing: it replaces the step before if that moved the same thing."""
        if self.moving == what and self.before:
            return History(after, self.before, what)
        return self._step(after, what)

    def change(self, after: Meeting) -> "History":
        """A change of its own."""
        return self._step(after, "")

    def _step(self, after: Meeting, moving: str) -> "History":
        if after == self.now:
            return self
        return History(after, (*self.before, self.now)[-KEPT:], moving)

    def undo(self) -> "History":
        """The meeting without its last change."""
        return History(self.before[-1], self.before[:-1]) if self.before else self

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self.before)
