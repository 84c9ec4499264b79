"""A page for each project: the same blocks as in every other form, under its points by axis."""

import itertools
from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain.portfolio import Project
from prioritizer.publication.blocks import Facts, Heading, Paragraph
from prioritizer.publication.html import drawable
from prioritizer.publication.project_sheet import project_sheet
from prioritizer.publication.site.page import Page, Site
from prioritizer.text.criteria_words import Words
from prioritizer.text.numbers import number


def sheets(site: Site) -> Iterator[Page]:
    """One page a project."""
    for project in site.edition.case.portfolio.projects:
        yield _sheet(site, project)


def _sheet(site: Site, project: Project) -> Page:
    edition = site.edition
    title = project.title.get(site.lang)
    blocks = tuple(project_sheet(edition, project))
    head, *rest = blocks
    assert isinstance(head, Heading)
    decided = list(itertools.takewhile(lambda block: isinstance(block, Paragraph), rest))
    identity = next(block for block in rest if isinstance(block, Facts))
    band = str(edition.bands[project.id])
    path = site.project_path(project.id)
    return Page(
        "projects",
        path,
        head.text,
        f"{edition.say(f'band.{band}')}. {site.say(f'band.{band}')}",
        "site/project.html.j2",
        {
            "title": title,
            "spoken": project.title.other(site.lang),
            "decision": drawable(decided, title),
            "identity": drawable([identity], title),
            "project": project,
            "band": band,
            "points": _axes(site, project),
            "blocks": drawable((block for block in rest[len(decided) :] if block is not identity), title),
        },
        project.id,
    )


def _axes(site: Site, project: Project) -> dict[str, object]:
    """The points of each axis, drawn from zero; to the left of it where a project makes things worse."""
    edition, lang = site.edition, site.lang
    opened = edition.case.scorecard.of(project.id, edition.shown(project).option.code)
    low = -100 if any(points < 0 for points in opened.axes.values()) else 0
    span = Fraction(100 - low)

    def at(points: Fraction) -> str:
        return f"{float((points - low) / span * 100):.2f}"

    rows = []
    for rank, axis in enumerate(edition.case.criteria.axes, start=1):
        points = opened.axes[axis.code]
        weight = Words(lang).share(Fraction(axis.weight) / 100)
        rows.append(
            {
                "rank": rank,
                "title": axis.title.get(lang),
                "shown": site.say("project.points", points=number(points, lang, 1), weight=weight),
                "x": at(min(points, Fraction(0))),
                "width": f"{float(abs(points) / span * 100):.2f}",
            }
        )
    return {
        "alt": site.say("project.axes_alt", low=low),
        "zero": at(Fraction(0)) if low else "",
        "rows": rows,
        "score": site.say(
            "project.score",
            score=number(opened.score, lang, 2),
            factor=number(opened.multiplier, lang, 2, least=0),
            value=number(opened.value, lang, 2),
        ),
    }
