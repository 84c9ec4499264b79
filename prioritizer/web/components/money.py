"""Envelopes by source, operating effect and people, year by year; and money added or taken away by the meeting."""

from fractions import Fraction

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.decision import Change, FigureUnit
from prioritizer.domain.vocabulary import LimitKind
from prioritizer.program.ledger import operating_by_year, source_years, sources
from prioritizer.program.plan import Plan
from prioritizer.text.numbers import number
from prioritizer.web.components.html import draw
from prioritizer.web.components.years import Series, Words, columns, years_table
from prioritizer.web.room import Room, change, here
from prioritizer.workbook.numbers import NotANumber, read_figure

MILLION = 100_000_000
"""Cents."""
SOURCE, YEAR = "money-source", "money-year"
"""Boxes, one a language: a box remembers the words of what was chosen."""


def words_of(room: Room) -> Words:
    """Names of the figures."""
    return Words(
        room.say("web_program.money.year"),
        room.say("web_program.money.used"),
        room.say("web_program.money.allowed"),
        room.say("web_program.money.unlimited"),
        room.lang,
    )


def money(room: Room) -> None:
    """Draw all of it."""
    plan, years = Plan(room.desk.case, room.program), room.portfolio.info.years

    def write(value: float) -> str:
        return number(round(value, 4), room.lang, 1)

    words = words_of(room)
    envelopes = _envelopes(room, plan)
    draw(
        _title(room, "envelopes"),
        columns(envelopes, years, write, words),
        years_table(room.say("web_program.money.envelopes_table"), envelopes, years, write, words),
    )
    _form(room)
    operating = [_operating(room, plan)]
    draw(
        _title(room, "operating"),
        columns(operating, years, write, words),
        years_table(room.say("web_program.money.operating_table"), operating, years, write, words),
    )
    people = _people(plan)
    if people:
        draw(
            _title(room, "people"),
            columns(people, years, write, words),
            years_table(room.say("web_program.money.people_table"), people, years, write, words),
        )


def _title(room: Room, key: str) -> Markup:
    return Markup("<h2>{}</h2>").format(room.say(f"web_program.money.{key}"))


def _envelopes(room: Room, plan: Plan) -> list[Series]:
    found: dict[str, tuple[list[float], list[float | None]]] = {}
    for row in source_years(plan):
        used, allowed = found.setdefault(row.source, ([], []))
        used.append(row.used / MILLION)
        allowed.append(None if row.available is None else float(row.available / MILLION))
    return [Series(room.words.source(source), used, allowed) for source, (used, allowed) in found.items()]


def _operating(room: Room, plan: Plan) -> Series:
    rows = operating_by_year(plan)
    used = [effect / MILLION for _, effect, _ in rows]
    return Series(
        room.say("web_program.money.operating_name"),
        used,
        [None if cap is None else cap / MILLION for _, _, cap in rows],
    )


def _people(plan: Plan) -> list[Series]:
    portfolio = plan.case.portfolio
    limits = {limit.name: limit.amounts for limit in portfolio.limits if limit.kind is LimitKind.CAPACITY}
    pools = sorted(limits.keys() | {pool for done in plan.done for pool in done.option.people})
    horizon = range(portfolio.info.horizon)
    return [
        Series(
            pool,
            [sum(plan.people(done, pool, t) for done in plan.done) / 1000 for t in horizon],
            [None if amount is None else amount / 1000 for amount in limits.get(pool, (None,) * len(horizon))],
        )
        for pool in pools
    ]


def _form(room: Room) -> None:
    plan = Plan(room.desk.case, room.program)
    limited = {e.source for e in room.portfolio.envelopes if e.amounts is not None}
    choices = [source for source in sources(plan) if source in limited]
    if not choices:
        return
    source, year, amount, go = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    source.selectbox(
        room.say("web_program.money.source"), choices, key=f"{SOURCE}-{room.lang}", format_func=room.words.source
    )
    year.selectbox(
        room.say("web_program.money.when"),
        [None, *room.portfolio.info.years],
        key=f"{YEAR}-{room.lang}",
        format_func=lambda y: room.say("web_program.money.each_year") if y is None else str(y),
    )
    amount.text_input(
        room.say("web_program.money.amount"), key="money-amount", placeholder=room.say("web_program.money.example")
    )
    go.button(room.say("web_program.money.apply"), key="money-apply", on_click=_apply, width="stretch")
    wrong = st.session_state.pop("money-wrong", None)
    if wrong is not None:
        st.error(room.say("web_program.money.wrong", typed=wrong))


def _apply() -> None:
    room, state = here(), st.session_state
    typed = str(state["money-amount"])
    try:
        cents = int(Fraction(read_figure(typed.strip().removeprefix("+")).value) * MILLION)
        if not cents:
            raise NotANumber("number-wrong")
    except NotANumber:
        state["money-wrong"] = typed
        return
    year, source = state[f"{YEAR}-{room.lang}"], state[f"{SOURCE}-{room.lang}"]
    years = room.portfolio.info.years if year is None else [year]
    moved = [Change("envelope", (source,), year, cents, FigureUnit.CENTS) for year in years]
    change(room.history.change(room.meeting.move(moved)))
    state["money-amount"] = ""
