"""A ladder of programs: with more money projects are only added, with less they are only dropped; and what that costs.

Nested are the sets of projects. Options and years are chosen anew on every rung: nothing is signed yet, and to hold
them too would charge the ladder for delays that no committee would mind.

The ladder is built from the middle: the program of today's envelopes is the one that gets adopted, so it is the rung
that should lose nothing. Downwards each rung is the best program within the rung above: the order of the cuts.
Upwards each is the best program that has the whole rung below: the order of the additions. Each rung is the best of
its step; another ladder may lose less in all.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Portfolio
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.budget import Curve, Point, loosens, scaled
from prioritizer.insight.sets import projects_of
from prioritizer.program.case import Case
from prioritizer.program.live import Conditions, Found, Live, proved_equal
from prioritizer.program.solvers import End


@dataclass(frozen=True)
class Rung:
    """The program of one share on the ladder, against the best program of that share."""

    share: Fraction
    program: Program | None
    """None: none is known, or none exists (``end`` tells)."""
    value: Fraction
    bound: float | None
    """Proved: no program that fits the ladder here is worth more."""
    end: End
    entering: tuple[str, ...]
    """Projects that the rung below, at a smaller share, does not have."""
    lost: Fraction | None
    """What the ladder costs here, between the programs known."""
    least: float
    most: float
    """Proved: it costs this much at least and at most."""

    @property
    def impossible(self) -> bool:
        """Whether it is proved that no program fits the ladder here."""
        return self.end is End.INFEASIBLE


@dataclass(frozen=True)
class Ladder:
    """Rungs by share, ascending; ``start`` is the one that the others are built from."""

    start: Fraction
    rungs: tuple[Rung, ...]
    seconds: float


def ladder(
    portfolio: Portfolio,
    criteria: CriteriaSet,
    curve: Curve,
    *,
    start: Fraction = Fraction(1),
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Ladder], None] | None = None,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Ladder:
    """A nested sequence of programs over the shares of a curve, and its price against that curve.

    Args:
        portfolio: the same as the curve's.
        criteria: the same as the curve's.
        curve: optima that the rungs are measured against; its shares are the ladder's.
        start: share that the ladder is built from.
        gap: relative gap within which each rung is to be proved.
        time_limit: seconds for the whole call.
        progress: told the ladder so far after each rung.
        stop: asked now and then; the ladder so far is returned.
        clock: where the time is read.

    Raises:
        ValueError: the curve has no program at ``start``.
    """
    middle = next((point for point in curve.points if point.share == start), None)
    if middle is None or middle.program is None:
        raise ValueError(f"the curve has no program at {start}")
    allowance = Allowance.of(clock, time_limit, stop)
    bound = inf if middle.bound is None else middle.bound
    found = {start: Found(middle.program, middle.value, bound, middle.end, middle.seconds)}
    below = [point for point in reversed(curve.points) if point.share < start]
    above = [point for point in curve.points if point.share > start]
    everyone = frozenset(project.id for project in portfolio.projects)
    rest = len(below) + len(above)
    for points, upwards in ((below, False), (above, True)):
        held = middle
        for point in points:
            if allowance.over:
                break
            if point.impossible:
                # No program at all, so none that is nested.
                found[point.share] = Found(None, Fraction(0), -inf, End.INFEASIBLE, 0.0)
                held = point
                continue
            smaller = scaled(portfolio, point.share, curve.amounts)
            last = found[held.share]
            larger = scaled(portfolio, held.share, curve.amounts)
            if last.impossible and not upwards and loosens(smaller, larger):
                # Nothing fits with more money, so nothing does with less.
                found[point.share] = last
                held = point
                continue
            has = projects_of(_nearest(found, point.share))
            live = Live(Case.of(smaller, criteria), clock)
            for known in (point.program, *(rung.program for rung in found.values())):
                if known is not None:
                    live.learn(known)
            asked = Conditions(into=has) if upwards else Conditions(out=everyone - has)
            limit = allowance.share(rest - len(found) + 1)
            found[point.share] = live.best(live.objective(), asked, gap=gap, time_limit=limit, stop=stop)
            held = point
            if progress is not None:
                progress(_ladder(curve, found, start, allowance))
    return _ladder(curve, found, start, allowance)


def _nearest(found: dict[Fraction, Found], share: Fraction) -> Program:
    """The program of the nearest rung built so far."""
    rungs = [(abs(at - share), rung.program) for at, rung in found.items() if rung.program is not None]
    return min(rungs)[1]


def _ladder(curve: Curve, found: dict[Fraction, Found], start: Fraction, allowance: Allowance) -> Ladder:
    rungs, before = [], frozenset[str]()
    for point in curve.points:
        if point.share in found:
            rung = _rung(point, found[point.share], before)
            rungs.append(rung)
            before = projects_of(rung.program or ()) or before
    return Ladder(start, tuple(rungs), allowance.spent)


def _rung(point: Point, found: Found, before: frozenset[str]) -> Rung:
    value = found.value if found.program is not None else Fraction(0)
    ceiling = inf if point.bound is None else point.bound
    lost, least, most = None, 0.0, inf
    if found.program is not None:
        best = max(point.value, value) if point.program is not None else value
        lost, most = best - value, max(ceiling - float(value), 0.0)
        if proved_equal(best, ceiling):
            most = float(lost)
        least = (
            most if proved_equal(value, found.bound) and most == float(lost) else max(float(best) - found.bound, 0.0)
        )
    return Rung(
        share=point.share,
        program=found.program,
        value=value,
        bound=found.bound if abs(found.bound) < inf else None,
        end=found.end,
        entering=tuple(sorted(projects_of(found.program or ()) - before)),
        lost=lost,
        least=least,
        most=most,
    )
