"""Numbers as people type them: read exactly or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.text.numbers import money, number
from prioritizer.workbook.numbers import NotANumber, read_figure, to_units


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1 234,56 $", "1234.56"),
        ("1\u00a0234,56\u00a0$", "1234.56"),
        ("1\u202f234\u202f567,8", "1234567.8"),
        ("(1 234,00)", "-1234"),
        ("\u22125", "-5"),
        ("- 5 $", "-5"),
        ("$1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234,567", "1234567"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        (" 12 ", "12"),
        (7, "7"),
        (0.1, "0.1"),
        (1234.56, "1234.56"),
    ],
)
def test_read(written, value):
    assert read_figure(written).value == Decimal(value)


@pytest.mark.parametrize("written", ["12,5 %", "12.5%", "12,5\u00a0%"])
def test_percent_is_said(written):
    figure = read_figure(written)
    assert (figure.value, figure.percent) == (Decimal("12.5"), True)


@pytest.mark.parametrize("written", ["1,234", "1.234", "12,345", "999.999", "-1,234", "1,234 $"])
def test_two_readings_are_refused(written):
    with pytest.raises(NotANumber, match="number-ambiguous"):
        read_figure(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "1 23",
        "12 3456",
        "1e5",
        "nan",
        "inf",
        "--5",
        "(-5)",
        "1,2,3",
        "1.2.3,4.5",
        "٣",
        "1/2",
        True,
        None,
        "9" * 41,
        float("nan"),
        float("inf"),
    ],
)
def test_anything_else_is_refused(written):
    with pytest.raises(NotANumber, match="number-wrong"):
        read_figure(written)


@pytest.mark.parametrize("written", [1e308, 10**20, "99999999999999,00"])
def test_a_huge_number_is_refused(written):
    with pytest.raises(NotANumber, match="number-too-large"):
        read_figure(written)


@given(st.integers(-(10**14), 10**14), st.sampled_from(["fr", "en"]))
def test_money_as_we_print_it_is_read_back_to_the_cent(cents, lang):
    shown = money(cents, lang)
    assert to_units(read_figure(shown).value, 100, binary=False) == cents


@given(st.decimals(-10_000_000, 10_000_000, places=3), st.sampled_from(["fr", "en"]))
def test_a_number_as_we_print_it_is_read_back_or_refused_as_ambiguous(value, lang):
    try:
        assert read_figure(number(value, lang, 3)).value == value
    except NotANumber as error:
        assert error.code == "number-ambiguous"  # noqa: PT017
        assert abs(value) < 1000


@given(st.integers(-(10**12), 10**12))
def test_a_spreadsheet_s_number_keeps_its_cents(cents):
    assert to_units(read_figure(cents / 100).value, 100, binary=True) == cents


def test_noise_is_rounded_and_nothing_else():
    assert to_units(read_figure(0.1 + 0.2).value, 100, binary=True) == 30
    with pytest.raises(NotANumber, match="number-too-fine"):
        to_units(Decimal("0.125"), 100, binary=True)
    with pytest.raises(NotANumber, match="number-too-fine"):
        to_units(read_figure(0.1 + 0.2).value, 100, binary=False)
