"""When a project may start and what falls in which year: the one reading of calendar and since-start costs."""

from prioritizer.domain.portfolio import Info, OperatingEffect, Option, Project
from prioritizer.domain.vocabulary import CostBasis, Kind


def duration(project: Project, option: Option) -> int:
    """Years from the start to the end of the work."""
    return option.duration or project.duration


def starts(project: Project, option: Option, info: Info) -> tuple[int, ...]:
    """Budget years in which an option may start, ascending (model: S(p,o)).

    Costs by calendar year fix the start; a project already under way starts, for the program, in its first year.
    Costs by year since the start leave the whole window, as far as every dollar falls inside the horizon; with
    ``later_allowed`` a project, never a programme, may let some of it fall after.
    """
    last_year = info.first_year + info.horizon - 1
    if project.basis is CostBasis.CALENDAR:
        start = max(project.earliest, info.first_year)
        return (start,) if start <= last_year else ()
    span = max((k for amounts in option.capital.values() for k, cents in enumerate(amounts.years) if cents), default=0)
    if info.later_allowed and project.kind is Kind.PROJECT:
        span = 0
    return tuple(range(max(project.earliest, info.first_year), min(project.latest, last_year - span) + 1))


def begins(project: Project, start: int) -> int:
    """The year the work really begins: before the program for a project already under way."""
    return project.earliest if project.basis is CostBasis.CALENDAR else start


def is_active(project: Project, option: Option, start: int, year: int) -> bool:
    """Whether the project is being carried out in a budget year."""
    begin = begins(project, start)
    return begin <= year < begin + duration(project, option)


def offset(project: Project, start: int, info: Info) -> int:
    """Years to shift the year columns by: 0 for calendar costs."""
    return 0 if project.basis is CostBasis.CALENDAR else start - info.first_year


def in_year(years: tuple[int, ...], shift: int, t: int) -> int:
    """Amount that a row of year columns puts in year ``t`` of the horizon, once shifted."""
    k = t - shift
    return years[k] if 0 <= k < len(years) else 0


def operating_in(effect: OperatingEffect, shift: int, t: int) -> int:
    """Operating effect in year ``t`` of the horizon: the year's figure, then what recurs."""
    k = t - shift
    if k < 0:
        return 0
    return effect.years[k] if k < effect.filled else effect.recurring


def later(years: tuple[int, ...], shift: int, horizon: int) -> int:
    """What of a row of year columns falls after the horizon, once shifted."""
    return sum(years[max(horizon - shift, 0) :])
