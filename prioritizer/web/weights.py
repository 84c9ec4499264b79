"""Weights that stay at 100 together: one moves, locked ones stay, the rest give way in proportion. Exact decimals."""

from collections.abc import Collection, Mapping
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

WHOLE = Decimal(100)
GRID = Decimal("0.0001")
"""Weights are kept to a ten-thousandth of a percent: far below what anybody reads, and short enough for a link."""


def most(weights: Mapping[str, Decimal], code: str, locks: Collection[str]) -> Decimal:
    """The highest weight that ``code`` may take: all that is not locked elsewhere."""
    return WHOLE - sum((weight for other, weight in weights.items() if other != code and other in locks), Decimal(0))


def movable(weights: Mapping[str, Decimal], code: str, locks: Collection[str]) -> bool:
    """Whether ``code`` may move at all: it is not locked, and something else may give way."""
    return code not in locks and any(other != code and other not in locks for other in weights)


def moved(weights: Mapping[str, Decimal], code: str, to: Decimal, locks: Collection[str] = ()) -> dict[str, Decimal]:
    """The weights with ``code`` at ``to``, as far as the locks allow, and a sum of 100.

    The others that are free keep their proportions; where all of them are at 0 they share equally.

    Raises:
        KeyError: no such weight.
    """
    if code not in weights:
        raise KeyError(code)
    if not movable(weights, code, locks):
        return dict(weights)
    target = min(max(to, Decimal(0)), most(weights, code, locks)).quantize(GRID)
    free = [other for other in weights if other != code and other not in locks]
    left = most(weights, code, locks) - target
    total = sum((weights[other] for other in free), Decimal(0))
    parts = {o: Fraction(weights[o]) / Fraction(total) if total else Fraction(1, len(free)) for o in free}
    given = shares({other: part * Fraction(left) for other, part in parts.items()}, left, GRID)
    return {other: target if other == code else given.get(other, weight) for other, weight in weights.items()}


def shares(exact: Mapping[str, Fraction], total: Decimal, grid: Decimal) -> dict[str, Decimal]:
    """Amounts rounded to a grid so that they still sum to ``total``: largest remainders first, then in order.

    ``total`` must lie on the grid and be the sum of the exact amounts.
    """
    low = {
        key: (Decimal(value.numerator) / value.denominator).quantize(grid, ROUND_DOWN) for key, value in exact.items()
    }
    missing = int((total - sum(low.values(), Decimal(0))) / grid)
    ranked = sorted(exact, key=lambda key: -(exact[key] - Fraction(low[key])))
    for key in ranked[:missing]:
        low[key] += grid
    return low


def shown(weights: Mapping[str, Decimal], grid: Decimal = Decimal(1)) -> dict[str, Decimal]:
    """Weights as a reader sees them, rounded together so that they still sum to 100."""
    return shares({code: Fraction(weight) for code, weight in weights.items()}, WHOLE, grid)
