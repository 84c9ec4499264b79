"""The document as one self-contained web page: no script, no request to any host. The site shares what stands here."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from prioritizer.publication.blocks import CONTROLS, Block, Document, Heading, Table
from prioritizer.publication.theme import Theme
from prioritizer.text import text
from prioritizer.text.typography import typeset


def write_html(document: Document, theme: Theme) -> str:
    """The document as HTML; every text is escaped."""
    style = stylesheet(theme)
    words = {key: text(document.lang, f"publication.{key}") for key in ("contents", "skip")}
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            lang=document.lang,
            doc=document,
            blocks=drawable(document.blocks, document.title),
            style=Markup(style),
            digest=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
            logo=theme.logo and theme.logo.uri,
            words=words,
        )
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
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return typeset(value.translate(CONTROLS), context["lang"])


def stylesheet(theme: Theme, *more: str) -> str:
    """The look of our pages in the colours of a theme; ``more`` names other style sheets of this package."""
    colours = "; ".join(f"--{name}: {colour}" for name, colour in theme.colours.items())
    files = (resources.files(__package__).joinpath(name).read_text(encoding="utf-8") for name in ("look.css", *more))
    return f":root {{ {colours} }}\n" + "".join(files)


def drawable(blocks: Iterable[Block], title: str) -> list[dict[str, Any]]:
    """Blocks as the templates take them: each with its kind, each table with the heading above it."""
    drawn, above = [], title
    for block in blocks:
        if isinstance(block, Heading):
            above = block.text
        named = {"above": above} if isinstance(block, Table) else {}
        drawn.append({"kind": type(block).__name__, **asdict(block), **named})
    return drawn
