"""Write ``douze-projets.xlsx``: twelve fictional projects whose best program a person can check by hand.

Everything stands in this file, in units of 100 000 $, and is worked out step by step in ``README.md``. Same file, same
workbook.

    python sample_portfolios/make_douze.py
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from prioritizer.domain.criteria import CriteriaSet, Levels
from prioritizer.domain.portfolio import (
    BASE_OPTION,
    Amounts,
    Balance,
    Envelope,
    GateAnswer,
    Info,
    Link,
    Mandate,
    Option,
    Portfolio,
    Project,
    Rating,
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
    LinkType,
    MandateReason,
    Measure,
    Phase,
    Sense,
    Unit,
)
from prioritizer.store.criteria_file import load_criteria
from prioritizer.workbook.writer import write_portfolio

HERE = Path(__file__).parent
CRITERIA = HERE.parent / "criteria" / "exemple-arrondissement.yaml"
WORKBOOK = HERE / "douze-projets.xlsx"

FIRST_YEAR, HORIZON = 2027, 10
STEP = 10_000_000
"""Cents in 100 000 $, the unit of every amount below."""
INFO = Info(
    organization="Arrondissement fictif de la Rive-aux-Ormes",
    title="Douze projets à vérifier à la main",
    first_year=FIRST_YEAR,
    horizon=HORIZON,
    unit=Unit.DOLLARS,
    illustrative="Exemple fictif, tout y est inventé. / Fictional example, everything in it is invented.",
)
UNTITLED = Title("")
MANDATE = Mandate(MandateReason.LAW, "Règlement fictif RO-2026-04, article 12", dt.date(2029, 12, 31))


@dataclass(frozen=True)
class Scope:
    """A way of doing a project: its cost by year, and its ratings in the order of the criteria set."""

    cost: tuple[int, ...]
    """Units of 100 000 $ in each year from ``Draft.start``."""
    levels: tuple[int, ...]
    """Days of waiting saved, then the levels for access, outages, tools and equipment."""
    code: str = BASE_OPTION
    title: Title = UNTITLED


@dataclass(frozen=True)
class Draft:
    """A project in short; what it does not say is the same for all twelve."""

    id: str
    title: Title
    department: str
    category: Category
    start: int
    scopes: tuple[Scope, ...]
    about: Title
    latest: int | None = None
    """Last year the project may start; None: ``start`` is the only one."""
    privacy: Answer = Answer.YES
    mandate: Mandate | None = None


RESIDENTS, COMPUTING, LIBRARY = "Bureau des résidents", "Informatique", "Bibliothèque"
DRAFTS = (
    Draft(
        "RO-01",
        Title("Permis en ligne", "Online permits"),
        RESIDENTS,
        Category.NEW_SERVICE,
        2027,
        (
            Scope((3,), (20, 1, 0, 0, 0), "essentiel", Title("Permis simples", "Simple permits")),
            Scope((3, 4), (30, 2, 0, 0, 0), "complet", Title("Tous les permis", "All permits")),
        ),
        Title("Demander un permis sans se déplacer.", "Apply for a permit without a trip."),
    ),
    Draft(
        "RO-02",
        Title("Rendez-vous en ligne", "Online appointments"),
        RESIDENTS,
        Category.NEW_SERVICE,
        2027,
        (Scope((2, 1), (5, 1, 0, -1, 0)),),
        Title("Choisir soi-même l'heure de sa visite.", "Choose the time of a visit oneself."),
    ),
    Draft(
        "RO-03",
        Title("Registre des incidents de confidentialité", "Register of confidentiality incidents"),
        COMPUTING,
        Category.FOUNDATIONAL,
        2027,
        (Scope((2,), (0, 0, 0, -1, 0)),),
        Title("Tenir le registre que le règlement exige.", "Keep the register that the by-law requires."),
        mandate=MANDATE,
    ),
    Draft(
        "RO-04",
        Title("Réseau de la mairie", "Town hall network"),
        COMPUTING,
        Category.LEGACY,
        2027,
        (Scope((2, 2), (5, 0, 3, 1, -1)),),
        Title("Remplacer le réseau tombé en panne cette année.", "Replace the network that failed this year."),
        latest=2029,
        privacy=Answer.NOT_APPLICABLE,
    ),
    Draft(
        "RO-05",
        Title("Dossier unique du résident", "Single resident file"),
        RESIDENTS,
        Category.NEW_SERVICE,
        2027,
        (Scope((5, 5, 4), (60, 2, 1, 2, 0)),),
        Title("Réunir toutes les demandes d'un résident.", "Bring together all the requests of a resident."),
    ),
    Draft(
        "RO-06",
        Title("Bornes en tablettes réemployées", "Kiosks made of reused tablets"),
        RESIDENTS,
        Category.NEW_SERVICE,
        2028,
        (Scope((2, 2), (0, 1, 0, -1, 1)),),
        Title("Offrir les démarches dans les parcs et les arénas.", "Offer procedures in parks and arenas."),
    ),
    Draft(
        "RO-07",
        Title("Guichet mobile", "Mobile counter"),
        RESIDENTS,
        Category.NEW_SERVICE,
        2028,
        (Scope((2, 2), (10, 2, 0, 0, 0)),),
        Title("Aller dans les quartiers avec une personne pour aider.", "Visit districts with a person to help."),
    ),
    Draft(
        "RO-08",
        Title("Sauvegardes hors site", "Off-site backups"),
        COMPUTING,
        Category.LEGACY,
        2027,
        (Scope((2,), (0, 0, 3, 0, 0)),),
        Title("Garder une copie des données dans un autre lieu.", "Keep a copy of the data elsewhere."),
    ),
    Draft(
        "RO-09",
        Title("Réparation des ordinateurs", "Computer repairs"),
        COMPUTING,
        Category.CONTINUATION,
        2028,
        (Scope((2, 2), (0, 0, 0, 0, 1)),),
        Title("Réparer les ordinateurs au lieu d'en acheter.", "Repair computers instead of buying some."),
        privacy=Answer.NOT_APPLICABLE,
    ),
    Draft(
        "RO-10",
        Title("Réservation des salles", "Room bookings"),
        LIBRARY,
        Category.NEW_SERVICE,
        2028,
        (Scope((1, 2), (5, 1, 0, 0, 0)),),
        Title("Réserver une salle de la bibliothèque en ligne.", "Book a library room online."),
    ),
    Draft(
        "RO-11",
        Title("Reconnaissance du visage au comptoir", "Face recognition at the counter"),
        RESIDENTS,
        Category.NEW_SERVICE,
        2027,
        (Scope((2,), (30, 1, 0, -1, 0)),),
        Title("Reconnaître les résidents à leur arrivée.", "Recognize residents as they arrive."),
        privacy=Answer.NO,
    ),
    Draft(
        "RO-12",
        Title("Rappels par texto", "Text reminders"),
        RESIDENTS,
        Category.NEW_SERVICE,
        2028,
        (Scope((2,), (10, 1, 0, 0, 0)),),
        Title("Rappeler les rendez-vous pris en ligne.", "Remind residents of appointments made online."),
    ),
)
LINKS = (
    Link(LinkType.REQUIRES, "RO-12", ("RO-02",)),
    Link(LinkType.EXCLUDES, "RO-06", ("RO-07",)),
)
ENVELOPES = (Envelope("borrowing", tuple(STEP * n for n in (9, 9, 6, 0, 0, 0, 0, 0, 0, 0))),)
BALANCES = (
    Balance(
        Dimension.AXIS,
        ("sobriety",),
        Sense.AT_LEAST,
        Measure.AMOUNT,
        4 * STEP,
        reason="Plan local fictif : au moins 400 000 $ pour la sobriété.",
    ),
)


def portfolio(criteria: CriteriaSet) -> Portfolio:
    """The whole portfolio, as the workbook holds it."""
    projects = tuple(_project(draft, criteria) for draft in DRAFTS)
    return Portfolio(INFO, projects, links=LINKS, envelopes=ENVELOPES, balances=BALANCES)


def _project(draft: Draft, criteria: CriteriaSet) -> Project:
    movable = draft.latest is not None
    return Project(
        id=draft.id,
        title=draft.title,
        department=draft.department,
        area="Numérique",
        jurisdiction=Jurisdiction.BOROUGH,
        kind=Kind.PROJECT,
        category=draft.category,
        earliest=draft.start,
        latest=draft.latest or draft.start,
        duration=len(draft.scopes[0].cost),
        options=tuple(_option(draft, scope, movable) for scope in draft.scopes),
        sponsor="Direction",
        description=draft.about,
        justification=Title("Projet fictif.", "A fictional project."),
        phase=Phase.PLANNING,
        mandate=draft.mandate,
        estimate_class=EstimateClass.CLASS_3,
        basis=CostBasis.SINCE_START if movable else CostBasis.CALENDAR,
        ratings=tuple(rating for scope in draft.scopes for rating in _ratings(scope, criteria)),
        gates=(GateAnswer("privacy", draft.privacy),),
    )


def _option(draft: Draft, scope: Scope, movable: bool) -> Option:
    first = 0 if movable else draft.start - FIRST_YEAR
    years = [0] * HORIZON
    years[first : first + len(scope.cost)] = [STEP * units for units in scope.cost]
    longer = len(scope.cost) != len(draft.scopes[0].cost)
    return Option(
        scope.code,
        scope.title,
        duration=len(scope.cost) if longer else None,
        capital={"borrowing": Amounts(tuple(years))},
    )


def _ratings(scope: Scope, criteria: CriteriaSet) -> list[Rating]:
    found = []
    for criterion, level in zip(criteria.criteria, scope.levels, strict=True):
        scale = criterion.scale
        steps = scale.levels if isinstance(scale, Levels) else ()
        why = next((step.text.fr for step in steps if step.level == level), "Mesure fictive.")
        asked = criterion.evidence is not None and level >= criterion.evidence.from_level
        option = None if scope.code == BASE_OPTION else scope.code
        found.append(Rating(criterion.code, Decimal(level), option, why, "Pièce fictive" if asked else ""))
    return found


def main() -> None:
    """Write the workbook beside this file."""
    criteria = load_criteria(CRITERIA)
    write_portfolio(portfolio(criteria), criteria, WORKBOOK, "fr")


if __name__ == "__main__":
    main()
