"""Where a point that no known point equals or beats can still be: a union of zones, one local bound each.

A zone is ``{z: z > corner on every axis}``. A point splits every zone that it lies in, once along each axis, and a zone
inside another is dropped (Klamroth, Lacour and Vanderpooten 2015, European Journal of Operational Research
245:767-778). For q points there are q + 1 zones on 2 axes and at most 2q + 1 on 3. Everything is maximized.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import inf

Corner = tuple[Fraction | float, ...]
"""One entry an axis; minus infinity where nothing bounds the zone."""


class Zones:
    """The zones left by the points inserted so far."""

    def __init__(self, axes: int) -> None:
        self.corners: list[Corner] = [(-inf,) * axes]

    @classmethod
    def of(cls, axes: int, points: Iterable[Sequence[Fraction]]) -> "Zones":
        """Those that these points leave."""
        zones = cls(axes)
        for point in points:
            zones.insert(point)
        return zones

    def insert(self, point: Sequence[Fraction]) -> None:
        """Take away what the point equals or beats."""
        split = [corner for corner in self.corners if all(z > low for z, low in zip(point, corner, strict=True))]
        if not split:
            return
        gone = set(split)
        kept = [corner for corner in self.corners if corner not in gone]
        made = {(*corner[:k], point[k], *corner[k + 1 :]) for corner in split for k in range(len(point))}  # type: set[Corner]
        # A zone that was kept is never inside a new one: it would have been inside the zone that was split.
        kept += [new for new in made if not any(within(new, other) for other in (*kept, *made) if other != new)]
        self.corners = kept


def within(zone: Corner, other: Corner) -> bool:
    """Whether a zone lies inside another one, or is the same."""
    return all(low >= least for low, least in zip(zone, other, strict=True))


def beats(better: Sequence[Fraction], worse: Sequence[Fraction]) -> bool:
    """Whether a point is at least as good on every axis, and better on one."""
    return tuple(better) != tuple(worse) and all(a >= b for a, b in zip(better, worse, strict=True))
