"""The program as a calendar: a row a project, a column a year; the table is the chart."""

from collections.abc import Collection, Sequence
from fractions import Fraction

from markupsafe import Markup

from prioritizer.domain import timing
from prioritizer.program.plan import Plan
from prioritizer.text.numbers import millions
from prioritizer.web.components.html import Column, Row, table
from prioritizer.web.room import Room
from prioritizer.web.views import Line

WORK = Markup('<span class="work"><span class="{}">{}</span></span>')


def timeline(room: Room, lines: Sequence[Line], entering: Collection[str]) -> Markup:
    """Years in which work goes on are shaded; figures are millions of dollars."""
    info, lang = room.portfolio.info, room.lang
    plan = Plan(room.desk.case, room.program)
    columns = [
        Column(room.say("web.col.project")),
        *(Column(str(year), "num year") for year in info.years),
        Column(room.say("web.col.total"), "num"),
    ]
    rows, at_work = [], room.say("web_program.work")
    totals = [0] * info.horizon
    for line in sorted(lines, key=lambda line: (line.choice.start, line.project.id)):
        done = plan.by_project[line.project.id]
        cells = []
        for t, year in enumerate(info.years):
            spent = plan.spent(done, None, t)
            totals[t] += spent
            active = timing.is_active(done.project, done.option, done.start, year)
            said = millions(spent, lang) if spent else ""
            cells.append(WORK.format("" if said else "unseen", said or at_work) if active else said)
        tag = Markup(' <span class="tag">{}</span>').format(room.say("web.tag.imposed")) if line.imposed else ""
        name = Markup("<small>{}</small> {}{}").format(line.project.id, line.project.title.get(lang), tag)
        kind = "enter" if line.project.id in entering else ""
        rows.append(Row((name, *cells, millions(line.capital, lang)), kind))
    sums = (millions(Fraction(total), lang) for total in totals)
    rows.append(Row((room.say("web.col.total"), *sums, millions(sum(totals), lang)), "total"))
    return table(room.say("web_program.calendar"), columns, rows, kind="calendar")
