"""The budget on the terminal: the curve by share, the ladder and its price, what each year is worth."""

from fractions import Fraction
from itertools import groupby
from math import isfinite

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from prioritizer.cli.say import CARE, DIM, STRONG, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.budget import MILLION, Amounts, Curve, Leaver, Point, Step
from prioritizer.insight.budget_years import Marginal, Move
from prioritizer.insight.ladder import Ladder, Rung
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent, thousands

WIDE = 95
"""From how many columns the curve also tells what is spent, on how many projects."""
CLOSE = 0.005
"""Points of value below which a proved range is printed as one figure."""


def show_budget(terminal: Terminal, result: Curve, words: Wording) -> None:
    """Print the budget curve and the projects that leave as money grows."""
    out = terminal.out
    out.print(_curve(terminal, result))
    notes = ["per_million_note", "kept" if result.amounts is Amounts.KEPT else "scaled"]
    out.print(f"[{DIM}]{escape(' '.join(_say(terminal, f'curve.{note}') for note in notes))}[/]")
    if not result.monotone:
        out.print(f"[{CARE}]{escape(_say(terminal, 'curve.falls'))}[/]")
    smallest = result.smallest
    if smallest is not None and smallest.impossible is not None:
        figures = {"impossible": _share(smallest.impossible, terminal.lang)}
        key = "threshold_above"
        if smallest.possible is not None:
            key, figures["possible"] = "threshold", _share(smallest.possible, terminal.lang)
        out.print(f"[{CARE}]{escape(_say(terminal, f'curve.{key}', **figures))}[/]")
    out.print()
    out.print(_leavers(terminal, result.leavers, words))


def show_ladder(terminal: Terminal, result: Ladder, words: Wording) -> None:
    """Print the ladder and what it costs."""
    table = new_table()
    for key in ("share", "projects", "value", "lost", "lost_share"):
        table.add_column(_say(terminal, f"ladder.{key}"), justify="right", no_wrap=True)
    table.add_column(_say(terminal, "ladder.entering"), ratio=1)
    first = next((rung for rung in result.rungs if rung.program is not None), None)
    for rung in result.rungs:
        share = _share(rung.share, terminal.lang)
        if rung.share == result.start:
            share = _say(terminal, "ladder.start", share=share)
        table.add_row(share, *_rung(terminal, rung, words, first=rung is first))
    terminal.out.print(Group(Text(_say(terminal, "ladder.title"), style=STRONG), table))
    terminal.out.print(f"[{DIM}]{escape(_say(terminal, 'ladder.note'))}[/]")


def show_years(terminal: Terminal, result: Marginal, words: Wording) -> None:
    """Print what each year of each source is worth."""
    lang = terminal.lang
    table = new_table()
    table.add_column(_say(terminal, "years.year"), no_wrap=True)
    for key in ("envelope", "moved", "more", "less", "relaxed"):
        table.add_column(_say(terminal, f"years.{key}"), justify="right")
    table.add_column(_say(terminal, "years.change"), ratio=1)
    nothing = _say(terminal, "years.nothing")
    moves = [move for row in result.years for move in (row.more, row.less) if move is not None]
    for source, rows in groupby(result.years, key=lambda row: row.source):
        table.add_section()
        table.add_row(Text(words.source(source), style=STRONG))
        for row in rows:
            more = row.more
            change = nothing
            if more.entering or more.leaving:
                change = _say(
                    terminal,
                    "years.change_both",
                    entering=words.listed(more.entering) or nothing,
                    leaving=words.listed(more.leaving) or nothing,
                )
            table.add_row(
                str(row.year),
                thousands(row.envelope, lang),
                thousands(more.cents, lang),
                _move(terminal, more),
                nothing if row.less is None else _move(terminal, row.less),
                nothing if more.relaxed is None else number(more.relaxed, lang, 2),
                Text(change),
            )
    terminal.out.print(Group(Text(_say(terminal, "years.title"), style=STRONG), table))
    proved = sum(move.proved for move in moves)
    notes = (_say(terminal, "years.summary", proved=proved, count=len(moves)), _say(terminal, "years.relaxed_note"))
    terminal.out.print(f"[{DIM}]{escape(' '.join(notes))}[/]")


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_budget.{key}", **figures)


def _share(share: Fraction, lang: str) -> str:
    return percent(share, lang, 0 if (share * 100).denominator == 1 else 1)


def _curve(terminal: Terminal, curve: Curve) -> Group:
    lang = terminal.lang
    table = new_table()
    wide = terminal.out.width >= WIDE
    for key in ("share", "envelope", *(("spent", "projects") if wide else ()), "value"):
        table.add_column(_say(terminal, f"curve.{key}"), justify="right", no_wrap=True)
    table.add_column(_say(terminal, "curve.proof"), ratio=1)
    for key in ("gained", "per_million"):
        table.add_column(_say(terminal, f"curve.{key}"), justify="right", no_wrap=True)
    steps = {step.end: step for step in curve.steps}
    for point in curve.points:
        cells = ["", "", ""]
        if point.program is not None:
            spent = number(Fraction(point.spent, MILLION), lang, 1)
            cells = [spent, str(len(point.program)), number(point.value, lang, 2)]
        if not wide:
            cells = cells[-1:]
        step = steps.get(point.share)
        gain, rate = ("", "") if step is None else (_gain(terminal, step), number(step.per_million, lang, 2))
        envelope = number(Fraction(point.envelope, MILLION), lang, 1)
        table.add_row(_share(point.share, lang), envelope, *cells, _proof(terminal, point), gain, rate)
    return Group(Text(_say(terminal, "curve.title"), style=STRONG), table)


def _proof(terminal: Terminal, point: Point) -> str:
    if point.impossible:
        return f"[{CARE}]{escape(_say(terminal, 'curve.impossible'))}[/]"
    if point.program is None:
        return f"[{CARE}]{escape(_say(terminal, 'curve.nothing'))}[/]"
    if point.gap is None:
        return f"[{CARE}]{escape(_say(terminal, 'curve.unbounded'))}[/]"
    if point.gap == 0.0:
        return escape(_say(terminal, "curve.proved"))
    return escape(_say(terminal, "curve.gap", gap=percent(point.gap, terminal.lang, 2)))


def _gain(terminal: Terminal, step: Step) -> str:
    if step.most - step.least <= CLOSE or not (isfinite(step.least) and isfinite(step.most)):
        return number(step.gained, terminal.lang, 2)
    return _range(terminal, "curve", step.least, step.most)


def _range(terminal: Terminal, part: str, least: float, most: float) -> str:
    low, high = number(least, terminal.lang, 1), number(most, terminal.lang, 1)
    return _say(terminal, f"{part}.range", least=low, most=high)


def _leavers(terminal: Terminal, leavers: tuple[Leaver, ...], words: Wording) -> Group | Text:
    if not leavers:
        return Text(_say(terminal, "curve.leavers_none"))
    lang, table = terminal.lang, _leavers_table(terminal)
    for row in leavers:
        said = {True: "certain", False: "tie", None: "open"}[row.certain]
        table.add_row(
            Text(row.project),
            Text(words.portfolio.by_id[row.project].title.get(lang)),
            _share(row.inside, lang),
            _share(row.outside, lang),
            _say(terminal, "curve.never") if row.back is None else _share(row.back, lang),
            _say(terminal, f"curve.{said}"),
        )
    return Group(Text(_say(terminal, "curve.leavers"), style=STRONG), table)


def _leavers_table(terminal: Terminal) -> Table:
    table = new_table()
    table.add_column(_say(terminal, "curve.project"), no_wrap=True)
    table.add_column(_say(terminal, "curve.name"), ratio=1)
    for key in ("inside", "outside", "back"):
        table.add_column(_say(terminal, f"curve.{key}"), justify="right", no_wrap=True)
    table.add_column(_say(terminal, "curve.proof"), ratio=1)
    return table


def _rung(terminal: Terminal, rung: Rung, words: Wording, *, first: bool) -> tuple[str | Text, ...]:
    lang = terminal.lang
    if rung.program is None or rung.lost is None:
        said = _say(terminal, "ladder.impossible" if rung.impossible else "ladder.nothing")
        return "", "", "", "", Text(said, style=CARE)
    best = rung.value + rung.lost

    def of_best(points: Fraction | float) -> str:
        return percent(points / abs(float(best)), lang, 2) if best else _say(terminal, "ladder.none")

    if rung.most - rung.least <= CLOSE:
        lost, share = number(rung.lost, lang, 2), of_best(rung.lost)
    elif isfinite(rung.most):
        lost, share = _range(terminal, "ladder", rung.least, rung.most), f"≤ {of_best(rung.most)}"
    else:
        lost, share = _say(terminal, "ladder.at_least", least=number(rung.least, lang, 2)), ""
    added = "" if first else words.listed(rung.entering) or _say(terminal, "ladder.none")
    return str(len(rung.program)), number(rung.value, lang, 2), lost, share, Text(added)


def _move(terminal: Terminal, move: Move) -> str:
    lang = terminal.lang
    if move.impossible:
        return f"[{CARE}]{escape(_say(terminal, 'years.impossible'))}[/]"
    if move.proved or move.most - move.least <= CLOSE:
        return number(move.most, lang, 2)
    if isfinite(move.least) and isfinite(move.most):
        return _range(terminal, "years", move.least, move.most)
    if isfinite(move.least):
        return _say(terminal, "years.at_least", least=number(move.least, lang, 2))
    if isfinite(move.most):
        return _say(terminal, "years.at_most", most=number(move.most, lang, 2))
    return _say(terminal, "years.unknown")
