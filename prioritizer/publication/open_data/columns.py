"""The published tables: one definition of files, columns, types, units and links.

CSV files, data dictionary, data package and documentation derive from it. A sentence for each column stands in the
catalog ``open_data``, under the table and the column. Names are French and in capitals, as the city's own files are,
in both languages.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds, and how the exact value behind it is written."""

    TEXT = "text"
    WORD = "word"  # the French word of a code of a list
    INTEGER = "integer"
    YEAR = "year"
    NUMBER = "number"  # six decimals at most
    MONEY = "money"  # from cents to dollars
    FTE = "fte"  # from thousandths to full-time equivalents
    PERCENT = "percent"  # from a share of 1
    TRUTH = "truth"
    DATE = "date"


UNITS = {Kind.MONEY: "CAD", Kind.FTE: "ETC", Kind.PERCENT: "%"}
"""Units that follow from the kind."""


@dataclass(frozen=True)
class Column:
    """One column. ``words`` names its list; where ``open``, names that the list does not have are kept as they are."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    words: str = ""
    open: bool = False
    own_unit: str = ""

    @property
    def unit(self) -> str:
        """Unit of its figures, empty for words and plain numbers."""
        return self.own_unit or UNITS.get(self.kind, "")


@dataclass(frozen=True)
class Table:
    """One file. ``key`` columns together name a row; ``refers`` gives columns and the table whose key they repeat."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: tuple[tuple[tuple[str, ...], str], ...] = ()

    @property
    def path(self) -> str:
        """Name of the file."""
        return f"{self.name}.csv"


def _word(name: str, words: str, *, required: bool = True) -> Column:
    return Column(name, Kind.WORD, required, words)


def _both(name: str, *, required: bool = False) -> tuple[Column, Column]:
    return Column(f"{name}_FR", required=required), Column(f"{name}_EN", required=required)


PROJECT = Column("NO_PROJET", required=True)
OPTION = Column("OPTION", required=True)
CRITERION = Column("CRITERE", required=True)
SOURCE = Column("SOURCE", Kind.WORD, True, "source", open=True)
YEAR = Column("ANNEE", Kind.YEAR, True)
FUNDED = Column("RETENU", Kind.TRUTH, True)
STATE = _word("ETAT", "state")
"""Draft or approved, on every row of a decision: a row copied out of its file still says it."""
TO_PROJECT = (("NO_PROJET",), "projets")
TO_OPTION = (("NO_PROJET", "OPTION"), "options")
TO_CRITERION = (("CRITERE",), "criteres")

DECISION = Table(
    "decision",
    (
        Column("ORGANISME", required=True),
        Column("TITRE", required=True),
        Column("PREMIERE_ANNEE", Kind.YEAR, True),
        Column("NOMBRE_ANNEES", Kind.INTEGER, True),
        _word("PREUVE", "status_solve"),
        Column("VALEUR", Kind.NUMBER, True, own_unit="points"),
        Column("BORNE", Kind.NUMBER, own_unit="points"),
        Column("ECART", Kind.PERCENT),
        Column("PROJETS_SOUMIS", Kind.INTEGER, True),
        Column("PROJETS_RETENUS", Kind.INTEGER, True),
        Column("IMMOBILISATIONS_HORIZON", Kind.MONEY, True),
        Column("IMMOBILISATIONS_TRIENNAL", Kind.MONEY, True),
        Column("LIMITES_RECALCULEES", Kind.INTEGER),
        *_both("GRILLE", required=True),
        Column("VERSION_GRILLE", required=True),
        _word("ETAT_GRILLE", "status_set"),
        Column("SOLVEUR", required=True),
        Column("EMPREINTE_PROJETS", required=True),
        Column("EMPREINTE_BUDGET", required=True),
        Column("EMPREINTE_GRILLE", required=True),
        Column("MISE_EN_GARDE"),
        Column("DATE_PUBLICATION", Kind.DATE, True),
        STATE,
    ),
    key=("EMPREINTE_PROJETS",),
)

PROJECTS = Table(
    "projets",
    (
        PROJECT,
        *_both("TITRE"),
        *_both("DESCRIPTION"),
        *_both("JUSTIFICATION"),
        Column("SERVICE", required=True),
        Column("PROMOTEUR"),
        Column("DOMAINE", required=True),
        _word("COMPETENCE", "jurisdiction"),
        _word("NATURE", "kind"),
        _word("CATEGORIE", "category"),
        _word("STATUT", "status"),
        _word("PHASE", "phase"),
        Column("PART_AGGLOMERATION", Kind.PERCENT, True),
        Column("PART_PROTECTION", Kind.PERCENT, True),
        _word("CLASSE_ESTIMATION", "estimate_class"),
        Column("DEBUT_AU_PLUS_TOT", Kind.YEAR, True),
        Column("DEBUT_AU_PLUS_TARD", Kind.YEAR, True),
        Column("DUREE", Kind.INTEGER, True, own_unit="ans"),
        _word("BASE_COUTS", "cost_basis"),
        _word("RAISON_MANDAT", "mandate_reason", required=False),
        Column("REFERENCE_MANDAT"),
        Column("ECHEANCE_MANDAT", Kind.DATE),
        FUNDED,
        _word("GROUPE", "band"),
        _word("RAISON", "reason"),
        Column("PRECISION_RAISON"),
        Column("OPTION"),
        Column("ANNEE_DEBUT", Kind.YEAR),
        Column("VALEUR_AU_PROGRAMME", Kind.NUMBER, own_unit="points"),
        Column("IMMOBILISATIONS_HORIZON", Kind.MONEY, True),
        Column("IMMOBILISATIONS_TRIENNAL", Kind.MONEY, True),
        STATE,
    ),
    key=("NO_PROJET",),
)

OPTIONS = Table(
    "options",
    (
        PROJECT,
        OPTION,
        *_both("TITRE"),
        Column("DUREE", Kind.INTEGER, True, own_unit="ans"),
        Column("PORTEE"),
        Column("FACTEUR", Kind.NUMBER, True),
        Column("POINTAGE", Kind.NUMBER, True, own_unit="points"),
        Column("VALEUR", Kind.NUMBER, True, own_unit="points"),
        Column("RISQUE_AUJOURDHUI", Kind.NUMBER),
        Column("RISQUE_APRES", Kind.NUMBER),
        Column("SYSTEME_AU_ROUGE", Kind.TRUTH, True),
        FUNDED,
        STATE,
    ),
    key=("NO_PROJET", "OPTION"),
    refers=(TO_PROJECT,),
)

SCORES = Table(
    "pointages",
    (
        PROJECT,
        OPTION,
        CRITERION,
        Column("NIVEAU", Kind.NUMBER),
        Column("POINTS", Kind.NUMBER, True, own_unit="points"),
        Column("POIDS", Kind.PERCENT, True),
        Column("PRODUIT", Kind.NUMBER, True, own_unit="points"),
        Column("POURQUOI"),
        Column("PREUVE"),
        Column("EVALUATEUR"),
        STATE,
    ),
    key=("NO_PROJET", "OPTION", "CRITERE"),
    refers=(TO_OPTION, TO_CRITERION),
)

GATES = Table(
    "admissibilite",
    (
        PROJECT,
        Column("REGLE", required=True),
        *_both("TITRE", required=True),
        _word("REPONSE", "answer", required=False),
        Column("RESPECTEE", Kind.TRUTH, True),
        _word("EFFET", "effect", required=False),
        STATE,
    ),
    key=("NO_PROJET", "REGLE"),
    refers=(TO_PROJECT,),
)

PRIORITIES = Table(
    "priorites",
    (
        PROJECT,
        Column("PRIORITE", Kind.INTEGER, True),
        *_both("TITRE"),
        Column("RESULTAT"),
        Column("INDICATEUR"),
        Column("CIBLE"),
        STATE,
    ),
    key=("NO_PROJET", "PRIORITE"),
    refers=(TO_PROJECT,),
)

CAPITAL = Table(
    "immobilisations",
    (
        PROJECT,
        OPTION,
        SOURCE,
        Column("PERIODE", required=True),
        Column("ANNEE", Kind.YEAR),
        Column("MONTANT", Kind.MONEY, True),
        FUNDED,
        STATE,
    ),
    key=("NO_PROJET", "OPTION", "SOURCE", "PERIODE"),
    refers=(TO_PROJECT, TO_OPTION),
)

OPERATING = Table(
    "fonctionnement",
    (PROJECT, OPTION, Column("POSTE", required=True), YEAR, Column("MONTANT", Kind.MONEY, True), FUNDED, STATE),
    key=("NO_PROJET", "OPTION", "POSTE", "ANNEE"),
    refers=(TO_PROJECT, TO_OPTION),
)

PEOPLE = Table(
    "equipes",
    (PROJECT, OPTION, Column("EQUIPE", required=True), YEAR, Column("ETC", Kind.FTE, True), FUNDED, STATE),
    key=("NO_PROJET", "OPTION", "EQUIPE", "ANNEE"),
    refers=(TO_PROJECT, TO_OPTION),
)

ENVELOPES = Table(
    "enveloppes",
    (
        SOURCE,
        YEAR,
        Column("ENVELOPPE", Kind.MONEY),
        Column("REPORT_ENTRANT", Kind.MONEY),
        Column("DISPONIBLE", Kind.MONEY),
        Column("DEPENSES", Kind.MONEY, True),
        Column("ECONOMIES", Kind.MONEY, True),
        Column("UTILISE", Kind.MONEY, True),
        Column("RESTE", Kind.MONEY),
        Column("PART_REPORTABLE", Kind.PERCENT),
        STATE,
    ),
    key=("SOURCE", "ANNEE"),
)

RULES = Table(
    "regles",
    (
        Column("NO_REGLE", Kind.INTEGER, True),
        _word("REGLE", "rule"),
        Column("SUJET"),
        Column("ANNEE", Kind.YEAR),
        *_both("LIBELLE", required=True),
        _word("SENS", "sense"),
        _word("UNITE", "figure_unit"),
        Column("UTILISE", Kind.NUMBER, True),
        Column("LIMITE", Kind.NUMBER, True),
        Column("MARGE", Kind.NUMBER, True),
        Column("RESPECTEE", Kind.TRUTH, True),
        STATE,
    ),
    key=("NO_REGLE",),
)

CRITERIA = Table(
    "criteres",
    (
        CRITERION,
        *_both("TITRE", required=True),
        Column("AXE", required=True),
        *_both("TITRE_AXE", required=True),
        Column("POIDS_AXE", Kind.PERCENT, True),
        Column("POIDS_DANS_AXE", Kind.PERCENT, True),
        Column("POIDS", Kind.PERCENT, True),
        *_both("QUESTION", required=True),
        *_both("POURQUOI", required=True),
        _word("ECHELLE", "scale"),
        *_both("UNITE"),
        _word("SANS_NOTE", "missing"),
    ),
    key=("CRITERE",),
)

LEVELS = Table(
    "niveaux",
    (
        CRITERION,
        Column("NIVEAU", Kind.NUMBER, True),
        Column("POINTS", Kind.NUMBER, True, own_unit="points"),
        *_both("TEXTE"),
    ),
    key=("CRITERE", "NIVEAU"),
    refers=(TO_CRITERION,),
)

REACH = Table(
    "portees",
    (Column("PORTEE", required=True), Column("FACTEUR", Kind.NUMBER, True), *_both("TEXTE", required=True)),
    key=("PORTEE",),
)

WORDS = Table(
    "listes",
    (Column("LISTE", required=True), Column("CODE", required=True), *_both("MOT", required=True)),
    key=("LISTE", "CODE"),
)

DICTIONARY = Table(
    "dictionnaire",
    (
        Column("FICHIER", required=True),
        Column("COLONNE", required=True),
        _word("TYPE", "type"),
        Column("UNITE"),
        Column("OBLIGATOIRE", Kind.TRUTH, True),
        Column("LISTE"),
        *_both("DESCRIPTION", required=True),
    ),
    key=("FICHIER", "COLONNE"),
)

TABLES = (
    DECISION,
    PROJECTS,
    OPTIONS,
    SCORES,
    GATES,
    PRIORITIES,
    CAPITAL,
    OPERATING,
    PEOPLE,
    ENVELOPES,
    RULES,
    CRITERIA,
    LEVELS,
    REACH,
    WORDS,
    DICTIONARY,
)
"""Every table, in the order a reader meets them."""
