"""Write ``montreal-2027-2036.xlsx``: sixty plausible digital projects of Montréal. Every figure is invented.

The projects, options, links, mandates and gate answers stand in ``data/montreal/*.csv``; the budget and the rules
stand here. Same files, same workbook.

    python sample_portfolios/make_montreal.py
"""

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from prioritizer.domain.criteria import CriteriaSet, Levels, MeasureScale, RiskScale
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
from prioritizer.store.criteria_file import load_criteria
from prioritizer.workbook.writer import write_portfolio

HERE = Path(__file__).parent
DATA = HERE / "data" / "montreal"
CRITERIA = HERE.parent / "criteria" / "montreal-numerique.yaml"
WORKBOOK = HERE / "montreal-2027-2036.xlsx"

FIRST_YEAR, HORIZON = 2027, 10
K = 100_000
"""Cents in a thousand dollars."""
INFO = Info(
    organization="Ville de Montréal (exemple)",
    title="Programme décennal d'immobilisations 2027-2036, volet numérique",
    first_year=FIRST_YEAR,
    horizon=HORIZON,
    unit=Unit.THOUSANDS,
    illustrative=(
        "Exemple illustratif : projets plausibles, montants, cotes, équipes et enveloppes inventés. "
        "Rien ici n'est une donnée ni une décision de la Ville de Montréal."
    ),
)

SOURCES = {"E": "borrowing", "C": "cash", "S": "subsidy", "X": "contribution"}
POOLS = {"D": "Développement", "I": "Infrastructure et sécurité", "N": "Données", "C": "Gestion du changement"}
PHASES = {"1": Phase.EXECUTION, "2": Phase.PLANNING, "3": Phase.INITIATION}
SHAPES: Mapping[int, Sequence[int]] = {
    1: (100,),
    2: (45, 55),
    3: (25, 45, 30),
    4: (15, 35, 30, 20),
    5: (12, 25, 28, 20, 15),
}
"""Percent of a project's cost by year since its start; longer ones spend the same every year."""
K_PER_FTE = 400
"""Thousands of dollars of a year's capital that keep one full-time person busy."""
PUBLIC_GATES = ("accessibility", "other-channel")
ALWAYS_ASKED = ("end-of-life", "ads-plus", "climate-test")


def portfolio(criteria: CriteriaSet) -> Portfolio:
    """The whole portfolio, as the workbook holds it."""
    tables = {name: _table(name) for name in ("options", "mandats", "admissibilite", "priorites", "liens")}
    return Portfolio(
        INFO,
        tuple(_project(row, criteria, tables) for row in _table("projets")),
        links=tuple(_link(row) for row in tables["liens"]),
        envelopes=ENVELOPES,
        limits=LIMITS,
        balances=BALANCES,
        earmarks=EARMARKS,
    )


def _k(*thousands: int) -> tuple[int, ...]:
    return tuple(amount * K for amount in thousands)


def _ramp(first: int, step: int) -> tuple[int, ...]:
    return _k(*(first + step * t for t in range(HORIZON)))


ENVELOPES = (
    Envelope("borrowing", _ramp(40_000, 500), 1000),
    Envelope("cash", _ramp(22_000, 250), 500),
    Envelope("subsidy", _ramp(8_000, 0)),
    Envelope("contribution", None),
)
LIMITS = (
    Limit(LimitKind.OPERATING, "", _k(1500, 3000, 4500, 6000, 7500, 8000, 8500, 9000, 9500, 10_000)),
    Limit(LimitKind.CAPACITY, POOLS["D"], (75_000,) * HORIZON),
    Limit(LimitKind.CAPACITY, POOLS["I"], (110_000,) * HORIZON),
    Limit(LimitKind.CAPACITY, POOLS["N"], (28_000,) * HORIZON),
    Limit(LimitKind.CAPACITY, POOLS["C"], (34_000,) * HORIZON),
    Limit(LimitKind.CONCURRENCY, "Service de l'expérience citoyenne", (3,) * HORIZON),
    Limit(LimitKind.CONCURRENCY, "Service de l'eau", (2,) * HORIZON),
)
BALANCES = (
    Balance(Dimension.AXIS, ("ecology",), Sense.AT_LEAST, Measure.SHARE, 1000, reason="Objectif 1.3"),
    Balance(Dimension.CATEGORY, ("legacy_modernization",), Sense.AT_LEAST, Measure.SHARE, 2500, reason="Section 4.1"),
    Balance(Dimension.CATEGORY, ("skills_partnerships",), Sense.AT_LEAST, Measure.SHARE, 200, reason="Section 4.1"),
    Balance(Dimension.AREA, ("Cybersécurité",), Sense.AT_LEAST, Measure.AMOUNT, 25_000 * K, reason="Objectif 4.1"),
    Balance(Dimension.DEPARTMENT, ("Service des technologies de l'information",), Sense.AT_MOST, Measure.SHARE, 4500),
    Balance(Dimension.CATEGORY, ("continuation",), Sense.AT_MOST, Measure.SHARE, 4000, 2027, "Place au neuf"),
    Balance(Dimension.JURISDICTION, ("borough",), Sense.AT_LEAST, Measure.AMOUNT, 2_500 * K),
    Balance(Dimension.AGGLOMERATION, (), Sense.AT_MOST, Measure.SHARE, 5500, reason="Partage des dépenses"),
    Balance(Dimension.PROTECTION, (), Sense.AT_LEAST, Measure.AMOUNT, 18_000 * K, 2028, "Protection de l'actif"),
)
EARMARKS = (
    Earmark(
        Dimension.PROJECT,
        ("MTL-27-021", "MTL-27-028", "MTL-27-029", "MTL-27-053"),
        "cash",
        800 * K,
        2028,
        "Budget participatif",
    ),
    Earmark(Dimension.AREA, ("Eau", "Environnement"), "subsidy", 2_000 * K, None, "Programme de subvention climatique"),
)


def _project(row: Mapping[str, str], criteria: CriteriaSet, tables: Mapping[str, list[dict[str, str]]]) -> Project:
    mine = {name: [r for r in rows if r.get("projet") == row["id"]] for name, rows in tables.items()}
    earliest, _, latest = row["debut"].partition("-")
    status, basis = Status(row["statut"]), CostBasis(row["base"])
    options = [_option(row, choice) for choice in mine["options"]] or [_option(row, None)]
    return Project(
        id=row["id"],
        title=Title(row["titre_fr"], row["titre_en"]),
        department=row["service"],
        area=row["domaine"],
        jurisdiction=Jurisdiction(row["competence"]),
        kind=Kind(row["genre"]),
        category=Category(row["categorie"]),
        earliest=int(earliest),
        latest=int(latest or earliest),
        duration=int(row["duree"]),
        options=tuple(options),
        sponsor=f"Direction, {row['service']}",
        description=Title(row["description_fr"], row["description_en"]),
        justification=Title(row["justification_fr"], row["justification_en"]),
        agglomeration_bp=int(row["agglo"]) * 100,
        protection_bp=int(row["protection"]) * 100,
        phase=Phase.EXECUTION if status is not Status.NEW else PHASES.get(row["classe"], Phase.JUSTIFICATION),
        status=status,
        mandate=_mandate(mine["mandats"]),
        reach=row["portee"],
        estimate_class=EstimateClass(row["classe"]),
        basis=basis,
        ratings=_ratings(row, mine["options"], criteria),
        risks=_risks(row),
        gates=_gates(row, mine["admissibilite"], criteria),
        priorities=_priorities(row, tables["priorites"]),
        notes=row["notes"],
        supplier_estimate=int(row["fournisseur_k"]) * K if row["fournisseur_k"] else None,
    )


def _option(row: Mapping[str, str], choice: Mapping[str, str] | None) -> Option:
    cost = Decimal(row["cout_k"]) * Decimal(choice["cout"] if choice else "1")
    years = int((choice and choice["duree"]) or row["duree"])
    calendar = row["base"] == CostBasis.CALENDAR
    past = FIRST_YEAR - int(row["debut"]) if calendar else 0
    sources = {SOURCES[part[0]]: int(part[1:]) for part in row["sources"].split()}
    teams = {POOLS[part[0]]: int(part[1:]) for part in row["equipes"].split()}
    spent = [0] * max(-past, 0) + _spread(round(cost), years)
    past = max(past, 0)
    capital = {source: _amounts([k * percent // 100 for k in spent], past, row) for source, percent in sources.items()}
    _settle(capital, _amounts(spent, past, row), next(iter(sources)))
    people = {
        pool: _horizon([round(Decimal(k * percent) / K_PER_FTE / 10) * 100 for k in spent][past:])
        for pool, percent in teams.items()
    }
    effect = round(Decimal(row["fonctionnement_k"]) * Decimal(choice["cout"] if choice else "1")) * K
    filled = min(len(spent) - past, HORIZON)
    return Option(
        code=choice["code"] if choice else "base",
        title=Title(choice["titre_fr"], choice["titre_en"]) if choice else Title(""),
        reach=(choice and choice["portee"]) or None,
        duration=years if choice and choice["duree"] else None,
        capital=capital,
        operating=_operating(effect, filled),
        people=people,
    )


def _operating(effect: int, filled: int) -> tuple[OperatingEffect, ...]:
    """What running the result costs once the work is done; large ones are told apart by nature."""
    if not effect:
        return ()
    if abs(effect) < 1000 * K:
        return (OperatingEffect("Exploitation", (0,) * HORIZON, effect, filled),)
    staff = effect // 4
    return (
        OperatingEffect("Licences et hébergement", (0,) * HORIZON, effect - staff, filled),
        OperatingEffect("Personnel", (0,) * HORIZON, staff, filled),
    )


def _spread(k: int, years: int) -> list[int]:
    """Thousands of dollars by year since the start; the last year takes what rounding leaves."""
    shape = SHAPES.get(years) or (100 / years,) * years
    spent = [round(k * part / 100) for part in shape]
    spent[-1] += k - sum(spent)
    return spent


def _horizon(values: list[int]) -> tuple[int, ...]:
    return tuple((values + [0] * HORIZON)[:HORIZON])


def _amounts(k: list[int], past: int, row: Mapping[str, str]) -> Amounts:
    after = 0 if row["genre"] == Kind.PROGRAMME else sum(k[past + HORIZON :])
    return Amounts(_k(*_horizon(k[past:])), sum(k[:past]) * K, after * K)


def _settle(capital: dict[str, Amounts], whole: Amounts, source: str) -> None:
    """Give the first source what rounding left of each year, so that the sources make the whole."""
    others = [amounts for name, amounts in capital.items() if name != source]
    capital[source] = Amounts(
        tuple(cents - sum(o.years[t] for o in others) for t, cents in enumerate(whole.years)),
        whole.before - sum(o.before for o in others),
        whole.after - sum(o.after for o in others),
    )


def _ratings(row: Mapping[str, str], options: list[dict[str, str]], criteria: CriteriaSet) -> tuple[Rating, ...]:
    rated = [criterion for criterion in criteria.criteria if not isinstance(criterion.scale, RiskScale)]
    levels: list[tuple[str, str, str | None]] = [
        (criterion.code, level, None)
        for criterion, level in zip(rated, row["cotes"].split(","), strict=True)
        if level != "."
    ]
    for choice in options:
        for change in choice["cotes"].split():
            code, _, level = change.partition("=")
            levels.append((code, level, choice["code"]))
    return tuple(_rating(criteria, code, Decimal(level), option) for code, level, option in levels)


def _rating(criteria: CriteriaSet, code: str, level: Decimal, option: str | None) -> Rating:
    criterion = next(c for c in criteria.criteria if c.code == code)
    scale = criterion.scale
    assert isinstance(scale, Levels | MeasureScale)
    asked = criterion.evidence is not None and level >= criterion.evidence.from_level
    text = next((step.text.fr for step in scale.levels if step.level == level), "") if isinstance(scale, Levels) else ""
    return Rating(
        code, level, option, f"Cote illustrative. {text}".strip(), "Illustratif : aucune pièce" if asked else ""
    )


def _risks(row: Mapping[str, str]) -> tuple[RiskRating, ...]:
    rated = []
    for moment, digits in zip((Moment.TODAY, Moment.AFTER), row["risque"].split(">"), strict=True):
        likelihood, impact = (tuple(int(digit) for digit in part) for part in digits.split("/"))
        rated.append(RiskRating(f"Système en place : {row['titre_fr']}", moment, likelihood, impact))
    return tuple(rated)


def _gates(row: Mapping[str, str], given: list[dict[str, str]], criteria: CriteriaSet) -> tuple[GateAnswer, ...]:
    answers = {
        answer["regle"]: GateAnswer(answer["regle"], Answer(answer["reponse"]), answer["note"]) for answer in given
    }
    public = row["portee"] in ("several", "population", "department")
    found = []
    for gate in criteria.gates:
        yes = gate.code in ALWAYS_ASKED or (public and gate.code in PUBLIC_GATES)
        plain = GateAnswer(gate.code, Answer.YES if yes else Answer.NOT_APPLICABLE)
        found.append(answers.get(gate.code, plain))
    return tuple(found)


def _priorities(row: Mapping[str, str], known: list[dict[str, str]]) -> tuple[DeclaredPriority, ...]:
    texts = {line["numero"]: line for line in known}
    numbers = [number for number in row["priorites"].split(",") if number]
    return tuple(
        DeclaredPriority(int(n), texts[n]["resultat"], texts[n]["indicateur"], texts[n]["cible"]) for n in numbers
    )


def _mandate(rows: list[dict[str, str]]) -> Mandate | None:
    if not rows:
        return None
    row = rows[0]
    return Mandate(MandateReason(row["motif"]), row["reference"], dt.date.fromisoformat(row["echeance"]))


def _link(row: Mapping[str, str]) -> Link:
    return Link(
        LinkType(row["type"]),
        row["projet"] or None,
        tuple(row["autres"].split()),
        k=int(row["k"] or 0),
        lag=int(row["delai"] or 0),
        lag_from=LagFrom(row["compte_de"] or "finish"),
        bonus=Decimal(row["points"] or 0),
        saving=int(row["economie_k"] or 0) * K,
        source=row["source"] or None,
        year=int(row["annee"]) if row["annee"] else None,
        note=row["note"],
    )


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def main() -> None:
    """Write the workbook beside this file."""
    criteria = load_criteria(CRITERIA)
    write_portfolio(portfolio(criteria), criteria, WORKBOOK, "fr")


if __name__ == "__main__":
    main()
