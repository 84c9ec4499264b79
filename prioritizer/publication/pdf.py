"""The document as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst.

Texts go to the compiler as data, which it never reads as markup. Only fonts that come with it are used, so that the
same document gives the same bytes on every machine.
"""

import datetime as dt
import json
import re
from dataclasses import asdict
from importlib import resources
from typing import Any

from prioritizer.domain.problem import Problem, Refused
from prioritizer.publication.blocks import Document, Table
from prioritizer.publication.theme import Theme
from prioritizer.text import text

MOST_UNKNOWN = 200
"""Signs without a font in one document before it is given up."""
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
    words = {key: text(document.lang, f"publication.{key}") for key in ("page", "contents")}
    blocks = [{"kind": type(block).__name__, **asdict(block)} for block in document.blocks]
    for block, drawn in zip(document.blocks, blocks, strict=True):
        if isinstance(block, Table):
            drawn["widths"] = _widths(block)
    head = {name: getattr(document, name) for name in ("lang", "title", "subtitle", "organization", "stamp")}
    look = {**theme.colours, "font": theme.font, "logo": theme.logo and list(theme.logo.content)}
    return {**head, "words": words, "theme": look, "date": [date.year, date.month, date.day], "blocks": blocks}


def _widths(table: Table) -> list[float]:
    """Share of the page for each column of words: by the square root of its longest cell; 0 for figures."""
    longest = [max(len(row[k]) for row in (table.head, *table.rows)) for k in range(len(table.head))]
    return [0.0 if right else max(2.0, min(longest[k], 240) ** 0.5) for k, right in enumerate(table.right)]
