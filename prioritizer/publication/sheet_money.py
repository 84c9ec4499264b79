"""The money, the people and the years of one project."""

from collections.abc import Iterator

from prioritizer.domain import timing
from prioritizer.domain.portfolio import Project
from prioritizer.program.plan import Done
from prioritizer.publication.blocks import Block, Heading, Schedule, Span, Table
from prioritizer.publication.edition import Edition
from prioritizer.publication.fields import label
from prioritizer.text.numbers import number, thousands

COLUMNS_ACROSS = 15
"""Columns of figures that a page has room for; a longer horizon goes on in another table."""
BUSY = "●"
"""A year of work, in a table."""


def schedule(edition: Edition, done: Done) -> Iterator[Block]:
    """The years of the work, and those in which it may begin, drawn and said."""
    info, project = edition.case.portfolio.info, done.project
    begin = timing.begins(project, done.start)
    duration = timing.duration(project, done.option)
    end = begin + duration - 1
    figures = {"begin": begin, "end": end, "duration": edition.count("sheet.years", duration)}
    key = "sheet.works" if done.project.id in edition.plan.by_project else "sheet.works_asked"
    window = {"first": project.earliest, "last": project.latest}
    said = edition.say(key if duration > 1 else f"{key}_one", **figures)
    said += " " + edition.say("sheet.window" if project.earliest < project.latest else "sheet.window_one", **window)
    spans = []
    for key, first, last in (("window", project.earliest, project.latest), ("works", begin, end)):
        low, high = max(first, info.first_year), min(last, info.years[-1])
        if low <= high:
            spans.append(Span(edition.say(f"sheet.span.{key}"), low - info.first_year, high - info.first_year))
    legal = edition.say("sheet.legal", first=info.first_year, last=info.years[: edition.legal_years][-1])
    yield Heading(3, edition.say("sheet.schedule"))
    years = tuple(str(year) for year in info.years)
    yield Schedule(said, f"{said} {legal}", years, edition.legal_years, tuple(spans))


def money_and_people(edition: Edition, done: Done) -> Iterator[Block]:
    """Capital by source and year with before and after, operating effect, people and work, in one table."""
    lang, info = edition.lang, edition.case.portfolio.info
    plan, horizon = edition.plan, range(info.horizon)
    shift = timing.offset(done.project, done.start, info)
    rows: list[tuple[str, ...]] = []
    sums = [0] * (info.horizon + 2)
    for source, amounts in sorted(done.option.capital.items()):
        later = amounts.after + timing.later(amounts.years, shift, info.horizon)
        line = [amounts.before, *(plan.spent(done, source, t) for t in horizon), later]
        sums = [a + b for a, b in zip(sums, line, strict=True)]
        rows.append((edition.words.source(source), *(_k(cents, lang) for cents in (*line, sum(line)))))
    rows.append((edition.say("row.capital"), *(_k(cents, lang) for cents in (*sums, sum(sums)))))
    capital = len(rows) - 1
    effects = [plan.operating(done, t) for t in horizon]
    rows.append((edition.say("row.operating"), "", *(_k(cents, lang) for cents in effects), "", _k(sum(effects), lang)))
    for pool in sorted(done.option.people):
        used = [plan.people(done, pool, t) for t in horizon]
        rows.append((edition.say("row.people", pool=pool), "", *(_fte(milli, lang) for milli in used), "", ""))
    work = [timing.is_active(done.project, done.option, done.start, year) for year in info.years]
    rows.append((edition.say("sheet.span.works"), "", *(BUSY if busy else "" for busy in work), "", ""))
    caption = edition.say("sheet.money" if done.project.id in edition.plan.by_project else "sheet.money_asked")
    yield Heading(3, edition.say("sheet.money_title"))
    yield years_table(edition, caption, tuple(rows), groups=(capital,))


def years_table(
    edition: Edition,
    caption: str,
    rows: tuple[tuple[str, ...], ...],
    *,
    groups: tuple[int, ...] = (),
    ends: bool = True,
) -> Table:
    """Rows of a label, before, each year of the horizon, after and in all, in thousands of dollars.

    Without ``ends``, before and after are left out.
    """
    info = edition.case.portfolio.info
    named = [label(edition.lang, "capital", column) for column in ("before", "after", "total")]
    head = (edition.say("col.line"), named[0], *(str(year) for year in info.years), *named[1:])
    kept = [k for k in range(len(head)) if ends or k not in (1, info.horizon + 2)]
    first = kept.index(2)
    return Table(
        caption,
        tuple(head[k] for k in kept),
        tuple(tuple(row[k] for k in kept) for row in rows),
        (False, *(True,) * (len(kept) - 1)),
        groups=groups,
        legal=tuple(range(first, first + edition.legal_years)),
    )


def across(table: Table) -> Iterator[Table]:
    """A table of years in parts that a page has room for, each under the labels of its rows."""
    columns = range(1, len(table.head))
    parts = -(-len(columns) // COLUMNS_ACROSS)
    if parts == 1:
        yield table
        return
    each = -(-len(columns) // parts)
    for part in range(parts):
        kept = (0, *columns[part * each : (part + 1) * each])
        yield Table(
            f"{table.caption} ({table.head[kept[1]]} – {table.head[kept[-1]]})",
            tuple(table.head[k] for k in kept),
            tuple(tuple(row[k] for k in kept) for row in table.rows),
            tuple(table.right[k] for k in kept),
            groups=table.groups,
            legal=tuple(place for place, k in enumerate(kept) if k in table.legal),
        )


def options(edition: Edition, project: Project) -> Iterator[Block]:
    """The scopes that were studied, where there are several."""
    if len(project.options) < 2:
        return
    lang, outcome = edition.lang, edition.outcomes[project.id]
    rows = []
    for option in project.options:
        opened = edition.case.scorecard.of(project.id, option.code)
        capital = sum(amounts.total for amounts in option.capital.values())
        chosen = outcome.funded and outcome.option == option.code
        rows.append(
            (
                edition.words.option(project.id, option.code) or option.code,
                thousands(capital, lang),
                number(opened.score, lang, 2),
                number(opened.value, lang, 2),
                edition.say("yes" if chosen else "no"),
            )
        )
    head = tuple(edition.say(f"col.{key}") for key in ("scope", "all_capital", "score", "value", "chosen"))
    yield Heading(3, edition.say("sheet.options"))
    yield Table("", head, tuple(rows), (False, True, True, True, False))


def _k(cents: int, lang: str) -> str:
    return thousands(cents, lang) if cents else "–"


def _fte(milli: int, lang: str) -> str:
    return number(milli / 1000, lang, 1) if milli else "–"
