"""What moved from one scenario to another, split exactly over what differs between them."""

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from prioritizer.domain.decision import Choice
from prioritizer.insight.change_ledger import ChangeLedger, Move, Moved, Part, Step, change_ledger
from prioritizer.insight.change_mix import Scenario
from prioritizer.text.numbers import number, percent, signed
from prioritizer.web.components.asking import under_way
from prioritizer.web.components.box import box
from prioritizer.web.components.figure import AROUND, BLUE, ROW, WARM, blank, still
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import Cell, Column, Row, draw, note, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.components.shelf import PUBLISHED, Standing, choices, standings
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, about_program, here, job, stop, work

NAME = "scenario-ledger"
BEFORE, AFTER = "ledger-before", "ledger-after"
SECONDS = 60.0
CAUSES, LEAST_SHARE = 2, 0.1
"""Causes named for a project at most, and the least share of its move that is worth naming."""

Answer = Step | ChangeLedger


def ledger(room: Room) -> None:
    """Pick two, and split their difference."""
    names = choices(room)
    if len(names) < 2:
        draw(note(room.say("web_scenarios.ledger.one")))
        return
    left, right = st.columns(2)
    for column, key, first in ((left, BEFORE, PUBLISHED), (right, AFTER, list(names)[-1])):
        words = room.say(f"web_scenarios.ledger.{'before' if key == BEFORE else 'after'}")
        box(words, list(names), key, lambda code: names.get(code, code), first=first, where=column)
    following(_job(room), _draw)


def _ends(room: Room) -> list[Standing]:
    return standings(room, [st.session_state[BEFORE], st.session_state[AFTER]])


def _about(room: Room) -> object:
    return tuple((about_program(row.desk, row.weights), row.program) for row in _ends(room))


def _job(room: Room) -> Job[Answer] | None:
    return job(NAME, _about(room))


def _ask() -> None:
    room = here()
    old, new = (
        Scenario(row.desk.case.portfolio, row.meeting.criteria(room.criteria), row.found.program) for row in _ends(room)
    )

    def split(job: Job[Answer]) -> Answer:
        return change_ledger(old, new, time_limit=SECONDS, progress=job.tell, stop=lambda: job.stopped)

    stop(NAME)
    work(NAME, _about(room), lambda: Job(split, SECONDS).start(), question=True)


def _draw() -> None:
    room = here()
    before, after = _ends(room)
    draw(note(room.say("web_scenarios.ledger.why")))
    if before.key == after.key:
        return
    asked = _job(room)
    if asked is None:
        ready = bool(before.program and after.program)
        st.button(
            room.say("web_scenarios.ledger.ask"), key="ledger-ask", on_click=_ask, disabled=not ready, type="primary"
        )
        return
    if asked.error is not None:
        st.error(room.say("web_scenarios.ledger.failed"))
    told = asked.told
    if not asked.done:
        words = None
        if isinstance(told, Step):
            words = room.say("web_scenarios.ledger.working", done=told.done, mixes=told.mixes)
        under_way(room, "ledger", asked, told.done / told.mixes if isinstance(told, Step) else None, words)
    if isinstance(told, ChangeLedger):
        _show(room, told)


def _show(room: Room, found: ChangeLedger) -> None:
    draw(Markup("").join(Markup("<p>{}</p>").format(words) for words in _sentences(room, found)))
    warnings = _warnings(room, found)
    if warnings:
        draw(note(" ".join(warnings)))
    if found.parts:
        differ = [part for part in found.parts if part.differs]
        if differ:
            alt = room.say("web_scenarios.ledger.alt", parts=", ".join(_said(room, part) for part in differ))
            still(_figure(room, differ), "ledger-figure", alt)
        draw(_factors(room, found))
    if found.moves:
        draw(_moves(room, found), note(room.say("explore_changes.method")))


def _factor(room: Room, part: Part) -> str:
    return room.say(f"explore_changes.factor.{part.factor}")


def _said(room: Room, part: Part) -> str:
    return f"{_factor(room, part)} {signed(part.value, room.lang, 1)}"


def _sentences(room: Room, found: ChangeLedger) -> list[str]:
    lang = room.lang
    if found.before.program is None or found.after.program is None:
        return [room.say("explore_changes.no_end")]
    old, new = found.before.value, found.after.value
    change = signed(new - old, lang)
    said = [room.say("explore_changes.value", before=number(old, lang, 2), after=number(new, lang, 2), change=change)]
    differ = [part for part in found.parts if part.differs]
    if differ:
        most = max(differ, key=lambda part: abs(part.value))
        points = signed(most.value, lang)
        said.append(room.say("explore_changes.most", factor=_factor(room, most), points=points))
    elif found.parts:
        said.append(room.say("explore_changes.same_inputs"))
    counts = {kind.value: sum(move.moved is kind for move in found.moves) for kind in Moved}
    said.append(
        room.say("explore_changes.moved", **counts) if found.moves else room.say("explore_changes.nobody_moves")
    )
    return said


def _warnings(room: Room, found: ChangeLedger) -> list[str]:
    said = []
    if not found.proved:
        said.append(room.say("explore_changes.unproved"))
    missing = sum(mix.program is None and not mix.impossible for mix in found.mixes)
    if missing:
        said.append(room.say("explore_changes.missing", count=missing, mixes=len(found.mixes)))
    if not found.orders:
        said.append(room.say("explore_changes.no_order"))
    elif found.orders < found.orders_in_all:
        said.append(room.say("explore_changes.orders", orders=found.orders, all=found.orders_in_all))
    return said


def _figure(room: Room, parts: list[Part]) -> go.Figure:
    figure = blank(room.lang, AROUND + (ROW + 6) * len(parts), showlegend=False)
    figure.add_trace(
        go.Bar(
            y=[_factor(room, part) for part in parts],
            x=[float(part.value) for part in parts],
            orientation="h",
            marker={"color": [BLUE if part.value >= 0 else WARM for part in parts]},
            text=[signed(part.value, room.lang, 1) for part in parts],
            textposition="outside",
            cliponaxis=False,
            width=0.6,
        )
    )
    most = max(abs(float(part.value)) for part in parts) or 1.0
    low = min([0.0, *(float(part.value) for part in parts)])
    high = max([0.0, *(float(part.value) for part in parts)])
    figure.update_layout(
        margin={"t": 8},
        yaxis={"autorange": "reversed"},
        xaxis={"title": {"text": room.say("explore_changes.col_points")}, "range": [low - most / 5, high + most / 5]},
    )
    figure.add_vline(x=0, line={"color": "#1a1a1a", "width": 1})
    return figure


def _factors(room: Room, found: ChangeLedger) -> Markup:
    lang = room.lang
    columns = [
        Column(room.say("explore_changes.col_factor")),
        Column(room.say("explore_changes.col_holds")),
        Column(room.say("explore_changes.col_points"), "num"),
    ]
    rows = []
    for part in found.parts:
        points = signed(part.value, lang) if part.differs else room.say("explore_changes.unchanged")
        if part.least is None or part.most is None:
            points += f" {room.say('explore_changes.unbounded')}"
        elif part.least < part.most:
            low, high = signed(part.least, lang), signed(part.most, lang)
            points += f" {room.say('explore_changes.between', least=low, most=high)}"
        holds = room.say(f"explore_changes.holds.{part.factor}")
        rows.append(Row((_factor(room, part), holds, points), "" if part.differs else "limit"))
    total = signed(sum(part.value for part in found.parts), lang)
    rows.append(Row((room.say("explore_changes.total"), "", total), "total"))
    return table(room.say("explore_changes.factors"), columns, rows)


def _moves(room: Room, found: ChangeLedger) -> Markup:
    columns = [Column(room.say(f"explore_changes.col_{key}")) for key in ("project", "title", "moved", "cause")]
    order = list(Moved)
    kinds = {Moved.ENTERED: "enter", Moved.LEFT: "leave"}
    rows = []
    for move in sorted(found.moves, key=lambda move: (order.index(move.moved), move.project)):
        parts = sorted((part for part in move.parts if part[1] >= LEAST_SHARE), key=lambda part: -part[1])[:CAUSES]
        causes = (f"{room.say(f'explore_changes.factor.{f}')} {percent(share, room.lang, 0)}" for f, share in parts)
        cause = ", ".join(causes) or room.say("explore_changes.no_cause")
        rows.append(Row((move.project, _title(room, move), _how(room, move), cause), kinds.get(move.moved, "")))
    return table(room.say("explore_changes.moves"), columns, rows, kind="tall")


def _title(room: Room, move: Move) -> Cell:
    """A project that the meeting has leads to its page; a scenario may know one that it has not."""
    project = room.portfolio.by_id.get(move.project)
    return project_link(project, room.lang) if project else move.title.get(room.lang)


def _how(room: Room, move: Move) -> str:
    old, new = move.before, move.after
    if old is None or new is None:
        there = old or new
        return room.say(f"explore_changes.how.{move.moved}", year=there.start if there else "")
    if move.moved is Moved.OPTION:
        return room.say("explore_changes.how.option", before=_option(room, old), after=_option(room, new))
    return room.say("explore_changes.how.year", before=old.start, after=new.start)


def _option(room: Room, choice: Choice) -> str:
    return room.words.option(choice.project, choice.option) or choice.option
