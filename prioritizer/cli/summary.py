"""The result on the terminal: readable at 80 columns, without colour, and in one screen a question."""

from collections.abc import Iterator
from fractions import Fraction

from rich.console import Group
from rich.markup import escape
from rich.text import Text

from prioritizer.cli.infeasible import show_infeasible
from prioritizer.cli.say import CARE, DIM, GOOD, STRONG, Terminal
from prioritizer.cli.tables import new_table, titled, years_tables
from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Decision, FigureUnit, Finding, Outcome, Reason, SolveStatus
from prioritizer.domain.portfolio import Portfolio
from prioritizer.program.case import Case
from prioritizer.program.ledger import axis_profiles, worth
from prioritizer.program.plan import Plan
from prioritizer.scoring.score import Scorecard
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent, thousands

WIDE = 110
"""From how many columns the department and the option have columns of their own."""
TIGHT = Fraction(1, 100)
"""A limit with less than this share left is shown among those that bind."""
SHOWN = 12
LISTED = 30
"""Projects left out that still have a row each."""
ALWAYS_BINDING = ("choice", "gate", "imposed", "synergy")
"""Rules that bind by what they are: they say nothing of what is scarce."""


def show(
    terminal: Terminal, decision: Decision, portfolio: Portfolio, criteria: CriteriaSet, scorecard: Scorecard
) -> None:
    """Print the whole summary of a decision."""
    case = Case(portfolio.canonical(), criteria, scorecard)
    words = Wording(case.portfolio, criteria, terminal.lang)
    plan = Plan(case, decision.program)
    _heading(terminal, decision, plan)
    if decision.status is SolveStatus.INFEASIBLE:
        show_infeasible(terminal, decision, words)
    if decision.status.has_program:
        out = terminal.out
        for part in (
            _funded(terminal, plan, words),
            _not_funded(terminal, decision, words),
            *years_tables(terminal, plan, words),
            *_axes(terminal, plan, words),
        ):
            out.print(part)
        _tight(terminal, decision, words)
        _red(terminal, plan)
        _missing(terminal, plan)


def _heading(terminal: Terminal, decision: Decision, plan: Plan) -> None:
    lang, say = terminal.lang, terminal.say
    info, criteria = plan.case.portfolio.info, plan.case.criteria
    gap = percent(decision.gap or 0.0, lang, 2)
    key = "unbounded" if decision.status.has_program and decision.gap is None else decision.status
    lines = [
        f"[{GOOD if decision.proved else CARE}]{escape(text(lang, f'result.status.{decision.status}'))}[/]",
        escape(text(lang, f"result.status_note.{key}", gap=gap)),
    ]
    if decision.status.has_program:
        value = number(decision.value, lang, 2)
        if decision.bound is None:
            lines.append(escape(say("summary.value_only", value=value)))
        else:
            lines.append(escape(say("summary.value", value=value, bound=number(decision.bound, lang, 2), gap=gap)))
        if decision.unique is False:
            lines.append(f"[{CARE}]{escape(say('summary.not_unique'))}[/]")
        capital = sum(plan.spent(done, None, t) for done in plan.done for t in range(info.horizon))
        funded, submitted = len(decision.program), len(plan.case.portfolio.projects)
        amount = thousands(capital, lang)
        lines.append(escape(say("summary.funded", funded=funded, submitted=submitted, capital=amount)))
    seconds = number(decision.seconds, lang, 1)
    solver = decision.solver_version
    proof = decision.certificate
    if proof is None:
        lines.append(escape(say("summary.solver_only", solver=solver, seconds=seconds)))
    else:
        stands = text(lang, "result.item.valid_yes" if proof.valid else "result.item.valid_no")
        checks = number(proof.checks, lang)
        said = say("summary.solver", solver=solver, seconds=seconds, certificate=stands, checks=checks)
        lines.append(escape(said))
    status = text(lang, f"result.criteria_status.{criteria.status}")
    title = criteria.title.get(lang)
    lines.append(escape(say("summary.criteria", title=title, version=criteria.version, status=status)))
    hashes = {name: value[:8] for name, value in decision.hashes.items()}
    if hashes.keys() >= {"portfolio", "criteria", "budget"}:
        lines.append(f"[{DIM}]{escape(say('summary.hashes', **hashes))}[/]")
    if info.illustrative:
        lines.append(f"[{CARE}]{escape(info.illustrative)}[/]")
    heading = " · ".join(part for part in (info.organization, info.title) if part)
    terminal.out.print(f"[{STRONG}]{escape(heading)}[/]")
    terminal.out.rule(style=DIM)
    for line in lines:
        terminal.out.print(line)
    terminal.out.print()


def _funded(terminal: Terminal, plan: Plan, words: Wording) -> Group:
    lang, info = terminal.lang, plan.case.portfolio.info
    wide = terminal.out.width >= WIDE
    table = new_table()
    table.add_column(terminal.say("col.start"), no_wrap=True)
    table.add_column(terminal.say("col.id"), no_wrap=True, overflow="fold")
    table.add_column(terminal.say("col.title"), ratio=3)
    if wide:
        table.add_column(terminal.say("col.department"), ratio=2)
        table.add_column(terminal.say("col.option"), ratio=2, overflow="fold")
    table.add_column(terminal.say("col.capital"), justify="right", no_wrap=True)
    table.add_column(terminal.say("col.value"), justify="right", no_wrap=True)
    ordered = sorted(plan.done, key=lambda done: (done.start, done.project.id))
    for place, done in enumerate(ordered):
        new_year = place == 0 or ordered[place - 1].start != done.start
        if new_year and place:
            table.add_section()
        capital = sum(plan.spent(done, None, t) for t in range(info.horizon))
        title = done.project.title.get(lang)
        option = words.option(done.project.id, done.option.code) if len(done.project.options) > 1 else ""
        first_year = info.first_year
        reason = Reason.MANDATED if done.project.mandated(first_year) else Reason.COMMITTED
        imposed = f" ({terminal.say(f'summary.{reason}')})" if done.project.imposed(first_year) else ""
        if wide:
            middle: list[str | Text] = [Text(title + imposed), Text(done.project.department), Text(option)]
        else:
            below = " · ".join(part for part in (done.project.department, option) if part)
            middle = [Text.assemble(title, imposed, ("\n" + below, DIM))]
        table.add_row(
            str(done.start) if new_year else "",
            Text(done.project.id),
            *middle,
            thousands(capital, lang),
            number(worth(plan, done), lang, 2),
        )
    bonus = sum((Fraction(link.bonus) for link in plan.synergies), Fraction(0))
    if bonus:
        table.add_section()
        middle = [text(lang, "result.row.synergy"), *(["", ""] if wide else [])]
        table.add_row("", "", *middle, "", number(bonus, lang, 2))
    return titled(terminal, "summary.funded_title", table)


def _not_funded(terminal: Terminal, decision: Decision, words: Wording) -> Group | str:
    """One row a project; where there are many, one row a reason, with the identifiers."""
    left = [outcome for outcome in decision.outcomes if not outcome.funded]
    if not left:
        return ""
    if len(left) > LISTED:
        return _by_reason(terminal, left, words)
    table = new_table()
    table.add_column(terminal.say("col.id"), no_wrap=True, overflow="fold")
    table.add_column(terminal.say("col.title"), ratio=1)
    table.add_column(terminal.say("col.reason"), ratio=1)
    for outcome in left:
        title = words.portfolio.by_id[outcome.project].title.get(terminal.lang)
        table.add_row(Text(outcome.project), Text(title), Text(words.reason(outcome)))
    return titled(terminal, "summary.not_title", table)


def _by_reason(terminal: Terminal, left: list[Outcome], words: Wording) -> Group:
    grouped: dict[str, list[str]] = {}
    for outcome in left:
        grouped.setdefault(words.reason(outcome), []).append(outcome.project)
    table = new_table()
    table.add_column(terminal.say("col.reason"), ratio=2)
    table.add_column(terminal.say("col.count"), justify="right", no_wrap=True)
    table.add_column(terminal.say("col.id"), ratio=3)
    for reason, projects in sorted(grouped.items(), key=lambda item: len(item[1])):
        table.add_row(Text(reason), str(len(projects)), Text(", ".join(projects)))
    return titled(terminal, "summary.not_title", table)


def _axes(terminal: Terminal, plan: Plan, words: Wording) -> Iterator[Group | str]:
    lang = terminal.lang
    table = new_table()
    table.add_column(terminal.say("col.axis"), ratio=1)
    for key in ("weight", "points", "value_share", "capital_share"):
        table.add_column(terminal.say(f"axes.{key}"), justify="right", no_wrap=True)

    def share(value: Fraction | None) -> str:
        return "–" if value is None else percent(value, lang)

    for profile in axis_profiles(plan):
        table.add_row(
            Text(words.axis(profile.axis)),
            percent(profile.weight, lang, 0),
            number(profile.points, lang, 1),
            share(profile.value_share),
            share(profile.capital_share),
        )
    yield titled(terminal, "summary.axes_title", table)
    yield f"[{DIM}]{escape(text(lang, 'result.axes.note'))}[/]\n"


def is_tight(finding: Finding) -> bool:
    """Whether a limit leaves next to nothing."""
    if finding.rule in ALWAYS_BINDING or (finding.rule == "precedence" and finding.unit is FigureUnit.COUNT):
        return False
    if finding.used == finding.limit == 0:
        return False  # A year for which nothing is planned is no scarcity.
    nearly = finding.unit is not FigureUnit.YEARS and 0 <= finding.slack <= TIGHT * finding.limit
    return finding.binding or nearly


def _tight(terminal: Terminal, decision: Decision, words: Wording) -> None:
    tight = sorted((finding for finding in decision.findings if is_tight(finding)), key=lambda f: not f.binding)
    terminal.out.print(f"[{STRONG}]{escape(terminal.say('summary.tight_title'))}[/]")
    # Both sides of an "exactly" are findings of their own, in the same words.
    lines = list(dict.fromkeys(f"{'■' if f.binding else '▪'} {words.finding(f)}" for f in tight))
    for line in lines[:SHOWN]:
        terminal.out.print(escape(line))
    if len(lines) > SHOWN:
        terminal.out.print(f"  {escape(terminal.say('summary.more', count=len(lines) - SHOWN))}")
    if not lines:
        terminal.out.print(escape(terminal.say("summary.tight_none")))
    terminal.out.print()


def _red(terminal: Terminal, plan: Plan) -> None:
    case = plan.case
    red = {opened.project for opened in case.scorecard.options if opened.red}
    if not red:
        return
    table = new_table()
    table.add_column(terminal.say("col.id"), no_wrap=True, overflow="fold")
    table.add_column(terminal.say("col.system"), ratio=1)
    table.add_column("", no_wrap=True)
    for project in case.portfolio.projects:
        if project.id in red:
            systems = ", ".join(sorted({row.system for row in project.risks}))
            inside = project.id in plan.by_project
            said = terminal.say("summary.red_funded" if inside else "summary.red_not")
            table.add_row(Text(project.id), Text(systems), f"[{GOOD if inside else CARE}]{escape(said)}[/]")
    terminal.out.print(titled(terminal, "summary.red_title", table))


def _missing(terminal: Terminal, plan: Plan) -> None:
    options = plan.case.scorecard.options
    count = sum(len(opened.missing) for opened in options)
    if count:
        projects = len({opened.project for opened in options if opened.missing})
        said = terminal.say("summary.missing", count=count, projects=projects)
        terminal.out.print(f"[{CARE}]{escape(said)}[/]")
