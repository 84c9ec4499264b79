"""The documentation of the workbook is the layout's own."""

from pathlib import Path

from prioritizer.workbook.layout import SHEETS
from prioritizer.workbook.layout_doc import render

PAGE = Path(__file__).parent.parent.parent / "docs" / "workbook.md"


def test_the_page_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == render(), "python -m prioritizer.workbook.layout_doc docs/workbook.md"


def test_every_column_has_its_line_in_both_languages():
    lines = [line for line in render().splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    columns = sum(len(sheet.columns) for sheet in SHEETS)
    heads = sum(bool(sheet.columns) for sheet in SHEETS)
    assert len(lines) == 2 * (columns + heads)
    assert sum("| interne |" in line for line in lines) == sum("| internal |" in line for line in lines) > 0
