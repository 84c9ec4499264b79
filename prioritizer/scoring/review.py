"""What a reviewer would say of a criteria set, and of how it behaves on a portfolio. Warnings, never refusals.

Sources: swing weights, Edwards and Barron (1994); fixed scales with "not done" as zero, Clemen and Smith (2009) and
Morton (2015); double counting and criteria that separate nothing, Multi-criteria analysis: a manual (DCLG, 2009).
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from prioritizer.domain.criteria import CriteriaSet, Criterion, Levels, ValueBasis
from prioritizer.domain.portfolio import Portfolio
from prioritizer.domain.problem import Problem, Refused, Severity, Where
from prioritizer.scoring.score import OptionScore, Scorecard, score

ENOUGH = 8
"""Projects rated on both criteria below which a correlation says nothing."""
TOGETHER = 0.8
"""Correlation, in absolute value, above which two criteria may count the same thing twice."""
LIGHT = Fraction(2, 100)
"""Weight below which a criterion hardly changes any decision."""
CROWD = Fraction(8, 10)
"""Share of the projects on one level from which the criterion separates few of them."""
SILENT = Fraction(1, 3)
"""Share of the projects without a rating from which the rule for missing ratings decides."""
DRIFT = 2
"""Ratio between published and effective weight from which a reader should know."""

Points = Mapping[str, Fraction]
"""Points of each project rated on a criterion: the mean over its options."""


def review(criteria: CriteriaSet, portfolio: Portfolio | None = None) -> tuple[Problem, ...]:
    """Warnings on the set alone, then on how it separates the projects of a portfolio.

    A portfolio that cannot be scored gives its own errors instead of the second part.
    """
    found = list(_on_the_set(criteria))
    if portfolio is not None:
        try:
            found += _on_projects(criteria, score(portfolio, criteria))
        except Refused as refused:
            found += refused.problems
    return tuple(found)


def effective_weights(criteria: CriteriaSet, portfolio: Portfolio) -> dict[str, float]:
    """Share of the spread of scores that each criterion brings: weight times standard deviation of points, scaled to 1.

    All zeros where no criterion separates any project. Raises Refused where the portfolio cannot be scored.
    """
    return _effective(criteria, score(portfolio, criteria))


def _warning(code: str, item: str, **figures: str | int) -> Problem:
    """Figures are plain: shares and points as fractions or decimals in text, criteria as codes."""
    return Problem(code, Where(item=item), severity=Severity.WARNING, figures=figures)


def _on_the_set(criteria: CriteriaSet) -> Iterator[Problem]:
    if criteria.value_basis is ValueBasis.PROJECT:
        yield _warning("basis-project", criteria.id)
    if criteria.value_basis is ValueBasis.COST:
        yield _warning("basis-cost", criteria.id)
    if criteria.priorities_file is None and any(c.priorities or c.sources.priorities for c in criteria.criteria):
        yield _warning("priorities-unnamed", criteria.id)
    for criterion in criteria.criteria:
        weight = criteria.weights[criterion.code]
        if weight == 0:
            yield _warning("weight-zero", criterion.code)
        elif criterion.swing is None:
            yield _warning("weight-no-range", criterion.code, weight=str(weight))
        if 0 < weight < LIGHT:
            yield _warning("weight-light", criterion.code, weight=str(weight))
        best = max(_values(criterion))
        if best != 100:
            yield _warning("best-not-100", criterion.code, best=str(best))
        yield from _same_values(criterion)
        sources = criterion.sources
        if not (sources.commitments or sources.vision or sources.objectives or sources.priorities or sources.other):
            yield _warning("no-source", criterion.code)


def _values(criterion: Criterion) -> list[Fraction]:
    scale = criterion.scale
    steps = scale.levels if isinstance(scale, Levels) else scale.points_table
    return [Fraction(step.value) for step in steps]


def _same_values(criterion: Criterion) -> Iterator[Problem]:
    if isinstance(criterion.scale, Levels):
        for low, high in itertools.pairwise(criterion.scale.levels):
            if low.value == high.value:
                yield _warning("levels-same-value", criterion.code, low=low.level, high=high.level)


def _on_projects(criteria: CriteriaSet, card: Scorecard) -> Iterator[Problem]:
    by_project: dict[str, list[OptionScore]] = {}
    for option in card.options:
        by_project.setdefault(option.project, []).append(option)
    points = {code: _rated(position, by_project) for position, code in enumerate(card.criteria)}
    for code, rated in points.items():
        if criteria.weights[code] > 0:
            yield from _separation(code, rated, len(by_project))
    yield from _moving_together(criteria, points)
    if len(by_project) >= ENOUGH:
        yield from _drift(criteria, _effective(criteria, card))


def _rated(position: int, by_project: Mapping[str, list[OptionScore]]) -> Points:
    rated = {}
    for project, options in by_project.items():
        lines = [option.criteria[position] for option in options if option.criteria[position].level is not None]
        if lines:
            rated[project] = sum((line.points for line in lines), Fraction(0)) / len(lines)
    return rated


def _separation(code: str, rated: Points, projects: int) -> Iterator[Problem]:
    if projects < 2:
        return
    if not rated:
        yield _warning("never-rated", code, projects=projects)
        return
    if Fraction(projects - len(rated), projects) > SILENT:
        yield _warning("often-missing", code, missing=projects - len(rated), projects=projects)
    value, count = Counter(rated.values()).most_common(1)[0]
    if count == len(rated) and count > 1:
        yield _warning("separates-nothing", code, value=str(value), projects=count)
    elif len(rated) >= ENOUGH and Fraction(count, len(rated)) >= CROWD:
        yield _warning("separates-little", code, value=str(value), count=count, projects=len(rated))


def _moving_together(criteria: CriteriaSet, points: Mapping[str, Points]) -> Iterator[Problem]:
    for one, other in itertools.combinations([c.code for c in criteria.criteria], 2):
        both = sorted(points[one].keys() & points[other].keys())
        if len(both) < ENOUGH:
            continue
        pair = np.array([[float(points[code][project]) for project in both] for code in (one, other)])
        if (pair.std(axis=1) == 0).any():
            continue
        r = float(np.corrcoef(pair)[0, 1])
        if abs(r) > TOGETHER:
            yield _warning("move-together", one, r=f"{r:.2f}", other=other, projects=len(both))


def _effective(criteria: CriteriaSet, card: Scorecard) -> dict[str, float]:
    if not card.options:
        return dict.fromkeys(card.criteria, 0.0)
    spread = {
        code: float(criteria.weights[code]) * float(card.points_oc[:, position].std())
        for position, code in enumerate(card.criteria)
    }
    total = sum(spread.values())
    return {code: part / total if total else 0.0 for code, part in spread.items()}


def _drift(criteria: CriteriaSet, effective: Mapping[str, float]) -> Iterator[Problem]:
    for code, share in effective.items():
        weight = float(criteria.weights[code])
        if share > 0 and weight >= float(LIGHT) and not 1 / DRIFT <= share / weight <= DRIFT:
            yield _warning("effective-weight", code, share=f"{share:.4f}", weight=str(criteria.weights[code]))
