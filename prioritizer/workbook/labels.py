"""What people see of the layout, and what they type matched back to it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from prioritizer.text import LANGUAGES, catalog, text, word
from prioritizer.workbook.columns import Column, Sheet
from prioritizer.workbook.layout import SHEETS
from prioritizer.workbook.names import codes, match_word, normalize

_PARENTHESES = re.compile(r"\s*\((?:en |in )?([^()]*)\)[\s*]*$", re.IGNORECASE)
_COUNTED = {"dollar", "dollars", "k", "m", "000", *("milliers", "millions", "milliards", "thousands", "billions")}
"""Words that make the end of a header a unit of money, be it one that no workbook may have."""
_YEAR = re.compile(r"(?P<year>\d{4})?\s*(?:(?:an|annee|year|yr)\s*(?P<number>\d{1,2}))?")


@dataclass(frozen=True)
class YearHeader:
    """What a year header says: a budget year, a number counted from 1, or both."""

    year: int | None
    number: int | None


@dataclass(frozen=True)
class HeaderMatch:
    """The column that a header names, with its year where it is a year column."""

    column: Column
    year: YearHeader | None = None
    unit: str = ""
    """The unit of money that the header ends with, as typed; empty where it names none."""


def _sheet(code: str, lang: str) -> dict[str, Any]:
    found: dict[str, Any] = catalog("workbook", lang)["sheet"][code]
    return found


def _column(sheet: Sheet, column: Column, lang: str) -> dict[str, Any]:
    columns = catalog("workbook", lang)["column"]
    label = column.label or column.code
    found: dict[str, Any] = columns.get(sheet.code, {}).get(label) or columns["common"][label]
    return found


def sheet_name(code: str, lang: str) -> str:
    """Name of the sheet's tab."""
    return str(_sheet(code, lang)["name"])


def sheet_title(code: str, lang: str) -> str:
    """Title written on the sheet."""
    return str(_sheet(code, lang)["title"])


def sheet_note(code: str, lang: str) -> str:
    """What the sheet is for and how its rows are filled in."""
    return str(_sheet(code, lang)["note"])


def label(sheet: Sheet, column: Column, lang: str) -> str:
    """Label of a column, without the mark of the required ones; for year columns, of all of them together."""
    return str(_column(sheet, column, lang)["header"]).format(number=column.number)


def header(sheet: Sheet, column: Column, lang: str) -> str:
    """Header as written: the label, with a star where the column is required."""
    return label(sheet, column, lang) + ("\u00a0*" if column.required else "")


def year_header(first_year: int, k: int, lang: str) -> str:
    """Header of the k-th year column, counted from 0: ``2027 (an 1)``."""
    return text(lang, "workbook.year_header", year=first_year + k, number=k + 1)


def note(sheet: Sheet, column: Column, lang: str) -> str:
    """What to write in a column."""
    return str(_column(sheet, column, lang)["note"]).format(number=column.number)


def example(sheet: Sheet, column: Column, lang: str) -> str:
    """An example of what to write."""
    return str(_column(sheet, column, lang)["example"])


@cache
def _sheets() -> dict[str, Sheet]:
    found = {}
    for sheet in SHEETS:
        found[normalize(sheet.code)] = sheet
        for lang in LANGUAGES:
            for name in (sheet_name(sheet.code, lang), *_sheet(sheet.code, lang).get("aliases", ())):
                found[normalize(name)] = sheet
    return found


def match_sheet(name: str) -> Sheet | None:
    """The sheet that a tab's name stands for, in either language; None for a sheet of the city's own."""
    return _sheets().get(normalize(name))


def spellings(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """Every header that names a column: labels and aliases in both languages, and the code itself."""
    found = [column.code]
    for lang in LANGUAGES:
        found.append(label(sheet, column, lang))
        aliases = _column(sheet, column, lang).get("aliases", ())
        found.extend(alias.format(number=column.number) for alias in aliases)
    return tuple(found)


@cache
def _headers(sheet: Sheet) -> dict[str, Column]:
    return {
        normalize(spelling): column
        for column in sheet.columns
        if not column.repeated
        for spelling in spellings(sheet, column)
    }


def match_year(header_text: str) -> YearHeader | None:
    """What a year header says: ``2027``, ``an 1``, ``année 1``, ``year 1``, ``2027 (an 1)``. None for another text."""
    found = _YEAR.fullmatch(normalize(header_text))
    if not found or not found[0]:
        return None
    year, number = found["year"], found["number"]
    return YearHeader(int(year) if year else None, int(number) if number else None)


def match_header(sheet: Sheet, value: object) -> HeaderMatch | None:
    """The column that a header (or the label of a form) names, whatever its accents, case, punctuation or language.

    What stands in parentheses at the end is left out where the whole text names nothing; a unit of money there is
    told. None for a column of the city's own, and for an empty cell.
    """
    if value is None or isinstance(value, bool):
        return None
    written = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    for attempt in (written, _PARENTHESES.sub("", written)):
        column = _headers(sheet).get(normalize(attempt))
        unit = "" if attempt == written else _money_unit(written)
        if column:
            return HeaderMatch(column, unit=unit)
        year = match_year(attempt) if sheet.repeated and (attempt == written or unit) else None
        if sheet.repeated and year:
            return HeaderMatch(sheet.repeated, year, unit)
    return None


def _money_unit(header_text: str) -> str:
    found = _PARENTHESES.search(header_text)
    inside = found[1] if found else ""
    return inside if _COUNTED.intersection(normalize(inside).split()) or match_word("unit", inside) else ""


@cache
def _bands() -> dict[str, str]:
    return {
        normalize(text(lang, "workbook.amounts_in", unit=word(lang, "unit", code))): code
        for lang in LANGUAGES
        for code in codes("unit")
    }


def match_band(value: object) -> str | None:
    """The unit of money that the band above a table names (``Montants en k$``), None for another text."""
    return _bands().get(normalize(value)) if isinstance(value, str) else None
