"""One portfolio that puts every rule, reason and sheet of the result to work, for tests of the shells."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import builders
from builders import FIRST, both, project

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import (
    Balance,
    Earmark,
    Envelope,
    GateAnswer,
    Info,
    Limit,
    Link,
    Mandate,
    Portfolio,
    Rating,
    RiskRating,
    Title,
)
from prioritizer.domain.vocabulary import (
    Answer,
    CostBasis,
    Dimension,
    Kind,
    LagFrom,
    LimitKind,
    LinkType,
    MandateReason,
    Measure,
    Moment,
    Sense,
    Status,
)

HOSTILE = '=HYPERLINK("http://x","y") @[b]'
YEARS = 4
SYNERGY = Link(LinkType.SYNERGY, None, ("A-01", "A-04"))


def option(code="base", cash=(), people=None, operating=None, **sources):
    """Thousands of dollars by year."""

    def k(years):
        return tuple(1000 * amount for amount in years)

    return builders.option(code, k(cash), people, k(operating or ()), **{name: k(v) for name, v in sources.items()})


def criteria():
    """Two axes, three criteria (one of risk), one gate, a delay rate."""

    def words(name):
        return {"title": {"fr": f"Titre {name}", "en": f"Title {name}"}, "why": both("?")}

    def indicator(letter, number):
        return {"code": f"{letter}{number}", "text": both("?"), "low": both("0"), "high": both("9")}

    levels = [
        {"level": -1, "value": -20, "text": both("-")},
        {"level": 0, "value": 0, "text": both("0")},
        {"level": 1, "value": 40, "text": both("1")},
        {"level": 2, "value": 100, "text": both("2")},
    ]
    risk = {
        "kind": "risk",
        "likelihood": [indicator("L", n) for n in range(1, 8)],
        "impact": [indicator("C", n) for n in range(1, 7)],
        "points": [{"at": -29, "value": -100}, {"at": 0, "value": 0}, {"at": 29, "value": 100}],
    }

    def criterion(code, weight, scale):
        rest = {"missing": "neutral", "sources": {}, "question": both("?")}
        return {"code": code, "weight": weight, "scale": scale, **words(code), **rest}

    pick = {"kind": "levels", "levels": levels}
    return CriteriaSet.model_validate(
        {
            "id": "case",
            "version": "0.1.0",
            "date": dt.date(2026, 11, 1),
            "status": "draft",
            "organization": both("Ville"),
            "title": {"fr": "Critères d'essai", "en": "Trial criteria"},
            "notice": {"fr": "Ébauche", "en": "Draft"},
            "changes": [{"version": "0.1.0", "date": "2026-11-01", "text": both("first")}],
            "value_basis": "reach",
            "reach": [
                {"code": "unit", "multiplier": 1, "text": both("unit")},
                {"code": "all", "multiplier": 3, "text": both("all")},
            ],
            "delay_rate": "0.035",
            "axes": [
                {
                    "code": "good",
                    "weight": 60,
                    "serves_from": 25,
                    **words("good"),
                    "criteria": [criterion("service", 75, pick), criterion("open", 25, pick)],
                },
                {
                    "code": "debt",
                    "weight": 40,
                    "serves_from": 20,
                    **words("debt"),
                    "criteria": [criterion("risk", 100, risk)],
                },
            ],
            "gates": [
                {"code": "consent", "question": both("?"), "passes": ["yes"], "effect": "exclude", **words("consent")},
                {
                    "code": "climate",
                    "question": both("?"),
                    "passes": ["yes", "not_applicable"],
                    "effect": "hold",
                    **words("climate"),
                },
            ],
        }
    )


def _made(identifier, title, service, opened, *options, reach="unit", **changes):
    ratings = [("service", service), ("open", opened)]
    fields = {
        "title": Title(title, f"{title} (en)"),
        "reach": reach,
        "ratings": tuple(Rating(code, Decimal(level)) for code, level in ratings if level is not None),
        "gates": (GateAnswer("consent", Answer.YES), GateAnswer("climate", Answer.YES)),
        "latest": FIRST + 2,
        **changes,
    }
    return project(identifier, 0, *options, **fields)


def _risks(system, today, after):
    return tuple(
        RiskRating(system, moment, (level,) * 7, (min(level, 5),) * 6)
        for moment, level in ((Moment.TODAY, today), (Moment.AFTER, after))
    )


def portfolio():
    """Eleven projects."""
    pools = {"people": {"dev": (2, 1)}}
    projects = (
        _made("A-01", "Portail citoyen", 2, 1, option("base", (300, 200), **pools), option("plus", (500, 300), **pools),
              reach="all", department="Service de l'expérience citoyenne"),
        _made("A-02", HOSTILE, 1, 2, option("base", (250,), {"dev": (1,)}, (10, 20), subsidy=(100,)),
              department="Finances"),
        _made("A-03", "Remplacement du système de paie", 0, 0, option("base", (400, 100), {"dev": (2, 2)}),
              department="RH", status=Status.IN_PROGRESS, basis=CostBasis.CALENDAR,
              earliest=FIRST - 1, latest=FIRST - 1, duration=3,
              risks=_risks("PAIE-1987", 6, 1)),
        _made("A-04", "Données ouvertes", 1, 2, option("base", (80,))),
        _made("A-05", "Reconnaissance faciale", 2, 2, option("base", (10,)), gates=(GateAnswer("consent", Answer.NO),)),
        _made("A-06", "Étude en attente", 2, 2, option("base", (10,)), gates=(GateAnswer("consent", Answer.YES),)),
        _made("A-07", "Projet sans effet", -1, 0, option("base", (10,))),
        _made("A-08", "Sécurité des accès", None, None, option("base", (120,), subsidy=(0, 50)),
              mandate=Mandate(MandateReason.LAW, "art. 1", dt.date(FIRST + 5, 1, 1)), risks=_risks("ACCÈS", 5, 2)),
        _made("A-09", "Suite du portail", 1, 1, option("base", (100,))),
        _made("A-10", "Autre portail", 1, 0, option("base", (300,)), reach="all"),
        _made("A-11", "Très grand projet", 2, 2, option("base", (900, 900))),
    )  # fmt: skip
    projects = tuple(replace(p, kind=Kind.PROJECT) for p in projects)
    dollars = 100_000
    return Portfolio(
        Info("Ville d'essai", "Programme 2027-2030", FIRST, YEARS, illustrative="Chiffres d'essai."),
        projects,
        links=(
            Link(LinkType.AFTER, "A-09", ("A-01",), lag=0, lag_from=LagFrom.START),
            Link(LinkType.EXCLUDES, None, ("A-01", "A-10")),
            replace(SYNERGY, bonus=Decimal(5), saving=30 * dollars, source="cash", year=FIRST),
        ),
        envelopes=(
            Envelope("cash", (900 * dollars, 600 * dollars, 300 * dollars, 300 * dollars), 2500),
            Envelope("subsidy", (100 * dollars,) * YEARS),
            Envelope("Fonds d'essai", None),
        ),
        limits=(
            Limit(LimitKind.OPERATING, "", (50 * dollars, 50 * dollars, None, None)),
            Limit(LimitKind.CAPACITY, "dev", (5000, 4000, 4000, 4000)),
            Limit(LimitKind.CONCURRENCY, "", (8, 8, None, None)),
        ),
        balances=(Balance(Dimension.AXIS, ("debt",), Sense.AT_LEAST, Measure.SHARE, 1000),),
        earmarks=(Earmark(Dimension.PROJECT, ("A-04",), "cash", 50 * dollars, FIRST),),
    )


def impossible():
    """The same, with an obligation that its envelope cannot pay."""
    good = portfolio()
    cash = Envelope("cash", tuple(k * 100_000 for k in (100, 600, 300, 300)), 2500)
    return replace(good, envelopes=(cash, *good.envelopes[1:]))
