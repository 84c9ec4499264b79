"""The triangle of weights: the committee's point, dragged or typed, and the map of which program is best where."""

import base64
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import streamlit as st
from markupsafe import Markup

from prioritizer.insight.weight_triangle import CORNERS, Cell, Triangle, Weights, weight_triangle
from prioritizer.program.live import Live
from prioritizer.text.numbers import number, percent
from prioritizer.web.components.asking import About, Basis, begin, outdone, under_way
from prioritizer.web.components.axes import chip
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import Column, Row, draw, note, table
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, change, here, job
from prioritizer.workbook.numbers import NotANumber, read_figure

SECONDS = 45.0
NAME, SENT = "triangle", "triangle-sent"
INK, QUIET, LINE, HOME = "#1a1a1a", "#51606f", "#8896a8", "#dbe2ec"
WIDE, HIGH = 1000.0, 866.0
"""Of the drawing of the map."""
FINE = Decimal("0.0001")
LISTED, NUMBERED = 12, Fraction(1, 50)
"""Programs of the table, and the least share of the triangle that bears its number."""
SIZE = 34
"""Of a number in the drawing."""


def triangle(room: Room) -> None:
    """Draw the three figures to type, then the map."""
    weights = room.meeting.axis_weights(room.criteria)
    for place, axis in enumerate(room.criteria.axes):
        key, typed = f"t:{axis.code}", number(weights[axis.code], room.lang, 4, least=0)
        if st.session_state.get(key) != typed:
            st.session_state[key] = typed
        words = room.say("web_weights.triangle.typed", axis=axis.title.get(room.lang))
        left, right = st.columns([3, 1], vertical_alignment="center", gap="small")
        with left:
            draw(Markup('<div aria-hidden="true">{}{}</div>').format(chip(place), words))
        right.text_input(
            words,
            key=key,
            on_change=_typed,
            args=(axis.code,),
            disabled=axis.code in room.meeting.locks,
            label_visibility="collapsed",
        )
    wrong = st.session_state.pop("typed-wrong", None)
    if wrong is not None:
        st.error(room.say("web_weights.triangle.wrong", typed=wrong))
    # Where the shell's script (triangle.js) writes a point that was let go of; nobody sees it.
    st.text_input(SENT, key=SENT, on_change=_sent, label_visibility="collapsed")
    following(job(NAME, About.of(room)), _map)


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


def _ask() -> None:
    begin(NAME, SECONDS, _put)


def _put(live: Live, job: Job[Triangle], basis: Basis) -> Triangle:
    return weight_triangle(live, basis.found, time_limit=job.seconds, progress=job.tell, stop=lambda: job.stopped)


def _map() -> None:
    room = here()
    asked: Job[Triangle] | None = job(NAME, About.of(room))
    found = asked.told if asked is not None else None
    draw(_figure(room, found))
    draw(note(room.say("web_weights.triangle.how")))
    if asked is None:
        st.button(room.say("web_weights.triangle.ask"), key="triangle-ask", on_click=_ask, disabled=not room.program)
    elif not asked.done:
        under_way(room, NAME, asked)
    elif outdone(room, NAME) is not None:
        draw(note(room.say("web_weights.outdone")))
        st.button(room.say("web_tradeoffs.all.renew"), key="triangle-again", on_click=_ask)
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
                _name(room, cell, n),
                percent(cell.share, lang, 1),
                number(len(cell.program), lang),
            )
        )
        for n, cell in enumerate(found.cells[:LISTED], 1)
    ]
    draw(table(room.say("web_weights.triangle.caption"), columns, rows))


def _name(room: Room, cell: Cell, n: int) -> Markup:
    shown = room.say("web_weights.triangle.home")
    tag = Markup(' <span class="tag in">{}</span>').format(shown) if cell.program == room.program else ""
    return Markup("{}{}").format(n, tag)


def _sent() -> None:
    sent, st.session_state[SENT] = str(st.session_state[SENT]), ""
    room = here()
    weights = moved(room, sent)
    if weights is not None:
        change(room.history.change(room.meeting.weigh_axes(room.criteria, weights)))


def moved(room: Room, sent: str) -> dict[str, Decimal] | None:
    """Weights of the axes where a point was let go of: 100 in all, the locked ones untouched. None: no such point."""
    now, codes = room.meeting.axis_weights(room.criteria), [axis.code for axis in room.criteria.axes]
    free = [code for code in codes if code not in room.meeting.locks]
    try:
        asked = [Decimal(part).quantize(FINE) for part in sent.split(";")]
    except InvalidOperation:
        return None
    if len(asked) != len(codes) or len(free) < 2:
        return None
    weights = {code: share if code in free else now[code] for code, share in zip(codes, asked, strict=True)}
    weights[free[-1]] = 100 - sum((weights[code] for code in codes if code != free[-1]), Decimal(0))
    return weights if all(0 <= share <= 100 for share in weights.values()) else None


def _figure(room: Room, found: Triangle | None) -> Markup:
    """The map as a picture, the published point as a ring, the committee's as a dot that the shell's script moves."""
    lang, axes = room.lang, room.criteria.axes
    weights = room.meeting.axis_weights(room.criteria)
    now = [weights[axis.code] for axis in axes]
    shares = [percent(share / 100, lang, 0 if share == int(share) else 1) for share in now]
    names = [
        Markup("<span>{}<span data-name>{}</span> <b data-share>{}</b></span>").format(
            chip(n), axis.title.get(lang), share
        )
        for n, (axis, share) in enumerate(zip(axes, shares, strict=True))
    ]
    said = ", ".join(f"{axis.title.get(lang)} {share}" for axis, share in zip(axes, shares, strict=True))
    return Markup(
        '<div class="mixing" data-triangle="{sent}" data-locked="{locked}" data-percent="{percent}" '
        'data-point="{point}">'
        '<p class="top">{top}</p><div class="ternary"><img alt="" src="{map}">'
        '<span class="ring" style="{published}"></span>'
        '<span class="point" style="{here}" tabindex="0" role="slider" aria-label="{label}" aria-valuemin="0" '
        'aria-valuemax="100" aria-valuenow="{first}" aria-valuetext="{said}"></span></div>'
        '<p class="base">{left}{right}</p></div>'
    ).format(
        sent=";".join(str(share) for share in now),
        locked="".join(str(int(axis.code in room.meeting.locks)) for axis in axes),
        percent=percent(0, lang, 0).replace("0", "{n}"),
        point=number(0, lang, 1)[1],
        map=_drawn(room, found),
        published=_at([axis.weight for axis in axes]),
        here=_at(now),
        label=room.say("web_weights.triangle.alt"),
        first=now[0],
        said=said,
        top=names[0],
        left=names[1],
        right=names[2],
    )


def _at(mix: Sequence[Decimal]) -> str:
    """Where a mix of percents stands: the first axis on top, the second on the left, the third on the right."""
    return f"left:{50 + float(mix[2] - mix[1]) / 2:.3f}%;top:{100 - float(mix[0]):.3f}%"


def _drawn(room: Room, found: Triangle | None) -> str:
    """The triangle and its cells, as the address of a picture; the cell of the program shown is shaded.

    A cell bears the number of its row in the table, where there is room for it.
    """
    cells = found.cells if found is not None else ()
    shapes = [_shape(cell.corners, HOME if cell.program == room.program else "none", LINE, 3) for cell in cells]
    shapes.append(_shape(CORNERS, "none" if cells else "#f3f5f8", INK, 5))
    shapes += [_number(n, cell.corners) for n, cell in enumerate(cells[:LISTED], 1) if cell.share >= NUMBERED]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3 -3 {WIDE + 6:g} {HIGH + 6:g}" preserveAspectRatio="none">'
    )
    content = "".join((drawing, *shapes, "</svg>")).encode()
    return "data:image/svg+xml;base64," + base64.b64encode(content).decode()


def _spot(mix: Weights) -> tuple[float, float]:
    a, b, c = mix
    return WIDE * (1 + float(c) - float(b)) / 2, HIGH * (1 - float(a))


def _number(n: int, corners: Sequence[Weights]) -> str:
    """In the middle of the corners: inside, a cell being convex."""
    x, y = (sum(place) / len(corners) for place in zip(*map(_spot, corners), strict=True))
    return (
        f'<text x="{x:.1f}" y="{y + SIZE / 3:.1f}" font-family="sans-serif" font-size="{SIZE}" fill="{QUIET}" '
        f'text-anchor="middle">{n}</text>'
    )


def _shape(corners: Sequence[Weights], fill: str, line: str, width: int) -> str:
    said = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(_spot, corners))
    return f'<polygon points="{said}" fill="{fill}" stroke="{line}" stroke-width="{width}" stroke-linejoin="round"/>'
