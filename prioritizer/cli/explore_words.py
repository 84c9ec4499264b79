"""What the tables of ``explore`` share: titles, short lists of projects."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from prioritizer.cli.say import DIM, STRONG, Terminal
from prioritizer.text import text

SHOWN = 6
"""Projects listed in a cell before it says how many more there are."""


def ids(lang: str, projects: Iterable[str]) -> Text:
    """Identifiers in a cell, a dash where there is none."""
    names = list(projects)
    shown = ", ".join(names[:SHOWN])
    if len(names) > SHOWN:
        shown += ", " + text(lang, "result.more", count=len(names) - SHOWN)
    return Text(shown or "–")


def moves(entering: Iterable[str], leaving: Iterable[str]) -> str:
    """Who enters and who leaves; the same projects may change option or year alone."""
    return " ".join([*(f"+{project}" for project in entering), *(f"−{project}" for project in leaving)]) or "≈"


def under_title(title: str, *parts: RenderableType) -> Group:
    """A table under its title."""
    return Group(Text(title, style=STRONG), *parts)


def say_dim(terminal: Terminal, sentence: str) -> None:
    """A remark that one may skip."""
    terminal.out.print(f"[{DIM}]{escape(sentence)}[/]")


def columns(table: Table, *headers: tuple[str, bool]) -> Table:
    """Add columns to a table: header, and whether it holds figures."""
    for header, figures in headers:
        table.add_column(header, justify="right" if figures else "left", no_wrap=figures)
    return table
