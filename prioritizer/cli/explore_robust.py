"""Robustness on the terminal: the core, the acceptability of projects and programs, the ratings worth discussing."""

from fractions import Fraction

from rich.text import Text

from prioritizer.cli.explore_words import columns, ids, say_dim, under_title
from prioritizer.cli.say import CARE, Terminal
from prioritizer.cli.tables import bar, new_table
from prioritizer.insight.acceptability import Acceptability, Share
from prioritizer.insight.core_index import CoreIndex
from prioritizer.insight.discuss import CellWeight, Discussion, Weight
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent

BAR = 20
PROGRAMS_SHOWN, CELLS_SHOWN = 8, 30


def show_core_index(terminal: Terminal, result: CoreIndex, words: Wording) -> None:
    """Print what is sure, then the index of what is not."""
    lang = terminal.lang
    out = terminal.out
    count = len(result.programs)
    out.print(Text(_say(terminal, "core.found" if result.complete else "core.found_open", count=count)))
    for key, projects in (("core.core", result.core), ("core.exterior", result.exterior)):
        out.print(Text(_say(terminal, key, projects=", ".join(projects) or "–")))
    heads = ("project", "title", "index", "bar")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key == "index") for key in heads))
    for project in sorted(result.borderline, key=lambda code: (-result.index[code], code)):
        index = result.index[project]
        name = Text(words.portfolio.by_id[project].title.get(lang))
        table.add_row(project, name, percent(index, lang, 0), bar(index, BAR))
    if result.borderline:
        key = "core.borderline" if result.complete else "core.borderline_open"
        out.print(under_title(_say(terminal, key), table))
    was = {choice.project for choice in result.programs[result.regret]}
    regret = number(result.greatest_regret, lang, 2)
    out.print(Text(_say(terminal, "core.regret", regret=regret, projects=len(was))))
    say_dim(terminal, _say(terminal, "core.note"))


def show_acceptability(terminal: Terminal, result: Acceptability, words: Wording) -> None:
    """Print the share of the draws of each project, then of the programs most accepted."""
    lang = terminal.lang
    certified = percent(result.certified, lang, 1)
    figures = {"draws": number(result.draws, lang), "seed": result.seed, "gap": percent(result.gap, lang, 1)}
    terminal.out.print(Text(_say(terminal, "accept.found", certified=certified, **figures)))
    if result.certified < 1:
        loosest = percent(result.loosest, lang, 1)
        terminal.out.print(f"[{CARE}]{_say(terminal, 'accept.loose', loosest=loosest)}[/]")
    heads = ("project", "title", "share", "bar")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key == "share") for key in heads))
    ordered = sorted(result.projects.items(), key=lambda row: (-row[1].share, row[0]))
    for project, share in ordered:
        name = Text(words.portfolio.by_id[project].title.get(lang))
        table.add_row(project, name, _share(terminal, share), bar(Fraction(share.share), BAR))
    terminal.out.print(under_title(_say(terminal, "accept.projects"), table))
    heads = ("share", "entering", "leaving", "central")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key == "share") for key in heads))
    for row in result.programs[:PROGRAMS_SHOWN]:
        central = ", ".join(f"{_short(words, name)} {percent(w, lang, 0)}" for name, w in row.central.items())
        table.add_row(_share(terminal, row.share), ids(lang, row.entering), ids(lang, row.leaving), Text(central))
    shown = min(PROGRAMS_SHOWN, len(result.programs))
    title = _say(terminal, "accept.programs", shown=shown, count=len(result.programs))
    terminal.out.print(under_title(title, table))
    say_dim(terminal, _say(terminal, "accept.note"))


def show_discuss(terminal: Terminal, result: Discussion, words: Wording) -> None:
    """Print the ratings that can change the program alone, and how many cannot."""
    deciding, unsettled = result.of(Weight.DECIDES), result.of(Weight.OPEN)
    figures = {"decide": len(deciding), "harmless": len(result.of(Weight.HARMLESS)), "open": len(unsettled)}
    terminal.out.print(Text(_say(terminal, "discuss.found", **figures)))
    heads = ("project", "criterion", "points", "gained", "entering", "leaving")
    figures_of = ("points", "gained")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key in figures_of) for key in heads))
    for cell in deciding[:CELLS_SHOWN]:
        table.add_row(cell.project, Text(words.criterion(cell.criterion)), *_cell(terminal, cell))
    if deciding:
        terminal.out.print(under_title(_say(terminal, "discuss.title"), table))
    if len(deciding) > CELLS_SHOWN:
        say_dim(terminal, _say(terminal, "discuss.more", count=len(deciding) - CELLS_SHOWN))
    if unsettled:
        projects = sorted({cell.project for cell in unsettled})
        terminal.out.print(f"[{CARE}]{_say(terminal, 'discuss.open', projects=', '.join(projects))}[/]")
    say_dim(terminal, _say(terminal, "discuss.note"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_robust.{key}", **figures)


def _share(terminal: Terminal, share: Share) -> str:
    return _say(
        terminal,
        "share",
        share=percent(share.share, terminal.lang, 1),
        error=percent(share.error, terminal.lang, 1),
    )


def _short(words: Wording, code: str) -> str:
    return words.axis(code) if code in {axis.code for axis in words.criteria.axes} else words.criterion(code)


def _cell(terminal: Terminal, cell: CellWeight) -> tuple[str | Text, ...]:
    points = "–" if cell.points is None else number(cell.points, terminal.lang, 0)
    gained = number(cell.gained, terminal.lang, 2)
    return points, gained, ids(terminal.lang, cell.entering), ids(terminal.lang, cell.leaving)
