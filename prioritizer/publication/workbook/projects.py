"""Sheet of the projects: the choice that drives every total, and what each project is worth and costs."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from prioritizer.program.ledger import cash_lines, worth
from prioritizer.program.plan import Done
from prioritizer.publication.workbook.frame import Frame, Sheets, k, money, moneys, product, same
from prioritizer.spreadsheet.book import TOP, Cell, Column, Formula, Sheet

FADED = {"font_color": "#595959", "italic": True}
"""Of projects that are out: contrast with white of 7 to 1."""


def sheet(frame: Frame) -> Sheet:
    """The sheet with its headers."""
    columns = [
        frame.head("id", 13, catalog="publication"),
        frame.head("title", 46, "wrap"),
        frame.head("department", 40, "wrap"),
        Column("band", 15),
        Column("in", 13, "input"),
        frame.head("option", 24, "wrap"),
        frame.head("start", 8, "year"),
        *frame.axis_columns(),
        frame.head("score", 10, "points"),
        frame.head("multiplier", 8, "points"),
        frame.head("value", 10, "points"),
        frame.head("delay", 10, "factor"),
        frame.head("program_value", 13, "points"),
        frame.head("before", 11, "amount"),
        *frame.year_columns(),
        frame.head("later", 11, "amount"),
        frame.head("total", 12, "amount"),
        frame.head("reason", 56, "wrap"),
    ]
    made = frame.book.sheet("projects", columns, note=frame.word("note.projects"), frozen=2, rows=len(frame.shown))
    frame.say_legal(made)
    return made


def flag(sheets: Sheets, cell: str) -> str:
    """1 where the project that a cell names is in the program: choices are read here and nowhere else."""
    projects = sheets["projects"]
    return product(same(projects.run("id"), cell), projects.run("in"))


def fill(frame: Frame, sheets: Sheets) -> None:
    """One row a project, then the totals of the program."""
    found = sheets["projects"]
    spent = {done.project.id: [0] * (len(frame.years) + 2) for done in frame.shown}
    for line in cash_lines(frame.asked):
        mine, more = spent[line.done.project.id], (line.before, *line.years, line.later)
        spent[line.done.project.id] = [one + other for one, other in zip(mine, more, strict=True)]
    for done in frame.shown:
        _row(frame, sheets, done, spent[done.project.id])
    found.filtered()
    _choices(frame, found)
    _total(frame, found, spent)


def _row(frame: Frame, sheets: Sheets, done: Done, cents: Sequence[int]) -> None:
    found, edition, project = sheets["projects"], frame.edition, done.project
    case, chosen = edition.case, frame.chosen(done.project.id)
    opened = case.scorecard.of(project.id, done.option.code)
    axes = [opened.axes[axis.code] for axis in case.criteria.axes]
    factor = f"=(1+{case.criteria.delay_rate:f})^-({found.here('start')}-{case.portfolio.info.first_year})"
    gained = f"={found.here('in')}*{found.here('value')}*{found.here('delay')}"
    found.add(
        frame.clean(project.id),
        frame.title(project),
        frame.clean(project.department),
        edition.say(f"band.{edition.bands[project.id]}"),
        chosen,
        frame.options[project.id, done.option.code],
        done.start,
        *(Formula(_scored(sheets, "axis", step), points) for step, points in enumerate(axes)),
        Formula(_scored(sheets, "score"), opened.score),
        Formula(_scored(sheets, "multiplier"), opened.multiplier),
        Formula(_scored(sheets, "value"), opened.value),
        Formula(factor, case.delay(done.start)),
        Formula(gained, chosen * worth(edition.plan, done)),
        *_spent(sheets, cents),
        Formula(f"=SUM({found.here('before')}:{found.here('later')})", k(sum(cents))),
        frame.clean(edition.words.reason(edition.outcomes[project.id])),
    )


def _scored(sheets: Sheets, key: str, step: int = 0) -> str:
    found, scores = sheets["projects"], sheets["scores"]
    mine = (same(scores.run("id"), found.here("id")), same(scores.run("option"), found.here("option")))
    return f"={product(*mine, scores.run(key, step))}"


def _spent(sheets: Sheets, cents: Sequence[int]) -> list[Formula]:
    found, capital = sheets["projects"], sheets["capital"]
    mine = same(capital.run("id"), found.here("id"))
    return moneys((product(mine, capital.run("before", step)) for step in range(len(cents))), cents)


def _choices(frame: Frame, found: Sheet) -> None:
    """Only 0 and 1 are taken; a row that is out is written in grey."""
    first, last, col = TOP, found.end - 1, found.at("in")
    said = {
        "input_title": frame.word("input_title"),
        "input_message": frame.word("input_message"),
        "error_title": frame.word("input_title"),
        "error_message": frame.word("input_error"),
    }
    whole = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 1}
    found.sheet.data_validation(first, col, last, col, {**whole, **said})
    out = {"type": "formula", "criteria": f"=${found.cell(first, col)}=0", "format": frame.book.make(**FADED)}
    found.sheet.conditional_format(first, 0, last, len(found.columns) - 1, out)


def _total(frame: Frame, found: Sheet, spent: Mapping[str, Sequence[int]]) -> None:
    done = frame.edition.plan.done
    found.row = found.end
    chosen = found.near("in")
    cells: list[Cell] = [None] * len(found.columns)
    cells[found.at("title")] = frame.word("row.program")
    gained = sum((worth(frame.edition.plan, one) for one in done), Fraction(0))
    cells[found.at("program_value")] = Formula(f"=SUM({found.near('program_value')})", gained)
    totals = [sum(spent[one.project.id][step] for one in done) for step in range(len(frame.years) + 2)]
    for step, cents in enumerate((*totals, sum(totals))):
        cells[found.at("before") + step] = money(product(chosen, found.near("before", step)), cents)
    row = found.add(*cells, strong=True)
    count = Formula(f"=SUM({chosen})", len(done))
    found.put(row, found.at("in"), count, strong=True, format_name="answer")  # Nothing to fill in here.
