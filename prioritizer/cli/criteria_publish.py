"""``prioritizer criteria publish``: the public page of a criteria set, its PDF, and the set as data."""

import datetime as dt
from pathlib import Path

from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import read_criteria
from prioritizer.cli.say import Terminal
from prioritizer.text import text
from prioritizer.text.numbers import number


def publish(
    lang: str,
    *,
    file: str,
    langs: tuple[str, ...],
    output: Path,
    since: Path | None,
    theme: Path | None,
    date: dt.date | None,
) -> int:
    """Write every file, and say how the page reads in each language."""
    from prioritizer.publication.criteria_page import criteria_blocks, criteria_files, readability
    from prioritizer.publication.theme import Theme, read_theme

    terminal, path = Terminal(lang), Path(file)
    read = read_criteria(path)
    previous = None if since is None else read_criteria(since).criteria
    files = criteria_files(
        read.criteria,
        langs,
        Theme() if theme is None else read_theme(theme),
        dt.datetime.now(tz=dt.UTC).date() if date is None else date,
        previous=previous,
        priorities=read.priorities,
        source=path.read_bytes(),
    )
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (output / name).write_bytes(content)
        terminal.note(terminal.say("template.built", file=output / name))
    for each in langs:
        found = readability(read.criteria, criteria_blocks(read.criteria, each), each)["all"]
        figures = {
            "lix": number(found.lix, lang, 0),
            "mean": number(found.mean, lang, 1),
            "longest": number(found.longest, lang),
        }
        terminal.note(text(lang, "criteria_page.command.readability", lang=each, **figures))
    return ExitCode.DONE
