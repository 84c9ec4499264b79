"""Random small portfolios judged on three axes, as Montréal's are."""

from dataclasses import replace
from decimal import Decimal

from builders import both
from hypothesis import strategies as st
from strategies import cases

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import Rating

CODES = ("align", "debt", "ecology")


def on_axes(**weights):
    """A criteria set of one criterion an axis, ``on-<axis>``, worth its rating; weights in percent."""
    scale = {
        "kind": "measure",
        "unit": both("points"),
        "points": [{"at": -100, "value": -100}, {"at": 100, "value": 100}],
    }
    axes = []
    for code, weight in weights.items():
        words = {name: both(code) for name in ("title", "why")}
        rated = {"code": f"on-{code}", "weight": 100, "scale": scale, "missing": "neutral", "sources": {}, **words}
        axis = {"code": code, "weight": weight, "serves_from": 25, **words}
        axes.append({**axis, "criteria": [{**rated, "question": both("?")}]})
    return CriteriaSet.model_validate(
        {
            "id": "axes",
            "version": "1.0.0",
            "date": "2026-01-01",
            "status": "draft",
            "organization": both("o"),
            "title": both("t"),
            "changes": [{"version": "1.0.0", "date": "2026-01-01", "text": both("first")}],
            "value_basis": "project",
            "delay_rate": "0",
            "axes": axes,
            "gates": [],
        }
    )


def criteria(first, second):
    """Three axes; weights ``first``, ``second`` and the rest."""
    return on_axes(align=first, debt=second, ecology=100 - first - second)


@st.composite
def three_axes(draw, **asked):
    """A random portfolio with its ratings drawn anew on the three axes, and no rule about axes or gates."""
    portfolio, _ = draw(cases(**asked))
    first = draw(st.integers(5, 90))
    second = draw(st.integers(1, 99 - first))
    levels = st.integers(-2, 10)
    projects = tuple(
        replace(
            project,
            ratings=tuple(Rating(f"on-{code}", Decimal(10 * draw(levels))) for code in CODES),
            gates=(),
            risks=(),
        )
        for project in portfolio.projects
    )
    balances = tuple(row for row in portfolio.balances if row.dimension.value != "axis")
    earmarks = tuple(row for row in portfolio.earmarks if row.dimension.value != "axis")
    return replace(portfolio, projects=projects, balances=balances, earmarks=earmarks), criteria(first, second)
