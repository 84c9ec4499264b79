"""Real HTML: tables that a screen reader reads and a projector shows, figures made of the same boxes.

Texts are escaped by ``markupsafe``: only what this package writes itself is markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup, escape

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
    said = escape(caption)
    head = "".join(f'<th scope="col" class="{column.kind}">{escape(column.title)}</th>' for column in columns)
    body = "".join(_row(row, columns) for row in rows)
    return Markup(
        f'<div class="scroll {kind}" tabindex="0" role="region" aria-label="{said}"><table>'
        f'<caption class="{"" if shown else "unseen"}">{said}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Row, columns: Sequence[Column]) -> str:
    # Plain strings, each cell escaped: a program of two hundred projects is drawn again at every move of a weight.
    first, *rest = zip(row.cells, columns, strict=True)
    head = f'<th scope="row" class="{first[1].kind}">{escape(first[0])}</th>'
    cells = "".join(f'<td class="{column.kind}">{escape(cell)}</td>' for cell, column in rest)
    return f'<tr class="{row.kind}">{head}{cells}</tr>'


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
