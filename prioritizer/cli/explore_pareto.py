"""The Pareto set on the terminal: points on each axis, who enters and leaves against today's program."""

from rich.text import Text

from prioritizer.cli.explore_words import columns, moves, say_dim, under_title
from prioritizer.cli.say import CARE, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.pareto import Pareto, ParetoPoint
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, thousands

WIDEST = 13
"""Characters of a header in a line."""
SHOWN = 25
"""Points printed at most, spread over the whole set."""


def show_pareto(terminal: Terminal, result: Pareto, words: Wording) -> None:
    """Print what is proved of today's program, then the points, most of the first axis first."""
    out = terminal.out
    step = number(max(result.steps), terminal.lang, 3)
    out.print(Text(_say(terminal, result.known, count=len(result.points), step=step)))
    if result.better:
        out.print(f"[{CARE}]{_say(terminal, 'beaten', count=len(result.better))}[/]")
    elif result.same is not None and result.points[result.same].proved:
        out.print(Text(_say(terminal, "unbeaten")))
    table = new_table()
    for axis in result.axes:
        # A title of an axis may be long: it wraps, so that the last columns keep their room.
        table.add_column(words.axis(axis), justify="right", max_width=WIDEST)
    columns(table, (_say(terminal, "col.value"), True), (_say(terminal, "col.capital"), True))
    table.add_column(_say(terminal, "col.moves"), ratio=1, min_width=WIDEST)
    columns(table, (_say(terminal, "col.proof"), False))
    shown = _spread(len(result.points), result.same)
    for i in shown:
        point = result.points[i]
        mark = " ◄" if i == result.same else ""
        figures = [number(value, terminal.lang, 1) for value in point.values]
        figures[-1] += mark
        table.add_row(
            *figures,
            number(point.value, terminal.lang, 1),
            thousands(point.capital, terminal.lang),
            Text("" if i == result.same else moves(point.entering, point.leaving)),
            _proof(terminal, point),
        )
    out.print(under_title(_say(terminal, "title", shown=len(shown), count=len(result.points)), table))
    say_dim(terminal, _say(terminal, "note"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_pareto.{key}", **figures)


def _spread(count: int, today: int | None) -> list[int]:
    """Positions to print: all, or so many from end to end, today's always."""
    if count <= SHOWN:
        return list(range(count))
    picked = {round(i * (count - 1) / (SHOWN - 1)) for i in range(SHOWN)}
    return sorted(picked | ({today} if today is not None else set()))


def _proof(terminal: Terminal, point: ParetoPoint) -> str:
    return _say(terminal, "proved") if point.proved else f"[{CARE}]{_say(terminal, 'unproved')}[/]"
