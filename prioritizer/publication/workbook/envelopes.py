"""Sheet of the envelopes: what each pot has, what is used of it, what is left and carried, by year."""

from collections.abc import Iterable
from fractions import Fraction

from prioritizer.domain.portfolio import FULL
from prioritizer.domain.vocabulary import LinkType
from prioritizer.publication.workbook.frame import Frame, Sheets, k, money, product, same
from prioritizer.publication.workbook.pots import Pot
from prioritizer.spreadsheet.book import Cell, Column, Formula, Sheet

Place = tuple[str, str]
"""Cells of the use and of the limit, as another sheet writes them."""


def sheet(frame: Frame) -> Sheet:
    """The sheet with its headers."""
    columns = [
        frame.head("source", 20, "wrap"),
        Column("item", 46, "wrap"),
        Column("carry", 16, "share"),
        *frame.year_columns(11),
        frame.head("total", 13, "amount"),
    ]
    made = frame.book.sheet("envelopes", columns, note=frame.word("note.envelopes"), frozen=2)
    frame.say_legal(made)
    return made


def fill(frame: Frame, sheets: Sheets, pots: tuple[Pot, ...]) -> dict[int, list[Place]]:
    """A block a pot, then the use of all sources. Returns cells by year of each limited pot, by its number."""
    found = sheets["envelopes"]
    places: dict[int, list[Place]] = {}
    used_rows = []
    for number, pot in enumerate(pots):
        used, limit = _block(frame, sheets, pot, pots)
        if pot.earmark is None:
            used_rows.append(used)
        if limit is not None:
            steps = range(len(frame.years))
            places[number] = [(found.spot(used, "year", t), found.spot(limit, "year", t)) for t in steps]
    own = [pot for pot in pots if pot.earmark is None]
    totals = [sum(pot.used[t] for pot in own) for t in range(len(frame.years))]
    col = found.at("year")
    formulas = ("+".join(found.cell(row, col + t) for row in used_rows) or "0" for t in range(len(totals)))
    cells = [money(formula, cents) for formula, cents in zip(formulas, totals, strict=True)]
    found.add(frame.word("row.all"), frame.word("row.used"), None, *cells, _across(found, sum(totals)), strong=True)
    return places


def _across(found: Sheet, cents: Fraction | int) -> Formula:
    first = found.cell(found.row, found.at("year"))
    last = found.cell(found.row, found.at("total") - 1)
    return Formula(f"=SUM({first}:{last})", k(cents))


def _block(frame: Frame, sheets: Sheets, pot: Pot, pots: tuple[Pot, ...]) -> tuple[int, int | None]:
    """Rows of the use and of what it is held against."""
    found = sheets["envelopes"]
    source, steps = frame.source(pot.source), range(len(frame.years))

    def row(key: str, cells: Iterable[Cell], total: Cell = None, *, carry: Cell = None, strong: bool = False) -> int:
        return found.add(source, frame.word(f"row.{key}"), carry, *cells, total, strong=strong)

    def at(line: int, t: int) -> str:
        return found.cell(line, found.at("year") + t)

    heading = frame.name(pot.rule, pot.subject)
    if pot.amounts is None:
        heading = f"{heading} ({frame.text('result.no_limit')})"
    found.add(source, heading, None, *(None for _ in steps), None, strong=True)
    own = pot.earmark is None
    given = limit = carried = None
    if pot.amounts is not None:
        carry = Fraction(pot.carry_bp, FULL) if pot.carry_bp else None
        key = "envelope" if own else "left_to_others"
        given = limit = row(key, map(k, pot.amounts), _across(found, sum(pot.amounts)), carry=carry)
        if pot.carry_bp:
            carried = found.row
            left = carried + 3 + 2 * _saves(frame, pot)
            rate = found.cell(given, found.at("carry"), absolute=True)
            room = (f"=MIN({rate}*MAX({at(given, t - 1)},0),MAX({at(left, t - 1)},0))" for t in steps[1:])
            cells = [Formula(formula, k(cents)) for formula, cents in zip(room, pot.carried[1:], strict=True)]
            row("carried", (0, *cells))
            available = [
                Formula(f"={at(given, t)}+{at(carried, t)}", k(pot.amounts[t] + pot.carried[t])) for t in steps
            ]
            limit = row("available", available)
    spent = [money(_spent(sheets, pot, pots, t), pot.spent[t]) for t in steps]
    if _saves(frame, pot):
        first = row("spent", spent, _across(found, sum(pot.spent)))
        saved = [money(_saved(sheets, year), pot.saved[t]) for t, year in enumerate(frame.years)]
        second = row("saved", saved, _across(found, sum(pot.saved)))
        spent = [money(f"{at(first, t)}-{at(second, t)}", pot.used[t]) for t in steps]
    used = row("used", spent, _across(found, sum(pot.used)))
    if pot.amounts is not None and limit is not None:
        rest = [pot.amounts[t] + pot.carried[t] - pot.used[t] for t in steps]
        last = row("left", [Formula(f"={at(limit, t)}-{at(used, t)}", k(rest[t])) for t in steps])
        found.alarm(last, found.at("year"), found.at("total") - 1, below=0)
    return used, limit


def _saves(frame: Frame, pot: Pot) -> bool:
    """Whether a synergy can save money of this pot."""
    links = frame.portfolio.links
    return pot.earmark is None and any(
        link.type is LinkType.SYNERGY and link.source == pot.source and link.saving for link in links
    )


def _spent(sheets: Sheets, pot: Pot, pots: tuple[Pot, ...], t: int) -> str:
    found, capital = sheets["envelopes"], sheets["capital"]
    factors = [same(capital.run("source"), found.here("source")), capital.run("in"), capital.run("year", t)]
    if pot.earmark is not None:
        step = [one for one in pots if one.earmark is not None].index(pot)
        factors.append(capital.run("others", step))
    return product(*factors)


def _saved(sheets: Sheets, year: int) -> str:
    found, synergies = sheets["envelopes"], sheets["synergies"]
    mine = same(synergies.run("source"), found.here("source"))
    return product(mine, f"({synergies.run('year')}={year})", synergies.run("saved"))
