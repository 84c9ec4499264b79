"""The exact weight triangle: every mix of three axes, the program that is best there, and how far today's mix is from
another program.

A program's value is linear in the weights; the optimum is the upper envelope of planes over the triangle, and each
program is best on a convex polygon. Corners of the polygons are searched one by one (outer approximation; Benson 1998,
Journal of Global Optimization 13:1-24): either nothing is better there, or a new program takes its place. A polygon
whose corners are all proved is proved whole, since the optimum is convex. Polygons are exact fractions throughout.

Every corner has a bound from the start, that of the linear relaxation: the whole map has a tolerance, which searches
refine, today's cell first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isfinite

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.corners import Corners, tolerance
from prioritizer.insight.sets import projects_of
from prioritizer.program.live import Found, Live, Objective

Weights = tuple[Fraction, Fraction, Fraction]
"""Weights of the three axes, in the order of the criteria set; they sum to 1."""
ZERO, ONE = Fraction(0), Fraction(1)
CORNERS: tuple[Weights, ...] = ((ONE, ZERO, ZERO), (ZERO, ONE, ZERO), (ZERO, ZERO, ONE))


@dataclass(frozen=True)
class Cell:
    """Where one program is the best known: a convex polygon of the triangle."""

    program: Program
    corners: tuple[Weights, ...]
    share: Fraction
    """Of the triangle's area."""
    tolerance: float
    """Proved: nowhere in it is any program better by more than this share of the value. Infinite: unknown."""


@dataclass(frozen=True)
class Margin:
    """The smallest change of weights that changes the program."""

    points: Fraction
    """Weight to move between axes: half the sum of the changes."""
    at: Weights
    """The nearest weights with another program as good."""
    program: Program
    """That program."""
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True)
class Triangle:
    """The map, largest cell first."""

    axes: tuple[str, str, str]
    here: Weights
    """Today's weights."""
    shown: Program
    cells: tuple[Cell, ...]
    tolerance: float
    """The worst of the cells."""
    home: Cell | None
    """The cell of the program shown, where today's weights are in it; only they where it has no cell of its own."""
    margin: Margin | None
    """None: the program shown is the best known everywhere, or not even at today's weights."""
    margin_proved: bool
    """Whether the program shown is proved the best up to that margin."""
    searches: int
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether the whole map is proved."""
        return self.tolerance == 0.0


def weight_triangle(
    live: Live,
    base: Found,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Triangle], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Triangle:
    """Map the mixes of the three axes.

    Args:
        live: the case; every program found joins its pool.
        base: the program shown, best at the published weights.
        gap: relative gap of each search; a corner within it is not searched again.
        time_limit: seconds for all searches together.
        progress: told the map so far after each search.
        stop: asked now and then; the map so far is returned.

    Raises:
        ValueError: ``base`` holds no program, or the criteria set has not exactly three axes.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    if len(live.case.criteria.axes) != 3:
        raise ValueError("the criteria set has not three axes")
    chart = _Chart(live, base.program, Allowance.of(live.clock, time_limit, stop))
    chart.begin(chart.here, base)
    while (corner := chart.next()) is not None and not chart.time.over:
        chart.search(corner, gap)
        if progress is not None:
            progress(chart.result())
    return chart.result()


class _Chart(Corners[Weights]):
    """Known programs as planes, their polygons, and the bounds at the corners searched."""

    def __init__(self, live: Live, shown: Program, time: Allowance) -> None:
        super().__init__(live, shown, time)
        axes = live.case.criteria.axes
        self.axes = (axes[0].code, axes[1].code, axes[2].code)
        weights = [Fraction(axis.weight) / 100 for axis in axes]
        self.here: Weights = (weights[0], weights[1], weights[2])
        self.objectives = [live.axes({code: ONE}) for code in self.axes]
        self.planes: dict[Program, Weights] = {}
        self.polygons: dict[Program, tuple[Weights, ...]] = {}

    def learn(self, program: Program) -> None:
        """Add a plane and cut every polygon by it; of two equal planes, the one known first stays."""
        a, b, c = (self.live.worth(program, objective) for objective in self.objectives)
        plane = (a, b, c)
        if plane in self.planes.values():
            return
        mine: tuple[Weights, ...] = CORNERS
        for other in list(self.polygons):
            mine = clipped(mine, _minus(plane, self.planes[other]))
            self.polygons[other] = clipped(self.polygons[other], _minus(self.planes[other], plane))
        self.planes[program] = plane
        self.polygons[program] = mine

    def cells(self) -> dict[Program, tuple[Weights, ...]]:
        return {program: polygon for program, polygon in self.polygons.items() if _area(polygon)}

    def next(self) -> Weights | None:
        """The corner tried the least: of today's cell first, then of the largest cells."""
        cells = self.cells()
        home = self.home_program()
        ordered = sorted(cells.items(), key=lambda cell: (cell[0] != home, -_area(cell[1]), cell[0]))
        ranked: dict[Weights, tuple[int, int, Fraction]] = {}
        for place, (_, polygon) in enumerate(ordered):
            for corner in polygon:
                if corner not in self.settled:
                    ranked.setdefault(corner, (self.tries.get(corner, 0), place, _apart(corner, self.here)))
        return min(ranked, key=lambda corner: (ranked[corner], corner), default=None)

    def home_program(self) -> Program:
        plane = self._plane(self.shown)
        return next(program for program, known in self.planes.items() if known == plane)

    def _plane(self, program: Program) -> Weights:
        a, b, c = (self.live.worth(program, objective) for objective in self.objectives)
        return (a, b, c)

    def objective(self, at: Weights) -> Objective:
        return self.live.axes(dict(zip(self.axes, at, strict=True)))

    def bound(self, at: Weights) -> Fraction | float:
        """As searched, or else by the relaxation."""
        if at not in self.bounds:
            bound = self.live.prices(self.objective(at))[0]
            self.bounds[at] = Fraction(bound) if isfinite(bound) else inf
        return self.bounds[at]

    def tolerance(self, program: Program, polygon: tuple[Weights, ...]) -> float:
        """Bounds at the corners bound the whole polygon, the optimum being convex."""
        return tolerance((self.bound(corner), _dot(self.planes[program], corner)) for corner in polygon)

    def result(self) -> Triangle:
        whole = _area(CORNERS)
        cells = [
            Cell(program, polygon, _area(polygon) / whole, self.tolerance(program, polygon))
            for program, polygon in self.cells().items()
        ]
        cells.sort(key=lambda cell: (-cell.share, cell.program))
        mine = self.home_program()
        home = next((cell for cell in cells if cell.program == mine), None)
        if not self.stands(mine):
            home = None
        elif home is None:
            # As good as the best at today's weights alone, or along a line: no cell of its own.
            home = Cell(mine, (self.here,), ZERO, self.tolerance(mine, (self.here,)))
        return Triangle(
            axes=self.axes,
            here=self.here,
            shown=self.shown,
            cells=tuple(cells),
            tolerance=max((cell.tolerance for cell in cells), default=inf),
            home=home,
            margin=None if home is None else self.margin(home),
            margin_proved=home is not None and home.tolerance == 0.0,
            searches=self.searches,
            seconds=self.time.spent,
        )

    def stands(self, program: Program) -> bool:
        """Whether nothing known is worth more at today's weights."""
        mine = _dot(self.planes[program], self.here)
        return all(_dot(plane, self.here) <= mine for plane in self.planes.values())

    def margin(self, home: Cell) -> Margin | None:
        """The nearest point of a border with another program: on the triangle's own edge there is none."""
        if not home.share:
            return self.margin_at(home.program, self.best_at(self.here), self.here)
        best: Margin | None = None
        for start, end in zip(home.corners, (*home.corners[1:], home.corners[0]), strict=True):
            other = self.across(home.program, start, end)
            if other is None:
                continue
            at = _nearest(self.here, start, end)
            points = _apart(self.here, at) / 2
            if best is None or points < best.points:
                best = self.margin_at(home.program, other, at)
        return best

    def margin_at(self, program: Program, other: Program, at: Weights) -> Margin:
        was, now = projects_of(program), projects_of(other)
        points = _apart(self.here, at) / 2
        return Margin(points, at, other, tuple(sorted(now - was)), tuple(sorted(was - now)))

    def best_at(self, at: Weights) -> Program:
        """The best known, of the programs that have a cell."""
        return max(self.cells(), key=lambda program: _dot(self.planes[program], at))

    def across(self, program: Program, start: Weights, end: Weights) -> Program | None:
        mine = self.planes[program]
        for other, plane in self.planes.items():
            equal = all(_dot(plane, at) == _dot(mine, at) for at in (start, end))
            if other != program and equal and _area(self.polygons[other]):
                return other
        return None


def clipped(polygon: tuple[Weights, ...], plane: Weights) -> tuple[Weights, ...]:
    """The part of a convex polygon where a linear form is not negative (Sutherland and Hodgman 1974)."""
    kept: list[Weights] = []
    for i, at in enumerate(polygon):
        before = polygon[i - 1]
        here, there = _dot(plane, at), _dot(plane, before)
        if (here < 0 < there) or (there < 0 < here):
            kept.append(_between(before, at, there / (there - here)))
        if here >= 0:
            kept.append(at)
    distinct = [at for i, at in enumerate(kept) if at != kept[i - 1] or len(kept) == 1]
    return tuple(distinct)


def _between(start: Weights, end: Weights, part: Fraction) -> Weights:
    a, b, c = (s + (e - s) * part for s, e in zip(start, end, strict=True))
    return (a, b, c)


def _minus(one: Weights, other: Weights) -> Weights:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def _dot(one: Weights, other: Weights) -> Fraction:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _apart(one: Weights, other: Weights) -> Fraction:
    return sum((abs(a - b) for a, b in zip(one, other, strict=True)), ZERO)


def _area(polygon: tuple[Weights, ...]) -> Fraction:
    """Twice the area, in the plane of the first two weights."""
    return abs(sum((polygon[i - 1][0] * at[1] - at[0] * polygon[i - 1][1] for i, at in enumerate(polygon)), ZERO))


def _nearest(here: Weights, start: Weights, end: Weights) -> Weights:
    """The point of a segment where the sum of the changes is least: at an end, or where one weight does not change."""
    parts = {ZERO, ONE}
    for a, b, at in zip(start, end, here, strict=True):
        if a != b and 0 < (at - a) / (b - a) < 1:
            parts.add((at - a) / (b - a))
    return min((_between(start, end, part) for part in sorted(parts)), key=lambda at: _apart(here, at))
