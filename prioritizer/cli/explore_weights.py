"""Weights on the terminal: the exact line of each weight, and the map of the three axes."""

from fractions import Fraction
from math import inf, isinf

from rich.text import Text

from prioritizer.cli.explore_words import columns, ids, moves, say_dim, under_title
from prioritizer.cli.say import CARE, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.weight_line import Piece, WeightLine
from prioritizer.insight.weight_triangle import Triangle, Weights
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import percent


def show_weight_lines(terminal: Terminal, result: tuple[WeightLine, ...], words: Wording) -> None:
    """Print in which interval of each weight the program stays the same; a single line with all its pieces."""
    heads = ("weight", "today", "from", "to", "below", "above", "proof")
    figures = ("today", "from", "to")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key in figures) for key in heads))
    for line in result:
        table.add_row(Text(_name(words, line.code)), *_interval(terminal, line))
    terminal.out.print(under_title(_say(terminal, "line.title"), table))
    say_dim(terminal, _say(terminal, "line.note"))
    if not all(line.proved for line in result):
        say_dim(terminal, _say(terminal, "line.open"))
    if len(result) == 1:
        terminal.out.print()
        terminal.out.print(_pieces(terminal, result[0], words))


def show_weight_triangle(terminal: Terminal, result: Triangle, words: Wording) -> None:
    """Print the margin of today's weights, then the programs by the share of the mixes in which they are best."""
    terminal.out.print(Text(_margin(terminal, result, words)))
    heads = ("share", "count", "entering", "leaving", "proof")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key in ("share", "count")) for key in heads))
    home = None if result.home is None else result.home.program
    base = {choice.project for choice in result.shown}
    for cell in result.cells:
        now = {choice.project for choice in cell.program}
        mark = " ◄" if cell.program == home else ""
        table.add_row(
            percent(cell.share, terminal.lang, 1) + mark,
            str(len(now)),
            ids(terminal.lang, sorted(now - base)),
            ids(terminal.lang, sorted(base - now)),
            _proof(terminal, cell.tolerance),
        )
    terminal.out.print(under_title(_say(terminal, "triangle.title", count=len(result.cells)), table))
    say_dim(terminal, _say(terminal, "triangle.note"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_weights.{key}", **figures)


def _name(words: Wording, code: str) -> str:
    return words.axis(code) if code in {axis.code for axis in words.criteria.axes} else words.criterion(code)


def _proof(terminal: Terminal, tolerance: float) -> str:
    if not tolerance:
        return _say(terminal, "proved")
    if isinf(tolerance):
        return f"[{CARE}]{_say(terminal, 'open')}[/]"
    return f"[{CARE}]{_say(terminal, 'within', tolerance=percent(tolerance, terminal.lang, 2))}[/]"


def _share(terminal: Terminal, weight: Fraction) -> str:
    return percent(weight, terminal.lang, 1)


def _interval(terminal: Terminal, line: WeightLine) -> tuple[str | Text, ...]:
    today = _share(terminal, line.published)
    if line.start is None or line.end is None:
        return today, "–", "–", Text("–"), Text("–"), _say(terminal, "not_best")
    below = next((_against(line, piece) for piece in line.pieces if piece.end == line.start), "–")
    above = next((_against(line, piece) for piece in line.pieces if piece.start == line.end), "–")
    mine = next((piece for piece in line.pieces if (piece.start, piece.end) == (line.start, line.end)), None)
    tolerance = mine.tolerance if mine is not None else 0.0 if line.proved else inf
    ends = _share(terminal, line.start), _share(terminal, line.end)
    return today, *ends, Text(below), Text(above), _proof(terminal, tolerance)


def _against(line: WeightLine, piece: Piece) -> str:
    """Who moves from the program shown to that of a piece."""
    was, now = ({choice.project for choice in program} for program in (line.shown, piece.program))
    return moves(sorted(now - was), sorted(was - now))


def _pieces(terminal: Terminal, line: WeightLine, words: Wording) -> object:
    heads = ("from", "to", "count", "entering", "leaving", "proof")
    figures = ("from", "to", "count")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key in figures) for key in heads))
    for piece in line.pieces:
        mark = " ◄" if (piece.start, piece.end) == (line.start, line.end) else ""
        table.add_row(
            _share(terminal, piece.start),
            _share(terminal, piece.end) + mark,
            str(len({choice.project for choice in piece.program})),
            ids(terminal.lang, piece.entering),
            ids(terminal.lang, piece.leaving),
            _proof(terminal, piece.tolerance),
        )
    return under_title(_say(terminal, "line.pieces", name=_name(words, line.code)), table)


def _mix(terminal: Terminal, result: Triangle, weights: Weights, words: Wording) -> str:
    named = zip(result.axes, weights, strict=True)
    return ", ".join(f"{words.axis(axis)} {_share(terminal, weight)}" for axis, weight in named)


def _margin(terminal: Terminal, result: Triangle, words: Wording) -> str:
    if result.home is None:
        return _say(terminal, "triangle.not_best")
    if result.margin is None:
        return _say(terminal, "triangle.everywhere" if result.margin_proved else "triangle.nothing_else")
    unproved = "triangle.margin_unknown" if isinf(result.home.tolerance) else "triangle.margin_open"
    key = "triangle.margin" if result.margin_proved else unproved
    return _say(
        terminal,
        key,
        points=_share(terminal, result.margin.points),
        at=_mix(terminal, result, result.margin.at, words),
        moves=moves(result.margin.entering, result.margin.leaving),
        tolerance=percent(result.home.tolerance, terminal.lang, 2),
    )
