"""Numbers as people type them in Montréal and elsewhere, read exactly or refused: nothing is guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import isfinite

LONGEST = 40
"""Characters beyond which a text is no amount."""
LARGEST = Decimal(10) ** 13
"""No city counts higher; beyond, cents would not fit the exact rows."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u2009\u200a]+")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2011": "-"})
_CURRENCY = re.compile(r"^\$\s?|\s?\$(?:\s?ca)?$|\s?cad$", re.IGNORECASE)
_GROUPED = {
    " ": re.compile(r"\d{1,3}(?: \d{3})+"),
    ",": re.compile(r"\d{1,3}(?:,\d{3})+"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
}


class NotANumber(ValueError):
    """``code`` says why: ``number-ambiguous``, ``number-wrong`` or ``number-too-large``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Figure:
    """A number, and whether it was written with a percent sign (25 % is 25, with ``percent``)."""

    value: Decimal
    percent: bool = False


def read_figure(cell: object) -> Figure:
    """The number that a cell holds.

    Accepted in text: ``1 234,56 $`` with any kind of space, ``1,234.56``, ``1.234,56``, ``(1 234)`` and ``−5`` for
    negatives, ``12,5 %``. Refused as ambiguous: ``1,234`` and ``1.234``, which are two numbers in two languages.

    Raises:
        NotANumber: for anything else.
    """
    if isinstance(cell, bool) or cell is None:
        raise NotANumber("number-wrong")
    if isinstance(cell, int):
        return _bounded(Decimal(cell))
    if isinstance(cell, float):
        if not isfinite(cell):
            raise NotANumber("number-wrong")
        return _bounded(Decimal(repr(cell)))
    if isinstance(cell, Decimal):
        return _bounded(cell)
    return _from_text(str(cell))


def _bounded(value: Decimal, percent: bool = False) -> Figure:
    if abs(value) > LARGEST:
        raise NotANumber("number-too-large")
    return Figure(value, percent)


def _from_text(written: str) -> Figure:
    if len(written) > LONGEST:
        raise NotANumber("number-wrong")
    text = _SPACES.sub(" ", written).strip().translate(_MINUS)
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip()
    text, percent = (text[:-1].strip(), True) if text.endswith("%") else (text, False)
    text = _CURRENCY.sub("", text).strip()
    if text.startswith(("-", "+")):
        if negative:
            raise NotANumber("number-wrong")
        negative, text = text[0] == "-", text[1:].strip()
    text = _CURRENCY.sub("", text).strip()
    value = _unsigned(text)
    return _bounded(-value if negative else value, percent)


def _unsigned(text: str) -> Decimal:
    comma, dot = text.rfind(","), text.rfind(".")
    mark = "," if comma > dot else "." if dot >= 0 else ""
    whole, decimals = text, ""
    if mark and text.count(mark) == 1:
        whole, _, decimals = text.partition(mark)
        if not decimals.isascii() or not decimals.isdigit():
            raise NotANumber("number-wrong")
        if len(decimals) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole):
            raise NotANumber("number-ambiguous")
    separators = [sign for sign in " ,." if sign in whole]
    if len(separators) > 1:
        raise NotANumber("number-wrong")
    if separators:
        if not _GROUPED[separators[0]].fullmatch(whole):
            raise NotANumber("number-wrong")
        whole = whole.replace(separators[0], "")
    if not re.fullmatch(r"[0-9]+", whole):
        raise NotANumber("number-wrong")
    try:
        return Decimal(f"{whole}.{decimals}" if decimals else whole)
    except InvalidOperation:
        raise NotANumber("number-wrong") from None


def to_units(figure: Decimal, per: int, *, binary: bool) -> int:
    """A figure in whole smallest units (cents, thousandths, basis points), ``per`` of them in 1.

    ``binary`` tells that it comes from a spreadsheet's number: noise of a millionth of a unit is rounded away, as in
    0.1 + 0.2; anything more is refused.

    Raises:
        NotANumber: ``number-too-fine`` where it is not a whole number of units.
    """
    units = figure * per
    nearest = units.to_integral_value()
    noise = Decimal("0.000001") * max(Decimal(1), abs(units) / 10**9)
    if units != nearest and not (binary and abs(units - nearest) <= noise):
        raise NotANumber("number-too-fine")
    return int(nearest)
