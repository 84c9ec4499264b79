"""Small portfolios at random: round numbers, so that rules bind and programs tie; mostly feasible."""

import datetime as dt
import os
from decimal import Decimal

from builders import both
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from prioritizer.domain import timing
from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import (
    Amounts,
    Balance,
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
    Jurisdiction,
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

FIRST = 2027


def examples(count):
    """So many examples; ``EXAMPLES=20`` in the environment draws twenty times as many."""
    count *= int(os.environ.get("EXAMPLES", "1"))
    health = list(HealthCheck)
    return settings(max_examples=count, deadline=None, derandomize=True, suppress_health_check=health)


MOST_PROGRAMS = int(os.environ.get("PROGRAMS", "160"))
"""About how many programs a portfolio may have, rules aside: what an enumeration can afford. ``PROGRAMS=24`` in the
environment draws small ones, of which thousands take minutes."""
DEPARTMENTS = ("d1", "d2")
AREAS = ("a1", "a2")
POOLS = ("dev", "data")
COSTS = (0, 1000, 2000, 2000, 3000, 3333, 5000)
ENVELOPES = (5000, 0, 3000, 6000, 8000, 10_000, 12_000)


def one_of(draw, *values):
    return draw(st.sampled_from(values))


def now_and_then(draw, out_of=4):
    """True once in about ``out_of``; False is what shrinks to."""
    return draw(st.integers(0, out_of - 1)) == out_of - 1


def several(draw, values, least=1, most=3):
    return tuple(draw(st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)))


# -- criteria


def _words(*names):
    return {name: both(name) for name in names}


def _criterion(code, weight, scale, missing):
    words = _words("title", "why", "question")
    return {"code": code, "weight": weight, "scale": scale, "missing": missing, "sources": {}, **words}


LEVELS = {
    "kind": "levels",
    "levels": [{"level": n, "value": value, "text": both("l")} for n, value in ((-1, -50), (0, 0), (1, 40), (2, 100))],
}
MEASURE = {
    "kind": "measure",
    "unit": both("u"),
    "points": [{"at": -10, "value": -100}, {"at": 0, "value": 0}, {"at": 10, "value": 100}],
}
RISK = {
    "kind": "risk",
    "likelihood": [{"code": f"L{n}", **_words("text", "low", "high")} for n in range(1, 8)],
    "impact": [{"code": f"C{n}", **_words("text", "low", "high")} for n in range(1, 7)],
    "points": [{"at": -29, "value": -100}, {"at": 0, "value": 0}, {"at": 29, "value": 100}],
}


@st.composite
def criteria_sets(draw):
    """Two axes, one to three criteria, at most one gate."""
    missing = lambda: one_of(draw, "neutral", "worst")  # noqa: E731
    debt = [_criterion("size", 100, MEASURE, missing())]
    if now_and_then(draw):
        debt = [_criterion("size", 50, MEASURE, missing()), _criterion("risk", 50, RISK, missing())]
    share = one_of(draw, 50, 30, 100)
    axes = [
        {
            "code": "align",
            "weight": share,
            "serves_from": 25,
            "criteria": [_criterion("level", 100, LEVELS, missing())],
        },
        {"code": "debt", "weight": 100 - share, "serves_from": 20, "criteria": debt},
    ]
    gate = {"code": "gate", "passes": ["yes", "not_applicable"], "effect": "exclude", **_words("title", "why")}
    return CriteriaSet.model_validate(
        {
            "id": "drawn",
            "version": "1.0.0",
            "date": dt.date(2026, 1, 1),
            "status": "draft",
            "organization": both("o"),
            "title": both("t"),
            "changes": [{"version": "1.0.0", "date": "2026-01-01", "text": both("first")}],
            "value_basis": one_of(draw, "project", "reach", "cost"),
            "reach": [
                {"code": "unit", "multiplier": 1, "text": both("1")},
                {"code": "all", "multiplier": "2.5", "text": both("2")},
            ],
            "delay_rate": one_of(draw, "0", "0.035"),
            "axes": [{**axis, **_words("title", "why")} for axis in axes],
            "gates": [{**gate, "question": both("?")}] if now_and_then(draw, 3) else [],
        }
    )


# -- projects


def _years(draw, width, values):
    return tuple(one_of(draw, *values) for _ in range(width))


def _option(draw, code, sources, width, *, programme):
    capital = {}
    for source in several(draw, sources, most=2):
        after = 0 if programme or not now_and_then(draw, 5) else 500
        capital[source] = Amounts(_years(draw, width, COSTS), one_of(draw, 0, 0, 700), after)
    operating = ()
    if now_and_then(draw, 3):
        filled = draw(st.integers(0, width))
        recurring = one_of(draw, 0, 100, 200, -100)
        operating = (OperatingEffect("run", _years(draw, filled, (0, 100, 300, -200)), recurring, filled),)
    people = {pool: _years(draw, width, (0, 500, 1000)) for pool in several(draw, POOLS, 0, 1)}
    duration = one_of(draw, None, None, 1, 2)
    reach = one_of(draw, None, "all")
    return Option(code, reach=reach, duration=duration, capital=capital, operating=operating, people=people)


def _worth(draw, criteria, options):
    ratings, risks = [], []
    codes = [None, *(o.code for o in options)]
    for criterion in criteria.criteria:
        if criterion.code == "risk":
            for moment, grades in ((Moment.TODAY, (2, 4, 5)), (Moment.AFTER, (1, 2))):
                grade = one_of(draw, *grades)
                if not now_and_then(draw, 6):
                    risks.append(RiskRating("system", moment, (grade,) * 7, (1, *(grade,) * 5), None))
            continue
        levels = (2, 1, 1, 0, -1) if criterion.code == "level" else (2, 4, 4, "7.5", 0, -3)
        for code in several(draw, codes, 0 if now_and_then(draw, 5) else 1, 2):
            ratings.append(Rating(criterion.code, Decimal(one_of(draw, *levels)), code))
    return tuple(ratings), tuple(risks)


def _project(draw, identifier, criteria, info, sources, room):
    """A project, with as many options and starts as ``room`` allows."""
    programme = now_and_then(draw)
    calendar = now_and_then(draw, 3)
    width = info.horizon if calendar else draw(st.integers(1, min(2, info.horizon)))
    count = 2 if room >= 3 and now_and_then(draw, 2) else 1
    options = tuple(_option(draw, code, sources, width, programme=programme) for code in ("base", "wide")[:count])
    status, mandate = Status.NEW, None
    earliest = FIRST + one_of(draw, 0, 0, 0, 1)
    latest = earliest
    if calendar and now_and_then(draw):
        status, earliest = Status.IN_PROGRESS, FIRST - 1
        latest = earliest
    elif not calendar:
        latest = min(earliest + one_of(draw, 0, 1, 2), earliest + max(room // count - 2, 0))
    if now_and_then(draw, 12):
        status = Status.COMMITTED if status is Status.NEW else status
    elif now_and_then(draw, 12):
        expiry = one_of(draw, dt.date(FIRST, 1, 1), dt.date(FIRST - 1, 12, 31))
        mandate = Mandate(MandateReason.LAW, "ref", expiry)
    answer = one_of(draw, Answer.YES, Answer.YES, Answer.NOT_APPLICABLE, Answer.YES, Answer.NO, None)
    ratings, risks = _worth(draw, criteria, options)
    project = Project(
        id=identifier,
        title=Title(identifier),
        department=one_of(draw, *DEPARTMENTS),
        area=one_of(draw, *AREAS),
        jurisdiction=one_of(draw, Jurisdiction.CITY, Jurisdiction.AGGLOMERATION),
        kind=Kind.PROGRAMME if programme else Kind.PROJECT,
        category=one_of(draw, Category.NEW_SERVICE, Category.LEGACY),
        earliest=earliest,
        latest=latest,
        duration=one_of(draw, 1, 1, 2),
        options=options,
        agglomeration_bp=one_of(draw, 0, 5000, 10_000),
        protection_bp=one_of(draw, 0, 3333, 10_000),
        status=status,
        mandate=mandate,
        reach=one_of(draw, "unit", "all"),
        basis=CostBasis.CALENDAR if calendar else CostBasis.SINCE_START,
        ratings=ratings,
        risks=risks,
        gates=tuple(GateAnswer(g.code, answer) for g in criteria.gates if answer),
    )
    return project, 1 + sum(len(timing.starts(project, o, info)) for o in options)


# -- links, budget and rules


def _link(draw, projects, info, sources):
    kind = one_of(draw, *LinkType)
    ids = [p.id for p in projects]
    if kind in (LinkType.REQUIRES, LinkType.AFTER):
        project, *others = draw(st.permutations(ids))[: draw(st.integers(2, min(3, len(ids))))]
        lag = one_of(draw, 0, 0, 1) if kind is LinkType.AFTER else 0
        return Link(kind, project, tuple(others), lag=lag, lag_from=one_of(draw, *LagFrom))
    members = several(draw, ids, 2, 3)
    head = members[0] if now_and_then(draw, 2) else None
    others = members[1:] if head else members
    if kind is LinkType.SYNERGY:
        saving = one_of(draw, 0, 500, 1000)
        return Link(
            kind,
            head,
            others,
            bonus=Decimal(one_of(draw, "5", "0", "-5", "2.5")),
            saving=saving,
            source=one_of(draw, *sources) if saving else None,
            year=one_of(draw, *info.years) if saving else None,
        )
    k = {LinkType.EXCLUDES: 0, LinkType.AT_LEAST: 1, LinkType.EXACTLY: 1}.get(kind, one_of(draw, 1, 2))
    return Link(kind, head, others, k=k)


def _members(draw, dimension, projects):
    names = {
        Dimension.AXIS: ("align", "debt"),
        Dimension.DEPARTMENT: DEPARTMENTS,
        Dimension.AREA: AREAS,
        Dimension.JURISDICTION: ("city", "agglomeration"),
        Dimension.CATEGORY: ("new_service", "legacy_modernization"),
        Dimension.PROJECT: tuple(p.id for p in projects),
    }
    return several(draw, names[dimension], 1, 2) if dimension in names else ()


def _balance(draw, projects, info):
    dimension, sense, measure = one_of(draw, *Dimension), one_of(draw, *Sense), one_of(draw, *Measure)
    at_least = sense is Sense.AT_LEAST
    if measure is Measure.SHARE:
        value = one_of(draw, 1000, 2500, 5000) if at_least else one_of(draw, 9000, 5000, 7500)
    else:
        value = one_of(draw, 1000, 2000) if at_least else one_of(draw, 9000, 3000, 5000)
    year = one_of(draw, None, None, *info.years)
    return Balance(dimension, _members(draw, dimension, projects), sense, measure, value, year)


def _limit(draw, info, kind, name, values):
    return Limit(kind, name, _years(draw, info.horizon, values))


@st.composite
def cases(draw, most_programs=MOST_PROGRAMS):
    """A portfolio and the criteria set that scores it."""
    criteria = draw(criteria_sets())
    info = Info("o", "t", FIRST, draw(st.integers(2, 4)), later_allowed=draw(st.booleans()))
    sources = ("cash", "borrowing")[: draw(st.integers(1, 2))]
    count, projects, programs = draw(st.integers(2, 6)), [], 1
    for number in range(count):
        # Every project still to come has two ways at least: none, or its only start.
        room = most_programs // (programs * 2 ** (count - number - 1))
        project, ways = _project(draw, f"P{number}", criteria, info, sources, room)
        projects.append(project)
        programs *= ways
    links = [_link(draw, projects, info, sources) for _ in range(one_of(draw, 0, 1, 1, 2, 3))]
    envelopes = [
        Envelope(source, None)
        if now_and_then(draw, 6)
        else Envelope(source, _years(draw, info.horizon, ENVELOPES), one_of(draw, 0, 2500, 3333, 10_000))
        for source in sources
    ]
    limits = [_limit(draw, info, LimitKind.CAPACITY, pool, (None, 1000, 1500, 500)) for pool in POOLS]
    if now_and_then(draw, 3):
        limits.append(_limit(draw, info, LimitKind.OPERATING, "", (None, 500, 300, 0)))
    for department in several(draw, ("", *DEPARTMENTS), 0, 2) if now_and_then(draw, 3) else ():
        limits.append(_limit(draw, info, LimitKind.CONCURRENCY, department, (None, 2, 1)))
    balances = [_balance(draw, projects, info) for _ in range(one_of(draw, 0, 0, 1, 2))]
    earmarks = []
    if now_and_then(draw, 3):
        dimension = one_of(draw, *Dimension)
        chosen = _members(draw, dimension, projects)
        year = one_of(draw, None, *info.years)
        earmarks.append(Earmark(dimension, chosen, one_of(draw, *sources), one_of(draw, 1000, 500, 2000), year))
    rows = (links, envelopes, limits, balances, earmarks)
    return Portfolio(info, tuple(projects), *(tuple(table) for table in rows)), criteria
