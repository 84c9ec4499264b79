"""A portfolio as a workbook of the one layout, which the reader reads back to an equal portfolio."""

from pathlib import Path

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import Portfolio
from prioritizer.workbook.paint import Painter
from prioritizer.workbook.rows import portfolio_rows


def write_portfolio(portfolio: Portfolio, criteria: CriteriaSet, path: Path, lang: str = "fr") -> None:
    """Write a filled workbook, in the portfolio's own order; the same portfolio gives the same bytes.

    Money is written in the portfolio's unit, and every digit is kept.

    Raises:
        OSError: where the file cannot be written.
        ValueError: where a text is longer than a cell holds, or a name in a list has a semicolon in it.
    """
    Painter(path, criteria, portfolio_rows(portfolio), lang).draw()
