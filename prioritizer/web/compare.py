"""The program of the meeting beside the published one: who enters, who leaves, who moves."""

from dataclasses import dataclass

from prioritizer.domain.decision import Choice, Program


@dataclass(frozen=True)
class Moved:
    """A project in both programs, in another option or from another year."""

    before: Choice
    after: Choice


@dataclass(frozen=True)
class Difference:
    """What changes from one program to another."""

    entering: tuple[Choice, ...]
    leaving: tuple[Choice, ...]
    moved: tuple[Moved, ...]

    def __bool__(self) -> bool:
        return bool(self.entering or self.leaving or self.moved)


def difference(before: Program, after: Program) -> Difference:
    """Choices of ``after`` whose project ``before`` does not have, and so on; each sorted by project."""
    was = {choice.project: choice for choice in before}
    now = {choice.project: choice for choice in after}
    return Difference(
        entering=tuple(now[project] for project in sorted(now.keys() - was.keys())),
        leaving=tuple(was[project] for project in sorted(was.keys() - now.keys())),
        moved=tuple(Moved(was[p], now[p]) for p in sorted(was.keys() & now.keys()) if was[p] != now[p]),
    )
