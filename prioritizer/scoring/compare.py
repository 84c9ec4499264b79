"""What changed between two criteria sets, field by field: nothing that enters the fingerprint of a set goes unsaid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from prioritizer.domain.criteria import CriteriaSet, Text

KEYS = ("code", "level", "at", "version")
"""What tells an item of a list apart: the first of these that it has."""


class Kind(StrEnum):
    """How something changed."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same in the second set.

    ``path`` goes down from the set: fields, and codes, levels or versions of items, as in ``("criteria", "a-code",
    "scale", "levels", "2")``. A criterion is named by its code alone, whatever its axis. ``field`` is what changed
    there. Three fields are derived: ``axis`` (a criterion moved), ``leaf_weight`` (the share of the whole, 0 to 1,
    that a criterion's weight comes to) and ``order`` (the same items, listed otherwise).
    ``old`` and ``new`` are the domain's own values; None where there was or is nothing.
    """

    kind: Kind
    path: tuple[str, ...]
    field: str
    old: Any
    new: Any


def compare(a: CriteriaSet, b: CriteriaSet) -> tuple[Difference, ...]:
    """Every difference from ``a`` to ``b``: the set, its axes, its criteria, its gates. Empty for equal sets."""
    return tuple(_all(a, b))


def _all(a: CriteriaSet, b: CriteriaSet) -> Iterator[Difference]:
    yield from _fields((), a, b, skip=("axes", "gates"))
    yield from _items(("axes",), a.axes, b.axes, skip=("criteria",))
    yield from _items(("criteria",), a.criteria, b.criteria)
    for criterion in a.criteria:
        code = criterion.code
        if code in b.weights:
            derived = {
                "axis": (a.axis_of(code).code, b.axis_of(code).code),
                "leaf_weight": (a.weights[code], b.weights[code]),
            }
            for field, (old, new) in derived.items():
                if old != new:
                    yield Difference(Kind.CHANGED, ("criteria", code), field, old, new)
    yield from _items(("gates",), a.gates, b.gates)


def _fields(path: tuple[str, ...], a: BaseModel, b: BaseModel, skip: Sequence[str] = ()) -> Iterator[Difference]:
    for name, info in type(a).model_fields.items():
        if name in skip:
            continue
        old, new, said = getattr(a, name), getattr(b, name), info.alias or name
        if old == new:
            continue
        if isinstance(old, tuple) and isinstance(new, tuple) and any(isinstance(x, BaseModel) for x in old + new):
            yield from _items((*path, said), old, new)
        elif _same_kind(old, new):
            yield from _fields((*path, said), old, new)
        else:
            kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
            yield Difference(kind, path, said, old, new)


def _same_kind(old: Any, new: Any) -> bool:
    """Two models of one shape are compared inside; a text is one thing, and so is a scale replaced by another kind."""
    return isinstance(old, BaseModel) and type(old) is type(new) and not isinstance(old, Text)


def _key(item: Any) -> str | None:
    return next((str(getattr(item, name)) for name in KEYS if hasattr(item, name)), None)


def _items(path: tuple[str, ...], a: Sequence[Any], b: Sequence[Any], skip: Sequence[str] = ()) -> Iterator[Difference]:
    """Differences between two lists: by key where the items have one each of their own, else by equality."""
    *above, field = path
    old, new = {_key(item): item for item in a}, {_key(item): item for item in b}
    if None in old or None in new or len(old) != len(a) or len(new) != len(b):
        old, new = ({item: item for item in items} for items in (a, b))
    for key, item in old.items():
        if key not in new:
            yield Difference(Kind.REMOVED, tuple(above), field, item, None)
        elif item != new[key]:
            yield from _fields((*path, str(key)), item, new[key], skip)
    for key, item in new.items():
        if key not in old:
            yield Difference(Kind.ADDED, tuple(above), field, None, item)
    if old.keys() == new.keys() and _order(a) != _order(b):
        yield Difference(Kind.CHANGED, path, "order", _order(a), _order(b))


def _order(items: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_key(item) or item for item in items)
