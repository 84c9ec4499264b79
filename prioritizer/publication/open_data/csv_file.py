"""Tables as CSV files: UTF-8, comma, double quotes and CRLF as in RFC 4180, one row of headers."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator

from prioritizer.publication.edition import Edition
from prioritizer.publication.open_data import money, projects, rules
from prioritizer.publication.open_data.cells import LISTS, cell, said
from prioritizer.publication.open_data.columns import TABLES, Table
from prioritizer.text import text


def csv_files(edition: Edition, date: dt.date, state: str) -> dict[str, bytes]:
    """Every table as a file, by name."""
    rows: dict[str, Iterable[money.Row]] = {
        "decision": rules.decision(edition, state, date),
        "projets": projects.projects(edition, state),
        "options": projects.options(edition, state),
        "pointages": projects.scores(edition, state),
        "admissibilite": projects.gates(edition, state),
        "priorites": projects.priorities(edition, state),
        "immobilisations": money.capital(edition, state),
        "fonctionnement": money.operating(edition, state),
        "equipes": money.people(edition, state),
        "enveloppes": money.envelopes(edition, state),
        "regles": rules.rules(edition, state),
        "criteres": rules.criteria(edition),
        "niveaux": rules.levels(edition),
        "portees": rules.reach(edition),
        "listes": _words(),
        "dictionnaire": _dictionary(),
    }
    return {table.path: write_csv(table, rows[table.name]) for table in TABLES}


def write_csv(table: Table, rows: Iterable[money.Row]) -> bytes:
    """A table as the bytes of its file."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in rows:
        writer.writerow([cell(column, value) for column, value in zip(table.columns, row, strict=True)])
    return file.getvalue().encode()


def describe(lang: str, table: Table, column: str) -> str:
    """The sentence of a column; one that many tables share is told once."""
    try:
        return text(lang, f"open_data.column.{table.name}.{column}")
    except KeyError:
        return text(lang, f"open_data.column.common.{column}")


def _words() -> Iterator[money.Row]:
    for name, codes in LISTS.items():
        for code in codes:
            yield name, str(code), said("fr", name, code), said("en", name, code)


def _dictionary() -> Iterator[money.Row]:
    for table in TABLES:
        for column in table.columns:
            yield (
                table.path,
                column.name,
                column.kind,
                column.unit or None,
                column.required,
                column.words or None,
                describe("fr", table, column.name),
                describe("en", table, column.name),
            )
