"""A finished program, read without the solver: what the rules' checks look at. Exact integers."""

from dataclasses import dataclass
from functools import cached_property

from prioritizer.domain import timing
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Link, Option, Project
from prioritizer.domain.vocabulary import LinkType
from prioritizer.program.case import Case


@dataclass(frozen=True)
class Done:
    """A project that is in the program, in one option, from one year."""

    project: Project
    option: Option
    start: int


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
        shift = timing.offset(done.project, done.start, self.case.portfolio.info)
        capital = done.option.capital
        names = capital if source is None else [source] if source in capital else []
        return sum(timing.in_year(capital[name].years, shift, t) for name in names)

    def people(self, done: Done, pool: str, t: int) -> int:
        """People of a pool in year ``t``, in thousandths of FTE."""
        shift = timing.offset(done.project, done.start, self.case.portfolio.info)
        return timing.in_year(done.option.people.get(pool, ()), shift, t)

    def operating(self, done: Done, t: int) -> int:
        """Operating effect in year ``t``, in cents."""
        shift = timing.offset(done.project, done.start, self.case.portfolio.info)
        return sum(timing.operating_in(effect, shift, t) for effect in done.option.operating)

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
