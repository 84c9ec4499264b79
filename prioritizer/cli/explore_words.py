"""What the tables of ``explore`` share: ranges, titles, short lists of projects."""

from collections.abc import Iterable
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from prioritizer.cli.say import DIM, STRONG, Terminal
from prioritizer.insight.why import Between
from prioritizer.text import text
from prioritizer.text.numbers import number

SHOWN = 6
"""Projects listed in a cell before it says how many more there are."""


def span(terminal: Terminal, between: Between, digits: int = 2, scale: Fraction | int = 1) -> str:
    """A range in words: one figure where it is exact."""
    lang = terminal.lang

    def say(key: str, **figures: object) -> str:
        return text(lang, f"explore.span.{key}", **figures)

    low = number(between.low * scale, lang, digits)
    if between.high is None:
        return say("unknown") if unknown(between) else say("at_least", low=low)
    high = number(between.high * scale, lang, digits)
    if between.exact or low == high:
        return high
    if between.low <= 0:
        return say("at_most", high=high)
    return say("from_to", low=low, high=high)


def unknown(between: Between) -> bool:
    """Whether a range says nothing: no way is known, and no part of it is refuted."""
    return between.high is None and between.low <= 0


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
