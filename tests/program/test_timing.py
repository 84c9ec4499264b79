"""Years told one by one and all at once are the same, whatever the start: one before the horizon or after it too."""

from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from prioritizer.domain import timing
from prioritizer.domain.portfolio import OperatingEffect

YEARS = st.lists(st.integers(-3, 9), max_size=6).map(tuple)
SHIFTS, HORIZONS = st.integers(-4, 9), st.integers(1, 7)


@examples(300)
@given(YEARS, SHIFTS, HORIZONS)
def test_amounts_of_every_year_are_those_of_each(years, shift, horizon):
    assert timing.in_years(years, shift, horizon) == tuple(timing.in_year(years, shift, t) for t in range(horizon))


@examples(300)
@given(YEARS, st.integers(-3, 9), st.data(), SHIFTS, HORIZONS)
def test_operating_effects_of_every_year_are_those_of_each(years, recurring, data, shift, horizon):
    filled = data.draw(st.integers(0, len(years)))
    effect = OperatingEffect("run", years, recurring, filled)
    told = tuple(timing.operating_in(effect, shift, t) for t in range(horizon))
    assert timing.operating_years(effect, shift, horizon) == told
