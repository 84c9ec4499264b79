"""What changed between two criteria sets, in words: weights first, then everything else."""

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from prioritizer.cli.criteria_tables import new_table
from prioritizer.cli.criteria_words import Words
from prioritizer.cli.say import DIM, GOOD, STRONG
from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.criteria import Text as Both
from prioritizer.scoring.compare import Difference, Kind, compare

ITEMS = {
    "levels": "level",
    "points": "point",
    "likelihood": "indicator",
    "impact": "indicator",
    "reach": "reach",
    "changes": "change",
}
"""List of a set -> key of what one of its items is called."""
WHAT = 22
"""Width of the column that names what changed."""
PERCENTS = ("weight", "leaf_weight", "delay_rate")


def changes(old: CriteriaSet, new: CriteriaSet, lang: str) -> Iterator[RenderableType]:
    """Every difference, worded."""
    words = Words(lang)
    names = (f"{criteria.id} {criteria.version}" for criteria in (old, new))
    yield Text(words.say("diff.head", **dict(zip(("old", "new"), names, strict=True))), style=STRONG)
    found = compare(old, new)
    if not found:
        yield Text(words.say("diff.same"))
        return
    yield Text(words.say("diff.count", count=len(found)))
    yield Text()
    weights = [(code, old.weights.get(code), new.weights.get(code)) for code in {**old.weights, **new.weights}]
    moved = [row for row in weights if row[1] != row[2]]
    if moved:
        titles = {c.code: c.title.get(lang) for criteria in (old, new) for c in criteria.criteria}
        yield Group(Text(words.say("diff.weights"), style=STRONG), _weights(moved, titles, words))
    rest: dict[str, list[Difference]] = {}
    for difference in found:
        if difference.field != "leaf_weight":
            rest.setdefault(_where(difference.path, old, new, words), []).append(difference)
    if rest:
        yield Text(words.say("diff.rest"), style=STRONG)
        yield _columns(words, header=True)
    for where, differences in rest.items():
        table = _columns(words, header=False)
        for difference in differences:
            table.add_row(_what(difference, words), *_sides(difference, words))
        yield Group(Text(where, style=GOOD), Padding(table, (0, 1)), Text())


def _weights(
    moved: list[tuple[str, Fraction | None, Fraction | None]], titles: Mapping[str, str], words: Words
) -> Table:
    table = new_table()
    table.add_column(words.say("col.criterion"), ratio=1)
    for key in ("before", "after", "change"):
        table.add_column(words.say(f"col.{key}"), justify="right", no_wrap=True)
    for code, before, after in moved:
        change = ((after or Fraction(0)) - (before or Fraction(0))) * 100
        shares = [words.say("word.none") if share is None else words.share(share) for share in (before, after)]
        table.add_row(Text(titles[code]), *shares, ("+" if change > 0 else "") + words.number(change, 2))
    return table


def _columns(words: Words, *, header: bool) -> Table:
    """Three columns that line up from one part of the set to the next."""
    table = new_table()
    table.show_header, table.box = header, table.box if header else None
    table.add_column(words.say("col.what"), width=WHAT)
    for key in ("before", "after"):
        table.add_column(words.say(f"col.{key}"), ratio=1)
    return table


def _where(path: tuple[str, ...], old: CriteriaSet, new: CriteriaSet, words: Words) -> str:
    """The part of the set a path leads to, by its title; new names win."""
    if not path:
        return words.say("diff.set")
    titles: dict[tuple[str, str], str] = {}
    for criteria in (old, new):
        for name, items in (("axes", criteria.axes), ("criteria", criteria.criteria), ("gates", criteria.gates)):
            titles |= {(name, item.code): item.title.get(words.lang) for item in items}
    if len(path) == 1:
        return words.say("diff.set")
    rest = path
    said = []
    if (path[0], path[1]) in titles:
        key = {"axes": "axis", "criteria": "criterion", "gates": "gate"}[path[0]]
        said, rest = [words.say(f"diff.{key}", title=titles[path[0], path[1]])], path[2:]
    for name, item in itertools.pairwise(rest):
        if name in ITEMS:
            said.append(words.say(f"diff.{ITEMS[name]}", key=item))
    return ", ".join(said)


def _what(difference: Difference, words: Words) -> Text:
    field, path = difference.field, difference.path
    if field == "weight" and path[0] == "axes":
        field = "axis_weight"
    if field == "missing" and path[0] == "gates":
        field = "missing_gate"
    return Text(words.say(f"field.{field}"))


def _sides(difference: Difference, words: Words) -> tuple[Text, Text]:
    old, new, none = difference.old, difference.new, Text(words.say("word.none"), style=DIM)
    if difference.kind is Kind.ADDED:
        return none, _value(difference, new, words)
    if difference.kind is Kind.REMOVED:
        return _value(difference, old, words), none
    if isinstance(old, Both) and isinstance(new, Both) and old.get(words.lang) == new.get(words.lang):
        other = Words("en" if words.lang == "fr" else "fr")
        sides = (words.say("diff.other_language", text=other.value(side)) for side in (old, new))
        return Text(next(sides)), Text(next(sides))
    return _value(difference, old, words), _value(difference, new, words)


def _value(difference: Difference, value: Any, words: Words) -> Text:
    if difference.field in PERCENTS:
        hundredths = 1 if difference.field == "delay_rate" else 100
        return Text(words.share(Fraction(value) / hundredths))
    return Text(words.value(value))
