"""Revealed weights on the terminal: a verdict in a sentence, the weights, the programs that prove it."""

from rich.markup import escape
from rich.text import Text

from prioritizer.cli.explore_words import columns, ids, say_dim, under_title
from prioritizer.cli.say import CARE, STRONG, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.revealed import Revealed, Rival, Verdict
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent

MOST_AXES, WIDEST = 4, 14
"""Above this many columns of figures, rivals are told without them; characters of a header in a line."""


def show_revealed(terminal: Terminal, result: Revealed, words: Wording) -> None:
    """Print whether weights justify the program, which ones, and the programs that limit or refute them."""
    out, lang = terminal.out, terminal.lang
    figures = {
        "value": number(result.value, lang, 2),
        "moved": "" if result.distance is None else percent(result.distance, lang, 1),
        "missing": "" if result.missing is None else number(result.missing, lang, 2),
        "count": len(result.rivals),
    }
    key = str(result.verdict)
    if result.verdict is Verdict.OPEN:
        key = "open_none" if result.distance is None else "open_missing" if result.missing is not None else "open"
    out.print(Text(_say(terminal, key, **figures), style=STRONG))
    if result.verdict in (Verdict.BEST, Verdict.JUSTIFIED) and result.missing:
        out.print(f"[{CARE}]{escape(_say(terminal, 'within', **figures))}[/]")
    for finding in result.breaches:
        out.print(Text(f"• {words.breach(finding)}"))
    if result.as_good is not None:
        changes = _changes(terminal, result.as_good)
        key = "as_good_mixed" if result.verdict is Verdict.MIXED else "as_good"
        out.print(f"[{CARE}]{escape(_say(terminal, key, changes=changes))}[/]")
    if result.program is None:
        return
    out.print()
    if result.verdict is not Verdict.IMPOSSIBLE:
        out.print(_weights(terminal, result, words))
    if result.rivals:
        out.print(_rivals(terminal, result, words))
    say_dim(terminal, _say(terminal, "note"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_revealed.{key}", **figures)


def _name(result: Revealed, words: Wording, code: str) -> str:
    return words.axis(code) if result.by == "axis" else words.criterion(code)


def _changes(terminal: Terminal, rival: Rival) -> str:
    def listed(projects: tuple[str, ...]) -> str:
        return ", ".join(projects) or "–"

    return _say(terminal, "changes", entering=listed(rival.entering), leaving=listed(rival.leaving))


def _weights(terminal: Terminal, result: Revealed, words: Wording) -> object:
    lang, found = terminal.lang, result.distance is not None
    heads = [(result.by, False), ("alone", True), ("published", True)]
    heads += [("weight", True), ("change", True)] if found else []
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), figures) for key, figures in heads))
    for row in result.weighed:
        cells = [number(row.value, lang, 2), percent(row.published, lang, 1)]
        if row.weight is not None:
            change = number((row.weight - row.published) * 100, lang, 1)
            cells += [percent(row.weight, lang, 1), change if change[0] in "-0" else f"+{change}"]
        table.add_row(Text(_name(result, words, row.code)), *cells)
    return under_title(_say(terminal, "weights" if found else "weights_none"), table)


def _rivals(terminal: Terminal, result: Revealed, words: Wording) -> object:
    lang = terminal.lang
    mixed, shown = result.verdict is Verdict.MIXED, len(result.weighed) <= MOST_AXES
    table = new_table()
    columns(table, *([(_say(terminal, "col.share"), True)] if mixed else []))
    for row in result.weighed if shown else ():
        # A title of an axis may be long: it wraps, so that the last columns keep their room.
        table.add_column(_name(result, words, row.code), justify="right", max_width=WIDEST)
    columns(table, (_say(terminal, "col.value"), True))
    for key in ("entering", "leaving"):
        table.add_column(_say(terminal, f"col.{key}"), ratio=1)
    for rival in result.rivals:
        table.add_row(
            *([percent(rival.share, lang, 1)] if mixed and rival.share is not None else []),
            *(number(value, lang, 2) for value in rival.values if shown),
            number(rival.value, lang, 2),
            ids(lang, rival.entering),
            ids(lang, rival.leaving),
        )
    return under_title(_say(terminal, f"rivals.{result.verdict}"), table)
