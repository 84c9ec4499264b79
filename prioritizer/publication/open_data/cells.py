"""From an exact value to the text of a cell, and the words of the lists.

Numbers have a decimal point, no thousands separator and no useless zero, and six decimals at most (half to even):
enough to write money, people and carry-forward exactly. A text that a spreadsheet would run begins with an apostrophe.
"""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from prioritizer.domain.criteria import Effect, Missing, SetStatus
from prioritizer.domain.decision import FigureUnit, Reason, SolveStatus
from prioritizer.domain.vocabulary import (
    Answer,
    Category,
    CostBasis,
    EstimateClass,
    Jurisdiction,
    MandateReason,
    Phase,
    Sense,
    Source,
    Status,
)
from prioritizer.domain.vocabulary import (
    Kind as ProjectKind,
)
from prioritizer.program.rules import RULES
from prioritizer.publication.blocks import CONTROLS
from prioritizer.publication.edition import Band
from prioritizer.publication.open_data.columns import Column, Kind
from prioritizer.text import text, word

DECIMALS = 6
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell that a spreadsheet takes for a formula begins with (OWASP, CSV injection)."""
TRUE, FALSE = "OUI", "NON"
PER_UNIT: dict[Kind, int | Fraction] = {Kind.MONEY: 100, Kind.FTE: 1000, Kind.PERCENT: Fraction(1, 100)}
"""Exact values behind one unit of the cell: cents, thousandths, shares of 1."""


class State(StrEnum):
    """Whether finance approved what is published."""

    DRAFT = "draft"
    APPROVED = "approved"


class ScaleKind(StrEnum):
    """Kinds of scale of a criterion."""

    LEVELS = "levels"
    MEASURE = "measure"
    RISK = "risk"


OWN = (
    "state",
    "band",
    "reason",
    "status_solve",
    "status_set",
    "effect",
    "rule",
    "figure_unit",
    "scale",
    "missing",
    "type",
)
"""Lists whose words stand in the catalog ``open_data``; those of the others stand in the vocabulary."""
LISTS: dict[str, tuple[str, ...]] = {
    "answer": tuple(Answer),
    "band": tuple(Band),
    "category": tuple(Category),
    "cost_basis": tuple(CostBasis),
    "effect": tuple(Effect),
    "estimate_class": tuple(EstimateClass),
    "figure_unit": tuple(FigureUnit),
    "jurisdiction": tuple(Jurisdiction),
    "kind": tuple(ProjectKind),
    "mandate_reason": tuple(MandateReason),
    "missing": tuple(Missing),
    "phase": tuple(Phase),
    "reason": tuple(Reason),
    "rule": tuple(rule.code for rule in RULES),
    "scale": tuple(ScaleKind),
    "sense": tuple(Sense),
    "source": tuple(Source),
    "state": tuple(State),
    "status": tuple(Status),
    "status_set": tuple(SetStatus),
    "status_solve": tuple(status for status in SolveStatus if status.has_program),
    "type": tuple(Kind),
}
"""The codes of every list that a column uses."""


def said(lang: str, words: str, code: str) -> str:
    """The word of a code."""
    if words == "rule":
        return text(lang, f"rules.{code}.title")
    return text(lang, f"open_data.list.{words}.{code}") if words in OWN else word(lang, words, code)


def plain_text(value: str) -> str:
    """A text that stays text in a spreadsheet, with the signs that steer written as their code points."""
    shown = value.translate(CONTROLS)
    return "'" + shown if shown.startswith(RUNS) else shown


def decimal_text(value: Fraction) -> str:
    """A number as few digits as say it, six decimals at most."""
    millionths = round(value * 10**DECIMALS)
    whole, part = divmod(abs(millionths), 10**DECIMALS)
    sign = "-" if millionths < 0 else ""
    return f"{sign}{whole}" + (f".{part:0{DECIMALS}d}".rstrip("0") if part else "")


def cell(column: Column, value: object) -> str:
    """The text of a cell; None gives an empty one.

    Args:
        column: what the cell holds.
        value: cents, thousandths of FTE, shares of 1, codes, booleans, dates or texts, as the kind asks.
    """
    match column.kind:
        case _ if value is None:
            return ""
        case Kind.TEXT:
            return plain_text(str(value))
        case Kind.WORD:
            if column.open and value not in LISTS[column.words]:
                return plain_text(str(value))
            return said("fr", column.words, str(value))
        case Kind.TRUTH:
            return TRUE if value else FALSE
        case Kind.DATE:
            assert isinstance(value, dt.date)
            return value.isoformat()
        case _:
            assert isinstance(value, int | Fraction | Decimal | float)
            exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
            return decimal_text(exact / PER_UNIT.get(column.kind, 1))
