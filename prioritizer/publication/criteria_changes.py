"""What changed between two criteria sets, in words: weights first, then everything else, part by part of the set."""

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from prioritizer.domain.criteria import CriteriaSet, Text
from prioritizer.scoring.compare import Difference, Kind, compare
from prioritizer.text.criteria_words import Words

ITEMS = {
    "levels": "level",
    "points": "point",
    "likelihood": "indicator",
    "impact": "indicator",
    "reach": "reach",
    "changes": "change",
}
"""List of a set -> key of what one of its items is called."""
PERCENTS = ("weight", "leaf_weight", "delay_rate")


@dataclass(frozen=True)
class Changes:
    """Every difference, worded. ``head`` names both sets; ``count`` is how many things differ."""

    head: str
    count: int
    weights: tuple[tuple[str, str, str, str], ...]
    """Criterion, its weight before, after, and the difference in percentage points."""
    parts: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    """Part of the set, and there: what changed, before, after."""


def changes(old: CriteriaSet, new: CriteriaSet, lang: str) -> Changes:
    """Every difference from ``old`` to ``new`` in ``lang``; new titles win."""
    words = Words(lang)
    found = compare(old, new)
    parts: dict[str, list[tuple[str, str, str]]] = {}
    for difference in found:
        if difference.field != "leaf_weight":
            said = (_what(difference, words), *_sides(difference, words))
            parts.setdefault(_where(difference.path, old, new, words), []).append(said)
    return Changes(
        head=words.say("diff.head", old=f"{old.id} {old.version}", new=f"{new.id} {new.version}"),
        count=len(found),
        weights=tuple(_weights(old, new, words)),
        parts=tuple((where, tuple(rows)) for where, rows in parts.items()),
    )


def _weights(old: CriteriaSet, new: CriteriaSet, words: Words) -> list[tuple[str, str, str, str]]:
    titles = {c.code: c.title.get(words.lang) for criteria in (old, new) for c in criteria.criteria}
    rows = []
    for code in {**old.weights, **new.weights}:
        before, after = old.weights.get(code), new.weights.get(code)
        if before != after:
            change = ((after or Fraction(0)) - (before or Fraction(0))) * 100
            was, now = (words.say("word.none") if share is None else words.share(share) for share in (before, after))
            rows.append((titles[code], was, now, ("+" if change > 0 else "") + words.number(change, 2)))
    return rows


def _where(path: tuple[str, ...], old: CriteriaSet, new: CriteriaSet, words: Words) -> str:
    """The part of the set a path leads to, by its title."""
    if len(path) < 2:
        return words.say("diff.set")
    titles: dict[tuple[str, str], str] = {}
    for criteria in (old, new):
        for name, items in (("axes", criteria.axes), ("criteria", criteria.criteria), ("gates", criteria.gates)):
            titles |= {(name, item.code): item.title.get(words.lang) for item in items}
    rest = path
    said = []
    if (path[0], path[1]) in titles:
        key = {"axes": "axis", "criteria": "criterion", "gates": "gate"}[path[0]]
        said, rest = [words.say(f"diff.{key}", title=titles[path[0], path[1]])], path[2:]
    for name, item in itertools.pairwise(rest):
        if name in ITEMS:
            said.append(words.say(f"diff.{ITEMS[name]}", key=item))
    return ", ".join(said)


def _what(difference: Difference, words: Words) -> str:
    field, path = difference.field, difference.path
    if field == "weight" and path[0] == "axes":
        field = "axis_weight"
    if field == "missing" and path[0] == "gates":
        field = "missing_gate"
    return words.say(f"field.{field}")


def _sides(difference: Difference, words: Words) -> tuple[str, str]:
    old, new, none = difference.old, difference.new, words.say("word.none")
    if difference.kind is Kind.ADDED:
        return none, _value(difference, new, words)
    if difference.kind is Kind.REMOVED:
        return _value(difference, old, words), none
    if isinstance(old, Text) and isinstance(new, Text) and old.get(words.lang) == new.get(words.lang):
        other = Words("en" if words.lang == "fr" else "fr")
        before, after = (words.say("diff.other_language", text=other.value(side)) for side in (old, new))
        return before, after
    return _value(difference, old, words), _value(difference, new, words)


def _value(difference: Difference, value: Any, words: Words) -> str:
    if difference.field in PERCENTS:
        hundredths = 1 if difference.field == "delay_rate" else 100
        return words.share(Fraction(value) / hundredths)
    return words.value(value)
