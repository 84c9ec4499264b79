"""Sheet of capital: one row a project and source, by year, whether the project is in the program or asks to be."""

from prioritizer.program.ledger import cash_lines
from prioritizer.publication.workbook.frame import Frame, Sheets, k, moneys, product, same
from prioritizer.publication.workbook.pots import Pot
from prioritizer.publication.workbook.projects import flag
from prioritizer.publication.workbook.shares import EARMARK, Share, column
from prioritizer.spreadsheet.book import Column, Formula, Sheet


def sheet(frame: Frame, pots: tuple[Pot, ...]) -> Sheet:
    """The sheet with its headers; a column more for each pot that only some projects use."""
    columns = [
        frame.head("id", 13, catalog="publication"),
        frame.head("title", 46, "wrap"),
        frame.head("source", 18, "wrap"),
        frame.head("option", 24, "wrap"),
        Column("in", 10, "answer", frame.word("col.in_row")),
        frame.head("before", 11, "amount"),
        *frame.year_columns(11),
        frame.head("later", 11, "amount"),
        frame.head("total", 12, "amount"),
        *(
            Column("others", 24, "part", frame.word("col.others", name=frame.name(pot.rule, pot.subject)))
            for pot in pots
            if pot.earmark is not None
        ),
    ]
    rows = len(cash_lines(frame.asked))
    made = frame.book.sheet("capital", columns, note=frame.word("note.capital"), frozen=2, rows=rows)
    frame.say_legal(made)
    return made


def fill(frame: Frame, sheets: Sheets, pots: tuple[Pot, ...], counted: tuple[Share, ...]) -> None:
    """One row a project and source, then what the program uses."""
    found = sheets["capital"]
    lines = cash_lines(frame.asked)
    reserves = [share for pot in pots for share in counted if (share.kind, share.number) == (EARMARK, pot.earmark)]
    place = {done.project.id: number for number, done in enumerate(frame.shown)}
    for line in lines:
        project = line.done.project
        cents = (line.before, *line.years, line.later)
        mine = [
            product(same(sheets["shares"].run("id"), found.here("id")), column(sheets, counted, EARMARK, share.number))
            for share in reserves
        ]
        found.add(
            frame.clean(project.id),
            frame.title(project),
            frame.source(line.source),
            frame.options[project.id, line.done.option.code],
            Formula(f"={flag(sheets, found.here('id'))}", frame.chosen(project.id)),
            *map(k, cents),
            Formula(f"=SUM({found.here('before')}:{found.here('later')})", k(sum(cents))),
            *(
                Formula(f"=1-{inside}", 1 - share.of[place[project.id]])
                for inside, share in zip(mine, reserves, strict=True)
            ),
        )
    found.filtered()
    found.row = found.end
    done = [line for line in lines if frame.chosen(line.done.project.id)]
    totals = [
        sum(line.before for line in done),
        *(sum(line.years[t] for line in done) for t in range(len(frame.years))),
        sum(line.later for line in done),
    ]
    totals.append(sum(totals))
    formulas = (product(found.near("in"), found.near("before", step)) for step in range(len(totals)))
    found.add("", frame.word("row.program"), "", "", None, *moneys(formulas, totals), strong=True)
