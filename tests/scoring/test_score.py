"""Scores redone by hand, and what must never change them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import (
    Amounts,
    GateAnswer,
    Info,
    Option,
    Portfolio,
    Project,
    Rating,
    RiskRating,
    Title,
)
from prioritizer.domain.problem import Refused
from prioritizer.domain.vocabulary import Answer, Category, Jurisdiction, Kind, Moment
from prioritizer.scoring.risk import part, risk
from prioritizer.scoring.score import score


def both(text):
    return {"fr": text, "en": text}


def level(number, value):
    return {"level": number, "value": value, "text": both(str(number))}


def criterion(code, weight, scale, missing):
    words = {name: both(name) for name in ("title", "question", "why")}
    return {"code": code, "weight": weight, "scale": scale, "missing": missing, "sources": {}, **words}


SCALE = {"kind": "levels", "levels": [level(-1, -50), level(0, 0), level(1, 40), level(2, 100)]}
MEASURE = {
    "kind": "measure",
    "unit": both("t"),
    "points": [{"at": -10, "value": -100}, {"at": 0, "value": 0}, {"at": 40, "value": 100}],
}
RISK = {
    "kind": "risk",
    "likelihood": [{"code": f"L{i}", "text": both("l"), "low": both("1"), "high": both("6")} for i in range(1, 8)],
    "impact": [{"code": f"C{i}", "text": both("c"), "low": both("1"), "high": both("5")} for i in range(1, 7)],
    "points": [{"at": -29, "value": -100}, {"at": 0, "value": 0}, {"at": 29, "value": 100}],
}


def criteria(**changes):
    axis = {"title": both("axis"), "why": both("why"), "serves_from": 25}
    return CriteriaSet.model_validate(
        {
            "id": "hand",
            "version": "1.0.0",
            "date": dt.date(2026, 1, 1),
            "status": "draft",
            "organization": both("o"),
            "title": both("t"),
            "changes": [{"version": "1.0.0", "date": "2026-01-01", "text": both("first")}],
            "value_basis": "reach",
            "reach": [{"code": "town", "multiplier": "2.5", "text": both("town")}],
            "axes": [
                {
                    "code": "a",
                    "weight": 60,
                    **axis,
                    "criteria": [criterion("one", 75, SCALE, "neutral"), criterion("two", 25, SCALE, "worst")],
                },
                {"code": "b", "weight": 30, **axis, "criteria": [criterion("three", 100, MEASURE, "refuse")]},
                {"code": "c", "weight": 10, **axis, "criteria": [criterion("debt", 100, RISK, "neutral")]},
            ],
            "gates": [
                {
                    "code": "gate",
                    "title": both("g"),
                    "question": both("g"),
                    "why": both("g"),
                    "passes": ["yes", "not_applicable"],
                    "effect": "exclude",
                    "missing": "hold",
                }
            ],
            **changes,
        }
    )


def project(identifier="P1", **changes):
    fields = {
        "id": identifier,
        "title": Title("titre"),
        "department": "d",
        "area": "a",
        "jurisdiction": Jurisdiction.CITY,
        "kind": Kind.PROJECT,
        "category": Category.NEW_SERVICE,
        "earliest": 2027,
        "latest": 2027,
        "duration": 1,
        "reach": "town",
        "options": (Option("base", capital={"cash": Amounts((300_000_000, 0), before=50_000_000)}),),
        "ratings": (Rating("one", Decimal(2)), Rating("two", Decimal(1)), Rating("three", Decimal(10))),
        "risks": (
            RiskRating("s", Moment.TODAY, (6, 3, 5, 4, 2, 6, 3), (1, 2, 2, 3, 3, 4)),
            RiskRating("s", Moment.AFTER, (1,) * 7, (1,) * 6),
        ),
        "gates": (GateAnswer("gate", Answer.YES),),
    }
    return Project(**{**fields, **changes})


def one(changed=None, of=None):
    return score(Portfolio(Info("o", "t", 2027, 2), (changed or project(),)), of or criteria()).options[0]


def test_the_published_example_of_the_risk_framework():
    # GOV.UK framework, example of the facts: 5.07 x 3.25 = 16.48, red from 16.
    today = RiskRating("s", Moment.TODAY, (6, 3, 5, 4, 2, 6, 3), (1, 2, 2, 3, 3, 4))
    assert round(float(part(today.likelihood)), 2) == 5.07
    assert part(today.impact) == Fraction(13, 4)
    assert round(float(risk(today)), 2) == 16.48
    assert one().red


def test_a_score_redone_by_hand():
    got = one()
    reduction = (Fraction(29, 7) + 6) / 2 * Fraction(13, 4) - 1
    debt = reduction / 29 * 100
    assert got.axes["a"] == Fraction(75, 100) * 100 + Fraction(25, 100) * 40
    assert got.axes["b"] == 25
    assert got.axes["c"] == debt
    assert got.score == Fraction(60, 100) * 85 + Fraction(30, 100) * 25 + Fraction(10, 100) * debt
    assert got.value == Fraction(5, 2) * got.score
    assert sum(line.contribution for line in got.criteria) == got.score


def test_missing_ratings_by_policy():
    missing_one = one(project(ratings=(Rating("two", Decimal(1)), Rating("three", Decimal(0)))))
    assert (missing_one.missing, missing_one.axes["a"]) == (("one",), 10)
    missing_two = one(project(ratings=(Rating("one", Decimal(0)), Rating("three", Decimal(0)))))
    assert missing_two.axes["a"] == Fraction(25, 100) * -50
    with pytest.raises(Refused) as refused:
        one(project(ratings=()))
    assert [problem.code for problem in refused.value.problems] == ["rating-missing"]


def test_a_level_off_its_scale_is_refused():
    with pytest.raises(Refused):
        one(project(ratings=(Rating("one", Decimal(7)), Rating("three", Decimal(0)))))
    with pytest.raises(Refused):
        one(project(ratings=(Rating("three", Decimal(41)),)))


@pytest.mark.parametrize(("basis", "multiplier"), [("reach", Fraction(5, 2)), ("project", 1), ("cost", Fraction(7, 2))])
def test_value_basis(basis, multiplier):
    got = one(of=criteria(value_basis=basis))
    assert got.multiplier == multiplier
    assert got.value == multiplier * got.score


def test_an_option_has_its_own_rating_and_reach():
    small = Option("small", capital={"cash": Amounts((1, 0))})
    both_options = project(
        options=(small, Option("whole", capital={"cash": Amounts((2, 0))})),
        ratings=(Rating("one", Decimal(2)), Rating("one", Decimal(1), "small"), Rating("three", Decimal(0))),
    )
    card = score(Portfolio(Info("o", "t", 2027, 2), (both_options,)), criteria())
    assert card.of("P1", "small").criteria[0].points == 40
    assert card.of("P1", "whole").criteria[0].points == 100


def test_a_score_never_depends_on_the_other_projects():
    alone = one()
    others = tuple(
        replace(project(f"P{i}"), ratings=(Rating("one", Decimal(i % 2)), Rating("three", Decimal(i))))
        for i in range(2, 9)
    )
    crowd = score(Portfolio(Info("o", "t", 2027, 2), (*others, project())), criteria())
    assert crowd.of("P1", "base") == alone


def test_a_project_that_makes_things_worse_is_negative():
    worse = project(
        ratings=(Rating("one", Decimal(-1)), Rating("two", Decimal(-1)), Rating("three", Decimal(-10))), risks=()
    )
    assert one(worse).value < 0


@pytest.mark.parametrize(
    ("answers", "effects"),
    [
        ((GateAnswer("gate", Answer.YES),), []),
        ((GateAnswer("gate", Answer.NOT_APPLICABLE),), []),
        ((GateAnswer("gate", Answer.NO),), ["exclude"]),
        ((), ["hold"]),
    ],
)
def test_gates(answers, effects):
    card = score(Portfolio(Info("o", "t", 2027, 2), (project(gates=answers),)), criteria())
    assert [failure.effect.value for failure in card.gates["P1"]] == effects


def test_the_matrix_of_points_agrees_with_the_exact_score():
    card = score(Portfolio(Info("o", "t", 2027, 2), (project(),)), criteria())
    weights = [float(card.weights[code]) for code in card.criteria]
    assert card.points_oc @ weights * card.multiplier_o == pytest.approx([float(card.options[0].value)])
