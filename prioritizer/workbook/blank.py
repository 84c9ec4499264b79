"""The blank workbook that a city fills in."""

from pathlib import Path

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import Info
from prioritizer.domain.vocabulary import Unit
from prioritizer.workbook.paint import Painter
from prioritizer.workbook.rows import info_row


def write_blank(criteria: CriteriaSet, path: Path, first_year: int, lang: str = "fr", horizon: int = 10) -> None:
    """Write a blank workbook whose year columns begin with ``first_year``, in thousands of dollars.

    Raises:
        OSError: where the file cannot be written.
    """
    info = Info(criteria.organization.get(lang), "", first_year, horizon, Unit.THOUSANDS)
    Painter(path, criteria, {"info": [info_row(info)]}, lang).draw()
