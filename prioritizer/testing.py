"""For those who try the engine on problems whose answers others have published: a knapsack as a portfolio.

An item is a project, a constraint a year of one envelope, an objective an axis. Figures stay exact, whatever their
decimals; a float is read as it is written.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, lcm
from typing import Any

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Amounts, Envelope, Info, Option, Portfolio, Project, Rating, Title
from prioritizer.domain.vocabulary import Category, CostBasis, Jurisdiction, Kind
from prioritizer.program.case import Case
from prioritizer.program.live import Live, Objective

Figure = int | float | Decimal | Fraction | str
SOURCE, OPTION, YEAR = "cash", "base", 2027


@dataclass(frozen=True)
class Knapsack:
    """Items worth ``objectives[k][j]``, at most one of each, within every ``capacities[i]`` of ``weights[i][j]``.

    At most six objectives: a criteria set has no more axes.
    """

    objectives: Sequence[Sequence[Figure]]
    weights: Sequence[Sequence[Figure]]
    capacities: Sequence[Figure]

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Identifiers of the projects, in the order of the items."""
        width = len(str(len(self.objectives[0]) - 1))
        return tuple(f"I{number:0{width}}" for number in range(len(self.objectives[0])))

    @cached_property
    def full(self) -> int:
        """The figure that is worth 100 points on an axis."""
        return max(1, *(ceil(abs(exact(value))) for row in self.objectives for value in row))

    @cached_property
    def criteria(self) -> CriteriaSet:
        """One axis of one criterion an objective, equal weights."""
        count = len(self.objectives)
        shares = [100 // count + (k < 100 % count) for k in range(count)]
        return CriteriaSet.model_validate(
            {
                "id": "knapsack",
                "version": "1.0.0",
                "date": "2026-01-01",
                "status": "draft",
                "changes": [{"version": "1.0.0", "date": dt.date(2026, 1, 1), "text": _both("1")}],
                "value_basis": "project",
                "axes": [self._axis(f"f{k + 1}", share) for k, share in enumerate(shares)],
                **{name: _both("knapsack") for name in ("organization", "title")},
            }
        )

    def _axis(self, code: str, share: int) -> dict[str, Any]:
        words = {name: _both(code) for name in ("title", "why")}
        points = [{"at": -self.full, "value": -100}, {"at": self.full, "value": 100}]
        rated = {
            "code": f"on-{code}",
            "weight": 100,
            "missing": "neutral",
            "sources": {},
            "question": _both("?"),
            "scale": {"kind": "measure", "unit": _both("1"), "points": points},
            **words,
        }
        return {"code": code, "weight": share, "serves_from": 0, "criteria": [rated], **words}

    @cached_property
    def portfolio(self) -> Portfolio:
        """Whole cents: each constraint is multiplied by what its decimals need."""
        years = [_whole([*row, limit]) for row, limit in zip(self.weights, self.capacities, strict=True)]
        projects = tuple(
            Project(
                id=name,
                title=Title(name),
                department="d",
                area="a",
                jurisdiction=Jurisdiction.CITY,
                kind=Kind.PROJECT,
                category=Category.NEW_SERVICE,
                earliest=YEAR,
                latest=YEAR,
                duration=len(years),
                basis=CostBasis.CALENDAR,
                options=(Option(OPTION, capital={SOURCE: Amounts(tuple(row[number] for row in years))}),),
                ratings=tuple(Rating(f"on-f{k + 1}", _decimal(row[number])) for k, row in enumerate(self.objectives)),
            )
            for number, name in enumerate(self.items)
        )
        envelope = Envelope(SOURCE, tuple(row[-1] for row in years))
        return Portfolio(Info("o", "t", YEAR, len(years)), projects, envelopes=(envelope,))

    def live(self) -> Live:
        """A solver of it."""
        return Live(Case.of(self.portfolio, self.criteria))

    def objective(self, live: Live, k: int) -> Objective:
        """An objective in its own figures, for ``live.best`` or ``pareto``."""
        worth = dict(zip(self.items, map(exact, self.objectives[k]), strict=True))
        return live.figure(lambda choice: worth[choice.project])

    def chosen(self, program: Program) -> tuple[int, ...]:
        """Positions of the items of a program, from 0."""
        inside = {choice.project for choice in program}
        return tuple(number for number, name in enumerate(self.items) if name in inside)


def exact(value: Figure) -> Fraction:
    """A figure as written: 1502.5 is a half, 0.1 a tenth."""
    return Fraction(str(value))


def _both(words: str) -> dict[str, str]:
    return {"fr": words, "en": words}


def _whole(row: Sequence[Figure]) -> list[int]:
    figures = [exact(value) for value in row]
    scale = lcm(*(value.denominator for value in figures))
    return [int(value * scale) for value in figures]


def _decimal(value: Figure) -> Decimal:
    figure = exact(value)
    return Decimal(figure.numerator) / Decimal(figure.denominator)
