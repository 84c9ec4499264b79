"""Weights from comparisons by pairs (AHP; Saaty 1980): how many times one is as important as another.

The weights are the principal right eigenvector, not the mean of the columns that many tools give in its place. Meant
for a handful of axes or criteria, never for projects; each comparison should name the swing of both scales.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import exp, log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ACCEPTED = 0.10
"""Consistency ratio up to which judgements are usually accepted (Saaty 1980)."""


class Random(StrEnum):
    """Whose table of random consistency indexes; they differ, so that one publishes which was used."""

    SAATY = "saaty"
    """Saaty 2005."""
    SAATY_1980 = "saaty-1980"
    DONEGAN_DODD = "donegan-dodd"
    ALONSO_LAMATA = "alonso-lamata"
    """Alonso and Lamata 2006."""


_TABLES: Mapping[Random, tuple[float, ...]] = {
    Random.SAATY: (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
    Random.SAATY_1980: (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    Random.DONEGAN_DODD: (
        *(0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733),
        *(1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969),
    ),
    Random.ALONSO_LAMATA: (
        *(0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499),
        *(1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838),
    ),
}
"""For 3 things compared, then 4, up to 15."""


@dataclass(frozen=True)
class Odd:
    """The comparison that agrees least with all the others."""

    first: str
    second: str
    said: float
    """How many times as important the first was said to be."""
    meant: float
    """What the weights make of it."""


@dataclass(frozen=True)
class Compared:
    """What the comparisons say. Weights sum to 1."""

    weights: Mapping[str, float]
    lambda_max: float
    index: float
    """Consistency index: (lambda - n) / (n - 1)."""
    ratio: float | None
    """Consistency ratio: the index over a random one's. 0 for one or two things; None beyond 15, where tables end."""
    geometric: Mapping[str, float]
    """Weights by geometric means of the rows, beside."""
    geometric_index: float | None
    """Geometric consistency index (Aguarón and Moreno-Jiménez 2003); None for one or two things."""
    odd: Odd | None
    """None where all comparisons agree."""


def pairwise(names: Sequence[str], matrix: Sequence[Sequence[float]], table: Random = Random.SAATY) -> Compared:
    """Weights from a full matrix: row i, column j, how many times i is as important as j.

    Raises:
        ValueError: the matrix is not square, not positive or not reciprocal.
    """
    a = np.array(matrix, np.float64)
    n = len(names)
    if a.shape != (n, n) or n == 0 or not (a > 0).all() or not np.allclose(a * a.T, 1.0, rtol=1e-4):
        raise ValueError("not a positive reciprocal matrix")
    values, vectors = np.linalg.eig(a)
    largest = int(np.argmax(values.real))
    vector = np.abs(vectors[:, largest].real)
    weights = vector / vector.sum()
    lambda_max = float(values[largest].real)
    index = max((lambda_max - n) / (n - 1), 0.0) if n > 1 else 0.0
    means = np.array([exp(sum(log(value) for value in row) / n) for row in a])
    return Compared(
        weights=dict(zip(names, weights.tolist(), strict=True)),
        lambda_max=lambda_max,
        index=index,
        ratio=_ratio(index, n, table),
        geometric=dict(zip(names, (means / means.sum()).tolist(), strict=True)),
        geometric_index=_geometric_index(a, means) if n > 2 else None,
        odd=_odd(names, a, weights),
    )


def from_pairs(names: Sequence[str], pairs: Mapping[tuple[str, str], float]) -> list[list[float]]:
    """The full matrix of comparisons each given once, either way round.

    Raises:
        ValueError: a pair is missing, given twice or not positive, or names what is not there.
    """
    known = {frozenset(pair) for pair in pairs}
    wanted = {frozenset(pair) for pair in combinations(names, 2)}
    if known != wanted or len(pairs) > len(known) or any(not value > 0 for value in pairs.values()):
        raise ValueError(f"pairs {sorted(pairs)}")
    full = {**pairs, **{(b, a): 1 / value for (a, b), value in pairs.items()}}
    return [[1.0 if a == b else float(full[a, b]) for b in names] for a in names]


def together(matrices: Sequence[Sequence[Sequence[float]]]) -> list[list[float]]:
    """The comparisons of several people as one matrix: geometric means, which stay reciprocal (Aczél and Saaty 1983).

    Raises:
        ValueError: there is none, or their sizes differ.
    """
    arrays = [np.array(matrix, np.float64) for matrix in matrices]
    if not arrays or len({array.shape for array in arrays}) > 1:
        raise ValueError("matrices of one size")
    means: list[list[float]] = np.exp(np.mean([np.log(array) for array in arrays], axis=0)).tolist()
    return means


def _ratio(index: float, n: int, table: Random) -> float | None:
    if n < 3:
        return 0.0
    rows = _TABLES[table]
    return index / rows[n - 3] if n - 3 < len(rows) else None


def _geometric_index(a: Floats, means: Floats) -> float:
    n = len(a)
    total = sum(log(a[i, j] * means[j] / means[i]) ** 2 for i, j in combinations(range(n), 2))
    return float(2 * total / ((n - 1) * (n - 2)))


def _odd(names: Sequence[str], a: Floats, weights: Floats) -> Odd | None:
    def off(pair: tuple[int, int]) -> float:
        i, j = pair
        return abs(log(a[i, j] * weights[j] / weights[i]))

    pairs = list(combinations(range(len(names)), 2))
    if not pairs or off(farthest := max(pairs, key=off)) < 1e-6:
        return None
    i, j = farthest
    return Odd(names[i], names[j], float(a[i, j]), float(weights[i] / weights[j]))
