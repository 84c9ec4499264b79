"""The documentation of the open data, rendered from their definition; a test keeps ``docs/open-data.md`` equal to it.

Written again by ``python -m prioritizer.publication.open_data.documentation docs/open-data.md``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from prioritizer.publication.open_data.cells import LISTS, said
from prioritizer.publication.open_data.columns import TABLES, Column, Table
from prioritizer.publication.open_data.csv_file import describe
from prioritizer.text import LANGUAGES, text


def render() -> str:
    """The whole page, in French then in English."""
    return "\n".join(line for lang in LANGUAGES for line in _language(lang)).rstrip() + "\n"


def _language(lang: str) -> Iterator[str]:
    yield from (f"# {_say(lang, 'title')}", _say(lang, "intro"), f"## {_say(lang, 'tables')}", "")
    for table in TABLES:
        yield f"### `{table.path}` — {text(lang, f'open_data.table.{table.name}.title')}"
        yield ""
        notes = [text(lang, f"open_data.table.{table.name}.note")]
        notes.append(_say(lang, "key", columns=", ".join(f"`{name}`" for name in table.key)))
        notes += [
            _say(lang, "refers", columns="`, `".join(columns), path=f"{target}.csv") for columns, target in table.refers
        ]
        yield from (" ".join(notes), "")
        head = _say(lang, "head")
        yield from (f"| {head} |", "|" + " --- |" * (head.count("|") + 1))
        yield from (_line(lang, table, column) for column in table.columns)
        yield ""


def _line(lang: str, table: Table, column: Column) -> str:
    sentence = describe(lang, table, column.name)
    if column.words:
        words = " · ".join(said("fr", column.words, code) for code in LISTS[column.words])
        sentence += " " + _say(lang, "open_list" if column.open else "list", words=words)
    kind = said(lang, "type", column.kind)
    filled = _say(lang, "yes") if column.required else ""
    return f"| `{column.name}` | {kind} | {column.unit} | {filled} | {sentence} |"


def _say(lang: str, key: str, **figures: object) -> str:
    return text(lang, f"open_data_doc.{key}", **figures)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render(), encoding="utf-8")
