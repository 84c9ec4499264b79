"""What was decided for each project, and why, in codes: no rank, no ratio, only what the program shows."""

from prioritizer.domain.criteria import Effect
from prioritizer.domain.decision import Outcome, Program, Reason
from prioritizer.domain.portfolio import Project
from prioritizer.domain.vocabulary import LinkType
from prioritizer.program.case import Case


def outcomes(case: Case, program: Program) -> tuple[Outcome, ...]:
    """One outcome a project, in the order of the portfolio."""
    chosen = {choice.project: choice for choice in program}
    first_year = case.portfolio.info.first_year
    result = []
    for project in case.portfolio.projects:
        choice = chosen.get(project.id)
        if choice is None:
            reason, detail = _why_not(case, project, set(chosen))
            result.append(Outcome(project.id, False, reason, detail))
        else:
            reason = Reason.CHOSEN
            if project.imposed(first_year):
                reason = Reason.MANDATED if project.mandated(first_year) else Reason.COMMITTED
            result.append(Outcome(project.id, True, reason, (), choice.option, choice.start))
    return tuple(result)


def _why_not(case: Case, project: Project, chosen: set[str]) -> tuple[Reason, tuple[str, ...]]:
    failures = case.scorecard.gates[project.id]
    if failures:
        held = all(failure.effect is Effect.HOLD for failure in failures)
        return (Reason.HELD if held else Reason.GATE), tuple(failure.gate for failure in failures)
    if all(case.scorecard.of(project.id, option.code).value <= 0 for option in project.options) and not any(
        link.type is LinkType.SYNERGY and link.bonus > 0 and project.id in link.members for link in case.portfolio.links
    ):
        return Reason.NO_VALUE, ()
    needed: set[str] = set()
    rivals: set[str] = set()
    for link in case.portfolio.links:
        if link.type in (LinkType.REQUIRES, LinkType.AFTER) and link.project == project.id:
            needed |= set(link.others) - chosen
        if link.type in (LinkType.EXCLUDES, LinkType.AT_MOST, LinkType.EXACTLY) and project.id in link.members:
            k = 1 if link.type is LinkType.EXCLUDES else link.k
            done = set(link.members) & chosen
            if len(done) >= k:
                rivals |= done
    if needed:
        return Reason.NEEDS, tuple(sorted(needed))
    if rivals:
        return Reason.CONFLICT, tuple(sorted(rivals))
    return Reason.OUTWEIGHED, ()
