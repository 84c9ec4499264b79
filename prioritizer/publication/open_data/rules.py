"""Rows about the decision as a whole, its rules and its criteria."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from prioritizer.domain.criteria import Levels, MeasureScale
from prioritizer.domain.decision import FigureUnit
from prioritizer.domain.portfolio import LEGAL_YEARS
from prioritizer.publication.edition import Edition
from prioritizer.publication.open_data.money import Row, horizon_capital
from prioritizer.publication.open_data.projects import SEPARATOR
from prioritizer.scoring.inverse import steps_of

PER_FIGURE = {FigureUnit.CENTS: 100, FigureUnit.MILLI_FTE: 1000}
"""Parts of a finding's figures in what a reader counts: dollars, people."""


def decision(edition: Edition, state: str, date: dt.date) -> Iterator[Row]:
    """The one row that sums the decision up."""
    decided, info, criteria = edition.decision, edition.case.portfolio.info, edition.case.criteria
    yield (
        info.organization,
        info.title,
        info.first_year,
        info.horizon,
        decided.status,
        decided.value,
        decided.bound,
        decided.gap,
        len(edition.case.portfolio.projects),
        sum(outcome.funded for outcome in decided.outcomes),
        sum(horizon_capital(edition, done) for done in edition.plan.done),
        sum(horizon_capital(edition, done, LEGAL_YEARS) for done in edition.plan.done),
        decided.certificate.checks if decided.certificate else None,
        criteria.title.fr,
        criteria.title.en,
        criteria.version,
        criteria.status,
        decided.solver_version,
        decided.hashes["portfolio"],
        decided.hashes["budget"],
        decided.hashes["criteria"],
        info.illustrative or None,
        date,
        state,
    )


def rules(edition: Edition, state: str) -> Iterator[Row]:
    """One row a limit: rule, subject and year, with its use and its slack."""
    words = [replace(edition, lang=lang).words for lang in ("fr", "en")]
    for number, finding in enumerate(edition.decision.findings, start=1):
        per = PER_FIGURE.get(finding.unit, 1)
        labels = (wording.name(finding.rule, finding.subject, finding.year) for wording in words)
        yield (
            number,
            finding.rule,
            SEPARATOR.join(finding.subject),
            finding.year,
            *labels,
            "at_least" if finding.at_least else "at_most",
            finding.unit,
            finding.used / per,
            finding.limit / per,
            finding.slack / per,
            finding.holds,
            state,
        )


def criteria(edition: Edition) -> Iterator[Row]:
    """One row a criterion, in published order."""
    for axis in edition.case.criteria.axes:
        for criterion in axis.criteria:
            unit = criterion.scale.unit if isinstance(criterion.scale, MeasureScale) else None
            yield (
                criterion.code,
                criterion.title.fr,
                criterion.title.en,
                axis.code,
                axis.title.fr,
                axis.title.en,
                Fraction(axis.weight) / 100,
                Fraction(criterion.weight) / 100,
                edition.case.criteria.weights[criterion.code],
                criterion.question.fr,
                criterion.question.en,
                criterion.why.fr,
                criterion.why.en,
                criterion.scale.kind,
                unit.fr if unit else None,
                unit.en if unit else None,
                criterion.missing,
            )


def levels(edition: Edition) -> Iterator[Row]:
    """One row a level of a scale, or a corner of a measured one."""
    for criterion in edition.case.criteria.criteria:
        named = (
            {level.level: level.text for level in criterion.scale.levels} if isinstance(criterion.scale, Levels) else {}
        )
        for level, points in steps_of(criterion.scale):
            said = named.get(int(level)) if level.denominator == 1 else None
            yield criterion.code, level, points, said.fr if said else None, said.en if said else None


def reach(edition: Edition) -> Iterator[Row]:
    """One row a published scale factor."""
    for row in edition.case.criteria.reach:
        yield row.code, Fraction(row.multiplier), row.text.fr, row.text.en
