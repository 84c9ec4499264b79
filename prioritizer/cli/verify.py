"""``prioritizer verify``: a decision is redone exactly from its inputs; one that was altered is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prioritizer.cli.command import Misuse
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import read_criteria, read_portfolio
from prioritizer.cli.say import Terminal
from prioritizer.domain.decision import Decision, SolveStatus
from prioritizer.text import text
from prioritizer.text.numbers import number

if TYPE_CHECKING:
    from prioritizer.domain.criteria import CriteriaSet
    from prioritizer.domain.portfolio import Portfolio

TOLERANCE = 1e-6
MOST_SHOWN = 10
"""Cells of a result workbook that are named; how many more there are is said."""


def verify(lang: str, *, decision: str, file: str | None, criteria: Path | None, solve: bool, time_limit: float) -> int:
    """Check a published folder, or a decision file against the portfolio and criteria it names by fingerprint."""
    if Path(decision).is_dir():
        from prioritizer.cli.verify_folder import verify_folder

        if file is not None or criteria is not None:
            raise Misuse("folder_alone")
        return verify_folder(lang, Path(decision), solve=solve, time_limit=time_limit)
    if file is None:
        raise Misuse("missing_argument", None, option=text(lang, "cli.metavar.portfolio"))
    if solve:
        raise Misuse("solve_folder")
    return verify_decision(lang, decision, file, criteria)


def verify_decision(lang: str, decision: str, file: str, criteria: Path | None) -> int:
    """Check a decision file against the portfolio and the criteria it names by their fingerprints."""
    from prioritizer.program.certificate import certify
    from prioritizer.store.decision_file import decision_from_json, decision_text
    from prioritizer.workbook.carried import carried, is_workbook

    terminal, path = Terminal(lang), Path(decision)
    workbook = is_workbook(path)
    content = carried(path) if workbook else decision_text(path)
    found = decision_from_json(content, path)
    read = read_criteria(criteria)
    portfolio = read_portfolio(terminal, Path(file), read)
    if portfolio is None:
        return ExitCode.PROBLEMS
    wrong = list(_other_inputs(terminal, found, portfolio, read.criteria))
    wrong += _carried_inputs(terminal, content, portfolio, read.criteria, path)
    if not found.status.has_program:
        for line in wrong or [terminal.say("verify.no_program")]:
            terminal.note(line)
        return ExitCode.PROBLEMS
    proof = certify(portfolio, read.criteria, found.program, found.value)
    if proof.value != found.value:
        written, computed = (number(value, lang, 4) for value in (found.value, proof.value))
        wrong.append(terminal.say("verify.value", written=written, computed=computed))
    if proof.breaches:
        wrong += _broken(terminal, found, portfolio, read.criteria)
    if not wrong and not proof.breaches:
        wrong += _claims(terminal, found, portfolio, read.criteria)
    if not wrong and not proof.breaches and workbook:
        wrong += _shown(terminal, found, content, portfolio, read.criteria, path)
    if wrong or proof.breaches:
        for line in wrong:
            terminal.note(line)
        terminal.note(terminal.say("verify.refused"))
        return ExitCode.PROBLEMS
    good = terminal.say("verify.good", value=number(proof.value, lang, 4), checks=proof.checks)
    terminal.out.print(good, soft_wrap=True)
    terminal.note(terminal.say("verify.note"))
    return ExitCode.DONE


def _shown(
    terminal: Terminal, found: Decision, content: str, portfolio: "Portfolio", criteria: "CriteriaSet", path: Path
) -> Iterator[str]:
    """Cells of a result workbook that show something else than the decision it carries."""
    from importlib.metadata import version

    from prioritizer.scoring.score import score
    from prioritizer.workbook.altered import altered
    from prioritizer.workbook.result import write_result

    scorecard = score(portfolio, criteria)

    def write(to: Path, lang: str) -> None:
        write_result(found, portfolio, criteria, scorecard, to, lang, content)

    cells = altered(path, write, version("prioritizer"))
    if cells is None:
        terminal.note(terminal.say("verify.not_compared"))
        return
    for cell in cells[:MOST_SHOWN]:
        yield terminal.say("verify.shown", sheet=cell.sheet, cell=cell.cell, read=cell.read, computed=cell.computed)
    if len(cells) > MOST_SHOWN:
        yield terminal.say("verify.shown_more", count=len(cells) - MOST_SHOWN)


def _other_inputs(
    terminal: Terminal, found: Decision, portfolio: "Portfolio", criteria: "CriteriaSet"
) -> Iterator[str]:
    own = {"portfolio": portfolio.digest(), "budget": portfolio.budget_digest(), "criteria": criteria.digest()}
    for name, value in own.items():
        if found.hashes.get(name) != value:
            yield terminal.say("verify.hash", what=terminal.say(f"verify.what.{name}"))


def _carried_inputs(
    terminal: Terminal, content: str, portfolio: "Portfolio", criteria: "CriteriaSet", path: Path
) -> Iterator[str]:
    """What a dossier says that the decision was made from, where it is not what was given."""
    from prioritizer.store.dossier_file import carries_inputs, dossier_from_json

    if not carries_inputs(content):
        return
    dossier = dossier_from_json(content, path)
    if dossier.portfolio != portfolio.published().canonical():
        yield terminal.say("verify.carried", what=terminal.say("verify.what.portfolio"))
    if dossier.criteria.digest() != criteria.digest():
        yield terminal.say("verify.carried", what=terminal.say("verify.what.criteria"))


def _broken(terminal: Terminal, found: Decision, portfolio: "Portfolio", criteria: "CriteriaSet") -> list[str]:
    """Rules that the program breaks, in words."""
    from prioritizer.program.build import check
    from prioritizer.program.case import Case
    from prioritizer.text.findings import Wording

    words = Wording(portfolio.canonical(), criteria, terminal.lang)
    try:
        broken = [finding for finding in check(Case.of(portfolio, criteria), found.program) if not finding.holds]
    except KeyError as error:
        return [terminal.say("verify.unknown", choice=error.args[0])]
    return [terminal.say("verify.breach", breach=words.breach(finding)) for finding in broken]


def _claims(terminal: Terminal, found: Decision, portfolio: "Portfolio", criteria: "CriteriaSet") -> Iterator[str]:
    """What the file says beside its program: each must follow from it."""
    from prioritizer.program.build import check
    from prioritizer.program.case import Case
    from prioritizer.program.outcomes import outcomes
    from prioritizer.program.solvers import relative_gap

    case = Case.of(portfolio, criteria)
    if found.outcomes != outcomes(case, found.program):
        yield terminal.say("verify.outcomes")
    if found.findings != tuple(check(case, found.program)):
        yield terminal.say("verify.findings")
    value = float(found.value)
    if found.bound is None:
        if found.gap is not None:
            yield terminal.say("verify.gap")
        if found.proved:
            yield terminal.say("verify.status")
        return
    if found.bound < value - TOLERANCE * max(1.0, abs(value)):
        yield terminal.say("verify.bound")
    if found.gap is None or abs(found.gap - relative_gap(value, found.bound)) > TOLERANCE:
        yield terminal.say("verify.gap")
    elif (found.status is SolveStatus.OPTIMAL and found.gap > TOLERANCE) or (
        found.status is SolveStatus.WITHIN_GAP and found.gap > found.gap_asked + TOLERANCE
    ):
        yield terminal.say("verify.status")
