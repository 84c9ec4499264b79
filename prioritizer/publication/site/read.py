"""Pages that are read from top to bottom: home, envelopes, criteria, method, downloads."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import PurePosixPath

from prioritizer.program.rules import RULES
from prioritizer.publication import consolidated
from prioritizer.publication.blocks import Bars, Block, Facts, Heading, Paragraph, Table
from prioritizer.publication.criteria_blocks import stamp, weights_of_axes
from prioritizer.publication.criteria_page import criteria_blocks
from prioritizer.publication.edition import Band
from prioritizer.publication.html import drawable
from prioritizer.publication.site.page import Page, Site
from prioritizer.publication.site.places import link
from prioritizer.scoring.score import CENTS_PER_MILLION
from prioritizer.text import catalog
from prioritizer.text.numbers import number

LIMITS = 5
"""Sentences on what the method does not say."""
STEPS = 4
"""Steps of the decision on the home page."""


def home(site: Site) -> Page:
    """What was decided, in one look, and the ways in."""
    edition = site.edition
    info, projects = edition.case.portfolio.info, edition.case.portfolio.projects
    counts = {band: sum(found is band for found in edition.bands.values()) for band in Band}
    funded = (project for project in projects if edition.bands[project.id] is Band.FUNDED)
    capital = sum(consolidated.capital_of(edition, project) for project in funded)
    limit = sum(sum(envelope.amounts or ()) for envelope in edition.case.portfolio.envelopes)
    summary = tuple(consolidated.summary(edition))
    return site.page(
        "home",
        "home",
        {"first": info.first_year, "last": info.first_year + info.horizon - 1},
        lead=next(block.text for block in summary if isinstance(block, Paragraph)),
        counts=[(str(band), number(count, site.lang)) for band, count in counts.items()],
        capital=_millions(capital, site.lang),
        limit=_millions(limit, site.lang),
        steps=[(site.say(f"step.{k}"), site.say(f"step.{k}_text")) for k in range(1, STEPS + 1)],
        weights=_drawn(site, (weights_of_axes(edition.case.criteria, site.lang),))[0],
        money=_drawn(site, (b for b in consolidated.envelopes(edition) if isinstance(b, Bars)))[0],
        proof=_drawn(site, (b for b in summary if isinstance(b, Facts))),
    )


def _millions(cents: int, lang: str) -> str:
    return number(Fraction(cents, CENTS_PER_MILLION), lang, 1)


def _drawn(site: Site, blocks: "Iterator[Block] | tuple[Block, ...]") -> list[dict[str, object]]:
    return drawable(blocks, site.edition.case.portfolio.info.title)


def _reading(site: Site, key: str, blocks: "Iterator[Block] | tuple[Block, ...]", stamp: str = "") -> Page:
    page = site.page(key, "reading")
    drawn = drawable(blocks, page.heading)
    contents = [block for block in drawn if block["kind"] == "Heading" and block["level"] == 1]
    links = site.links(page.path)
    return site.page(key, "reading", blocks=drawn, contents=contents, links=links, own_stamp=stamp)


def envelopes(site: Site) -> Page:
    """Envelopes and use by year, axes, groups."""

    def blocks() -> Iterator[Block]:
        for part in (consolidated.envelopes, consolidated.axes, consolidated.groups):
            yield from part(site.edition)

    return _reading(site, "envelopes", blocks())


def criteria(site: Site) -> Page:
    """The criteria, as they are published alone."""
    edition, criteria = site.edition, site.edition.case.criteria
    blocks = criteria_blocks(criteria, site.lang, priorities=edition.priorities)
    return _reading(site, "criteria", blocks, stamp(criteria, site.lang))


def method(site: Site) -> Page:
    """How it is done, by which rules, what is proved, what is not said."""
    edition = site.edition

    def blocks() -> Iterator[Block]:
        own = tuple(consolidated.method(edition))
        yield from (block for block in own if not isinstance(block, Facts))
        yield Heading(1, site.say("method.limits"), "limits")
        yield from (Paragraph(site.say(f"method.limit_{k}")) for k in range(1, LIMITS + 1))
        yield Heading(1, site.say("method.proof"), "proof")
        yield from (block for block in consolidated.summary(edition) if isinstance(block, Facts))
        yield Heading(1, site.say("method.rules"), "rules")
        yield Paragraph(site.say("method.rules_lead"))
        rows = tuple(
            tuple(edition.words.rule_text(rule.code, part) for part in ("title", "sentence", "formula"))
            for rule in RULES
        )
        head = tuple(site.say(f"method.{key}") for key in ("rule", "says", "formula"))
        yield Table(site.say("method.rules_caption"), head, rows, (False, False, False))
        yield Heading(1, site.say("method.redo"), "redo")
        yield Paragraph(site.say("method.redo_text"))
        yield from (block for block in own if isinstance(block, Facts))

    return _reading(site, "method", blocks())


def downloads(site: Site, files: Mapping[str, int]) -> Page:
    """The other files, by folder, each with its kind and size."""
    kinds = catalog("site", site.lang)["kind"]
    path = site.path("downloads")
    folders: dict[str, list[tuple[str, str, str, str]]] = {}
    for name in sorted(files, key=lambda name: ("/" in name, name)):
        file = PurePosixPath(name)
        folder = "" if len(file.parts) == 1 else str(file.parent)
        kind = kinds.get(file.suffix.lower().lstrip("."), kinds["other"])
        kb = Fraction(files[name], 1000)
        size = site.say("downloads.kb", size=number(max(kb, Fraction(1, 10)), site.lang, 0 if kb >= 10 else 1))
        folders.setdefault(folder, []).append((file.name, link(path, name), str(kind), size))
    named = catalog("site", site.lang)["folder"] | {"": site.say("downloads.root")}
    return site.page("downloads", "downloads", folders={named.get(key, key): rows for key, rows in folders.items()})
