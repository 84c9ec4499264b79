"""Weights by the best-worst method: the best criterion against each other one, and each one against the worst.

Judgements are numbers of 1 or more: how many times as important. Two models (Rezaei 2015, Omega 53:49-57, and 2016,
Omega 64:126-130). The linear one has weights of its own and is solved exactly. The ratio model bounds by how much any
ratio of weights misses its judgement, ``xi``; its weights are intervals, of which every one is as good.

In the ratio model, with the worst criterion at 1 and the best one at r, criterion j lies in [p - xi, p + xi] and r / j
in [q - xi, q + xi], p being its judgement over the worst and q that of the best over it. Such weights exist when every
(p - xi)(q - xi) is at most r and every (p + xi)(q + xi) at least r: the least xi has a closed form, pair by pair.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from prioritizer.scoring.exact_lp import ExactLp


@dataclass(frozen=True)
class BestWorst:
    """What the judgements say. Weights sum to 1."""

    weights: Mapping[str, Fraction]
    """Of the linear model, exact."""
    missed: Fraction
    """The linear model's own measure: by how much a judgement is missed, in weight; 0: they agree entirely."""
    xi: float
    """The ratio model's: by how much a ratio of weights misses its judgement."""
    ratio: float
    """Consistency ratio of the ratio model: ``xi`` over ``consistency_index``; above 1 where many contradict."""
    input_ratio: float
    """Consistency ratio of the judgements themselves (Liang, Brunelli and Rezaei 2020)."""
    intervals: Mapping[str, tuple[float, float]]
    """Least and greatest weight of the ratio model."""
    worst_pair: str | None
    """The criterion whose two judgements agree least; None where all agree."""


def best_worst(
    best: str, over: Mapping[str, Fraction | int], worst: str, under: Mapping[str, Fraction | int]
) -> BestWorst:
    """Weights from judgements.

    Args:
        best: the most important criterion.
        over: how many times as important as each other one it is, the worst included.
        worst: the least important.
        under: how many times as important as it each other one is; the best one's is that of ``over``.

    Raises:
        ValueError: best and worst are the same, a judgement is missing, one too many, contradicted or below 1.
    """
    names = [best, *(name for name in over if name not in (best, worst)), worst]
    over_j = {name: Fraction(over.get(name, 1 if name == best else 0)) for name in names}
    known = {worst: Fraction(1), best: over_j[worst]}
    under_j = {name: Fraction(under.get(name, known.get(name, Fraction(0)))) for name in names}
    strange = (set(over) | set(under)) - set(names)
    if best == worst or strange or min([*over_j.values(), *under_j.values()]) < 1:
        raise ValueError(f"judgements over {dict(over)} under {dict(under)}")
    if over_j[best] != 1 or under_j[worst] != 1 or under_j[best] != over_j[worst]:
        raise ValueError(f"judgements of {best} and {worst} disagree")
    middle = names[1:-1]
    top = over_j[worst]
    pairs = {name: (float(under_j[name]), float(over_j[name])) for name in middle}
    xi = _least_xi(list(pairs.values()), float(top))
    gaps = {name: abs(over_j[name] * under_j[name] - top) for name in middle}
    farthest = max(gaps, key=lambda name: gaps[name], default=None)
    weights, missed = _linear(names, over_j, under_j)
    most = consistency_index(float(top))
    return BestWorst(
        weights=weights,
        missed=missed,
        xi=xi,
        ratio=xi / most if most else 0.0,
        input_ratio=float(gaps[farthest] / (top * top - top)) if farthest is not None and top > 1 else 0.0,
        intervals=_intervals(names, pairs, float(top), xi),
        worst_pair=farthest if farthest is not None and gaps[farthest] else None,
    )


def consistency_index(judgement: float) -> float:
    """The greatest ``xi`` of one criterion between a best and a worst judged so many times apart (Rezaei 2015)."""
    return _smaller_root(2 * judgement + 1, judgement * judgement - judgement)


def _smaller_root(b: float, c: float) -> float:
    """Of x² - b x + c."""
    return (b - sqrt(max(b * b - 4 * c, 0.0))) / 2


def _least_xi(pairs: list[tuple[float, float]], top: float) -> float:
    """See the top of this file: what each pair of bounds needs to meet."""
    needs = [0.0]
    for p, q in pairs:
        if p * q > top:
            needs.append(_smaller_root(p + q + 1, p * q - top))
        else:
            # The positive root of xi² + (p + q + 1) xi + p q - top: the best is too heavy beside this one.
            needs.append((-(p + q + 1) + sqrt((p + q + 1) ** 2 - 4 * (p * q - top))) / 2)
        needs += [(p * q - r * s) / (p + q + r + s) for r, s in pairs]
    return max(needs)


def _intervals(
    names: list[str], pairs: Mapping[str, tuple[float, float]], top: float, xi: float
) -> dict[str, tuple[float, float]]:
    """Least and greatest share of each, with the worst at 1; the best is then at the one r where the bounds meet."""
    r = max([top - xi, *((p - xi) * (q - xi) for p, q in pairs.values() if min(p, q) > xi)])
    low = {names[0]: r, names[-1]: 1.0} | {n: max(p - xi, r / (q + xi)) for n, (p, q) in pairs.items()}
    high = low | {n: max(p + xi if q <= xi else min(p + xi, r / (q - xi)), low[n]) for n, (p, q) in pairs.items()}
    lows, highs = sum(low.values()), sum(high.values())
    return {n: (low[n] / (low[n] + highs - high[n]), high[n] / (high[n] + lows - low[n])) for n in names}


def _linear(
    names: list[str], over: Mapping[str, Fraction], under: Mapping[str, Fraction]
) -> tuple[dict[str, Fraction], Fraction]:
    """The least ``missed`` with |best - over[j] j| and |j - under[j] worst| at most that, as weights that sum to 1."""
    n = len(names)
    lp = ExactLp([Fraction(0)] * n + [Fraction(1)])
    one = [Fraction(1)] * n + [Fraction(0)]
    lp.add(one, Fraction(1))
    lp.add([-value for value in one], Fraction(-1))
    for j, name in enumerate(names):
        for heavier, lighter, times in ((0, j, over[name]), (j, n - 1, under[name])):
            if heavier != lighter:
                row = [Fraction(0)] * n
                row[heavier], row[lighter] = Fraction(1), -times
                lp.add([*row, Fraction(-1)], Fraction(0))
                lp.add([*(-value for value in row), Fraction(-1)], Fraction(0))
    lp.solve()
    return dict(zip(names, lp.x[:n], strict=True)), lp.x[n]
