"""``prioritizer template new``: a blank workbook to fill in."""

from pathlib import Path

from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import read_criteria
from prioritizer.cli.outputs import check_writable
from prioritizer.cli.say import Terminal


def new(lang: str, *, year: int, output: Path | None, criteria: Path | None, horizon: int) -> int:
    """Write the blank workbook and say where."""
    from prioritizer.workbook.blank import write_blank

    terminal = Terminal(lang)
    path = output or Path(terminal.say("template.file", year=year))
    check_writable(path)
    write_blank(read_criteria(criteria).criteria, path, year, lang, horizon)
    terminal.note(terminal.say("template.written", file=path))
    return ExitCode.DONE
