"""Weights from an order alone, or from points given directly: what a committee can say without comparing pairs.

An order is a sequence of groups, the most important first; the names of a group are as important as one another and
share the weight of their ranks equally.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction


class Surrogate(StrEnum):
    """How an order is turned into weights."""

    CENTROID = "centroid"
    """The mean of all weights that keep the order: the steepest."""
    SUM = "sum"
    RECIPROCAL = "reciprocal"


def rank_order_centroid(count: int) -> tuple[Fraction, ...]:
    """Weights of an order alone: the centroid of all that keep it (Barron and Barrett 1996)."""
    return tuple(sum((Fraction(1, k) for k in range(i, count + 1)), Fraction(0)) / count for i in range(1, count + 1))


def rank_sum(count: int) -> tuple[Fraction, ...]:
    """Weights in proportion to the rank counted from the last (Stillwell, Seaver and Edwards 1981)."""
    return tuple(Fraction(2 * (count + 1 - i), count * (count + 1)) for i in range(1, count + 1))


def rank_reciprocal(count: int) -> tuple[Fraction, ...]:
    """Weights in proportion to one over the rank (Stillwell, Seaver and Edwards 1981)."""
    total = sum((Fraction(1, k) for k in range(1, count + 1)), Fraction(0))
    return tuple(Fraction(1, i) / total for i in range(1, count + 1))


_METHODS = {
    Surrogate.CENTROID: rank_order_centroid,
    Surrogate.SUM: rank_sum,
    Surrogate.RECIPROCAL: rank_reciprocal,
}


def weights_of_order(groups: Sequence[Sequence[str]], method: Surrogate = Surrogate.CENTROID) -> dict[str, Fraction]:
    """Weights of an order, exact, summing to 1.

    Raises:
        ValueError: nothing is ordered, or a name comes twice.
    """
    names = [name for group in groups for name in group]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"order {names}")
    ranked, first = _METHODS[method](len(names)), 0
    found: dict[str, Fraction] = {}
    for group in groups:
        mine = ranked[first : first + len(group)]
        found |= dict.fromkeys(group, sum(mine, Fraction(0)) / max(len(group), 1))
        first += len(group)
    return found


def weights_of_points(points: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Weights in proportion to points: swing weights where the swing from worst to best is rated, the greatest at 100
    (Edwards and Barron 1994), or points shared out.

    Raises:
        ValueError: a figure is negative, or all are 0.
    """
    total = sum(points.values(), Fraction(0))
    if total <= 0 or any(value < 0 for value in points.values()):
        raise ValueError(f"points {dict(points)}")
    return {name: value / total for name, value in points.items()}


def on_other_ranges(weights: Mapping[str, Fraction], factors: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The same judgement once the range of a scale is so many times as wide: the weight follows the range.

    Raises:
        ValueError: a factor is negative, or nothing is left.
    """
    return weights_of_points({name: weight * factors.get(name, Fraction(1)) for name, weight in weights.items()})
