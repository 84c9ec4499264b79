"""Write ``toronto-2023-2032.xlsx``: real costs of Toronto's digital sub-projects, ratings invented by a rule.

Contains information licensed under the Open Government Licence – Toronto (see ``data/toronto/LICENCE.md``). The data
says what each sub-project costs and when; a rule that anybody can redo (a category's profile, moved by a digest of the
name) stands in for the ratings. Same file, same workbook.

    python sample_portfolios/make_toronto.py
"""

import csv
import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from prioritizer.domain.criteria import CriteriaSet, Levels
from prioritizer.domain.portfolio import (
    Amounts,
    Balance,
    DeclaredPriority,
    Envelope,
    GateAnswer,
    Info,
    Mandate,
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
    MandateReason,
    Measure,
    Moment,
    Sense,
    Unit,
)
from prioritizer.store.criteria_file import load_criteria
from prioritizer.workbook.writer import write_portfolio

HERE = Path(__file__).parent
DATA = HERE / "data" / "toronto" / "subprojects.csv"
CRITERIA = HERE.parent / "criteria" / "montreal-numerique.yaml"
WORKBOOK = HERE / "toronto-2023-2032.xlsx"

FIRST_YEAR, HORIZON = 2023, 10
K = 100_000
"""Cents in a thousand dollars."""
SOURCE = "Toutes sources (Toronto)"
SHARE = 70
"""Percent of what is asked for each year that the invented envelope holds."""
INFO = Info(
    organization="City of Toronto",
    title="Sous-projets numériques du budget d'immobilisations / Digital sub-projects of the capital budget, 2023-2032",
    first_year=FIRST_YEAR,
    horizon=HORIZON,
    unit=Unit.THOUSANDS,
    illustrative=(
        "Coûts réels (Contains information licensed under the Open Government Licence – Toronto). Cotes, risques, "
        "portée et enveloppes inventés : exemple illustratif, pas une décision. / Real costs; ratings, risks, reach "
        "and envelopes are invented."
    ),
)


@dataclass(frozen=True)
class Profile:
    """What a category of the source stands for here: the criteria it is good at, and its system's risk today."""

    category: Category
    strong: tuple[str, ...]
    likelihood: int
    impact: int
    protection_bp: int


PROFILES: Mapping[str, Profile] = {
    "State of Good Repair": Profile(Category.LEGACY, ("consolidation", "compliance"), 4, 3, 9000),
    "Service Improvement and Enhancement": Profile(
        Category.NEW_SERVICE, ("service-experience", "employee-experience"), 3, 2, 1000
    ),
    "Growth Related": Profile(Category.NEW_SERVICE, ("mtl2030-priorities", "service-experience"), 2, 2, 0),
    "Legislated": Profile(Category.FOUNDATIONAL, ("compliance", "data-rights"), 4, 4, 5000),
    "Health and Safety": Profile(Category.CONTINUATION, ("service-experience", "compliance"), 4, 4, 6000),
}
"""Every category of the source."""


def portfolio(criteria: CriteriaSet) -> Portfolio:
    """Every sub-project with an amount in some year; envelopes of ``SHARE`` % of what is asked for each year."""
    projects = tuple(_project(number, row, criteria) for number, row in enumerate(rows(), 1))
    asked = [sum(p.options[0].capital[SOURCE].years[t] for p in projects) for t in range(HORIZON)]
    envelope = Envelope(SOURCE, tuple(cents * SHARE // 100 // K * K for cents in asked), 1000)
    balances = (
        Balance(Dimension.CATEGORY, (Category.LEGACY.value,), Sense.AT_LEAST, Measure.SHARE, 2500, reason="Exemple"),
        Balance(Dimension.DEPARTMENT, ("Technology Services",), Sense.AT_MOST, Measure.SHARE, 7000, reason="Exemple"),
    )
    return Portfolio(INFO, projects, envelopes=(envelope,), balances=balances)


def rows() -> list[dict[str, str]]:
    """Rows of the source with an amount in some year, in its order."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if any(Decimal(row[str(year)]) for year in INFO.years)]


def _project(number: int, row: Mapping[str, str], criteria: CriteriaSet) -> Project:
    profile = PROFILES[row["category"]]
    cents = tuple(round(Decimal(row[str(year)]) * K) for year in INFO.years)
    spent = [t for t, amount in enumerate(cents) if amount]
    name = " ".join(row["sub_project"].split())
    legislated = row["category"] == "Legislated"
    draw = _Draw(f"{row['program']}|{row['project']}|{row['sub_project']}|{number}")
    ratings = _ratings(profile, draw, criteria)
    return Project(
        id=f"TO-{number:03d}",
        title=Title(name, name),
        department=" ".join(row["program"].split()),
        area=row["category"],
        jurisdiction=Jurisdiction.CITY,
        kind=Kind.PROJECT,
        category=profile.category,
        earliest=FIRST_YEAR + spent[0],
        latest=FIRST_YEAR + spent[0],
        duration=spent[-1] - spent[0] + 1,
        options=(Option("base", capital={SOURCE: Amounts(cents)}),),
        protection_bp=profile.protection_bp,
        mandate=_mandate() if legislated else None,
        reach=criteria.reach[draw.below(len(criteria.reach))].code,
        estimate_class=EstimateClass.CLASS_3,
        basis=CostBasis.CALENDAR,
        ratings=ratings,
        risks=_risks(name, profile, draw),
        gates=tuple(GateAnswer(gate.code, Answer.YES) for gate in criteria.gates),
        priorities=_priorities(ratings, criteria),
        notes=row["match"],
    )


class _Draw:
    """Whole numbers that depend on a name alone: the bytes of its SHA-256, one after the other."""

    def __init__(self, name: str) -> None:
        self._bytes = iter(hashlib.sha256(name.encode()).digest())

    def below(self, limit: int) -> int:
        """The next number from 0 to ``limit - 1``."""
        return next(self._bytes) % limit


def _ratings(profile: Profile, draw: _Draw, criteria: CriteriaSet) -> tuple[Rating, ...]:
    """0 or a little more on every criterion, two levels more where the category is strong, within each scale."""
    found = []
    for criterion in criteria.criteria:
        if isinstance(criterion.scale, Levels):
            levels = sorted(step.level for step in criterion.scale.levels)
            wished = draw.below(3) - 1 + (2 if criterion.code in profile.strong else 0)
            level = Decimal(min(max(wished, levels[0]), levels[-1]))
            asked = criterion.evidence is not None and level >= criterion.evidence.from_level
            found.append(Rating(criterion.code, level, None, "Illustratif", "Illustratif" if asked else ""))
    return tuple(found)


def _risks(name: str, profile: Profile, draw: _Draw) -> tuple[RiskRating, ...]:
    worse = draw.below(3) - 1
    impact = (profile.impact,) * 6
    today = (min(max(profile.likelihood + worse, 1), 6),) * 7
    system = f"Système de {name}"
    return (
        RiskRating(system, Moment.TODAY, today, impact),
        RiskRating(system, Moment.AFTER, (2,) * 7 if today[0] > 2 else (1,) * 7, impact),
    )


def _priorities(ratings: tuple[Rating, ...], criteria: CriteriaSet) -> tuple[DeclaredPriority, ...]:
    level = {rating.criterion: rating.level for rating in ratings}
    return tuple(
        DeclaredPriority(c.priorities.allowed[0], "Illustratif", "Illustratif", "Illustratif")
        for c in criteria.criteria
        if c.priorities is not None and level.get(c.code, Decimal(0)) >= c.priorities.from_level
    )


def _mandate() -> Mandate:
    reference = "Catégorie « Legislated » des données de Toronto; loi non précisée"
    return Mandate(MandateReason.LAW, reference, dt.date(FIRST_YEAR + HORIZON - 1, 12, 31))


def main() -> None:
    """Write the workbook beside this file."""
    criteria = load_criteria(CRITERIA)
    write_portfolio(portfolio(criteria), criteria, WORKBOOK, "fr")


if __name__ == "__main__":
    main()
