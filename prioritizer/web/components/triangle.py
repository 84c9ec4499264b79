"""The triangle of weights: the committee's point, clicked or typed, and the map of which program is best where."""

from decimal import Decimal
from math import sqrt
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from prioritizer.insight.weight_triangle import Triangle, weight_triangle
from prioritizer.program.live import Live
from prioritizer.publication.palette import AXIS_COLOURS
from prioritizer.text.numbers import number, percent
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import Column, Row, draw, note, table
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, about_program, change, here, job, work
from prioritizer.workbook.numbers import NotANumber, read_figure

STEP = 5
"""Percent between two points that can be clicked."""
SECONDS = 45.0
NAME, CHART = "triangle", "triangle-chart"
INK, QUIET, LINE, HOME = "#1a1a1a", "#51606f", "#8896a8", "rgba(31,58,95,0.14)"


def triangle(room: Room) -> None:
    """Draw the three figures to type, then the map."""
    weights = room.meeting.axis_weights(room.criteria)
    with st.container(horizontal=True):
        for axis in room.criteria.axes:
            key, typed = f"t:{axis.code}", number(weights[axis.code], room.lang, 4, least=0)
            if st.session_state.get(key) != typed:
                st.session_state[key] = typed
            st.text_input(
                room.say("web_weights.triangle.typed", axis=axis.title.get(room.lang)),
                key=key,
                on_change=_typed,
                args=(axis.code,),
                disabled=axis.code in room.meeting.locks,
            )
    wrong = st.session_state.pop("typed-wrong", None)
    if wrong is not None:
        st.error(room.say("web_weights.triangle.wrong", typed=wrong))
    following(job(NAME, _about(room)), _map)


def _typed(code: str) -> None:
    room, typed = here(), str(st.session_state[f"t:{code}"])
    try:
        to = read_figure(typed).value
        if not 0 <= to <= 100:
            raise NotANumber("number-wrong")
    except NotANumber:
        st.session_state["typed-wrong"] = typed
        return
    change(room.history.change(room.meeting.weigh(room.criteria, code, to)))


def _about(room: Room) -> object:
    return about_program(room.desk, room.weights), room.program


def _ask() -> None:
    room = here()
    found, judged = room.found, room.judged

    def question(live: Live, job: Job[Triangle]) -> Triangle:
        if found.program is not None:
            live.learn(found.program)
        return weight_triangle(live, found, time_limit=SECONDS, progress=job.tell, stop=lambda: job.stopped)

    if found.program is not None:
        work(NAME, _about(room), lambda: judged.ask(question, judged.case.criteria.weights, SECONDS))


def _map() -> None:
    room = here()
    asked: Job[Triangle] | None = job(NAME, _about(room))
    found = asked.told if asked is not None else None
    st.plotly_chart(
        _figure(room, found),
        key=CHART,
        on_select=_clicked,
        selection_mode="points",
        config={"displayModeBar": False},
        alt=room.say("web_weights.triangle.alt"),
    )
    draw(note(room.say("web_weights.triangle.how")))
    if asked is None:
        st.button(room.say("web_weights.triangle.ask"), key="triangle-ask", on_click=_ask, disabled=not room.program)
    elif not asked.done:
        st.button(room.say("web.proof.stop"), key="triangle-stop", on_click=asked.stop)
    if found is not None:
        _margin(room, found)


def _margin(room: Room, found: Triangle) -> None:
    lang = room.lang
    words = room.say("web_weights.triangle.cells", count=number(len(found.cells), lang))
    if found.margin is not None:
        key = "margin_proved" if found.margin_proved else "margin_known"
        points = number(round(float(found.margin.points) * 100, 1), lang, 1)
        words += " " + room.say(f"web_weights.triangle.{key}", points=points)
    draw(note(words))
    columns = [
        Column(room.say("web_weights.triangle.program")),
        Column(room.say("web_weights.triangle.share"), "num"),
        Column(room.say("web_weights.triangle.projects"), "num"),
    ]
    rows = [
        Row(
            (
                room.say("web_weights.triangle.home") if found.home and cell.program == found.home.program else str(n),
                percent(cell.share, lang, 1),
                number(len(cell.program), lang),
            )
        )
        for n, cell in enumerate(found.cells[:12], 1)
    ]
    draw(table(room.say("web_weights.triangle.caption"), columns, rows))


def _clicked() -> None:
    points = st.session_state[CHART]["selection"]["points"]
    if not points:
        return
    room, mix = here(), [Decimal(part) for part in points[0]["customdata"]]
    weights = {axis.code: weight for axis, weight in zip(room.criteria.axes, mix, strict=True)}
    change(room.history.change(room.meeting.weigh_axes(room.criteria, weights)))


def _xy(a: float, b: float, c: float) -> tuple[float, float]:
    """Where a mix stands: the first axis on top, the second on the left, the third on the right."""
    return (c - b) / 2 + 0.0 * a, a * sqrt(3) / 2


def _figure(room: Room, found: Triangle | None) -> go.Figure:
    figure = go.Figure()
    for cell in found.cells if found else ():
        corners = [_xy(*(float(part) for part in corner)) for corner in (*cell.corners, cell.corners[0])]
        mine = found is not None and found.home is not None and cell.program == found.home.program
        figure.add_trace(
            go.Scatter(
                x=[x for x, _ in corners],
                y=[y for _, y in corners],
                mode="lines",
                fill="toself",
                fillcolor=HOME if mine else "rgba(0,0,0,0)",
                line={"color": LINE, "width": 1},
                hoverinfo="skip",
            )
        )
    edge = [_xy(*corner) for corner in ((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 0))]
    figure.add_trace(_lines(edge))
    mixes = [(a, b, 100 - a - b) for a in range(0, 101, STEP) for b in range(0, 101 - a, STEP)]
    at = [_xy(*(part / 100 for part in mix)) for mix in mixes]
    figure.add_trace(
        go.Scatter(
            x=[x for x, _ in at],
            y=[y for _, y in at],
            mode="markers",
            marker={"size": 9, "color": LINE, "opacity": 0.35},
            selected={"marker": {"opacity": 0.35}},
            unselected={"marker": {"opacity": 0.35}},
            customdata=mixes,
            hovertemplate="%{customdata[0]} · %{customdata[1]} · %{customdata[2]}<extra></extra>",
        )
    )
    published = [float(axis.weight) / 100 for axis in room.criteria.axes]
    weights = room.meeting.axis_weights(room.criteria)
    now = [float(weights[axis.code]) / 100 for axis in room.criteria.axes]
    figure.add_trace(_mark(published, {"symbol": "circle-open", "size": 17, "color": QUIET, "line": {"width": 3}}))
    figure.add_trace(_mark(now, {"symbol": "circle", "size": 15, "color": "#1f3a5f"}))
    places = ((0, sqrt(3) / 2 + 0.05, "center"), (-0.5, -0.06, "left"), (0.5, -0.06, "right"))
    for n, ((x, y, anchor), axis) in enumerate(zip(places, room.criteria.axes, strict=True)):
        said = f"<b>{axis.title.get(room.lang)}</b>"
        figure.add_annotation(
            x=x, y=y, text=said, showarrow=False, xanchor=anchor, font={"color": AXIS_COLOURS[n], "size": 14}
        )
    figure.update_layout(
        height=400,
        margin={"l": 4, "r": 4, "t": 8, "b": 8},
        showlegend=False,
        dragmode=False,
        xaxis={"visible": False, "range": [-0.56, 0.56], "fixedrange": True},
        yaxis={"visible": False, "range": [-0.12, 0.97], "fixedrange": True, "scaleanchor": "x"},
        plot_bgcolor="white",
    )
    return figure


def _lines(points: list[tuple[float, float]]) -> go.Scatter:
    return go.Scatter(
        x=[x for x, _ in points],
        y=[y for _, y in points],
        mode="lines",
        line={"color": INK, "width": 1.5},
        hoverinfo="skip",
    )


def _mark(mix: list[float], marker: dict[str, Any]) -> go.Scatter:
    x, y = _xy(*mix)
    return go.Scatter(x=[x], y=[y], mode="markers", marker=marker, hoverinfo="skip")
