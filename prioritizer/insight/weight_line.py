"""The exact weight line: one weight goes from 0 to 1, the others keep their proportions; which program is best where.

A program's value is a straight line in the weight, the optimum the upper envelope of those lines, convex and piecewise
linear. Its corners are found by recursion (Eisner and Severance 1976, Journal of the ACM 23:619-635): where two known
lines cross on the envelope, search; either nothing is better there, and the corner is one for good, or a new line
appears. Between two points searched, convexity bounds the optimum even where a search was cut short; where nobody
searched yet, the linear relaxation does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import inf, isfinite

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.corners import Corners, tolerance
from prioritizer.insight.sets import projects_of
from prioritizer.program.live import Found, Live, Objective

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Piece:
    """An interval of the weight in which one program is the best known."""

    start: Fraction
    end: Fraction
    program: Program
    entering: tuple[str, ...]
    """Projects that the piece before does not have."""
    leaving: tuple[str, ...]
    """Projects that only the piece before has."""
    tolerance: float
    """Proved: nowhere in the piece is any program better by more than this share of the value. Infinite: unknown, or
    the value is 0 somewhere in it."""

    @property
    def proved(self) -> bool:
        """Whether the program is proved the best in the whole piece."""
        return self.tolerance == 0.0


@dataclass(frozen=True)
class WeightLine:
    """The pieces from 0 to 1, and where today's program stands."""

    code: str
    published: Fraction
    """Today's weight."""
    shown: Program
    pieces: tuple[Piece, ...]
    start: Fraction | None
    """From where to where the program shown stays the best known, today's weight alone where others are as good there;
    None: it is not, at today's weight. Where this is not ``proved``, programs yet to be found can only make it
    narrower."""
    end: Fraction | None
    proved: bool
    """Whether it is proved the best in all of that interval."""
    searches: int
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether every piece is proved."""
        return all(piece.proved for piece in self.pieces)


def codes(live: Live) -> Iterator[str]:
    """Axes, then criteria, whose weight can be moved: those beside which something else weighs."""
    for axis in live.case.criteria.axes:
        yield axis.code
    for criterion in live.case.criteria.criteria:
        yield criterion.code


def weights_at(live: Live, code: str, weight: Fraction) -> dict[str, Fraction]:
    """Weights of the criteria with an axis or a criterion at ``weight``; the others share the rest as published, or
    equally where all of them are published at 0. Raises KeyError for a code that is neither.
    """
    criteria = live.case.criteria
    axes = {axis.code: Fraction(axis.weight) / 100 for axis in criteria.axes}
    if code in axes:
        return live.axis_weights(_moved(axes, code, weight))
    if code not in criteria.weights:
        raise KeyError(code)
    return _moved(dict(criteria.weights), code, weight)


def published(live: Live, code: str) -> Fraction:
    """Today's weight of an axis or of a criterion. Raises KeyError."""
    criteria = live.case.criteria
    axes = {axis.code: Fraction(axis.weight) / 100 for axis in criteria.axes}
    return axes[code] if code in axes else Fraction(criteria.weights[code])


def _moved(weights: dict[str, Fraction], code: str, weight: Fraction) -> dict[str, Fraction]:
    rest = {key: value for key, value in weights.items() if key != code}
    total = sum(rest.values(), ZERO)
    shares = {key: value / total if total else Fraction(1, len(rest)) for key, value in rest.items()}
    return {code: weight} | {key: share * (1 - weight) for key, share in shares.items()}


def weight_line(
    live: Live,
    base: Found,
    code: str,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[WeightLine], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> WeightLine:
    """Follow one weight from 0 to 1.

    Args:
        live: the case; every program found joins its pool.
        base: the program shown, best at the published weights.
        code: an axis or a criterion.
        gap: relative gap of each search.
        time_limit: seconds for all searches together.
        progress: told the line so far after each search.
        stop: asked now and then; the line so far is returned.

    Raises:
        ValueError: ``base`` holds no program.
        KeyError: no such axis or criterion.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    walk = _Walk(live, base.program, code, Allowance.of(live.clock, time_limit, stop))
    walk.begin(walk.here, base)
    while (weight := walk.next()) is not None and not walk.time.over:
        walk.search(weight, gap)
        if progress is not None:
            progress(walk.result())
    return walk.result()


class _Walk(Corners[Fraction]):
    """Known lines, and the bounds at the weights searched."""

    def __init__(self, live: Live, shown: Program, code: str, time: Allowance) -> None:
        super().__init__(live, shown, time)
        self.code = code
        self.here = published(live, code)
        self.low, self.high = self.objective(ZERO), self.objective(ONE)
        self.lines: dict[Program, tuple[Fraction, Fraction]] = {}
        self.relaxed: dict[Fraction, Fraction | float] = {}

    def objective(self, at: Fraction) -> Objective:
        return self.live.objective(weights_at(self.live, self.code, at))

    def learn(self, program: Program) -> None:
        """Keep a line; of two equal lines, the one known first."""
        line = self.line(program)
        if line not in self.lines.values():
            self.lines[program] = line

    def line(self, program: Program) -> tuple[Fraction, Fraction]:
        return self.live.worth(program, self.low), self.live.worth(program, self.high)

    def value(self, program: Program, weight: Fraction) -> Fraction:
        low, high = self.lines[program]
        return low + (high - low) * weight

    def envelope(self) -> list[tuple[Fraction, Program]]:
        """Where each line takes over, and its program, from 0 up."""
        at, best = ZERO, max(self.lines, key=lambda p: (self.lines[p][0], self.lines[p][1]))
        corners = [(at, best)]
        while True:
            low, high = self.lines[best]
            nearest: tuple[Fraction, Fraction, Program] | None = None
            for program, (a, b) in self.lines.items():
                if b - a > high - low:
                    cross = (low - a) / ((b - a) - (high - low))
                    if at <= cross < 1 and (nearest is None or (cross, -(b - a)) < nearest[:2]):
                        nearest = (cross, -(b - a), program)
            if nearest is None:
                return corners
            at, best = nearest[0], nearest[2]
            corners.append((at, best))

    def next(self) -> Fraction | None:
        """The corner tried the least, then the nearest to today's weight; the ends are corners too."""
        corners = {ZERO, ONE, self.here, *(at for at, _ in self.envelope())} - self.settled
        return min(corners, key=lambda at: (self.tries.get(at, 0), abs(at - self.here), at), default=None)

    def search(self, at: Fraction, gap: float) -> None:
        """As any corner; lines that the pool has dropped are put back first."""
        for program in self.lines:
            self.live.learn(program)
        super().search(at, gap)

    def tolerance(self, start: Fraction, end: Fraction, program: Program) -> float:
        """How much better than a program anything may be between two weights: the optimum is convex."""
        at = {start, end, *(at for at in self.bounds if start < at < end)}
        return tolerance((self.bound(weight), self.value(program, weight)) for weight in at)

    def bound(self, at: Fraction) -> Fraction | float:
        """Nothing is worth more: as searched, or else the better of the relaxation and of what is proved around."""
        if at in self.bounds:
            return self.bounds[at]
        if at not in self.relaxed:
            bound = self.live.prices(self.objective(at))[0]
            self.relaxed[at] = Fraction(bound) if isfinite(bound) else inf
        below = max((known for known in self.bounds if known < at), default=None)
        above = min((known for known in self.bounds if known > at), default=None)
        if below is None or above is None:
            return self.relaxed[at]
        low, high = self.bounds[below], self.bounds[above]
        return min(self.relaxed[at], low + (high - low) * (at - below) / (above - below))

    def result(self) -> WeightLine:
        corners = self.envelope()
        ends = [*(at for at, _ in corners[1:]), ONE]
        pieces: list[Piece] = []
        before: frozenset[str] | None = None
        for (start, program), end in zip(corners, ends, strict=True):
            if start == end and len(corners) > 1:
                continue
            now = projects_of(program)
            was = now if before is None else before
            apart = tuple(sorted(now - was)), tuple(sorted(was - now))
            pieces.append(Piece(start, end, program, *apart, self.tolerance(start, end, program)))
            before = now
        low, high, better = self.stays(pieces)
        return WeightLine(
            code=self.code,
            published=self.here,
            shown=self.shown,
            pieces=tuple(pieces),
            start=low,
            end=high,
            proved=better == 0.0,
            searches=self.searches,
            seconds=self.time.spent,
        )

    def stays(self, pieces: list[Piece]) -> tuple[Fraction | None, Fraction | None, float]:
        """From where to where the program shown is the best known, and how much better anything may be there."""
        here = [piece for piece in pieces if piece.start <= self.here <= piece.end]
        shown = next(program for program in self.lines if self.lines[program] == self.line(self.shown))
        for piece in here:
            if piece.program == shown:
                return piece.start, piece.end, piece.tolerance
        # As good as the best at today's weight alone: either way another one takes its place.
        if self.value(shown, self.here) == self.value(here[0].program, self.here):
            return self.here, self.here, self.tolerance(self.here, self.here, shown)
        return None, None, inf


def changes(line: WeightLine) -> Iterator[tuple[Fraction, Piece]]:
    """Where the program changes, and the piece that begins there."""
    for before, after in pairwise(line.pieces):
        if before.program != after.program:
            yield after.start, after
