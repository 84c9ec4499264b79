"""A document before it has a form: headings, sentences, facts, tables, bars and schedules, in one language.

Every form (PDF, Word, web page) draws these few blocks and nothing else, so that a figure is worded once and is the
same everywhere. Texts are plain: no form may read markup in them.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, is_dataclass, replace
from operator import is_
from typing import Any

CONTROLS = {
    code: f"[U+{code:04X}]"
    for code in (
        *range(9),
        11,
        12,
        *range(14, 32),
        *range(127, 160),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        0xFFFE,
        0xFFFF,
    )
}
"""Signs that steer and have no shape (of old terminals, of direction): a text that turns its neighbours around lies."""
_STEERS = re.compile("[" + re.escape("".join(map(chr, CONTROLS))) + "]")


@dataclass(frozen=True)
class Heading:
    """A title; ``level`` 1 is the document's parts, 2 a project or a topic, 3 what is inside. ``key`` names it.

    ``lang`` is the language of the text where it is not the document's.
    """

    level: int
    text: str
    key: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A sentence or several. A ``strong`` one carries the answer of its section. ``lang`` as in a heading."""

    text: str
    strong: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Facts:
    """Labels and what they say; ``lang`` as in a heading, of what they say alone."""

    rows: tuple[tuple[str, str], ...]
    lang: str = ""


@dataclass(frozen=True)
class Table:
    """A table with one row of headers; ``caption`` is empty where the heading above says it all.

    ``right`` tells which columns hold figures; ``total``: the last row is one; ``groups`` are the rows that head those
    below them. ``legal`` are the columns of the years that the law asks for, which every form sets apart. One that
    ``splits`` may be cut between two rows, though it would fit on a page.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    total: bool = False
    groups: tuple[int, ...] = ()
    legal: tuple[int, ...] = ()
    splits: bool = False


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its figure in words, its length and its limit as shares of the longest one.

    ``axis`` is the rank of the axis whose colour it takes, from 1; 0 for none. ``legal``: it is of a year that the law
    asks for.
    """

    label: str
    shown: str
    length: float
    limit: float | None = None
    axis: int = 0
    legal: bool = False


@dataclass(frozen=True)
class Bars:
    """A bar chart. ``alt`` says in a sentence what it shows; the figures stand in a table as well."""

    caption: str
    alt: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Span:
    """A run of years of a schedule: its label, then its first and last column."""

    label: str
    first: int
    last: int


@dataclass(frozen=True)
class Schedule:
    """A schedule drawn over the years of the horizon; ``said`` is the same in a sentence, which every form prints.

    The first ``legal`` years are those that the law asks for. A schedule outside the horizon has no span.
    """

    said: str
    alt: str
    years: tuple[str, ...]
    legal: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page, where there are pages."""


Block = Heading | Paragraph | Facts | Table | Bars | Schedule | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole document. ``stamp`` is printed on every page ("draft"), empty once approved."""

    lang: str
    title: str
    subtitle: str
    organization: str
    stamp: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        """Write the signs that steer as their code points, so that no form has to think of them."""
        for name in ("title", "subtitle", "organization", "stamp", "blocks"):
            object.__setattr__(self, name, _visible(getattr(self, name)))


def _visible(value: Any) -> Any:
    """The same with its signs written; the very same object where there is none, since most texts have none."""
    if isinstance(value, str):
        return value.translate(CONTROLS) if _STEERS.search(value) else value
    if isinstance(value, tuple):
        with suppress(TypeError):  # It holds more than texts.
            if not _STEERS.search("".join(value)):
                return value
        seen = tuple(map(_visible, value))
        return value if all(map(is_, seen, value)) else seen
    if is_dataclass(value) and not isinstance(value, type):
        changed = {name: part for name, old in vars(value).items() if (part := _visible(old)) is not old}
        return replace(value, **changed) if changed else value
    return value


def texts(document: Document) -> Iterator[str]:
    """Every text of a document: what a reader of any form must find there."""
    yield from (text for text in (document.title, document.subtitle, document.organization, document.stamp) if text)
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Facts():
                yield from (text for row in block.rows for text in row)
            case Table():
                yield from (block.caption,) if block.caption else ()
                yield from block.head
                yield from (text for row in block.rows for text in row if text)
            case Bars():
                yield block.caption
                yield from (text for bar in block.bars for text in (bar.label, bar.shown))
            case Schedule():
                yield block.said
                yield from block.years
                yield from (span.label for span in block.spans)
            case PageBreak():
                pass
