"""Pages of the annual document look as they did; what moves is seen. ``golden.py`` renews the pictures."""

from dataclasses import replace

import golden
import pytest
from golden import difference, documents, kept, pictures

from prioritizer.publication.blocks import Heading, Schedule, Table
from prioritizer.publication.theme import Theme

MOST = 0.08
"""Share of inked points that may differ: what a few digits, or another release of the renderer, change."""


@pytest.mark.parametrize("name", documents())
def test_pages_look_as_they_did(name):
    made, before = pictures(documents()[name]), kept(name)
    assert len(made) == len(before)
    assert [difference(one, other) < MOST for one, other in zip(made, before, strict=True)] == [True] * len(made)


def changed(kind, change):
    document = documents()["sheet-usual"]
    first = next(k for k, block in enumerate(document.blocks) if isinstance(block, kind))
    blocks = document.blocks
    return replace(document, blocks=(*blocks[:first], *change(blocks[first]), *blocks[first + 1 :]))


def seen(document, theme=None):
    made, before = pictures(document, theme), kept("sheet-usual")
    return len(made) != len(before) or any(difference(*pair) >= MOST for pair in zip(made, before, strict=True))


def test_what_moves_is_seen():
    taller = changed(Heading, lambda block: (replace(block, text=block.text + " – second line of the title" * 3),))
    assert seen(taller)
    assert seen(changed(Table, lambda block: (replace(block, rows=(*block.rows, block.rows[0])),)))
    assert seen(changed(Schedule, lambda _: ()))
    assert seen(documents()["sheet-usual"], Theme(font="New Computer Modern"))


def test_a_digit_is_not():
    def other(block):
        rows = tuple(tuple(cell.replace("1", "7") for cell in row) for row in block.rows)
        return (replace(block, rows=rows),)

    document = documents()["sheet-usual"]
    money = [k for k, block in enumerate(document.blocks) if isinstance(block, Table) and block.legal]
    blocks = list(document.blocks)
    blocks[money[0]] = other(blocks[money[0]])[0]
    assert not seen(replace(document, blocks=tuple(blocks)))


def test_kept_pictures_are_small():
    paths = list(golden.KEPT.glob("*.png"))
    assert len(paths) >= 4
    assert max(path.stat().st_size for path in paths) < 60_000
