"""Near ties: which projects are in every program nearly as good, in some, in none; and the nearest other choices."""

from fractions import Fraction

import plotly.graph_objects as go
from markupsafe import Markup

from prioritizer.insight.near_ties import NearTies, Standing, Status, near_ties
from prioritizer.insight.sets import projects_of
from prioritizer.program.live import Live
from prioritizer.program.solvers import relative_gap
from prioritizer.text.numbers import number, percent
from prioritizer.web.components.asking import Basis, Question
from prioritizer.web.components.figure import ACCENT, AROUND, INK, LINE, ROW, blank, still
from prioritizer.web.components.html import Column, Row, draw, folded, note, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.components.project_set import project_set
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room

SECONDS = 60.0
COLOURS = {Status.IN: ACCENT, Status.SWING: "#9db8d6", Status.OUT: "#e6eaef", Status.UNKNOWN: "white"}
SIGNS = {Status.IN: "●", Status.SWING: "◐", Status.OUT: "○", Status.UNKNOWN: "?"}


def _put(live: Live, job: Job[NearTies], basis: Basis) -> NearTies:
    return near_ties(live, basis.found, time_limit=job.seconds, progress=job.tell, stop=lambda: job.stopped)


def _show(room: Room, found: NearTies) -> None:
    gap = relative_gap(float(found.value), found.bound)
    if gap > 0:
        draw(note(room.say("explore_near_ties.unproved", gap=percent(gap, room.lang, 2))))
    still(_figure(room, found), "near_ties-figure", _alt(room, found))
    draw(_levels(room, found), _swing(room, found), _sure(room, found), _alternatives(room, found))


def _whole(found: NearTies) -> bool:
    return all(level.settled and level.complete for level in found.levels)


QUESTION: Question[NearTies] = Question("near_ties", SECONDS, _put, _show, _whole, program=lambda found: found.program)


def _share(room: Room, level: Fraction) -> str:
    return percent(level, room.lang, 0 if (level * 100).denominator == 1 else 1)


def _level(room: Room, level: Fraction) -> str:
    if not level:
        return room.say("explore_near_ties.exactly")
    return room.say("explore_near_ties.up_to", level=_share(room, level))


def _alt(room: Room, found: NearTies) -> str:
    last = len(found.levels) - 1
    counts = {status.value: number(len(found.of(status, last)), room.lang) for status in Status}
    return room.say("web_tradeoffs.near_ties.alt", level=_share(room, found.levels[last].level), **counts)


def _figure(room: Room, found: NearTies) -> go.Figure:
    names = [_level(room, level.level) for level in found.levels]
    figure = blank(room.lang, AROUND + (ROW + 10) * len(names), barmode="stack")
    for status in Status:
        counts = [len(found.of(status, place)) for place in range(len(names))]
        if not any(counts):
            continue
        figure.add_trace(
            go.Bar(
                y=names,
                x=counts,
                orientation="h",
                name=room.say(f"explore_near_ties.{status}"),
                marker={"color": COLOURS[status], "line": {"color": LINE, "width": 1}},
                text=[number(count, room.lang) if count else "" for count in counts],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": "white" if status is Status.IN else INK},
            )
        )
    figure.update_layout(
        yaxis={"autorange": "reversed", "title": {"text": room.say("explore_near_ties.level")}, "type": "category"},
        xaxis={"title": {"text": room.say("web_tradeoffs.near_ties.x")}, "showgrid": False},
    )
    return figure


def _levels(room: Room, found: NearTies) -> Markup:
    keys = ("level", "least", *Status, "sets")
    columns = [Column(room.say(f"explore_near_ties.{key}"), "" if key == "level" else "num") for key in keys]
    rows = []
    for place, level in enumerate(found.levels):
        sets = room.say(f"explore_near_ties.{'all' if level.complete else 'some'}", count=level.listed)
        counts = (number(len(found.of(status, place)), room.lang) for status in Status)
        rows.append(Row((_level(room, level.level), number(level.least, room.lang, 1), *counts, sets)))
    return table(room.say("explore_near_ties.title"), columns, rows)


def _swing(room: Room, found: NearTies) -> Markup:
    """A row a project that is not sure at every level, the cheapest to decide otherwise first."""
    sure = (Status.IN, Status.OUT)
    mine = [row for row in found.standings if row.statuses[-1] not in sure]
    if not mine:
        return note(room.say("explore_near_ties.projects_none"))
    chosen = projects_of(found.program)
    columns = [
        Column(room.say("explore_near_ties.project")),
        Column(room.say("explore_near_ties.name")),
        Column(room.say("explore_near_ties.best")),
        *(Column(_share(room, level.level), "num") for level in found.levels),
        Column(room.say("explore_near_ties.costs"), "num"),
    ]
    rows = []
    for standing in sorted(mine, key=lambda row: (_cost(row, found), row.project)):
        cost = _cost(standing, found)
        cells = (
            standing.project,
            project_link(room.portfolio.by_id[standing.project], room.lang),
            room.say(f"explore_near_ties.is_{'in' if standing.project in chosen else 'out'}"),
            *(_sign(room, status) for status in standing.statuses),
            room.say("explore_near_ties.at_most", share=percent(cost, room.lang, 2)) if cost < 1 else "?",
        )
        rows.append(Row(cells, "enter" if standing.project in chosen else ""))
    signs = {status.value: SIGNS[status] for status in Status}
    caption = room.say("web_tradeoffs.near_ties.open")
    return table(caption, columns, rows, kind="tall") + note(room.say("explore_near_ties.legend", **signs))


def _sign(room: Room, status: Status) -> Markup:
    """A sign to see, its name to hear."""
    return Markup('<span aria-hidden="true">{}</span><span class="unseen">{}</span>').format(
        SIGNS[status], room.say(f"explore_near_ties.{status}")
    )


def _cost(standing: Standing, found: NearTies) -> Fraction:
    """Share of the value given up where the project is decided the other way; 1: no such program is known."""
    other = standing.outside if standing.project in projects_of(found.program) else standing.inside
    if other.value is None or not found.value:
        return Fraction(1)
    return (found.value - other.value) / abs(found.value)


def _sure(room: Room, found: NearTies) -> Markup:
    parts = Markup("")
    last = len(found.levels) - 1
    for status in (Status.IN, Status.OUT):
        projects = found.of(status, last)
        if projects:
            items = Markup("").join(
                Markup("<li><small>{}</small> {}</li>").format(
                    project, project_link(room.portfolio.by_id[project], room.lang)
                )
                for project in projects
            )
            heading = room.say(
                f"web_tradeoffs.near_ties.sure.{status}",
                level=_share(room, found.levels[last].level),
                count=number(len(projects), room.lang),
            )
            parts += folded(heading, Markup("<ul>{}</ul>").format(items))
    return parts


def _alternatives(room: Room, found: NearTies) -> Markup:
    if not found.alternatives:
        return note(room.say("explore_near_ties.alternatives_none"))
    keys = ("rank", "value", "lost", "entering", "leaving")
    columns = [
        Column(room.say(f"explore_near_ties.{key}"), "num" if key in ("value", "lost") else "tight" * (key == "rank"))
        for key in keys
    ]
    rows = []
    for rank, row in enumerate(found.alternatives, 1):
        value = number(row.value, room.lang, 1)
        cells = (
            str(rank),
            value if row.exact else f"≥\u00a0{value}",
            percent(row.lost, room.lang, 2),
            project_set(room, row.entering),
            project_set(room, row.leaving),
        )
        rows.append(Row(cells))
    parts = table(room.say("explore_near_ties.alternatives"), columns, rows)
    return parts if found.levels[-1].complete else parts + note(_more(room, found))


def _more(room: Room, found: NearTies) -> str:
    """How far the list of alternatives goes, and up to where it is proved whole."""
    count = number(len(found.alternatives), room.lang)
    whole = [row.level for row in found.levels if row.complete]
    if not whole:
        return room.say("explore_near_ties.more_open", count=count)
    complete = room.say("explore_near_ties.complete_exactly")
    if whole[-1]:
        complete = room.say("explore_near_ties.complete_up_to", level=_share(room, whole[-1]))
    return room.say("explore_near_ties.more", count=count, complete=complete)
