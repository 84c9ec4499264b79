"""Tables by year: envelopes by source with a bar, operating budget, busiest year of each team."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from prioritizer.cli.say import CARE, DIM, STRONG, Terminal
from prioritizer.domain.portfolio import LEGAL_YEARS
from prioritizer.program.ledger import SourceYear, operating_by_year, peaks, source_years
from prioritizer.program.plan import Plan
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent, thousands

LEGAL_MARK = "◆"
FULL, PART, EMPTY = "█", "▌", "·"
BAR_NARROW, BAR_WIDE = 20, 40


def new_table(*, expand: bool = True) -> Table:
    """A table in the house's style; ``expand``: over the whole width."""
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=expand, header_style=STRONG)


def titled(terminal: Terminal, key: str, table: Table) -> Group:
    """A table under its title, a key of the catalog."""
    return Group(Text(terminal.say(key), style=STRONG), table)


def bar(share: Fraction, width: int) -> str:
    """A bar for a share of 1: whole and half blocks, then dots up to ``width``."""
    halves = int(min(max(share, Fraction(0)), Fraction(1)) * width * 2)
    drawn = FULL * (halves // 2) + (PART if halves % 2 else "")
    return drawn + EMPTY * (width - len(drawn))


def years_tables(terminal: Terminal, plan: Plan, words: Wording) -> Iterator[Group | str]:
    """Everything that is told by year."""
    yield _envelopes(terminal, plan, words)
    yield f"[{DIM}]{escape(terminal.say('summary.legal'))}[/]\n"
    if any(effect or cap is not None for _, effect, cap in operating_by_year(plan)):
        yield _operating(terminal, plan)
    if peaks(plan):
        yield _people(terminal, plan)


def _year(plan: Plan, year: int) -> str:
    legal = plan.case.portfolio.info.index(year) < LEGAL_YEARS
    return f"{year} {LEGAL_MARK if legal else ' '}"


def _envelopes(terminal: Terminal, plan: Plan, words: Wording) -> Group:
    width = BAR_NARROW if terminal.out.width < 100 else BAR_WIDE
    table = new_table(expand=False)
    table.add_column(terminal.say("col.year"), no_wrap=True)
    for key in ("used", "available", "share"):
        table.add_column(terminal.say(f"col.{key}"), justify="right", no_wrap=True)
    table.add_column(terminal.say("col.use"), no_wrap=True, min_width=width)
    for source, grouped in groupby(source_years(plan), key=lambda row: row.source):
        rows = list(grouped)
        if not any(row.spent or row.envelope for row in rows):
            continue
        table.add_section()
        table.add_row(Text(words.source(source), style=STRONG))
        total, limit = Fraction(0), Fraction(0)
        unlimited = False
        for row in rows:
            table.add_row(*_envelope_cells(terminal, plan, row, width))
            total += row.used
            limit += row.envelope or 0
            unlimited |= row.envelope is None
        share = total / limit if limit and not unlimited else None
        table.add_row(
            terminal.say("col.total"),
            thousands(total, terminal.lang),
            "" if unlimited else thousands(limit, terminal.lang),
            "" if share is None else percent(share, terminal.lang, 0),
            style=STRONG,
        )
    return titled(terminal, "summary.envelopes_title", table)


def _envelope_cells(terminal: Terminal, plan: Plan, row: SourceYear, width: int) -> tuple[str, ...]:
    lang, available = terminal.lang, row.available
    used = thousands(row.used, lang)
    if available is None:
        return _year(plan, row.year), used, text(lang, "result.no_limit"), "", ""
    if not available:
        return _year(plan, row.year), used, thousands(available, lang), "–", ""
    share = Fraction(row.used) / available
    return _year(plan, row.year), used, thousands(available, lang), percent(share, lang, 0), bar(share, width)


def _operating(terminal: Terminal, plan: Plan) -> Group:
    lang = terminal.lang
    table = new_table(expand=False)
    table.add_column(terminal.say("col.year"), no_wrap=True)
    table.add_column(terminal.say("col.operating"), justify="right", no_wrap=True)
    table.add_column(terminal.say("col.cap"), justify="right", no_wrap=True)
    for year, effect, cap in operating_by_year(plan):
        limit = text(lang, "result.no_limit") if cap is None else thousands(cap, lang)
        table.add_row(_year(plan, year), thousands(effect, lang), limit)
    return titled(terminal, "summary.operating_title", table)


def _people(terminal: Terminal, plan: Plan) -> Group:
    lang = terminal.lang

    def people(milli: int) -> str:
        return number(Fraction(milli, 1000), lang, 1)

    table = new_table()
    table.add_column(terminal.say("col.pool"), ratio=1)
    table.add_column(terminal.say("col.year"), no_wrap=True)
    table.add_column(terminal.say("col.peak"), justify="right", no_wrap=True)
    table.add_column(terminal.say("col.capacity"), justify="right", no_wrap=True)
    table.add_column(terminal.say("col.share"), justify="right", no_wrap=True)
    for peak in peaks(plan):
        limit = text(lang, "result.no_limit") if peak.limit is None else people(peak.limit)
        share = percent(Fraction(peak.used, peak.limit), lang, 0) if peak.limit else ""
        full = peak.limit is not None and peak.used == peak.limit
        table.add_row(
            Text(peak.pool), str(peak.year), people(peak.used), limit, f"[{CARE}]{share} ■[/]" if full else share
        )
    return titled(terminal, "summary.people_title", table)
