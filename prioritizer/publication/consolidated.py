"""The consolidated document: the program in a few pages, then the sheet of every project (commitments 16 and 34)."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from prioritizer.domain.portfolio import Project
from prioritizer.program.ledger import SourceYear, axis_profiles, source_years, sources
from prioritizer.publication.blocks import Bar, Bars, Block, Document, Facts, Heading, PageBreak, Paragraph, Table
from prioritizer.publication.edition import Band, Edition
from prioritizer.publication.project_sheet import project_sheet
from prioritizer.publication.sheet_fit import fitted_sheet
from prioritizer.publication.sheet_money import across, years_table
from prioritizer.text import text, word
from prioritizer.text.numbers import number, percent, thousands

SHORT = 12
"""Projects of a list that stays on one page."""


def consolidated(edition: Edition, year: int, *, whole: bool = False) -> Document:
    """The document of an edition of the program that begins in ``year``.

    Sheets keep to their pages, or, for a form that has none, their texts are ``whole``.
    """
    return _document(edition, year, edition.case.portfolio.info.title, _blocks(edition, whole=whole))


def opening(edition: Edition, year: int) -> Document:
    """What a preview shows of it: the program in a few pages, then the first sheet."""
    return _document(edition, year, edition.case.portfolio.info.title, _first_sheet(_blocks(edition, whole=True)))


def _first_sheet(blocks: Iterator[Block]) -> Iterator[Block]:
    """Up to the second page break: the first stands before all sheets."""
    breaks = 0
    for block in blocks:
        breaks += isinstance(block, PageBreak)
        if breaks == 2:
            return
        yield block


def one_sheet(edition: Edition, project: Project, year: int) -> Document:
    """The sheet of one project as a document of its own."""
    return _document(edition, year, edition.case.portfolio.info.title, _alone(edition, project))


def _document(edition: Edition, year: int, subtitle: str, blocks: Iterator[Block]) -> Document:
    info = edition.case.portfolio.info
    return Document(
        lang=edition.lang,
        title=edition.say("title", first=year, last=year + info.horizon - 1),
        subtitle=subtitle,
        organization=info.organization,
        stamp="" if edition.approved else edition.say("draft"),
        blocks=tuple(blocks),
    )


def _alone(edition: Edition, project: Project) -> Iterator[Block]:
    if edition.case.portfolio.info.illustrative:
        yield Paragraph(edition.case.portfolio.info.illustrative, strong=True)
    yield from fitted_sheet(edition, project)


def _blocks(edition: Edition, *, whole: bool) -> Iterator[Block]:
    info = edition.case.portfolio.info
    if info.illustrative:
        yield Paragraph(info.illustrative, strong=True)
    yield from summary(edition)
    yield from envelopes(edition)
    yield from axes(edition)
    yield from groups(edition)
    yield from _bands(edition)
    yield from _criteria(edition)
    yield from method(edition)
    yield PageBreak()
    yield Heading(1, edition.say("part.sheets"), "sheets")
    for number_, project in enumerate(edition.case.portfolio.projects):
        if number_:
            yield PageBreak()
        yield from project_sheet(edition, project) if whole else fitted_sheet(edition, project)


def capital_of(edition: Edition, project: Project) -> int:
    """Capital over the horizon as decided, or as asked where the project is left out, in cents."""
    done = edition.shown(project)
    return sum(edition.plan.spent(done, None, t) for t in range(edition.case.portfolio.info.horizon))


def summary(edition: Edition) -> Iterator[Block]:
    """How many projects, how much money, and what is proved."""
    lang, decision = edition.lang, edition.decision
    portfolio = edition.case.portfolio
    funded = [project for project in portfolio.projects if edition.bands[project.id] is Band.FUNDED]
    spent = sum(capital_of(edition, project) for project in funded)
    yield Heading(1, edition.say("part.summary"), "summary")
    yield Paragraph(
        edition.say(
            "summary.lead",
            funded=number(len(funded), lang),
            submitted=number(len(portfolio.projects), lang),
            capital=thousands(spent, lang),
            years=portfolio.info.horizon,
        ),
        strong=True,
    )
    bands = [edition.bands[project.id] for project in portfolio.projects]
    later = portfolio.info.first_year + edition.legal_years
    late = sum((edition.outcomes[project.id].start or 0) >= later for project in funded)
    counts = {"now": len(funded) - late, "later": late, "close": bands.count(Band.CLOSE)}
    counts["not_now"] = bands.count(Band.NOT_NOW)
    yield Paragraph(edition.say("summary.counts", **{key: number(count, lang) for key, count in counts.items()}))
    rows = [
        (edition.say("summary.value"), number(decision.value, lang, 2)),
        (edition.say("summary.status"), text(lang, f"result.status.{decision.status}")),
    ]
    if decision.bound is not None and decision.gap is not None:
        rows.append((edition.say("summary.bound"), number(decision.bound, lang, 2)))
        rows.append((edition.say("summary.gap"), percent(decision.gap, lang, 2)))
    if decision.certificate is not None:
        rows.append((edition.say("summary.checks"), number(decision.certificate.checks, lang)))
    criteria = edition.case.criteria
    status = text(lang, f"result.criteria_status.{criteria.status}")
    rows.append((edition.say("summary.criteria"), f"{criteria.title.get(lang)} {criteria.version} ({status})"))
    rows.append((edition.say("summary.solver"), decision.solver_version))
    yield Facts(tuple(rows))


def envelopes(edition: Edition) -> Iterator[Block]:
    """Use and envelope by source and year: table, then chart."""
    lang, info = edition.lang, edition.case.portfolio.info
    years = source_years(edition.plan)
    legal = info.years[: edition.legal_years]
    yield Heading(1, edition.say("part.envelopes"), "envelopes")
    yield Paragraph(edition.say("envelopes.note", first=legal[0], last=legal[-1]))
    if any(row.carried_in for row in years):
        yield Paragraph(edition.say("envelopes.carry"))
    if saved := sum(link.saving for link in edition.plan.synergies if link.source and link.year):
        yield Paragraph(edition.say("envelopes.saved", amount=thousands(saved, lang)))
    rows = []
    limited: list[SourceYear] = []
    for source in sources(edition.plan):
        mine = [row for row in years if row.source == source]
        name = edition.words.source(source)
        rows.append(_line(edition.say("row.used", source=name), [row.used for row in mine], lang))
        given = [row.envelope for row in mine if row.envelope is not None]
        if len(given) == len(mine):
            limited += mine
            rows.append(_line(edition.say("row.envelope", source=name), given, lang))
    used, limits = (
        [sum(amount for year, amount in pairs if year == t) for t in info.years]
        for pairs in ([(row.year, row.used) for row in limited], [(row.year, row.envelope or 0) for row in limited])
    )
    groups = range(len(rows), len(rows) + 3)
    spent = [sum(row.used for row in years if row.year == year) for year in info.years]
    for key, amounts in (("all_used", spent), ("limited_used", used), ("limited_envelope", limits)):
        rows.append(_line(edition.say(f"envelopes.{key}"), amounts, lang))
    caption = edition.say("envelopes.caption")
    yield from across(years_table(edition, caption, tuple(rows), groups=tuple(groups), ends=False))
    longest = max([1, *used, *limits])
    bars = tuple(
        Bar(
            str(year),
            edition.say("envelopes.bar", used=thousands(use, lang), limit=thousands(limit, lang)),
            use / longest,
            limit / longest,
            legal=year in legal,
        )
        for year, use, limit in zip(info.years, used, limits, strict=True)
    )
    alt = edition.say("envelopes.alt", total=thousands(sum(used), lang), limit=thousands(sum(limits), lang))
    yield Bars(edition.say("envelopes.chart"), alt, bars)


def _line(name: str, cents: Sequence[int], lang: str) -> tuple[str, ...]:
    return (name, "", *(_k(amount, lang) for amount in cents), "", _k(sum(cents), lang))


def axes(edition: Edition) -> Iterator[Block]:
    """What the program does on each axis."""
    lang = edition.lang
    titles = {axis.code: axis.title.get(lang) for axis in edition.case.criteria.axes}
    rows = tuple(
        (
            titles[row.axis],
            percent(row.weight, lang, 0),
            number(row.points, lang, 1),
            _share(row.value_share, lang),
            _share(row.capital_share, lang),
        )
        for row in axis_profiles(edition.plan)
    )
    head = tuple(edition.say(f"col.{key}") for key in ("axis", "weight", "mean_points", "value_share", "capital_share"))
    yield Heading(1, edition.say("part.axes"), "axes")
    yield Table("", head, rows, (False, True, True, True, True))


def _share(share: Fraction | None, lang: str) -> str:
    return "–" if share is None else percent(share, lang, 0)


def groups(edition: Edition) -> Iterator[Block]:
    """Projects and capital by department, area, jurisdiction and category."""
    yield Heading(1, edition.say("part.groups"), "groups")
    by: dict[str, Callable[[Project], str]] = {
        "department": lambda project: project.department,
        "area": lambda project: project.area,
        "jurisdiction": lambda project: word(edition.lang, "jurisdiction", project.jurisdiction),
        "category": lambda project: word(edition.lang, "category", project.category),
    }
    for key, name_of in by.items():
        groups: dict[str, list[Project]] = {}
        for project in edition.case.portfolio.projects:
            groups.setdefault(name_of(project), []).append(project)
        rows = [_group(edition, name, groups[name]) for name in sorted(groups)]
        rows.append(_group(edition, edition.say("row.total"), list(edition.case.portfolio.projects)))
        head = tuple(edition.say(f"col.{column}") for column in (key, "submitted", "funded", "capital"))
        yield Heading(2, edition.say(f"groups.{key}"))
        yield Table("", head, tuple(rows), (False, True, True, True), total=True)


def _group(edition: Edition, name: str, projects: list[Project]) -> tuple[str, ...]:
    funded = [project for project in projects if edition.bands[project.id] is Band.FUNDED]
    capital = sum(capital_of(edition, project) for project in funded)
    return name, number(len(projects), edition.lang), number(len(funded), edition.lang), _k(capital, edition.lang)


def _bands(edition: Edition) -> Iterator[Block]:
    info = edition.case.portfolio.info
    later = info.first_year + edition.legal_years
    yield Heading(1, edition.say("part.bands"), "bands")
    yield Paragraph(edition.say("bands.note"))
    for band in Band:
        projects = [project for project in edition.case.portfolio.projects if edition.bands[project.id] is band]
        name = edition.say("bands.count", band=edition.say(f"band.{band}"), count=number(len(projects), edition.lang))
        yield Heading(2, name, f"band-{band}")
        if band is not Band.FUNDED:
            yield from _listed(edition, projects)
            continue
        for late in (False, True):
            title = edition.say("bands.later", year=later)
            if not late:
                title = edition.say("bands.now", first=info.first_year, last=later - 1)
            yield Heading(3, title)
            yield from _listed(edition, [p for p in projects if ((edition.outcomes[p.id].start or 0) >= later) is late])


def _listed(edition: Edition, projects: Sequence[Project]) -> Iterator[Block]:
    lang = edition.lang
    if not projects:
        yield Paragraph(edition.say("bands.none"))
        return
    funded = edition.outcomes[projects[0].id].funded
    rows = tuple(
        (
            project.id,
            project.title.get(lang),
            project.department,
            *((str(edition.outcomes[project.id].start),) if funded else ()),
            thousands(capital_of(edition, project), lang),
            edition.words.reason(edition.outcomes[project.id]),
        )
        for project in projects
    )
    keys = ("id", "project", "department", *(("start", "capital") if funded else ("asked",)), "reason")
    right = (False, False, False, *((True,) if funded else ()), True, False)
    yield Table("", tuple(edition.say(f"col.{key}") for key in keys), rows, right, splits=len(rows) > SHORT)


def _criteria(edition: Edition) -> Iterator[Block]:
    lang, criteria = edition.lang, edition.case.criteria
    rows: list[tuple[str, ...]] = []
    groups = []
    for axis in criteria.axes:
        groups.append(len(rows))
        rows.append((axis.title.get(lang), "", percent(Fraction(axis.weight) / 100, lang, 1)))
        for criterion in axis.criteria:
            weight = percent(criteria.weights[criterion.code], lang, 1)
            rows.append((criterion.title.get(lang), criterion.question.get(lang), weight))
    head = tuple(edition.say(f"col.{key}") for key in ("criterion", "question", "weight"))
    yield Heading(1, edition.say("part.criteria"), "criteria")
    if criteria.notice:
        yield Paragraph(criteria.notice.get(lang))
    yield Table("", head, tuple(rows), (False, False, True), groups=tuple(groups))


def method(edition: Edition) -> Iterator[Block]:
    """How it is done, in plain words, and the fingerprints of what it was done with."""
    yield Heading(1, edition.say("part.method"), "method")
    for step in ("score", "choose", "prove", "limits"):
        yield Paragraph(edition.say(f"method.{step}"))
    hashes = edition.decision.hashes
    yield Facts(
        tuple((edition.say(f"hash.{key}"), hashes[key]) for key in ("portfolio", "criteria", "budget") if key in hashes)
    )


def _k(cents: Fraction | int, lang: str) -> str:
    return thousands(cents, lang) if cents else "–"
