"""A project's years: when it may start, when work goes on, its money by source, its people."""

from dataclasses import replace

from markupsafe import Markup

from prioritizer.domain import timing
from prioritizer.program.plan import Done
from prioritizer.publication.blocks import Table
from prioritizer.publication.edition import Edition
from prioritizer.publication.project_sheet import links
from prioritizer.publication.sheet_money import money_and_people
from prioritizer.text.numbers import number
from prioritizer.web.components.blocks import drawn
from prioritizer.web.components.html import Column, Row, table
from prioritizer.web.components.money import MILLION, words_of
from prioritizer.web.components.years import Series, columns
from prioritizer.web.meeting import can_start
from prioritizer.web.room import Room

SHADED = Markup('<span class="{}"><span class="unseen">{}</span></span>')


def years(room: Room, edition: Edition, done: Done) -> Markup:
    """A small figure a source, the years as a table, and the projects that it is tied to."""
    return _figures(room, edition, done) + _table(room, edition, done) + drawn(links(edition, done.project))


def _figures(room: Room, edition: Edition, done: Done) -> Markup:
    info = room.portfolio.info
    series = [
        Series(
            edition.words.source(source),
            [edition.plan.spent(done, source, t) / MILLION for t in range(info.horizon)],
            [None] * info.horizon,
        )
        for source in sorted(done.option.capital)
    ]
    series = [one for one in series if any(one.used)]
    if not series:
        return Markup("")

    def write(value: float) -> str:
        return room.say("web.unit.millions", figure=number(round(value, 4), room.lang, 1))

    words = replace(words_of(room), used=room.say("publication.row.capital"))
    return Markup('<div class="few">{}</div>').format(columns(series, info.years, write, words))


def _table(room: Room, edition: Edition, done: Done) -> Markup:
    info = room.portfolio.info
    printed = next(block for block in money_and_people(edition, done) if isinstance(block, Table))
    *money, work = printed.rows
    heads = [Column(head, "num year" if right else "") for head, right in zip(printed.head, printed.right, strict=True)]
    possible = set(can_start(room.portfolio, done.project.id))
    rows = []
    if possible:
        cells = (_shaded(room, "window" if year in possible else "", "web_project.years.may") for year in info.years)
        rows.append(Row((room.say("web_project.years.window"), "", *cells, "", ""), "when"))
    cells = (
        _shaded(
            room, "work" if timing.is_active(done.project, done.option, done.start, year) else "", "web_program.work"
        )
        for year in info.years
    )
    rows.append(Row((work[0], "", *cells, "", ""), "when"))
    rows += [Row(row) for row in money]
    return table(printed.caption, heads, rows, kind="calendar")


def _shaded(room: Room, kind: str, said: str) -> Markup | str:
    return SHADED.format(kind, room.say(said)) if kind else ""
