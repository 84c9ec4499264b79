"""``prioritizer template``: the blank workbook to fill in, and the annual document made from a decision."""

import datetime as dt
from pathlib import Path

from prioritizer.cli.command import Misuse
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import read_criteria
from prioritizer.cli.outputs import check_writable
from prioritizer.cli.say import Terminal
from prioritizer.text import text


def new(lang: str, *, year: int, output: Path | None, criteria: Path | None, horizon: int) -> int:
    """Write the blank workbook and say where."""
    from prioritizer.workbook.blank import write_blank

    terminal = Terminal(lang)
    path = output or Path(terminal.say("template.file", year=year))
    if path.exists():
        raise Misuse("exists", None, file=path)  # It may be filled in.
    check_writable(path)
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
    theme: Path | None,
    date: dt.date | None,
) -> int:
    """Write the consolidated document, as PDF and as a web page, in each language asked."""
    from prioritizer.publication.consolidated import consolidated
    from prioritizer.publication.edition import Edition
    from prioritizer.publication.html import write_html
    from prioritizer.publication.pdf import write_pdf
    from prioritizer.publication.theme import Theme, read_theme
    from prioritizer.store.dossier_file import read_dossier

    terminal = Terminal(lang)
    dossier = read_dossier(Path(decision))
    look = Theme() if theme is None else read_theme(theme)
    first = dossier.portfolio.info.first_year
    if year != first:
        raise Misuse("wrong_year", None, year=year, first=first)
    if not dossier.decision.status.has_program:
        terminal.note(terminal.say("verify.no_program"))
        return ExitCode.PROBLEMS
    output.mkdir(parents=True, exist_ok=True)
    for each in langs:
        edition = Edition.of(dossier.decision, dossier.portfolio, dossier.criteria, each, priorities=dossier.priorities)
        document = consolidated(edition, year)
        stem = output / text(each, "publication.file", year=year)
        made = dt.datetime.now(tz=dt.UTC).date() if date is None else date
        for path, content in (
            (stem.with_suffix(".pdf"), write_pdf(document, look, made)),
            (stem.with_suffix(".html"), write_html(document, look).encode()),
        ):
            path.write_bytes(content)
            terminal.note(terminal.say("template.built", file=path))
    return ExitCode.DONE
