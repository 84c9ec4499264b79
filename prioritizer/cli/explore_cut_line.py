"""The cut-line on the terminal: each ranked list, what it breaks, what it leaves on the table."""

from rich.markup import escape
from rich.text import Text

from prioritizer.cli.explore_words import columns, say_dim, under_title
from prioritizer.cli.say import CARE, GOOD, STRONG, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.cut_line import CutLine, Line
from prioritizer.text import text
from prioritizer.text.explanations import broken_rules
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent


def show_cut_line(terminal: Terminal, result: CutLine, _words: Wording) -> None:
    """Print every list, then the fairest one in sentences."""
    lang = terminal.lang
    heads = ("list", "count", "value", "left", "rules")
    figures = ("count", "value", "left")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key in figures) for key in heads))
    looks = None
    for line in result.lines:
        if line.looks is not looks:
            looks = line.looks
            table.add_section()
            table.add_row(Text(_say(terminal, f"looks.{looks}"), style=STRONG))
        name = _say(terminal, f"list.{line.order}_{line.mode}")
        verdict = f"[{GOOD}]{_say(terminal, 'kept')}[/]"
        if not line.feasible:
            verdict = f"[{CARE}]✕[/] {escape(broken_rules(lang, line.broken))}"
        left = percent(result.left(line) / result.value, lang, 1) if line.feasible and result.value else "–"
        table.add_row(name, str(len(line.program)), number(line.value, lang, 2), left, verdict)
    table.add_section()
    optimum = _say(terminal, "optimum")
    table.add_row(
        Text(optimum, style=STRONG), "", number(result.value, lang, 2), "", f"[{GOOD}]{_say(terminal, 'kept')}[/]"
    )
    terminal.out.print(under_title(_say(terminal, "title"), table))
    terminal.out.print(Text(_verdict(terminal, result)))
    say_dim(terminal, _say(terminal, "note"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_cut_line.{key}", **figures)


def _verdict(terminal: Terminal, result: CutLine) -> str:
    best: Line | None = max((line for line in result.lines if line.feasible), key=lambda line: line.value, default=None)
    if best is None:
        return _say(terminal, "no_list")
    share = percent(result.left(best) / result.value, terminal.lang, 1) if result.value else "–"
    name = _say(terminal, f"list.{best.order}_{best.mode}")
    return _say(terminal, "best_list", name=name, points=number(result.left(best), terminal.lang, 2), share=share)
