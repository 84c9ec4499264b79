"""Prioritizer: which digital projects enter a city's ten-year capital works program, decided in public.

from prioritizer import load_criteria, read_portfolio, solve

criteria = load_criteria("criteria/montreal-numerique.yaml")
read = read_portfolio("sample_portfolios/montreal-2027-2036.xlsx", criteria)
decision = solve(read.portfolio, criteria)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prioritizer.domain.criteria import CriteriaSet
    from prioritizer.domain.decision import Decision
    from prioritizer.domain.portfolio import Portfolio
    from prioritizer.domain.problem import Problem, Refused
    from prioritizer.program.case import Case
    from prioritizer.program.certificate import certify
    from prioritizer.program.live import Conditions, Live, Objective
    from prioritizer.program.solve import solve
    from prioritizer.scoring.score import score
    from prioritizer.store.criteria_file import load_criteria
    from prioritizer.workbook.reader import read_portfolio
    from prioritizer.workbook.result import write_result
    from prioritizer.workbook.writer import write_portfolio

_HOMES = {
    "Case": "program.case",
    "Conditions": "program.live",
    "CriteriaSet": "domain.criteria",
    "Decision": "domain.decision",
    "Live": "program.live",
    "Objective": "program.live",
    "Portfolio": "domain.portfolio",
    "Problem": "domain.problem",
    "Refused": "domain.problem",
    "certify": "program.certificate",
    "load_criteria": "store.criteria_file",
    "read_portfolio": "workbook.reader",
    "score": "scoring.score",
    "solve": "program.solve",
    "write_portfolio": "workbook.writer",
    "write_result": "workbook.result",
}

__all__ = [
    "Case",
    "Conditions",
    "CriteriaSet",
    "Decision",
    "Live",
    "Objective",
    "Portfolio",
    "Problem",
    "Refused",
    "certify",
    "load_criteria",
    "read_portfolio",
    "score",
    "solve",
    "write_portfolio",
    "write_result",
]


def __getattr__(name: str) -> Any:
    # Imported when asked for: the command line starts in a fraction of the time that solver and workbook take.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
