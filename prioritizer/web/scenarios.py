"""Scenarios: meetings kept under a name, as small files and side by side. Plain values, nothing here draws.

A scenario is what a meeting changed, and the program that it led to. That program is never taken on trust: a desk looks
at it like at any other, and begins its search there.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Choice, Program
from prioritizer.domain.portfolio import Portfolio, digest
from prioritizer.web.link import BadLink, from_plain, to_plain
from prioritizer.web.meeting import Meeting

FORMAT, VERSION = "prioritizer-scenario", 1
FIELDS = {"a": "axes", "s": "shares", "l": "locks", "f": "forced", "o": "rules_off", "m": "limits"}
"""What a link says in one letter, a file says in a word."""
LARGEST = 1_000_000
"""Bytes of a file."""
NAME = 60
"""Characters of a name."""
KEPT, COMPARED = 24, 6
"""Scenarios that a browser may keep, and those that stand side by side."""
BROWSERS = 500
"""Browsers whose scenarios are kept; the one unused for longest goes first."""


@dataclass(frozen=True)
class Scenario:
    """A meeting under a name. ``about`` tells the workbook and the criteria that it goes with."""

    name: str
    about: str
    meeting: Meeting
    program: Program = ()


Shelf = tuple[Scenario, ...]
"""The scenarios of one browser, oldest first; no two of the same workbook share a name."""


class BadScenario(ValueError):
    """A scenario that cannot be kept or read; ``code`` names the reason in the catalogs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def about(portfolio: Portfolio, criteria: CriteriaSet) -> str:
    """What a published portfolio and its criteria are recognized by: the same for the same file, on any machine."""
    return digest((portfolio.digest(), portfolio.budget_digest(), criteria.digest()))


# Files


def to_file(scenario: Scenario) -> bytes:
    """The scenario as a file: the same bytes for the same scenario."""
    plain = {
        "format": FORMAT,
        "version": VERSION,
        "name": scenario.name,
        "about": scenario.about,
        "changes": {FIELDS[key]: value for key, value in to_plain(scenario.meeting).items()},
        "program": [[choice.project, choice.option, choice.start] for choice in scenario.program],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def from_file(content: bytes, wanted: str, portfolio: Portfolio, criteria: CriteriaSet) -> Scenario:
    """The scenario of a file, for the workbook and the criteria on the table (``wanted`` is what ``about`` says).

    Raises:
        BadScenario: ``unreadable`` for what is no scenario, ``elsewhere`` for one of other files.
    """
    try:
        plain = _plain(content)
        name, program = clean(plain["name"]), _program(plain["program"])
        if plain["about"] != wanted:
            raise BadScenario("elsewhere")
        letters = {word: letter for letter, word in FIELDS.items()}
        changes = {letters[word]: value for word, value in plain["changes"].items()}
        meeting = from_plain(changes, criteria, portfolio)
    except BadScenario:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, BadLink) as error:
        raise BadScenario("unreadable") from error
    return Scenario(name, wanted, meeting, program)


def _plain(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise BadScenario("unreadable")
    plain = json.loads(content.decode("utf-8-sig"))
    if plain["format"] != FORMAT or plain["version"] != VERSION:
        raise BadScenario("unreadable")
    found: dict[str, Any] = plain
    return found


def _program(rows: list[Any]) -> Program:
    choices = []
    for project, option, start in rows:
        if not (isinstance(project, str) and isinstance(option, str) and isinstance(start, int)):
            raise BadScenario("unreadable")
        choices.append(Choice(project, option, start))
    return tuple(sorted(set(choices)))


# The shelf


def clean(name: str) -> str:
    """A name as it is kept. Raises BadScenario where nothing is left."""
    kept = " ".join(name.split())[:NAME].strip()
    if not kept:
        raise BadScenario("no_name")
    return kept


def of(shelf: Shelf, wanted: str) -> Shelf:
    """Scenarios of the workbook and the criteria on the table."""
    return tuple(row for row in shelf if row.about == wanted)


def saved(shelf: Shelf, new: Scenario) -> Shelf:
    """The shelf with a scenario; one of the same name and workbook gives way in its place. Raises BadScenario."""
    if any(_same(row, new) for row in shelf):
        return tuple(new if _same(row, new) else row for row in shelf)
    if len(shelf) >= KEPT:
        raise BadScenario("full")
    return (*shelf, new)


def renamed(shelf: Shelf, wanted: str, name: str, to: str) -> Shelf:
    """The shelf with a scenario under another name. Raises BadScenario where that name is taken."""
    new = clean(to)
    if new != name and any(row.name == new for row in of(shelf, wanted)):
        raise BadScenario("taken")
    return tuple(replace(row, name=new) if (row.about, row.name) == (wanted, name) else row for row in shelf)


def removed(shelf: Shelf, wanted: str, name: str) -> Shelf:
    """The shelf without a scenario."""
    return tuple(row for row in shelf if (row.about, row.name) != (wanted, name))


def _same(one: Scenario, other: Scenario) -> bool:
    return (one.about, one.name) == (other.about, other.name)


class Shelves:
    """Shelves by browser, in the memory of the server only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Shelf] = OrderedDict()

    def get(self, browser: str) -> Shelf:
        """The shelf of a browser; empty for one that has none."""
        with self._lock:
            return self._kept.get(browser, ())

    def put(self, browser: str, shelf: Shelf) -> None:
        """Keep a shelf."""
        with self._lock:
            self._kept[browser] = shelf
            self._kept.move_to_end(browser)
            while len(self._kept) > BROWSERS:
                self._kept.popitem(last=False)


# Side by side


@dataclass(frozen=True)
class Place:
    """A project across programs: its choice in each, None where it is out."""

    project: str
    choices: tuple[Choice | None, ...]

    @property
    def same_set(self) -> bool:
        """Whether it is in all programs, or in none."""
        return len({choice is None for choice in self.choices}) == 1

    @property
    def same(self) -> bool:
        """Whether it is everywhere in the same option from the same year, or nowhere."""
        return len(set(self.choices)) == 1


def places(projects: Sequence[str], programs: Sequence[Program]) -> tuple[Place, ...]:
    """Every project: first those that some programs have and others have not, then those that move, then the others."""
    chosen = [{choice.project: choice for choice in program} for program in programs]
    rows = [Place(project, tuple(found.get(project) for found in chosen)) for project in sorted(projects)]
    return tuple(sorted(rows, key=lambda row: (row.same_set, row.same, row.project)))
