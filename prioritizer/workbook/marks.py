"""Figures of a message that each language writes in its own way, told apart from what a person typed."""

from collections.abc import Iterable

from prioritizer.domain.criteria import Text


class Mark(str):
    """A figure for the wording to turn into words. Text out of a file is a plain ``str``, never one of these.

    ``@money:1234`` is cents, ``@both:`` a French and an English text; others name a sentence under ``expected`` in
    the catalog of problems.
    """

    __slots__ = ()


def dollars(cents: int) -> Mark:
    """Cents as an amount of money."""
    return Mark(f"@money:{cents}")


def sources_of(codes: Iterable[str]) -> Mark:
    """Funding sources: those of the list in the language of the reader, a city's own as they are."""
    return Mark("@sources:" + "\x1f".join(sorted(codes)))


def both(texts: Iterable[Text]) -> Mark:
    """Titles of the criteria set, in the language of the reader."""
    found = list(texts)
    return Mark("@both:" + ", ".join(text.fr for text in found) + "\x1f" + ", ".join(text.en for text in found))
