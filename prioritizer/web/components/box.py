"""A box to choose from, that keeps the choice when the language changes and when the page is left."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

T = TypeVar("T")


def box(
    label: str,
    options: Sequence[T],
    key: str,
    name: Callable[[T], str],
    *,
    first: T,
    where: DeltaGenerator | None = None,
    width: int | None = None,
) -> T:
    """The option chosen, which stands in the session under ``key`` too; ``first`` until one is."""
    state = st.session_state
    if key not in state or state[key] not in options:
        state[key] = first
    # A box remembers the words of what was chosen: with other words (another language) it is another.
    mine = f"{key}-{hash(tuple(name(option) for option in options))}"
    if mine not in state:
        state[mine] = state[key]
    select = st.selectbox if where is None else where.selectbox
    chosen: T = select(label, options, key=mine, format_func=name, width=width or "stretch")
    state[key] = chosen
    return chosen
