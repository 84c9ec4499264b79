"""One column a (project, option, start): what it is worth, costs and needs, year by year.

Axes of the arrays: j columns, f funding sources, k skill pools, t years of the horizon. Integers throughout: cents,
thousandths of FTE.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, starmap

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
    options: tuple[tuple[Project, Option], ...]
    """Every option of every project, whether it has a column or not."""
    starts_o: tuple[range, ...]
    """Start years that each option is allowed: as many columns, side by side."""
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

    def __len__(self) -> int:
        return len(self.option_j)

    def choice(self, j: int) -> Choice:
        """What column ``j`` decides."""
        project, option = self.options[self.option_j[j]]
        return Choice(project.id, option.code, int(self.start_j[j]))

    def number(self, choice: Choice) -> int | None:
        """Column of a choice; None where it has none."""
        o = self._number_o.get((choice.project, choice.option))
        if o is None or choice.start not in self.starts_o[o]:
            return None
        return self._first_o[o] + self.starts_o[o].index(choice.start)

    @cached_property
    def _number_o(self) -> dict[tuple[str, str], int]:
        return {(project.id, option.code): o for o, (project, option) in enumerate(self.options)}

    @cached_property
    def _first_o(self) -> list[int]:
        """First column of each option."""
        first_o: list[int] = np.searchsorted(self.option_j, np.arange(len(self.options))).tolist()
        return first_o

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """What every column decides; made when asked, for most questions look at a few."""
        return tuple(map(self.choice, range(len(self))))

    @cached_property
    def capital_jt(self) -> Ints:
        """Capital of all sources, columns x years."""
        capital_jt: Ints = self.cost_jft.sum(axis=1)
        return capital_jt

    @cached_property
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
        figure_o = np.fromiter(starmap(figure, self.options), np.int64, len(self.options))
        return figure_o[self.option_j]

    def of(self, projects: tuple[str, ...]) -> Ints:
        """Column numbers of several projects."""
        return np.concatenate([self.by_project[p] for p in projects]) if projects else np.empty(0, np.int64)


def build_columns(case: Case) -> Columns:
    """Lay out every choice the portfolio allows. Python looks once at each option; arrays do the rest."""
    info = case.portfolio.info
    options = tuple((project, option) for project in case.portfolio.projects for option in project.options)
    starts_o = tuple(timing.starts(project, option, info) for project, option in options)
    firsts = [(project, starts.start) for (project, _), starts in zip(options, starts_o, strict=True)]

    def each(figures: Iterable[int]) -> Ints:
        return np.fromiter(figures, np.int64, len(options))

    count_o = each(map(len, starts_o))
    option_j = np.repeat(np.arange(len(options)), count_o)
    # The starts of an option are years in a row: what its first one makes, each later one makes a year later.
    later_j = np.arange(len(option_j)) - np.repeat(np.cumsum(count_o) - count_o, count_o)
    begin = each(timing.begins(*first) for first in firsts)[option_j] + later_j
    finish = begin + each(starmap(timing.duration, options))[option_j]
    shift_j = each(timing.offset(*first, info) for first in firsts)[option_j] + later_j

    shifted = _Shift(option_j, shift_j, info.horizon)
    sources, cost_jft = shifted(
        [option.capital for _, option in options],
        [amounts.years for _, option in options for amounts in option.capital.values()],
    )
    pools, people_jkt = shifted(
        [option.people for _, option in options],
        [years for _, option in options for years in option.people.values()],
    )
    _, operating_jot = shifted(
        [("",) * len(option.operating) for _, option in options],
        [timing.operating_years(effect, 0, info.horizon) for _, option in options for effect in option.operating],
    )
    year_t = np.array(info.years, np.int64)
    return Columns(
        case=case,
        options=options,
        starts_o=starts_o,
        option_j=option_j,
        sources=sources,
        pools=pools,
        cost_jft=cost_jft,
        people_jkt=people_jkt,
        operating_jt=operating_jot.sum(axis=1),
        active_jt=(begin[:, None] <= year_t) & (year_t < finish[:, None]),
        start_j=each(first for _, first in firsts)[option_j] + later_j,
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

    def __call__(
        self, names_o: Sequence[Collection[str]], rows: Sequence[tuple[int, ...]]
    ) -> tuple[tuple[str, ...], Ints]:
        """Names in order, and figures by column, name and year, 0 before the start.

        Args:
            names_o: names of the sources (or pools) of each option.
            rows: years of each of them, in the same order. Those of one option and name add up.
        """
        horizon = self.horizon
        names = tuple(sorted(set(chain.from_iterable(names_o))))
        number = {name: a for a, name in enumerate(names)}
        name_r = np.fromiter(map(number.__getitem__, chain.from_iterable(names_o)), np.int64, len(rows))
        option_r = np.repeat(np.arange(len(names_o)), np.fromiter(map(len, names_o), np.int64, len(names_o)))
        cells = chain.from_iterable(timing.in_years(row, 0, horizon) for row in rows)
        year_rt = np.fromiter(cells, np.int64, len(rows) * horizon).reshape(-1, horizon)
        padded_oat = np.zeros((len(names_o), len(names), 2 * horizon), np.int64)
        np.add.at(padded_oat[:, :, horizon:], (option_r, name_r), year_rt)
        windows = np.lib.stride_tricks.sliding_window_view(padded_oat, horizon, axis=2)
        figure_jat: Ints = windows[self.option_j, :, horizon - self.shift_j]
        return names, figure_jat
