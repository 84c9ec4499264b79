"""Sheet of the yearly limits: operating effect, people and projects at once, each held against its limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain.portfolio import Limit
from prioritizer.domain.vocabulary import LimitKind
from prioritizer.publication.workbook.envelopes import Place
from prioritizer.publication.workbook.frame import SCALE, Frame, Sheets, product, same
from prioritizer.publication.workbook.uses import KINDS, Use
from prioritizer.spreadsheet.book import Column, Formula, Sheet


@dataclass(frozen=True)
class Block:
    """Use by year of one team, and its limit where it has one."""

    kind: LimitKind
    team: str
    limit: Limit | None


def blocks(frame: Frame, used: tuple[Use, ...]) -> Iterator[Block]:
    """Operating, then teams, then departments at work; those without a limit too, but for work."""
    for kind in KINDS:
        limits = [limit for limit in frame.portfolio.limits if limit.kind is kind]
        named = [(limit, "" if kind is LimitKind.OPERATING else limit.name) for limit in limits]
        yield from (Block(kind, team, limit) for limit, team in named)
        if kind is not LimitKind.CONCURRENCY:
            free = {use.team for use in used if use.kind is kind} - {team for _, team in named}
            yield from (Block(kind, team, None) for team in sorted(free))


def sheet(frame: Frame) -> Sheet:
    """The sheet with its headers."""
    columns = [Column("kind", 32, "wrap"), Column("team", 42, "wrap"), Column("item", 18), *frame.year_columns()]
    made = frame.book.sheet("limits", columns, note=frame.word("note.limits"), frozen=3)
    frame.say_legal(made)
    return made


def fill(frame: Frame, sheets: Sheets, used: tuple[Use, ...]) -> dict[tuple[LimitKind, str, int], list[Place]]:
    """A block of three rows a limit; where the use and the limit of each year stand, in the order of the limits."""
    found = sheets["limits"]
    places: dict[tuple[LimitKind, str, int], list[Place]] = {}
    for block in blocks(frame, used):
        word, unit, shape = KINDS[block.kind]
        heading = (frame.word(f"kind.{word}"), _team(frame, block))
        totals = [
            sum(use.years[t] for use in used if _mine(block, use) and frame.chosen(use.done.project.id))
            for t in range(len(frame.years))
        ]
        first = found.add(*heading, frame.word("row.used"), strong=True)
        for t, total in enumerate(totals):
            formula = Formula(_used(sheets, block, first, t), Fraction(total, SCALE[unit]))
            found.put(first, found.at("year") + t, formula, strong=True, format_name=shape)
        if block.limit is None:
            continue
        found.add(*heading, frame.word("row.limit"))
        last = found.add(*heading, frame.word("row.left"))
        found.alarm(last, found.at("year"), len(found.columns) - 1, below=0)
        for t, amount in enumerate(block.limit.amounts):
            col = found.at("year") + t
            if amount is None:
                found.put(first + 1, col, frame.text("result.no_limit"), format_name="answer")
                continue
            found.put(first + 1, col, Fraction(amount, SCALE[unit]), format_name=shape)
            rest = f"={found.cell(first + 1, col)}-{found.cell(first, col)}"
            found.put(first + 2, col, Formula(rest, Fraction(amount - totals[t], SCALE[unit])), format_name=shape)
            place = (found.spot(first, "year", t), found.spot(first + 1, "year", t))
            places.setdefault((block.kind, block.team, frame.years[t]), []).append(place)
    return places


def _team(frame: Frame, block: Block) -> str:
    if block.kind is LimitKind.CONCURRENCY and not block.team:
        return frame.text("rules.all.departments")
    return frame.clean(block.team)


def _mine(block: Block, use: Use) -> bool:
    """A limit on work without a department is on all of them."""
    everyone = block.kind is LimitKind.CONCURRENCY and not block.team
    return block.kind is use.kind and (everyone or block.team == use.team)


def _used(sheets: Sheets, block: Block, row: int, t: int) -> str:
    found, uses = sheets["limits"], sheets["uses"]
    factors = [same(uses.run("kind"), "$" + found.cell(row, found.at("kind")))]
    if block.team:
        factors.append(same(uses.run("team"), "$" + found.cell(row, found.at("team"))))
    return f"=ROUND({product(*factors, uses.run('in'), uses.run('year', t))},5)"
