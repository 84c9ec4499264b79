"""``prioritizer template``: the blank workbook to fill in, and the annual document made from a decision."""

import datetime as dt
from pathlib import Path

from prioritizer.cli.command import Misuse
from prioritizer.cli.edition import prepare
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import read_criteria
from prioritizer.cli.outputs import check_workbook, check_writable
from prioritizer.cli.say import Terminal


def new(lang: str, *, year: int, output: Path | None, criteria: Path | None, horizon: int) -> int:
    """Write the blank workbook and say where."""
    from prioritizer.workbook.blank import write_blank

    terminal = Terminal(lang)
    path = output or Path(terminal.say("template.file", year=year))
    if path.exists():
        raise Misuse("exists", None, file=path)  # It may be filled in.
    check_writable(path)
    check_workbook(path)
    write_blank(read_criteria(criteria).criteria, path, year, lang, horizon)
    terminal.note(terminal.say("template.written", file=path))
    return ExitCode.DONE


def build(
    lang: str,
    *,
    decision: str,
    year: int,
    langs: tuple[str, ...],
    output: Path,
    forms: tuple[str, ...],
    each: bool,
    theme: Path | None,
    approval: Path | None,
    date: dt.date | None,
) -> int:
    """Write the annual document in each language and form asked."""
    from prioritizer.publication.forms import Form, template_files

    terminal = Terminal(lang)
    ready = prepare(terminal, Path(decision), theme, approval, date)
    if ready is None:
        return ExitCode.PROBLEMS
    first = ready.dossier.portfolio.info.first_year
    if year != first:
        raise Misuse("wrong_year", None, year=year, first=first)
    asked = [Form(form) for form in forms]
    made = template_files(ready.editions(langs), year, ready.theme, ready.date, asked, each=each)
    for name, content in made.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        terminal.note(terminal.say("template.built", file=path))
    return ExitCode.DONE
