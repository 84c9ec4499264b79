"""A meeting as a short text that fits in a link, and back. What a link says is checked like any other input."""

import base64
import json
import zlib
from decimal import Decimal
from typing import Any

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Change, FigureUnit
from prioritizer.domain.portfolio import Portfolio
from prioritizer.web.meeting import SWITCHES, Forced, Meeting
from prioritizer.web.weights import WHOLE

LONGEST = 6_000
"""Characters of a link's text that browsers and proxies carry everywhere."""
UNPACKED = 200_000
"""Bytes that a link may unpack to."""
REASON = 400
"""Characters of a reason."""
MOVABLE = {"envelope": FigureUnit.CENTS, "operating": FigureUnit.CENTS, "capacity": FigureUnit.MILLI_FTE}
SUBJECT = {"operating": 0, "precedence": 2, "balance": 3, "earmark": 2, "group": 2}
"""Parts that name what a rule is about, at least; one where nothing is said."""


class BadLink(ValueError):
    """The text of a link is damaged, or not about this portfolio and these criteria."""


def to_plain(meeting: Meeting) -> dict[str, Any]:
    """The meeting as plain JSON data; empty where nothing has changed."""
    plain: dict[str, Any] = {
        "a": {code: format(weight.normalize(), "f") for code, weight in meeting.axes},
        "s": {code: format(weight.normalize(), "f") for code, weight in meeting.shares},
        "l": sorted(meeting.locks),
        "f": [[row.project, row.inside, row.start, row.reason[:REASON]] for row in meeting.forced],
        "o": [[rule, *subject] for rule, subject in meeting.off],
        "m": [[change.rule, change.year, change.amount, *change.subject] for change in meeting.limits],
    }
    return {key: value for key, value in plain.items() if value}


def to_link(meeting: Meeting) -> str:
    """The meeting as text of a link; empty where nothing has changed."""
    kept = to_plain(meeting)
    if not kept:
        return ""
    packed = zlib.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_link(text: str, criteria: CriteriaSet, portfolio: Portfolio) -> Meeting:
    """The meeting of a link.

    Raises:
        BadLink: for a text that is damaged, too long, or names what the portfolio or the criteria do not have.
    """
    if not text:
        return Meeting()
    try:
        plain = _unpack(text)
    except (ValueError, RecursionError, zlib.error) as error:
        raise BadLink(str(error)) from error
    return from_plain(plain, criteria, portfolio)


def from_plain(plain: dict[str, Any], criteria: CriteriaSet, portfolio: Portfolio) -> Meeting:
    """The meeting of plain data.

    Raises:
        BadLink: for data that is no meeting, or names what the portfolio or the criteria do not have.
    """
    try:
        return _meeting(plain, criteria, portfolio)
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise BadLink(str(error)) from error


def _unpack(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise BadLink("too long")
    packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    unpacking = zlib.decompressobj()
    raw = unpacking.decompress(packed, UNPACKED)
    if unpacking.unconsumed_tail:
        raise BadLink("too long")
    found = json.loads(raw)
    if not isinstance(found, dict):
        raise BadLink("not a meeting")
    return found


def _meeting(plain: dict[str, Any], criteria: CriteriaSet, portfolio: Portfolio) -> Meeting:
    codes = {axis.code for axis in criteria.axes} | set(criteria.weights)
    axes, shares = _weights(plain.get("a", {})), _weights(plain.get("s", {}))
    locks = frozenset(str(code) for code in plain.get("l", []))
    if not locks <= codes:
        raise BadLink("no such weight")
    if axes and (axes.keys() != {axis.code for axis in criteria.axes} or sum(axes.values()) != WHOLE):
        raise BadLink("weights of the axes")
    for axis in criteria.axes:
        mine = {criterion.code for criterion in axis.criteria} & shares.keys()
        if mine and (len(mine) < len(axis.criteria) or sum(shares[code] for code in mine) != WHOLE):
            raise BadLink("weights of an axis")
    if not shares.keys() <= set(criteria.weights):
        raise BadLink("no such criterion")
    return Meeting(
        axes=tuple((axis.code, axes[axis.code]) for axis in criteria.axes) if axes else (),
        shares=tuple((c.code, shares[c.code]) for c in criteria.criteria if c.code in shares),
        locks=locks,
        forced=tuple(sorted((_forced(row, portfolio) for row in plain.get("f", [])), key=lambda r: r.project)),
        off=tuple(sorted(_rule(row) for row in plain.get("o", []))),
        limits=tuple(_change(row, portfolio) for row in plain.get("m", [])),
    )


def _weights(plain: dict[str, str]) -> dict[str, Decimal]:
    weights = {str(code): Decimal(str(value)) for code, value in plain.items()}
    if not all(weight.is_finite() and 0 <= weight <= WHOLE for weight in weights.values()):
        raise BadLink("weight out of range")
    return weights


def _forced(row: list[Any], portfolio: Portfolio) -> Forced:
    project, inside, start, reason = row
    if project not in portfolio.by_id or inside not in (True, False, None):
        raise BadLink("no such project")
    if start is not None and int(start) not in portfolio.info.years:
        raise BadLink("no such year")
    return Forced(project, inside, None if start is None else int(start), str(reason)[:REASON])


def _rule(row: list[Any]) -> tuple[str, tuple[str, ...]]:
    rule, *subject = (str(part) for part in row)
    if rule not in SWITCHES or len(subject) < SUBJECT.get(rule, 1):
        raise BadLink("no such rule")
    return rule, tuple(subject)


def _change(row: list[Any], portfolio: Portfolio) -> Change:
    rule, year, amount, *subject = row
    if rule not in MOVABLE or int(year) not in portfolio.info.years or abs(int(amount)) > 10**15:
        raise BadLink("no such limit")
    return Change(rule, tuple(str(part) for part in subject), int(year), int(amount), MOVABLE[rule])
