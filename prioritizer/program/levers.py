"""What would have to move: the same rows with a lever more, a project's cost or the money of an envelope.

A lever is one continuous column that is minimised or maximised while the value of the program is kept above a line.
What a solver answers is read back into the portfolio in whole cents, and checked there by whoever pulls the lever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import numpy as np

from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Amounts, Envelope, Option, Portfolio, Project
from prioritizer.program.build import Built, check
from prioritizer.program.case import Case
from prioritizer.program.matrix import Matrix

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
    more: dict[tuple[str, int | None], int] = {}
    for row in source.rows:
        if row.rule in MONEY_RULES:
            key = (row.subject[0], row.year)
            if key not in more:
                more[key] = matrix.add_variable("more", *row.subject[:1], str(row.year))
            added = row._replace(col=np.append(row.col, more[key]), coef=np.append(row.coef, -UNIT))
            matrix.rows.append(added)
        else:
            matrix.rows.append(row)
    return Lever(matrix, dict.fromkeys(more.values(), Fraction(UNIT)))


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
    """Cents that a program lacks, by source and year, in envelopes and in what earmarks leave of them.

    Money added in the very year that lacks it is never more than money added before and carried forward.
    """
    lacking: dict[tuple[str, int], int] = {}
    for finding in check(case, program):
        if finding.rule in MONEY_RULES and not finding.holds and finding.year is not None:
            key = (finding.subject[0], finding.year)
            lacking[key] = max(lacking.get(key, 0), ceil(-finding.slack))
    return lacking
