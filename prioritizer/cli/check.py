"""``prioritizer check``: every problem of a portfolio at once."""

from pathlib import Path

from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import read_criteria, read_with_counts
from prioritizer.cli.say import Terminal


def check(lang: str, *, file: Path, criteria: Path | None) -> int:
    """Print what is wrong, or what was found."""
    terminal = Terminal(lang)
    portfolio, errors, warnings = read_with_counts(terminal, Path(file), read_criteria(criteria))
    if portfolio is None:
        terminal.note(terminal.say("check.errors", errors=errors, warnings=warnings))
        return ExitCode.PROBLEMS
    options = sum(len(project.options) for project in portfolio.projects)
    info = portfolio.info
    figures = {"options": options, "years": info.horizon, "first": info.first_year, "warnings": warnings}
    key = "check.warned" if warnings else "check.clean"
    terminal.out.print(terminal.say(key, projects=len(portfolio.projects), **figures), soft_wrap=True)
    return ExitCode.DONE
