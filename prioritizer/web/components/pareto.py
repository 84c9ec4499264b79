"""The Pareto set: two axes as a plane, a third as the size of the points; each point with what is proved of it."""

from math import isinf

import plotly.graph_objects as go
from markupsafe import Markup

from prioritizer.insight.pareto import Pareto, ParetoPoint, pareto
from prioritizer.program.live import Live
from prioritizer.text.numbers import millions, number
from prioritizer.web.components.asking import Basis, Question, outdone
from prioritizer.web.components.axes import chip, named
from prioritizer.web.components.box import box
from prioritizer.web.components.figure import ACCENT, BLUE, INK, QUIET, WARM, blank, still
from prioritizer.web.components.html import Column, Row, draw, note, table
from prioritizer.web.components.project_set import project_set
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room

SECONDS = 60.0
NAME = "pareto"
SMALLEST, LARGEST = 9.0, 28.0
"""Diameter of the points, in pixels."""
NUMBERED = 30
"""Up to so many points, each bears the number of its row."""


def _put(live: Live, job: Job[Pareto], basis: Basis) -> Pareto:
    return pareto(live, basis.found, time_limit=job.seconds, progress=job.tell, stop=lambda: job.stopped)


def _show(room: Room, found: Pareto) -> None:
    lang, count = room.lang, number(len(found.points), room.lang)
    said = [room.say(f"explore_pareto.{found.known}", count=count, step=number(max(found.steps), lang, 3))]
    if found.better:
        said.append(room.say("explore_pareto.beaten", count=number(len(found.better), lang)))
    elif found.same is not None and found.points[found.same].proved:
        said.append(room.say("explore_pareto.unbeaten"))
    draw(Markup("<p>{}</p>").format(" ".join(said)))
    if len(found.axes) > 1 and found.points:
        third = None
        if len(found.axes) > 2:
            words = room.say("web_tradeoffs.pareto.size")
            third = box(words, found.axes, "pareto-size", room.words.axis, first=found.axes[2], width=420)
        across = [place for place, axis in enumerate(found.axes) if axis != third][:2]
        still(_figure(room, found, across, third), "pareto-figure", _alt(room, found, across, third))
        draw(note(room.say("web_tradeoffs.pareto.how")))
    draw(_table(room, found), note(room.say("web_tradeoffs.pareto.note")))


QUESTION: Question[Pareto] = Question(NAME, SECONDS, _put, _show, lambda found: found.complete)


def _alt(room: Room, found: Pareto, across: list[int], third: str | None) -> str:
    words = {"x": room.words.axis(found.axes[across[0]]), "y": room.words.axis(found.axes[across[1]])}
    key = "alt" if third is None else "alt_size"
    size = {} if third is None else {"size": room.words.axis(third)}
    return room.say(f"web_tradeoffs.pareto.{key}", count=number(len(found.points), room.lang), **words, **size)


def _figure(room: Room, found: Pareto, across: list[int], third: str | None) -> go.Figure:
    figure = blank(room.lang, 440)
    sizes = _sizes(found, third)
    today = found.same
    # The largest first, so that none hides behind another.
    order = sorted(range(len(found.points)), key=lambda i: -sizes[i])
    for key, picked, marker in (
        ("proved", [i for i in order if found.points[i].proved and i != today], {"color": BLUE}),
        ("unproved", [i for i in order if not found.points[i].proved and i != today], {"color": "white"}),
    ):
        figure.add_trace(
            _points(found, picked, across, sizes, room.say(f"web_tradeoffs.pareto.{key}"), marker | _edge(BLUE))
        )
    mine = found.today
    size = sizes[today] if today is not None else 14.0
    colour = ACCENT if not found.better else WARM
    figure.add_trace(
        go.Scatter(
            x=[float(mine[across[0]])],
            y=[float(mine[across[1]])],
            mode="markers+text",
            name=_today(room),
            text=[f"<b>{_today(room)}</b>"],
            cliponaxis=False,
            textposition="top center",
            marker={
                "size": max(size, 13.0),
                "color": colour,
                "symbol": "diamond",
                "line": {"color": "white", "width": 1},
            },
        )
    )
    for axis, place in (("xaxis", across[0]), ("yaxis", across[1])):
        words = room.say("web_tradeoffs.points", name=room.words.axis(found.axes[place]))
        title = {"text": named(place, words), "font": {"color": INK}}
        figure.update_layout({axis: {"title": title}})
    return figure


def _today(room: Room) -> str:
    """What the program shown when the question was asked is called now."""
    return room.say("web_tradeoffs.today" if outdone(room, NAME) is None else "web_tradeoffs.then")


def _edge(colour: str) -> dict[str, object]:
    return {"line": {"color": colour, "width": 1.5}, "opacity": 0.85}


def _points(
    found: Pareto, picked: list[int], across: list[int], sizes: list[float], name: str, marker: dict[str, object]
) -> go.Scatter:
    x, y = ([float(found.points[i].values[place]) for i in picked] for place in across)
    numbered = len(found.points) <= NUMBERED
    return go.Scatter(
        x=x,
        y=y,
        mode="markers+text" if numbered else "markers",
        text=[f"  {i + 1}" for i in picked] if numbered else None,
        textposition="middle right",
        textfont={"color": QUIET, "size": 13},
        name=name,
        marker=marker | {"size": [sizes[i] for i in picked]},
    )


def _sizes(found: Pareto, third: str | None) -> list[float]:
    """Diameters: area in proportion to where a point stands between the least and the most of the third axis."""
    if third is None:
        return [13.0] * len(found.points)
    values = [float(point.values[found.axes.index(third)]) for point in found.points]
    low, high = min(values), max(values)
    shares = [(value - low) / (high - low) if high > low else 0.5 for value in values]
    return [(SMALLEST**2 + share * (LARGEST**2 - SMALLEST**2)) ** 0.5 for share in shares]


def _table(room: Room, found: Pareto) -> Markup:
    lang = room.lang
    columns = [
        Column(room.say("web_tradeoffs.pareto.program"), "tight"),
        *(
            Column(Markup("{}{}").format(chip(place), room.words.axis(axis)), "num long")
            for place, axis in enumerate(found.axes)
        ),
        Column(room.say("explore_pareto.col.value"), "num"),
        Column(room.say("web.col.millions"), "num"),
        Column(room.say("web_tradeoffs.pareto.entering")),
        Column(room.say("web_tradeoffs.pareto.leaving")),
        Column(room.say("explore_pareto.col.proof")),
    ]
    rows = []
    for place, point in enumerate(found.points):
        mine = place == found.same
        tag = Markup(' <span class="tag in">{}</span>').format(_today(room)) if mine else ""
        cells = (
            Markup("{}{}").format(place + 1, tag),
            *(number(value, lang, 1) for value in point.values),
            number(point.value, lang, 1),
            millions(point.capital, lang),
            project_set(room, point.entering),
            project_set(room, point.leaving),
            _proof(room, point),
        )
        rows.append(Row(cells, "enter" if mine else ""))
    caption = room.say("web_tradeoffs.pareto.caption", count=number(len(rows), lang))
    return table(caption, columns, rows, kind="tall")


def _proof(room: Room, point: ParetoPoint) -> str:
    """What a better program could still add on each axis, at most."""
    if point.proved:
        return room.say("explore_pareto.proved")
    if any(isinf(left) for left in point.rooms):
        return room.say("explore_pareto.unproved")
    rooms = " / ".join(number(round(left, 1), room.lang, 1) for left in point.rooms)
    return room.say("web_tradeoffs.pareto.room", rooms=rooms)
