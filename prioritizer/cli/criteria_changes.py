"""What changed between two criteria sets, on the terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from prioritizer.cli.criteria_tables import new_table
from prioritizer.cli.say import DIM, GOOD, STRONG
from prioritizer.domain.criteria import CriteriaSet
from prioritizer.publication.criteria_changes import changes as worded
from prioritizer.text.criteria_words import Words

WHAT = 22
"""Width of the column that names what changed."""


def changes(old: CriteriaSet, new: CriteriaSet, lang: str) -> Iterator[RenderableType]:
    """Every difference, worded."""
    words, found = Words(lang), worded(old, new, lang)
    yield Text(found.head, style=STRONG)
    if not found.count:
        yield Text(words.say("diff.same"))
        return
    yield Text(words.say("diff.count", count=found.count))
    yield Text()
    if found.weights:
        yield Group(Text(words.say("diff.weights"), style=STRONG), _weights(found.weights, words))
    if found.parts:
        yield Text(words.say("diff.rest"), style=STRONG)
        yield _columns(words, header=True)
    none = words.say("word.none")
    for where, rows in found.parts:
        table = _columns(words, header=False)
        for row in rows:
            table.add_row(*(Text(cell, style=DIM if cell == none else "") for cell in row))
        yield Group(Text(where, style=GOOD), Padding(table, (0, 1)), Text())


def _weights(moved: tuple[tuple[str, str, str, str], ...], words: Words) -> Table:
    table = new_table()
    table.add_column(words.say("col.criterion"), ratio=1)
    for key in ("before", "after", "change"):
        table.add_column(words.say(f"col.{key}"), justify="right", no_wrap=True)
    for title, *figures in moved:
        table.add_row(Text(title), *figures)
    return table


def _columns(words: Words, *, header: bool) -> Table:
    """Three columns that line up from one part of the set to the next."""
    table = new_table()
    table.show_header, table.box = header, table.box if header else None
    table.add_column(words.say("col.what"), width=WHAT)
    for key in ("before", "after"):
        table.add_column(words.say(f"col.{key}"), ratio=1)
    return table
