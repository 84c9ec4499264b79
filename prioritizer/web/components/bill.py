"""The bill of what must be done: what each obligation costs the program, and whom it displaces."""

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.explanation import Between
from prioritizer.insight.must_do import Bill, MustDo, must_do
from prioritizer.program.live import Live
from prioritizer.text.numbers import number
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import Column, Row, draw, note, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, about_program, here, job, work

SECONDS = 60.0
NAME = "bill"


def bill(room: Room) -> None:
    """Draw what is known of it; it is worked out when asked for."""
    following(job(NAME, _about(room)), _draw)


def _about(room: Room) -> object:
    return about_program(room.desk, room.weights), room.program


def _ask() -> None:
    room = here()
    found, judged = room.found, room.judged

    def question(live: Live, job: Job[MustDo]) -> MustDo:
        return must_do(live, found, time_limit=SECONDS, progress=job.tell, stop=lambda: job.stopped)

    if found.program is not None:
        work(NAME, _about(room), lambda: judged.ask(question, judged.case.criteria.weights, SECONDS))


def _draw() -> None:
    room = here()
    asked: Job[MustDo] | None = job(NAME, _about(room))
    draw(note(room.say("web_program.bill.why")))
    if asked is None:
        st.button(room.say("web_program.bill.ask"), key="bill-ask", on_click=_ask)
        return
    if asked.told is not None:
        draw(_table(room, asked.told))
    if not asked.done:
        st.button(room.say("web.proof.stop"), key="bill-stop", on_click=asked.stop)
    elif asked.told is not None and not asked.told.bills:
        draw(note(room.say("web_program.bill.none")))


def _table(room: Room, found: MustDo) -> Markup:
    columns = [
        Column(room.say("web_program.bill.obligation")),
        Column(room.say("web_program.bill.reason")),
        Column(room.say("web_program.bill.price"), "num"),
        Column(room.say("web_program.bill.displaced")),
    ]
    rows = [_row(room, one) for one in sorted(found.bills, key=lambda b: -float(b.price.high or b.price.low))]
    if found.total is not None:
        rows.append(_row(room, found.total, kind="total"))
    return table(room.say("web_program.bill.caption"), columns, rows)


def _row(room: Room, one: Bill, kind: str = "") -> Row:
    if one.reason is None:
        name, reason = Markup("{}").format(room.say("web_program.bill.all")), ""
    else:
        project = room.portfolio.by_id[one.projects[0]]
        name = Markup("<small>{}</small> {}").format(project.id, project_link(project, room.lang))
        reason = room.say(f"result.reason.{one.reason}")
    displaced = ", ".join(one.entering) or "–"
    return Row((name, reason, _between(room, one.price), displaced), kind)


def _between(room: Room, price: Between) -> str:
    low = number(round(float(price.low), 2), room.lang, 1)
    if price.exact:
        return low
    if price.high is None:
        return room.say("web_program.bill.at_least", low=low)
    return room.say("web_program.bill.between", low=low, high=number(round(float(price.high), 2), room.lang, 1))
