"""One column a (project, option, start): what it is worth, costs and needs, year by year.

Axes of the arrays: j columns, f funding sources, k skill pools, t years of the horizon. Integers throughout: cents,
thousandths of FTE.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain import timing
from prioritizer.domain.decision import Choice
from prioritizer.domain.portfolio import Option, Project
from prioritizer.program.case import Case

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Columns:
    """The decision variables x[p,o,s], in canonical order, and their data."""

    case: Case
    choices: tuple[Choice, ...]
    options: tuple[tuple[Project, Option], ...]
    value_j: tuple[Fraction, ...]
    sources: tuple[str, ...]
    pools: tuple[str, ...]
    cost_jft: Ints
    people_jkt: Ints
    operating_jt: Ints
    active_jt: NDArray[np.bool_]
    start_j: Ints
    begin_j: Ints
    """Year the work really begins: before the horizon for a project under way."""
    finish_j: Ints
    """First year after the work ends."""
    by_project: dict[str, Ints]
    """Column numbers of each project, ascending; empty where it cannot start."""

    @property
    def capital_j(self) -> Ints:
        """Capital inside the horizon, all sources."""
        capital_j: Ints = self.cost_jft.sum(axis=(1, 2))
        return capital_j

    def source_jt(self, source: str) -> Ints:
        """Capital of one funding source, columns x years; zeros for a source that no project uses."""
        if source not in self.sources:
            return np.zeros_like(self.operating_jt)
        return self.cost_jft[:, self.sources.index(source), :]

    def by_option(self, figure: Callable[[Project, Option], int]) -> Ints:
        """A figure of each column that depends on its project and option alone, worked out once an option."""
        known: dict[tuple[str, str], int] = {}
        for choice, (project, option) in zip(self.choices, self.options, strict=True):
            if (choice.project, choice.option) not in known:
                known[choice.project, choice.option] = figure(project, option)
        return np.array([known[choice.project, choice.option] for choice in self.choices], np.int64)

    def of(self, projects: tuple[str, ...]) -> Ints:
        """Column numbers of several projects."""
        return np.concatenate([self.by_project[p] for p in projects]) if projects else np.empty(0, np.int64)


def build_columns(case: Case) -> Columns:
    """Lay out every choice the portfolio allows."""
    info = case.portfolio.info
    horizon = info.horizon
    sources = tuple(sorted({f for p in case.portfolio.projects for o in p.options for f in o.capital}))
    pools = tuple(sorted({k for p in case.portfolio.projects for o in p.options for k in o.people}))
    choices: list[Choice] = []
    options: list[tuple[Project, Option]] = []
    value_j: list[Fraction] = []
    by_project: dict[str, list[int]] = {}
    delay = {year: case.delay(year) for year in info.years}
    for project in case.portfolio.projects:
        mine = by_project.setdefault(project.id, [])
        for option in project.options:
            value = case.scorecard.of(project.id, option.code).value
            for start in timing.starts(project, option, info):
                mine.append(len(choices))
                choices.append(Choice(project.id, option.code, start))
                options.append((project, option))
                value_j.append(value * delay[start])
    n = len(choices)
    cost_jft = np.zeros((n, len(sources), horizon), np.int64)
    people_jkt = np.zeros((n, len(pools), horizon), np.int64)
    operating_jt = np.zeros((n, horizon), np.int64)
    active_jt = np.zeros((n, horizon), np.bool_)
    begin_j = np.zeros(n, np.int64)
    finish_j = np.zeros(n, np.int64)
    source_index = {name: f for f, name in enumerate(sources)}
    pool_index = {name: k for k, name in enumerate(pools)}
    for j, (choice, (project, option)) in enumerate(zip(choices, options, strict=True)):
        shift = timing.offset(project, choice.start, info)
        stay = horizon - shift
        for source, amounts in option.capital.items():
            _place(cost_jft[j, source_index[source]], amounts.years, shift)
        for pool, years in option.people.items():
            _place(people_jkt[j, pool_index[pool]], years, shift)
        for effect in option.operating:
            filled = min(effect.filled, stay)
            operating_jt[j, shift : shift + filled] += np.array(effect.years[:filled], np.int64)
            operating_jt[j, shift + filled :] += effect.recurring
        begin_j[j] = timing.begins(project, choice.start)
        finish_j[j] = begin_j[j] + timing.duration(project, option)
        first = max(begin_j[j] - info.first_year, 0)
        active_jt[j, first : max(finish_j[j] - info.first_year, 0)] = True
    return Columns(
        case=case,
        choices=tuple(choices),
        options=tuple(options),
        value_j=tuple(value_j),
        sources=sources,
        pools=pools,
        cost_jft=cost_jft,
        people_jkt=people_jkt,
        operating_jt=operating_jt,
        active_jt=active_jt,
        start_j=np.array([choice.start for choice in choices], np.int64),
        begin_j=begin_j,
        finish_j=finish_j,
        by_project={project: np.array(js, np.int64) for project, js in by_project.items()},
    )


def _place(row_t: Ints, years: tuple[int, ...], shift: int) -> None:
    fits = years[: max(len(row_t) - shift, 0)]
    row_t[shift : shift + len(fits)] = fits
