"""Numbers as Montréal writes them. Expected forms are the office québécois's rules, written by hand."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.text import numbers

NB = "\u00a0"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (numbers.money(123456789, "fr"), f"1{NB}234{NB}567,89{NB}$"),
        (numbers.money(123456789, "en"), "$1,234,567.89"),
        (numbers.dollars(-123456789, "fr"), f"-1{NB}234{NB}568{NB}$"),
        (numbers.dollars(99, "en"), "$1"),
        (numbers.thousands(123456789, "fr", 1), f"1{NB}234,6"),
        (numbers.percent(Fraction(1, 8), "fr"), f"12,5{NB}%"),
        (numbers.percent(Fraction(1, 3), "en", 2), "33.33%"),
        (numbers.number(Fraction(10, 3), "fr", 2), "3,33"),
        (numbers.number(2, "en", 2, least=0), "2"),
        (numbers.date(dt.date(2026, 11, 23), "fr"), "23 novembre 2026"),
        (numbers.date(dt.date(2026, 11, 23), "en"), "November 23, 2026"),
    ],
)
def test_figures_by_locale(shown, expected):
    assert shown == expected


@given(
    st.one_of(
        st.integers(-(10**15), 10**15),
        st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6),
        st.decimals(min_value=-(10**9), max_value=10**9, places=6),
    ),
    st.integers(0, 4),
    st.integers(0, 4),
    st.sampled_from(["fr", "en"]),
)
def test_numbers_are_written_as_babel_writes_them(value, digits, least, lang):
    least = min(least, digits)
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    shown = "0" * least + "#" * (digits - least)
    pattern = "#,##0" + (f".{shown}" if shown else "")
    expected = format_decimal(exact, format=pattern, locale=numbers.LOCALE[lang])
    assert numbers.number(value, lang, digits, least=least) == expected
