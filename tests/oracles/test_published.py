"""Problems whose best answer was published by others: the engine finds it, from a workbook to the certificate."""

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import FIRST, both, points, project

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import SolveStatus
from prioritizer.domain.portfolio import Amounts, Envelope, Info, Option, Portfolio, Rating
from prioritizer.domain.vocabulary import CostBasis
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.live import Live
from prioritizer.program.solve import solve
from prioritizer.workbook.reader import read_portfolio
from prioritizer.workbook.writer import write_portfolio

DATA = Path(__file__).parent / "data"
FULL_SCALE = 1_000_000
"""The profit that is worth 100 points."""


def load(name):
    """Figures as decimals: mknap1-2 has tenths."""
    return json.loads((DATA / name).read_text(encoding="utf-8"), parse_float=Decimal)["problems"]


PROBLEMS = [*load("mknap1.json"), *load("mknap2_part.json")]
each_problem = pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem["name"])


def criteria():
    """One measured criterion, the profit."""
    data = points().model_dump(mode="json", by_alias=True)
    ends = [{"at": 0, "value": 0}, {"at": FULL_SCALE, "value": 100}]
    data["axes"][0]["criteria"][0]["scale"] = {"kind": "measure", "unit": both("profit"), "points": ends}
    return CriteriaSet.model_validate(data)


def cents(figures):
    amounts = [Decimal(figure) * 100 for figure in figures]
    assert all(amount == int(amount) for amount in amounts)
    return tuple(int(amount) for amount in amounts)


def portfolio(problem):
    """An item is a project, a constraint a year of one envelope, a profit a rating."""
    items = []
    for number, profit in enumerate(problem["profit"]):
        costs = Option("base", capital={"cash": Amounts(cents(row[number] for row in problem["weight"]))})
        rating = Rating("worth", Decimal(profit))
        items.append(project(f"P{number:03}", 0, costs, basis=CostBasis.CALENDAR, ratings=(rating,)))
    info = Info("o", "t", FIRST, problem["m"])
    return Portfolio(info, tuple(items), envelopes=(Envelope("cash", cents(problem["capacity"])),))


def profit(value):
    return value * FULL_SCALE / 100


def check(problem, decision):
    assert decision.status is SolveStatus.OPTIMAL
    assert profit(decision.value) == Fraction(problem["known_optimum"])
    chosen = [int(choice.project[1:]) for choice in decision.program]
    for weight, capacity in zip(problem["weight"], problem["capacity"], strict=True):
        assert sum(weight[item] for item in chosen) <= capacity
    assert sum(problem["profit"][item] for item in chosen) == problem["known_optimum"]


@cache
def read_back(name):
    """The problem as a city would give it: written to a workbook, and read from it."""
    problem = next(problem for problem in PROBLEMS if problem["name"] == name)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "portfolio.xlsx"
        write_portfolio(portfolio(problem), criteria(), path)
        read = read_portfolio(path, criteria())
    assert read.portfolio is not None, read.problems
    return read.portfolio


@each_problem
@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_reaches_the_published_optimum_from_workbook_to_certificate(problem, solver):
    found = read_back(problem["name"])
    decision = solve(found, criteria(), solver=solver)
    check(problem, decision)
    certificate = certify(found, criteria(), decision.program, decision.value)
    assert certificate.valid, certificate.breaches


def test_every_problem_is_there():
    names = [f"mknap1-{number}" for number in range(1, 8)] + ["SENTO1", *(f"WEING{number}" for number in range(1, 5))]
    assert [problem["name"] for problem in PROBLEMS] == names


@each_problem
def test_the_local_search_alone_comes_within_three_percent(problem):
    """It proves nothing: how good it is, steps counted instead of seconds, is measured against what others proved."""
    case = Case.of(portfolio(problem), criteria())
    live = Live(case)
    objective = live.objective()
    relaxed = live._engine.relax(objective.float_j, [], [], [])
    ticks = count()
    x = live._local.run(objective.float_j, relaxed, [], [], seconds=4000, clock=lambda: next(ticks))
    assert x is not None
    program = live.known.picked(x)
    assert certify(case.portfolio, case.criteria, program).valid
    best = Fraction(problem["known_optimum"])
    assert best * 97 / 100 <= profit(live.worth(program, objective)) <= best
