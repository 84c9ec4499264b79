"""The document as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst.

Texts go to the compiler as data, which it never reads as markup. Only fonts that come with it are used, so that the
same document gives the same bytes on every machine.
"""

import datetime as dt
import json
import math
import re
from collections.abc import Iterable
from dataclasses import asdict
from importlib import resources
from typing import Any

from prioritizer.domain.problem import Problem, Refused
from prioritizer.publication.blocks import Document, Facts, Table
from prioritizer.publication.theme import Theme
from prioritizer.text import text

MOST_UNKNOWN = 200
"""Signs without a font in one document before it is given up."""
PAGE, MARGIN = 612.0, 48.0
"""Width of a page and of its side margins, in points."""
DENSE = 9
"""Columns beyond which a table is set small."""
DIGIT = 0.54
"""Width of a bold digit, as a share of the size of the text."""
LETTER, CAPITAL, WIDE = 0.47, 0.7, 1.0
"""Widths of signs, at most on average: small letters and signs, capitals, signs of scripts that are set square."""
WHOLE, MANY = 650.0, 20
"""Points and rows of a table that is never cut: less than a page, so that it goes to the next one in one piece."""
LEAST_WORDS = 70.0
"""Points that a column of words has at least."""
FEW = 6
"""Facts that stay in one column."""
TALL = 1_500
"""Characters of a cell that may not fit on a page, and must be let break."""
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


def write_pdf(document: Document, theme: Theme, date: dt.date) -> bytes:
    """The document as PDF.

    A sign that no font has is replaced by its code point in brackets: PDF/A refuses a page with a hole in it.

    Raises:
        Refused: where the compiler refuses it, which only a theme should cause.
    """
    import typst

    template = resources.files(__package__) / "document.typ"
    data = json.dumps(_data(document, theme, date), ensure_ascii=False)
    own = [str(theme.fonts)] if theme.fonts else []
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=own)
    if theme.font not in fonts.families():
        raise Refused((Problem("theme-font", read=theme.font, expected=", ".join(sorted(fonts.families()))),))
    source = template.read_bytes()
    for _ in range(MOST_UNKNOWN):
        try:
            made: Any = typst.compile(
                source, sys_inputs={"data": data}, pdf_standards=["a-2a", "ua-1"], font_paths=fonts, timestamp=0
            )
        except typst.TypstError as error:
            lacking = _LACKING.search(str(error))
            if lacking is None:
                raise Refused((Problem("pdf-refused", read=str(error)[:300]),)) from error
            sign = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), lacking[1])
            for char in sign:
                written = json.dumps(char)[1:-1] if ord(char) < 32 else char
                data = data.replace(written, f"[U+{ord(char):04X}]")
        else:
            return bytes(made)
    raise Refused((Problem("pdf-refused", read="fonts"),))


def _data(document: Document, theme: Theme, date: dt.date) -> dict[str, Any]:
    words = {key: text(document.lang, f"publication.{key}") for key in ("page", "contents", "colon")}
    blocks = [{"kind": type(block).__name__, **asdict(block)} for block in document.blocks]
    for block, drawn in zip(document.blocks, blocks, strict=True):
        match block:
            case Table():
                drawn.update(_measures(block))
            case Facts():
                drawn["across"], drawn["breaks"] = _across(block), _longest(block.rows) > TALL
    head = {name: getattr(document, name) for name in ("lang", "title", "subtitle", "organization", "stamp")}
    look = {**theme.colours, "font": theme.font, "logo": theme.logo and list(theme.logo.content)}
    day = [date.year, date.month, date.day]
    return {**head, "words": words, "theme": look, "date": day, "margin": MARGIN, "blocks": blocks}


def _across(facts: Facts) -> int:
    """In how many columns the facts are set."""
    longest = max((len(label) + len(said) for label, said in facts.rows), default=0)
    if len(facts.rows) < FEW:
        return 1
    return next((across for across, room in ((3, 70), (2, 110)) if longest <= room), 1)


def _measures(table: Table) -> dict[str, Any]:
    """Size, space and widths of a table, in points.

    A column of figures is as wide as its widest figure or word of its header; columns of words share the rest, each by
    the square root of its longest cell.
    """
    small = len(table.head) > DENSE
    size, inset = (7.0, 1.8) if small else (8.0, 3.5)
    columns = list(zip(table.head, *table.rows, strict=True))
    figures = [max(_head_width(column[0]), *map(len, column[1:]), 1) * DIGIT * size + 2 * inset for column in columns]
    wishes = [max(3.0, min(max(len(cell) for cell in column), 400) ** 0.5) for column in columns]
    fixed = sum(width for width, right in zip(figures, table.right, strict=True) if right)
    free = [wish for wish, right in zip(wishes, table.right, strict=True) if not right]
    across = PAGE - 2 * MARGIN
    least = LEAST_WORDS * len(free)
    scale = min(1.0, (across - least) / fixed) if fixed else 1.0
    rest = across - fixed * scale
    widths = [
        width * scale if right else rest * wish / sum(free)
        for width, wish, right in zip(figures, wishes, table.right, strict=True)
    ]
    tall = [_height(row, widths, size, inset) for row in (table.head, *table.rows)]
    whole = sum(tall) < WHOLE and len(table.rows) <= MANY
    one = size * 1.2 + 3.4
    heights = [one if small and height <= size * 1.2 + 6 else None for height in tall]
    return {"size": size, "inset": inset, "widths": widths, "whole": whole, "heights": heights, "breaks": _longest(table.rows) > TALL}


def _longest(rows: Iterable[tuple[str, ...]]) -> int:
    return max((len(cell) for row in rows for cell in row), default=0)


def _head_width(said: str) -> int:
    """Characters of the longest line of a header set on two lines."""
    words = said.split(" ")
    return min(max(len(" ".join(words[:k])), len(" ".join(words[k:]))) for k in range(len(words)))


def _height(row: tuple[str, ...], widths: list[float], size: float, inset: float) -> float:
    """Points that a row takes at most."""
    lines = max(
        sum(max(math.ceil(_ems(part) * size / (width - 2 * inset)), 1) for part in cell.split("\n"))
        for cell, width in zip(row, widths, strict=True)
    )
    return lines * size * 1.2 + 6


def _ems(said: str) -> float:
    """Width of a text, at most, as a multiple of its size."""
    capitals = sum(map(str.isupper, said))
    wide = sum(sign >= "\u2e80" for sign in said)
    return LETTER * (len(said) - capitals - wide) + CAPITAL * capitals + WIDE * wide
