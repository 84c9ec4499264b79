"""Sliders that stay at 100 together: the axes, and under each its criteria."""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from prioritizer.domain.criteria import Axis
from prioritizer.text.numbers import number, percent
from prioritizer.web.components.axes import chip
from prioritizer.web.components.html import draw
from prioritizer.web.presets import presets
from prioritizer.web.room import Room, change, here
from prioritizer.web.weights import movable, shown

TENTHS = Decimal("0.1")


def sliders(room: Room) -> None:
    """Draw them, with the published weights beside and one click away."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _presets(room)
        st.button(
            room.say("web_weights.as_published"),
            key="as-published",
            on_click=_as_published,
            disabled=not (room.meeting.axes or room.meeting.shares or room.meeting.locks),
        )
    weights = room.meeting.axis_weights(room.criteria)
    for place, axis in enumerate(room.criteria.axes):
        published = {a.code: a.weight for a in room.criteria.axes}
        _slider(room, axis.code, axis.title.get(room.lang), weights, published, chip(place))
    draw(Markup('<h3 class="part">{}</h3>').format(room.say("web_weights.criteria")))
    for axis in room.criteria.axes:
        if len(axis.criteria) > 1:
            _criteria(room, axis)


def _criteria(room: Room, axis: Axis) -> None:
    # Drawn once it is open: a closed one costs nothing when a weight moves.
    with st.expander(axis.title.get(room.lang), key=f"criteria-{axis.code}", on_change="rerun") as box:
        if not box.open:
            return
        weights = room.meeting.shares_of(axis)
        published = {criterion.code: criterion.weight for criterion in axis.criteria}
        for criterion in axis.criteria:
            _slider(room, criterion.code, criterion.title.get(room.lang), weights, published, Markup(""))


def _slider(
    room: Room,
    code: str,
    title: str,
    weights: Mapping[str, Decimal],
    published: Mapping[str, Decimal],
    mark: Markup,
) -> None:
    """One weight: its slider, what it is and was exactly, its lock."""
    key, lock = f"w:{code}", f"l:{code}"
    whole = int(shown(weights)[code])
    # Given only where it differs: a slider that is being moved is not to be pulled back.
    moved = st.session_state.get(key) != whole
    if moved:
        st.session_state[key] = whole
    locked = code in room.meeting.locks
    if st.session_state.get(lock) != locked:
        st.session_state[lock] = locked
    now, was = (percent(w[code] / 100, room.lang, 0 if w[code] == int(w[code]) else 1) for w in (weights, published))
    words = room.say("web_weights.now_was", now=now, was=was)
    draw(Markup('<div class="weight"><span>{}{}</span><strong>{}</strong></div>').format(mark, title, words))
    left, right = st.columns([4, 1], vertical_alignment="center", gap="small")
    left.slider(
        title,
        0,
        100,
        None if moved else whole,
        key=key,
        format="%d %%",
        on_change=_weigh,
        args=(code,),
        disabled=not movable(weights, code, room.meeting.locks),
        label_visibility="collapsed",
    )
    right.checkbox(
        room.say("web_weights.lock"),
        key=lock,
        on_change=_lock,
        args=(code,),
    )


def _presets(room: Room) -> None:
    found = presets(room.criteria)

    def name(code: str) -> str:
        if code in room.criteria.weights or code in {axis.code for axis in room.criteria.axes}:
            return room.say("web_weights.preset.first", axis=room.words.axis(code))
        return room.say(f"web_weights.preset.{code}")

    st.selectbox(
        room.say("web_weights.preset.label"),
        list(found),
        index=None,
        key="preset",
        format_func=name,
        placeholder=room.say("web_weights.preset.choose"),
        on_change=_preset,
        label_visibility="collapsed",
    )


def _weigh(code: str) -> None:
    room = here()
    to = Decimal(st.session_state[f"w:{code}"])
    change(room.history.move(f"w:{code}", room.history.from_origin(f"w:{code}").weigh(room.criteria, code, to)))


def _lock(code: str) -> None:
    room = here()
    change(room.history.change(room.meeting.lock(code, on=st.session_state[f"l:{code}"])))


def _as_published() -> None:
    room = here()
    change(room.history.change(room.meeting.as_published()))


def _preset() -> None:
    room = here()
    chosen = presets(room.criteria).get(st.session_state["preset"])
    st.session_state["preset"] = None
    if chosen is not None:
        change(room.history.change(room.meeting.weigh_axes(room.criteria, chosen)))


def exact(weights: Mapping[str, Decimal], code: str, lang: str) -> str:
    """A weight as exactly as it is kept."""
    return number(weights[code], lang, 4, least=0)
