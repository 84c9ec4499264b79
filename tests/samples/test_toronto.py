"""The Toronto sample: every dollar of the source, year by year, and a workbook that reads back as it was made."""

import csv
import runpy
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from prioritizer.domain.problem import Severity
from prioritizer.store.criteria_file import load_criteria, load_priorities
from prioritizer.workbook.reader import read_portfolio

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_portfolios"
MADE = runpy.run_path(str(SAMPLES / "make_toronto.py"))
YEARS = [str(year) for year in range(2023, 2033)]


@pytest.fixture(scope="module")
def criteria():
    return load_criteria(ROOT / "criteria" / "montreal-numerique.yaml")


@pytest.fixture(scope="module")
def portfolio(criteria):
    return MADE["portfolio"](criteria)


@pytest.fixture(scope="module")
def source():
    with (SAMPLES / "data" / "toronto" / "subprojects.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_dollar_is_in_its_year(portfolio, source):
    kept = [row for row in source if any(Decimal(row[year]) for year in YEARS)]
    assert len(portfolio.projects) == len(kept)
    for t, year in enumerate(YEARS):
        cents = sum(amounts.years[t] for p in portfolio.projects for amounts in p.options[0].capital.values())
        assert cents == round(sum(Decimal(row[year]) for row in source) * 100_000)
    negative = sum(Decimal(row[year]) < 0 for row in kept for year in YEARS)
    assert negative == sum(c < 0 for p in portfolio.projects for a in p.options[0].capital.values() for c in a.years)
    for project, row in zip(portfolio.projects, kept, strict=True):
        assert sum(a.total for a in project.options[0].capital.values()) == round(Decimal(row["total_10yr"]) * 100_000)


def test_only_what_the_source_calls_legislated_is_imposed(portfolio, source):
    legislated = sum(row["category"] == "Legislated" for row in source if any(Decimal(row[y]) for y in YEARS))
    assert Counter(project.mandate is not None for project in portfolio.projects)[True] == legislated > 0


def test_the_workbook_is_what_the_script_makes(criteria, portfolio):
    priorities = load_priorities(ROOT / "criteria" / "montreal-2030-priorities.yaml")
    read = read_portfolio(SAMPLES / "toronto-2023-2032.xlsx", criteria, priorities)
    assert {problem.code for problem in read.problems} == {"amount-negative"}
    assert all(problem.severity is Severity.WARNING for problem in read.problems)
    assert read.portfolio is not None
    assert read.portfolio.canonical() == portfolio.canonical()
    assert "Open Government Licence – Toronto" in read.portfolio.info.illustrative
