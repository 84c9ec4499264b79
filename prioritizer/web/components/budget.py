"""The budget curve and the ladder: what each share of the envelopes gives, and who enters then leaves."""

from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

import plotly.graph_objects as go
from markupsafe import Markup

from prioritizer.domain.decision import Program
from prioritizer.insight.budget import MILLION, SHARES, Curve, Point, Step, budget_curve
from prioritizer.insight.ladder import Ladder, Rung, ladder
from prioritizer.program.live import Live
from prioritizer.text.numbers import number, percent
from prioritizer.web.components.asking import Basis, Question
from prioritizer.web.components.figure import ACCENT, QUIET, WARM, WARM_PALE, blank, still
from prioritizer.web.components.html import Cell, Column, Row, draw, note, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.components.project_set import project_set
from prioritizer.web.desk import GAP
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room

SECONDS = 90.0
CURVE_SHARE = 0.6
"""Part of the time that the curve gets; the ladder is measured against it."""
CLOSE = 0.005
"""Points of value below which a proved range is written as one figure."""


@dataclass(frozen=True)
class Budget:
    """The curve, and the ladder as soon as it has a rung."""

    curve: Curve
    ladder: Ladder | None = None


def _put(live: Live, job: Job[Budget], basis: Basis) -> Budget:
    inputs = basis.portfolio, basis.criteria
    curve = budget_curve(
        *inputs,
        known=live.pool,
        gap=GAP,
        time_limit=job.seconds * CURVE_SHARE,
        progress=lambda curve: job.tell(Budget(curve)),
        stop=lambda: job.stopped,
    )
    if job.stopped or not any(point.share == 1 and point.program is not None for point in curve.points):
        return Budget(curve)
    rungs = ladder(
        *inputs,
        curve,
        gap=GAP,
        time_limit=max(job.seconds - curve.seconds, 1.0),
        progress=lambda rungs: job.tell(Budget(curve, rungs)),
        stop=lambda: job.stopped,
    )
    return Budget(curve, rungs)


def _show(room: Room, found: Budget) -> None:
    curve = found.curve
    known = [point for point in curve.points if point.program is not None]
    if len(known) > 1:
        still(_figure(room, found, known), "budget-figure", _alt(room, known))
    draw(note(" ".join(_figure_remarks(room, found, drawn=len(known) > 1))))
    draw(_curve(room, curve), *(note(words) for words in _remarks(room, curve)))
    draw(_leavers(room, curve))
    if found.ladder is not None:
        draw(_ladder(room, found.ladder), note(room.say("explore_budget.ladder.note")))


def _whole(found: Budget) -> bool:
    """Whether every point and every rung is proved."""
    if found.ladder is None or len(found.ladder.rungs) < len(found.curve.points):
        return False
    points = all(point.impossible or point.gap == 0.0 for point in found.curve.points)
    return points and all(rung.impossible or rung.most - rung.least <= CLOSE for rung in found.ladder.rungs)


def _measured(found: Budget) -> Program | None:
    """The program of the whole envelopes: what the ladder begins from."""
    return next((point.program for point in found.curve.points if point.share == 1), None)


QUESTION: Question[Budget] = Question("budget", SECONDS, _put, _show, _whole, program=_measured)


def _share(room: Room, share: Fraction) -> str:
    return percent(share, room.lang, 0 if (share * 100).denominator == 1 else 1)


def _alt(room: Room, known: list[Point]) -> str:
    first, last = known[0], known[-1]
    return room.say(
        "web_tradeoffs.budget.alt",
        low=_share(room, first.share),
        least=number(first.value, room.lang, 1),
        high=_share(room, last.share),
        most=number(last.value, room.lang, 1),
    )


def _figure(room: Room, found: Budget, known: list[Point]) -> go.Figure:
    figure = blank(room.lang, 400)
    above = [0.0 if p.bound is None or not isfinite(p.bound) else max(p.bound - float(p.value), 0.0) for p in known]
    figure.add_trace(
        go.Scatter(
            x=[float(point.share) for point in known],
            y=[float(point.value) for point in known],
            mode="lines+markers",
            name=room.say("web_tradeoffs.budget.best"),
            line={"color": ACCENT, "width": 2.5},
            marker={"size": [15 if point.share == 1 else 8 for point in known], "color": ACCENT},
            error_y={"type": "data", "symmetric": False, "array": above, "arrayminus": [0.0] * len(above)},
        )
    )
    rungs = [rung for rung in found.ladder.rungs if rung.program is not None] if found.ladder else []
    if rungs:
        figure.add_trace(
            go.Scatter(
                x=[float(rung.share) for rung in rungs],
                y=[float(rung.value) for rung in rungs],
                mode="lines+markers",
                name=room.say("web_tradeoffs.budget.ladder"),
                line={"color": QUIET, "width": 1.5, "dash": "dash"},
                marker={"size": 7, "color": "white", "line": {"color": QUIET, "width": 1.5}, "symbol": "diamond"},
            )
        )
    empty = [float(point.share) for point in found.curve.points if point.impossible]
    if empty:
        said = room.say("explore_budget.curve.impossible")
        figure.add_vrect(x0=min(empty), x1=max(empty), fillcolor=WARM_PALE, line_width=0, layer="below")
        figure.add_annotation(
            x=(min(empty) + max(empty)) / 2, y=0.5, yref="paper", text=said, showarrow=False, font={"color": WARM}
        )
    shares = [point.share for point in found.curve.points]
    figure.update_layout(
        xaxis={
            "title": {"text": room.say("web_tradeoffs.budget.x")},
            "tickvals": [float(share) for share in shares],
            "ticktext": [_share(room, share) for share in shares],
        },
        yaxis={"title": {"text": room.say("web.kpi.value")}},
    )
    return figure


def _curve(room: Room, curve: Curve) -> Markup:
    lang = room.lang
    keys = ("share", "envelope", "spent", "projects", "value", "gained", "per_million", "proof")
    columns = [Column(_title(room, "curve", key), "" if key == "proof" else "num") for key in keys]
    steps = {step.end: step for step in curve.steps}
    rows = []
    for point in curve.points:
        step = steps.get(point.share)
        known = point.program is not None
        cells = (
            _share(room, point.share),
            number(Fraction(point.envelope, MILLION), lang, 1),
            number(Fraction(point.spent, MILLION), lang, 1) if known else "–",
            number(len(point.program or ()), lang) if known else "–",
            number(point.value, lang, 1) if known else "–",
            "" if step is None else _gain(room, step),
            "" if step is None else number(step.per_million, lang, 2),
            _proof(room, point),
        )
        rows.append(Row(cells, "enter" if point.share == 1 else ""))
    return table(room.say("explore_budget.curve.title"), columns, rows)


def _title(room: Room, part: str, key: str) -> str:
    """The name of a column, with its unit."""
    name = room.say(f"explore_budget.{part}.{key}")
    if key in ("value", "gained", "lost"):
        return room.say("web_tradeoffs.points", name=name)
    return room.say("web_tradeoffs.budget.millions", name=name) if key in ("envelope", "spent") else name


def _gain(room: Room, step: Step) -> str:
    if step.most - step.least <= CLOSE or not (isfinite(step.least) and isfinite(step.most)):
        return number(step.gained, room.lang, 1)
    return _range(room, "curve", step.least, step.most)


def _range(room: Room, part: str, least: float, most: float) -> str:
    low, high = number(round(least, 2), room.lang, 1), number(round(most, 2), room.lang, 1)
    return low if low == high else room.say(f"explore_budget.{part}.range", least=low, most=high)


def _proof(room: Room, point: Point) -> str:
    if point.impossible:
        return room.say("explore_budget.curve.impossible")
    if point.program is None:
        return room.say("explore_budget.curve.nothing")
    if point.gap is None or not isfinite(point.gap):
        return room.say("explore_budget.curve.unbounded")
    if point.gap == 0.0:
        return room.say("explore_budget.curve.proved")
    return room.say("explore_budget.curve.gap", gap=percent(point.gap, room.lang, 2))


def _figure_remarks(room: Room, found: Budget, *, drawn: bool) -> list[str]:
    said = [room.say("web_tradeoffs.budget.how")] if drawn else []
    best = {point.share: point.value for point in found.curve.points if point.program is not None}
    rungs = found.ladder.rungs if found.ladder is not None else ()
    higher = [
        rung.share for rung in rungs if rung.program is not None and rung.value > best.get(rung.share, rung.value)
    ]
    if higher:
        said.append(room.say("web_tradeoffs.budget.higher", shares=_shares(room, higher)))
    missing = [share for share in SHARES if share not in {point.share for point in found.curve.points}]
    if missing:
        said.append(room.say("web_tradeoffs.budget.missing", shares=_shares(room, missing)))
    return said


def _shares(room: Room, shares: list[Fraction]) -> str:
    return ", ".join(_share(room, share) for share in shares)


def _remarks(room: Room, curve: Curve) -> list[str]:
    said = [room.say("explore_budget.curve.per_million_note"), room.say(f"explore_budget.curve.{curve.amounts.value}")]
    smallest = curve.smallest
    if smallest is not None and smallest.impossible is not None:
        figures = {"impossible": _share(room, smallest.impossible)}
        if smallest.possible is None:
            said.append(room.say("explore_budget.curve.threshold_above", **figures))
        else:
            said.append(room.say("explore_budget.curve.threshold", possible=_share(room, smallest.possible), **figures))
    if not curve.monotone:
        said.append(room.say("explore_budget.curve.falls"))
    return [" ".join(said)]


def _leavers(room: Room, curve: Curve) -> Markup:
    if not curve.leavers:
        return note(room.say("explore_budget.curve.leavers_none"))
    keys = ("project", "name", "inside", "outside", "back", "proof")
    columns = [
        Column(room.say(f"explore_budget.curve.{key}"), "num" if key in ("inside", "outside", "back") else "")
        for key in keys
    ]
    rows = []
    for row in curve.leavers:
        said = {True: "certain", False: "tie", None: "open"}[row.certain]
        cells = (
            row.project,
            project_link(room.portfolio.by_id[row.project], room.lang),
            _share(room, row.inside),
            _share(room, row.outside),
            room.say("explore_budget.curve.never") if row.back is None else _share(room, row.back),
            room.say(f"explore_budget.curve.{said}"),
        )
        rows.append(Row(cells))
    return table(room.say("explore_budget.curve.leavers"), columns, rows)


def _ladder(room: Room, found: Ladder) -> Markup:
    keys = ("share", "projects", "value", "lost", "lost_share", "entering")
    columns = [Column(_title(room, "ladder", key), "" if key == "entering" else "num") for key in keys]
    first = next((rung for rung in found.rungs if rung.program is not None), None)
    rows = []
    for rung in found.rungs:
        share = _share(room, rung.share)
        start = rung.share == found.start
        cells = (
            room.say("explore_budget.ladder.start", share=share) if start else share,
            *_rung(room, rung, rung is first),
        )
        rows.append(Row(cells, "enter" if start else ""))
    return table(room.say("explore_budget.ladder.title"), columns, rows)


def _rung(room: Room, rung: Rung, first: bool) -> tuple[Cell, ...]:
    lang = room.lang
    if rung.program is None or rung.lost is None:
        said = room.say(f"explore_budget.ladder.{'impossible' if rung.impossible else 'nothing'}")
        return "–", "–", "–", "–", said
    best, none = rung.value + rung.lost, room.say("explore_budget.ladder.none")

    def of_best(points: Fraction | float) -> str:
        return percent(float(points) / abs(float(best)), lang, 1) if best else none

    if rung.most - rung.least <= CLOSE:
        lost, share = number(rung.lost, lang, 1), of_best(rung.lost)
    elif isfinite(rung.most):
        lost, share = _range(room, "ladder", rung.least, rung.most), f"≤\u00a0{of_best(rung.most)}"
    else:
        lost, share = room.say("explore_budget.ladder.at_least", least=number(round(rung.least, 1), lang, 1)), "–"
    added: Cell = "" if first else project_set(room, rung.entering)
    return number(len(rung.program), lang), number(rung.value, lang, 1), lost, share, added
