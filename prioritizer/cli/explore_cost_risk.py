"""Cost risk on the terminal: how likely each year is to hold, and what it costs to make each of them hold."""

from fractions import Fraction
from typing import Literal

from rich.console import Group
from rich.markup import escape
from rich.text import Text

from prioritizer.cli.say import CARE, DIM, STRONG, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.cost_reserve import Certainty, Trial
from prioritizer.insight.cost_risk import Chance, CostRisk, YearRisk
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent

CENTS_PER_MILLION = 100_000_000
SOURCES_SHOWN, SOURCES_FROM = 3, 100
"""Funding sources that have a column of their own, the least likely to hold, and the width from which they have."""


def show_cost_risk(terminal: Terminal, result: CostRisk, words: Wording) -> None:
    """Print the risk of one program."""
    out, lang = terminal.out, terminal.lang
    weakest = min(result.years, key=lambda row: row.holds.share)
    out.print(escape(_say(terminal, "every_year", share=_chance(result.every_year, lang))))
    if weakest.holds.share < 1:
        overrun, share = _millions(weakest.overrun, lang), percent(weakest.holds.share, lang)
        out.print(escape(_say(terminal, "weakest", year=weakest.year, share=share, overrun=overrun)))
    else:
        out.print(escape(_say(terminal, "sure")))
    out.print(_years(terminal, result, words))
    out.print(f"[{DIM}]{escape(_method(terminal, result))}[/]")


def show_certainty(terminal: Terminal, result: Certainty, words: Wording) -> None:
    """Print the program that holds beside the best one, and the price of it."""
    out, lang = terminal.out, terminal.lang
    for sentence in _found(terminal, result):
        out.print(escape(sentence))
    if result.beyond:
        years = ", ".join(str(year) for year in result.beyond)
        said = _say(terminal, "beyond", years=years, confidence=percent(result.confidence, lang, 0))
        out.print(f"[{CARE}]{escape(said)}[/]")
    if result.risk is not None and result.program != result.base.program:
        out.print(_beside(terminal, result, result.risk))
        out.print(_movers(terminal, result, words))
    if len(result.trials) > 1:
        out.print(_trials(terminal, result))
    out.print(f"[{DIM}]{escape(_method(terminal, result.base))}[/]")


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_cost_risk.{key}", **figures)


def _millions(cents: float, lang: str) -> str:
    return number(round(cents / CENTS_PER_MILLION, 6), lang, 1)


def _chance(chance: Chance, lang: str) -> str:
    """A probability with its standard error, in points of percentage."""
    return f"{percent(chance.share, lang)}\u00a0±\u00a0{number(round(100 * chance.error, 6), lang, 1)}"


def _method(terminal: Terminal, risk: CostRisk) -> str:
    lang = terminal.lang
    classes = sorted(risk.accuracies)
    ranges = ", ".join(
        _say(
            terminal,
            "range",
            code=code.value,
            low=percent(risk.accuracies[code].low, lang),
            high="+" + percent(risk.accuracies[code].high, lang),
        )
        for code in classes
    )
    correlation = number(risk.correlation, lang, 2)
    return _say(
        terminal, "method", draws=number(risk.draws, lang), seed=risk.seed, correlation=correlation, ranges=ranges
    )


def _years(terminal: Terminal, result: CostRisk, words: Wording) -> Group:
    lang = terminal.lang
    cells = {(row.source, row.year): row for row in result.by_source}
    limited = {row.source for row in result.by_source if row.limit is not None and row.source is not None}
    worst = {source: min(row.holds.share for row in result.by_source if row.source == source) for source in limited}
    several = len(limited) > 1 and terminal.out.width >= SOURCES_FROM
    shown = sorted(sorted(limited, key=lambda source: (worst[source], source))[: SOURCES_SHOWN if several else 0])
    table = new_table()
    for key in ("year", "planned", "available", "p80", "overrun", "holds"):
        justify: Literal["left", "right"] = "left" if key == "year" else "right"
        table.add_column(_say(terminal, f"col_{key}"), justify=justify, no_wrap=key == "holds")
    for source in shown:
        table.add_column(Text(words.source(source)), justify="right")
    for row in result.years:
        table.add_row(
            str(row.year),
            _millions(row.planned, lang),
            "–" if row.limit is None else _millions(row.limit, lang),
            _millions(row.p80, lang),
            _millions(row.overrun, lang),
            _chance(row.holds, lang),
            *(percent(cells[source, row.year].holds.share, lang, 0) for source in shown),
        )
    return Group(Text(_say(terminal, "years"), style=STRONG), table)


def _found(terminal: Terminal, result: Certainty) -> list[str]:
    lang = terminal.lang
    asked = _say(terminal, "asked_all" if result.joint else "asked_each", share=percent(result.confidence, lang, 0))
    if result.program is None or result.risk is None or result.fresh is None:
        return [_say(terminal, "none_found", asked=asked)]
    if result.program == result.base.program:
        return [_say(terminal, "already", asked=asked)]
    share = result.lost / abs(result.base_value) if result.base_value else Fraction(0)
    return [
        _say(
            terminal,
            "price",
            asked=asked,
            value=number(result.value, lang, 2),
            base=number(result.base_value, lang, 2),
            lost=number(result.lost, lang, 2),
            share=percent(share, lang),
        ),
        _say(terminal, "fresh", share=_chance(result.fresh.chance(joint=result.joint), lang)),
    ]


def _beside(terminal: Terminal, result: Certainty, risk: CostRisk) -> Group:
    lang = terminal.lang
    table = new_table()
    table.add_column(_say(terminal, "col_year"), no_wrap=True)
    for key in ("best_planned", "best_holds", "sure_planned", "sure_holds", "sure_overrun"):
        table.add_column(_say(terminal, f"col_{key}"), justify="right")

    def cells(row: YearRisk) -> tuple[str, str]:
        return _millions(row.planned, lang), _chance(row.holds, lang)

    for old, new in zip(result.base.years, risk.years, strict=True):
        mark = " *" if old.year in result.beyond else ""
        table.add_row(f"{old.year}{mark}", *cells(old), *cells(new), _millions(new.overrun, lang))
    return Group(Text(_say(terminal, "beside"), style=STRONG), table)


def _movers(terminal: Terminal, result: Certainty, words: Wording) -> Group:
    table = new_table()
    table.add_column("", no_wrap=True)
    table.add_column(_say(terminal, "col_project"), no_wrap=True)
    table.add_column(_say(terminal, "col_title"), ratio=1)
    for key, projects in (("leaves", result.leaving), ("enters", result.entering)):
        for project in projects:
            title = words.portfolio.by_id[project].title.get(terminal.lang)
            table.add_row(_say(terminal, key), Text(project), Text(title))
    head = "movers" if result.leaving or result.entering else "movers_none"
    return Group(Text(_say(terminal, head), style=STRONG), *([table] if table.row_count else []))


def _trials(terminal: Terminal, result: Certainty) -> Group:
    lang = terminal.lang
    table = new_table(expand=False)
    table.add_column(_say(terminal, "col_way"), no_wrap=True)
    for key in ("reserve", "value", "chance"):
        table.add_column(_say(terminal, f"col_{key}"), justify="right", no_wrap=True)

    def order(trial: Trial) -> tuple[int, Fraction]:
        return [*dict.fromkeys(row.way for row in result.trials)].index(trial.way), trial.reserve

    for trial in sorted(result.trials, key=order):
        nothing = _say(terminal, "impossible" if trial.impossible else "unknown")
        table.add_row(
            _say(terminal, f"way.{trial.way}"),
            percent(trial.reserve, lang),
            nothing if trial.value is None else number(trial.value, lang, 2),
            nothing if trial.chance is None else _chance(trial.chance, lang),
        )
    return Group(Text(_say(terminal, "trials"), style=STRONG), table)
