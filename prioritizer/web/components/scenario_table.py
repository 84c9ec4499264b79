"""Scenarios side by side: figures, capital by year, and who is in or out of each."""

from collections.abc import Callable, Sequence

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup
from plotly.subplots import make_subplots

from prioritizer.domain.decision import Choice
from prioritizer.program.solvers import End
from prioritizer.text.numbers import millions, number, percent
from prioritizer.web.components.axes import chip
from prioritizer.web.components.figure import BLUE, GRID, INK, LINE, QUIET, blank, still
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import Cell, Column, Row, draw, folded, note, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.components.shelf import PUBLISHED, Standing, choices, standings
from prioritizer.web.desk import GAP
from prioritizer.web.room import Room, here
from prioritizer.web.scenarios import COMPARED, Place, places

PICKED, OFFERED = "scenario-picked", "scenario-offered"
"""What stands side by side, and what could at the last look."""
MILLION = 100_000_000
"""Cents."""


def compare(room: Room) -> None:
    """Pick up to six, and read them side by side."""
    names = choices(room)
    state = st.session_state
    # What was never offered before stands with the others at once.
    kept, offered = state.get(PICKED) or [], state.get(OFFERED, ()) if PICKED in state else ()
    state[PICKED] = [key for key in names if key in kept or key not in offered]
    state[OFFERED] = tuple(names)
    st.pills(
        room.say("web_scenarios.compare.pick", most=COMPARED),
        list(names),
        selection_mode="multi",
        key=PICKED,
        format_func=lambda key: names.get(key, key),
    )
    # As the navigation stands, whatever the order of the clicks: the baseline first.
    picked = [key for key in names if key in (st.session_state[PICKED] or [])]
    if len(picked) > COMPARED:
        draw(note(room.say("web_scenarios.compare.too_many", most=COMPARED)))
    picked = picked[:COMPARED]
    if not picked:
        draw(note(room.say("web_scenarios.compare.nothing")))
        return
    running = next((row.job for row in standings(room, picked) if row.job is not None), None)
    following(running, lambda: _draw(picked))


def _draw(picked: Sequence[str]) -> None:
    room = here()
    found = standings(room, picked)
    running = [row.job for row in found if row.job is not None]
    if running:
        with st.container(horizontal=True, vertical_alignment="center", key="scenarios-search"):
            st.caption(room.say("web_scenarios.compare.searching", count=len(running)), width="stretch")
            st.button(room.say("web.proof.stop"), key="scenarios-stop", on_click=_stop, args=(picked,))
    draw(_figures(room, found), note(room.say("web_scenarios.compare.note")))
    known = [row for row in found if row.program]
    if not known:
        return
    draw(Markup("<h2>{}</h2>").format(room.say("web_scenarios.capital.title")))
    still(_capital_figure(room, known), "scenarios-capital", _alt(room, known))
    if len(known) > 1:
        draw(note(room.say("web_scenarios.capital.how", first=known[0].name)))
    draw(_capital(room, known))
    draw(Markup("<h2>{}</h2>").format(room.say("web_scenarios.places.title")), *_places(room, known))


def _stop(picked: Sequence[str]) -> None:
    for row in standings(here(), picked):
        if row.job is not None:
            row.job.stop()


# Figures


def _figures(room: Room, found: Sequence[Standing]) -> Markup:
    lang, published = room.lang, room.criteria.weights
    columns = [Column(room.say("web_scenarios.compare.measure")), *(Column(row.name, "num") for row in found)]

    def line(name: Cell, write: Callable[[Standing], str], kind: str = "") -> Row:
        return Row((name, *(write(row) if row.program else "–" for row in found)), kind)

    rows = [
        line(room.say("web_scenarios.row.published"), lambda row: number(row.worth(published), lang, 1), "total"),
        line(room.say("web_scenarios.row.value"), lambda row: number(row.found.value, lang, 1)),
        Row((room.say("web.proof.gap"), *(_gap(room, row) for row in found))),
        line(room.say("web.kpi.projects"), lambda row: number(len(row.program), lang)),
        line(room.say("web_scenarios.row.capital"), lambda row: millions(sum(row.capital()), lang)),
    ]
    parts = {row.key: row.axes(published) for row in found if row.program}
    for place, axis in enumerate(room.criteria.axes):
        name = Markup("{}{}").format(chip(place), room.say("web_scenarios.row.axis", axis=axis.title.get(lang)))
        rows.append(line(name, lambda row, place=place: number(round(parts[row.key][place], 2), lang, 1)))  # type: ignore[misc]
    for place, axis in enumerate(room.criteria.axes):
        name = Markup("{}{}").format(chip(place), room.say("web_scenarios.row.weight", axis=axis.title.get(lang)))
        shares = (row.meeting.axis_weights(room.criteria)[axis.code] for row in found)
        rows.append(Row((name, *(percent(share / 100, lang, 1) for share in shares))))
    rows.append(Row((room.say("web_scenarios.row.changes"), *(number(row.meeting.counts, lang) for row in found))))
    return table(room.say("web_scenarios.compare.caption"), columns, rows)


def _gap(room: Room, row: Standing) -> str:
    found = row.found
    if found.impossible:
        return room.say("web_scenarios.row.impossible")
    if found.end is End.OPTIMAL or (found.gap is not None and found.gap <= GAP):
        return room.say("web_scenarios.row.proved", gap=percent(0, room.lang, 1))
    if found.gap is None or found.gap == float("inf"):
        return "–"
    return percent(found.gap, room.lang, 1)


# Capital


def _capital_figure(room: Room, known: Sequence[Standing]) -> go.Figure:
    """A small figure each, on one scale; the first one's outline stands behind the others."""
    across = min(len(known), 3)
    down = -(-len(known) // across)
    years = [str(year) for year in room.portfolio.info.years]
    figure = make_subplots(
        down, across, shared_yaxes="all", subplot_titles=[row.name for row in known], vertical_spacing=0.34 / down
    )
    figure.update_layout(blank(room.lang, 60 + 200 * down, showlegend=False, bargap=0.25, barmode="overlay").layout)
    outline = {"color": "rgba(0,0,0,0)", "line": {"color": INK, "width": 1.5}}
    first = [cents / MILLION for cents in known[0].capital()]
    for place, row in enumerate(known):
        at = {"row": place // across + 1, "col": place % across + 1}
        spent = [cents / MILLION for cents in row.capital()]
        colour = QUIET if row.key == PUBLISHED else BLUE
        figure.add_trace(go.Bar(x=years, y=spent, marker={"color": colour}), **at)
        if place:
            figure.add_trace(go.Bar(x=years, y=first, marker=outline), **at)
    figure.update_xaxes(
        tickvals=years, ticktext=[year[2:] for year in years], type="category", linecolor=LINE, showgrid=False
    )
    figure.update_yaxes(gridcolor=GRID, zeroline=False, rangemode="tozero")
    figure.update_annotations(font={"size": 14}, xanchor="center")
    return figure


def _alt(room: Room, known: Sequence[Standing]) -> str:
    names = ", ".join(f"{row.name} {millions(sum(row.capital()), room.lang)}" for row in known)
    return room.say("web_scenarios.capital.alt", names=names)


def _capital(room: Room, known: Sequence[Standing]) -> Markup:
    columns = [
        Column(room.say("web_scenarios.capital.scenario")),
        *(Column(str(year), "num") for year in room.portfolio.info.years),
        Column(room.say("web.col.total"), "num"),
    ]
    rows = []
    for row in known:
        spent = row.capital()
        rows.append(Row((row.name, *(millions(cents, room.lang) for cents in spent), millions(sum(spent), room.lang))))
    return table(room.say("web_scenarios.capital.caption"), columns, rows)


# Projects


def _places(room: Room, known: Sequence[Standing]) -> list[Markup]:
    rows = places([project.id for project in room.portfolio.projects], [row.program for row in known])
    moving = [row for row in rows if not row.same]
    parts = []
    if moving:
        columns = [Column(room.say("web.col.project")), *(Column(row.name, "num") for row in known)]
        body = [
            Row((_project(room, row.project), *(_cell(room, row, choice) for choice in row.choices))) for row in moving
        ]
        parts.append(table(room.say("web_scenarios.places.caption"), columns, body, kind="tall"))
    else:
        parts.append(note(room.say("web_scenarios.places.same")))
    for key, inside in (("everywhere", True), ("nowhere", False)):
        mine = [row for row in rows if row.same and (row.choices[0] is not None) is inside]
        if mine:
            items = Markup("").join(Markup("<li>{}</li>").format(_project(room, row.project)) for row in mine)
            summary = room.say(f"web_scenarios.places.{key}", count=number(len(mine), room.lang))
            parts.append(folded(summary, Markup("<ul>{}</ul>").format(items)))
    return parts


def _project(room: Room, project: str) -> Markup:
    return Markup("<small>{}</small> {}").format(project, project_link(room.portfolio.by_id[project], room.lang))


def _cell(room: Room, row: Place, choice: Choice | None) -> Cell:
    """The first year of a project that is in, with its option where that differs."""
    if choice is None:
        return room.say("web_scenarios.places.out")
    options = {other.option for other in row.choices if other is not None}
    option = room.words.option(row.project, choice.option) if len(options) > 1 else ""
    said = " · ".join(part for part in (option, str(choice.start)) if part)
    return Markup('<span class="tag in">{}</span>').format(said)
