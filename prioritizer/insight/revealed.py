"""Revealed weights: those that would justify a program picked by hand, the nearest to the published ones, or the proof
that there are none.

Weights justify a program when no program that keeps the rules is worth more under them. Inverse optimization by cutting
planes (Wang 2009, Operations Research Letters 37:114-116): the nearest weights that justify the program against those
known so far, an exact linear program; then the best program under these weights, a search; a better one is a cut. It
ends with weights that nothing beats, or with a few programs of which a mix beats the picked one on every axis at once:
whatever the weights, one of them is worth more (Farkas).

A program's value under weights w is sum of w[k] * end[k], where end[k] is its value when axis k weighs 100 %, synergies
included, since they count in full whatever the weights.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import numpy as np

from prioritizer.domain.decision import Finding, Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.pareto import RESOLUTION, step_of, total
from prioritizer.insight.sets import projects_of, worth_at_least
from prioritizer.program.build import check
from prioritizer.program.live import FREE, Conditions, Found, Live, Objective, proved_equal
from prioritizer.scoring.exact_lp import ExactLp

HALF = Fraction(1, 2)
ROUGH = 0.005
"""Gap of the first search under given weights."""
ASIDE = 4
"""A search beside the main line gets at most one part in so many of the time left."""
SEEN = 1e-9
"""Relative: a program of the pool that looks better by more is looked at exactly."""


class Verdict(StrEnum):
    """What is known of a program picked by hand."""

    BEST = "best"
    """No program is worth more under the published weights."""
    JUSTIFIED = "justified"
    """Other weights justify it."""
    BEATEN = "beaten"
    """A program beats it on every axis: no weights justify it."""
    MIXED = "mixed"
    """None is known to beat it everywhere, yet whatever the weights one of a few programs does."""
    IMPOSSIBLE = "impossible"
    """It cannot be: rules are broken, or no options and years of these projects keep them."""
    OPEN = "open"
    """Time ran out first."""


@dataclass(frozen=True)
class Weighed:
    """An axis (or a criterion): what the program picked has on it, and what it would have to weigh."""

    code: str
    value: Fraction
    """Value of the program picked when only this axis weighs, synergies included."""
    published: Fraction
    weight: Fraction | None
    """Nearest weight that justifies the program; None: none does."""


@dataclass(frozen=True)
class Rival:
    """A program that the one picked was compared with."""

    program: Program
    values: tuple[Fraction, ...]
    """Value when only one axis weighs, in the order of the axes."""
    value: Fraction
    """Published value."""
    entering: tuple[str, ...]
    """Projects that the program picked leaves out."""
    leaving: tuple[str, ...]
    share: Fraction | None = None
    """Its part of the mix that beats the program picked on every axis; the parts sum to 1."""


@dataclass(frozen=True)
class Revealed:
    """The answer. Weights sum to 1."""

    verdict: Verdict
    by: str
    program: Program | None
    """The program picked; of projects alone, the best options and years for the published value."""
    value: Fraction
    """Published value."""
    weighed: tuple[Weighed, ...]
    distance: Fraction | None
    """Share of the weight that has to move; proved least. With ``OPEN``: at least so much, if any weights do."""
    missing: float | None
    """Value that a program may still be worth more under these weights; 0: proved to justify it; None: not searched."""
    rivals: tuple[Rival, ...]
    """``BEATEN``: the program that beats it. ``MIXED``: those of the mix. ``JUSTIFIED``: those that limit the weights,
    each worth as much as the program picked under them."""
    as_good: Rival | None
    """At least as good on every axis and better on one. ``JUSTIFIED``: only with weights of 0 there. ``MIXED`` and
    None: nothing beats the program picked, but only a compromise that no weights give (unsupported) would choose it."""
    breaches: tuple[Finding, ...]
    """Rules that a program given in full breaks."""
    searches: int
    seconds: float


def revealed(
    live: Live,
    base: Found,
    wanted: Set[str] | Program,
    *,
    by: str = "axis",
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Revealed], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Revealed:
    """Find the nearest weights that justify a program, or prove that there are none.

    Args:
        live: the case; every program found joins its pool.
        base: today's best program, compared first.
        wanted: a set of projects (taken with the options and years of most published value), or a whole program.
        by: what is weighed, ``"axis"`` (criteria keep their shares of their axes) or ``"criterion"``.
        gap: share of the value by which a program may still be better under weights that are said to justify it.
        time_limit: seconds for the whole call.
        progress: told what is known after each search.
        stop: asked for during every search.

    Raises:
        ValueError: a project, an option or a start that does not exist; ``by`` is neither.
    """
    if by not in ("axis", "criterion"):
        raise ValueError(f"weights are by axis or by criterion: {by}")
    time = Allowance.of(live.clock, time_limit, stop)
    search = _Search(live, by, gap, time, progress)
    search.pick(wanted)
    if search.verdict is Verdict.OPEN and search.program is not None:
        if base.program is not None:
            live.learn(base.program)
        search.run()
    return search.result()


@dataclass
class _Search:
    """The state of a search: the program picked, and the programs that cut off weights so far."""

    live: Live
    by: str
    gap: float
    time: Allowance
    told: Callable[[Revealed], None] | None
    verdict: Verdict = Verdict.OPEN
    program: Program | None = None
    picked: tuple[Fraction, ...] = ()
    breaches: tuple[Finding, ...] = ()
    cuts: list[Program] = field(default_factory=list)
    weights: tuple[Fraction, ...] | None = None
    distance: Fraction | None = None
    missing: float | None = None
    shares: dict[Program, Fraction] = field(default_factory=dict)
    as_good: Program | None = None
    sought: bool = False
    """Whether a program that beats the one picked everywhere was looked for."""
    searches: int = 0

    def __post_init__(self) -> None:
        criteria = self.live.case.criteria
        if self.by == "axis":
            self.published = {axis.code: Fraction(axis.weight) / 100 for axis in criteria.axes}
            self.ends = [self.live.axes({code: Fraction(1)}) for code in self.published]
        else:
            self.published = dict(criteria.weights)
            self.ends = [self.live.objective({code: Fraction(1)}) for code in self.published]
        self.known: dict[Program, tuple[Fraction, ...]] = {}

    def values(self, program: Program) -> tuple[Fraction, ...]:
        if program not in self.known:
            self.known[program] = tuple(self.live.worth(program, end) for end in self.ends)
        return self.known[program]

    def better(self, program: Program) -> tuple[Fraction, ...]:
        """By how much a program is better than the one picked, when only one axis weighs."""
        return tuple(a - b for a, b in zip(self.values(program), self.picked, strict=True))

    def best(self, objective: Objective, conditions: Conditions = FREE, *, gap: float = 0.0, parts: int = 1) -> Found:
        found = self.live.best(objective, conditions, gap=gap, time_limit=self.time.share(parts), stop=self.time.stop)
        self.searches += 1
        return found

    # The program picked

    def pick(self, wanted: Set[str] | Program) -> None:
        """Settle the program to justify, or why there is none."""
        if isinstance(wanted, tuple):
            program = tuple(sorted(wanted))
            unknown = [choice for choice in program if choice not in set(self.live.choices)]
            if unknown or len(projects_of(program)) < len(program):
                raise ValueError(f"no such choices: {unknown or program}")
            self.breaches = tuple(finding for finding in check(self.live.case, program) if not finding.holds)
            self.live.learn(program)
            self.take(program, possible=not self.breaches)
            return
        everyone = {project.id for project in self.live.case.portfolio.projects}
        if wanted - everyone:
            raise ValueError(f"no such projects: {sorted(wanted - everyone)}")
        asked = Conditions(into=frozenset(wanted), out=frozenset(everyone - wanted))
        found = self.best(self.live.objective(), asked, gap=self.gap)
        if found.program is not None or found.impossible:
            self.take(found.program, possible=not found.impossible)

    def take(self, program: Program | None, *, possible: bool) -> None:
        self.program = program
        if program is not None:
            self.picked = self.values(program)
        if not possible:
            self.verdict = Verdict.IMPOSSIBLE

    # Cutting planes

    def run(self) -> None:
        """Cut weights off until those left justify the program, or none is left."""
        self.lp = _Nearest(tuple(self.published.values()))
        published = tuple(self.published.values())
        while True:
            if not self.lp.solve():
                self.refute()
                return
            self.weights, self.distance = self.lp.weights, self.lp.distance
            assert self.program is not None
            self.missing = None
            if self.time.over:
                return
            if (known := self.from_pool(self.weights)) is not None:
                self.cut(known)
                continue
            # Once some weights are refuted, a program that beats the one picked everywhere would settle it at once.
            if self.cuts and not self.sought and (known := self.dominating(strictly=True)) is not None:
                self.cut(known)
                continue
            objective = total(self.ends, self.weights)
            worth = self.live.worth(self.program, objective)
            # Any better program cuts these weights off: the proof is sought only where a rough search finds none.
            found = self.best(objective, gap=max(self.gap, ROUGH))
            if found.gap and found.gap > self.gap and found.value <= worth and not self.time.over:
                found = self.best(objective, gap=self.gap)
            if found.program is not None and found.value > worth:
                self.cut(found.program)
                self.tell()
                continue
            missing = 0.0 if proved_equal(worth, found.bound) else max(found.bound - float(worth), 0.0)
            if found.program is not None or missing == 0.0:
                self.missing = missing
            if missing <= self.gap * abs(float(worth)):
                self.verdict = Verdict.BEST if self.weights == published else Verdict.JUSTIFIED
                if not all(self.weights):
                    self.as_good = self.dominating(strictly=False)
            return

    def from_pool(self, weights: Sequence[Fraction]) -> Program | None:
        """The program of the pool that is most better than the one picked under these weights, exactly."""
        float_j = total(self.ends, weights).float_j
        worth = float(self.live.x_of(self.program or ()) @ float_j)
        rivals = [program for program in self.live.pool if program not in self.cuts]
        values = [float(self.live.x_of(program) @ float_j) for program in rivals]
        for i in np.argsort(-np.array(values), kind="stable").tolist():
            if values[i] <= worth + SEEN * max(1.0, abs(worth)):
                break
            gains = zip(weights, self.better(rivals[i]), strict=True)
            if sum((w * gain for w, gain in gains), Fraction(0)) > 0:
                return rivals[int(i)]
        return None

    def cut(self, program: Program) -> None:
        self.cuts.append(program)
        self.lp.add(self.better(program))

    def dominating(self, *, strictly: bool) -> Program | None:
        """A program that beats the one picked on every axis, or (not ``strictly``) is better on one and no worse."""
        self.sought = self.sought or strictly
        floors = []
        for end, value in zip(self.ends, self.picked, strict=True):
            step = max(step_of(self.live, end), RESOLUTION) if strictly else 0
            floors.append(worth_at_least(end, value + step))
        objective = total(self.ends, [Fraction(1)] * len(self.ends))
        found = self.best(objective, Conditions(floors=tuple(floors)), parts=ASIDE)
        if found.program is None or not any(self.better(found.program)):
            return None
        return found.program

    def refute(self) -> None:
        """Read the mix that beats the program picked on every axis."""
        self.weights = self.distance = None
        self.missing = 0.0
        parts = self.lp.proof
        self.shares = {program: part / sum(parts) for program, part in zip(self.cuts, parts, strict=True) if part}
        everywhere = next((program for program in self.cuts if min(self.better(program)) > 0), None)
        if everywhere is None and not self.sought and not self.time.over:
            everywhere = self.dominating(strictly=True)
        if everywhere is not None:
            self.shares = {everywhere: Fraction(1)}
        self.verdict = Verdict.MIXED if everywhere is None else Verdict.BEATEN
        if everywhere is None and not self.time.over:
            self.as_good = self.dominating(strictly=False)

    # The answer

    def tell(self) -> None:
        if self.told is not None:
            self.told(self.result())

    def rival(self, program: Program, share: Fraction | None = None) -> Rival:
        chosen, mine = projects_of(program), projects_of(self.program or ())
        return Rival(
            program,
            self.values(program),
            self.live.worth(program, self.live.objective()),
            tuple(sorted(chosen - mine)),
            tuple(sorted(mine - chosen)),
            share,
        )

    def limits(self) -> list[Program]:
        """Programs worth as much as the one picked under the weights found."""
        if self.weights is None or self.verdict is not Verdict.JUSTIFIED:
            return []
        weights = self.weights
        gains = {p: sum((w * g for w, g in zip(weights, self.better(p), strict=True)), Fraction(0)) for p in self.cuts}
        return [program for program, gain in gains.items() if gain == 0]

    def result(self) -> Revealed:
        program, codes = self.program, list(self.published)
        weights = self.weights or (None,) * len(codes)
        values = self.picked or (Fraction(0),) * len(codes)
        rivals = [self.rival(p, share) for p, share in sorted(self.shares.items(), key=lambda item: -item[1])]
        return Revealed(
            verdict=self.verdict,
            by=self.by,
            program=program,
            value=Fraction(0) if program is None else self.live.worth(program, self.live.objective()),
            weighed=tuple(
                Weighed(code, value, self.published[code], weight)
                for code, value, weight in zip(codes, values, weights, strict=True)
            ),
            distance=self.distance,
            missing=self.missing,
            rivals=tuple(rivals or [self.rival(other) for other in self.limits()]),
            as_good=None if self.as_good is None else self.rival(self.as_good),
            breaches=self.breaches,
            searches=self.searches,
            seconds=self.time.spent,
        )


class _Nearest:
    """The weights nearest to the published ones that keep every cut, exactly.

    Columns: what each weight gains, then what each gives up. A weight gives up no more than it has, and as much is
    gained as given up; a cut asks that a program be worth no more than the one picked.
    """

    def __init__(self, published: tuple[Fraction, ...]) -> None:
        n = len(published)
        self._published, self._cuts = published, 0
        self._lp = ExactLp([HALF] * (2 * n))
        one = [Fraction(1)] * n + [Fraction(-1)] * n
        self._lp.add(one, Fraction(0))
        self._lp.add([-value for value in one], Fraction(0))
        for k, weight in enumerate(published):
            self._lp.add([Fraction(j == n + k) for j in range(2 * n)], weight)

    def add(self, gains: Sequence[Fraction]) -> None:
        """A program better by so much when only one axis weighs must not be better under the weights."""
        limit = -sum((w * gain for w, gain in zip(self._published, gains, strict=True)), Fraction(0))
        self._lp.add([*gains, *(-gain for gain in gains)], limit)
        self._cuts += 1

    def solve(self) -> bool:
        return self._lp.solve()

    @property
    def weights(self) -> tuple[Fraction, ...]:
        n, x = len(self._published), self._lp.x
        return tuple(weight + x[k] - x[n + k] for k, weight in enumerate(self._published))

    @property
    def distance(self) -> Fraction:
        return sum(self._lp.x, Fraction(0)) / 2

    @property
    def proof(self) -> tuple[Fraction, ...]:
        """A multiplier a cut: the programs mixed in these parts are better on every axis."""
        return self._lp.proof[len(self._lp.proof) - self._cuts :]
