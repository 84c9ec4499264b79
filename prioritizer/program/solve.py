"""From a portfolio and published criteria to a proved program."""

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib.metadata import version
from math import isfinite

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Decision, Program, SolveStatus
from prioritizer.domain.portfolio import Portfolio
from prioritizer.program.build import Built, build, check, value_of
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.program.clash import find_clash
from prioritizer.program.matrix import Matrix
from prioritizer.program.outcomes import outcomes
from prioritizer.program.repair import find_repairs
from prioritizer.program.solvers import (
    SOLVERS,
    Answer,
    End,
    Progress,
    Settings,
    Solver,
    relative_gap,
)
from prioritizer.program.tiebreak import Unsettled, break_ties

STATUS = {
    End.OPTIMAL: SolveStatus.OPTIMAL,
    End.GAP: SolveStatus.WITHIN_GAP,
    End.LIMIT: SolveStatus.TIME_LIMIT,
    End.STOPPED: SolveStatus.INTERRUPTED,
    End.INFEASIBLE: SolveStatus.INFEASIBLE,
}


class RefusedByCertificate(Exception):
    """The exact re-computation does not agree with the program found: a defect, never an answer."""


def solve(
    portfolio: Portfolio,
    criteria: CriteriaSet,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    solver: str = "highs",
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Decision:
    """Find the best program inside the envelopes and rules, prove how good it is, and certify it.

    Args:
        portfolio: what departments submit, the budget and the rules; the order of its rows changes nothing.
        criteria: the published set that scores it.
        gap: relative gap at which to stop; 0 asks for a proved optimum and the published tie-break.
        time_limit: seconds for the whole call, None for no limit. A result stopped by time depends on the machine.
        solver: ``highs`` or ``cbc``.
        progress: called with the best value and the bound while solving (HiGHS only).
        stop: asked now and then whether to stop and keep the best program so far (HiGHS only).
        clock: seconds, monotonic.

    Raises:
        Refused: where a rating or a scale factor that the criteria require is missing.
        RefusedByCertificate: where the certificate refuses the program found.
    """
    began = clock()
    case = Case.of(portfolio, criteria)
    built = build(case)
    run = SOLVERS[solver]

    def left() -> float | None:
        return None if time_limit is None else max(time_limit - (clock() - began), 0.05)

    settings = Settings(gap, left(), progress, stop)
    answer, program = _search(built, run, settings)
    status = SolveStatus.NO_SOLUTION if program is None and answer.end is not End.INFEASIBLE else STATUS[answer.end]
    value, bound, unique = Fraction(0), answer.bound, None
    if program is not None:
        value = value_of(case, program)
        if status is SolveStatus.OPTIMAL:
            try:
                program = break_ties(built, program, run, replace(settings, gap=0.0, time_limit=left(), progress=None))
                unique = True
            except Unsettled as unsettled:
                program, unique = unsettled.program, False
            value = value_of(case, program)
            bound = float(value)
    decision = decided(
        case,
        program,
        status=status,
        bound=bound,
        gap_asked=gap,
        unique=unique,
        solver=solver,
        engine=answer.engine,
        seconds=clock() - began,
        nodes=answer.nodes,
    )
    if program is None:
        if status is SolveStatus.INFEASIBLE:
            quiet = replace(settings, gap=0.0, progress=None)
            clashes, repairs = (find_clash(built, run, quiet),), find_repairs(built, run, quiet)
            decision = replace(decision, clashes=clashes, repairs=repairs, seconds=clock() - began)
        return decision
    if decision.certificate is not None and not decision.certificate.valid:
        raise RefusedByCertificate("; ".join(decision.certificate.breaches))
    return replace(decision, seconds=clock() - began)


def decided(
    case: Case,
    program: Program | None,
    *,
    status: SolveStatus,
    bound: float | None,
    gap_asked: float,
    unique: bool | None,
    solver: str,
    engine: str,
    seconds: float,
    nodes: int,
) -> Decision:
    """A program with what is proved of it, as a decision: every project, every rule, and the certificate, valid or not.

    ``engine`` names the solver and its version; the others are as in ``Decision``.
    """
    value = Fraction(0) if program is None else value_of(case, program)
    return Decision(
        status=status,
        program=program or (),
        outcomes=outcomes(case, program) if program is not None else (),
        value=value,
        bound=bound if bound is not None and isfinite(bound) else None,
        gap=None if program is None or bound is None else relative_gap(float(value), bound),
        gap_asked=gap_asked,
        unique=unique,
        solver=solver,
        solver_version=f"{engine}, PuLP {version('pulp')}",
        seconds=seconds,
        nodes=nodes,
        hashes={
            "portfolio": case.portfolio.digest(),
            "budget": case.portfolio.budget_digest(),
            "criteria": case.criteria.digest(),
        },
        findings=() if program is None else tuple(check(case, program)),
        certificate=None if program is None else certify(case.portfolio, case.criteria, program, value),
    )


def _search(built: Built, run: Solver, settings: Settings) -> tuple[Answer, Program | None]:
    """Solve; where rounding left a rule broken by a hair, forbid that very program and solve again.

    A solver keeps rows within a tolerance; the rules are kept to the cent. A program that only the tolerance allows is
    cut off, which loses no program that keeps the rules, so the proof stands.
    """
    matrix = Matrix(built.matrix.variables.copy(), list(built.matrix.rows))
    while True:
        answer = run(matrix, None, settings)
        if answer.x is None:
            return answer, None
        program = built.program(answer.x)
        if all(finding.holds for finding in check(built.columns.case, program)):
            return answer, program
        picked = set(program)
        columns = range(len(built.columns.choices))
        coef = [1 if built.columns.choices[j] in picked else -1 for j in columns]
        matrix.add_row("rounding", (str(len(matrix.rows)),), None, columns, coef, high=len(picked) - 1)
