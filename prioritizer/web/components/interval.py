"""The interval of each weight in which nothing changes: exact, worked out beside the page."""

import streamlit as st
from markupsafe import Markup

from prioritizer.insight.weight_line import WeightLine, weight_line
from prioritizer.program.live import Live
from prioritizer.text.numbers import percent
from prioritizer.web.components.asking import About, Basis, begin, outdone, under_way
from prioritizer.web.components.axes import chip
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import Column, Row, draw, note, table
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, here, job

SECONDS = 30.0
NAME = "interval"
Lines = tuple[WeightLine, ...]


def interval(room: Room) -> None:
    """Draw what is known; the work begins when it is asked for, and again by itself once the search has ended."""
    following(_job(room), _draw)


def _job(room: Room) -> Job[Lines] | None:
    return job(NAME, About.of(room))


def _ask() -> None:
    begin(NAME, SECONDS, _put)


def _put(live: Live, job: Job[Lines], basis: Basis) -> Lines:
    codes = [axis.code for axis in basis.criteria.axes]
    lines: Lines = ()
    for code in codes:
        known = lines
        line = weight_line(
            live,
            basis.found,
            code,
            time_limit=job.seconds / len(codes),
            progress=lambda line, known=known: job.tell((*known, line)),  # type: ignore[misc]
            stop=lambda: job.stopped,
        )
        lines = (*lines, line)
    return lines


def _draw() -> None:
    room = here()
    lang, asked = room.lang, _job(room)
    draw(Markup('<h3 class="part">{}</h3>').format(room.say("web_weights.interval.title")))
    if asked is None:
        draw(note(room.say("web_weights.interval.why")))
        st.button(room.say("web_weights.interval.ask"), key="interval-ask", on_click=_ask, disabled=not room.program)
        return
    lines = {line.code: line for line in asked.told or ()}
    columns = [
        Column(room.say("web_weights.interval.axis")),
        Column(room.say("web_weights.interval.now"), "num"),
        Column(room.say("web_weights.interval.from"), "num"),
        Column(room.say("web_weights.interval.to"), "num"),
        Column(room.say("web_weights.interval.proof")),
    ]
    rows = []
    for place, axis in enumerate(room.criteria.axes):
        line = lines.get(axis.code)
        name = Markup("{}{}").format(chip(place), axis.title.get(lang))
        if line is None:
            rows.append(Row((name, "", "", "", room.say("web_weights.interval.waiting"))))
            continue
        proof = "none" if line.start is None else "proved" if line.proved else "known"
        ends = ("–", "–") if line.start is None or line.end is None else (_at(line.start, lang), _at(line.end, lang))
        rows.append(Row((name, _at(line.published, lang), *ends, room.say(f"web_weights.interval.{proof}"))))
    draw(table(room.say("web_weights.interval.caption"), columns, rows, shown=False))
    if asked.done:
        draw(note(room.say("web_weights.interval.note")))
        if outdone(room, NAME) is not None:
            draw(note(room.say("web_weights.outdone")))
            st.button(room.say("web_tradeoffs.all.renew"), key="interval-again", on_click=_ask)
    else:
        under_way(room, NAME, asked)


def _at(weight: object, lang: str) -> str:
    return percent(weight, lang, 1)  # type: ignore[arg-type]
