"""One YAML 1.2 file as plain data, with the line of every key and item. Made for files that strangers hand in.

The file is read as a stream of events, never constructed by the YAML library: no tag makes an object, no alias repeats
a part out of sight, numbers keep every digit, and what is wrong is collected instead of stopping at the first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from prioritizer.domain.problem import Problem, Refused, Where

MAX_BYTES = 1_000_000
MAX_LINE = 10_000
"""Characters in a line. The scanner looks ahead within a line, at a cost that grows with its square."""
MAX_DEPTH = 24
MAX_EVENTS = 40_000

Place = tuple[str | int, ...]
"""From the top of the file: keys and positions in lists."""

AGAIN = " (2)"
NULL = re.compile(r"^(~|null|Null|NULL|)$")
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NUMBER = re.compile(
    r"^[-+]?(0x[0-9a-fA-F]+|0o[0-7]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))$|^\.(nan|NaN|NAN)$"
)
"""What YAML 1.2's core schema reads as a number."""
PLAIN_NUMBER = re.compile(r"^[-+]?[0-9]{1,12}(\.[0-9]{1,12})?$")
"""The only way a number is taken: as people write it, short enough to stay exact."""


@dataclass(frozen=True)
class Document:
    """Data of a file, the line of each place in it (counted from 1), and what was wrong on the way."""

    file: str
    data: Any
    lines: Mapping[Place, int]
    problems: tuple[Problem, ...] = ()
    misread: frozenset[Place] = frozenset()
    """Places of numbers already told to be badly written; None stands there."""

    def line(self, place: Place) -> int:
        """Line of a place, or of the nearest thing above it that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(path: Path) -> Document:
    """Read a file within bounds.

    Raises:
        Refused: where it is not one YAML 1.2 document of a sensible size, or names a part by an alias.
        OSError: where the file cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    return parse_yaml(content, path.name)


def parse_yaml(content: bytes, name: str) -> Document:
    """The same for content already in memory."""
    if len(content) > MAX_BYTES:
        raise _refused("set-too-large", name, 1, wanted=MAX_BYTES // 1000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("set-not-utf8", name, content[: error.start].count(b"\n") + 1) from None
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > MAX_LINE:
            raise _refused("set-line-too-long", name, number, len(line), MAX_LINE)
    builder = _Builder(name)
    try:
        for count, event in enumerate(YAML(typ="safe", pure=True).parse(text)):
            if count > MAX_EVENTS:
                raise _refused("set-too-much", name, _line(event))
            builder.take(event)
    except Refused as refused:
        raise Refused((*builder.problems, *refused.problems)) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        code = "yaml-tab" if "'\\t'" in str(error.problem) else "yaml-syntax"
        stop = Problem(code, Where(file=name, line=mark.line + 1 if mark else 1))
        raise Refused((*builder.problems, stop)) from None
    except ReaderError as error:
        stop = Problem("yaml-control-character", Where(file=name, line=text.count("\n", 0, error.position) + 1))
        raise Refused((*builder.problems, stop)) from None
    except YAMLError:
        raise _refused("yaml-syntax", name, 1) from None
    return Document(name, builder.root, builder.lines, tuple(builder.problems), frozenset(builder.misread))


def _refused(code: str, file: str, line: int, name: object = "", wanted: object = "") -> Refused:
    figures = {"name": str(name), "wanted": str(wanted)}
    return Refused((Problem(code, Where(file=file, line=max(line, 1)), figures=figures),))


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


@dataclass
class _Open:
    """A mapping or a list being filled."""

    place: Place
    into: dict[str, Any] | list[Any] | None
    """None: a part that is read and dropped, the second value of a key given twice."""
    key: str | None = None
    waiting: bool = True
    """In a mapping: whether the next scalar is a key."""
    repeated: bool = False


@dataclass
class _Builder:
    name: str
    root: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    misread: set[Place] = field(default_factory=set)
    _stack: list[_Open] = field(default_factory=list)
    _documents: int = 0

    def take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _refused("yaml-two-documents", self.name, _line(event))
            if event.version is not None and tuple(event.version) != (1, 2):
                raise _refused("yaml-version", self.name, _line(event), ".".join(map(str, event.version)), "1.2")
        elif isinstance(event, AliasEvent):
            raise _refused("yaml-alias", self.name, _line(event), str(event.anchor))
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._tag(event)
            if len(self._stack) >= MAX_DEPTH:
                raise _refused("set-too-deep", self.name, _line(event), wanted=MAX_DEPTH)
            self._open(event, {} if isinstance(event, MappingStartEvent) else [])
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._stack.pop()
        elif isinstance(event, ScalarEvent):
            self._tag(event)
            top = self._stack[-1] if self._stack else None
            if top and isinstance(top.into, dict) and top.waiting:
                self._key(top, str(event.value), _line(event))
            else:
                place, kept = self._place(_line(event))
                value = self._scalar(event, place)
                if kept:
                    self._put(value)

    def _open(self, event: Event, into: dict[str, Any] | list[Any]) -> None:
        top = self._stack[-1] if self._stack else None
        if top and isinstance(top.into, dict) and top.waiting:
            raise _refused("yaml-key", self.name, _line(event))
        place, kept = self._place(_line(event))
        if kept:
            self._put(into)
        self._stack.append(_Open(place, into))

    def _key(self, top: _Open, key: str, line: int) -> None:
        assert isinstance(top.into, dict)
        top.key, top.waiting = key, False
        top.repeated = key in top.into
        place = (*top.place, key)
        if top.repeated:
            figures: dict[str, str | int] = {"name": key, "first": self.lines.get(place, 1)}
            self.problems.append(Problem("duplicate-key", Where(file=self.name, line=line), figures=figures))
        else:
            self.lines.setdefault(place, line)

    def _place(self, line: int) -> tuple[Place, bool]:
        """Where the next value stands, and whether it is kept."""
        if not self._stack:
            self.lines.setdefault((), line)
            return (), True
        top = self._stack[-1]
        if isinstance(top.into, list):
            place = (*top.place, len(top.into))
            self.lines.setdefault(place, line)
            return place, True
        top.waiting = True
        # The second value of a key given twice is read apart: its lines must not pass for those of the first.
        return (*top.place, f"{top.key}{AGAIN if top.repeated else ''}"), not top.repeated

    def _put(self, value: Any) -> None:
        if not self._stack:
            self.root = value
            return
        top = self._stack[-1]
        if isinstance(top.into, list):
            top.into.append(value)
        elif isinstance(top.into, dict):
            top.into[str(top.key)] = value

    def _tag(self, event: Any) -> None:
        if event.ctag is not None and str(event.ctag) not in {"", "!"}:
            figures = {"name": str(event.ctag)}
            self.problems.append(Problem("yaml-tag", Where(file=self.name, line=_line(event)), figures=figures))

    def _scalar(self, event: Any, place: Place) -> Any:
        text = str(event.value)
        if not event.implicit[0]:
            return text
        if NULL.match(text):
            return None
        if text in TRUTH:
            return TRUTH[text]
        if not NUMBER.match(text):
            return text
        if not PLAIN_NUMBER.match(text):
            where = Where(file=self.name, line=_line(event), item=".".join(str(part) for part in place))
            self.problems.append(Problem("number-form", where, text[:40]))
            self.misread.add(place)
            return None
        return Decimal(text) if "." in text else int(text)


def scalars(data: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value that is neither a mapping nor a list, with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from scalars(value, (*place, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from scalars(value, (*place, position))
    else:
        yield place, data
