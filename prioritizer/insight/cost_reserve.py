"""Programs whose envelopes hold with a confidence: part of the envelopes is kept back until they do.

The best program of what is left is judged by the full envelopes, always on the same draws, and the reserve is searched
for: chance constraints are met by margins (as in Soyster 1973, made less severe), not optimised over all programs. What
is found holds; nothing proves that no better program does. Room is always left for a program that spends little.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil

import numpy as np

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.cost_risk import Chance, CostRisk, Factors, available, cost_risk, costs
from prioritizer.insight.envelope_cuts import Cuts, less, most_cuts
from prioritizer.insight.sets import projects_of
from prioritizer.program.case import Case
from prioritizer.program.live import Found, Live, Objective
from prioritizer.program.plan import Plan

STEPS = 6
"""Halvings of the same share for all: to less than 2 % of the envelopes."""
ROUNDS, EASING = 10, 4
"""Times that a fitted reserve is widened, at most, and halvings that ease it afterwards."""
CHEAP_GAP, SPARING, SPARING_SHARE = 0.02, 4, 3
"""A program that spends little is looked for within that gap, that many times, in one part of so many of the time."""
POOL_LOOKS = 60
"""Programs already known that are looked at, at most, after each search."""


class Way(StrEnum):
    """How a reserve is spread."""

    NONE = "none"
    SAME = "same"
    """The same share of every envelope."""
    FITTED = "fitted"
    """From the envelopes of the years that do not hold, what they lack."""


@dataclass(frozen=True)
class Trial:
    """A reserve that was tried. ``chance`` None: no program was found, or none exists (``impossible``)."""

    way: Way
    reserve: Fraction
    """Share asked to be kept back: of every envelope, or of all envelopes together where it is fitted."""
    value: Fraction | None
    gap: float | None
    chance: Chance | None
    impossible: bool = False


@dataclass(frozen=True)
class Certainty:
    """A program whose envelopes hold with the confidence asked for, beside the best one."""

    base: CostRisk
    base_value: Fraction
    confidence: float
    joint: bool
    """Whether the confidence is asked of all the years at once, rather than of each year."""
    beyond: tuple[int, ...]
    """Years not asked for: a program that spends as little there as it can does not hold, obligations mostly."""
    reserve: Fraction | None
    """Least share kept back from every envelope, of those tried, whose program holds; None: none was found."""
    program: Program | None
    """The most valuable program found that holds; nothing proves that no better one does. None: none was found."""
    value: Fraction
    risk: CostRisk | None
    fresh: CostRisk | None
    """The same program under draws that did not choose it: what to believe."""
    trials: tuple[Trial, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    seconds: float

    @property
    def lost(self) -> Fraction:
        """The price of certainty: value given up."""
        return self.base_value - self.value


def hold_at(
    live: Live,
    base: Found,
    *,
    confidence: float = 0.8,
    joint: bool = False,
    factors: Factors | None = None,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[Trial], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Certainty:
    """A program whose envelopes hold with that confidence: the envelopes are cut by a reserve until it does.

    First the same share is kept back from every envelope, found by bisection. Then the reserve is fitted: each envelope
    that does not hold gives what it lacks, again and again until all hold, and the whole is eased by bisection. The
    chance need not rise with the reserve, since programs change: a smaller one that was not tried may do.

    Args:
        live: the case; every program found joins its pool.
        base: what ``live.best(live.objective())`` answered.
        confidence: probability asked for, from 0 to 1.
        joint: ask it of all the years at once, not of each year.
        factors: what is drawn.
        gap: proved gap that is enough for each search.
        time_limit: seconds for the whole call.
        progress: told every reserve tried.
        stop: asked now and then; the best so far is returned.

    Raises:
        ValueError: ``base`` holds no program, or the confidence is not from 0 to 1.
    """
    if base.program is None or not 0 <= confidence <= 1:
        raise ValueError(f"base holds no program, or confidence {confidence}")
    search = _Search(live, confidence, joint, factors or Factors(), Allowance.of(live.clock, time_limit, stop))
    return search.run(base.program, gap, progress)


class _Search:
    def __init__(self, live: Live, confidence: float, joint: bool, factors: Factors, allowance: Allowance) -> None:
        self.live, self.confidence, self.joint = live, confidence, joint
        self.factors, self.allowance = factors, allowance
        self.objective = live.objective()
        self.envelopes = {e.source: e.amounts for e in live.case.portfolio.envelopes if e.amounts is not None}
        self.risks: dict[Program, CostRisk] = {}
        self.best: tuple[Fraction, Program] | None = None
        self.reserve: Fraction | None = None
        self.trials: list[Trial] = []
        self.known: list[Program] = []

    def run(self, base: Program, gap: float, progress: Callable[[Trial], None] | None) -> Certainty:
        self.gap, self.progress = gap, progress
        sparing, self.beyond = self.sparing(base)
        self.most = most_cuts(self.live.case, sparing)
        self.known = list(dict.fromkeys((base, sparing, *self.live.pool)))
        self.tell(Trial(Way.NONE, Fraction(0), self.worth(base), None, self.chance(base)))
        self.look(self.known)
        if self.holds(base):
            self.reserve = Fraction(0)
        else:
            whole = {(source, t): a for source, row in self.envelopes.items() for t, a in enumerate(row)}
            self.reserve = self.ease(Way.SAME, whole, STEPS)
            self.fit(base)
        return self.result(base)

    def sparing(self, base: Program) -> tuple[Program, tuple[int, ...]]:
        """A program that spends little, least in the years that do not hold, and the years where it fails even so."""
        years = self.live.case.portfolio.info.years
        limited = [self.live.built.columns.source_jt(source) for source in self.envelopes]
        spent_jt = np.sum([*limited, np.zeros((len(self.live.choices), len(years)))], axis=0)
        weight_t = np.ones(len(years))
        fewest: tuple[Program, tuple[int, ...]] | None = None
        for left in range(SPARING, 0, -1):
            cost_j = spent_jt @ weight_t
            cost_j = np.pad(cost_j / max(cost_j.max(initial=0), 1), (0, len(self.live.matrix.variables) - len(cost_j)))
            limit = self.allowance.share(SPARING_SHARE * left)
            found = self.live.best(Objective.floats(-cost_j), gap=CHEAP_GAP, time_limit=limit, stop=self.allowance.stop)
            if found.program is None or found.gap is None or found.gap > CHEAP_GAP:
                break
            rows = cost_risk(self.live.case, found.program, self.factors).years
            fails = [t for t, row in enumerate(rows) if row.holds.share < self.confidence]
            if fewest is None or len(fails) < len(fewest[1]):
                fewest = found.program, tuple(years[t] for t in fails)
            if not fails:
                break
            for t in fails:
                weight_t[t] *= 10
                # What the year before leaves is carried over.
                weight_t[max(t - 1, 0)] *= 3
        return fewest or (base, ())

    def ease(self, way: Way, cuts: Cuts, steps: int) -> Fraction | None:
        """The least share of these cuts that does, by bisection; None where none tried did."""
        low, high, least = Fraction(0), Fraction(1), None
        for left in range(steps, 0, -1):
            share = (low + high) / 2
            found = self.attempt(way, {cell: int(cut * share) for cell, cut in cuts.items()}, left, share)
            if found is None:
                break
            if self.holds(found):
                high = least = share
            else:
                low = share
        return least

    def fit(self, program: Program) -> None:
        """Keep back what each envelope lacks, until all hold; then ease."""
        cuts: Cuts = {}
        for left in range(ROUNDS, 0, -1):
            lacks = self.lacks(program, cuts)
            if not lacks:
                return
            cuts = {cell: max(cuts.get(cell, 0), lacks.get(cell, 0)) for cell in cuts.keys() | lacks.keys()}
            found = self.attempt(Way.FITTED, cuts, left)
            if found is None:
                return
            program = found
            if self.holds(program):
                self.ease(Way.FITTED, cuts, EASING)
                return

    def lacks(self, program: Program, cuts: Cuts) -> Cuts:
        """Cuts after which each envelope that does not hold would, were the program the same with as much less."""
        risk, plan = self.risks[program], Plan(self.live.case, program)
        rows = [row for row in risk.by_source if row.year in risk.asked and row.limit is not None and row.planned > 0]
        excess = {}
        for envelope in self.live.case.portfolio.envelopes:
            if envelope.amounts is not None:
                _, cost_dt = costs(plan, envelope.source, self.factors)
                excess[envelope.source] = cost_dt - available(envelope, cost_dt)
        info = plan.case.portfolio.info
        slack = {(r.source, r.year): r.limit - r.planned for r in risk.by_source if r.limit is not None}
        lacks: Cuts = {}
        for row in rows:
            together = len(rows) if self.joint else sum(other.year == row.year for other in rows)
            source, t = row.source or "", info.index(row.year)
            share = self.confidence ** (1 / together)
            short = ceil(float(np.quantile(excess[source][:, t], share, method="inverted_cdf")))
            # A year that can give no more is helped by what the year before leaves it.
            while t and cuts.get((source, t), 0) >= self.most[source, t]:
                t -= 1
            if short > 0 and cuts.get((source, t), 0) < self.most[source, t]:
                lacks[source, t] = max(lacks.get((source, t), 0), slack[source, info.years[t]] + short)
        return lacks

    def attempt(self, way: Way, cuts: Cuts, left: int, share: Fraction = Fraction(1)) -> Program | None:
        """The best program of what is left of the envelopes, judged in the full ones; None: none known, or no time."""
        if self.allowance.over:
            return None
        kept = {cell: min(cut, self.most[cell]) for cell, cut in cuts.items()}
        total = max(sum(map(sum, self.envelopes.values())), 1)
        reserve = share if way is Way.SAME else Fraction(sum(kept.values()), total)
        tight = Live(Case.of(less(self.live.case.portfolio, kept), self.live.case.criteria), self.live.clock)
        for program in self.known:
            tight.learn(program)
        limit = self.allowance.share(left)
        found = tight.best(tight.objective(), gap=self.gap, time_limit=limit, stop=self.allowance.stop)
        if found.program is None:
            self.tell(Trial(way, reserve, None, None, None, found.impossible))
            return None
        new = [program for program in tight.pool if program not in self.known]
        self.known += [program for program in new if self.live.learn(program)]
        self.look((found.program, *new))
        self.tell(Trial(way, reserve, self.worth(found.program), found.gap, self.chance(found.program)))
        return found.program

    def worth(self, program: Program) -> Fraction:
        return self.live.worth(program, self.objective)

    def chance(self, program: Program) -> Chance:
        """What is asked of a program, in the full envelopes."""
        if program not in self.risks:
            self.risks[program] = cost_risk(self.live.case, program, self.factors, leave_out=self.beyond)
        return self.risks[program].chance(joint=self.joint)

    def holds(self, program: Program) -> bool:
        return self.chance(program).share >= self.confidence

    def look(self, programs: Iterable[Program]) -> None:
        """Keep the best program that holds, of the best it has and these."""
        ranked = sorted(((self.worth(program), program) for program in programs), reverse=True)
        for value, program in ranked[:POOL_LOOKS]:
            if self.best is not None and value <= self.best[0]:
                return
            if self.holds(program):
                self.best = value, program
                return

    def tell(self, trial: Trial) -> None:
        self.trials.append(trial)
        if self.progress is not None:
            self.progress(trial)

    def result(self, base: Program) -> Certainty:
        value, program = self.best or (Fraction(0), None)
        before, now = projects_of(base), projects_of(base if program is None else program)
        others = replace(self.factors, seed=self.factors.seed + 1)
        return Certainty(
            base=self.risks[base],
            base_value=self.worth(base),
            confidence=self.confidence,
            joint=self.joint,
            beyond=self.beyond,
            reserve=self.reserve,
            program=program,
            value=value,
            risk=None if program is None else self.risks[program],
            fresh=None if program is None else cost_risk(self.live.case, program, others, leave_out=self.beyond),
            trials=tuple(self.trials),
            entering=tuple(sorted(now - before)),
            leaving=tuple(sorted(before - now)),
            seconds=self.allowance.spent,
        )
