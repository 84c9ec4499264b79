"""The files that commands read: criteria, priorities, portfolio."""

from dataclasses import dataclass
from pathlib import Path

from prioritizer.cli.command import Misuse
from prioritizer.cli.say import Terminal
from prioritizer.domain.criteria import CriteriaSet, PrioritySet
from prioritizer.domain.portfolio import Portfolio

DEFAULT_CRITERIA = Path("criteria/montreal-numerique.yaml")
FIRST_WARNINGS = 3
"""Warnings that a command other than ``check`` prints."""


@dataclass(frozen=True)
class Criteria:
    """A criteria set and the numbered priorities that it names, if any."""

    criteria: CriteriaSet
    priorities: PrioritySet | None


def read_criteria(path: Path | None) -> Criteria:
    """The set named, or the one that stands where we are.

    Raises:
        Misuse: where none is named and none is here.
        Refused: where it cannot be used.
    """
    from prioritizer.store.criteria_file import load_criteria, load_priorities

    if path is None:
        if not DEFAULT_CRITERIA.is_file():
            raise Misuse("no_criteria", None, file=DEFAULT_CRITERIA.as_posix())
        path = DEFAULT_CRITERIA
    criteria = load_criteria(path)
    priorities = load_priorities(path.parent / criteria.priorities_file) if criteria.priorities_file else None
    return Criteria(criteria, priorities)


def read_portfolio(terminal: Terminal, path: Path, criteria: Criteria) -> Portfolio | None:
    """The portfolio; None when it has errors. Errors are printed, and the first warnings."""
    portfolio, _, warnings = read_with_counts(terminal, path, criteria, FIRST_WARNINGS)
    if warnings > FIRST_WARNINGS:
        terminal.note(terminal.say("check.more", warnings=warnings - FIRST_WARNINGS, file=path.name))
    return portfolio


def read_with_counts(
    terminal: Terminal, path: Path, criteria: Criteria, shown: int | None = None
) -> tuple[Portfolio | None, int, int]:
    """The portfolio, and how many errors and warnings there are; ``shown`` limits the warnings printed."""
    from prioritizer.workbook.reader import read_portfolio as read

    if not path.is_file():
        path.open("rb").close()  # Raises the error of the system: missing, a folder, forbidden.
    result = read(path, criteria.criteria, criteria.priorities)
    errors, warnings = terminal.problems(result.problems, shown)
    return result.portfolio, errors, warnings
