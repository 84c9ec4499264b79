"""What a committee says of its weights, typed on the command line: an order, points, pairs, the best and the worst."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from prioritizer.cli.command import Misuse
from prioritizer.domain.criteria import CriteriaSet
from prioritizer.scoring.best_worst import BestWorst, best_worst
from prioritizer.scoring.pairwise import Compared, Random, from_pairs, pairwise
from prioritizer.scoring.surrogate import Surrogate, weights_of_order, weights_of_points

WAYS = ("order", "swing", "pairs", "best_worst")
FIGURE = re.compile(r"\d{1,9}(?:[.,]\d{1,9}|/[1-9]\d{0,8})?")
"""As one writes it: 3, 2.5, 2,5 or 1/3."""
TABLE = Random.SAATY
EXACT = 10**9
"""Weights computed in floats are taken to so many decimals, then made to sum to 1."""

Weights = Mapping[str, Fraction]


@dataclass(frozen=True)
class Answers:
    """What was said, and the weights it means: one set, or one for each way of reading an order."""

    way: str
    weights: Mapping[str, Weights]
    compared: Compared | None = None
    judged: BestWorst | None = None


def read_answers(given: Mapping[str, Any], criteria: CriteriaSet) -> Answers:
    """The answers of the one option given. Raises Misuse where they cannot be read."""
    said = {way: given[way] for way in WAYS if given[way] is not None}
    if len(said) != 1:
        raise Misuse("elicit_one")
    ((way, words),) = said.items()
    match way:
        case "order":
            groups = [[code.strip() for code in group.split("=")] for group in words.split(",")]
            _known([code for group in groups for code in group], criteria)
            return Answers(way, {str(method): weights_of_order(groups, method) for method in Surrogate})
        case "swing":
            points = {code: _figure(figure, words) for code, figure in _rows(words)}
            _known(list(points), criteria)
            if not any(points.values()):
                raise Misuse("elicit_words", words=words)
            return Answers(way, {way: weights_of_points(points)})
    pairs = {_pair(codes, words): _figure(figure, words) for codes, figure in _rows(words)}
    names = list(dict.fromkeys(code for pair in pairs for code in pair))
    _known(names, criteria)
    if min(pairs.values()) <= 0:
        raise Misuse("elicit_words", words=words)
    return _pairs(pairs, names) if way == "pairs" else _best_worst(pairs, names, words)


def _pairs(pairs: Mapping[tuple[str, str], Fraction], names: Sequence[str]) -> Answers:
    missing = [pair for pair in combinations(names, 2) if not {pair, pair[::-1]} & pairs.keys()]
    if missing:
        raise Misuse("elicit_pairs", pairs=", ".join("/".join(pair) for pair in missing))
    try:
        found = pairwise(names, from_pairs(names, {pair: float(value) for pair, value in pairs.items()}), TABLE)
    except ValueError:
        raise Misuse("elicit_twice") from None
    exact = {code: Fraction(round(weight * EXACT)) for code, weight in found.weights.items()}
    return Answers("pairs", {"pairs": weights_of_points(exact)}, compared=found)


def _best_worst(pairs: Mapping[tuple[str, str], Fraction], names: Sequence[str], words: str) -> Answers:
    """The best stands first against every other one, the worst last."""
    best = [a for a in names if all((a, b) in pairs for b in names if b != a)]
    worst = [b for b in names if all((a, b) in pairs for a in names if a != b)]
    if len(best) != 1 or len(worst) != 1:
        raise Misuse("elicit_best_worst")
    over = {b: value for (a, b), value in pairs.items() if a == best[0]}
    under = {a: value for (a, b), value in pairs.items() if b == worst[0] and a != best[0]}
    if len(over) + len(under) != len(pairs) or min(pairs.values()) < 1:
        raise Misuse("elicit_words", words=words)
    found = best_worst(best[0], over, worst[0], under)
    return Answers("best_worst", {"best_worst": found.weights}, judged=found)


def _rows(words: str) -> list[tuple[str, str]]:
    rows = [row.partition("=") for row in re.split(r"[;\s]+", words.strip())]
    if any(not code or not figure for code, _, figure in rows) or len({code for code, _, _ in rows}) < len(rows):
        raise Misuse("elicit_words", words=words)
    return [(code, figure) for code, _, figure in rows]


def _figure(figure: str, words: str) -> Fraction:
    if not FIGURE.fullmatch(figure):
        raise Misuse("elicit_words", words=words)
    return Fraction(figure.replace(",", "."))


def _pair(codes: str, words: str) -> tuple[str, str]:
    first, _, second = codes.partition("/")
    if not first or not second or first == second:
        raise Misuse("elicit_words", words=words)
    return first, second


def _known(codes: Sequence[str], criteria: CriteriaSet) -> None:
    """Every axis, every criterion, or those of one axis, each once."""
    axes = [axis.code for axis in criteria.axes]
    whole = [axes, list(criteria.weights), *([c.code for c in axis.criteria] for axis in criteria.axes)]
    if sorted(codes) not in [sorted(group) for group in whole]:
        known = "; ".join(", ".join(group) for group in (axes, *whole[2:]))
        raise Misuse("elicit_codes", codes=", ".join(codes), known=known)
