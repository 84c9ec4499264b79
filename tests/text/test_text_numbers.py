"""Numbers as Montréal writes them. Expected forms are the office québécois's rules, written by hand."""

import datetime as dt
from fractions import Fraction

import pytest

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
