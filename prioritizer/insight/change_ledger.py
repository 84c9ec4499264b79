"""Change ledger: why two programs differ, split over six factors that changed between their inputs.

A mixed portfolio takes each factor from before or from after; every mix is solved, and the difference of the two values
is split by the Shapley value (Shapley 1953): what a factor adds, averaged over every order in which the factors can
change one by one. The parts add up to the difference exactly.

A mix may have no program (a smaller envelope with last year's costs, say). Orders that pass through such a mix are
left out of the average, which still adds up exactly: the Shapley value of Faigle and Kern (1992) and of Bilbao and
Edelman (2000) for games in which some coalitions cannot form.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import factorial, isfinite

from prioritizer.domain.decision import Choice, Program
from prioritizer.domain.portfolio import Title
from prioritizer.domain.problem import Refused
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.change_mix import Factor, Scenario, differing, mixed
from prioritizer.program.case import Case
from prioritizer.program.live import Live, proved_equal


@dataclass(frozen=True)
class Mix:
    """What a mix of the two inputs is worth. ``bound``: no program is worth more; None: nothing proved, or none."""

    after: tuple[Factor, ...]
    """Factors taken from after; the others are from before."""
    program: Program | None
    value: Fraction
    bound: float | None
    impossible: bool
    """Proved: no program keeps the rules."""
    proved: bool
    """Whether the value is proved the best, or that there is none."""


@dataclass(frozen=True)
class Part:
    """What a factor adds to the value. The true part lies between ``least`` and ``most`` (None: not bounded)."""

    factor: Factor
    differs: bool
    value: Fraction
    least: float | None
    most: float | None


class Moved(StrEnum):
    """How a project's place differs between the two programs."""

    ENTERED = "entered"
    LEFT = "left"
    OPTION = "option"
    YEAR = "year"


@dataclass(frozen=True)
class Move:
    """A project that moved. ``parts`` split the move, 1 in all, over the factors that differ, as the value is split."""

    project: str
    title: Title
    moved: Moved
    before: Choice | None
    after: Choice | None
    parts: tuple[tuple[Factor, Fraction], ...]

    @property
    def cause(self) -> Factor | None:
        """The factor with the greatest part; None where nothing could be split."""
        return max(self.parts, key=lambda part: part[1])[0] if self.parts else None


@dataclass(frozen=True)
class ChangeLedger:
    """The ledger. ``parts``, one a factor, add up exactly to ``after.value - before.value``; none without any order."""

    before: Mix
    after: Mix
    parts: tuple[Part, ...]
    moves: tuple[Move, ...]
    mixes: tuple[Mix, ...]
    orders: int
    """Orders of change that the average is over; those left out pass through a mix without a program."""
    orders_in_all: int
    proved: bool
    """Whether every mix was proved, hence every part exact."""
    seconds: float


@dataclass(frozen=True)
class Step:
    """How far a call is: mixes solved, of how many."""

    done: int
    mixes: int


def change_ledger(
    before: Scenario,
    after: Scenario,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    clock: Callable[[], float] = time.monotonic,
    progress: Callable[[Step], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> ChangeLedger:
    """Split the difference of two programs over the factors that differ: 2 to their number solves, 64 at most.

    Where programs tie, a mix takes the first that is as good among: the program adopted before, the one adopted after,
    those of the mixes solved earlier (both ends come first), the one just found. A project thus moves only where it
    must, and the ledger is the same on every machine as long as every mix is proved.

    Args:
        before: last cycle's inputs, or one scenario.
        after: this cycle's inputs, over the same years.
        gap: proved gap that is enough for each mix; parts are then intervals.
        time_limit: seconds for the whole call.
        clock: where the time is read.
        progress: told after each mix.
        stop: asked now and then; the ledger so far is returned, and says what is missing.

    Raises:
        ValueError: the years differ (``years-differ``), it is proved that an end has no program (``no-program``), or
            the criteria of one side cannot score the ratings of the other (``not-scored``, with what the mix takes
            from after).
    """
    if before.portfolio.info.years != after.portfolio.info.years:
        raise ValueError(f"years-differ {before.portfolio.info.years} {after.portfolio.info.years}")
    allowance = Allowance.of(clock, time_limit, stop)
    factors = differing(before, after)
    order = _ends_first(len(factors))
    known = [scenario.program for scenario in (before, after) if scenario.program is not None]
    mixes: dict[int, Mix] = {}
    for done, mask in enumerate(order):
        taken = tuple(factor for i, factor in enumerate(factors) if mask >> i & 1)
        if allowance.over:
            mixes[mask] = Mix(taken, None, Fraction(0), None, impossible=False, proved=False)
            continue
        live = Live(_case(before, after, taken), clock)
        mixes[mask] = _solve(live, taken, known, gap, allowance, len(order) - done)
        if mixes[mask].impossible and mask in (0, len(order) - 1):
            raise ValueError(f"no-program {'after' if mask else 'before'}")
        if progress is not None:
            progress(Step(done + 1, len(order)))
    return _ledger(before, after, factors, [mixes[mask] for mask in sorted(mixes)], allowance.spent)


def order_parts(exists: Sequence[bool]) -> tuple[int, tuple[tuple[Fraction, ...], ...]]:
    """How many orders lead from nothing to everything, and what each mix weighs in each factor's part.

    Args:
        exists: one entry a mix, 2^n in all; bit ``i`` of its position tells whether factor ``i`` has changed.

    Returns:
        The number of orders through mixes that exist, n! where all do, and n rows of 2^n weights: a factor's part is
        the sum of weight times value. Where all exist these are the weights of the Shapley value.
    """
    size, count = len(exists), len(exists).bit_length() - 1
    up, down = [0] * size, [0] * size
    up[0], down[-1] = int(exists[0]), int(exists[-1])
    for mask in range(1, size):
        up[mask] = exists[mask] * sum(up[mask ^ 1 << i] for i in range(count) if mask >> i & 1)
    for mask in reversed(range(size - 1)):
        down[mask] = exists[mask] * sum(down[mask | 1 << i] for i in range(count) if not mask >> i & 1)
    orders = up[-1]
    rows = [[Fraction(0)] * size for _ in range(count)]
    for i in range(count):
        for mask in range(size):
            if orders and not mask >> i & 1:
                share = Fraction(up[mask] * down[mask | 1 << i], orders)
                rows[i][mask] -= share
                rows[i][mask | 1 << i] += share
    return orders, tuple(tuple(row) for row in rows)


def _ends_first(count: int) -> list[int]:
    """Both ends first, then the others so that each mix differs from the one before by few factors."""
    full = 2**count - 1
    inner = [i ^ i >> 1 for i in range(2**count)]
    return [0, *([full] if full else []), *(mask for mask in inner if mask not in (0, full))]


def _case(before: Scenario, after: Scenario, taken: tuple[Factor, ...]) -> Case:
    try:
        return Case.of(*mixed(before, after, frozenset(taken)))
    except Refused as refused:
        what = sorted({f"{problem.code} {problem.where.item} {problem.expected}" for problem in refused.problems})
        raise ValueError(f"not-scored {'+'.join(taken)}: {'; '.join(what)}") from refused


def _solve(
    live: Live, taken: tuple[Factor, ...], known: list[Program], gap: float, allowance: Allowance, left: int
) -> Mix:
    """Solve one mix from the programs known; the program that it takes joins them."""
    objective = live.objective()
    kept = [program for program in known if live.learn(program)]
    found = live.best(objective, gap=gap, time_limit=allowance.share(left), stop=allowance.stop)
    if found.program is None:
        return Mix(taken, None, Fraction(0), None, impossible=found.impossible, proved=found.impossible)
    worth = [(live.worth(program, objective), program) for program in (*kept, found.program)]
    value = max(value for value, _ in worth)
    program = next(program for its_worth, program in worth if its_worth == value)
    if program not in known:
        known.append(program)
    proved = proved_equal(value, found.bound)
    bound = found.bound if isfinite(found.bound) else None
    return Mix(taken, program, value, float(value) if proved else bound, impossible=False, proved=proved)


def _ledger(
    before: Scenario, after: Scenario, factors: tuple[Factor, ...], mixes: Sequence[Mix], seconds: float
) -> ChangeLedger:
    orders, weights = order_parts([mix.program is not None for mix in mixes])
    sure = all(mix.program is not None or mix.impossible for mix in mixes)
    parts = [
        _part(factor, weights[factors.index(factor)], mixes, sure) if factor in factors else _nothing(factor)
        for factor in Factor
    ]
    return ChangeLedger(
        before=mixes[0],
        after=mixes[-1],
        parts=tuple(parts) if orders else (),
        moves=_moves(before, after, factors, mixes, weights if orders else ()),
        mixes=tuple(mixes),
        orders=orders,
        orders_in_all=factorial(len(factors)),
        proved=all(mix.proved for mix in mixes),
        seconds=seconds,
    )


def _nothing(factor: Factor) -> Part:
    return Part(factor, differs=False, value=Fraction(0), least=0.0, most=0.0)


def _part(factor: Factor, weights: Sequence[Fraction], mixes: Sequence[Mix], sure: bool) -> Part:
    """The sum, and what it may be when the best of each mix lies between its value and its bound."""
    pairs = [(weight, mix) for weight, mix in zip(weights, mixes, strict=True) if weight]
    value = sum((weight * mix.value for weight, mix in pairs), Fraction(0))
    least = most = float(value)
    for weight, mix in pairs:
        if mix.bound is None or not sure:
            return Part(factor, True, value, None, None)
        above = 0.0 if mix.proved else float(weight) * (mix.bound - float(mix.value))
        least, most = least + min(above, 0.0), most + max(above, 0.0)
    return Part(factor, True, value, least, most)


def _moves(
    before: Scenario,
    after: Scenario,
    factors: tuple[Factor, ...],
    mixes: Sequence[Mix],
    weights: Sequence[Sequence[Fraction]],
) -> tuple[Move, ...]:
    """Each project whose place differs between the two ends, by identifier."""
    if mixes[0].program is None or mixes[-1].program is None:
        return ()
    placed = [{choice.project: choice for choice in mix.program or ()} for mix in mixes]
    moves = []
    for project in sorted(placed[0].keys() | placed[-1].keys()):
        old, new = placed[0].get(project), placed[-1].get(project)
        if old == new:
            continue
        moved, place = _how(old, new)
        there = [place(found.get(project)) == place(new) for found in placed]
        parts = tuple(
            (factor, sum((weight for weight, yes in zip(row, there, strict=True) if yes), Fraction(0)))
            for factor, row in zip(factors, weights, strict=bool(weights))
        )
        title = (after.portfolio.by_id.get(project) or before.portfolio.by_id[project]).title
        moves.append(Move(project, title, moved, old, new, parts))
    return tuple(moves)


def _how(old: Choice | None, new: Choice | None) -> tuple[Moved, Callable[[Choice | None], object]]:
    """How a project moved, and what of its place the move is about."""
    if old is None or new is None:
        return Moved.ENTERED if old is None else Moved.LEFT, lambda choice: choice is not None
    if old.option != new.option:
        return Moved.OPTION, lambda choice: choice and choice.option
    return Moved.YEAR, lambda choice: choice and choice.start
