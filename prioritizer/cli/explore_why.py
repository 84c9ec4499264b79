"""What it would take, on the terminal: one project in sentences, or every project left out in a table."""

from rich.text import Text

from prioritizer.cli.explore_words import columns, ids, say_dim, span, under_title, unknown
from prioritizer.cli.say import STRONG, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.insight.why import Between, Step, Why
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent, thousands

CENTS_PER_THOUSAND = 100_000


def show_why(terminal: Terminal, result: tuple[Why, ...], words: Wording) -> None:
    """Print each project in sentences."""
    for answer in result:
        place = "inside" if answer.inside else "outside"
        terminal.out.print(Text(_say(terminal, f"{place}.title", project=words.project(answer.project)), style=STRONG))
        for sentence in _sentences(terminal, answer, words):
            terminal.out.print(Text(f"• {sentence}"))
        if any(step.level is not None for step in answer.steps):
            terminal.out.print()
            terminal.out.print(_steps(terminal, answer, words))
        terminal.out.print()


def show_whys(terminal: Terminal, result: tuple[Why, ...], words: Wording) -> None:
    """Print every project left out in a table."""
    lang = terminal.lang
    heads = ("project", "title", "lost", "points", "cheaper", "money", "leaving")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key not in ("title", "leaving")) for key in heads))
    for answer in result:
        name = Text(words.portfolio.by_id[answer.project].title.get(lang))
        if not answer.possible:
            table.add_row(answer.project, name, _say(terminal, "never"), "", "", "", "")
            continue
        table.add_row(
            answer.project,
            name,
            span(terminal, answer.lost, 1),
            "–" if answer.points is None else span(terminal, answer.points, 1),
            "–" if answer.cost is None else _percent(terminal, answer.cost),
            "–" if answer.money_total is None else _thousands(terminal, answer.money_total),
            ids(lang, answer.leaving),
        )
    terminal.out.print(under_title(_say(terminal, "all"), table))
    say_dim(terminal, _say(terminal, "all_note"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_why.{key}", **figures)


def _percent(terminal: Terminal, share: Between) -> str:
    if unknown(share):
        return span(terminal, share)
    rough = Between(share.low * 100, None if share.high is None else share.high * 100)
    return _say(terminal, "percent", figure=span(terminal, rough, 1))


def _thousands(terminal: Terminal, cents: Between) -> str:
    if unknown(cents):
        return span(terminal, cents)
    rough = Between(cents.low / CENTS_PER_THOUSAND, None if cents.high is None else cents.high / CENTS_PER_THOUSAND)
    return _say(terminal, "thousands", figure=span(terminal, rough, 0))


def _sentences(terminal: Terminal, answer: Why, words: Wording) -> list[str]:
    place = "inside" if answer.inside else "outside"
    if not answer.possible:
        return [_say(terminal, f"{place}.impossible")]
    if answer.lost.high is not None and answer.lost.high < 0:
        return [_say(terminal, f"{place}.better", gain=number(-answer.lost.high, terminal.lang, 2))]
    said = [_say(terminal, f"{place}.lost", lost=span(terminal, answer.lost))]
    for key, projects in (("entering", answer.entering), ("leaving", answer.leaving)):
        if projects and answer.other is not None:
            said.append(_say(terminal, key, projects=", ".join(words.project(project) for project in projects)))
    if answer.points is not None:
        said.append(_say(terminal, f"{place}.points", points=span(terminal, answer.points)))
    if answer.steps and all(step.level is None for step in answer.steps):
        proved = all(step.sure for step in answer.steps)
        said.append(_say(terminal, "outside.steps_none" if proved else "outside.steps_unknown"))
    if answer.cost is not None and (answer.cost.low or answer.cost.high is not None):
        if answer.inside and answer.cost.high is None:
            said.append(_say(terminal, "inside.cost_far", share=percent(answer.cost.low, terminal.lang, 0)))
        else:
            said.append(_say(terminal, f"{place}.cost", share=_percent(terminal, answer.cost)))
    if answer.money_total is not None and (answer.money_total.low or answer.money is not None):
        said.append(_money(terminal, answer, words))
    return said


def _money(terminal: Terminal, answer: Why, words: Wording) -> str:
    assert answer.money_total is not None
    if answer.money is None:
        least = thousands(answer.money_total.low, terminal.lang)
        return _say(terminal, "outside.money_least", least=least)
    rows = [
        _say(
            terminal,
            "outside.money_row",
            amount=thousands(row.cents, terminal.lang),
            source=words.source(row.source),
            year=row.year,
        )
        for row in answer.money
    ]
    total = _thousands(terminal, answer.money_total)
    return _say(terminal, "outside.money", total=total, rows="; ".join(rows))


def _steps(terminal: Terminal, answer: Why, words: Wording) -> object:
    heads = ("criterion", "rated", "level", "proof")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key in ("rated", "level")) for key in heads))
    for step in (step for step in answer.steps if step.level is not None):
        table.add_row(Text(words.criterion(step.criterion)), *_step(terminal, step))
    return under_title(_say(terminal, "steps"), table)


def _step(terminal: Terminal, step: Step) -> tuple[str, str, str]:
    def level(value: object) -> str:
        return number(value, terminal.lang, 2, least=0)  # type: ignore[arg-type]

    rated = "–" if step.rated is None else level(step.rated)
    return rated, level(step.level), _say(terminal, "least" if step.sure else "enough")
