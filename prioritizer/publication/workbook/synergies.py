"""Sheet of synergies: what is won or saved when several projects are all in."""

from fractions import Fraction

from prioritizer.domain.portfolio import Link
from prioritizer.domain.vocabulary import LinkType
from prioritizer.publication.workbook.frame import Frame, Sheets, k, product
from prioritizer.publication.workbook.shares import LINK, Share, column
from prioritizer.spreadsheet.book import Column, Formula, Sheet


def synergies(frame: Frame) -> list[tuple[int, Link]]:
    """Those of the portfolio, with their number among its links."""
    return [(number, link) for number, link in enumerate(frame.portfolio.links) if link.type is LinkType.SYNERGY]


def sheet(frame: Frame) -> Sheet:
    """The sheet with its headers."""
    columns = [
        Column("members", 60, "wrap"),
        Column("count", 10, "whole"),
        Column("done", 14, "answer"),
        Column("bonus", 14, "points"),
        Column("won", 14, "points"),
        frame.head("source", 20, "wrap"),
        frame.head("year", 9, "year"),
        Column("saving", 14, "amount"),
        Column("saved", 14, "amount"),
    ]
    return frame.book.sheet("synergies", columns, note=frame.word("note.synergies"), rows=len(synergies(frame)))


def fill(frame: Frame, sheets: Sheets, counted: tuple[Share, ...]) -> None:
    """One row a synergy."""
    found, shares = sheets["synergies"], sheets["shares"]
    for number, link in synergies(frame):
        there = int(link in frame.edition.plan.synergies)
        inside = product(shares.run("in"), column(sheets, counted, LINK, number))
        bonus = Fraction(link.bonus)
        found.add(
            frame.clean(", ".join(link.members)),
            len(link.members),
            Formula(f"=IF({inside}={found.here('count')},1,0)", there),
            bonus,
            Formula(f"={found.here('done')}*{found.here('bonus')}", there * bonus),
            frame.source(link.source) if link.source else "",
            link.year,
            k(link.saving),
            Formula(f"={found.here('done')}*{found.here('saving')}", k(there * link.saving)),
        )
    found.filtered()
