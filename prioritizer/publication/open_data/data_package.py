"""The Frictionless Data Package of the tables: types, units, descriptions, licence and links between files.

https://specs.frictionlessdata.io, version 1. Descriptions stand in French; ``title_en`` and ``description_en`` hold
the English ones.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from prioritizer.publication.edition import Edition
from prioritizer.publication.open_data.cells import FALSE, LISTS, TRUE, said
from prioritizer.publication.open_data.columns import TABLES, Column, Kind, Table
from prioritizer.publication.open_data.csv_file import describe
from prioritizer.publication.open_data.heading import heading
from prioritizer.publication.publisher import Publisher
from prioritizer.text import text

NAME = "projets-numeriques"
TYPES = {Kind.INTEGER: "integer", Kind.YEAR: "integer", Kind.TRUTH: "boolean", Kind.DATE: "date"} | dict.fromkeys(
    (Kind.NUMBER, Kind.MONEY, Kind.FTE, Kind.PERCENT), "number"
)


def data_package(
    edition: Edition, files: Mapping[str, bytes], date: dt.date, state: str, publisher: Publisher
) -> dict[str, Any]:
    """The package of the tables in ``files``, each named by its path."""
    french, english = (heading(edition, lang) for lang in ("fr", "en"))
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": french.title,
        "title_en": english.title,
        "description": french.description,
        "description_en": english.description,
        "created": f"{date.isoformat()}T00:00:00Z",
        "state": state,
        "version": edition.decision.hashes["portfolio"][:12],
        "keywords": list(french.keywords),
        "licenses": [{"name": publisher.license_name, "title": publisher.license_title, "path": publisher.license_url}],
        "contributors": [{"title": edition.case.portfolio.info.organization, "role": "publisher"}],
        **({"homepage": publisher.url} if publisher.url else {}),
        "resources": [_resource(table, files[table.path]) for table in TABLES],
    }


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.path,
        "title": text("fr", f"open_data.table.{table.name}.title"),
        "title_en": text("en", f"open_data.table.{table.name}.title"),
        "description": text("fr", f"open_data.table.{table.name}.note"),
        "description_en": text("en", f"open_data.table.{table.name}.note"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": list(columns), "reference": {"resource": target, "fields": list(columns)}}
                for columns, target in table.refers
            ],
        },
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES.get(column.kind, "string"),
        "description": describe("fr", table, column.name),
        "description_en": describe("en", table, column.name),
    }
    if column.unit:
        field["unit"] = column.unit
    if column.kind is Kind.TRUTH:
        field |= {"trueValues": [TRUE], "falseValues": [FALSE]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.words and not column.open:
        constraints["enum"] = [said("fr", column.words, code) for code in LISTS[column.words]]
    return field | ({"constraints": constraints} if constraints else {})
