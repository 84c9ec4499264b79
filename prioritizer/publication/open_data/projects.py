"""Rows about projects: what was decided, their options, their scores, their gates, the priorities they serve."""

from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain import timing
from prioritizer.domain.portfolio import FULL, LEGAL_YEARS, Option, Project, Rating
from prioritizer.program.ledger import worth
from prioritizer.publication.edition import Edition
from prioritizer.publication.open_data.money import Row, horizon_capital

SEPARATOR = "; "
"""Between the items of a cell that holds several."""


def projects(edition: Edition, state: str) -> Iterator[Row]:
    """One row a project."""
    for project in edition.case.portfolio.projects:
        outcome, shown, mandate = edition.outcomes[project.id], edition.shown(project), project.mandate
        done = edition.plan.by_project.get(project.id)
        yield (
            project.id,
            project.title.fr,
            project.title.en,
            project.description.fr,
            project.description.en,
            project.justification.fr,
            project.justification.en,
            project.department,
            project.sponsor,
            project.area,
            project.jurisdiction,
            project.kind,
            project.category,
            project.status,
            project.phase,
            Fraction(project.agglomeration_bp, FULL),
            Fraction(project.protection_bp, FULL),
            project.estimate_class,
            project.earliest,
            project.latest,
            project.duration,
            project.basis,
            mandate.reason if mandate else None,
            mandate.reference if mandate else None,
            mandate.expiry if mandate else None,
            outcome.funded,
            edition.bands[project.id],
            outcome.reason,
            SEPARATOR.join(outcome.detail),
            outcome.option,
            outcome.start,
            worth(edition.plan, done) if done else None,
            horizon_capital(edition, shown),
            horizon_capital(edition, shown, LEGAL_YEARS),
            state,
        )


def options(edition: Edition, state: str) -> Iterator[Row]:
    """One row an option of a project."""
    for project in edition.case.portfolio.projects:
        for option in project.options:
            opened = edition.case.scorecard.of(project.id, option.code)
            yield (
                project.id,
                option.code,
                option.title.fr,
                option.title.en,
                timing.duration(project, option),
                option.reach or project.reach,
                opened.multiplier,
                opened.score,
                opened.value,
                opened.risk_today,
                opened.risk_after,
                opened.red,
                edition.outcomes[project.id].option == option.code,
                state,
            )


def scores(edition: Edition, state: str) -> Iterator[Row]:
    """One row a criterion of an option of a project."""
    for project in edition.case.portfolio.projects:
        for option in project.options:
            for line in edition.case.scorecard.of(project.id, option.code).criteria:
                rating = rating_of(project, option, line.criterion)
                yield (
                    project.id,
                    option.code,
                    line.criterion,
                    line.level,
                    line.points,
                    line.weight,
                    line.contribution,
                    rating.rationale if rating else None,
                    rating.evidence if rating else None,
                    rating.assessor if rating else None,
                    state,
                )


def rating_of(project: Project, option: Option, criterion: str) -> Rating | None:
    """The rating that holds for an option: its own, else the project's."""
    rows = {row.option: row for row in project.ratings if row.criterion == criterion}
    return rows.get(option.code, rows.get(None))


def gates(edition: Edition, state: str) -> Iterator[Row]:
    """One row an eligibility rule of a project."""
    for project in edition.case.portfolio.projects:
        answers = {row.gate: row.answer for row in project.gates}
        failed = {failure.gate: failure.effect for failure in edition.case.scorecard.gates[project.id]}
        for gate in edition.case.criteria.gates:
            answer, passed = answers.get(gate.code), gate.code not in failed
            yield project.id, gate.code, gate.title.fr, gate.title.en, answer, passed, failed.get(gate.code), state


def priorities(edition: Edition, state: str) -> Iterator[Row]:
    """One row a priority that a project serves."""
    known = {p.number: p.text for p in edition.priorities.priorities} if edition.priorities else {}
    for project in edition.case.portfolio.projects:
        for declared in project.priorities:
            title = known.get(declared.number)
            yield (
                project.id,
                declared.number,
                title.fr if title else None,
                title.en if title else None,
                declared.outcome,
                declared.indicator,
                declared.target,
                state,
            )
