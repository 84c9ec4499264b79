"""``prioritizer run``: from a workbook and published criteria to the proved best program."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import DEFAULT_CRITERIA, read_criteria, read_portfolio
from prioritizer.cli.outputs import check_apart, check_workbook, check_writable
from prioritizer.cli.say import Terminal
from prioritizer.domain.decision import Decision, SolveStatus

if TYPE_CHECKING:
    from prioritizer.domain.criteria import CriteriaSet
    from prioritizer.domain.explanation import Why
    from prioritizer.domain.portfolio import Portfolio

EXIT = {
    SolveStatus.OPTIMAL: ExitCode.DONE,
    SolveStatus.WITHIN_GAP: ExitCode.DONE,
    SolveStatus.TIME_LIMIT: ExitCode.STOPPED,
    SolveStatus.INTERRUPTED: ExitCode.STOPPED,
    SolveStatus.INFEASIBLE: ExitCode.INFEASIBLE,
    SolveStatus.NO_SOLUTION: ExitCode.NOTHING_FOUND,
}


def run(
    lang: str,
    *,
    file: str,
    criteria: Path | None,
    gap: float,
    time_limit: float,
    solver: str,
    output: Path | None,
    json: bool,
    explain: bool,
    write_lp: Path | None,
) -> int:
    """Read, solve, show, write. Returns an exit code."""
    from prioritizer.scoring.score import score
    from prioritizer.store.dossier_file import Dossier, dossier_to_json
    from prioritizer.workbook.result import write_result

    terminal, source = Terminal(lang), Path(file)
    path = output or Path(f"{source.stem}-{terminal.say('run.suffix')}.xlsx")
    kept = output is not None or not json
    written = [*([path] if kept else ()), *([write_lp] if write_lp else ())]
    check_apart(written, (source, criteria or DEFAULT_CRITERIA))
    for each in written:
        check_writable(each)
    if kept:
        check_workbook(path)
    read = read_criteria(criteria)
    terminal.note(terminal.say("run.reading", file=source.name))
    portfolio = read_portfolio(terminal, source, read)
    if portfolio is None:
        return ExitCode.PROBLEMS
    if write_lp is not None:
        _write_model(portfolio, read.criteria, write_lp)
        terminal.note(terminal.say("run.written_lp", file=write_lp))
    decision = _solve(terminal, portfolio, read.criteria, {"gap": gap, "time_limit": time_limit, "solver": solver})
    if decision is None:
        return ExitCode.INTERNAL
    explanations = _explain(terminal, portfolio, read.criteria, decision, gap, time_limit) if explain else ()
    scorecard = score(portfolio, read.criteria)
    dossier = dossier_to_json(Dossier.of(decision, portfolio, read.criteria, read.priorities, explanations))
    # The workbook first: whatever happens to the screen, the answer is kept.
    if kept:
        write_result(decision, portfolio, read.criteria, scorecard, path, lang, dossier)
    if json:
        terminal.raw(dossier)
    else:
        from prioritizer.cli.summary import show

        show(terminal, decision, portfolio, read.criteria, scorecard)
    if kept:
        terminal.note(terminal.say("run.written", file=path))
    return EXIT[decision.status]


def _solve(
    terminal: Terminal, portfolio: "Portfolio", criteria: "CriteriaSet", asked: dict[str, Any]
) -> Decision | None:
    from prioritizer.cli.progress import Watch, watching
    from prioritizer.program.solve import RefusedByCertificate, solve

    info = portfolio.info
    terminal.note(terminal.say("run.solving", projects=len(portfolio.projects), years=info.horizon))
    try:
        with watching(terminal, Watch) as watch:
            return solve(portfolio, criteria, progress=watch.progress, stop=watch.stop, **asked)
    except RefusedByCertificate as refusal:
        terminal.note(terminal.say("error.certificate"))
        terminal.note(str(refusal))
        return None


def _explain(
    terminal: Terminal,
    portfolio: "Portfolio",
    criteria: "CriteriaSet",
    decision: Decision,
    gap: float,
    time_limit: float,
) -> "tuple[Why, ...]":
    """What it would take for each project left out, within as much time again as the search was given."""
    from prioritizer.cli.progress import Steps, watching
    from prioritizer.insight.why import why_left_out
    from prioritizer.program.case import Case
    from prioritizer.program.live import Live

    if not decision.status.has_program:
        return ()
    terminal.note(terminal.say("run.explaining"))
    live = Live(Case.of(portfolio, criteria))
    with watching(terminal, Steps) as watch:
        return why_left_out(live, decision.program, gap=gap, time_limit=time_limit, stop=watch.stop, step=watch.step)


def _write_model(portfolio: "Portfolio", criteria: "CriteriaSet", path: Path) -> None:
    from prioritizer.program.build import build
    from prioritizer.program.case import Case
    from prioritizer.program.pulp_model import to_pulp

    to_pulp(build(Case.of(portfolio, criteria)).matrix).problem.writeLP(str(path))
