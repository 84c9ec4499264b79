"""The change ledger on the terminal: what each factor adds to the value, and which one moved each project."""

from fractions import Fraction

from rich.console import Group
from rich.markup import escape
from rich.text import Text

from prioritizer.cli.say import CARE, DIM, STRONG, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.domain.decision import Choice
from prioritizer.insight.change_ledger import ChangeLedger, Move, Moved, Part
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent, signed

CAUSES, LEAST_SHARE = 2, Fraction(1, 10)
"""Causes named for a project at most, and the least share of its move that is worth naming."""


def show_changes(terminal: Terminal, result: ChangeLedger, words: Wording) -> None:
    """Print the ledger. ``words`` speaks of the portfolio after; projects that only before had bring their titles."""
    out = terminal.out
    for sentence in _sentences(terminal, result):
        out.print(escape(sentence))
    for warning in _warnings(terminal, result):
        out.print(f"[{CARE}]{escape(warning)}[/]")
    if result.parts:
        out.print(_factors(terminal, result))
    if result.moves:
        out.print(_moves(terminal, result, words))
        out.print(f"[{DIM}]{escape(_say(terminal, 'method'))}[/]")


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_changes.{key}", **figures)


def _sentences(terminal: Terminal, result: ChangeLedger) -> list[str]:
    lang = terminal.lang
    if result.before.program is None or result.after.program is None:
        return [_say(terminal, "no_end")]
    old, new = result.before.value, result.after.value
    said = [
        _say(terminal, "value", before=number(old, lang, 2), after=number(new, lang, 2), change=signed(new - old, lang))
    ]
    differ = [part for part in result.parts if part.differs]
    if differ:
        most = max(differ, key=lambda part: abs(part.value))
        said.append(_say(terminal, "most", factor=_factor(terminal, most), points=signed(most.value, lang)))
    elif result.parts:
        said.append(_say(terminal, "same_inputs"))
    counts = {kind.value: sum(move.moved is kind for move in result.moves) for kind in Moved}
    said.append(_say(terminal, "moved" if result.moves else "nobody_moves", **counts))
    return said


def _warnings(terminal: Terminal, result: ChangeLedger) -> list[str]:
    said = []
    if not result.proved:
        said.append(_say(terminal, "unproved"))
    missing = sum(mix.program is None and not mix.impossible for mix in result.mixes)
    if missing:
        said.append(_say(terminal, "missing", count=missing, mixes=len(result.mixes)))
    if not result.orders:
        said.append(_say(terminal, "no_order"))
    elif result.orders < result.orders_in_all:
        said.append(_say(terminal, "orders", orders=result.orders, all=result.orders_in_all))
    return said


def _factor(terminal: Terminal, part: Part) -> str:
    return _say(terminal, f"factor.{part.factor}")


def _factors(terminal: Terminal, result: ChangeLedger) -> Group:
    lang = terminal.lang
    table = new_table()
    table.add_column(_say(terminal, "col_factor"), no_wrap=True)
    table.add_column(_say(terminal, "col_holds"), ratio=1)
    table.add_column(_say(terminal, "col_points"), justify="right", no_wrap=True)
    for part in result.parts:
        points = signed(part.value, lang) if part.differs else _say(terminal, "unchanged")
        if part.least is None or part.most is None:
            points += f" {_say(terminal, 'unbounded')}"
        elif part.least < part.most:
            low, high = signed(part.least, lang), signed(part.most, lang)
            points += f" {_say(terminal, 'between', least=low, most=high)}"
        holds = Text(_say(terminal, f"holds.{part.factor}"), style=DIM)
        table.add_row(_factor(terminal, part), holds, points, style="" if part.differs else DIM)
    table.add_section()
    total = sum((part.value for part in result.parts), Fraction(0))
    table.add_row(_say(terminal, "total"), "", signed(total, lang), style=STRONG)
    return Group(Text(_say(terminal, "factors"), style=STRONG), table)


def _moves(terminal: Terminal, result: ChangeLedger, words: Wording) -> Group:
    lang = terminal.lang
    table = new_table()
    table.add_column(_say(terminal, "col_project"), no_wrap=True)
    table.add_column(_say(terminal, "col_title"), ratio=3)
    table.add_column(_say(terminal, "col_moved"), ratio=2)
    table.add_column(_say(terminal, "col_cause"), ratio=2)
    order = list(Moved)
    for move in sorted(result.moves, key=lambda move: (order.index(move.moved), move.project)):
        parts = sorted((part for part in move.parts if part[1] >= LEAST_SHARE), key=lambda part: -part[1])[:CAUSES]
        causes = [f"{_say(terminal, f'factor.{factor}')} {percent(share, lang, 0)}" for factor, share in parts]
        table.add_row(
            Text(move.project),
            Text(move.title.get(lang)),
            Text(_how(terminal, move, words)),
            Text(", ".join(causes) or _say(terminal, "no_cause")),
        )
    return Group(Text(_say(terminal, "moves"), style=STRONG), table)


def _how(terminal: Terminal, move: Move, words: Wording) -> str:
    old, new = move.before, move.after
    if old is None or new is None:
        there = old or new
        return _say(terminal, f"how.{move.moved}", year=there.start if there else "")
    if move.moved is Moved.OPTION:
        return _say(terminal, "how.option", before=_option(old, words), after=_option(new, words))
    return _say(terminal, "how.year", before=old.start, after=new.start)


def _option(choice: Choice, words: Wording) -> str:
    try:
        return words.option(choice.project, choice.option) or choice.option
    except KeyError:
        return choice.option
