"""``prioritizer criteria show | validate | diff``: wiring only; the words stand in ``prioritizer.cli.criteria``."""

from pathlib import Path

from prioritizer.cli import criteria as done


def show(lang: str, *, file: str) -> int:
    """Show a criteria set."""
    return done.show(Path(file), lang)


def validate(lang: str, *, file: str, portfolio: Path | None) -> int:
    """Validate a criteria set, on a portfolio where one is given."""
    return done.validate(Path(file), lang, portfolio)


def diff(lang: str, *, before: str, after: str) -> int:
    """Show what changed between two sets."""
    return done.diff(Path(before), Path(after), lang)
