"""What a meeting has changed, and nothing else: the published portfolio and criteria stay what they are.

A meeting is a small frozen value. ``criteria`` and ``portfolio`` apply it to the published ones; every question of the
core then takes the result like any other. Forcing a project in is a mandate with the reason given; forcing one out is
a group of which none may be done; a pinned start is a window of one year: so each of them shows among the rules, has
its price, and comes out of a conflict like any other rule.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from prioritizer.domain.criteria import Axis, CriteriaSet
from prioritizer.domain.decision import Change, FigureUnit
from prioritizer.domain.portfolio import Envelope, Limit, Link, Mandate, Portfolio, Project
from prioritizer.domain.timing import starts
from prioritizer.domain.vocabulary import CostBasis, LimitKind, LinkType, MandateReason, Status
from prioritizer.program.repair import repaired
from prioritizer.web.weights import moved

RuleKey = tuple[str, tuple[str, ...]]
"""A rule and what it is about, all years together."""
SWITCHES = ("envelope", "operating", "capacity", "concurrency", "balance", "earmark", "precedence", "group", "imposed")
"""Rules that a meeting may set aside; eligibility and "one choice a project" are not among them."""


@dataclass(frozen=True)
class Forced:
    """What the meeting says of one project: in (True), out (False) or free (None), from which year, and why."""

    project: str
    inside: bool | None = None
    start: int | None = None
    reason: str = ""

    def __bool__(self) -> bool:
        return self.inside is not None or self.start is not None


@dataclass(frozen=True)
class Meeting:
    """Changes against the published set and portfolio. The empty one changes nothing."""

    axes: tuple[tuple[str, Decimal], ...] = ()
    """Weights of the axes in percent, all of them and summing to 100; empty: as published."""
    shares: tuple[tuple[str, Decimal], ...] = ()
    """Weights of criteria in their axis, in percent: whole axes only, each summing to 100."""
    locks: frozenset[str] = frozenset()
    """Axes and criteria that do not give way."""
    forced: tuple[Forced, ...] = ()
    off: tuple[RuleKey, ...] = ()
    limits: tuple[Change, ...] = ()
    """Limits moved: cents, thousandths of FTE; an envelope may also be lowered."""

    @property
    def counts(self) -> int:
        """How many things differ from what is published; locks change nothing."""
        return bool(self.axes) + bool(self.shares) + len(self.forced) + len(self.off) + len(self.limits)

    @property
    def rules_key(self) -> "Meeting":
        """What makes the portfolio another one: weights left out, since they change no rule."""
        return replace(self, axes=(), shares=(), locks=frozenset())

    # Weights

    def axis_weights(self, published: CriteriaSet) -> dict[str, Decimal]:
        """Weights of the axes now, in percent."""
        return dict(self.axes) or {axis.code: axis.weight for axis in published.axes}

    def shares_of(self, axis: Axis) -> dict[str, Decimal]:
        """Weights of the criteria of an axis now, in percent of the axis."""
        given = dict(self.shares)
        return {criterion.code: given.get(criterion.code, criterion.weight) for criterion in axis.criteria}

    def weigh(self, published: CriteriaSet, code: str, to: Decimal) -> "Meeting":
        """The meeting with an axis, or a criterion in its axis, at a weight in percent. Raises KeyError."""
        if any(axis.code == code for axis in published.axes):
            return self.weigh_axes(published, moved(self.axis_weights(published), code, to, self.locks))
        axis = published.axis_of(code)
        return self._weigh_shares(published, axis, moved(self.shares_of(axis), code, to, self.locks))

    def weigh_axes(self, published: CriteriaSet, weights: Mapping[str, Decimal]) -> "Meeting":
        """The meeting with all weights of the axes given, in percent; they must sum to 100."""
        same = all(weights[axis.code] == axis.weight for axis in published.axes)
        return replace(self, axes=() if same else tuple((axis.code, weights[axis.code]) for axis in published.axes))

    def _weigh_shares(self, published: CriteriaSet, axis: Axis, weights: Mapping[str, Decimal]) -> "Meeting":
        given = dict(self.shares)
        for criterion in axis.criteria:
            given.pop(criterion.code, None)
        if any(weights[criterion.code] != criterion.weight for criterion in axis.criteria):
            given |= weights
        order = [criterion.code for criterion in published.criteria]
        return replace(self, shares=tuple(sorted(given.items(), key=lambda item: order.index(item[0]))))

    def as_published(self) -> "Meeting":
        """The meeting with the published weights, and no lock."""
        return replace(self, axes=(), shares=(), locks=frozenset())

    def lock(self, code: str, *, on: bool) -> "Meeting":
        """The meeting with a weight locked or not."""
        return replace(self, locks=self.locks | {code} if on else self.locks - {code})

    def weights(self, published: CriteriaSet) -> dict[str, Fraction]:
        """Weight of each leaf criterion; they sum to exactly 1."""
        axes = self.axis_weights(published)
        return {
            code: Fraction(axes[axis.code]) * Fraction(share) / 10_000
            for axis in published.axes
            for code, share in self.shares_of(axis).items()
        }

    def criteria(self, published: CriteriaSet) -> CriteriaSet:
        """The set with the weights of the meeting; the very same set where none has moved."""
        if not self.axes and not self.shares:
            return published
        weights = self.axis_weights(published)

        def axis(row: Axis) -> Axis:
            given = self.shares_of(row)
            criteria = tuple(c.model_copy(update={"weight": given[c.code]}) for c in row.criteria)
            return row.model_copy(update={"weight": weights[row.code], "criteria": criteria})

        # Made anew, not copied: a copy would keep the weights that the set remembers.
        fields = {name: getattr(published, name) for name in CriteriaSet.model_fields}
        return CriteriaSet.model_validate({**fields, "axes": tuple(axis(row) for row in published.axes)})

    # Projects, rules, money

    def force(self, forced: Forced) -> "Meeting":
        """The meeting with what is said of one project; a free project is said nothing of."""
        others = [row for row in self.forced if row.project != forced.project]
        return replace(self, forced=tuple(sorted([*others, *([forced] if forced else [])], key=lambda r: r.project)))

    def forced_of(self, project: str) -> Forced:
        """What is said of a project."""
        return next((row for row in self.forced if row.project == project), Forced(project))

    def switch(self, rule: RuleKey, *, on: bool) -> "Meeting":
        """The meeting with a rule kept or set aside."""
        others = tuple(row for row in self.off if row != rule)
        return replace(self, off=others if on else tuple(sorted({*others, rule})))

    def move(self, changes: Iterable[Change]) -> "Meeting":
        """The meeting with limits moved further; moves of one limit add up, and one that adds up to 0 is gone.

        An obligation or a rule of a group, balance or earmark that a repair lifts is set aside.
        """
        after = self
        for change in changes:
            if change.rule in ("envelope", "operating", "capacity"):
                kept = {(c.rule, c.subject, c.year): c for c in after.limits}
                key = (change.rule, change.subject, change.year)
                amount = change.amount + (kept[key].amount if key in kept else 0)
                kept[key] = replace(change, amount=amount)
                rows = (c for c in kept.values() if c.amount)
                after = replace(after, limits=tuple(sorted(rows, key=lambda c: (c.rule, c.subject, c.year or 0))))
            else:
                after = after._lift((change.rule, change.subject))
        return after

    def _lift(self, rule: RuleKey) -> "Meeting":
        """A rule set aside; what the meeting itself had imposed is taken back instead."""
        for row in self.forced:
            mine = ("imposed", (row.project,)) if row.inside else ("group", _none_of(row.project))
            if row.inside is not None and rule == mine:
                return self.force(replace(row, inside=None))
        return self.switch(rule, on=False)

    def portfolio(self, published: Portfolio) -> Portfolio:
        """The portfolio as the meeting has it; the very same one where nothing of it has changed."""
        if not self.forced and not self.off and not self.limits:
            return published
        after = repaired(published, self.limits)
        after = replace(after, envelopes=tuple(_not_negative(row) for row in after.envelopes))
        for row in self.forced:
            after = _force(after, row)
        for rule, subject in self.off:
            after = _without(after, rule, subject)
        return after


def can_start(portfolio: Portfolio, project: str) -> tuple[int, ...]:
    """Years in which a project may be pinned to start: none where its costs are by calendar year."""
    found = portfolio.by_id[project]
    if found.basis is CostBasis.CALENDAR:
        return ()
    return tuple(sorted({year for option in found.options for year in starts(found, option, portfolio.info)}))


def _none_of(project: str) -> tuple[str, ...]:
    """The subject of the rule by which a project is kept out."""
    return (LinkType.AT_MOST.value, "0", project)


def _not_negative(envelope: Envelope) -> Envelope:
    """A meeting cannot take away more than there is."""
    if envelope.amounts is None:
        return envelope
    return replace(envelope, amounts=tuple(max(amount, 0) for amount in envelope.amounts))


def _force(portfolio: Portfolio, forced: Forced) -> Portfolio:
    def project(row: Project) -> Project:
        if row.id != forced.project:
            return row
        if forced.inside and not row.imposed(portfolio.info.first_year):
            until = dt.date(portfolio.info.years[-1], 12, 31)
            row = replace(row, mandate=Mandate(MandateReason.RESOLUTION, forced.reason, until))
        if forced.start is not None and forced.start in can_start(portfolio, row.id):
            row = replace(row, earliest=forced.start, latest=forced.start)
        return row

    after = replace(portfolio, projects=tuple(project(row) for row in portfolio.projects))
    if forced.inside is False:
        none = Link(LinkType.AT_MOST, None, (forced.project,), k=0, note=forced.reason)
        after = replace(after, links=(*after.links, none))
    return after


def _without(portfolio: Portfolio, rule: str, subject: tuple[str, ...]) -> Portfolio:
    """The portfolio without one rule, in every year."""

    def limits(kept: Callable[[Limit], bool]) -> Portfolio:
        return replace(portfolio, limits=tuple(row for row in portfolio.limits if kept(row)))

    match rule:
        case "envelope":
            rows = (replace(e, amounts=None) if e.source == subject[0] else e for e in portfolio.envelopes)
            return replace(portfolio, envelopes=tuple(rows))
        case "operating":
            return limits(lambda row: row.kind is not LimitKind.OPERATING)
        case "capacity" | "concurrency":
            return limits(lambda row: (row.kind.value, row.name) != (rule, subject[0]))
        case "precedence":
            return replace(portfolio, links=tuple(_detached(portfolio.links, *subject)))
        case "balance":
            mine = (b for b in portfolio.balances if (b.dimension, b.sense, b.measure, *b.members) != subject)
            return replace(portfolio, balances=tuple(mine))
        case "imposed":
            free = (
                replace(p, mandate=None, status=Status.NEW) if p.id == subject[0] else p for p in portfolio.projects
            )
            return replace(portfolio, projects=tuple(free))
        case _:  # groups and earmarks, which have no year of their own in their name
            return repaired(portfolio, [Change(rule, subject, None, 1, FigureUnit.COUNT)])


def _detached(links: Iterable[Link], project: str, other: str) -> Iterable[Link]:
    for link in links:
        if link.type in (LinkType.REQUIRES, LinkType.AFTER) and link.project == project and other in link.others:
            rest = tuple(o for o in link.others if o != other)
            if rest:
                yield replace(link, others=rest)
        else:
            yield link
