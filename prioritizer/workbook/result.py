"""The result workbook: decisions, cash flow, envelopes, opened scores, rules with slack, certificate.

Figures that a reader may want to redo are live formulas with their value; every other cell is a value.
"""

from pathlib import Path

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Decision
from prioritizer.domain.portfolio import Portfolio
from prioritizer.program.case import Case
from prioritizer.program.plan import Plan
from prioritizer.scoring.score import Scorecard
from prioritizer.text.findings import Wording
from prioritizer.workbook import result_cash, result_program, result_rules, result_scores
from prioritizer.workbook.carried import carry
from prioritizer.workbook.result_book import Book
from prioritizer.workbook.result_data import Result


def write_result(
    decision: Decision,
    portfolio: Portfolio,
    criteria: CriteriaSet,
    scorecard: Scorecard,
    path: Path,
    lang: str = "fr",
    dossier: str | None = None,
) -> None:
    """Write the result workbook of a decision; the same decision gives the same bytes.

    ``dossier``, the published dossier as JSON text, goes with it: see ``carried``.

    Raises:
        OSError: where the file cannot be written.
    """
    canonical = portfolio.canonical()
    plan = Plan(Case(canonical, criteria, scorecard), decision.program)
    result = Result(decision, plan, Wording(canonical, criteria, lang))
    book = Book(path, lang, canonical.info.title, canonical.info.organization)
    result_program.summary(book, result)
    if decision.clashes or decision.repairs:
        result_rules.repairs(book, result)
    if decision.status.has_program:
        result_program.decisions(book, result)
        result_cash.envelopes(book, result, result_cash.cash(book, result))
    result_scores.values(book, result)
    result_scores.scores(book, result)
    if decision.findings:
        result_rules.rules(book, result)
    result_rules.method(book, result)
    result_program.certificate(book, result)
    if dossier is not None:
        carry(book, dossier)
    book.close()
