"""The axes and their colours: the same ones on every page, with their names beside them."""

from collections.abc import Sequence

from markupsafe import Markup

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.text.numbers import number


def chip(place: int) -> Markup:
    """The colour of an axis, by its place in the published order, from 0."""
    return Markup('<i class="chip" style="background:var(--axis-{})" aria-hidden="true"></i>').format(place + 1)


def legend(criteria: CriteriaSet, lang: str) -> Markup:
    """Colours and names."""
    items = Markup("").join(
        Markup("<li>{}{}</li>").format(chip(place), axis.title.get(lang)) for place, axis in enumerate(criteria.axes)
    )
    return Markup('<ul class="legend">{}</ul>').format(items)


def mix(parts: Sequence[float], largest: float, criteria: CriteriaSet, lang: str) -> Markup:
    """What each axis adds to a value, as a bar; ``largest`` fills it. What an axis takes away is not drawn."""
    said = ", ".join(
        f"{axis.title.get(lang)} {number(round(part, 1), lang, 1)}"
        for axis, part in zip(criteria.axes, parts, strict=True)
    )
    bars = Markup("").join(
        Markup('<i style="width:{:.2f}%;background:var(--axis-{})"></i>').format(100 * part / largest, place + 1)
        for place, part in enumerate(parts)
        if part > 0 and largest > 0
    )
    return Markup('<span class="mix" role="img" aria-label="{}">{}</span>').format(said, bars)
