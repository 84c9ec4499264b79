"""What every sheet of the workbook is made from: the edition, its projects as shown, and the words for headers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from prioritizer.domain.decision import Choice, FigureUnit
from prioritizer.domain.portfolio import LEGAL_YEARS, Portfolio, Project
from prioritizer.program.plan import Done, Plan
from prioritizer.publication.blocks import CONTROLS
from prioritizer.publication.edition import Edition
from prioritizer.spreadsheet.book import HEADER_ROW, Book, Column, Formula, Sheet
from prioritizer.text import text

NOTHING = "–"
"""Where a figure has no meaning."""
SCALE = {FigureUnit.CENTS: 100_000, FigureUnit.MILLI_FTE: 1000, FigureUnit.COUNT: 1, FigureUnit.YEARS: 1}
"""From a figure to what a cell shows: thousands of dollars, full-time equivalents."""
Sheets = Mapping[str, Sheet]


@dataclass(frozen=True)
class Frame:
    """An edition and the book it is written in."""

    edition: Edition
    book: Book

    @property
    def portfolio(self) -> Portfolio:
        """The published portfolio, in canonical order."""
        return self.edition.case.portfolio

    @property
    def years(self) -> range:
        """Budget years."""
        return self.portfolio.info.years

    @cached_property
    def shown(self) -> tuple[Done, ...]:
        """Every project as decided, or as asked where it is left out."""
        return tuple(self.edition.shown(project) for project in self.portfolio.projects)

    @cached_property
    def asked(self) -> Plan:
        """All of them as one program: what each would use."""
        choices = tuple(Choice(done.project.id, done.option.code, done.start) for done in self.shown)
        return Plan(self.edition.case, choices)

    def chosen(self, project: str) -> int:
        """1 where the project is in the program, else 0."""
        return int(project in self.edition.plan.by_project)

    @cached_property
    def options(self) -> Mapping[tuple[str, str], str]:
        """What each option of each project is called; no two of one project have the same name."""
        names: dict[tuple[str, str], str] = {}
        for project in self.portfolio.projects:
            taken: set[str] = set()
            for option in project.options:
                name = self.clean(self.edition.words.option(project.id, option.code))
                name = f"{name} ({self.clean(option.code)})" if name in taken else name
                taken.add(name)
                names[project.id, option.code] = name
        return names

    def clean(self, said: str) -> str:
        """A text with the signs that steer written as their code points, as in every other form."""
        return said.translate(CONTROLS)

    def title(self, project: Project) -> str:
        """Its title in the language of the edition."""
        return self.clean(project.title.get(self.edition.lang))

    def source(self, code: str) -> str:
        """Name of a funding source."""
        return self.clean(self.edition.words.source(code))

    def name(self, rule: str, subject: tuple[str, ...], year: int | None = None) -> str:
        """What one limit is called."""
        return self.clean(self.edition.words.name(rule, subject, year))

    def word(self, key: str, **figures: object) -> str:
        """A sentence of the workbook's own catalog."""
        return self.book.word(key, **figures)

    def text(self, key: str, **figures: object) -> str:
        """A sentence of any catalog."""
        return text(self.edition.lang, key, **figures)

    def head(self, key: str, width: float, shape: str = "text", catalog: str = "result") -> Column:
        """A column whose header another catalog has already."""
        return Column(key, width, shape, self.text(f"{catalog}.col.{key}"))

    def axis_columns(self) -> tuple[Column, ...]:
        """Points on each axis."""
        axes, lang = self.edition.case.criteria.axes, self.edition.lang
        return tuple(Column("axis", 14, "points", self.clean(axis.title.get(lang))) for axis in axes)

    def year_columns(self, width: float = 10, shape: str = "amount") -> tuple[Column, ...]:
        """One a year; those that the law asks for look apart."""
        return tuple(
            Column("year", width, shape, str(year), "legal" if t < LEGAL_YEARS else "header")
            for t, year in enumerate(self.years)
        )

    def say_legal(self, sheet: Sheet) -> None:
        """Name the first three years above their headers."""
        sheet.put(HEADER_ROW - 1, sheet.at("year"), self.text("workbook.legal"), format_name="over")


def k(cents: Fraction | int) -> Fraction:
    """Cents as thousands of dollars, exactly."""
    return Fraction(cents) / SCALE[FigureUnit.CENTS]


def product(*factors: str) -> str:
    """The sum, over rows, of factors multiplied."""
    return f"SUMPRODUCT({'*'.join(factors)})"


def same(column: str, cell: str) -> str:
    """1 on the rows whose text is that of a cell, to the letter: SUMIFS would read * ? and > as signs."""
    return f"EXACT({column},{cell})"


def money(formula: str, cents: Fraction | int) -> Formula:
    """A sum of money to the cent: what binary fractions add to it is taken away."""
    return Formula(f"=ROUND({formula},5)", k(cents))


def moneys(formulas: Iterable[str], cents: Iterable[Fraction | int]) -> list[Formula]:
    """Sums of money with their values."""
    return [money(formula, amount) for formula, amount in zip(formulas, cents, strict=True)]
