"""What weights drawn from a committee's answers would change: the best program under each, beside the one shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from prioritizer.domain.decision import Program
from prioritizer.domain.explanation import Between
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.sets import projects_of
from prioritizer.program.live import Found, Live, proved_equal

ONE = Fraction(1)


@dataclass(frozen=True)
class Effect:
    """One set of weights."""

    name: str
    weights: Mapping[str, Fraction]
    """As asked, by axis or by criterion; they sum to 1."""
    program: Program | None
    """The best program known under them."""
    lost: Between
    """Points, under these weights, that the program shown lacks of the best one."""
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True)
class Elicited:
    """Every set of weights, in the order given."""

    published: Mapping[str, Fraction]
    """Of the same axes or criteria."""
    effects: tuple[Effect, ...]
    seconds: float


def elicited(
    live: Live,
    base: Found,
    asked: Mapping[str, Mapping[str, Fraction]],
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Elicited], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Elicited:
    """Find the best program under each set of weights.

    Args:
        live: the case; every program found joins its pool.
        base: the program shown.
        asked: sets of weights by name, each summing to 1, all of the same codes: every axis, every criterion, or the
            criteria of one axis, the rest then staying as published.
        gap: relative gap of each search.
        time_limit: seconds for all searches together.
        progress: told what is known after each search.
        stop: asked now and then; what is known so far is returned.

    Raises:
        ValueError: ``base`` holds no program, codes that are none of those, or weights that do not sum to 1.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    time = Allowance.of(live.clock, time_limit, stop)
    criteria, effects = [leaf_weights(live, weights) for weights in asked.values()], []
    published = published_weights(live, next(iter(asked.values()), {}))
    for number, (name, weights) in enumerate(asked.items()):
        if time.over:
            break
        objective = live.objective(criteria[number])
        found = live.best(objective, gap=gap, time_limit=time.share(len(asked) - number), stop=stop)
        effects.append(_effect(base.program, name, weights, found, live.worth(base.program, objective)))
        if progress is not None:
            progress(Elicited(published, tuple(effects), time.spent))
    return Elicited(published, tuple(effects), time.spent)


def leaf_weights(live: Live, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Weights of every criterion that weights of axes, of all criteria, or of those of one axis mean.

    Raises:
        ValueError: as ``elicited``.
    """
    criteria = live.case.criteria
    if sum(weights.values(), Fraction(0)) != ONE:
        raise ValueError(f"weights do not sum to 1: {dict(weights)}")
    codes = set(weights)
    if codes == {axis.code for axis in criteria.axes}:
        return live.axis_weights(weights)
    if codes == set(criteria.weights):
        return dict(weights)
    for axis in criteria.axes:
        if codes == {criterion.code for criterion in axis.criteria}:
            share = Fraction(axis.weight) / 100
            return dict(criteria.weights) | {code: weight * share for code, weight in weights.items()}
    raise ValueError(f"neither the axes, nor the criteria, nor those of one axis: {sorted(codes)}")


def published_weights(live: Live, codes: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Published weights of the same codes, on the same scale; nothing where they are none of those of ``elicited``."""
    criteria = live.case.criteria
    axes = {axis.code: Fraction(axis.weight) / 100 for axis in criteria.axes}
    if set(codes) == set(axes):
        return axes
    mine = {code: criteria.weights[code] for code in codes if code in criteria.weights}
    total = sum(mine.values(), Fraction(0))
    return {code: weight / total for code, weight in mine.items()} if total else mine


def _effect(shown: Program, name: str, weights: Mapping[str, Fraction], found: Found, worth: Fraction) -> Effect:
    program = found.program if found.program is not None and found.value > worth else shown
    value = max(found.value, worth) if found.program is not None else worth
    high = None
    if isfinite(found.bound):
        high = value if proved_equal(value, found.bound) else max(Fraction(found.bound), value)
    was, now = projects_of(shown), projects_of(program)
    return Effect(
        name=name,
        weights=weights,
        program=program,
        lost=Between(value - worth, None if high is None else high - worth),
        entering=tuple(sorted(now - was)),
        leaving=tuple(sorted(was - now)),
    )
