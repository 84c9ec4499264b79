"""Robustness: which projects stay in whatever the weights may be, and how often each is in when weights are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import plotly.graph_objects as go
from markupsafe import Markup

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.insight.acceptability import Acceptability, Share, acceptability
from prioritizer.insight.core_index import CoreIndex, core_index
from prioritizer.insight.draws import Information, around
from prioritizer.program.live import Live
from prioritizer.text.numbers import number, percent
from prioritizer.web.components.asking import Basis, Question, asking
from prioritizer.web.components.box import box
from prioritizer.web.components.figure import AROUND, BLUE, INK, ROW, blank, still
from prioritizer.web.components.html import Column, Row, draw, folded, note, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.components.project_set import project_set
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room

POINTS = (5, 10, 20, None)
"""How far each axis may be from its weight, in points; None: any weights."""
USUAL = 10
SECONDS = 60.0
DRAWS, SEED, LOOSE = 2000, 0, 0.005
"""Draws of weights, their seed, and the gap certified for each."""
DRAWN, PROGRAMS = 40, 8
"""Projects drawn, and programs listed, at most."""


@dataclass(frozen=True)
class Drawing:
    """Draws done, of how many; ``found`` once all are counted."""

    done: int
    draws: int
    found: Acceptability | None = None


def robust(room: Room) -> None:
    """Both questions, about the same weights."""

    def name(n: int | None) -> str:
        return room.say("web_tradeoffs.robust.any") if n is None else room.say("web_tradeoffs.robust.around", points=n)

    points = box(room.say("web_tradeoffs.robust.points"), POINTS, "robust-points", name, first=USUAL, width=420)
    draw(Markup("<h2>{}</h2>").format(room.say("web_tradeoffs.core.title")))
    asking(room, _core(points))
    draw(Markup("<h2>{}</h2>").format(room.say("web_tradeoffs.accept.title")))
    asking(room, _accept(points))


def information(criteria: CriteriaSet, points: int | None) -> Information:
    """Weights of the axes: any, or those within so many points of the ones given."""
    weights = {axis.code: Fraction(axis.weight) / 100 for axis in criteria.axes}
    return Information(tuple(weights)) if points is None else around(weights, Fraction(points, 100))


def _core(points: int | None) -> Question[CoreIndex]:
    def put(live: Live, job: Job[CoreIndex], basis: Basis) -> CoreIndex:
        known = information(basis.criteria, points)
        return core_index(live, basis.found, known, time_limit=job.seconds, stop=lambda: job.stopped)

    return Question("core", SECONDS, put, _show_core, lambda found: found.complete, points)


def _accept(points: int | None) -> Question[Drawing]:
    def put(live: Live, job: Job[Drawing], basis: Basis) -> Drawing:
        found = acceptability(
            live,
            basis.found,
            information(basis.criteria, points),
            draws=DRAWS,
            seed=SEED,
            gap=LOOSE,
            workers=1,
            progress=lambda done, draws: job.tell(Drawing(done, draws)),
            stop=lambda: job.stopped,
        )
        return Drawing(found.draws, DRAWS, found)

    def whole(so_far: Drawing) -> bool:
        # More time would draw no more: only a drawing that was stopped can go further.
        return so_far.found is not None and so_far.done == so_far.draws

    # Draws are counted, not timed: the same draws give the same answer on every machine.
    return Question("accept", SECONDS, put, _show_accept, whole, points, far=lambda so_far: so_far.done / so_far.draws)


def _show_core(room: Room, found: CoreIndex) -> None:
    count = number(len(found.programs), room.lang)
    said = [room.say(f"explore_robust.core.{'found' if found.complete else 'found_open'}", count=count)]
    careful = {choice.project for choice in found.programs[found.regret]}
    regret = number(round(found.greatest_regret, 2), room.lang, 1)
    said.append(room.say("explore_robust.core.regret", regret=regret, projects=number(len(careful), room.lang)))
    draw(Markup("<p>{}</p>").format(" ".join(said)))
    if len(found.programs) == 1 and not found.complete:
        draw(note(room.say("web_tradeoffs.core.single")))
    differ = [code for code, index in found.index.items() if 0 < index < 1]
    rows = sorted(differ, key=lambda code: (-found.index[code], code))
    if rows:
        alt = room.say("web_tradeoffs.core.alt", count=number(len(rows), room.lang))
        still(_bars(room, rows, [float(found.index[code]) for code in rows]), "core-figure", alt)
    draw(_indexes(room, found), note(room.say("explore_robust.core.note")))


def _indexes(room: Room, found: CoreIndex) -> Markup:
    columns = [
        Column(room.say("explore_robust.col.project")),
        Column(room.say("explore_robust.col.title")),
        Column(room.say("explore_robust.col.index"), "num"),
        Column(room.say("web_tradeoffs.core.group")),
    ]
    rows, core, exterior = [], set(found.core), set(found.exterior)
    for project in sorted(found.index, key=lambda code: (code not in core, -found.index[code], code in exterior, code)):
        index = found.index[project]
        # Only what is proved is called sure: where other programs may be missing, an index of 100 % is not.
        group = "core" if project in core else "exterior" if project in exterior else "borderline"
        title = project_link(room.portfolio.by_id[project], room.lang)
        said = room.say(f"web_tradeoffs.core.{group}")
        rows.append(Row((project, title, percent(index, room.lang, 0), said), "enter" if group == "core" else ""))
    return table(room.say("web_tradeoffs.core.caption"), columns, rows, kind="tall")


def _show_accept(room: Room, so_far: Drawing) -> None:
    lang, found = room.lang, so_far.found
    if found is None:
        done, draws = number(so_far.done, lang), number(so_far.draws, lang)
        draw(note(room.say("web_tradeoffs.accept.drawing", done=done, draws=draws)))
        return
    if not found.draws:
        draw(note(room.say("web_tradeoffs.accept.none")))
        return
    figures = {"draws": number(found.draws, lang), "seed": found.seed, "gap": percent(found.gap, lang, 1)}
    said = [room.say("explore_robust.accept.found", certified=percent(found.certified, lang, 1), **figures)]
    if found.certified < 1:
        said.append(room.say("explore_robust.accept.loose", loosest=percent(found.loosest, lang, 1)))
    if found.draws < found.asked:
        said.append(room.say("web_tradeoffs.accept.short", asked=number(found.asked, lang)))
    draw(Markup("<p>{}</p>").format(" ".join(said)))
    ordered = sorted(found.projects, key=lambda code: (-found.projects[code].share, code))
    unsure = [code for code in ordered if 0 < found.projects[code].share < 1][:DRAWN]
    if unsure:
        shares = [found.projects[code] for code in unsure]
        alt = room.say("web_tradeoffs.accept.alt", count=number(len(unsure), lang), draws=number(found.draws, lang))
        bars = _bars(room, unsure, [one.share for one in shares], [one.error for one in shares])
        still(bars, "accept-figure", alt)
    columns = [
        Column(room.say("explore_robust.col.project")),
        Column(room.say("explore_robust.col.title")),
        Column(room.say("explore_robust.col.share"), "num"),
    ]
    rows = [
        Row((code, project_link(room.portfolio.by_id[code], lang), _share(room, found.projects[code])))
        for code in ordered
    ]
    draw(
        table(room.say("explore_robust.accept.projects"), columns, rows, kind="tall"),
        _programs(room, found),
        note(room.say("explore_robust.accept.note")),
    )


def _programs(room: Room, found: Acceptability) -> Markup:
    keys = ("share", "entering", "leaving", "central")
    columns = [Column(room.say(f"explore_robust.col.{key}"), "num" if key == "share" else "") for key in keys]
    rows = []
    for row in found.programs[:PROGRAMS]:
        central = ", ".join(f"{room.words.axis(code)} {percent(w, room.lang, 0)}" for code, w in row.central.items())
        entering, leaving = (project_set(room, projects) for projects in (row.entering, row.leaving))
        rows.append(Row((_share(room, row.share), entering, leaving, central)))
    shown, count = number(len(rows), room.lang), number(len(found.programs), room.lang)
    caption = room.say("explore_robust.accept.programs", shown=shown, count=count)
    return folded(caption, table(caption, columns, rows, shown=False))


def _share(room: Room, share: Share) -> str:
    figures = {"share": percent(share.share, room.lang, 1), "error": percent(share.error, room.lang, 1)}
    return room.say("explore_robust.share", **figures)


def _bars(room: Room, projects: Sequence[str], shares: Sequence[float], errors: Sequence[float] = ()) -> go.Figure:
    """A bar a project, from the top down, from 0 to 100 %."""
    figure = blank(room.lang, AROUND + ROW * len(projects))
    names = [f"{code}  {_short(room.portfolio.by_id[code].title.get(room.lang))}" for code in projects]
    figure.add_trace(
        go.Bar(
            y=names,
            x=list(shares),
            orientation="h",
            marker={"color": BLUE},
            error_x={"type": "data", "array": list(errors), "color": INK} if errors else None,
            width=0.6,
        )
    )
    ticks = (0, 0.25, 0.5, 0.75, 1)
    figure.update_layout(
        margin={"t": 8},
        yaxis={"autorange": "reversed", "type": "category"},
        xaxis={"range": [0, 1.02], "tickvals": ticks, "ticktext": [percent(t, room.lang, 0) for t in ticks]},
    )
    return figure


def _short(title: str) -> str:
    return title if len(title) <= 48 else title[:47].rstrip() + "…"
