"""Use against what is allowed, year by year: small columns, and the same figures in a table below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from prioritizer.text import text
from prioritizer.web.components.html import Column, Row, table


@dataclass(frozen=True)
class Series:
    """What is used each year and what is allowed (None: not limited), in one unit, and how a figure is written."""

    name: str
    used: Sequence[float]
    allowed: Sequence[float | None]


Write = Callable[[float], str]


@dataclass(frozen=True)
class Words:
    """What the figures are called."""

    year: str
    used: str
    allowed: str
    unlimited: str
    lang: str


def columns(series: Sequence[Series], years: Sequence[int], write: Write, words: Words) -> Markup:
    """One small figure a series, side by side, on one scale each: bars for use, a line for what is allowed."""
    parts = Markup("").join(_figure(one, years, write, words) for one in series)
    return Markup('<div class="multiples">{}</div>').format(parts)


def _figure(one: Series, years: Sequence[int], write: Write, words: Words) -> Markup:
    limits = [limit for limit in one.allowed if limit is not None]
    top = max([*one.used, *limits, 0.0]) or 1.0
    bars = Markup("").join(
        Markup('<span class="{}"><i style="height:{:.1f}%"></i>{}<b>{}</b></span>').format(
            "over" if limit is not None and used > limit else "",
            100 * max(used, 0.0) / top,
            "" if limit is None else Markup('<u style="bottom:{:.1f}%"></u>').format(100 * max(limit, 0.0) / top),
            f"{year % 100:02d}",
        )
        for year, used, limit in zip(years, one.used, one.allowed, strict=True)
    )
    total, allowed = sum(one.used), sum(limits) if limits else None
    share = write(total) if allowed is None else f"{write(total)} / {write(allowed)}"
    said = text(words.lang, "web.named", name=words.used, value=share)
    return Markup(
        "<figure><figcaption>{} <small>{}</small></figcaption>"
        '<div class="bars" role="img" aria-label="{}">{}</div></figure>'
    ).format(one.name, said, f"{one.name}. {said}", bars)


def years_table(caption: str, series: Sequence[Series], years: Sequence[int], write: Write, words: Words) -> Markup:
    """Two rows a series: used, allowed."""
    heads = [Column(words.year), Column("")] + [Column(str(year), "num") for year in years]
    rows = []
    for one in series:
        rows.append(Row((one.name, words.used, *(write(value) for value in one.used))))
        if any(limit is not None for limit in one.allowed):
            cells = (words.unlimited if limit is None else write(limit) for limit in one.allowed)
            rows.append(
                Row((Markup('<span class="unseen">{}</span>').format(one.name), words.allowed, *cells), "limit")
            )
    return table(caption, heads, rows, kind="wide")
