"""The book of the result workbook: the shared one, with the words of the result."""

from pathlib import Path

from prioritizer.spreadsheet.book import HEADER_ROW, Cell, Column, Formula, Sheet
from prioritizer.spreadsheet.book import Book as AnyBook

__all__ = ["HEADER_ROW", "Book", "Cell", "Column", "Formula", "Sheet"]


class Book(AnyBook):
    """The result workbook being written."""

    def __init__(self, path: Path, lang: str, title: str, author: str) -> None:
        super().__init__(path, lang, title, author, catalog="result")
