"""Mixed inputs: a portfolio and its criteria that take each of six factors from before or from after."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Balance, Earmark, Link, Portfolio, Project, plain
from prioritizer.domain.vocabulary import Dimension, LimitKind, LinkType, Sense

Row = TypeVar("Row", Link, Balance, Earmark)


class Factor(StrEnum):
    """What may change from one cycle to the next. Where parts tie, the first one here is named."""

    COST = "cost"
    """Options, capital, operating effect, people and cost basis of projects that both portfolios have."""
    RATINGS = "ratings"
    """Ratings, risks, gates, reach."""
    WEIGHTS = "weights"
    """The whole criteria set: weights, scales, multipliers, gates asked."""
    ENVELOPES = "envelopes"
    """Envelopes, operating caps, capacities."""
    RULES = "rules"
    """Links, balances, earmarks, concurrency, start windows, durations, statuses, mandates, classifications."""
    ARRIVALS = "arrivals"
    """Projects that only one of the two portfolios has."""


RATING_FIELDS = ("ratings", "risks", "gates", "reach", "priorities")
RULE_FIELDS = (
    *("earliest", "latest", "duration", "status", "mandate", "kind"),
    *("department", "area", "jurisdiction", "category", "agglomeration_bp", "protection_bp"),
)
WORDS = {
    *("title", "description", "justification", "sponsor", "note", "notes", "rationale", "evidence", "assessor"),
    *("supplier_estimate", "estimate_class", "phase", "priorities", "reference", "reason", "info"),
}
"""What no value and no rule reads: a change of these alone is no change."""
CRITERIA_WORDS = {
    *("id", "version", "date", "status", "approver", "organization", "notice", "unconfirmed", "changes", "sources"),
    *("title", "why", "question", "swing", "text", "unit", "low", "high", "evidence", "priorities", "priorities_file"),
}


@dataclass(frozen=True)
class Scenario:
    """The inputs of one decision; ``program`` is the one adopted, which is taken where it is as good as any."""

    portfolio: Portfolio
    criteria: CriteriaSet
    program: Program | None = None


def differing(before: Scenario, after: Scenario) -> tuple[Factor, ...]:
    """Factors that differ in something that a value or a rule reads."""
    every = frozenset(Factor)

    def essence(taken: frozenset[Factor]) -> str:
        portfolio, criteria = mixed(before, after, taken)
        # A mix of other criteria need not be scored here: it is only read.
        kept = _bare(plain(portfolio.canonical()), WORDS), _bare(plain(criteria.model_dump()), CRITERIA_WORDS)
        return json.dumps((kept, portfolio.info.later_allowed), sort_keys=True)

    none, all_of_it = essence(frozenset()), essence(every)
    # A link about an arrival exists in the company of arrivals only: each factor is tried at both ends.
    return tuple(f for f in Factor if essence(frozenset({f})) != none or essence(every - {f}) != all_of_it)


def mixed(before: Scenario, after: Scenario, taken: frozenset[Factor]) -> tuple[Portfolio, CriteriaSet]:
    """The inputs with the factors of ``taken`` from after, the others from before.

    A rule about a project that one side only has comes and goes with the project. What of it binds the projects that
    both have belongs to the rules: an absent project counts as whatever keeps the rule.
    """
    old, new = before.portfolio.canonical(), after.portfolio.canonical()

    def side(factor: Factor) -> Portfolio:
        return new if factor in taken else old

    arrivals, rules, money = side(Factor.ARRIVALS), side(Factor.RULES), side(Factor.ENVELOPES)
    projects = tuple(
        _mixed_project(project.id, side) if _common(project.id, before, after) else project
        for project in arrivals.projects
    )
    there = frozenset(project.id for project in projects)
    common = frozenset(code for code in there if _common(code, before, after))

    def kept(rows: Callable[[Portfolio], tuple[Row, ...]], parts: Callable[[Row, frozenset[str]], list[Row]]) -> Any:
        found = [part for row in rows(rules) for part in parts(row, there)]
        if arrivals is rules:
            return tuple(found)
        coming = rows(arrivals)
        for row in coming:
            binding = parts(row, common)
            # Stated in full where what it asks of the common projects is the rule on this side too.
            if [row] != binding and all(part in found for part in binding):
                found = [part for part in found if part not in binding or part in coming] + [row]
        return tuple(found)

    return (
        Portfolio(
            replace(after.portfolio.info, later_allowed=rules.info.later_allowed),
            projects,
            links=kept(lambda end: tuple(replace(link, note="") for link in end.links), _link_parts),
            envelopes=money.envelopes,
            limits=(
                *(limit for limit in money.limits if limit.kind is not LimitKind.CONCURRENCY),
                *(limit for limit in rules.limits if limit.kind is LimitKind.CONCURRENCY),
            ),
            balances=kept(lambda end: tuple(replace(row, reason="") for row in end.balances), _balance_parts),
            earmarks=kept(lambda end: tuple(replace(row, reason="") for row in end.earmarks), _earmark_parts),
        ),
        (after if Factor.WEIGHTS in taken else before).criteria,
    )


def _common(project: str, before: Scenario, after: Scenario) -> bool:
    return project in before.portfolio.by_id and project in after.portfolio.by_id


def _mixed_project(code: str, side: Callable[[Factor], Portfolio]) -> Project:
    """Options and money from one side, ratings and reach from another, windows and statuses from a third."""
    cost, rated, ruled = (side(factor).by_id[code] for factor in (Factor.COST, Factor.RATINGS, Factor.RULES))
    reach = {option.code: option.reach for option in rated.options}
    years = {option.code: option.duration for option in ruled.options}
    options = tuple(
        replace(o, reach=reach.get(o.code, o.reach), duration=years.get(o.code, o.duration)) for o in cost.options
    )
    # An option that the rating side does not have keeps the ratings that it came with.
    own = {option.code for option in options} - reach.keys()
    fields: dict[str, Any] = {name: getattr(rated, name) for name in RATING_FIELDS}
    fields["ratings"] += tuple(row for row in cost.ratings if row.option in own)
    fields["risks"] += tuple(row for row in cost.risks if row.option in own)
    return replace(cost, options=options, **fields, **{name: getattr(ruled, name) for name in RULE_FIELDS})


def _link_parts(link: Link, there: frozenset[str]) -> list[Link]:
    """What a link asks of the projects that are there, whatever the others do; nothing where it asks nothing."""
    absent = len(set(link.members) - there)
    if not absent:
        return [link]
    others = tuple(other for other in link.others if other in there)
    some = replace(link, project=link.project if link.project in there else None, others=others)
    left = len(some.members)
    parts = []
    if link.type in (LinkType.REQUIRES, LinkType.AFTER) and some.project and others:
        parts.append(some)
    if link.type is LinkType.EXCLUDES and left > 1:
        parts.append(some)
    if link.type in (LinkType.AT_MOST, LinkType.EXACTLY) and link.k < left:
        parts.append(replace(some, type=LinkType.AT_MOST))
    if link.type in (LinkType.AT_LEAST, LinkType.EXACTLY) and link.k > absent:
        parts.append(replace(some, type=LinkType.AT_LEAST, k=link.k - absent))
    return parts


def _balance_parts(balance: Balance, there: frozenset[str]) -> list[Balance]:
    if balance.dimension is not Dimension.PROJECT or set(balance.members) <= there:
        return [balance]
    # An absent project could always bring the capital that is missing: only a ceiling binds the others.
    members = tuple(member for member in balance.members if member in there)
    return [replace(balance, members=members)] if members and balance.sense is Sense.AT_MOST else []


def _earmark_parts(earmark: Earmark, there: frozenset[str]) -> list[Earmark]:
    if earmark.dimension is not Dimension.PROJECT:
        return [earmark]
    members = tuple(member for member in earmark.members if member in there)
    return [replace(earmark, members=members)] if members else []


def _bare(value: Any, words: set[str]) -> Any:
    """Data without its words; rows in an order that no word decides."""
    if isinstance(value, dict):
        return {key: _bare(inner, words) for key, inner in value.items() if key not in words}
    if isinstance(value, list):
        items = [_bare(item, words) for item in value]
        rows = any(isinstance(item, dict) for item in items)
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True)) if rows else items
    return value
