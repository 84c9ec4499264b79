"""What a page of the PDF has room for: the sizes of its texts, the widths of columns, and the pages that blocks take.

Heights are counted from widths of signs that are a little too large, so that what is said to fit does. They are those
of the default font.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from prioritizer.publication.blocks import Bars, Block, Facts, Heading, PageBreak, Paragraph, Schedule, Table

PAGE, MARGIN = 612.0, 48.0
"""Width of a page and of its side margins, in points."""
ACROSS = PAGE - 2 * MARGIN
TALL = 690.0
"""Height of a page between its margins, in points, a little less than it is."""
OPENING = 90.0
"""Points that the title and a notice take above the sheet of a project alone."""
TEXT, FACTS, CHART = 9.0, 8.5, 8.0
"""Sizes of texts, in points."""
HEADINGS = (16.0, 12.5, 10.0)
ABOVE = (25.6, 18.75, 11.0)
"""Sizes of headings by level, and the space above each."""
BELOW, GAP = 6.5, 7.5
"""Space below a heading and between blocks, in points."""
LEADING, CAP = 0.5, 0.66
"""Between two lines, and height of one, as shares of the size of the text."""
ROW, GUTTER, CELL = 4.5, 10.0, 2.6
"""Points between two rows of facts and two columns of them, and above and below what a cell of a table holds."""
SCHEDULE_ROW = 12.0
"""Points of a row of a schedule."""
DENSE = 9
"""Columns beyond which a table is set small."""
WHOLE, MANY = 640.0, 24
"""Points and rows of a table that is never cut: less than a page, so that it goes to the next one in one piece."""
FEW = 6
"""Facts that stay in one column."""
LONGEST = 1_200
"""Characters of a cell from which it may break across pages."""
LONGEST_WORD = 24
"""Letters of a word that fits in any column; in a longer one, lines may break anywhere."""
LEAST_WORDS = 70.0
"""Points that a column of words has at least."""
BOLD, SPACE, SAFE = 1.13, 0.26, 0.98
"""Of bold to regular signs; of a space; share of a width that is counted on."""
CLASSES = {
    0.26: "'|,.:;· l\u00a0\u202f",
    0.31: "ijîï’{}!\\()If",
    0.35: '/Jt"-[]',
    0.39: "*r`s",
    0.43: "z?cç",
    0.46: "e~éèêëaàâ",
    0.48: "#$0123456789FS",
    0.51: "_bxgoqvôdk",
    0.54: "^pyLuùûüPhn«»",
    0.57: "+<=>–−EÉÈÊ●Y",
    0.61: "BRTZ",
    0.66: "%KCVÇUX",
    0.70: "AGÀÂ&DNOQ",
    0.75: "H—w…",
    0.79: "œm",
    0.85: "M",
    0.95: "@WŒ",
}
OTHER, SQUARE = 0.75, 1.0
"""Widths of signs as shares of the size; of signs that are not named, and of scripts that are set square."""


_TIED = re.compile(r" (?=[;:!?»)\]},./])|(?<=[«(\[{]) ")
"""Spaces where no line breaks (Unicode Standard Annex 14, LB13 to LB15)."""
WIDTHS = {sign: width for width, signs in CLASSES.items() for sign in signs}
KNOWN = frozenset(WIDTHS) | {"\n"}


@cache
def _width(sign: str) -> float:
    return WIDTHS.get(sign) or (SQUARE if sign >= "\u2e80" else OTHER)


def is_known(said: str) -> bool:
    """Whether the lines that a text takes are known: the width of every sign is, and every word may fit on a line."""
    return KNOWN.issuperset(said) and (len(said) <= LONGEST_WORD or max(map(len, said.split())) <= LONGEST_WORD)


@lru_cache(maxsize=20_000)
def _word(word: str) -> float:
    return sum(map(_width, word))


CLOSE = 1e-6


@lru_cache(maxsize=50_000)
def lines(said: str, width: float, size: float, *, bold: bool = False, label: str = "") -> int:
    """Lines that a text takes at most in a width, in points, after a label in bold; a longer word breaks."""
    room = SAFE * width / (size * (BOLD if bold else 1.0))
    if len(label) + len(said) <= room and "\n" not in said:
        return 1  # No sign is wider than its size.
    left, count = room, 1
    for place, part in enumerate(_TIED.sub("\u00a0", said).split("\n")):
        if place:
            left, count = room, count + 1
        wide_ones = [_word(word) * BOLD for word in label.split(" ")] if label and not place else []
        for wide in (*wide_ones, *map(_word, part.split(" "))):
            if wide > left + CLOSE and left < room:
                left, count = room, count + 1
            more = int((wide - CLOSE) / room)
            count, left = count + more, left - (wide - more * room) - SPACE
    return count


def tall(count: int, size: float) -> float:
    """Points of so many lines."""
    return size * (count * CAP + max(count - 1, 0) * LEADING)


@dataclass(frozen=True)
class Grid:
    """How a table is set: size of its text, space beside each cell, widths of columns, heights of rows, head first.

    ``sure`` are the heights to rely on, None for others; ``whole``: it is never cut; ``breaks``: a row may be.
    """

    size: float
    inset: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    sure: tuple[float | None, ...]
    whole: bool
    breaks: bool


@lru_cache(maxsize=4_000)
def grid(table: Table) -> Grid:
    """A column of figures is as wide as its widest figure or word of its header.

    Columns of words share the rest, each by the square root of its longest cell.
    """
    small = len(table.head) > DENSE
    size, inset = (7.0, 1.8) if small else (8.0, 3.5)
    columns = list(zip(table.head, *table.rows, strict=True))
    figures = [
        max(_head_width(column[0]), *(_word(cell) for cell in column[1:]), 1.0) * BOLD * size / SAFE + 2 * inset
        if right
        else 0.0
        for column, right in zip(columns, table.right, strict=True)
    ]
    # Whole numbers: tables that are alike get the same widths.
    wishes = [max(3, round(min(max(map(len, column)), 400) ** 0.5)) for column in columns]
    free = sum(wish for wish, right in zip(wishes, table.right, strict=True) if not right)
    least = LEAST_WORDS * table.right.count(False)
    scale = min(1.0, (ACROSS - least) / sum(figures)) if any(figures) else 1.0
    rest = ACROSS - sum(figures) * scale
    widths = tuple(
        width * scale if right else rest * wish / free
        for width, wish, right in zip(figures, wishes, table.right, strict=True)
    )
    strong = {0, *(place + 1 for place in table.groups), *((len(table.rows),) if table.total else ())}
    # A figure is as wide as its column, but where the page is too narrow for all of them.
    wordy = [not right or scale < 1 for right in table.right]
    heights = []
    for place, row in enumerate((table.head, *table.rows)):
        rooms = [width - 2 * inset for width in widths]
        if place and place in strong and runs_over(row, table.right):
            rooms[0] = widths[0] + widths[1] - 2 * inset
        count = 1
        for cell, room, words in zip(row, rooms, wordy, strict=True):
            if words or not place:
                count = max(count, lines(cell, room, size, bold=place in strong))
        heights.append(tall(count, size) + 2 * CELL)
    sure = tuple(
        height if all(is_known(cell) for cell, words in zip(row, wordy, strict=True) if words) else None
        for height, row in zip(heights, (table.head, *table.rows), strict=True)
    )
    whole = not table.splits and sum(heights) < WHOLE and len(table.rows) <= MANY
    return Grid(size, inset, widths, tuple(heights), sure, whole, _longest(table.rows) > LONGEST)


def runs_over(row: tuple[str, ...], right: tuple[bool, ...]) -> bool:
    """Whether the name of a strong row runs over the cell beside it: an empty one, of words."""
    return len(row) > 1 and not row[1] and not right[1]


def _head_width(said: str) -> float:
    """Width of the longer line of a header set on two."""
    words = said.split(" ")
    return min(max(_word(" ".join(words[:k])), _word(" ".join(words[k:]))) for k in range(len(words)))


@dataclass(frozen=True)
class Columns:
    """How facts are set: in how many columns, each how wide, and the heights of their rows, ``sure`` as in a grid."""

    width: float
    count: int
    heights: tuple[float, ...]
    sure: tuple[float | None, ...]
    breaks: bool


def columns(facts: Facts) -> Columns:
    """As many columns as three texts out of four have room for."""
    count = 1
    if len(facts.rows) >= FEW:
        usual = sorted(len(label) + len(said) for label, said in facts.rows)[len(facts.rows) * 3 // 4]
        count = next((many for many, most in ((3, 60), (2, 90)) if usual <= most), 1)
    width = (ACROSS - (count - 1) * GUTTER) / count
    heights: list[float] = []
    sure: list[float | None] = []
    for k in range(0, len(facts.rows), count):
        row = facts.rows[k : k + count]
        heights.append(max(tall(lines(said, width, FACTS, label=f"{label} :"), FACTS) for label, said in row))
        sure.append(heights[-1] if all(is_known(cell) for both in row for cell in both) else None)
    return Columns(width, count, tuple(heights), tuple(sure), _longest(facts.rows) > LONGEST)


def _longest(rows: Iterable[tuple[str, ...]]) -> int:
    return max((len(cell) for row in rows for cell in row), default=0)


def pages(blocks: Sequence[Block], opening: float = 0.0) -> int:
    """Pages that blocks take at most, from the top of one, under ``opening`` points that something else takes."""
    used, count, above = opening, 1, 0.0
    for block in blocks:
        if isinstance(block, PageBreak):
            used, count = 0.0, count + 1
            continue
        if isinstance(block, Heading):
            # It stays with what follows; the space above it takes the place of the gap.
            above += ABOVE[block.level - 1] - GAP + _wrapped(block.text, HEADINGS[block.level - 1], bold=True) + BELOW
            continue
        head = grid(block).heights[0] if isinstance(block, Table) else 0.0
        for place, piece in enumerate(_pieces(block)):
            wanted = piece + above
            if used + wanted > TALL and used:
                used, count = head if place else 0.0, count + 1
            used, above = used + wanted, 0.0
            while used > TALL:
                used, count = used - TALL, count + 1
        used += GAP
    return count


def _wrapped(said: str, size: float, *, bold: bool = False) -> float:
    return tall(lines(said, ACROSS, size, bold=bold), size)


def _pieces(block: Block) -> Iterator[float]:
    """Heights of the parts that a block may be cut into."""
    match block:
        case Paragraph():
            # A line never stands alone on a page.
            count = lines(block.text, ACROSS, TEXT, bold=block.strong)
            yield from (tall(min(2, count - k), TEXT) + LEADING * TEXT * (k + 2 < count) for k in range(0, count, 2))
        case Facts():
            yield from (height + ROW * (place > 0) for place, height in enumerate(columns(block).heights))
        case Table():
            made = grid(block)
            caption = _wrapped(block.caption, CHART) + 6 if block.caption else 0.0
            if made.whole:
                yield caption + sum(made.heights)
            else:
                yield caption + made.heights[0] + made.heights[1] if len(made.heights) > 1 else 0.0
                yield from made.heights[2:]
        case Bars():
            yield _wrapped(block.caption, CHART) + 6 + 12.5 * len(block.bars)
        case Schedule():
            yield _wrapped(block.said, CHART) + 6 + SCHEDULE_ROW * (1 + len(block.spans))
        case _:
            pass
