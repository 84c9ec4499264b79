"""The workbooks that the app opens: the samples beside it, and those that members upload."""

import hashlib
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from prioritizer.domain.criteria import CriteriaSet, PrioritySet
from prioritizer.domain.portfolio import Portfolio
from prioritizer.domain.problem import Problem
from prioritizer.store.criteria_file import load_criteria, load_priorities
from prioritizer.workbook.reader import read_portfolio

SAMPLES = {
    "montreal": ("montreal-2027-2036.xlsx", "montreal-numerique.yaml"),
    "douze": ("douze-projets.xlsx", "exemple-arrondissement.yaml"),
    "toronto": ("toronto-2023-2032.xlsx", "montreal-numerique.yaml"),
}
"""Workbook and criteria set by the key that a link carries."""
DEFAULT = "montreal"
CHECKOUT = Path(__file__).parent.parent.parent
MEGABYTES = 25
"""Largest workbook that may be uploaded."""
KEPT = 24
"""Uploaded workbooks kept, over all sessions; the one unused for longest goes first."""


@dataclass(frozen=True)
class Source:
    """A workbook read against a criteria set. ``portfolio`` None: it has errors."""

    key: str
    name: str
    criteria: CriteriaSet
    priorities: PrioritySet | None
    portfolio: Portfolio | None
    """In canonical order."""
    problems: tuple[Problem, ...]
    content: bytes
    """The workbook itself."""
    grid: bytes
    """The criteria file itself, comments and all."""

    def adopted(self, criteria: CriteriaSet) -> bytes | None:
        """The criteria file, to publish as it is: None where those criteria are others, a meeting's for example."""
        return self.grid if criteria == self.criteria else None


def folder(name: str) -> Path:
    """A folder of data: where we are, else beside the package."""
    here = Path(name)
    return here if here.is_dir() else CHECKOUT / name


def criteria_files() -> tuple[str, ...]:
    """Names of the criteria sets at hand; those of Montréal first."""
    names = sorted(path.name for path in folder("criteria").glob("*.yaml") if "priorities" not in path.name)
    return tuple(sorted(names, key=lambda name: (name != SAMPLES[DEFAULT][1], name)))


def read(key: str, name: str, content: bytes, criteria_file: str) -> Source:
    """Read a workbook against a criteria set of the folder ``criteria``."""
    path = folder("criteria") / criteria_file
    criteria = load_criteria(path)
    priorities = load_priorities(path.parent / criteria.priorities_file) if criteria.priorities_file else None
    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / (Path(name.replace("\\", "/")).name or "portfolio.xlsx")
        file.write_bytes(content)
        result = read_portfolio(file, criteria, priorities)
    portfolio = result.portfolio.canonical() if result.portfolio is not None else None
    return Source(key, name, criteria, priorities, portfolio, result.problems, content, path.read_bytes())


def read_sample(key: str) -> Source:
    """A sample by its key. Raises KeyError, and OSError where the samples are not at hand."""
    name, criteria_file = SAMPLES[key]
    return read(key, name, (folder("sample_portfolios") / name).read_bytes(), criteria_file)


class Uploads:
    """Workbooks uploaded since the server started. Only who holds the key, or the file, can open one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[str, bytes, str]] = OrderedDict()

    def put(self, name: str, content: bytes, criteria_file: str) -> str:
        """Keep a workbook; returns its key."""
        key = hashlib.sha256(criteria_file.encode() + b"\0" + content).hexdigest()[:32]
        with self._lock:
            self._kept[key] = (name, content, criteria_file)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return key

    def get(self, key: str) -> tuple[str, bytes, str]:
        """Name, content and criteria set. Raises KeyError."""
        with self._lock:
            self._kept.move_to_end(key)
            return self._kept[key]
