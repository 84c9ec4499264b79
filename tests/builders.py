"""Small portfolios written by hand, for tests: one criterion whose rating is the project's value."""

import datetime as dt
from decimal import Decimal

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import (
    Amounts,
    Envelope,
    Info,
    OperatingEffect,
    Option,
    Portfolio,
    Project,
    Rating,
    Title,
)
from prioritizer.domain.vocabulary import Category, CostBasis, Jurisdiction, Kind

FIRST = 2027


def both(text):
    return {"fr": text, "en": text}


def points(delay="0", *, gate=False):
    """A criteria set in which a project is worth its rating, in points (up to 100)."""
    scale = {
        "kind": "measure",
        "unit": both("points"),
        "points": [{"at": -100, "value": -100}, {"at": 100, "value": 100}],
    }
    words = {name: both(name) for name in ("title", "why")}
    criterion = {"code": "worth", "weight": 100, "scale": scale, "missing": "neutral", "sources": {}, **words}
    axis = {
        "code": "axis",
        "weight": 100,
        "serves_from": 25,
        "criteria": [{**criterion, "question": both("?")}],
        **words,
    }
    return CriteriaSet.model_validate(
        {
            "id": "points",
            "version": "1.0.0",
            "date": dt.date(2026, 1, 1),
            "status": "draft",
            "organization": both("o"),
            "title": both("t"),
            "changes": [{"version": "1.0.0", "date": "2026-01-01", "text": both("first")}],
            "value_basis": "project",
            "delay_rate": delay,
            "axes": [axis],
            "gates": [
                {
                    "code": "gate",
                    "question": both("?"),
                    "passes": ["yes", "not_applicable"],
                    "effect": "exclude",
                    "missing": "exclude",
                    **words,
                }
            ]
            if gate
            else [],
        }
    )


def option(code="base", cash=(), people=None, operating=None, **sources):
    """Dollars by year from ``cash`` and other sources; people in whole FTE."""
    dollars = {name: tuple(years) for name, years in ({"cash": cash} if cash else {}).items() | sources.items()}
    return Option(
        code,
        capital={name: Amounts(tuple(d * 100 for d in years)) for name, years in dollars.items()},
        people={pool: tuple(n * 1000 for n in years) for pool, years in (people or {}).items()},
        operating=(OperatingEffect("run", tuple(d * 100 for d in operating), 0, len(operating)),) if operating else (),
    )


def project(identifier, worth, *options, **changes):
    """A project worth ``worth`` points; movable between ``earliest`` and ``latest``."""
    fields = {
        "id": identifier,
        "title": Title(f"Projet {identifier}"),
        "department": "d",
        "area": "a",
        "jurisdiction": Jurisdiction.CITY,
        "kind": Kind.PROJECT,
        "category": Category.NEW_SERVICE,
        "earliest": FIRST,
        "latest": FIRST,
        "duration": 1,
        "basis": CostBasis.SINCE_START,
        "options": options,
        "ratings": (Rating("worth", Decimal(worth)),),
    }
    return Project(**{**fields, **changes})


def portfolio(*projects, cash=(), carry=0, years=3, **rest):
    """A portfolio with one envelope of ``cash`` dollars a year."""
    envelopes = (Envelope("cash", tuple(d * 100 for d in cash), carry),) if cash else (Envelope("cash", None),)
    return Portfolio(Info("o", "t", FIRST, years), tuple(projects), **{"envelopes": envelopes, **rest})
