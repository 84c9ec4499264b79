"""The reference of the command line, ``docs/cli.md``, made from the commands themselves.

``python -m prioritizer.cli.reference > docs/cli.md`` writes it again; a test keeps it fresh.
"""

import sys
from collections.abc import Iterator

import click

from prioritizer.cli.app import NAME, build
from prioritizer.text import LANGUAGES, text

WIDTH = 88


def markdown() -> str:
    """The whole page, in every language."""
    return "\n".join(line for lang in LANGUAGES for line in _page(lang)) + "\n"


def _page(lang: str) -> Iterator[str]:
    yield f"# {text(lang, 'cli.reference.title')}"
    yield ""
    for paragraph in text(lang, "cli.reference.intro").split("\n"):
        yield paragraph
        yield ""
    for path, command in _commands((NAME,), build(lang)):
        context = click.Context(command, info_name=" ".join(path), terminal_width=WIDTH, max_content_width=WIDTH)
        yield f"## `{' '.join(path)}`"
        yield ""
        yield "```text"
        yield command.get_help(context)
        yield "```"
        yield ""


def _commands(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands((*path, name), inner)


if __name__ == "__main__":
    sys.stdout.write(markdown())
