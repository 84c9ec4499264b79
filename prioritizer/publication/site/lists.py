"""Pages that list projects: all of them, the program by year, those left out and why."""

from dataclasses import dataclass

from prioritizer.domain.decision import Reason
from prioritizer.domain.portfolio import LEGAL_YEARS, Project
from prioritizer.program.plan import Done
from prioritizer.publication.consolidated import capital_of
from prioritizer.publication.edition import Band
from prioritizer.publication.site.page import Page, Site
from prioritizer.text.numbers import number, thousands

LEFT_OUT = (Reason.OUTWEIGHED, Reason.NEEDS, Reason.CONFLICT, Reason.HELD, Reason.GATE, Reason.NO_VALUE)
"""Reasons to be left out, the commonest first."""
MOST_TOLD = 60_000
"""Characters of what it would take that one page tells; beyond, each project's page tells its own."""


@dataclass(frozen=True)
class Row:
    """A project in a list."""

    id: str
    title: str
    spoken: str
    """Language of the title where it is not the page's."""
    href: str
    department: str
    area: str
    band: str
    start: str
    capital: str


def _row(site: Site, links: dict[str, str], project: Project) -> Row:
    edition = site.edition
    start = edition.outcomes[project.id].start
    return Row(
        project.id,
        project.title.get(site.lang),
        project.title.other(site.lang),
        links[project.id],
        project.department,
        project.area,
        str(edition.bands[project.id]),
        site.say("list.no_start") if start is None else str(start),
        thousands(capital_of(edition, project), site.lang),
    )


def projects(site: Site) -> Page:
    """Every project, to search and filter."""
    edition, links = site.edition, site.links(site.path("projects"))
    rows = [_row(site, links, project) for project in edition.case.portfolio.projects]
    count = number(len(rows), site.lang)
    return site.page("projects", "projects", {"count": count}, rows=rows, count=count)


def program(site: Site) -> Page:
    """What starts each year, then the spending of each project by year."""
    edition, links = site.edition, site.links(site.path("program"))
    info, plan = edition.case.portfolio.info, edition.plan
    done = sorted(plan.done, key=lambda one: one.project.id)
    horizon = range(info.horizon)
    spent = {one.project.id: [plan.spent(one, None, t) for t in horizon] for one in done}
    years = []
    for t, year in enumerate(info.years):
        starting = [_row(site, links, one.project) for one in done if one.start == year]
        key = "starts_none" if not starting else "starts_one" if len(starting) == 1 else "starts"
        active = sum(one.start <= year < one.start + _duration(one) for one in done)
        years.append(
            {
                "year": year,
                "starts": site.say(f"program.{key}", **({"count": len(starting)} if key == "starts" else {})),
                "active": site.say("program.active", count=number(active, site.lang)),
                "spent": site.say("program.spent", amount=thousands(sum(row[t] for row in spent.values()), site.lang)),
                "rows": starting,
            }
        )
    before = [_row(site, links, one.project) for one in done if one.start < info.first_year]
    table = [(_row(site, links, one.project), _cells(site, one, spent[one.project.id])) for one in done]
    sums = [sum(row[t] for row in spent.values()) for t in horizon]
    return site.page(
        "program",
        "program",
        years=years,
        before=before,
        table=table,
        sums=[_k(cents, site.lang) for cents in (*sums, sum(sums))],
        legal=min(LEGAL_YEARS, info.horizon),
    )


def _cells(site: Site, done: Done, spent: list[int]) -> list[tuple[str, bool]]:
    """Spending by year and in all, each with whether the project is under way; a year of work without money is a 0."""
    last = done.start + _duration(done)
    cells = []
    for year, cents in zip(site.edition.case.portfolio.info.years, spent, strict=True):
        on = done.start <= year < last
        cells.append((thousands(cents, site.lang) if cents or on else "–", on))
    return [*cells, (_k(sum(spent), site.lang), False)]


def _duration(done: Done) -> int:
    return done.option.duration or done.project.duration


def _k(cents: int, lang: str) -> str:
    return thousands(cents, lang) if cents else "–"


def left_out(site: Site) -> Page:
    """Projects left out, by reason, with what it would take when it is known."""
    edition, links = site.edition, site.links(site.path("left_out"))
    told = sum(len(said) for sentences in edition.explanations.values() for said in sentences) <= MOST_TOLD
    out = [p for p in edition.case.portfolio.projects if edition.bands[p.id] is not Band.FUNDED]
    groups = []
    for reason in LEFT_OUT:
        mine = [project for project in out if edition.outcomes[project.id].reason is reason]
        if mine:
            groups.append(
                {
                    "reason": str(reason),
                    "count": site.say("left_out.count_one")
                    if len(mine) == 1
                    else site.say("left_out.count", count=number(len(mine), site.lang)),
                    "projects": [_left(site, links, project, told) for project in mine],
                }
            )
    lead = (
        site.say(
            "left_out.lead",
            count=number(len(out), site.lang),
            submitted=number(len(edition.case.portfolio.projects), site.lang),
        )
        if out
        else site.say("left_out.lead_none")
    )
    return site.page("left_out", "left_out", {"count": number(len(out), site.lang)}, groups=groups, lead=lead)


def _left(site: Site, links: dict[str, str], project: Project, told: bool) -> dict[str, object]:
    edition = site.edition
    outcome, by_id = edition.outcomes[project.id], edition.case.portfolio.by_id
    option = edition.shown(project).option
    return {
        "row": _row(site, links, project),
        "why": edition.words.reason(outcome) if outcome.reason in (Reason.GATE, Reason.HELD) else "",
        "others": [_row(site, links, by_id[other]) for other in outcome.detail]
        if outcome.reason in (Reason.NEEDS, Reason.CONFLICT)
        else [],
        "asked": site.say(
            "left_out.asked",
            amount=thousands(capital_of(edition, project), site.lang),
            score=edition.points_of(project, option),
        ),
        "take": edition.explanations.get(project.id, ()) if told else (),
        "elsewhere": not told and project.id in edition.explanations,
    }
