"""Yearly cash flow and use of the envelopes, with live totals."""

from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain.portfolio import FULL, LEGAL_YEARS
from prioritizer.program.ledger import SourceYear, cash_lines, source_years, sources
from prioritizer.workbook.result_book import HEADER_ROW, Book, Column, Formula, Sheet
from prioritizer.workbook.result_data import Result

SOURCE, BEFORE, FIRST_YEAR = 2, 5, 6
"""Columns of the cash flow that formulas name."""


@dataclass(frozen=True)
class CashSheet:
    """Where the lines of projects and of savings stand on the sheet of cash flow."""

    sheet: Sheet
    first: int
    last: int
    savings: dict[str, int]


def _dollars(cents: Fraction | int) -> Fraction:
    return Fraction(cents) / 100


def cash(book: Book, result: Result) -> CashSheet:
    """One row a project and source, then savings and totals by source."""
    info = result.portfolio.info
    columns = [
        Column("project", 16),
        Column("title", 40, "wrap"),
        Column("source", 16),
        Column("option", 16, "wrap"),
        Column("start", 7, "year"),
        Column("before", 12, "money"),
        *(Column("year", 12, "money", str(year)) for year in info.years),
        Column("later", 12, "money"),
        Column("total", 14, "money"),
    ]
    sheet = book.sheet("cash", columns, note=book.word("note.cash"), frozen=3)
    for line in cash_lines(result.plan):
        done = line.done
        _line(
            sheet,
            (
                done.project.id,
                done.project.title.get(book.lang),
                result.words.source(line.source),
                result.words.option(done.project.id, done.option.code),
                done.start,
            ),
            (line.before, *line.years, line.later),
        )
    first, last = HEADER_ROW + 1, max(sheet.row - 1, HEADER_ROW + 1)
    if sheet.row == HEADER_ROW + 1:
        sheet.add("")
    years = source_years(result.plan)
    savings: dict[str, int] = {}
    for source in sources(result.plan):
        saved = [row.saved for row in years if row.source == source]
        if any(saved):
            heading = ("", book.word("row.savings"), result.words.source(source), "", None)
            savings[source] = _line(sheet, heading, (0, *(-cents for cents in saved), 0))
    end = sheet.row - 1
    lines = cash_lines(result.plan)
    for source in sources(result.plan):
        mine = [line for line in lines if line.source == source]
        spent = [row.used for row in years if row.source == source]
        amounts = (sum(line.before for line in mine), *spent, sum(line.later for line in mine))
        name = result.words.source(source)
        mine_only = f"{sheet.span(first, end, SOURCE)},{sheet.cell(sheet.row, SOURCE)}"
        cells = [
            Formula(
                f"=SUMIF({mine_only},{sheet.span(first, end, col)})",
                _dollars(cents),
            )
            for col, cents in enumerate(amounts, BEFORE)
        ]
        total = Formula(_row_sum(sheet, len(amounts)), _dollars(sum(amounts)))
        sheet.add("", book.word("row.total"), name, "", None, *cells, total, strong=True)
    top = end + 1
    if sheet.row > top:
        bottom = sheet.row - 1
        by_column = [sum(line.before for line in lines)]
        by_column += [sum(row.used for row in years if row.year == year) for year in info.years]
        by_column.append(sum(line.later for line in lines))
        cells = [
            Formula(f"=SUM({sheet.cell(top, col)}:{sheet.cell(bottom, col)})", _dollars(cents))
            for col, cents in enumerate((*by_column, sum(by_column)), BEFORE)
        ]
        sheet.add("", book.word("row.total"), "", "", None, *cells, strong=True)
    return CashSheet(sheet, first, last, savings)


def _row_sum(sheet: Sheet, count: int) -> str:
    return f"=SUM({sheet.cell(sheet.row, BEFORE)}:{sheet.cell(sheet.row, BEFORE + count - 1)})"


def _line(sheet: Sheet, heading: tuple[str | int | None, ...], cents: tuple[int, ...]) -> int:
    total = Formula(_row_sum(sheet, len(cents)), _dollars(sum(cents)))
    return sheet.add(*heading, *(_dollars(amount) for amount in cents), total)


def envelopes(book: Book, result: Result, cash_sheet: CashSheet) -> None:
    """One row a source and year: spending against the envelope and what was carried in."""
    columns = [
        Column("source", 18),
        Column("year", 8, "year"),
        Column("legal", 30),
        Column("spent", 15, "money"),
        Column("saved", 13, "money"),
        Column("envelope", 15, "money"),
        Column("carried_in", 13, "money"),
        Column("available", 15, "money"),
        Column("left", 15, "money"),
        Column("share", 11, "share"),
        Column("carried_out", 15, "money"),
    ]
    sheet = book.sheet("envelopes", columns, note=book.word("note.envelopes"), frozen=2)
    rows = source_years(result.plan)
    for number, row in enumerate(rows):
        following = rows[number + 1] if number + 1 < len(rows) else None
        carried_out = following.carried_in if following and following.source == row.source else Fraction(0)
        _envelope_row(result, sheet, cash_sheet, (row, carried_out))
    if rows:
        sheet.sheet.conditional_format(
            HEADER_ROW + 1,
            9,
            sheet.row - 1,
            9,
            {
                "type": "data_bar",
                "bar_color": "#BBD3EA",
                "min_type": "num",
                "min_value": 0,
                "max_type": "num",
                "max_value": 1,
                "bar_solid": True,
            },
        )
    sheet.filtered()


def _envelope_row(result: Result, sheet: Sheet, cash_sheet: CashSheet, use: tuple[SourceYear, Fraction]) -> None:
    """One row: ``use`` is the year's use and what it may carry out."""
    row, carried_out = use
    t = result.portfolio.info.index(row.year)
    here = sheet.row
    lines = cash_sheet.sheet
    col = FIRST_YEAR + t

    def at(column: int, up: int = 0) -> str:
        return sheet.cell(here - up, column)

    by_source = lines.far(lines.span(cash_sheet.first, cash_sheet.last, SOURCE))
    by_year = lines.far(lines.span(cash_sheet.first, cash_sheet.last, col))
    spent = Formula(f"=SUMIF({by_source},{at(0)},{by_year})", _dollars(row.spent))
    saving = cash_sheet.savings.get(row.source)
    saved: Formula | int = 0
    if saving is not None:
        saved = Formula(f"=-{lines.far(lines.cell(saving, col, absolute=True))}", _dollars(row.saved))
    legal = sheet.book.word("legal") if t < LEGAL_YEARS else ""
    heading = (result.words.source(row.source), row.year, legal, spent, saved)
    available = row.available
    if row.envelope is None or available is None:
        sheet.add(*heading, sheet.book.word("no_limit"), None, None, None, None, None)
        return
    first = t == 0
    carried_in: Formula | int = 0 if first else Formula(f"={at(10, 1)}", _dollars(row.carried_in))
    left = available - row.used
    last_year = t == result.portfolio.info.horizon - 1
    rate = Fraction(0 if last_year else row.carry_bp, FULL)
    sheet.add(
        *heading,
        _dollars(row.envelope),
        carried_in,
        Formula(f"={at(5)}+{at(6)}", _dollars(available)),
        Formula(f"={at(7)}-({at(3)}-{at(4)})", _dollars(left)),
        Formula(f"=IF({at(7)}=0,0,({at(3)}-{at(4)})/{at(7)})", row.used / available if available else 0),
        Formula(f"=MIN({float(rate):g}*{at(5)},MAX({at(8)},0))", _dollars(carried_out)),
    )
