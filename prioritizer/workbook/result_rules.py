"""Rules with their slack, the rules in words, and what to do where no program keeps them all."""

from fractions import Fraction

from prioritizer.domain.decision import FigureUnit, Finding
from prioritizer.program.rules import RULES
from prioritizer.workbook.result_book import Book, Column, Formula
from prioritizer.workbook.result_data import Result

ORDER = (
    "envelope",
    "operating",
    "capacity",
    "concurrency",
    "balance",
    "earmark",
    "precedence",
    "group",
    "imposed",
    "gate",
    "choice",
)
"""Limits first; what holds for one project at a time comes last."""
SCALE = {FigureUnit.CENTS: 100, FigureUnit.MILLI_FTE: 1000, FigureUnit.COUNT: 1, FigureUnit.YEARS: 1}


def ordered(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings in the order a reader wants, the rest unchanged."""
    return sorted(findings, key=lambda finding: ORDER.index(finding.rule) if finding.rule in ORDER else len(ORDER))


def rules(book: Book, result: Result) -> None:
    """One row a finding: used, limit, slack as a formula, state."""
    columns = [
        Column("rule", 28, "wrap"),
        Column("subject", 58, "wrap"),
        Column("year", 8, "year"),
        Column("used", 16, "figure"),
        Column("sense", 10),
        Column("limit", 16, "figure"),
        Column("slack", 16, "figure"),
        Column("unit", 9),
        Column("state", 14),
    ]
    sheet = book.sheet("rules", columns, note=book.word("note.rules"), frozen=2)
    for finding in ordered(result.decision.findings):
        scale = SCALE[finding.unit]
        used, limit = sheet.cell(sheet.row, 3), sheet.cell(sheet.row, 5)
        state = "broken" if not finding.holds else "binding" if finding.binding else "holds"
        difference = f"={used}-{limit}" if finding.at_least else f"={limit}-{used}"
        sheet.add(
            result.words.rule(finding.rule),
            result.words.name(finding.rule, finding.subject, finding.year),
            finding.year,
            finding.used / scale,
            book.word("state.at_least" if finding.at_least else "state.at_most"),
            finding.limit / scale,
            Formula(difference, finding.slack / scale),
            book.word(f"unit.{finding.unit}"),
            book.word(f"state.{state}"),
        )
        if finding.unit is FigureUnit.YEARS:
            for col, year in ((3, finding.used), (5, finding.limit)):
                sheet.put(sheet.row - 1, col, year, format_name="year")
    sheet.filtered()


def method(book: Book, result: Result) -> None:
    """Every registered rule: its sentence and its formula, from the same catalog as everywhere else."""
    columns = [Column("rule", 32, "label"), Column("sentence", 70, "wrap"), Column("formula", 60, "wrap")]
    sheet = book.sheet("method", columns)
    for rule in RULES:
        title, sentence, formula = (
            result.words.rule_text(rule.code, part) for part in ("title", "sentence", "formula")
        )
        sheet.add(title, sentence, formula)


def repairs(book: Book, result: Result) -> None:
    """The rules in conflict, then each repair with its amounts."""
    columns = [
        Column("kind", 34, "wrap"),
        Column("change", 90, "wrap"),
        Column("year", 8, "year"),
        Column("used", 18, "figure", book.word("col.amount")),
        Column("unit", 9),
        Column("proved", 10),
    ]
    sheet = book.sheet("repairs", columns)
    for clash in result.decision.clashes:
        for rule, subject, year in clash.rules:
            sheet.add(book.word("row.clash"), result.words.name(rule, subject, year), year, None, "", "")
    for repair in result.decision.repairs:
        for change in repair.changes:
            sheet.add(
                result.words.kind(repair.kind),
                result.words.change(change),
                change.year,
                Fraction(change.amount, SCALE[change.unit]),
                book.word(f"unit.{change.unit}"),
                book.word("yes" if repair.proved else "no"),
            )
