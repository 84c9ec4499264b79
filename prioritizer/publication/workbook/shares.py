"""Sheet of what each rule counts of each project: balances, reserves, groups and synergies read it."""

from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain.portfolio import FULL, Balance, Earmark
from prioritizer.domain.vocabulary import LinkType
from prioritizer.program.plan import Done
from prioritizer.publication.workbook.frame import Frame, Sheets, money, product, same
from prioritizer.publication.workbook.projects import flag
from prioritizer.spreadsheet.book import Column, Formula, Sheet

GROUPS = (LinkType.EXCLUDES, LinkType.AT_MOST, LinkType.AT_LEAST, LinkType.EXACTLY)
BALANCE, EARMARK, LINK = "balance", "earmark", "link"


@dataclass(frozen=True)
class Share:
    """How much of each project one rule counts, from 0 to 1; ``kind`` and ``number`` say which of the portfolio."""

    kind: str
    number: int
    name: str
    of: tuple[Fraction, ...]


def shares(frame: Frame) -> tuple[Share, ...]:
    """Every rule that counts projects, in the portfolio's order."""
    portfolio, found = frame.portfolio, []
    for number, balance in enumerate(portfolio.balances):
        name = frame.name("balance", balance_subject(balance), balance.year)
        found.append(Share(BALANCE, number, name, tuple(_counted(frame, balance, done) for done in frame.shown)))
    for number, earmark in enumerate(portfolio.earmarks):
        name = frame.name("earmark", (earmark.source, earmark.dimension.value, *earmark.members))
        whole = tuple(Fraction(bool(_counted(frame, earmark, done))) for done in frame.shown)
        found.append(Share(EARMARK, number, name, whole))
    for number, link in enumerate(portfolio.links):
        if link.type in GROUPS:
            k = 1 if link.type is LinkType.EXCLUDES else link.k
            name = frame.name("group", (link.type.value, str(k), *link.members))
        elif link.type is LinkType.SYNERGY:
            name = frame.name("synergy", link.members)
        else:
            continue
        found.append(Share(LINK, number, name, tuple(Fraction(d.project.id in link.members) for d in frame.shown)))
    return tuple(found)


def balance_subject(balance: Balance) -> tuple[str, ...]:
    """What a finding of the balance calls it."""
    return (balance.dimension.value, balance.sense.value, balance.measure.value, *balance.members)


def _counted(frame: Frame, rule: Balance | Earmark, done: Done) -> Fraction:
    return Fraction(frame.edition.case.counted(rule.dimension, rule.members, done.project, done.option), FULL)


def periods(frame: Frame) -> list[int | None]:
    """Years that balances look at; None: the whole horizon."""
    return sorted({balance.year for balance in frame.portfolio.balances}, key=lambda year: year or 0)


def sheet(frame: Frame, counted: tuple[Share, ...]) -> Sheet:
    """The sheet with its headers: a column a rule."""
    columns = [
        frame.head("id", 13, catalog="publication"),
        frame.head("title", 46, "wrap"),
        Column("in", 10, "answer", frame.word("col.in_row")),
        *(
            Column(
                "capital",
                15,
                "amount",
                frame.word("col.all_years") if year is None else frame.word("col.one_year", year=year),
            )
            for year in periods(frame)
        ),
        *(Column("share", 26, "part", share.name) for share in counted),
    ]
    return frame.book.sheet("shares", columns, note=frame.word("note.shares"), frozen=2, rows=len(frame.shown))


def column(sheets: Sheets, counted: tuple[Share, ...], kind: str, number: int) -> str:
    """The column of a rule, as another sheet writes it."""
    step = next(step for step, share in enumerate(counted) if (share.kind, share.number) == (kind, number))
    return sheets["shares"].run("share", step)


def fill(frame: Frame, sheets: Sheets, counted: tuple[Share, ...]) -> None:
    """One row a project."""
    found, projects = sheets["shares"], sheets["projects"]
    first = frame.years[0]
    for row, done in enumerate(frame.shown):
        mine = same(projects.run("id"), found.here("id"))
        capital = []
        for year in periods(frame):
            steps = range(len(frame.years)) if year is None else range(year - first, year - first + 1)
            cents = sum(frame.asked.spent(done, None, t) for t in steps)
            columns = "+".join(projects.run("year", t) for t in steps)
            capital.append(money(product(mine, f"({columns})"), cents))
        found.add(
            frame.clean(done.project.id),
            frame.title(done.project),
            Formula(f"={flag(sheets, found.here('id'))}", frame.chosen(done.project.id)),
            *capital,
            *(share.of[row] for share in counted),
        )
    found.filtered()
