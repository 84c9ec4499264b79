"""The document as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst.

Texts go to the compiler as data, which it never reads as markup. Only fonts that come with it are used, so that the
same document gives the same bytes on every machine.
"""

import datetime as dt
import json
import re
from functools import cache
from importlib import resources
from typing import Any

from prioritizer.domain.problem import Problem, Refused
from prioritizer.publication import layout
from prioritizer.publication.blocks import Bars, Block, Document, Facts, Heading, Paragraph, Schedule, Table
from prioritizer.publication.theme import Theme
from prioritizer.text import text

MOST_UNKNOWN = 200
"""Signs without a font in one document before it is given up."""
LABELS = 16
"""Years that a schedule has room to write."""
SIZES = {
    "text": layout.TEXT,
    "facts": layout.FACTS,
    "chart": layout.CHART,
    "headings": layout.HEADINGS,
    "above": layout.ABOVE,
    "below": layout.BELOW,
    "gap": layout.GAP,
    "row": layout.ROW,
    "gutter": layout.GUTTER,
    "cell": layout.CELL,
    "schedule": layout.SCHEDULE_ROW,
    "margin": layout.MARGIN,
}
"""What the layout counts with, and the compiler draws with."""
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
    fonts = _opened((str(theme.fonts),)) if theme.fonts else _shipped()
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


def _opened(folders: tuple[str, ...] = ()) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders))


_shipped = cache(_opened)
"""The fonts that come with the compiler, opened once: a sheet a project opens them hundreds of times otherwise."""


def _data(document: Document, theme: Theme, date: dt.date) -> dict[str, Any]:
    words = {key: text(document.lang, f"publication.{key}") for key in ("page", "contents", "colon")}
    head = {name: getattr(document, name) for name in ("lang", "title", "subtitle", "organization", "stamp")}
    look = {**theme.colours, "font": theme.font, "logo": theme.logo and list(theme.logo.content)}
    day, blocks = [date.year, date.month, date.day], document.blocks
    return {
        **head,
        "words": words,
        "theme": look,
        "sizes": SIZES,
        "date": day,
        "blocks": [
            _drawn(block, before, after, measured=theme.font == Theme.font)
            for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False)
        ],
    }


def _drawn(block: Block, before: Block | None, after: Block | None, *, measured: bool) -> dict[str, Any]:
    """A block with how it is set between two others.

    Heights of rows are left to the compiler for a font that was not measured.
    """
    more: dict[str, Any] = {}
    match block:
        case Paragraph():
            # What leads in a table, or the titles under a title, does not end a page.
            leads = isinstance(before, Heading) and isinstance(after, Heading) and after.level > before.level
            more = {"sticky": block.strong or leads or isinstance(after, Table)}
        case Table():
            grid = layout.grid(block)
            more = {"grid": {**vars(grid), **({} if measured else {"sure": [None] * len(grid.heights)})}}
        case Facts():
            columns = layout.columns(block)
            more = {"set": {**vars(columns), **({} if measured else {"sure": [None] * len(columns.heights)})}}
        case Bars():
            more = {"bars": [vars(bar) for bar in block.bars]}
        case Schedule():
            more = {"spans": [vars(span) for span in block.spans], "every": -(-len(block.years) // LABELS)}
    return {"kind": type(block).__name__, **vars(block), **more}
