"""A portfolio that uses every field of the workbook, with values that are hard to keep."""

import datetime as dt
from decimal import Decimal

from builders import both, points

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import (
    Amounts,
    Balance,
    DeclaredPriority,
    Earmark,
    Envelope,
    GateAnswer,
    Info,
    Limit,
    Link,
    Mandate,
    OperatingEffect,
    Option,
    Portfolio,
    Project,
    Rating,
    RiskRating,
    Title,
)
from prioritizer.domain.vocabulary import (
    Answer,
    Category,
    CostBasis,
    Dimension,
    EstimateClass,
    Jurisdiction,
    Kind,
    LagFrom,
    LimitKind,
    LinkType,
    MandateReason,
    Measure,
    Moment,
    Phase,
    Sense,
    Status,
    Unit,
)


def criteria():
    """Two axes; a pick-one scale, a measured one, a risk scale; a reach table, a gate, a counted priority."""
    data = points(gate=True).model_dump(mode="json", by_alias=True)
    worth = data["axes"][0]["criteria"][0]
    ends = [{"at": -29, "value": -100}, {"at": 0, "value": 0}, {"at": 29, "value": 100}]

    def indicators(letter, count):
        return [
            {"code": f"{letter}{n}", "text": both(f"t{letter}{n}"), "low": both("bas"), "high": both("haut")}
            for n in range(1, count + 1)
        ]

    debt = {
        **worth,
        "code": "debt",
        "title": {"fr": "Risque retiré", "en": "Risk removed"},
        "scale": {"kind": "risk", "likelihood": indicators("L", 7), "impact": indicators("C", 6), "points": ends},
    }
    levels = [
        {"level": -1, "value": -50, "text": {"fr": "Pire qu'avant", "en": "Worse"}},
        {"level": 0, "value": 0, "text": {"fr": "Comme avant", "en": "As before"}},
        {"level": 3, "value": 100, "text": {"fr": "Bien mieux", "en": "Much better"}},
    ]
    service = {
        **worth,
        "code": "service",
        "title": {"fr": "Expérience de service", "en": "Service experience"},
        "weight": 40,
        "scale": {"kind": "levels", "levels": levels},
        "priorities": {"allowed": [6, 7], "at_most": 3, "from_level": 3},
    }
    value = {**worth, "weight": 60, "title": both("Valeur")}
    axis = data["axes"][0]
    data["axes"] = [
        {**axis, "code": "alignment", "weight": 60, "criteria": [service, value]},
        {**axis, "code": "debt-axis", "weight": 40, "title": {"fr": "Dette", "en": "Debt"}, "criteria": [debt]},
    ]
    data["value_basis"] = "reach"
    data["reach"] = [
        {"code": "unit", "multiplier": 1, "text": {"fr": "Une seule unité", "en": "A single unit"}},
        {"code": "population", "multiplier": 4, "text": {"fr": "Toute la population", "en": "The whole population"}},
    ]
    return CriteriaSet.model_validate(data)


def portfolio(unit=Unit.DOLLARS):
    base = Option(
        "base",
        capital={
            "borrowing": Amounts((0, 125_050, 10_000_000), before=1, after=0),
            "Fonds vert": Amounts((1, 0, 0), after=99),
        },
        operating=(OperatingEffect("=Licences", (-5_000, 0, 0), -2_500, 2),),
        people={"Architectes": (1_250, 0, 333)},
    )
    least = Option("min", Title("+Minimale", "Minimal"), "unit", 1, {"cash": Amounts((500_000, 0, 0))})
    most = Option("max", Title("Complète"), None, None, {"cash": Amounts((900_000, 100_000, 0))})
    first = Project(
        id="007",
        title=Title("=1+1", "@ the portal"),
        department="Bibliothèques; archives",
        area="Services",
        jurisdiction=Jurisdiction.AGGLOMERATION,
        kind=Kind.PROJECT,
        category=Category.LEGACY,
        earliest=2027,
        latest=2027,
        duration=2,
        options=(base,),
        sponsor="-Direction",
        description=Title("Une ligne\net une autre", "One line"),
        justification=Title("Parce que", "Because"),
        agglomeration_bp=3_333,
        protection_bp=10_000,
        phase=Phase.EXECUTION,
        status=Status.COMMITTED,
        mandate=Mandate(MandateReason.RESOLUTION, "CM26 0123", dt.date(2029, 6, 30)),
        reach="population",
        estimate_class=EstimateClass.CLASS_2,
        basis=CostBasis.CALENDAR,
        ratings=(
            Rating("service", Decimal(3), None, "Clair", "p. 12", "Comité", "secret"),
            Rating("worth", Decimal("12.5"), "base"),
        ),
        risks=(
            RiskRating("Permis", Moment.TODAY, (1, 2, 3, 4, 5, 6, 1), (1, 2, 3, 4, 5, 1), None, "faille"),
            RiskRating("Permis", Moment.AFTER, (1,) * 7, (1,) * 6),
        ),
        gates=(GateAnswer("gate", Answer.NOT_APPLICABLE, "vu"),),
        priorities=(DeclaredPriority(6, "Résultat", "Indicateur", "Cible"),),
        notes="Interne",
        supplier_estimate=123_456,
    )
    second = Project(
        id="TI-2",
        title=Title("Deuxième"),
        department="Finances",
        area="Systèmes",
        jurisdiction=Jurisdiction.BOROUGH,
        kind=Kind.PROGRAMME,
        category=Category.SKILLS,
        earliest=2027,
        latest=2029,
        duration=1,
        options=(least, most),
        basis=CostBasis.SINCE_START,
        reach="unit",
    )
    third = Project(
        id="TI-3",
        title=Title("Troisième"),
        department="Finances",
        area="Systèmes",
        jurisdiction=Jurisdiction.CITY,
        kind=Kind.PROJECT,
        category=Category.CONTINUATION,
        earliest=2027,
        latest=2028,
        duration=1,
        options=(Option("base", capital={"cash": Amounts((0, 0, 0))}),),
        basis=CostBasis.SINCE_START,
        reach="unit",
    )
    return Portfolio(
        Info("Ville d'essai", "Portefeuille d'essai", 2027, 3, unit, True, "Données fictives."),
        (first, second, third),
        links=(
            Link(LinkType.AFTER, "TI-2", ("TI-3",), lag=1, lag_from=LagFrom.START, note="note"),
            Link(LinkType.AT_MOST, None, ("TI-2", "TI-3"), k=1),
            Link(
                LinkType.SYNERGY, "007", ("TI-3",), bonus=Decimal("2.5"), saving=12_345, source="borrowing", year=2028
            ),
        ),
        envelopes=(
            Envelope("borrowing", (100_000_001, 0, 5), 1_025),
            Envelope("cash", None),
            Envelope("Fonds vert", (1, 1, 1)),
        ),
        limits=(
            Limit(LimitKind.OPERATING, "", (12_345_678, None, 0)),
            Limit(LimitKind.CAPACITY, "Architectes", (2_500, 1, None)),
            Limit(LimitKind.CONCURRENCY, "Finances", (3, None, 0)),
        ),
        balances=(
            Balance(Dimension.AXIS, ("alignment",), Sense.AT_LEAST, Measure.SHARE, 2_550, None, "Raison"),
            Balance(Dimension.JURISDICTION, ("borough",), Sense.AT_MOST, Measure.AMOUNT, 1_234_567, 2028),
            Balance(Dimension.PROTECTION, (), Sense.AT_LEAST, Measure.SHARE, 1),
        ),
        earmarks=(
            Earmark(Dimension.CATEGORY, ("skills_partnerships", "continuation"), "borrowing", 10_000, 2027, "=Raison"),
            Earmark(Dimension.PROJECT, ("007",), "Fonds vert", 1),
        ),
    )
