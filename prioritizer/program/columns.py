"""One column a (project, option, start): what it is worth, costs and needs, year by year.

Axes of the arrays: j columns, f funding sources, k skill pools, t years of the horizon. Integers throughout: cents,
thousandths of FTE.
"""

from collections.abc import Callable
from dataclasses import dataclass

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
        figure_o = np.array([figure(project, option) for project, option in self.options], np.int64)
        return figure_o[self.option_j]

    def of(self, projects: tuple[str, ...]) -> Ints:
        """Column numbers of several projects."""
        return np.concatenate([self.by_project[p] for p in projects]) if projects else np.empty(0, np.int64)


def build_columns(case: Case) -> Columns:
    """Lay out every choice the portfolio allows."""
    info = case.portfolio.info
    options = tuple((project, option) for project in case.portfolio.projects for option in project.options)
    sources = tuple(sorted({source for _, option in options for source in option.capital}))
    pools = tuple(sorted({pool for _, option in options for pool in option.people}))
    choices: list[Choice] = []
    option_j: list[int] = []
    shift_j: list[int] = []
    begin_j: list[int] = []
    by_project: dict[str, list[int]] = {project.id: [] for project in case.portfolio.projects}
    for o, (project, option) in enumerate(options):
        for start in timing.starts(project, option, info):
            by_project[project.id].append(len(choices))
            choices.append(Choice(project.id, option.code, start))
            option_j.append(o)
            shift_j.append(timing.offset(project, start, info))
            begin_j.append(timing.begins(project, start))
    cost_oft, people_okt, operating_ot = _unshifted(options, sources, pools, info.horizon)
    duration_o = np.array([timing.duration(project, option) for project, option in options], np.int64)
    which_j = np.array(option_j, np.int64)
    shifted = _Shift(which_j, np.array(shift_j, np.int64), info.horizon)
    begin = np.array(begin_j, np.int64)
    finish = begin + duration_o[which_j] if choices else begin
    year_t = np.array(info.years, np.int64)
    return Columns(
        case=case,
        choices=tuple(choices),
        options=options,
        option_j=which_j,
        sources=sources,
        pools=pools,
        cost_jft=shifted(cost_oft),
        people_jkt=shifted(people_okt),
        operating_jt=shifted(operating_ot[:, None, :])[:, 0, :],
        active_jt=(begin[:, None] <= year_t) & (year_t < finish[:, None]),
        start_j=np.array([choice.start for choice in choices], np.int64),
        begin_j=begin,
        finish_j=finish,
        by_project={project: np.array(js, np.int64) for project, js in by_project.items()},
    )


def _unshifted(
    options: tuple[tuple[Project, Option], ...], sources: tuple[str, ...], pools: tuple[str, ...], horizon: int
) -> tuple[Ints, Ints, Ints]:
    """Capital, people and operating effect of every option as its year cells say, before its start moves them."""
    cost_oft = np.zeros((len(options), len(sources), horizon), np.int64)
    people_okt = np.zeros((len(options), len(pools), horizon), np.int64)
    operating_ot = np.zeros((len(options), horizon), np.int64)
    for o, (_, option) in enumerate(options):
        for source, amounts in option.capital.items():
            _fill(cost_oft[o, sources.index(source)], amounts.years)
        for pool, years in option.people.items():
            _fill(people_okt[o, pools.index(pool)], years)
        for effect in option.operating:
            operating_ot[o] += [timing.operating_in(effect, 0, t) for t in range(horizon)]
    return cost_oft, people_okt, operating_ot


def _fill(row_t: Ints, years: tuple[int, ...]) -> None:
    row_t[: len(years)] = years[: len(row_t)]


@dataclass(frozen=True)
class _Shift:
    """Moves the years of options to those of columns: year ``t`` of a column is year ``t - shift`` of its option."""

    option_j: Ints
    shift_j: Ints
    horizon: int

    def __call__(self, figure_oat: Ints) -> Ints:
        """Figures by option, anything and year, as figures by column, anything and year; 0 before the start."""
        from_jt = np.arange(self.horizon) - self.shift_j[:, None]
        figure_jat: Ints = (
            np.take_along_axis(figure_oat[self.option_j], np.maximum(from_jt, 0)[:, None, :], axis=2)
            * (from_jt >= 0)[:, None, :]
        )
        return figure_jat
