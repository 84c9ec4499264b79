"""What each rule of the committee costs: the best program with the rule switched off, beside the one with it.

Without a rule, a better program can only be one that breaks it: each search is among those, one row of the rule at a
time, and the relaxation alone dismisses most. Envelopes are money, not rules: see the budget curve; obligations have a
bill of their own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite

from prioritizer.domain.decision import Change, FigureUnit, Program
from prioritizer.domain.explanation import Between
from prioritizer.domain.portfolio import Link, Portfolio
from prioritizer.domain.vocabulary import LimitKind, LinkType
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.sets import projects_of, worth_at_least
from prioritizer.program.build import check
from prioritizer.program.case import Case
from prioritizer.program.live import FREE, Conditions, Found, Live, Objective, proved_equal
from prioritizer.program.repair import repaired
from prioritizer.program.solvers import End

Key = tuple[str, tuple[str, ...]]
"""A rule and what it is about, every year together."""
LIMITS = tuple(kind.value for kind in LimitKind)
SWITCHES = (*LIMITS, "balance", "earmark", "group", "precedence")


@dataclass(frozen=True)
class RulePrice:
    """One rule, switched off alone."""

    rule: str
    subject: tuple[str, ...]
    year: int | None
    """Of a rule that is about one year."""
    tight: bool
    """Whether the program shown leaves it no room, in one year at least."""
    price: Between
    """Points that the best program would be worth more without it."""
    program: Program | None
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True)
class RulePrices:
    """Every rule that can be switched off, the dearest first."""

    rules: tuple[RulePrice, ...]
    value: Fraction
    seconds: float


def rule_prices(
    live: Live,
    base: Found,
    *,
    rules: tuple[Key, ...] | None = None,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[RulePrices], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> RulePrices:
    """Switch off each rule alone.

    Args:
        live: the case.
        base: its best program, as ``live.best`` answered.
        rules: which ones (rule and subject, as in the findings); all by default.
        gap: relative gap of each search.
        time_limit: seconds for all searches together.
        progress: told what is known after each rule.
        stop: asked now and then.

    Raises:
        ValueError: ``base`` holds no program.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    time = Allowance.of(live.clock, time_limit, stop)
    asked = [row for row in switches(live.case, base.program) if rules is None or row[0] in rules]
    kept = dict.fromkeys((base.program, *live.pool))
    seen = set(kept)
    done: list[RulePrice] = []

    def result() -> RulePrices:
        ordered = sorted(done, key=lambda row: (-row.price.low, -(row.price.high or 0), row.rule, row.subject))
        return RulePrices(tuple(ordered), base.value, time.spent)

    # Tight rules first: where time runs out they matter most.
    for i, (key, year, tight) in enumerate(sorted(asked, key=lambda row: not row[2])):
        other = Live(Case.of(without(live.case.portfolio, *key), live.case.criteria), live.clock)
        for program in kept:
            # With a rule less, what kept them all keeps those left.
            other.adopt(program)
        found = _best(other, base, list(_breaking(live, other, key)), gap, time, len(asked) - i)
        for program in other.pool:
            # What breaks this rule is of no use without another one.
            if program not in seen and not time.over:
                seen.add(program)
                if live.learn(program):
                    kept[program] = None
        done.append(_price(key, year, tight, base, found))
        if progress is not None:
            progress(result())
    return result()


def switches(case: Case, program: Program) -> Iterator[tuple[Key, int | None, bool]]:
    """Rules that can be switched off: what they are about, the year of those that name one, whether they are tight."""
    seen: dict[Key, list[tuple[int | None, bool]]] = {}
    for finding in check(case, program):
        if finding.rule in SWITCHES:
            seen.setdefault((finding.rule, finding.subject), []).append((finding.year, finding.binding))
    for key, years in seen.items():
        yield key, years[0][0] if len(years) == 1 else None, any(tight for _, tight in years)


def without(portfolio: Portfolio, rule: str, subject: tuple[str, ...]) -> Portfolio:
    """The portfolio with one rule switched off, whatever its years."""
    if rule in LIMITS:
        name = subject[0] if subject else ""
        kept = tuple(row for row in portfolio.limits if (row.kind.value, row.name) != (rule, name))
        return replace(portfolio, limits=kept)
    if rule == "precedence":
        return replace(portfolio, links=tuple(_loosened(portfolio.links, *subject)))
    years = (None, *portfolio.info.years) if rule == "balance" else (None,)
    return repaired(portfolio, [Change(rule, subject, year, 0, FigureUnit.COUNT) for year in years])


def _breaking(live: Live, other: Live, key: Key) -> Iterator[Conditions]:
    """Conditions that together let in every program that breaks the rule, each for one of its rows."""
    rows = [row for row in live.matrix.rows if (row.rule, row.subject) == key]
    if any(len(row.col) and row.col.max() >= len(live.choices) for row in rows):
        # Carried money may be set in several ways: what breaks such a rule is no single inequality.
        yield FREE
        return
    for row in rows:
        scale = live.matrix.scale(row)
        for limit, sign in ((row.high, 1), (row.low, -1)):
            if limit is not None:
                values = [Fraction(0)] * len(other.matrix.variables)
                for j, coef in zip(row.col.tolist(), row.coef.tolist(), strict=True):
                    values[j] = Fraction(sign * coef, scale)
                yield Conditions(floors=(worth_at_least(Objective.of(values), Fraction(sign * limit + 1, scale)),))


def _best(other: Live, base: Found, asked: list[Conditions], gap: float, time: Allowance, parts: int) -> Found:
    """The best of several searches, and a bound on all of them; those that cannot beat the program are not made."""
    objective = other.objective()
    began, best, bound = time.spent, base, float(base.value)
    seen = [other.glance(objective, conditions) for conditions in asked]
    hopeful = [(row, one) for row, one in zip(asked, seen, strict=True) if one.bound > base.value]
    for i, (conditions, found) in enumerate(sorted(hopeful, key=lambda pair: -pair[1].bound)):
        if not time.over and found.bound > best.value:
            limit = time.share(parts * (len(hopeful) - i))
            found = other.best(objective, conditions, gap=gap, time_limit=limit, stop=time.stop)  # noqa: PLW2901
        if found.program is not None and found.value > best.value:
            best = found
        bound = max(bound, float(found.value) if found.gap == 0.0 else found.bound)
    return Found(best.program, best.value, max(bound, float(best.value)), End.LIMIT, time.spent - began)


def _loosened(links: tuple[Link, ...], project: str, needed: str) -> Iterator[Link]:
    for link in links:
        if link.type not in (LinkType.REQUIRES, LinkType.AFTER) or link.project != project:
            yield link
        elif rest := tuple(other for other in link.others if other != needed):
            yield replace(link, others=rest)


def _price(key: Key, year: int | None, tight: bool, base: Found, found: Found) -> RulePrice:
    better = found.program is not None and found.value > base.value
    program = found.program if better else base.program
    value = found.value if better else base.value
    assert program is not None
    assert base.program is not None
    high = None
    if isfinite(found.bound):
        high = value if proved_equal(value, found.bound) else max(Fraction(found.bound), value)
    low = value - base.value if base.gap == 0.0 else max(value - Fraction(base.bound), Fraction(0))
    was, now = projects_of(base.program), projects_of(program)
    return RulePrice(
        rule=key[0],
        subject=key[1],
        year=year,
        tight=tight,
        price=Between(low, None if high is None else high - base.value),
        program=program,
        entering=tuple(sorted(now - was)),
        leaving=tuple(sorted(was - now)),
    )
