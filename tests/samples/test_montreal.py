"""The Montréal sample: what the files say is what the workbook holds, every rule is used, and its program stands."""

import csv
import runpy
from collections import Counter
from pathlib import Path

import pytest

from prioritizer.domain.problem import Severity
from prioritizer.domain.vocabulary import Dimension, LinkType
from prioritizer.program.certificate import certify
from prioritizer.program.solve import solve
from prioritizer.store.criteria_file import load_criteria, load_priorities
from prioritizer.workbook.reader import read_portfolio

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_portfolios"
MADE = runpy.run_path(str(SAMPLES / "make_montreal.py"))


@pytest.fixture(scope="module")
def criteria():
    return load_criteria(ROOT / "criteria" / "montreal-numerique.yaml")


@pytest.fixture(scope="module")
def portfolio(criteria):
    return MADE["portfolio"](criteria)


@pytest.fixture(scope="module")
def rows():
    with (SAMPLES / "data" / "montreal" / "projets.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_workbook_is_what_the_script_makes(criteria, portfolio):
    priorities = load_priorities(ROOT / "criteria" / "montreal-2030-priorities.yaml")
    read = read_portfolio(SAMPLES / "montreal-2027-2036.xlsx", criteria, priorities)
    assert {p.code for p in read.problems} == {"mandate-lapsed", "rating-absent"}
    assert all(p.severity is Severity.WARNING for p in read.problems)
    assert read.portfolio is not None
    assert read.portfolio.canonical() == portfolio.canonical()


def test_every_dollar_of_the_file_is_in_a_year(portfolio, rows):
    assert len(rows) == len(portfolio.projects) == 60
    for row in rows:
        project = portfolio.by_id[row["id"]]
        recommended = project.option("b-recommande" if len(project.options) > 1 else "base")
        thousands = sum(amounts.total for amounts in recommended.capital.values()) / 100_000
        assert thousands == int(row["cout_k"]), row["id"]
        for part in row["sources"].split():
            source = MADE["SOURCES"][part[0]]
            share = recommended.capital[source].total / 100_000
            assert abs(share - thousands * int(part[1:]) / 100) <= 12, (row["id"], source)


def test_every_kind_of_link_and_of_rule_is_used(portfolio):
    links = Counter(link.type for link in portfolio.links)
    assert all(links[type_] >= 2 for type_ in LinkType)
    dimensions = {rule.dimension for rule in (*portfolio.balances, *portfolio.earmarks)}
    assert dimensions == set(Dimension)
    assert {len(project.options) for project in portfolio.projects} == {1, 2, 3}
    assert sum(project.mandate is not None for project in portfolio.projects) == 5


def test_its_program_keeps_every_rule(criteria, portfolio):
    decision = solve(portfolio, criteria, gap=0.02, time_limit=60)
    assert decision.status.has_program
    certificate = certify(portfolio, criteria, decision.program)
    assert certificate.valid
    assert certificate.value == decision.value
    done = {choice.project for choice in decision.program}
    assert {"MTL-27-003", "MTL-27-004", "MTL-27-005", "MTL-27-006", "MTL-27-019", "MTL-27-050"} <= done
    assert not done & {"MTL-27-015", "MTL-27-048", "MTL-27-055"}
