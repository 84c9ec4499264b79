"""What a finished program amounts to: money, people and points by project, source, year and axis. Exact."""

from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain import timing
from prioritizer.domain.portfolio import FULL
from prioritizer.domain.vocabulary import Dimension, LimitKind
from prioritizer.program.plan import Done, Plan


@dataclass(frozen=True)
class CashLine:
    """Capital of one project from one source, in cents; ``years`` has one entry a year of the horizon."""

    done: Done
    source: str
    before: int
    years: tuple[int, ...]
    later: int


@dataclass(frozen=True)
class SourceYear:
    """Use of one source in one year, in cents. ``envelope`` None: not limited."""

    source: str
    year: int
    spent: int
    saved: int
    envelope: int | None
    carried_in: Fraction
    carry_bp: int

    @property
    def used(self) -> int:
        """Spending less what synergies save."""
        return self.spent - self.saved

    @property
    def available(self) -> Fraction | None:
        """Envelope and what was carried in."""
        return None if self.envelope is None else self.envelope + self.carried_in


@dataclass(frozen=True)
class AxisProfile:
    """What a program does on one axis."""

    axis: str
    weight: Fraction
    points: Fraction
    """Mean points of the chosen options on the axis, weighted by delay and scale factor."""
    value_share: Fraction | None
    """Share of the value of the projects; None when it is not positive."""
    capital_share: Fraction | None
    """Share of the capital in projects that serve the axis; None without capital."""


@dataclass(frozen=True)
class Peak:
    """The busiest year of a skill pool, in thousandths of FTE. ``limit`` None: no limit that year."""

    pool: str
    year: int
    used: int
    limit: int | None


def sources(plan: Plan) -> tuple[str, ...]:
    """Funding sources with an envelope or an amount, sorted."""
    named = {envelope.source for envelope in plan.case.portfolio.envelopes}
    return tuple(sorted(named | {source for done in plan.done for source in done.option.capital}))


def cash_lines(plan: Plan) -> tuple[CashLine, ...]:
    """Every amount of the program, by project then source; lines without any amount are left out."""
    info = plan.case.portfolio.info
    lines = []
    for done in plan.done:
        shift = timing.offset(done.project, done.start, info)
        for source, amounts in sorted(done.option.capital.items()):
            years = tuple(plan.spent(done, source, t) for t in range(info.horizon))
            later = amounts.after + timing.later(amounts.years, shift, info.horizon)
            if amounts.before or later or any(years):
                lines.append(CashLine(done, source, amounts.before, years, later))
    return tuple(lines)


def source_years(plan: Plan) -> tuple[SourceYear, ...]:
    """Use of every source in every year, by source then year, with the carry-forward of the envelope rule."""
    info = plan.case.portfolio.info
    envelopes = {envelope.source: envelope for envelope in plan.case.portfolio.envelopes}
    rows = []
    for source in sources(plan):
        envelope = envelopes.get(source)
        amounts = envelope.amounts if envelope else None
        carry_bp = envelope.carry_bp if envelope else 0
        carried = Fraction(0)
        for t, year in enumerate(info.years):
            spent = sum(plan.spent(done, source, t) for done in plan.done)
            amount = amounts[t] if amounts is not None else None
            row = SourceYear(source, year, spent, plan.saved(source, t), amount, carried, carry_bp)
            rows.append(row)
            if amount is not None:
                left = max(amount + carried - row.used, Fraction(0))
                carried = min(Fraction(max(amount, 0) * carry_bp, FULL), left)
    return tuple(rows)


def operating_by_year(plan: Plan) -> tuple[tuple[int, int, int | None], ...]:
    """Year, effect on the operating budget and cap, in cents; None: no cap."""
    portfolio = plan.case.portfolio
    caps = [limit.amounts for limit in portfolio.limits if limit.kind is LimitKind.OPERATING]
    return tuple(
        (
            year,
            sum(plan.operating(done, t) for done in plan.done),
            min((amounts[t] for amounts in caps if amounts[t] is not None), default=None),  # type: ignore[type-var]
        )
        for t, year in enumerate(portfolio.info.years)
    )


def peaks(plan: Plan) -> tuple[Peak, ...]:
    """The busiest year of each skill pool: the one nearest its limit, else the one with most people."""
    portfolio = plan.case.portfolio
    limits = {limit.name: limit.amounts for limit in portfolio.limits if limit.kind is LimitKind.CAPACITY}
    pools = sorted(limits.keys() | {pool for done in plan.done for pool in done.option.people})
    found = []
    for pool in pools:
        use = [sum(plan.people(done, pool, t) for done in plan.done) for t in range(portfolio.info.horizon)]
        amounts = limits.get(pool, (None,) * len(use))
        rates = [Fraction(used, amount) if amount else Fraction(0) for used, amount in zip(use, amounts, strict=True)]
        t = max(range(len(use)), key=lambda t: (rates[t], use[t], -t))
        found.append(Peak(pool, portfolio.info.first_year + t, use[t], amounts[t]))
    return tuple(found)


def worth(plan: Plan, done: Done) -> Fraction:
    """What a project adds to the value of the program: its value, delayed."""
    return plan.case.scorecard.of(done.project.id, done.option.code).value * plan.case.delay(done.start)


def axis_profiles(plan: Plan) -> tuple[AxisProfile, ...]:
    """The axes, in published order."""
    case = plan.case
    horizon = range(case.portfolio.info.horizon)
    total = sum((worth(plan, done) for done in plan.done), Fraction(0))
    capital = {done.project.id: sum(plan.spent(done, None, t) for t in horizon) for done in plan.done}
    all_capital = sum(capital.values())
    scale = Fraction(0)
    points = {axis.code: Fraction(0) for axis in case.criteria.axes}
    for done in plan.done:
        opened = case.scorecard.of(done.project.id, done.option.code)
        factor = opened.multiplier * case.delay(done.start)
        scale += factor
        for code in points:
            points[code] += factor * opened.axes[code]
    profiles = []
    for axis in case.criteria.axes:
        weight = Fraction(axis.weight) / 100
        serving = sum(
            capital[done.project.id]
            for done in plan.done
            if case.counted(Dimension.AXIS, (axis.code,), done.project, done.option)
        )
        profiles.append(
            AxisProfile(
                axis.code,
                weight,
                points[axis.code] / scale if scale else Fraction(0),
                weight * points[axis.code] / total if total > 0 else None,
                Fraction(serving, all_capital) if all_capital else None,
            )
        )
    return tuple(profiles)
