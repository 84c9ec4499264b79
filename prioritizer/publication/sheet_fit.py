"""A sheet takes two pages at most, whatever a department writes: the longest texts give way first, and say so."""

import re
from dataclasses import replace

from prioritizer.domain.portfolio import Project
from prioritizer.publication.blocks import Block, Facts, Paragraph, Table
from prioritizer.publication.edition import Edition
from prioritizer.publication.layout import OPENING, pages
from prioritizer.publication.project_sheet import project_sheet

MOST_PAGES = 2
LENGTHS = (1_200, 900, 700, 550, 450, 360, 280, 220, 180, 150, 120, 95, 75, 60, 45, 35, 25)
"""Characters that every text of a sheet may have, tried in turn: the first at which it fits."""
CUT = "…"


def fitted_sheet(edition: Edition, project: Project) -> tuple[Block, ...]:
    """The sheet of a project with its texts whole where it fits on two pages, else all cut to the same length.

    Before a text is cut, tables may go on from one page to the next.
    """
    sheet = tuple(project_sheet(edition, project))
    if pages(sheet, OPENING) <= MOST_PAGES:
        return sheet
    sheet = tuple(replace(block, splits=True) if isinstance(block, Table) else block for block in sheet)
    short = sheet
    for most in LENGTHS:
        if pages(short, OPENING) <= MOST_PAGES:
            break
        short = (*(_shortened(block, most) for block in sheet), Paragraph(edition.say("sheet.cut", most=most)))
    return short


def _shortened(block: Block, most: int) -> Block:
    """The block with its texts cut, but for headings, labels, the decision and figures."""
    match block:
        case Paragraph(strong=False):
            return replace(block, text=cut(block.text, most))
        case Facts():
            return replace(block, rows=tuple((label, cut(said, most)) for label, said in block.rows))
        case Table():
            return replace(block, rows=tuple(tuple(cut(cell, most) for cell in row) for row in block.rows))
        case _:
            return block


def cut(said: str, most: int) -> str:
    """Each line of a text, or its beginning up to a word where it is longer than ``most`` characters."""
    return "\n".join(_cut(line, most) for line in said.split("\n")) if len(said) > most else said


def _cut(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    head = line[: most - len(CUT)]
    return re.sub(r"\s+\S*$", "", head) + CUT
