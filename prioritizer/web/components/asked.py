"""What departments ask for against the envelopes: by year, by group, project by project."""

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.portfolio import Project
from prioritizer.domain.vocabulary import Dimension
from prioritizer.program.ledger import source_years
from prioritizer.program.plan import Plan
from prioritizer.text.numbers import millions, number, percent
from prioritizer.web.components.axes import legend, mix
from prioritizer.web.components.html import Column, Kpi, Row, draw, kpis, note, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.components.years import Series, Words, columns, years_table
from prioritizer.web.room import Room
from prioritizer.web.views import Line

MILLION = 100_000_000
GROUPS = ("department", "area", "category", "jurisdiction")


def asked(room: Room) -> None:
    """Draw all of it; a project is counted at its fullest, as early as it may start."""
    figures = room.base.figures
    lines = figures.lines(figures.fullest(), room.criteria.weights)
    _overview(room, lines)
    _groups(room, lines)
    _projects(room, lines)


def _overview(room: Room, lines: Sequence[Line]) -> None:
    lang, case = room.lang, room.base.case
    plan, years = Plan(case, tuple(sorted(line.choice for line in lines))), case.portfolio.info.years
    total = sum(line.capital for line in lines)
    rows = source_years(plan)
    limited = [row for row in rows if row.envelope is not None]
    envelopes = sum(row.envelope or 0 for row in limited)
    wanted = sum(row.spent for row in limited)
    ratio = percent(wanted / envelopes, lang, 0) if envelopes else "–"
    draw(
        kpis(
            [
                Kpi(
                    room.say("web_portfolio.asked.projects"),
                    number(len(case.portfolio.projects), lang),
                    room.counted(
                        "web_portfolio.departments",
                        len({project.department for project in case.portfolio.projects}),
                    ),
                ),
                Kpi(
                    room.say("web_portfolio.asked.total"),
                    room.say("web.unit.millions", figure=millions(total, lang)),
                    room.say("web.kpi.years", years=case.portfolio.info.horizon),
                ),
                Kpi(
                    room.say("web_portfolio.asked.envelopes"),
                    room.say("web.unit.millions", figure=millions(envelopes, lang)),
                    room.say("web_portfolio.asked.limited"),
                ),
                Kpi(room.say("web_portfolio.asked.ratio"), ratio, room.say("web_portfolio.asked.ratio_note")),
            ]
        )
    )
    words = Words(
        room.say("web_program.money.year"),
        room.say("web_portfolio.asked.wanted"),
        room.say("web_portfolio.asked.envelope"),
        room.say("web_program.money.unlimited"),
        lang,
    )

    def write(value: float) -> str:
        return number(round(value, 4), lang, 1)

    series: dict[str, tuple[list[float], list[float | None]]] = {}
    for row in rows:
        used, allowed = series.setdefault(row.source, ([], []))
        used.append(row.spent / MILLION)
        allowed.append(None if row.envelope is None else row.envelope / MILLION)
    shown = [Series(room.words.source(source), *pair) for source, pair in series.items()]
    draw(
        Markup("<h2>{}</h2>").format(room.say("web_portfolio.asked.by_year")),
        note(room.say("web_portfolio.asked.how")),
        columns(shown, years, write, words),
        years_table(room.say("web_portfolio.asked.by_year_table"), shown, years, write, words),
    )


def _groups(room: Room, lines: Sequence[Line]) -> None:
    draw(Markup("<h2>{}</h2>").format(room.say("web_portfolio.asked.by_group")))
    group = st.segmented_control(
        room.say("web_portfolio.asked.group"),
        GROUPS,
        default=GROUPS[0],
        key="group",
        required=True,
        format_func=lambda code: room.say(f"web_portfolio.group.{code}"),
        label_visibility="collapsed",
    )
    named: dict[str, list[Line]] = {}
    for line in lines:
        named.setdefault(_named(room, group)(line.project), []).append(line)
    total = sum(line.capital for line in lines) or 1
    heads = [
        Column(room.say(f"web_portfolio.group.{group}")),
        Column(room.say("web_portfolio.asked.projects"), "num"),
        Column(room.say("web.col.millions"), "num"),
        Column(room.say("web_portfolio.asked.share"), "num"),
        Column("", "mixed"),
    ]
    rows = []
    for name, mine in sorted(named.items(), key=lambda item: -sum(line.capital for line in item[1])):
        capital = sum(line.capital for line in mine)
        bar = Markup('<span class="mix" aria-hidden="true"><i style="width:{:.1f}%;background:#3b6ea5"></i></span>')
        rows.append(
            Row(
                (
                    name,
                    number(len(mine), room.lang),
                    millions(capital, room.lang),
                    percent(capital / total, room.lang, 1),
                    bar.format(100 * capital / total),
                )
            )
        )
    draw(table(room.say("web_portfolio.asked.by_group_table"), heads, rows, kind="tall", shown=False))


def _named(room: Room, group: str) -> Callable[[Project], str]:
    match group:
        case "area":
            return lambda project: project.area
        case "category":
            return lambda project: room.say(f"vocabulary.category.{project.category}")
        case "jurisdiction":
            return lambda project: room.say(f"vocabulary.jurisdiction.{project.jurisdiction}")
        case _:
            return lambda project: project.department


def _projects(room: Room, lines: Sequence[Line]) -> None:
    lang, case = room.lang, room.base.case
    draw(Markup("<h2>{}</h2>").format(room.say("web_portfolio.asked.list")))
    departments, areas, axes = st.columns(3)
    placeholder = room.say("web_portfolio.filter.all")
    chosen = (
        departments.multiselect(
            room.say("web_portfolio.group.department"),
            sorted({project.department for project in case.portfolio.projects}),
            key="filter-department",
            placeholder=placeholder,
        ),
        areas.multiselect(
            room.say("web_portfolio.group.area"),
            sorted({project.area for project in case.portfolio.projects}),
            key="filter-area",
            placeholder=placeholder,
        ),
        axes.multiselect(
            room.say("web_portfolio.filter.axis"),
            [axis.code for axis in room.criteria.axes],
            key="filter-axis",
            format_func=room.words.axis,
            placeholder=placeholder,
        ),
    )
    kept = [line for line in lines if _kept(room, line, *chosen)]
    largest = max((sum(part for part in line.parts if part > 0) for line in lines), default=0.0)
    heads = [
        Column(room.say("web.col.project")),
        Column(room.say("web_portfolio.filter.window"), "num"),
        Column(room.say("web.col.millions"), "num"),
        Column(room.say("web.col.by_axis"), "mixed"),
        Column(room.say("web.col.value"), "num"),
    ]
    rows = []
    for line in kept:
        project = line.project
        window = f"{project.earliest}" if project.earliest == project.latest else f"{project.earliest}-{project.latest}"
        name = Markup("{}<br><small>{} · {} · {}</small>").format(
            project_link(project, lang), project.id, project.department, project.area
        )
        rows.append(
            Row(
                (
                    name,
                    window,
                    millions(line.capital, lang),
                    mix(line.parts, largest, room.criteria, lang),
                    number(round(line.value, 6), lang, 1),
                )
            )
        )
    draw(
        note(room.say("web_portfolio.filter.count", shown=len(kept), count=len(lines))),
        legend(room.criteria, lang),
        table(room.say("web_portfolio.asked.list_table"), heads, rows, shown=False),
    )


def _kept(room: Room, line: Line, departments: list[str], areas: list[str], axes: list[str]) -> bool:
    project = line.project
    return (
        (not departments or project.department in departments)
        and (not areas or project.area in areas)
        and (not axes or bool(room.base.case.counted(Dimension.AXIS, tuple(axes), project, line.option)))
    )
