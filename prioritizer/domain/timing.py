"""When a project may start and what falls in which year: the one reading of calendar and since-start costs."""

from prioritizer.domain.portfolio import Info, OperatingEffect, Option, Project
from prioritizer.domain.vocabulary import CostBasis, Kind

CALENDAR = CostBasis.CALENDAR
"""Under a name of its own: each question below is asked of every option, and to look into an enumeration costs most."""


def duration(project: Project, option: Option) -> int:
    """Years from the start to the end of the work."""
    return option.duration or project.duration


def starts(project: Project, option: Option, info: Info) -> range:
    """Budget years in which an option may start (model: S(p,o)): years in a row, or none.

    Costs by calendar year fix the start; a project already under way starts, for the program, in its first year.
    Costs by year since the start leave the whole window, as far as every dollar falls inside the horizon; with
    ``later_allowed`` a project, never a programme, may let some of it fall after.
    """
    first_year, last_year = max(project.earliest, info.first_year), info.first_year + info.horizon - 1
    if project.basis is CALENDAR:
        return range(first_year, min(first_year, last_year) + 1)
    if not (info.later_allowed and project.kind is Kind.PROJECT):
        last_year -= max([_last(amounts.years) for amounts in option.capital.values()], default=0)
    return range(first_year, min(project.latest, last_year) + 1)


def _last(years: tuple[int, ...]) -> int:
    """Position of the last amount that is not zero; 0 where there is none."""
    for k in range(len(years) - 1, 0, -1):
        if years[k]:
            return k
    return 0


def begins(project: Project, start: int) -> int:
    """The year the work really begins: before the program for a project already under way."""
    return project.earliest if project.basis is CALENDAR else start


def is_active(project: Project, option: Option, start: int, year: int) -> bool:
    """Whether the project is being carried out in a budget year."""
    begin = begins(project, start)
    return begin <= year < begin + duration(project, option)


def offset(project: Project, start: int, info: Info) -> int:
    """Years to shift the year columns by: 0 for calendar costs."""
    return 0 if project.basis is CALENDAR else start - info.first_year


def in_year(years: tuple[int, ...], shift: int, t: int) -> int:
    """Amount that a row of year columns puts in year ``t`` of the horizon, once shifted."""
    k = t - shift
    return years[k] if 0 <= k < len(years) else 0


def in_years(years: tuple[int, ...], shift: int, horizon: int) -> tuple[int, ...]:
    """``in_year`` of each year of the horizon."""
    if shift == 0 and len(years) == horizon:
        return years
    moved = (0,) * min(shift, horizon) + years[max(-shift, 0) : max(horizon - shift, 0)]
    return moved + (0,) * (horizon - len(moved))


def operating_in(effect: OperatingEffect, shift: int, t: int) -> int:
    """Operating effect in year ``t`` of the horizon: the year's figure, then what recurs."""
    k = t - shift
    if k < 0:
        return 0
    return effect.years[k] if k < effect.filled else effect.recurring


def operating_years(effect: OperatingEffect, shift: int, horizon: int) -> tuple[int, ...]:
    """``operating_in`` of each year of the horizon."""
    recurring = (effect.recurring,) * (horizon - shift - effect.filled)
    return in_years(effect.years[: effect.filled] + recurring, shift, horizon)


def later(years: tuple[int, ...], shift: int, horizon: int) -> int:
    """What of a row of year columns falls after the horizon, once shifted."""
    return sum(years[max(horizon - shift, 0) :])
