"""Cost risk: how likely each year's envelope is to hold when every estimate may be wrong.

A project's whole capital is multiplied by one random factor, lognormal, whose 10th and 90th percentiles are the
accuracy of its estimate class. The factors are independent, or correlated through one factor that all share.

The carry-forward follows its rule in every draw: what a year really leaves adds to the next one, up to the share
allowed. An overrun is counted in its year and is not taken from the next. The program itself does not react.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import FULL, Envelope, Project
from prioritizer.domain.vocabulary import EstimateClass
from prioritizer.program.case import Case
from prioritizer.program.ledger import sources
from prioritizer.program.plan import Plan

Floats = NDArray[np.float64]
Z90 = NormalDist().inv_cdf(0.9)
P80 = 0.8


@dataclass(frozen=True)
class Accuracy:
    """Shares of the estimate between which the real cost falls 8 times in 10: -0.1 and 0.2 are -10 % and +20 %.

    Raises:
        ValueError: the two are not in order, or the low one is -100 % or less.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not -1 < self.low <= self.high:
            raise ValueError(f"accuracy {self.low} {self.high}")

    def factor(self, z: Floats) -> Floats:
        """What multiplies the estimate, from standard normal draws."""
        low, high = log(1 + self.low), log(1 + self.high)
        drawn: Floats = np.exp((low + high) / 2 + (high - low) / (2 * Z90) * z)
        return drawn


AACE: Mapping[EstimateClass, Accuracy] = {
    EstimateClass.CLASS_1: Accuracy(-0.065, 0.09),
    EstimateClass.CLASS_2: Accuracy(-0.10, 0.125),
    EstimateClass.CLASS_3: Accuracy(-0.15, 0.20),
    EstimateClass.CLASS_4: Accuracy(-0.225, 0.35),
    EstimateClass.CLASS_5: Accuracy(-0.35, 0.65),
}
"""Middle of the typical ranges of AACE International Recommended Practice 18R-97, which it states as 80 % intervals:
class 1 -3 to -10 % and +3 to +15 %, class 2 -5 to -15 % and +5 to +20 %, class 3 -10 to -20 % and +10 to +30 %, class 4
-15 to -30 % and +20 to +50 %, class 5 -20 to -50 % and +30 to +100 %. They are those of the process industries: a city
with a record of its own digital projects puts its own in their place.
"""


@dataclass(frozen=True)
class Chance:
    """A probability as drawn, and its standard error."""

    share: float
    error: float


@dataclass(frozen=True)
class YearRisk:
    """A source in a year, or a year whole (``source`` None). Cents, less what synergies save.

    ``limit`` is the envelope with the planned carry-forward, None where a source that is used has no envelope. A year
    whole ``holds`` when all its envelopes do; its limit and its overrun are sums. ``overrun`` is the mean over all
    draws, those that hold included.
    """

    source: str | None
    year: int
    planned: int
    limit: int | None
    holds: Chance
    overrun: float
    overrun_error: float
    p80: float
    """The cost that 8 draws in 10 do not exceed."""


@dataclass(frozen=True)
class CostRisk:
    """The risk of one program; rows by source then year, then the years whole."""

    program: Program
    accuracies: Mapping[EstimateClass, Accuracy]
    correlation: float
    draws: int
    seed: int
    by_source: tuple[YearRisk, ...]
    years: tuple[YearRisk, ...]
    asked: tuple[int, ...]
    """Years that ``every_year`` and ``chance`` are about."""
    every_year: Chance
    """Every envelope of every year asked holds at once."""

    def chance(self, *, joint: bool) -> Chance:
        """Of every year asked at once, or of the one that is the least likely to hold."""
        asked = [row.holds for row in self.years if row.year in self.asked]
        return self.every_year if joint or not asked else min(asked, key=lambda chance: chance.share)


@dataclass
class Factors:
    """Draws of the cost factors, the same for a project in whatever portfolio and program it is: common random numbers.

    Raises:
        ValueError: fewer than two draws, or a correlation that is not from 0 to 1.
    """

    accuracies: Mapping[EstimateClass, Accuracy] = field(default_factory=lambda: AACE)
    correlation: float = 0.0
    draws: int = 10_000
    seed: int = 0
    _known: dict[tuple[str, EstimateClass], Floats] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.draws < 2 or not 0 <= self.correlation <= 1:
            raise ValueError(f"draws {self.draws} correlation {self.correlation}")
        self._shared = np.random.default_rng([self.seed]).standard_normal(self.draws)

    def of(self, project: Project) -> Floats:
        """Factors of one project, a draw each."""
        key = (project.id, project.estimate_class)
        if key not in self._known:
            own = np.random.default_rng([self.seed, *project.id.encode()]).standard_normal(self.draws)
            z = sqrt(self.correlation) * self._shared + sqrt(1 - self.correlation) * own
            self._known[key] = self.accuracies[project.estimate_class].factor(z)
        return self._known[key]


def cost_risk(
    case: Case, program: Program, factors: Factors | None = None, *, leave_out: Collection[int] = ()
) -> CostRisk:
    """How likely each envelope is to hold with this program.

    Args:
        case: the portfolio with its envelopes.
        program: any program of the case.
        factors: what is drawn; by default 10,000 independent draws with the ranges of ``AACE``.
        leave_out: years not asked for in the probability of every year at once.

    Raises:
        KeyError: the program names what does not exist, or an estimate class has no accuracy.
    """
    factors, plan = factors or Factors(), Plan(case, program)
    info = case.portfolio.info
    envelopes = {envelope.source: envelope for envelope in case.portfolio.envelopes}
    rows: list[YearRisk] = []
    total_dt, over_dt = np.zeros((factors.draws, info.horizon)), np.zeros((factors.draws, info.horizon))
    for source in sources(plan):
        planned, cost_dt = costs(plan, source, factors)
        limits: list[int | None] = [None] * info.horizon
        excess_dt = np.zeros_like(cost_dt)
        envelope = envelopes.get(source)
        if envelope is not None and envelope.amounts is not None:
            limits = [int(cents) for cents in available(envelope, np.array([planned], np.float64))[0]]
            excess_dt = np.maximum(cost_dt - available(envelope, cost_dt), 0)
        for t, year in enumerate(info.years):
            rows.append(_row(source, year, planned[t], limits[t], cost_dt[:, t], excess_dt[:, t]))
        over_dt += excess_dt
        total_dt += cost_dt
    years = []
    for t, year in enumerate(info.years):
        mine = [row for row in rows if row.year == year]
        there = [row.limit for row in mine if row.planned or row.limit is not None]
        known = [limit for limit in there if limit is not None]
        limit = sum(known) if known and len(known) == len(there) else None
        years.append(_row(None, year, sum(row.planned for row in mine), limit, total_dt[:, t], over_dt[:, t]))
    asked = [t for t, year in enumerate(info.years) if year not in leave_out]
    return CostRisk(
        program,
        dict(factors.accuracies),
        factors.correlation,
        factors.draws,
        factors.seed,
        tuple(rows),
        tuple(years),
        tuple(info.years[t] for t in asked),
        _chance(over_dt[:, asked].sum(axis=1)),
    )


def costs(plan: Plan, source: str, factors: Factors) -> tuple[list[int], Floats]:
    """Cents planned a year, and drawn (draws x years), less what synergies save, which is not drawn."""
    horizon = range(plan.case.portfolio.info.horizon)
    saved = [plan.saved(source, t) for t in horizon]
    spent = [[plan.spent(done, source, t) for t in horizon] for done in plan.done]
    planned = [sum(row[t] for row in spent) - saved[t] for t in horizon]
    spent_pt = np.array(spent, np.float64).reshape(-1, len(horizon))
    factor_pd = np.array([factors.of(done.project) for done in plan.done]).reshape(-1, factors.draws)
    drawn: Floats = factor_pd.T @ spent_pt - np.array(saved, np.float64)
    return planned, drawn


def available(envelope: Envelope, cost_dt: Floats) -> Floats:
    """Cents that each year may spend, draws x years: its envelope and what the year before leaves, whole cents."""
    amounts = envelope.amounts or ()
    available_dt = np.tile(np.array(amounts, np.float64), (len(cost_dt), 1))
    for t in range(1, len(amounts)):
        most = max(amounts[t - 1], 0) * envelope.carry_bp // FULL
        available_dt[:, t] += np.clip(np.floor(available_dt[:, t - 1] - cost_dt[:, t - 1]), 0, most)
    return available_dt


def _chance(over_d: Floats) -> Chance:
    share = float(np.mean(over_d == 0))
    return Chance(share, sqrt(share * (1 - share) / len(over_d)))


def _row(source: str | None, year: int, planned: int, limit: int | None, cost_d: Floats, over_d: Floats) -> YearRisk:
    return YearRisk(
        source,
        year,
        planned,
        limit,
        _chance(over_d),
        float(over_d.mean()),
        float(over_d.std(ddof=1) / sqrt(len(over_d))),
        float(np.quantile(cost_d, P80, method="inverted_cdf")),
    )
