"""What a city submits: projects, their links, the budget and the committee's rules.

Everything is frozen and exact: money is integer cents, people are integer thousandths of a full-time equivalent
(FTE), percentages are integer basis points (1 % = 100), years are integers. Arrays of years have one entry a year of
the horizon.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

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

T = TypeVar("T")

BASE_OPTION = "base"
"""Code of the only option of a project that gives none."""

FULL = 10_000
"""100 % in basis points."""

LEGAL_YEARS = 3
"""The first years of the horizon are the three-year program of the Cities and Towns Act (section 473)."""


@dataclass(frozen=True)
class Title:
    """A text in both languages; English may be missing, French never."""

    fr: str
    en: str = ""

    def get(self, lang: str) -> str:
        """Text in ``lang``, in French where the English is missing."""
        return (self.en or self.fr) if lang == "en" else self.fr

    def other(self, lang: str) -> str:
        """The language that ``get`` answers in where it is not the one asked; else nothing."""
        return "fr" if lang == "en" and self.fr and not self.en else ""


@dataclass(frozen=True)
class Amounts:
    """Cents: before the horizon, one entry a year, after the horizon.

    ``years[k]`` is budget year ``first_year + k``, or the k-th year since the start, as the project's basis says.
    """

    years: tuple[int, ...]
    before: int = 0
    after: int = 0

    @property
    def total(self) -> int:
        """All of it, before and after included."""
        return self.before + sum(self.years) + self.after


@dataclass(frozen=True)
class OperatingEffect:
    """Effect on the operating budget in cents a year; negative is a saving.

    ``recurring`` is what each year after the last one filled in costs (model: "recurring after the last").
    ``filled`` is how many leading year cells were filled in.
    """

    nature: str
    years: tuple[int, ...]
    recurring: int = 0
    filled: int = 0


@dataclass(frozen=True)
class Option:
    """A scope option: its money, its people, and what it overrides of the project."""

    code: str
    title: Title = Title("")
    reach: str | None = None
    duration: int | None = None
    capital: Mapping[str, Amounts] = field(default_factory=dict)  # by funding source
    operating: tuple[OperatingEffect, ...] = ()
    people: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # by skill pool, thousandths of FTE


@dataclass(frozen=True)
class Mandate:
    """Why a project may not be refused. It lapses after ``expiry`` and the project then competes."""

    reason: MandateReason
    reference: str
    expiry: dt.date


@dataclass(frozen=True)
class Rating:
    """A department's rating on a criterion; ``option`` None means every option."""

    criterion: str
    level: Decimal
    option: str | None = None
    rationale: str = ""
    evidence: str = ""
    assessor: str = ""
    note: str = ""


@dataclass(frozen=True)
class RiskRating:
    """The system a project relieves, rated at one moment: 7 likelihoods (1-6) and 6 impacts (1-5).

    Where the likelihoods are not published, ``likelihood`` is empty and ``withheld`` is their sum plus seven times
    the highest of them: fourteen times the part of the risk that they make, exactly.
    """

    system: str
    moment: Moment
    likelihood: tuple[int, ...]
    impact: tuple[int, ...]
    option: str | None = None
    note: str = ""
    withheld: int | None = None


@dataclass(frozen=True)
class GateAnswer:
    """Answer to an eligibility rule of the criteria set."""

    gate: str
    answer: Answer
    note: str = ""


@dataclass(frozen=True)
class DeclaredPriority:
    """A priority the project serves, with what makes the claim checkable."""

    number: int
    outcome: str
    indicator: str
    target: str


@dataclass(frozen=True)
class Project:
    """A project as its department submits it."""

    id: str
    title: Title
    department: str
    area: str
    jurisdiction: Jurisdiction
    kind: Kind
    category: Category
    earliest: int
    latest: int
    duration: int
    options: tuple[Option, ...]
    sponsor: str = ""
    description: Title = Title("")
    justification: Title = Title("")
    agglomeration_bp: int = 0
    protection_bp: int = 0
    phase: Phase = Phase.JUSTIFICATION
    status: Status = Status.NEW
    mandate: Mandate | None = None
    reach: str | None = None
    estimate_class: EstimateClass = EstimateClass.CLASS_5
    basis: CostBasis = CostBasis.CALENDAR
    ratings: tuple[Rating, ...] = ()
    risks: tuple[RiskRating, ...] = ()
    gates: tuple[GateAnswer, ...] = ()
    priorities: tuple[DeclaredPriority, ...] = ()
    notes: str = ""
    supplier_estimate: int | None = None
    """Cents; internal for good, as notes are."""

    def option(self, code: str) -> Option:
        """The option of that code. Raises KeyError."""
        for option in self.options:
            if option.code == code:
                return option
        raise KeyError(code)

    def mandated(self, first_year: int) -> bool:
        """Whether a mandate is still in force when the program starts."""
        return self.mandate is not None and self.mandate.expiry >= dt.date(first_year, 1, 1)

    def imposed(self, first_year: int) -> bool:
        """Whether the project is in the program whatever its score: committed, in progress or mandated."""
        return self.status is not Status.NEW or self.mandated(first_year)


@dataclass(frozen=True)
class Link:
    """A relation between projects.

    ``requires``: ``project`` is done only if every one of ``others`` is.
    ``after``: the same, and it starts at least ``lag`` years after their start or finish (the year after the last
    one of their duration).
    ``excludes``: at most one of ``members``. ``at_most``/``at_least``/``exactly``: ``k`` of ``members``.
    ``synergy``: when all ``members`` are done, ``bonus`` points are won and ``saving`` cents of ``source`` are
    spared in ``year``.
    """

    type: LinkType
    project: str | None
    others: tuple[str, ...]
    k: int = 0
    lag: int = 0
    lag_from: LagFrom = LagFrom.FINISH
    bonus: Decimal = Decimal(0)
    saving: int = 0
    source: str | None = None
    year: int | None = None
    note: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        """Every project named, sorted."""
        return tuple(sorted({*((self.project,) if self.project else ()), *self.others}))


@dataclass(frozen=True)
class Envelope:
    """Capital by year for a funding source, in cents; ``amounts`` None: not limited.

    Up to ``carry_bp`` of a year's envelope, if unspent, adds to the next year.
    """

    source: str
    amounts: tuple[int, ...] | None
    carry_bp: int = 0


@dataclass(frozen=True)
class Limit:
    """A yearly limit: operating effect (cents), capacity of a skill pool (thousandths of FTE) or the number of
    projects a department runs at once. None: no limit that year. ``name`` is the pool or the department.
    """

    kind: LimitKind
    name: str
    amounts: tuple[int | None, ...]


@dataclass(frozen=True)
class Balance:
    """A share (basis points) or an amount (cents) of capital that some projects must, or may at most, have."""

    dimension: Dimension
    members: tuple[str, ...]
    sense: Sense
    measure: Measure
    value: int
    year: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Earmark:
    """Part of a source's envelope, in cents a year, which only the projects selected may use."""

    dimension: Dimension
    members: tuple[str, ...]
    source: str
    value: int
    year: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Info:
    """What the portfolio is about."""

    organization: str
    title: str
    first_year: int
    horizon: int = 10
    unit: Unit = Unit.DOLLARS
    later_allowed: bool = False
    """Whether a project (never a programme) may start so late that costs fall after the horizon."""
    illustrative: str = ""
    """A sentence to print wherever the figures are not real."""

    @property
    def years(self) -> range:
        """Budget years of the horizon."""
        return range(self.first_year, self.first_year + self.horizon)

    def index(self, year: int) -> int:
        """Position of a budget year in the horizon."""
        return year - self.first_year


@dataclass(frozen=True)
class Portfolio:
    """Everything the optimizer needs beside the criteria. Order carries no meaning: see ``canonical``."""

    info: Info
    projects: tuple[Project, ...]
    links: tuple[Link, ...] = ()
    envelopes: tuple[Envelope, ...] = ()
    limits: tuple[Limit, ...] = ()
    balances: tuple[Balance, ...] = ()
    earmarks: tuple[Earmark, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Project]:
        """Projects by identifier."""
        return {project.id: project for project in self.projects}

    def canonical(self) -> "Portfolio":
        """The same portfolio in the one order that the program is built in, whatever the order of the rows.

        Exact repeats of a rule are dropped: stating a rule twice changes nothing.
        """
        return replace(
            self,
            projects=tuple(_canonical_project(p) for p in sorted(self.projects, key=lambda p: p.id)),
            links=_ordered(tuple(replace(link, others=tuple(sorted(set(link.others)))) for link in self.links)),
            envelopes=_ordered(self.envelopes),
            limits=_ordered(self.limits),
            balances=_ordered(tuple(replace(b, members=tuple(sorted(set(b.members)))) for b in self.balances)),
            earmarks=_ordered(tuple(replace(e, members=tuple(sorted(set(e.members)))) for e in self.earmarks)),
        )

    def published(self) -> "Portfolio":
        """The same without anything internal: notes, supplier estimates, likelihoods of legacy risks.

        It scores and it constrains exactly as the whole one does. All likelihoods go, not the two about
        vulnerabilities alone: with the published risk, the five others would give these two away.
        """
        return replace(
            self,
            projects=tuple(_published(project) for project in self.projects),
            links=tuple(_public(link) for link in self.links),
        )

    def digest(self) -> str:
        """SHA-256 of the published projects and their links, in canonical order.

        What is internal is left out: whoever has the published files alone gets the same hash, and the hash itself
        gives nothing away to who would try every likelihood.
        """
        same = self.published().canonical()
        return digest((same.info.first_year, same.info.horizon, same.info.later_allowed, same.projects, same.links))

    def budget_digest(self) -> str:
        """SHA-256 of the envelopes, limits and rules, in canonical order."""
        same = self.canonical()
        return digest((same.envelopes, same.limits, same.balances, same.earmarks))


def _ordered(items: tuple[T, ...]) -> tuple[T, ...]:
    """In the order of what is public of them, exact repeats dropped: nothing internal may be read in an order."""
    unique: dict[str, T] = {}
    for item in items:
        key = _json(_public(item))
        if key not in unique or _json(item) < _json(unique[key]):
            unique[key] = item
    return tuple(unique[key] for key in sorted(unique))


def _json(item: Any) -> str:
    return json.dumps(plain(item), sort_keys=True)


def _public(item: T) -> T:
    """A row without its note; of a risk, the total of its likelihoods only."""
    if isinstance(item, RiskRating) and item.likelihood:
        total = sum(item.likelihood) + len(item.likelihood) * max(item.likelihood)
        return replace(item, likelihood=(), withheld=total, note="")
    return replace(item, note="") if isinstance(item, Rating | RiskRating | GateAnswer | Link) else item


def _canonical_project(project: Project) -> Project:
    return replace(
        project,
        options=tuple(sorted(project.options, key=lambda o: o.code)),
        ratings=_ordered(project.ratings),
        risks=_ordered(project.risks),
        gates=_ordered(project.gates),
        priorities=_ordered(project.priorities),
    )


def _published(project: Project) -> Project:
    return replace(
        project,
        ratings=tuple(_public(rating) for rating in project.ratings),
        risks=tuple(_public(risk) for risk in project.risks),
        gates=tuple(_public(gate) for gate in project.gates),
        notes="",
        supplier_estimate=None,
    )


def plain(value: Any) -> Any:
    """A value as plain JSON data, the same for equal values: keys sorted; decimals, fractions and dates as text."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
