"""What it would take, on the terminal: one project in sentences, or every project left out in a table."""

from rich.text import Text

from prioritizer.cli.explore_words import columns, ids, say_dim, under_title
from prioritizer.cli.say import STRONG, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.domain.explanation import Step, Why
from prioritizer.text import text
from prioritizer.text.explanations import cents_span, sentences, share_span, span
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number


def show_why(terminal: Terminal, result: tuple[Why, ...], words: Wording) -> None:
    """Print each project in sentences."""
    for answer in result:
        place = "inside" if answer.inside else "outside"
        terminal.out.print(Text(_say(terminal, f"{place}.title", project=words.project(answer.project)), style=STRONG))
        for sentence in sentences(answer, words):
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
            span(terminal.lang, answer.lost, 1),
            "–" if answer.points is None else span(terminal.lang, answer.points, 1),
            "–" if answer.cost is None else share_span(lang, answer.cost),
            "–" if answer.money_total is None else cents_span(lang, answer.money_total),
            ids(lang, answer.leaving),
        )
    terminal.out.print(under_title(_say(terminal, "all"), table))
    say_dim(terminal, _say(terminal, "all_note"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_why.{key}", **figures)


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
