"""The document as one self-contained web page: no script, no request to any host."""

from dataclasses import asdict
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from prioritizer.publication.blocks import Document, Heading, Table
from prioritizer.publication.theme import Theme
from prioritizer.text import text


def write_html(document: Document, theme: Theme) -> str:
    """The document as HTML; every text is escaped."""
    loader = PackageLoader("prioritizer", "publication")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    words = {key: text(document.lang, f"publication.{key}") for key in ("contents", "skip")}
    page = environment.get_template("page.html.j2")
    return page.render(
        doc={**asdict(document), "blocks": _blocks(document)},
        theme=theme.colours,
        logo=theme.logo and theme.logo.uri,
        words=words,
    )


def _blocks(document: Document) -> list[dict[str, Any]]:
    drawn, above = [], document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            above = block.text
        named = {"above": above} if isinstance(block, Table) else {}
        drawn.append({"kind": type(block).__name__, **asdict(block), **named})
    return drawn
