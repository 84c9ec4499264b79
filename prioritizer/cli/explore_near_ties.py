"""Near ties on the terminal: how many projects are sure at each level, which ones swing, and the other choices."""

from fractions import Fraction

from rich.console import Group
from rich.markup import escape
from rich.text import Text

from prioritizer.cli.say import CARE, DIM, STRONG, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.near_ties import NearTies, Side, Standing, Status
from prioritizer.insight.sets import projects_of
from prioritizer.program.solvers import relative_gap
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent

SIGN = {Status.IN: "●", Status.SWING: "◐", Status.OUT: "○", Status.UNKNOWN: "?"}


def show_near_ties(terminal: Terminal, result: NearTies, words: Wording) -> None:
    """Print the census."""
    out = terminal.out
    out.print(_levels(terminal, result))
    if (gap := relative_gap(float(result.value), result.bound)) > 0:
        said = _say(terminal, "unproved", gap=percent(gap, terminal.lang, 2))
        out.print(f"[{CARE}]{escape(said)}[/]")
    out.print(_projects(terminal, result, words))
    out.print(_alternatives(terminal, result))
    if result.alternatives and not result.levels[-1].complete:
        out.print(f"[{DIM}]{escape(_more(terminal, result))}[/]")


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_near_ties.{key}", **figures)


def _more(terminal: Terminal, result: NearTies) -> str:
    """How far the list of alternatives goes, and up to where it is proved whole."""
    count = len(result.alternatives)
    whole = [row.level for row in result.levels if row.complete]
    if not whole:
        return _say(terminal, "more_open", count=count)
    complete = _say(terminal, "complete_exactly")
    if whole[-1]:
        complete = _say(terminal, "complete_up_to", level=_share(whole[-1], terminal.lang))
    return _say(terminal, "more", count=count, complete=complete)


def _share(level: Fraction, lang: str) -> str:
    return percent(level, lang, 0 if (level * 100).denominator == 1 else 1)


def _levels(terminal: Terminal, result: NearTies) -> Group:
    lang = terminal.lang
    table = new_table()
    table.add_column(_say(terminal, "level"), no_wrap=True)
    for key in ("least", *Status, "sets"):
        table.add_column(_say(terminal, key), justify="right")
    for i, row in enumerate(result.levels):
        counts = [str(len(result.of(status, i))) for status in Status]
        counts[-1] = f"[{CARE}]{counts[-1]}[/]" if counts[-1] != "0" else counts[-1]
        table.add_row(
            _say(terminal, "up_to", level=_share(row.level, lang)) if row.level else _say(terminal, "exactly"),
            number(row.least, lang, 2),
            *counts,
            _say(terminal, "all" if row.complete else "some", count=row.listed),
        )
    return Group(Text(_say(terminal, "title"), style=STRONG), table)


def _projects(terminal: Terminal, result: NearTies, words: Wording) -> Group:
    """A row a project that is not sure at every level; those that are stand in a line each."""
    lang, chosen = terminal.lang, projects_of(result.program)
    sure = {Status.IN: [], Status.OUT: []}  # type: dict[Status, list[str]]
    rows: list[Standing] = []
    for standing in result.standings:
        widest = standing.statuses[-1]
        if widest in sure:
            sure[widest].append(standing.project)
        else:
            rows.append(standing)
    table = new_table()
    table.add_column(_say(terminal, "project"), no_wrap=True)
    table.add_column(_say(terminal, "name"), ratio=1)
    table.add_column(_say(terminal, "best"), no_wrap=True)
    for row in result.levels:
        table.add_column(_share(row.level, lang), justify="center", no_wrap=True)
    table.add_column(_say(terminal, "costs"), justify="right", no_wrap=True)
    for standing in sorted(rows, key=lambda row: (_cost(row, result), row.project)):
        inside = standing.project in chosen
        cost = _cost(standing, result)
        table.add_row(
            Text(standing.project),
            Text(words.portfolio.by_id[standing.project].title.get(lang)),
            _say(terminal, "is_in" if inside else "is_out"),
            *(SIGN[status] for status in standing.statuses),
            _say(terminal, "at_most", share=percent(cost, lang, 2)) if cost < 1 else SIGN[Status.UNKNOWN],
        )
    level = _share(result.levels[-1].level, lang)
    lines = [
        Text(_say(terminal, key, level=level, projects=", ".join(sure[status]))) + Text("\n")
        for key, status in (("always", Status.IN), ("never", Status.OUT))
        if sure[status]
    ]
    signs = {status.value: SIGN[status] for status in Status}
    legend = Text(_say(terminal, "legend", **signs) + "\n", style=DIM)
    head = Text(_say(terminal, "projects" if rows else "projects_none"), style=STRONG)
    return Group(head, *([table] if rows else []), legend, *lines)


def _cost(standing: Standing, result: NearTies) -> Fraction:
    """Share of the value that the best program known gives up when the project is decided the other way; 1: none is."""
    other: Side = standing.outside if standing.project in projects_of(result.program) else standing.inside
    if other.value is None or not result.value:
        return Fraction(1)
    return (result.value - other.value) / abs(result.value)


def _alternatives(terminal: Terminal, result: NearTies) -> Group:
    lang = terminal.lang
    table = new_table()
    for key in ("rank", "value", "lost"):
        table.add_column(_say(terminal, key), justify="right", no_wrap=True)
    table.add_column(_say(terminal, "entering"), ratio=1)
    table.add_column(_say(terminal, "leaving"), ratio=1)
    nothing = _say(terminal, "none")
    for rank, row in enumerate(result.alternatives, 1):
        table.add_row(
            str(rank),
            number(row.value, lang, 2) if row.exact else f"≥ {number(row.value, lang, 2)}",
            percent(row.lost, lang, 2),
            Text(", ".join(row.entering) or nothing),
            Text(", ".join(row.leaving) or nothing),
        )
    head = Text(_say(terminal, "alternatives" if result.alternatives else "alternatives_none"), style=STRONG)
    return Group(head, *([table] if result.alternatives else []))
