"""The whole workbook: every sheet added in the order of reading, then filled; formulas know where others will stand."""

import datetime as dt
import io

from prioritizer.program.rules import RULES
from prioritizer.publication.blocks import CONTROLS
from prioritizer.publication.edition import Edition
from prioritizer.publication.theme import Theme
from prioritizer.publication.workbook import (
    capital,
    envelopes,
    limits,
    projects,
    rules,
    scores,
    shares,
    summary,
    synergies,
    uses,
)
from prioritizer.publication.workbook.frame import Frame
from prioritizer.publication.workbook.pots import pots
from prioritizer.spreadsheet.book import Book, Sheet
from prioritizer.spreadsheet.language import with_language
from prioritizer.text.numbers import LOCALE

CATALOG = "template_workbook"


def write_workbook(edition: Edition, year: int, theme: Theme, date: dt.date) -> bytes:
    """The workbook of an edition of the program that begins in ``year``; the same arguments give the same bytes.

    Totals and rules are formulas over the choice of each project (1 or 0); the value kept with each formula is the
    decision's, exact, rounded to what a cell holds.
    """
    content = io.BytesIO()
    info = edition.case.portfolio.info
    book = Book(
        content,
        edition.lang,
        edition.say("title", first=year, last=year + info.horizon - 1),
        info.organization.translate(CONTROLS),
        catalog=CATALOG,
        created=dt.datetime.combine(date, dt.time()),
        accent=theme.accent,
        band=theme.band,
    )
    _fill(Frame(edition, book), year)
    book.close()
    return with_language(content.getvalue(), LOCALE[edition.lang].replace("_", "-"))


def _fill(frame: Frame, year: int) -> None:
    money, used, counted = pots(frame), uses.uses(frame), shares.shares(frame)
    sheets: dict[str, Sheet] = {
        "summary": summary.sheet(frame, year),
        "projects": projects.sheet(frame),
        "capital": capital.sheet(frame, money),
        "envelopes": envelopes.sheet(frame),
        "uses": uses.sheet(frame, used),
        "limits": limits.sheet(frame),
        "rules": rules.sheet(frame),
        "scores": scores.sheet(frame),
    }
    if counted:
        sheets["shares"] = shares.sheet(frame, counted)
    if synergies.synergies(frame):
        sheets["synergies"] = synergies.sheet(frame)
    sheets["method"] = _method(frame)
    scores.fill(frame, sheets)
    projects.fill(frame, sheets)
    capital.fill(frame, sheets, money, counted)
    uses.fill(frame, sheets, used)
    if counted:
        shares.fill(frame, sheets, counted)
    if "synergies" in sheets:
        synergies.fill(frame, sheets, counted)
    places = rules.Places(envelopes.fill(frame, sheets, money), limits.fill(frame, sheets, used))
    summary.fill(frame, sheets, rules.fill(frame, sheets, money, counted, places))
    for found in sheets.values():
        found.finish("" if frame.edition.approved else frame.edition.say("draft"))


def _method(frame: Frame) -> Sheet:
    """Every rule in words, from the catalog that everything else says them from."""
    columns = [frame.head("rule", 34, "wrap"), frame.head("sentence", 80, "wrap"), frame.head("formula", 60, "wrap")]
    found = frame.book.sheet("method", columns, frozen=1)
    for rule in RULES:
        found.add(*(frame.edition.words.rule_text(rule.code, part) for part in ("title", "sentence", "formula")))
    return found
