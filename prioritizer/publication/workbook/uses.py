"""Sheet of what projects use beside capital: operating effect, people, and their years of work."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain import timing
from prioritizer.domain.decision import FigureUnit
from prioritizer.domain.vocabulary import LimitKind
from prioritizer.program.plan import Done
from prioritizer.publication.workbook.frame import SCALE, Frame, Sheets
from prioritizer.publication.workbook.projects import flag
from prioritizer.spreadsheet.book import Column, Formula, Sheet

KINDS = {
    LimitKind.OPERATING: ("operating", FigureUnit.CENTS, "amount"),
    LimitKind.CAPACITY: ("people", FigureUnit.MILLI_FTE, "people"),
    LimitKind.CONCURRENCY: ("work", FigureUnit.COUNT, "amount"),
}
"""Word, unit and format of the figures that each kind of limit is about."""


@dataclass(frozen=True)
class Use:
    """Figures of one project by year, in the unit of its kind; ``team`` is the pool, or the department at work."""

    kind: LimitKind
    team: str
    done: Done
    years: tuple[int, ...]


def uses(frame: Frame) -> tuple[Use, ...]:
    """Every use that is not nothing, by kind then project."""
    return tuple(use for kind in KINDS for use in _uses(frame, kind) if any(use.years))


def _uses(frame: Frame, kind: LimitKind) -> Iterator[Use]:
    steps = range(len(frame.years))
    for done in frame.shown:
        match kind:
            case LimitKind.OPERATING:
                yield Use(kind, "", done, tuple(frame.asked.operating(done, t) for t in steps))
            case LimitKind.CAPACITY:
                for pool in sorted(done.option.people):
                    yield Use(kind, pool, done, tuple(frame.asked.people(done, pool, t) for t in steps))
            case LimitKind.CONCURRENCY:
                active = (timing.is_active(done.project, done.option, done.start, year) for year in frame.years)
                yield Use(kind, done.project.department, done, tuple(map(int, active)))


def sheet(frame: Frame, used: tuple[Use, ...]) -> Sheet:
    """The sheet with its headers."""
    columns = [
        Column("kind", 32, "wrap"),
        Column("team", 42, "wrap"),
        frame.head("id", 13, catalog="publication"),
        frame.head("title", 46, "wrap"),
        Column("in", 10, "answer", frame.word("col.in_row")),
        *frame.year_columns(),
    ]
    made = frame.book.sheet("uses", columns, note=frame.word("note.uses"), frozen=4, rows=len(used))
    frame.say_legal(made)
    return made


def fill(frame: Frame, sheets: Sheets, used: tuple[Use, ...]) -> None:
    """One row a use."""
    found = sheets["uses"]
    for use in used:
        word, unit, shape = KINDS[use.kind]
        project = use.done.project
        row = found.add(
            frame.word(f"kind.{word}"),
            frame.clean(use.team),
            frame.clean(project.id),
            frame.title(project),
            Formula(f"={flag(sheets, found.here('id'))}", frame.chosen(project.id)),
        )
        for t, figure in enumerate(use.years):
            found.put(row, found.at("year") + t, Fraction(figure, SCALE[unit]), format_name=shape)
    found.filtered()
