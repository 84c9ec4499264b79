"""What every publication of one decision is made from, and the words that all of them share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from prioritizer.domain.criteria import CriteriaSet, PrioritySet
from prioritizer.domain.decision import Decision, Outcome, Reason
from prioritizer.domain.explanation import Why
from prioritizer.domain.portfolio import LEGAL_YEARS, Option, Portfolio, Project
from prioritizer.program.case import Case
from prioritizer.program.plan import Done, Plan
from prioritizer.text import text
from prioritizer.text.explanations import sentences, step_sentence
from prioritizer.text.findings import Wording

SIZE_REASONS = (Reason.OUTWEIGHED, Reason.NEEDS, Reason.CONFLICT)


class Band(StrEnum):
    """Three bands rather than a rank, which would claim a precision that no grid has (Metrolinx; Scandia MN)."""

    FUNDED = "funded"
    CLOSE = "close"
    """Left out, though it scores at least as much as a project that was chosen for its value."""
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class Edition:
    """One decision in one language. The portfolio is the published one: nothing internal can come out of it."""

    case: Case
    decision: Decision
    lang: str
    priorities: PrioritySet | None = None
    approved: bool = False
    answers: tuple[Why, ...] = ()
    """What it would take for projects left out, where that was asked."""

    @classmethod
    def of(
        cls,
        decision: Decision,
        portfolio: Portfolio,
        criteria: CriteriaSet,
        lang: str,
        *,
        priorities: PrioritySet | None = None,
        approved: bool = False,
        answers: tuple[Why, ...] = (),
    ) -> "Edition":
        """Leave out what is internal, score, and be ready. Raises Refused where a score cannot be given."""
        return cls(Case.of(portfolio.published(), criteria), decision, lang, priorities, approved, answers)

    def into(self, langs: Iterable[str]) -> "dict[str, Edition]":
        """The same in each language."""
        return {lang: replace(self, lang=lang) for lang in langs}

    def say(self, key: str, **figures: object) -> str:
        """A sentence of the publication's catalog."""
        return text(self.lang, f"publication.{key}", **figures)

    def count(self, key: str, count: int) -> str:
        """A sentence about a number of things, in the singular for one."""
        return self.say(f"{key}.{'one' if count == 1 else 'many'}", count=count)

    @property
    def legal_years(self) -> int:
        """How many years of the horizon are of the program that the law asks for."""
        return min(LEGAL_YEARS, self.case.portfolio.info.horizon)

    @cached_property
    def plan(self) -> Plan:
        """The program, with its projects."""
        return Plan(self.case, self.decision.program)

    @cached_property
    def words(self) -> Wording:
        """Words for codes."""
        return Wording(self.case.portfolio, self.case.criteria, self.lang)

    @cached_property
    def explanations(self) -> dict[str, tuple[str, ...]]:
        """What it would take, in sentences, by project left out; a project that nobody asked about is not in it."""
        return {
            answer.project: (*sentences(answer, self.words), *step_sentence(answer, self.words))
            for answer in self.answers
            if not self.outcomes[answer.project].funded
        }

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """What was decided, by project."""
        return {outcome.project: outcome for outcome in self.decision.outcomes}

    @cached_property
    def bands(self) -> dict[str, Band]:
        """The band of every project."""
        cards = self.case.scorecard
        chosen = [
            cards.of(done.project.id, done.option.code).score
            for done in self.plan.done
            if self.outcomes[done.project.id].reason is Reason.CHOSEN
        ]
        least = min(chosen, default=None)
        found = {}
        for project in self.case.portfolio.projects:
            outcome = self.outcomes[project.id]
            best = max(cards.of(project.id, option.code).score for option in project.options)
            near = outcome.reason in SIZE_REASONS and least is not None and best >= least
            found[project.id] = Band.FUNDED if outcome.funded else Band.CLOSE if near else Band.NOT_NOW
        return found

    def shown(self, project: Project) -> Done:
        """The project as decided; one left out as submitted: its first option, at its earliest year."""
        done = self.plan.by_project.get(project.id)
        return done or Done(project, project.options[0], project.earliest)

    def points_of(self, project: Project, option: Option) -> str:
        """Its score, worded."""
        from prioritizer.text.numbers import number

        return number(self.case.scorecard.of(project.id, option.code).score, self.lang, 1)
