"""The rules that hold on choices: shares of capital, groups, projects that wait for others, obligations."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from prioritizer.domain import timing
from prioritizer.domain.decision import FigureUnit
from prioritizer.domain.portfolio import FULL, Balance, Link
from prioritizer.domain.vocabulary import LagFrom, LinkType, Measure, Sense
from prioritizer.publication.workbook.frame import NOTHING, Frame, Sheets, product
from prioritizer.publication.workbook.projects import flag
from prioritizer.publication.workbook.shares import BALANCE, GROUPS, LINK, Share, balance_subject, column, periods

Value = Fraction | int | str
PROJECT, NEEDS = "{project}", "{needs}"
"""Where a formula looks up the projects that its own row names."""


@dataclass(frozen=True)
class Line:
    """One row of the sheet of rules: its formulas, without the sign that begins them.

    ``value`` is what use and limit come to where no finding of the rule says it. ``project`` and ``needs`` are the
    projects that the formulas look up.
    """

    rule: str
    subject: tuple[str, ...]
    year: int | None
    used: str
    limit: str
    at_least: bool
    unit: FigureUnit = FigureUnit.COUNT
    project: str = ""
    needs: str = ""
    value: tuple[Value, Value] | None = None


def counts(frame: Frame, sheets: Sheets, counted: tuple[Share, ...]) -> Iterator[Line]:
    """Balances, then groups."""
    for number, balance in enumerate(frame.portfolio.balances):
        yield _balance(frame, sheets, balance, column(sheets, counted, BALANCE, number))
    for number, link in enumerate(frame.portfolio.links):
        if link.type in GROUPS:
            used = product(sheets["shares"].run("in"), column(sheets, counted, LINK, number))
            most = "1" if link.type is LinkType.EXCLUDES else str(link.k)
            subject = (link.type.value, most, *link.members)
            if link.type is not LinkType.AT_LEAST:
                yield Line("group", subject, None, used, most, at_least=False)
            if link.type in (LinkType.AT_LEAST, LinkType.EXACTLY):
                yield Line("group", subject, None, used, most, at_least=True)


def _balance(frame: Frame, sheets: Sheets, balance: Balance, share: str) -> Line:
    shares = sheets["shares"]
    capital = shares.run("capital", periods(frame).index(balance.year))
    used = f"ROUND({product(shares.run('in'), capital, share)},9)"
    if balance.measure is Measure.SHARE:
        limit = f"ROUND({Decimal(balance.value) / FULL:f}*{product(shares.run('in'), capital)},9)"
    else:
        limit = f"{Decimal(balance.value) / 100_000:f}"
    return Line(
        "balance",
        balance_subject(balance),
        balance.year,
        used,
        limit,
        balance.sense is Sense.AT_LEAST,
        FigureUnit.CENTS,
    )


def precedence(frame: Frame, sheets: Sheets) -> Iterator[Line]:
    """Each project that waits for another: a row for its presence and, where order matters, one for the years."""
    plan = frame.edition.plan
    here, there = flag(sheets, PROJECT), flag(sheets, NEEDS)
    for link in frame.portfolio.links:
        if link.type not in (LinkType.REQUIRES, LinkType.AFTER) or link.project is None:
            continue
        for other in link.others:
            subject = (link.project, other)
            value = (frame.chosen(other), frame.chosen(link.project))
            yield Line(
                "precedence", subject, None, there, here, at_least=True, project=link.project, needs=other, value=value
            )
            if link.type is LinkType.AFTER:
                begin, ready = _order(frame, link, other)
                both = all(one in plan.by_project for one in subject)
                yield Line(
                    "precedence",
                    subject,
                    None,
                    f'IF({here}*{there}=1,{begin},"{NOTHING}")',
                    f'IF({here}*{there}=1,{ready},"{NOTHING}")',
                    at_least=True,
                    unit=FigureUnit.YEARS,
                    project=link.project,
                    needs=other,
                    value=(begin, ready) if both else (NOTHING, NOTHING),
                )


def _order(frame: Frame, link: Link, other: str) -> tuple[int, int]:
    """The year a project begins, and the first one that the other leaves it."""
    done = {one.project.id: one for one in frame.shown}
    mine, needed = done[link.project or ""], done[other]
    ready = timing.begins(needed.project, needed.start) + link.lag
    if link.lag_from is not LagFrom.START:
        ready += timing.duration(needed.project, needed.option)
    return timing.begins(mine.project, mine.start), ready


def projects(frame: Frame, sheets: Sheets) -> Iterator[Line]:
    """Obligations, eligibility, and one choice a project."""
    here = flag(sheets, PROJECT)
    for project in frame.portfolio.projects:
        if project.imposed(frame.portfolio.info.first_year):
            yield Line("imposed", (project.id,), None, here, "1", at_least=True, project=project.id)
    for identifier, failures in sorted(frame.edition.case.scorecard.gates.items()):
        for failure in failures:
            yield Line("gate", (identifier, failure.gate), None, here, "0", at_least=False, project=identifier)
    for done in frame.shown:
        # A start that the project does not allow counts as two choices, as the rule has it.
        allowed = done.start in timing.starts(done.project, done.option, frame.portfolio.info)
        used = here if allowed else f"2*{here}"
        yield Line("choice", (done.project.id,), None, used, "1", at_least=False, project=done.project.id)
