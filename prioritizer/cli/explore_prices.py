"""What obligations and rules cost, on the terminal."""

from rich.text import Text

from prioritizer.cli.explore_words import columns, ids, say_dim, under_title
from prioritizer.cli.say import CARE, Terminal
from prioritizer.cli.tables import new_table
from prioritizer.domain.explanation import Between
from prioritizer.insight.must_do import Bill, MustDo
from prioritizer.insight.rule_price import RulePrices
from prioritizer.text import text
from prioritizer.text.explanations import span
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import percent


def show_must_do(terminal: Terminal, result: MustDo, words: Wording) -> None:
    """Print the bill of what must be done."""
    if result.total is None:
        terminal.out.print(_say(terminal, "must_do.none"))
        return
    heads = ("project", "title", "reason", "price", "share", "kept", "entering")
    figures = ("price", "share")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key in figures) for key in heads))
    for bill in result.bills:
        project = bill.projects[0]
        name = Text(words.portfolio.by_id[project].title.get(terminal.lang))
        table.add_row(project, name, terminal.say(f"summary.{bill.reason}"), *_bill(terminal, bill, result))
    table.add_section()
    kept = _say(terminal, "must_do.kept", count=len(result.total.kept), all=len(result.total.projects))
    cells = _bill(terminal, result.total, result)
    table.add_row(_say(terminal, "must_do.all"), "", "", cells[0], cells[1], kept, cells[3])
    terminal.out.print(under_title(_say(terminal, "must_do.title"), table))
    say_dim(terminal, _say(terminal, "must_do.note"))


def show_rules(terminal: Terminal, result: RulePrices, words: Wording) -> None:
    """Print the price of each rule, the dearest first; those proved to cost nothing in one line each at the end."""
    heads = ("rule", "price", "share", "entering", "leaving")
    table = columns(new_table(), *((_say(terminal, f"col.{key}"), key in ("price", "share")) for key in heads))
    free = []
    for row in result.rules:
        name = words.name(row.rule, row.subject, row.year)
        if row.price.exact and not row.price.high:
            free.append(name)
            continue
        mark = f" [{CARE}]■[/]" if row.tight else ""
        table.add_row(
            Text.from_markup("").append(name).append_text(Text.from_markup(mark)),
            span(terminal.lang, row.price),
            _share(terminal, row.price, result.value),
            ids(terminal.lang, row.entering),
            ids(terminal.lang, row.leaving),
        )
    terminal.out.print(under_title(_say(terminal, "rules.title"), table))
    if free:
        terminal.out.print(under_title(_say(terminal, "rules.free"), *(Text(f"• {name}") for name in free)))
    say_dim(terminal, _say(terminal, "rules.note"))


def _say(terminal: Terminal, key: str, **figures: object) -> str:
    return text(terminal.lang, f"explore_prices.{key}", **figures)


def _bill(terminal: Terminal, bill: Bill, result: MustDo) -> tuple[str | Text, ...]:
    return (
        span(terminal.lang, bill.price),
        _share(terminal, bill.price, result.value),
        _say(terminal, "must_do.anyway" if bill.kept else "must_do.out") if bill.price.exact or not bill.kept else "–",
        ids(terminal.lang, bill.entering),
    )


def _share(terminal: Terminal, price: Between, value: object) -> str:
    return percent(price.low / value, terminal.lang, 1) if value else "–"  # type: ignore[operator]
