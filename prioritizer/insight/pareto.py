"""The Pareto set of the axes: every point that no program equals or beats on all of them, unsupported points included.

Floors on the axes, and no weights to miss a point with (epsilon-constraint): what no known point equals or beats is a
union of zones (``search_zones``), and each zone is searched on its own. Two searches a point:

1. a program of the zone, far from the floors: the most points over the axes, each counted in shares of its range;
2. that program's points kept as floors, the most points over the axes: none more proves that nothing beats it. Where
   the first search is proved to its end, this one would tell the same and is spared.

The largest zone comes first, so that a set cut short is spread out. Nothing is read from a payoff table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, gcd, inf, lcm, prod
from typing import Literal

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.search_zones import Corner, Zones, beats, within
from prioritizer.insight.sets import projects_of, worth_at_least
from prioritizer.program.live import Conditions, Found, Live, Objective

Asked = str | tuple[str, Objective]
"""An axis by its code, or any objective under a name."""

RESOLUTION = Fraction(1, 1000)
"""Points: values that differ by less are not told apart where their common step is finer, as a delay rate makes it."""
FIRST_GAP = 0.01
"""How far from the end the first search of a zone may stop, as a share of the axes' ranges: the second one proves."""
RETRIES = 6
"""Searches repeated for one point before it is left as not proved: a solver's rounding may never meet."""


@dataclass(frozen=True)
class ParetoPoint:
    """A program, and what is proved of it."""

    program: Program
    values: tuple[Fraction, ...]
    """Points on each axis, synergies left out."""
    rooms: tuple[float, ...]
    """Points that a program at least as good on every axis could have more on this one, at most; zeros: none exists."""
    value: Fraction
    """Published value, synergies included."""
    capital: int
    """Cents inside the horizon, all sources."""
    entering: tuple[str, ...]
    """Projects that today's program leaves out."""
    leaving: tuple[str, ...]

    @property
    def proved(self) -> bool:
        """Whether no program beats it."""
        return not any(self.rooms)


@dataclass(frozen=True)
class Pareto:
    """The points found, most of the first axis first."""

    axes: tuple[str, ...]
    points: tuple[ParetoPoint, ...]
    complete: bool
    """Proved: every point is here, and nothing beats one. See ``steps``."""
    steps: tuple[Fraction, ...]
    """By how much two values differ at least on each axis; every program is within it of a point listed."""
    exact: bool
    """Whether ``steps`` are those of the data; else ``RESOLUTION``, and a point may stand for another that near."""
    today: tuple[Fraction, ...]
    """Points of today's program on each axis."""
    tops: tuple[float, ...]
    """Proved: no program has more points on this axis."""
    zones: int
    """Zones not searched to the end, where a point may be missing."""
    searches: int
    seconds: float

    @property
    def known(self) -> Literal["complete", "nearly", "open"]:
        """Whether the whole set is here, the whole set but for points within ``steps`` of one listed, or part of it."""
        if not self.complete:
            return "open"
        return "complete" if self.exact else "nearly"

    @property
    def same(self) -> int | None:
        """Position of the point of today's program; None where it is not listed."""
        return next((i for i, point in enumerate(self.points) if point.values == self.today), None)

    @property
    def better(self) -> tuple[int, ...]:
        """Positions of the points that beat today's program."""
        return tuple(i for i, point in enumerate(self.points) if beats(point.values, self.today))


def pareto(
    live: Live,
    base: Found,
    axes: Sequence[Asked] | None = None,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Pareto], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Pareto:
    """Find the points no program beats: the best of each axis first, today's program, then the largest zones.

    Args:
        live: the case; every program found joins its pool.
        base: today's program.
        axes: codes of axes, or names with objectives; every axis of the criteria set by default.
        gap: shares of the axes' ranges, summed, by which a point may be beaten and still count as settled.
        time_limit: seconds for the whole call. Without one the call ends with the whole set, which three axes make
            large: thousands of points where there are dozens of projects.
        progress: told what is known after each search.
        stop: asked for during every search.

    Raises:
        ValueError: ``base`` holds no program, or no axis is named.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    asked = [axis.code for axis in live.case.criteria.axes] if axes is None else axes
    if not asked:
        raise ValueError("no axis is named")
    named = [(axis, live.axis(axis)) if isinstance(axis, str) else axis for axis in asked]
    time = Allowance.of(live.clock, time_limit, stop)
    search = _Search(live, base.program, [n for n, _ in named], [o for _, o in named], gap, time, progress)
    search.ends()
    search.near(base.program)
    while not time.over and search.turn():
        pass
    return search.result()


def step_of(live: Live, objective: Objective) -> Fraction:
    """The largest step that divides what every column is worth: two programs never differ by less, unless by 0."""
    values = [objective[j] for j in range(len(live.matrix.variables))]
    below = lcm(*(value.denominator for value in values))
    above = gcd(*(int(value * below) for value in values))
    return Fraction(above, below) if above else Fraction(1)


def total(objectives: Iterable[Objective], weights: Iterable[Fraction]) -> Objective:
    """A weighted sum of objectives, exact."""
    parts = list(zip(objectives, weights, strict=True))
    float_j = sum((float(weight) * objective.float_j for objective, weight in parts[1:]), parts[0][0].float_j * 0)
    first, share = parts[0]
    return Objective(
        float_j + float(share) * first.float_j,
        lambda j: sum((weight * objective[j] for objective, weight in parts), Fraction(0)).as_integer_ratio(),
    )


@dataclass
class _Known:
    program: Program
    rooms: tuple[float, ...]
    settled: bool
    tries: int = 0


@dataclass
class _Search:
    """The state of a search: points known, zones left, zones proved empty."""

    live: Live
    today: Program
    names: list[str]
    objectives: list[Objective]
    gap: float
    time: Allowance
    told: Callable[[Pareto], None] | None
    known: dict[tuple[Fraction, ...], _Known] = field(default_factory=dict)
    empty: list[Corner] = field(default_factory=list)
    tries: dict[Corner, int] = field(default_factory=dict)
    searches: int = 0

    def __post_init__(self) -> None:
        own = [step_of(self.live, objective) for objective in self.objectives]
        self.steps = tuple(max(step, RESOLUTION) for step in own)
        self.exact = all(step >= RESOLUTION for step in own)
        self.tops = [inf] * len(own)
        self.zones = Zones(len(own))
        self.count([Fraction(1)] * len(own))
        self.loose, self.tight = 0.0, 0.0

    def count(self, weights: list[Fraction]) -> None:
        """Weigh the axes so in what searches maximize."""
        self.weights = weights
        self.sum = total(self.objectives, weights)
        self.grain = 0.9 * float(step_of(self.live, self.sum)) if self.exact else 0.0

    # What is known

    def values(self, program: Program) -> tuple[Fraction, ...]:
        return tuple(self.live.worth(program, objective) for objective in self.objectives)

    def insert(self, found: Found) -> tuple[Fraction, ...]:
        """Take in what a search found, with the most that it leaves to a program which beats it."""
        assert found.program is not None
        point = self.values(found.program)
        missing = max(found.bound - float(found.value), 0.0) if found.gap else 0.0
        if missing < self.grain:
            # Two sums never differ by less: what is left is the solver's rounding.
            missing = 0.0
        settled = missing <= self.gap
        if point in self.known:
            old = self.known[point]
            old.settled = old.settled or settled
            rooms = (missing / float(weight) for weight in self.weights)
            old.rooms = tuple(min(pair) for pair in zip(old.rooms, rooms, strict=True))
        elif not any(beats(other, point) for other in self.known):
            beaten = [other for other in self.known if beats(point, other)]
            for other in beaten:
                del self.known[other]
            rooms_k = tuple(missing / float(weight) for weight in self.weights)
            self.known[point] = _Known(found.program, rooms_k, settled)
            if beaten:
                self.zones = Zones.of(len(point), self.known)
            else:
                self.zones.insert(point)
        return point

    def left(self) -> list[Corner]:
        """Zones that may still hold a point."""
        return [
            corner
            for corner in self.zones.corners
            if all(low + step <= top for low, step, top in zip(corner, self.steps, self.tops, strict=True))
            and not any(within(corner, empty) for empty in self.empty)
        ]

    def size(self, corner: Corner) -> float:
        """Volume of a zone, in ranges of the axes."""
        lows = [float(min(point[k] for point in self.known)) for k in range(len(corner))]
        edges = zip(corner, self.tops, lows, self.weights, strict=True)
        return prod((top - max(float(low), least)) * float(weight) for low, top, least, weight in edges)

    # Searches

    def best(self, objective: Objective, floors: Iterable[tuple[int, Fraction]], gap: float, tries: int) -> Found:
        asked = Conditions(floors=tuple(worth_at_least(self.objectives[k], least) for k, least in floors))
        found = self.live.best(objective, asked, gap=gap, time_limit=self.time.turn(tries), stop=self.time.stop)
        self.searches += 1
        return found

    def ends(self) -> None:
        """The most of each axis, and the most of the others there."""
        for k, objective in enumerate(self.objectives):
            if self.time.over:
                return
            most = self.best(objective, (), 0.0, 1)
            if most.program is None:
                return
            # A hair above, for the solver's own rounding.
            self.tops[k] = float(most.value) if not most.gap else most.bound
            self.tops[k] += 1e-9 * max(1.0, abs(self.tops[k]))
            found = self.best(self.sum, [(k, most.value)], 0.0, 1)
            self.insert(found if found.program is not None else most)
            self.tell()

    def near(self, program: Program) -> None:
        """Count the axes in shares of their ranges from now on, and see what beats today's program."""
        self.live.learn(program)
        points = [*self.known, self.values(program)]
        ranges = [max(top - float(min(p[k] for p in points)), 0.0) for k, top in enumerate(self.tops)]
        self.count([Fraction(1, max(ceil(width), 1)) if width < inf else Fraction(1) for width in ranges])
        tops = (abs(top) * float(weight) for top, weight in zip(self.tops, self.weights, strict=True) if top < inf)
        most = max(sum(tops), 1e-9)
        self.loose, self.tight = max(FIRST_GAP, self.gap) / most, self.gap / most
        if not self.time.over:
            self.prove(self.values(program), program, 1)

    def prove(self, point: tuple[Fraction, ...], program: Program, tries: int) -> None:
        """Look for a program that beats a point; the best of them takes its place."""
        found = self.best(self.sum, enumerate(point), self.tight, tries)
        if found.program is not None:
            self.insert(found)
        elif point not in self.known:
            self.insert(Found(program, self.live.worth(program, self.sum), found.bound, found.end, found.seconds))
        self.tell()

    def turn(self) -> bool:
        """One more zone, or one more try at a point not settled; False where nothing is left."""
        corners = self.left()
        points = [point for point, known in self.known.items() if not known.settled and known.tries < RETRIES]
        if not corners and not points:
            return False
        tried = min((self.known[point].tries for point in points), default=0)
        corner = min(corners, key=lambda c: (self.tries.get(c, 0), -self.size(c), c), default=None)
        if corner is None or (points and tried < self.tries.get(corner, 0)):
            point = min(points, key=lambda p: (self.known[p].tries, p))
            known = self.known[point]
            known.tries += 1
            self.prove(point, known.program, known.tries)
            return True
        self.explore(corner)
        return True

    def explore(self, corner: Corner) -> None:
        """A point of a zone, or the proof that it has none."""
        tries = self.tries.get(corner, 0)
        self.tries[corner] = tries + 1
        lows = zip(corner, self.steps, strict=True)
        floors = [(k, low + step) for k, (low, step) in enumerate(lows) if isinstance(low, Fraction)]
        found = self.best(self.sum, floors, self.loose, tries)
        if found.impossible:
            self.empty.append(corner)
        if found.program is not None:
            if found.gap:
                self.prove(self.values(found.program), found.program, tries)
                return
            self.insert(found)
        self.tell()

    # The answer

    def tell(self) -> None:
        if self.told is not None:
            self.told(self.result())

    def result(self) -> Pareto:
        capital_j = self.live.built.columns.capital_j.tolist()
        capital = dict(zip(self.live.choices, capital_j, strict=True))
        published, mine = self.live.objective(), projects_of(self.today)
        points = []
        for values, known in sorted(self.known.items(), key=lambda item: item[0], reverse=True):
            chosen = projects_of(known.program)
            points.append(
                ParetoPoint(
                    known.program,
                    values,
                    known.rooms,
                    self.live.worth(known.program, published),
                    sum(capital[choice] for choice in known.program),
                    tuple(sorted(chosen - mine)),
                    tuple(sorted(mine - chosen)),
                )
            )
        zones = len(self.left()) if self.known else 1
        return Pareto(
            axes=tuple(self.names),
            points=tuple(points),
            complete=not zones and not any(any(known.rooms) for known in self.known.values()),
            steps=self.steps,
            exact=self.exact,
            today=self.values(self.today),
            tops=tuple(self.tops),
            zones=zones,
            searches=self.searches,
            seconds=self.time.spent,
        )
