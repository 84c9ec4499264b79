"""No program obeys every rule: the cheapest ways out, each proved to work.

Elastic programming: limits of one kind get a slack that costs what it moves, and the sum is minimised. What the
solver finds is then read back exactly, applied to the portfolio itself, and certified.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil

import numpy as np

from prioritizer.domain.decision import Change, FigureUnit, Finding, Repair, RepairKind
from prioritizer.domain.portfolio import Balance, Earmark, Envelope, Limit, Link, Portfolio, Project
from prioritizer.domain.vocabulary import LimitKind, LinkType, Status
from prioritizer.program.build import Built, check
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.levers import MONEY_RULES, UNIT, carry_more, shortage
from prioritizer.program.matrix import Matrix, Row
from prioritizer.program.solvers import End, Settings, Solver

KINDS = (RepairKind.DOLLARS, RepairKind.PEOPLE, RepairKind.MANDATES, RepairKind.RULES)
DOLLAR = 100
"""Cents that a solver's rounding may be off by, in all."""
SLACK_UNIT = {FigureUnit.CENTS: UNIT, FigureUnit.MILLI_FTE: 1000, FigureUnit.COUNT: 1, FigureUnit.YEARS: 1}
"""Slack counts thousands of dollars and whole people, so that its size suits a solver."""
MIXED_PRICE = {
    RepairKind.DOLLARS: 1,
    RepairKind.PEOPLE: 100,
    RepairKind.MANDATES: 100_000,
    RepairKind.RULES: 100_000,
}
"""Only to mix kinds: a person for a year counts as 100 000 $, and lifting an obligation comes last."""


def find_repairs(built: Built, solve: Solver, settings: Settings) -> tuple[Repair, ...]:
    """The cheapest repair of each kind that is enough alone; all kinds together where none is."""
    alone = [repair for kind in KINDS if (repair := _repair(built, solve, settings, (kind,)))]
    mixed = None if alone else _repair(built, solve, settings, KINDS)
    return (*alone, *((mixed,) if mixed else ()))


def _repair(built: Built, solve: Solver, settings: Settings, kinds: tuple[RepairKind, ...]) -> Repair | None:
    case = built.columns.case
    matrix, objective = _elastic(built.matrix, kinds, case)
    answer = solve(matrix, objective, settings)
    if answer.x is None:
        return None
    program = built.program(answer.x)
    broken = [finding for finding in check(case, program) if not finding.holds]
    money: dict[tuple[str, int], int] = {}
    if RepairKind.RULES not in kinds:
        # What is reserved stays so: money is added for it as well.
        broken, money = [finding for finding in broken if finding.rule not in MONEY_RULES], shortage(case, program)
    added = (Change("envelope", (source,), year, cents, FigureUnit.CENTS) for (source, year), cents in money.items())
    # A rule set aside for one year or side is set aside once.
    changes = tuple(dict.fromkeys([*added, *map(_change, broken)]))
    certificate = certify(repaired(case.portfolio, changes), case.criteria, program)
    kind = kinds[0] if len(kinds) == 1 else RepairKind.MIXED
    cheapest = answer.end is End.OPTIMAL and kind is not RepairKind.MIXED
    if kind is RepairKind.DOLLARS:
        least = -float(np.array(objective, np.float64) @ answer.x) * UNIT
        cheapest = cheapest and sum(change.amount for change in changes) <= least + DOLLAR
    return Repair(kind, changes, certificate.valid, cheapest, program)


def _elastic(matrix: Matrix, kinds: tuple[RepairKind, ...], case: Case) -> tuple[Matrix, list[Fraction]]:
    """Give the rows of ``kinds`` a slack; a mandate or a committee rule is lifted whole (0-1).

    Money added to an envelope is added to what an earmark leaves of it too.
    """
    elastic = Matrix(matrix.variables.copy())
    price: dict[int, int] = {}
    more: dict[tuple[str, int], int] = {}
    for row in matrix.rows:
        if row.repair not in kinds or row.repair is None:
            # Rows of earmarks come after those of the envelopes.
            elastic.rows.append(_with_more(row, more))
            continue
        whole = row.repair in (RepairKind.MANDATES, RepairKind.RULES)
        slack = elastic.add_variable(
            "slack", row.rule, *row.subject, upper=Fraction(1) if whole else None, integer=whole
        )
        price[slack] = MIXED_PRICE[row.repair] if len(kinds) > 1 else 1
        if row.rule == "envelope" and row.year is not None:
            more[row.subject[0], row.year] = slack
        for low, high in ((row.low, None), (None, row.high)):
            if low is None and high is None:
                continue
            move = _reach(row, low, high) if whole else SLACK_UNIT[row.unit]
            sign = 1 if low is not None else -1
            elastic.add_row(
                row.rule, row.subject, row.year, [*row.col, slack], [*row.coef, sign * move], low=low, high=high
            )
    if more and RepairKind.RULES not in kinds:
        carry_more(elastic, case, more)
    objective = [Fraction(-price.get(j, 0)) for j in range(len(elastic.variables))]
    return elastic, objective


def _with_more(row: Row, more: Mapping[tuple[str, int], int]) -> Row:
    """The row of an earmark with the money added to its envelope that year; any other as it is."""
    if row.rule != "earmark" or row.year is None or not more:
        return row
    return row.plus(more[row.subject[0], row.year], -UNIT)


def _reach(row: Row, low: int | None, high: int | None) -> int:
    """How far a row can be from its limit: what lifting it must allow."""
    if low is not None:
        return max(low - sum(int(c) for c in row.coef if c < 0), 0)
    return max(sum(int(c) for c in row.coef if c > 0) - (high or 0), 0)


def _change(finding: Finding) -> Change:
    return Change(finding.rule, finding.subject, finding.year, ceil(-finding.slack), finding.unit)


def repaired(portfolio: Portfolio, changes: Iterable[Change]) -> Portfolio:
    """The portfolio with limits raised, mandates lifted and rules set aside as the changes say."""
    for change in changes:
        portfolio = _apply(portfolio, change)
    return portfolio


def _apply(portfolio: Portfolio, change: Change) -> Portfolio:
    info = portfolio.info

    def raised(amounts: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(a + change.amount * (info.first_year + t == change.year) for t, a in enumerate(amounts))

    def envelope(row: Envelope) -> Envelope:
        mine = row.source == change.subject[0] and row.amounts is not None
        return replace(row, amounts=raised(row.amounts)) if mine and row.amounts is not None else row

    def limit(row: Limit) -> Limit:
        if row.kind.value != change.rule or (change.subject or ("",))[0] not in (row.name, ""):
            return row
        lifted = row.kind is LimitKind.CONCURRENCY
        amounts = tuple(
            a if a is None or info.first_year + t != change.year else None if lifted else a + change.amount
            for t, a in enumerate(row.amounts)
        )
        return replace(row, amounts=amounts)

    def project(row: Project) -> Project:
        return replace(row, mandate=None, status=Status.NEW) if row.id == change.subject[0] else row

    def kept(row: Link | Balance | Earmark) -> bool:
        return _subject(row) != (change.rule, change.subject, change.year if isinstance(row, Balance) else None)

    match change.rule:
        case "envelope":
            return replace(portfolio, envelopes=tuple(envelope(row) for row in portfolio.envelopes))
        case "operating" | "capacity" | "concurrency":
            return replace(portfolio, limits=tuple(limit(row) for row in portfolio.limits))
        case "imposed":
            return replace(portfolio, projects=tuple(project(row) for row in portfolio.projects))
        case "group":
            return replace(portfolio, links=tuple(row for row in portfolio.links if kept(row)))
        case "balance":
            return replace(portfolio, balances=tuple(row for row in portfolio.balances if kept(row)))
        case "earmark":
            return replace(portfolio, earmarks=tuple(row for row in portfolio.earmarks if kept(row)))
    return portfolio


def _subject(row: Link | Balance | Earmark) -> tuple[str, tuple[str, ...], int | None]:
    if isinstance(row, Balance):
        return "balance", (row.dimension.value, row.sense.value, row.measure.value, *row.members), row.year
    if isinstance(row, Earmark):
        return "earmark", (row.source, row.dimension.value, *row.members), None
    k = 1 if row.type is LinkType.EXCLUDES else row.k
    return "group", (row.type.value, str(k), *row.members), None
