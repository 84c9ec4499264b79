"""One column a (project, option, start): what it is worth, costs and needs, year by year.

Axes of the arrays: j columns, f funding sources, k skill pools, t years of the horizon. Integers throughout: cents,
thousandths of FTE.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

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
    """Every option of every project, whether it has a column or not."""
    option_j: Ints
    """Number of each column's option."""
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

    @cached_property
    def capital_jt(self) -> Ints:
        """Capital of all sources, columns x years."""
        capital_jt: Ints = self.cost_jft.sum(axis=1)
        return capital_jt

    @property
    def capital_j(self) -> Ints:
        """Capital inside the horizon, all sources."""
        capital_j: Ints = self.capital_jt.sum(axis=1)
        return capital_j

    def source_jt(self, source: str) -> Ints:
        """Capital of one funding source, columns x years; zeros for a source that no project uses."""
        if source not in self.sources:
            return np.zeros_like(self.operating_jt)
        return self.cost_jft[:, self.sources.index(source), :]

    def by_option(self, figure: Callable[[Project, Option], int]) -> Ints:
        """A figure of each column that depends on its project and option alone, worked out once an option."""
        figure_o = np.array([figure(project, option) for project, option in self.options], np.int64)
        return figure_o[self.option_j]

    def of(self, projects: tuple[str, ...]) -> Ints:
        """Column numbers of several projects."""
        return np.concatenate([self.by_project[p] for p in projects]) if projects else np.empty(0, np.int64)


def build_columns(case: Case) -> Columns:
    """Lay out every choice the portfolio allows. Python looks once at each option; arrays do the rest."""
    info = case.portfolio.info
    options = tuple((project, option) for project in case.portfolio.projects for option in project.options)
    starts_o = [timing.starts(project, option, info) for project, option in options]
    sources = tuple(sorted({source for _, option in options for source in option.capital}))
    pools = tuple(sorted({pool for _, option in options for pool in option.people}))

    count_o = np.array([len(starts) for starts in starts_o], np.int64)
    option_j = np.repeat(np.arange(len(options)), count_o)
    # The starts of an option are years in a row: what its first one makes, each later one makes a year later.
    later_j = np.arange(len(option_j)) - np.repeat(np.cumsum(count_o) - count_o, count_o)
    firsts = [(project, starts[0] if starts else 0) for (project, _), starts in zip(options, starts_o, strict=True)]
    begin = np.array([timing.begins(*first) for first in firsts], np.int64)[option_j] + later_j
    shift_j = np.array([timing.offset(*first, info) for first in firsts], np.int64)[option_j] + later_j
    duration_o = np.array([timing.duration(project, option) for project, option in options], np.int64)

    capital = [
        ((o, sources.index(source)), amounts.years)
        for o, (_, option) in enumerate(options)
        for source, amounts in option.capital.items()
    ]
    people = [
        ((o, pools.index(pool)), years)
        for o, (_, option) in enumerate(options)
        for pool, years in option.people.items()
    ]
    operating = [
        ((o, 0), timing.operating_years(effect, 0, info.horizon))
        for o, (_, option) in enumerate(options)
        for effect in option.operating
    ]
    shifted = _Shift(option_j, shift_j, info.horizon)
    finish = begin + duration_o[option_j]
    year_t = np.array(info.years, np.int64)
    return Columns(
        case=case,
        choices=tuple(
            Choice(project.id, option.code, start)
            for (project, option), starts in zip(options, starts_o, strict=True)
            for start in starts
        ),
        options=options,
        option_j=option_j,
        sources=sources,
        pools=pools,
        cost_jft=shifted(capital, (len(options), len(sources))),
        people_jkt=shifted(people, (len(options), len(pools))),
        operating_jt=shifted(operating, (len(options), 1))[:, 0, :],
        active_jt=(begin[:, None] <= year_t) & (year_t < finish[:, None]),
        start_j=np.array([start for starts in starts_o for start in starts], np.int64),
        begin_j=begin,
        finish_j=finish,
        by_project=_by_project(case, count_o),
    )


def _by_project(case: Case, count_o: Ints) -> dict[str, Ints]:
    """Columns of a project stand side by side: those of its options, one after the other."""
    end_o = np.append(0, np.cumsum(count_o)).tolist()
    every = np.arange(end_o[-1])
    by_project, o = {}, 0
    for project in case.portfolio.projects:
        first, o = o, o + len(project.options)
        by_project[project.id] = every[end_o[first] : end_o[o]]
    return by_project


@dataclass(frozen=True)
class _Shift:
    """Moves the years of options to those of columns: year ``t`` of a column is year ``t - shift`` of its option."""

    option_j: Ints
    shift_j: Ints
    horizon: int

    def __call__(self, rows: Sequence[tuple[tuple[int, int], tuple[int, ...]]], shape: tuple[int, int]) -> Ints:
        """Figures by column, source (or pool) and year, 0 before the start, from rows of option, source and years.

        Rows of the same option and source add up.
        """
        horizon = self.horizon
        padded_oat = np.zeros((*shape, 2 * horizon), np.int64)
        if rows:
            where = np.array([place for place, _ in rows], np.int64)
            cells = chain.from_iterable(timing.in_years(row, 0, horizon) for _, row in rows)
            years = np.fromiter(cells, np.int64, len(rows) * horizon).reshape(-1, horizon)
            np.add.at(padded_oat[:, :, horizon:], (where[:, 0], where[:, 1]), years)
        windows = np.lib.stride_tricks.sliding_window_view(padded_oat, horizon, axis=2)
        figure_jat: Ints = windows[self.option_j, :, horizon - self.shift_j]
        return figure_jat
