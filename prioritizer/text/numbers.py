"""Numbers, money, percentages and dates as Montréal writes them (fr_CA) and as English Canada does (en_CA)."""

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_currency

LOCALE = {"fr": "fr_CA", "en": "en_CA"}
SIGNS = {"fr": ("\u00a0", ","), "en": (",", ".")}
"""Between groups of three digits, and before decimals."""

Real = int | float | Decimal | Fraction


def _decimal(value: Real) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))


def number(value: Real, lang: str, digits: int = 0, *, least: int | None = None) -> str:
    """A number with up to ``digits`` decimals, at least ``least`` of them (all of them by default)."""
    # By hand what babel's format_decimal does, ten times faster: a page of two hundred projects has a thousand of them.
    rounded = _decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    whole, _, part = f"{abs(rounded):,f}".partition(".")
    part = part if least is None else part[:least] + part[least:].rstrip("0")
    group, point = SIGNS[lang]
    sign = "-" if rounded.is_signed() else ""
    return sign + whole.replace(",", group) + (point + part if part else "")


def signed(value: Real, lang: str, digits: int = 2) -> str:
    """A number with its sign, nothing before a zero."""
    shown = number(value, lang, digits)
    if not any(digit in "123456789" for digit in shown):
        return number(0, lang, digits)
    return f"+{shown}" if value > 0 else shown


def money(cents: Real, lang: str) -> str:
    """Dollars and cents: ``1 234,50 $`` or ``$1,234.50``."""
    return str(format_currency(_decimal(cents) / 100, "CAD", locale=LOCALE[lang]))


def dollars(cents: Real, lang: str) -> str:
    """Whole dollars: ``1 235 $`` or ``$1,235``."""
    pattern = "#,##0\u00a0¤" if lang == "fr" else "¤#,##0"
    return str(
        format_currency(_decimal(cents) / 100, "CAD", format=pattern, locale=LOCALE[lang], currency_digits=False)
    )


def thousands(cents: Real, lang: str, digits: int = 0) -> str:
    """Thousands of dollars, without the sign: the unit stands in the header."""
    return number(_decimal(cents) / 100_000, lang, digits)


def millions(cents: Real, lang: str, digits: int = 1) -> str:
    """Millions of dollars, without the sign: the unit stands in the header."""
    return number(_decimal(cents) / 100_000_000, lang, digits)


def percent(share: Real, lang: str, digits: int = 1) -> str:
    """A share of 1 as a percentage: ``12,5 %`` or ``12.5%``."""
    return number(_decimal(share) * 100, lang, digits) + ("\u00a0%" if lang == "fr" else "%")


def date(value: dt.date, lang: str) -> str:
    """A date in long form: ``23 novembre 2026`` or ``November 23, 2026``."""
    return str(format_date(value, format="long", locale=LOCALE[lang]))
