"""The document as one self-contained web page: no script, no request to any host. The site shares what stands here."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from prioritizer.publication.blocks import CONTROLS, Block, Document, Facts, Heading, Schedule, Table
from prioritizer.publication.theme import Theme
from prioritizer.text import text
from prioritizer.text.typography import typeset

SHORT = 60
"""Characters up to which facts can stand in two columns, and rows from which they do."""
MANY = 6
LABELS = 10
"""Years that a schedule has room to write on a phone."""
WORDY = 3
"""Columns of words from which a table keeps its width on a phone and scrolls, rather than break every word."""
_TOUCHED = re.compile("[" + re.escape("".join(map(chr, CONTROLS))) + "]| [:;?!»%$kM]|« ")


def write_html(document: Document, theme: Theme, axes: Mapping[str, int] | None = None) -> str:
    """The document as HTML; every text is escaped.

    ``axes`` gives the rank of an axis, from 1, for the titles that its colour goes with in tables.
    """
    style = stylesheet(theme)
    words = {key: text(document.lang, f"publication.{key}") for key in ("contents", "skip")}
    page = environment().get_template("page.html.j2")
    return page.render(
        lang=document.lang,
        axes=axes or {},
        doc=document,
        blocks=drawable(document.blocks, document.title),
        style=Markup(style),
        digest=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
        logo=theme.logo and theme.logo.uri,
        words=words,
    )


def environment() -> Environment:
    """Templates of the publication. Every text is escaped; ``lang``, which each page gives, sets its spaces."""
    return Environment(
        loader=PackageLoader("prioritizer", "publication"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=_set,
    )


@pass_context
def _set(context: Context, value: Any) -> Any:
    if type(value) is not str or not _TOUCHED.search(value):
        return value
    return typeset(value.translate(CONTROLS), context["lang"])


def stylesheet(theme: Theme, *more: str) -> str:
    """The look of our pages in the colours of a theme; ``more`` names other style sheets of this package."""
    colours = "; ".join(f"--{name}: {colour}" for name, colour in theme.colours.items())
    files = (resources.files(__package__).joinpath(name).read_text(encoding="utf-8") for name in ("look.css", *more))
    return f":root {{ {colours} }}\n" + "".join(files)


def drawable(blocks: Iterable[Block], title: str) -> list[dict[str, Any]]:
    """Blocks as the templates take them: each with its kind and with what its form on a page depends on."""
    drawn, above = [], title
    for block in blocks:
        more: dict[str, Any] = {}
        match block:
            case Heading():
                above = block.text
            case Table():
                wide = block.right.count(False) >= WORDY
                more = {"above": above, "wide": wide, "classes": [_classes(block, k) for k in range(len(block.head))]}
            case Facts():
                short = all(len(said) < SHORT for _, said in block.rows)
                more = {"two": short and len(block.rows) > MANY}
            case Schedule():
                more = {"share": 100 / max(len(block.years), 1), "every": -(-len(block.years) // LABELS)}
        drawn.append({"kind": type(block).__name__, **vars(block), **more})
    return drawn


def _classes(table: Table, column: int) -> Markup:
    names = [name for name, holds in (("right", table.right[column]), ("legal", column in table.legal)) if holds]
    return Markup(' class="{}"').format(" ".join(names)) if names else Markup()
