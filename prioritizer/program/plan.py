"""A finished program, read without the solver: what the rules' checks look at. Exact integers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from prioritizer.domain import timing
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Info, Link, Option, Project
from prioritizer.domain.vocabulary import LinkType
from prioritizer.program.case import Case


@dataclass(frozen=True)
class Done:
    """A project that is in the program, in one option, from one year."""

    project: Project
    option: Option
    start: int


@dataclass(frozen=True)
class _Calendar:
    """What a choice costs and needs in each budget year; capital by source, and of all sources under None."""

    capital: dict[str | None, tuple[int, ...]]
    people: dict[str, tuple[int, ...]]
    operating: tuple[int, ...]

    @classmethod
    def of(cls, done: Done, info: Info) -> "_Calendar":
        shift, horizon = timing.offset(done.project, done.start, info), info.horizon
        capital: dict[str | None, tuple[int, ...]] = {
            source: timing.in_years(row.years, shift, horizon) for source, row in done.option.capital.items()
        }
        capital[None] = _totals(capital.values(), horizon)
        people = {pool: timing.in_years(row, shift, horizon) for pool, row in done.option.people.items()}
        effects = (timing.operating_years(effect, shift, horizon) for effect in done.option.operating)
        return cls(capital, people, _totals(effects, horizon))


def _totals(rows: Iterable[tuple[int, ...] | None], horizon: int) -> tuple[int, ...]:
    """Sum of rows of years, year by year; None: a row of nothing."""
    return tuple(map(sum, zip(*filter(None, rows), strict=True))) or (0,) * horizon


@dataclass(frozen=True)
class Plan:
    """A program with the case it belongs to. Raises KeyError for a project or an option that does not exist."""

    case: Case
    program: Program

    @cached_property
    def done(self) -> tuple[Done, ...]:
        """Every choice with its project and option; a project chosen twice appears twice."""
        by_id = self.case.portfolio.by_id
        return tuple(Done(by_id[c.project], by_id[c.project].option(c.option), c.start) for c in self.program)

    @cached_property
    def by_project(self) -> dict[str, Done]:
        """Done projects by identifier."""
        return {done.project.id: done for done in self.done}

    def spent(self, done: Done, source: str | None, t: int) -> int:
        """Capital of one project in year ``t``, of one source or of all."""
        years = self._calendar(done).capital.get(source)
        return 0 if years is None else years[t]

    def people(self, done: Done, pool: str, t: int) -> int:
        """People of a pool in year ``t``, in thousandths of FTE."""
        years = self._calendar(done).people.get(pool)
        return 0 if years is None else years[t]

    def operating(self, done: Done, t: int) -> int:
        """Operating effect in year ``t``, in cents."""
        return self._calendar(done).operating[t]

    def all_spent(self, source: str, among: Iterable[Done] | None = None) -> tuple[int, ...]:
        """Capital of one source by year, of every project done or of some."""
        every = self.done if among is None else among
        return self._moved((done, row.years) for done in every if (row := done.option.capital.get(source)))

    def all_people(self, pool: str) -> tuple[int, ...]:
        """People of a pool by year, in thousandths of FTE, of every project done."""
        return self._moved((done, row) for done in self.done if (row := done.option.people.get(pool)))

    def all_operating(self) -> tuple[int, ...]:
        """Operating effect by year, in cents, of every project done."""
        info = self.case.portfolio.info
        return _totals(
            (
                timing.operating_years(effect, timing.offset(done.project, done.start, info), info.horizon)
                for done in self.done
                for effect in done.option.operating
            ),
            info.horizon,
        )

    def _moved(self, rows: Iterable[tuple[Done, tuple[int, ...]]]) -> tuple[int, ...]:
        """Total by budget year of rows of year columns; those that move by as many years are moved together."""
        info = self.case.portfolio.info
        together: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
        for done, years in rows:
            together[timing.offset(done.project, done.start, info)].append(timing.in_years(years, 0, info.horizon))
        totals = ((shift, _totals(same, info.horizon)) for shift, same in together.items())
        return _totals([timing.in_years(total, shift, info.horizon) for shift, total in totals], info.horizon)

    @cached_property
    def capital_it(self) -> tuple[tuple[int, ...], ...]:
        """Capital of each project done by year, all sources."""
        info = self.case.portfolio.info
        rows = ((timing.offset(done.project, done.start, info), done.option.capital.values()) for done in self.done)
        return tuple(
            _totals([timing.in_years(row.years, shift, info.horizon) for row in capital], info.horizon)
            for shift, capital in rows
        )

    @cached_property
    def _calendars(self) -> dict[tuple[str, str, int], _Calendar]:
        return {}

    def _calendar(self, done: Done) -> _Calendar:
        """Every rule asks for every year of every project: a calendar is made once."""
        key = done.project.id, done.option.code, done.start
        if key not in self._calendars:
            self._calendars[key] = _Calendar.of(done, self.case.portfolio.info)
        return self._calendars[key]

    @cached_property
    def synergies(self) -> tuple[Link, ...]:
        """Synergies whose projects are all done."""
        return tuple(
            link
            for link in self.case.portfolio.links
            if link.type is LinkType.SYNERGY and all(member in self.by_project for member in link.members)
        )

    def saved(self, source: str, t: int) -> int:
        """What synergies spare of a source in year ``t``."""
        info = self.case.portfolio.info
        return sum(
            link.saving
            for link in self.synergies
            if link.source == source and link.year is not None and info.index(link.year) == t
        )
