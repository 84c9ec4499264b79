"""The axes and their colours: the same ones on every page, with their names beside them."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.publication.palette import AXIS_COLOURS
from prioritizer.text.numbers import number


def chip(place: int) -> Markup:
    """The colour of an axis, by its place in the published order, from 0."""
    return Markup('<i class="chip" style="background:var(--axis-{})" aria-hidden="true"></i>').format(place + 1)


def named(place: int, title: str) -> str:
    """The name of an axis in a figure, behind its colour: the words themselves in ink, which all can read."""
    return f'<span style="color:{AXIS_COLOURS[place]}">■</span> <b>{title}</b>'


def legend(criteria: CriteriaSet, lang: str) -> Markup:
    """Colours and names."""
    items = Markup("").join(
        Markup("<li>{}{}</li>").format(chip(place), axis.title.get(lang)) for place, axis in enumerate(criteria.axes)
    )
    return Markup('<ul class="legend">{}</ul>').format(items)


def mix(parts: Sequence[float], largest: float, criteria: CriteriaSet, lang: str) -> Markup:
    """What each axis adds to a value, as a bar; ``largest`` fills it. What an axis takes away is not drawn."""
    titles = [escape(axis.title.get(lang)) for axis in criteria.axes]
    said = ", ".join(f"{title} {number(round(part), lang)}" for title, part in zip(titles, parts, strict=True))
    bars = "".join(
        f'<i style="width:{100 * part / largest:.2f}%;background:var(--axis-{place})"></i>'
        for place, part in enumerate(parts, 1)
        if part > 0 and largest > 0
    )
    return Markup(f'<span class="mix" role="img" aria-label="{said}">{bars}</span>')
