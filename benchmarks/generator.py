"""Random portfolios of a city's shape: movable starts, scope options, people, dependencies, floors, mandates.

``people`` is the capacity of each skill pool as a share of what all projects together would need in an average year;
``money`` the same for the envelopes. Same arguments, same portfolio.
"""

import datetime as dt
from decimal import Decimal

import numpy as np

from prioritizer.domain.criteria import CriteriaSet, Levels, MeasureScale
from prioritizer.domain.portfolio import (
    Amounts,
    Balance,
    DeclaredPriority,
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
    Jurisdiction,
    Kind,
    LagFrom,
    LimitKind,
    LinkType,
    MandateReason,
    Measure,
    Moment,
    Sense,
)

HORIZON = 10
FIRST_YEAR = 2027
SOURCES = ("borrowing", "cash")
POOLS = ("development", "infrastructure", "data", "change")
CATEGORIES = tuple(Category)


def generate(n: int, criteria: CriteriaSet, seed: int = 0, people: float = 0.75, money: float = 0.6) -> Portfolio:
    """A portfolio of ``n`` projects. ``people`` and ``money`` say how tight it is (see the module)."""
    rng = np.random.default_rng([seed, n])
    departments = [f"Department {d:02d}" for d in range(4 if n <= 40 else 8)]
    projects = tuple(_project(i, rng, departments, criteria) for i in range(n))
    cost = {f: np.zeros(HORIZON) for f in SOURCES}
    need = {k: np.zeros(HORIZON) for k in POOLS}
    opex = np.zeros(HORIZON)
    for project in projects:
        option = project.options[-1]
        shift = (project.earliest + project.latest) // 2 - FIRST_YEAR
        for f, amounts in option.capital.items():
            cost[f][shift:] += np.array(amounts.years)[: HORIZON - shift]
        for k, years in option.people.items():
            need[k][shift:] += np.array(years)[: HORIZON - shift]
        opex[shift:] += option.operating[0].recurring
    ids = [project.id for project in projects]
    return Portfolio(
        Info("Benchmark", f"{n} projects, seed {seed}", FIRST_YEAR, HORIZON, illustrative="Generated."),
        projects,
        links=_links(ids, rng),
        envelopes=tuple(
            Envelope(f, tuple([round(float(cost[f].mean()) * money / 1e5) * 100_000] * HORIZON), 500) for f in SOURCES
        ),
        limits=(
            *(Limit(LimitKind.CAPACITY, k, tuple([round(float(need[k].mean()) * people)] * HORIZON)) for k in POOLS),
            Limit(LimitKind.OPERATING, "", tuple([round(float(opex.max()) * 0.8)] * HORIZON)),
        ),
        balances=(
            *(
                Balance(Dimension.DEPARTMENT, (d,), Sense.AT_LEAST, Measure.SHARE, 200 if n > 40 else 100)
                for d in departments[:4]
            ),
            Balance(Dimension.CATEGORY, (Category.LEGACY.value,), Sense.AT_LEAST, Measure.SHARE, 1500),
        ),
    )


def _project(i: int, rng: np.random.Generator, departments: list[str], criteria: CriteriaSet) -> Project:
    duration = int(rng.integers(1, 5))
    earliest = FIRST_YEAR + int(rng.integers(0, 5))
    latest = min(earliest + int(rng.integers(0, 6)), FIRST_YEAR + HORIZON - duration)
    total = float(np.exp(rng.normal(14.3, 1.0))) * 100  # cents; median about 1.6 M$
    recommended = _option("b-recommended", total, duration, rng)
    options = (recommended,)
    if rng.random() < 0.25:
        options = (_option("a-minimum", total * 0.6, duration, rng), recommended)
    mandate = None
    if rng.random() < 0.03 and duration <= 2:
        mandate = Mandate(MandateReason.LAW, "Benchmark act, s. 1", dt.date(2040, 12, 31))
    return Project(
        id=f"B{i:05d}",
        title=Title(f"Projet {i}", f"Project {i}"),
        department=departments[int(rng.integers(len(departments)))],
        area=f"Area {int(rng.integers(5))}",
        jurisdiction=list(Jurisdiction)[int(rng.integers(3))],
        kind=Kind.PROJECT,
        category=CATEGORIES[int(rng.integers(len(CATEGORIES)))],
        earliest=earliest,
        latest=latest,
        duration=duration,
        options=options,
        mandate=mandate,
        reach=criteria.reach[int(rng.integers(len(criteria.reach)))].code if criteria.reach else None,
        basis=CostBasis.SINCE_START,
        protection_bp=int(rng.integers(0, 101)) * 100,
        agglomeration_bp=int(rng.integers(0, 101)) * 100,
        ratings=_ratings(rng, criteria, options),
        risks=_risks(rng),
        priorities=tuple(
            DeclaredPriority(c.priorities.allowed[0], "outcome", "indicator", "target")
            for c in criteria.criteria
            if c.priorities
        ),
        gates=tuple(GateAnswer(gate.code, Answer.YES) for gate in criteria.gates),
    )


def _option(code: str, total: float, duration: int, rng: np.random.Generator) -> Option:
    shape = rng.dirichlet(np.full(duration, 4.0))
    share = float(rng.uniform(0.5, 1.0))

    def spread(amount: float) -> tuple[int, ...]:
        years = [round(amount * part / 1e5) * 100_000 for part in shape]
        return tuple(years + [0] * (HORIZON - duration))

    fte = total / 100 / 400_000  # a person for each 400 000 $
    people = {}
    for pool in rng.choice(POOLS, size=2, replace=False):
        years = [max(round(fte * part * float(rng.uniform(0.3, 0.7)) * 1000), 100) for part in shape]
        people[str(pool)] = tuple(years + [0] * (HORIZON - duration))
    effect = round(total * float(rng.uniform(-0.02, 0.06)) / 1e5) * 100_000
    return Option(
        code,
        Title(code),
        capital={"borrowing": Amounts(spread(total * share)), "cash": Amounts(spread(total * (1 - share)))},
        operating=(OperatingEffect("run", tuple([0] * HORIZON), effect, duration),),
        people=people,
    )


def _ratings(rng: np.random.Generator, criteria: CriteriaSet, options: tuple[Option, ...]) -> tuple[Rating, ...]:
    ratings = []
    for criterion in criteria.criteria:
        if isinstance(criterion.scale, Levels):
            levels = [step.level for step in criterion.scale.levels]
            chosen = min(int(rng.binomial(len(levels) - 1, 0.45)), len(levels) - 1)
            ratings.append(Rating(criterion.code, Decimal(levels[chosen]), evidence="generated"))
            if len(options) > 1 and chosen > 0 and rng.random() < 0.3 and levels[chosen] > 0:
                ratings.append(
                    Rating(criterion.code, Decimal(levels[chosen - 1]), options[0].code, evidence="generated")
                )
        elif isinstance(criterion.scale, MeasureScale):
            low, high = (float(criterion.scale.points_table[end].at) for end in (0, -1))
            ratings.append(Rating(criterion.code, Decimal(round(float(rng.uniform(low, high))))))
    return tuple(ratings)


def _risks(rng: np.random.Generator) -> tuple[RiskRating, ...]:
    likelihood = tuple(int(x) for x in rng.integers(1, 7, 7))
    impact = tuple(int(x) for x in rng.integers(1, 6, 6))
    better = tuple(max(1, x - int(rng.integers(0, 4))) for x in likelihood)
    return (
        RiskRating("System", Moment.TODAY, likelihood, impact),
        RiskRating("System", Moment.AFTER, better, impact),
    )


def _links(ids: list[str], rng: np.random.Generator) -> tuple[Link, ...]:
    links = []
    for later in range(1, len(ids)):
        if rng.random() < 0.1:
            earlier = int(rng.integers(0, later))
            links.append(Link(LinkType.AFTER, ids[later], (ids[earlier],), lag=0, lag_from=LagFrom.FINISH))
    for _ in range(len(ids) // 40):
        a, b = rng.choice(len(ids), 2, replace=False)
        links.append(Link(LinkType.EXCLUDES, ids[int(a)], (ids[int(b)],)))
        a, b = rng.choice(len(ids), 2, replace=False)
        links.append(Link(LinkType.SYNERGY, ids[int(a)], (ids[int(b)],), bonus=Decimal(5)))
    return tuple(links)
