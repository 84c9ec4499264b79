"""Real HTML: tables that a screen reader reads and a projector shows, figures made of the same boxes.

Texts are escaped by ``markupsafe``: only what this package writes itself is markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

Cell = str | Markup


@dataclass(frozen=True)
class Column:
    """A column: its header and how its cells stand (``num`` right-aligned, ``tight`` no wider than its words)."""

    title: Cell
    kind: str = ""


@dataclass(frozen=True)
class Row:
    """A row; ``kind`` names a style (``enter``, ``leave``, ``total`` ...). The first cell is its header."""

    cells: Sequence[Cell]
    kind: str = ""


def draw(*parts: Cell) -> None:
    """Put markup on the page."""
    st.html(Markup('<div class="pz">{}</div>').format(Markup("").join(parts)))


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[Row], *, kind: str = "", shown: bool = True
) -> Markup:
    """A table with its caption, which only screen readers get where it is not ``shown``.

    It may be wider than the page: then it scrolls by itself, by keyboard too.
    """
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(column.kind, column.title) for column in columns
    )
    body = Markup("").join(_row(row, columns) for row in rows)
    hidden = "" if shown else "unseen"
    return Markup(
        '<div class="scroll {}" tabindex="0" role="region" aria-label="{}"><table>'
        '<caption class="{}">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(kind, caption, hidden, caption, head, body)


def _row(row: Row, columns: Sequence[Column]) -> Markup:
    cells = []
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        tag = Markup('<th scope="row" class="{}">{}</th>') if place == 0 else Markup('<td class="{}">{}</td>')
        cells.append(tag.format(column.kind, cell))
    return Markup('<tr class="{}">{}</tr>').format(row.kind, Markup("").join(cells))


@dataclass(frozen=True)
class Kpi:
    """A figure to be read from the back of a room, its name, and a line below."""

    label: str
    figure: str
    note: str = ""


def kpis(items: Iterable[Kpi]) -> Markup:
    """Figures in a row."""
    cells = Markup("").join(
        Markup('<div><dt>{}</dt><dd class="figure">{}</dd><dd class="note">{}</dd></div>').format(
            item.label, item.figure, item.note
        )
        for item in items
    )
    return Markup('<dl class="kpis">{}</dl>').format(cells)


def folded(summary: str, body: Cell, *, opened: bool = False) -> Markup:
    """What a reader opens if wanted; by keyboard too."""
    return Markup("<details{}><summary>{}</summary>{}</details>").format(
        Markup(" open") if opened else "", summary, body
    )


def note(words: str) -> Markup:
    """A quiet line."""
    return Markup('<p class="note">{}</p>').format(words)
