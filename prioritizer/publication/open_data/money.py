"""Rows of money and people: each project as it was decided; one that was left out, as its department asks for it."""

from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain import timing
from prioritizer.program.ledger import source_years
from prioritizer.program.plan import Done
from prioritizer.publication.edition import Edition

BEFORE, AFTER = "AVANT", "APRES"
"""Periods that are no year: before the horizon and after it."""
Row = tuple[object, ...]


def _shown(edition: Edition) -> Iterator[tuple[Done, bool]]:
    for project in edition.case.portfolio.projects:
        yield edition.shown(project), edition.outcomes[project.id].funded


def horizon_capital(edition: Edition, done: Done, years: int | None = None) -> int:
    """Cents of a project inside the horizon, or in its first ``years``."""
    horizon = edition.case.portfolio.info.horizon
    return sum(edition.plan.spent(done, None, t) for t in range(min(years or horizon, horizon)))


def capital(edition: Edition, state: str) -> Iterator[Row]:
    """One row a project, source and period: before the horizon, each of its years, after it."""
    info = edition.case.portfolio.info
    for done, funded in _shown(edition):
        shift = timing.offset(done.project, done.start, info)
        for source, amounts in sorted(done.option.capital.items()):
            head = (done.project.id, done.option.code, source)
            yield *head, BEFORE, None, amounts.before, funded, state
            for t, year in enumerate(info.years):
                yield *head, str(year), year, edition.plan.spent(done, source, t), funded, state
            after = amounts.after + timing.later(amounts.years, shift, info.horizon)
            yield *head, AFTER, None, after, funded, state


def operating(edition: Edition, state: str) -> Iterator[Row]:
    """One row a project, nature of the effect and year."""
    info = edition.case.portfolio.info
    for done, funded in _shown(edition):
        shift = timing.offset(done.project, done.start, info)
        for effect in done.option.operating:
            for t, year in enumerate(info.years):
                cents = timing.operating_in(effect, shift, t)
                yield done.project.id, done.option.code, effect.nature, year, cents, funded, state


def people(edition: Edition, state: str) -> Iterator[Row]:
    """One row a project, skill pool and year."""
    for done, funded in _shown(edition):
        for pool in sorted(done.option.people):
            for t, year in enumerate(edition.case.portfolio.info.years):
                used = edition.plan.people(done, pool, t)
                yield done.project.id, done.option.code, pool, year, used, funded, state


def envelopes(edition: Edition, state: str) -> Iterator[Row]:
    """One row a funding source and year, of the projects in the program."""
    for row in source_years(edition.plan):
        limited = row.available is not None
        yield (
            row.source,
            row.year,
            row.envelope,
            row.carried_in if limited else None,
            row.available,
            row.spent,
            row.saved,
            row.used,
            row.available - row.used if row.available is not None else None,
            Fraction(row.carry_bp, 10_000) if limited else None,
            state,
        )
