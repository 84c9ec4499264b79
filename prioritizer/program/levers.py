"""What would have to move: the same rows with a lever more, a project's cost or the money of an envelope.

A lever is one continuous column that is minimised or maximised while the value of the program is kept above a line.
What a solver answers is read back into the portfolio in whole cents, and checked there by whoever pulls the lever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import numpy as np

from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import FULL, Amounts, Envelope, Option, Portfolio, Project
from prioritizer.program.build import Built
from prioritizer.program.case import Case
from prioritizer.program.matrix import Matrix
from prioritizer.program.plan import Plan
from prioritizer.program.rules.earmark import EarmarkRule
from prioritizer.program.rules.envelope import EnvelopeRule
from prioritizer.program.rules.pot import CARRY_UNIT, Pot

COST_RULES = ("envelope", "earmark", "balance")
"""Rules that a project's capital enters: all of them linear in it."""
MONEY_RULES = ("envelope", "earmark")
UNIT = 100_000
"""Money columns count thousands of dollars, so that their size suits a solver."""


@dataclass(frozen=True)
class Lever:
    """Rows with columns added, and what one unit of each column added costs."""

    matrix: Matrix
    price: Mapping[int, Fraction]


def cost_lever(built: Built, project: str, most: Fraction, *, cheaper: bool) -> Lever:
    """A share of the capital of one project spared (``cheaper``) or added, up to ``most`` of it.

    ``u[j] <= most * x[j]`` for each choice of the project, and ``-/+ u[j] * cost[j]`` wherever its capital counts.
    """
    source = built.matrix
    matrix = Matrix(source.variables.copy())
    mine = built.columns.by_project[project]
    share = {int(j): matrix.add_variable("share", project, str(j), upper=most) for j in mine}
    sign = -1 if cheaper else 1
    for row in source.rows:
        if row.rule not in COST_RULES:
            matrix.rows.append(row)
            continue
        there = [(share[int(j)], sign * int(c)) for j, c in zip(row.col, row.coef, strict=True) if int(j) in share]
        col = np.concatenate([row.col, np.array([j for j, _ in there], np.int64)])
        coef = np.concatenate([row.coef, np.array([c for _, c in there], np.int64)])
        matrix.rows.append(row._replace(col=col, coef=coef))
    scale = most.denominator
    for j, u in share.items():
        matrix.add_row("share", (project,), None, [u, j], [scale, -most.numerator], high=0)
    return Lever(matrix, dict.fromkeys(share.values(), Fraction(1)))


def money_lever(built: Built) -> Lever:
    """More money in any envelope and year; what is reserved in an envelope stays what it is."""
    source = built.matrix
    matrix = Matrix(source.variables.copy())
    more: dict[tuple[str, int], int] = {}
    for row in source.rows:
        if row.rule in MONEY_RULES and row.year is not None:
            key = (row.subject[0], row.year)
            if key not in more:
                more[key] = matrix.add_variable("more", *row.subject[:1], str(row.year))
            matrix.rows.append(row.plus(more[key], -UNIT))
        else:
            matrix.rows.append(row)
    carry_more(matrix, built.columns.case, more)
    return Lever(matrix, dict.fromkeys(more.values(), Fraction(UNIT)))


def carry_more(matrix: Matrix, case: Case, more: Mapping[tuple[str, int], int]) -> None:
    """``carry[t] <= share * (amount[t] + more[t])``: a year of more money may carry more of it.

    ``more``: columns, by source and year, of the ``UNIT`` added to envelopes. Where an earmark reserves more than the
    year has, this allows somewhat too much: the least money is then bounded rather than known.
    """
    share = {envelope.source: envelope.carry_bp for envelope in case.portfolio.envelopes}
    added = matrix.variables.added
    for k, variable in enumerate(added):
        if variable.name[0] == "carry" and variable.upper is not None:
            _, _, source, *_, year = variable.name
            added[k] = variable._replace(upper=None)
            j = matrix.variables.choices + k
            col, coef = [j, more[source, int(year)]], [FULL * CARRY_UNIT, -share[source] * UNIT]
            matrix.add_row("carry", (source,), int(year), col, coef, high=int(variable.upper * FULL * CARRY_UNIT))


def with_cost(portfolio: Portfolio, project: str, share: Fraction) -> Portfolio:
    """The portfolio with the capital of one project times ``share``, each year rounded down to the cent."""

    def amounts(row: Amounts) -> Amounts:
        years = tuple(int(cents * share // 1) for cents in row.years)
        return Amounts(years, int(row.before * share // 1), int(row.after * share // 1))

    def option(row: Option) -> Option:
        return replace(row, capital={source: amounts(row) for source, row in row.capital.items()})

    def scaled(row: Project) -> Project:
        return replace(row, options=tuple(option(o) for o in row.options)) if row.id == project else row

    return replace(portfolio, projects=tuple(scaled(row) for row in portfolio.projects))


def with_money(portfolio: Portfolio, added: Mapping[tuple[str, int], int]) -> Portfolio:
    """The portfolio with cents added to envelopes by source and budget year."""

    def envelope(row: Envelope) -> Envelope:
        if row.amounts is None:
            return row
        years = zip(portfolio.info.years, row.amounts, strict=True)
        return replace(row, amounts=tuple(cents + added.get((row.source, year), 0) for year, cents in years))

    return replace(portfolio, envelopes=tuple(envelope(row) for row in portfolio.envelopes))


def shortage(case: Case, program: Program) -> dict[tuple[str, int], int]:
    """The fewest cents to add to envelopes, by source and year, for them and what earmarks leave of them to be enough.

    Money added in the very year that lacks it is never more than money added before and carried forward. What one pot
    of a source lacks is added to the others too, which may carry it: later years are told what earlier ones were given.
    """
    plan = Plan(case, program)
    pots: dict[str, list[tuple[Pot, Sequence[int]]]] = {}
    for pot, spent in (*EnvelopeRule().spending(plan), *EarmarkRule().spending(plan)):
        pots.setdefault(pot.subject[0], []).append((pot, spent))
    lacking: dict[tuple[str, int], int] = {}
    for source, rows in pots.items():
        carried = [Fraction(0) for _ in rows]
        for t, year in enumerate(case.portfolio.info.years):
            pairs = zip(rows, carried, strict=True)
            left = [pot.amounts[t] + brought - spent[t] for (pot, spent), brought in pairs]
            added = max(ceil(-min(left)), 0)
            if added:
                lacking[source, year] = added
            carried = [
                pot.carried(pot.amounts[t] + added, rest + added) for (pot, _), rest in zip(rows, left, strict=True)
            ]
    return lacking
