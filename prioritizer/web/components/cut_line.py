"""The cut-line beside the optimum: twelve ranked lists cut at the budget, and what each breaks or leaves."""

from itertools import groupby

import plotly.graph_objects as go
from markupsafe import Markup

from prioritizer.insight.cut_line import CutLine, Line, Looks, Mode, Order, cut_line
from prioritizer.program.live import Live
from prioritizer.text.explanations import broken_rules
from prioritizer.text.numbers import number, percent
from prioritizer.web.components.asking import Basis, Question
from prioritizer.web.components.figure import ACCENT, AROUND, BLUE, ROW, WARM, WARM_PALE, blank, still
from prioritizer.web.components.html import Column, Row, draw, folded, note, table
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room

SECONDS = 20.0
BREACHES = 8
"""Limits broken that a list is opened to; it says how many more there are."""


def _put(live: Live, job: Job[CutLine], basis: Basis) -> CutLine:
    return cut_line(live, basis.found, stop=lambda: job.stopped)


def _show(room: Room, found: CutLine) -> None:
    draw(Markup("<p>{}</p>").format(_verdict(room, found)))
    still(_figure(room, found), "cut_line-figure", _alt(room, found))
    draw(_table(room, found), note(room.say("explore_cut_line.note")), *_opened(room, found))


def _whole(found: CutLine) -> bool:
    return len(found.lines) == len(Looks) * len(Order) * len(Mode)


QUESTION: Question[CutLine] = Question("cut_line", SECONDS, _put, _show, _whole)


def _name(room: Room, line: Line) -> str:
    return room.say(f"explore_cut_line.list.{line.order}_{line.mode}")


def _left(room: Room, found: CutLine, line: Line) -> str:
    return percent(found.left(line) / found.value, room.lang, 1) if line.feasible and found.value else "–"


def _verdict(room: Room, found: CutLine) -> str:
    best = max((line for line in found.lines if line.feasible), key=lambda line: line.value, default=None)
    if best is None:
        return room.say("explore_cut_line.no_list")
    points = number(found.left(best), room.lang, 1)
    share = _left(room, found, best)
    return room.say("explore_cut_line.best_list", name=_name(room, best), points=points, share=share)


def _alt(room: Room, found: CutLine) -> str:
    kept = sum(line.feasible for line in found.lines)
    figures = {"lists": number(len(found.lines), room.lang), "kept": number(kept, room.lang)}
    return room.say("web_tradeoffs.cut_line.alt", value=number(found.value, room.lang, 1), **figures)


def _figure(room: Room, found: CutLine) -> go.Figure:
    groups = [(looks, list(lines)) for looks, lines in groupby(found.lines, key=lambda line: line.looks)]
    # A row for the heading of each group, from the top down.
    at, names, headings = {}, {}, {}
    row = 0
    for looks, lines in groups:
        headings[row] = room.say(f"explore_cut_line.looks.{looks}")
        for line in lines:
            row += 1
            at[id(line)], names[row] = row, _name(room, line)
        row += 1
    figure = blank(room.lang, AROUND + ROW * row, barmode="overlay")
    for key, kept, fill, edge in (("kept", True, BLUE, BLUE), ("broken", False, WARM_PALE, WARM)):
        mine = [line for line in found.lines if line.feasible is kept]
        said = [number(line.value, room.lang, 1) if kept else _breaks(room, line) for line in mine]
        figure.add_trace(
            go.Bar(
                y=[at[id(line)] for line in mine],
                x=[float(line.value) for line in mine],
                orientation="h",
                name=room.say(f"web_tradeoffs.cut_line.{key}"),
                marker={"color": fill, "line": {"color": edge, "width": 1}},
                text=said,
                textposition="inside",
                insidetextanchor="start",
                textfont={"color": "white" if kept else WARM, "size": 13},
                textangle=0,
                constraintext="none",
                width=0.78,
            )
        )
    value = float(found.value)
    figure.add_vline(x=value, line={"color": ACCENT, "width": 2})
    shown = room.say("web.named", name=room.say("explore_cut_line.optimum"), value=number(found.value, room.lang, 1))
    figure.add_annotation(
        x=value,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="right",
        text=f"<b>{shown}</b>",
        showarrow=False,
        font={"color": ACCENT},
    )
    for place, words in headings.items():
        figure.add_annotation(
            x=0, y=place, xref="paper", xanchor="left", text=f"<b>{words}</b>", showarrow=False, bgcolor="white"
        )
    figure.update_layout(
        yaxis={
            "tickvals": list(names),
            "ticktext": list(names.values()),
            "range": [row - 0.4, -0.6],
            "showgrid": False,
        },
        xaxis={"title": {"text": room.say("web.kpi.value")}, "rangemode": "tozero"},
        legend={"y": -0.12, "yanchor": "top"},
    )
    return figure


def _breaks(room: Room, line: Line) -> str:
    """How many rules a list breaks: the table names them."""
    return room.say("web_tradeoffs.cut_line.breaks", count=number(len({one.rule for one in line.broken}), room.lang))


def _table(room: Room, found: CutLine) -> Markup:
    keys = ("list", "count", "value", "left", "rules")
    columns = [
        Column(
            room.say("web.kpi.value" if key == "value" else f"explore_cut_line.col.{key}"),
            "num" if key in ("count", "value", "left") else "",
        )
        for key in keys
    ]
    rows = []
    for looks, lines in groupby(found.lines, key=lambda line: line.looks):
        heading = Markup("<strong>{}</strong>").format(room.say(f"explore_cut_line.looks.{looks}"))
        rows.append(Row((heading, "", "", "", ""), "group"))
        for line in lines:
            verdict = room.say("explore_cut_line.kept") if line.feasible else broken_rules(room.lang, line.broken)
            cells = (
                _name(room, line),
                number(len(line.program), room.lang),
                number(line.value, room.lang, 1),
                _left(room, found, line),
                verdict,
            )
            rows.append(Row(cells, "" if line.feasible else "broken"))
    optimum = (
        room.say("explore_cut_line.optimum"),
        number(len(found.program), room.lang),
        number(found.value, room.lang, 1),
        "",
        room.say("explore_cut_line.kept"),
    )
    return table(room.say("explore_cut_line.title"), columns, [*rows, Row(optimum, "total")])


def _opened(room: Room, found: CutLine) -> list[Markup]:
    """Each list opened: what it has not and has too much of, and the limits that it breaks."""
    parts = []
    for line in found.lines:
        looks = room.say(f"explore_cut_line.looks.{line.looks}")
        items = [
            room.say("web_tradeoffs.cut_line.missing", projects=room.words.listed(line.entering) or "–"),
            room.say("web_tradeoffs.cut_line.extra", projects=room.words.listed(line.leaving) or "–"),
            *(room.words.breach(finding) for finding in line.broken[:BREACHES]),
        ]
        if len(line.broken) > BREACHES:
            items.append(room.say("result.more", count=len(line.broken) - BREACHES))
        listed = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
        parts.append(folded(f"{looks}, {_name(room, line)}", Markup("<ul>{}</ul>").format(listed)))
    return [folded(room.say("web_tradeoffs.cut_line.opened"), Markup("").join(parts))] if parts else []
