"""The workbook of the published case, read back as a spreadsheet program's user would."""

import datetime as dt
import io
from functools import cache

import openpyxl
from published_case import edition, portfolio

from prioritizer.publication.theme import Theme
from prioritizer.publication.workbook.build import write_workbook
from prioritizer.spreadsheet.book import HEADER_ROW
from prioritizer.text import text

DAY = dt.date(2026, 11, 24)
LANGS = ("fr", "en")


def write(found):
    return write_workbook(found, portfolio().info.first_year, Theme(), DAY)


@cache
def made(lang):
    return write(edition(lang))


@cache
def opened(lang, *, values=True):
    return openpyxl.load_workbook(io.BytesIO(made(lang)), data_only=values)


def sheet(book, lang, code):
    return book[text(lang, f"template_workbook.sheet.{code}")]


def rows(book, lang, code):
    """Rows of a sheet as dictionaries by header."""
    _, *lines = sheet(book, lang, code).iter_rows(min_row=HEADER_ROW + 1, values_only=True)
    heads = [str(cell.value) for cell in sheet(book, lang, code)[HEADER_ROW + 1]]
    return [dict(zip(heads, line, strict=False)) for line in lines if any(cell is not None for cell in line)]


def formulas(book):
    return {
        (tab.title, cell.coordinate): cell
        for tab in book
        for row in tab.iter_rows()
        for cell in row
        if is_formula(cell)
    }


def is_formula(cell):
    return cell.data_type == "f"
