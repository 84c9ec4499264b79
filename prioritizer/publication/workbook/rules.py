"""Sheet of the rules: use, limit and room left of each, by formulas, and whether the choices made keep it."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain.decision import FigureUnit, Finding
from prioritizer.domain.vocabulary import LimitKind
from prioritizer.program.rules import RULES
from prioritizer.publication.workbook.envelopes import Place
from prioritizer.publication.workbook.frame import SCALE, Frame, Sheets
from prioritizer.publication.workbook.pots import EARMARK, ENVELOPE, Pot
from prioritizer.publication.workbook.rule_lines import Line, Value, counts, precedence, projects
from prioritizer.publication.workbook.shares import Share
from prioritizer.spreadsheet.book import ALARM, TOP, Column, Formula, Sheet

SHAPES = {
    FigureUnit.CENTS: "money",
    FigureUnit.MILLI_FTE: "fte",
    FigureUnit.COUNT: "whole",
    FigureUnit.YEARS: "year",
}
LIMITS = {
    LimitKind.OPERATING: ("operating", FigureUnit.CENTS),
    LimitKind.CAPACITY: ("capacity", FigureUnit.MILLI_FTE),
    LimitKind.CONCURRENCY: ("concurrency", FigureUnit.COUNT),
}


@dataclass(frozen=True)
class Places:
    """Where other sheets hold what yearly rules compare: by number of the pot, and by kind, name and year."""

    pots: dict[int, list[Place]]
    limits: dict[tuple[LimitKind, str, int], list[Place]]


def sheet(frame: Frame) -> Sheet:
    """The sheet with its headers."""
    columns = [
        frame.head("rule", 26, "wrap"),
        frame.head("subject", 70, "wrap"),
        Column("needed", 13),
        Column("needs", 13),
        frame.head("year", 8, "year"),
        frame.head("used", 13, "money"),
        frame.head("sense", 12),
        frame.head("limit", 13, "money"),
        frame.head("slack", 13, "money"),
        frame.head("unit", 9),
        Column("kept", 12, "answer"),
    ]
    return frame.book.sheet("rules", columns, note=frame.word("note.rules"), frozen=2)


def fill(frame: Frame, sheets: Sheets, pots: tuple[Pot, ...], counted: tuple[Share, ...], places: Places) -> int:
    """One row a limit: yearly ones first, what holds for one project at a time last. Returns how many are broken."""
    found = sheets["rules"]
    findings: defaultdict[tuple[object, ...], deque[Finding]] = defaultdict(deque)
    for rule in RULES:
        for finding in rule.check(frame.edition.plan):
            findings[finding.rule, finding.subject, finding.year, finding.at_least].append(finding)
    yearly = _yearly(frame, pots, places)
    kept = []
    for line in (*yearly, *counts(frame, sheets, counted), *precedence(frame, sheets), *projects(frame, sheets)):
        if line.value is None:
            finding = findings[line.rule, line.subject, line.year, line.at_least].popleft()
            kept.append(
                _row(frame, found, line, finding.used / SCALE[finding.unit], finding.limit / SCALE[finding.unit])
            )
        else:
            kept.append(_row(frame, found, line, *line.value))
    found.rows = found.row - TOP
    col = found.at("kept")
    said, shape = f'"{answer(frame, kept=False)}"', frame.book.make(**ALARM)
    marked = {"type": "cell", "criteria": "==", "value": said, "format": shape}
    found.sheet.conditional_format(TOP, col, found.end - 1, col, marked)
    found.filtered()
    return kept.count(False)


def answer(frame: Frame, *, kept: bool) -> str:
    """Whether a rule is kept, in a word."""
    return frame.text("result.yes" if kept else "result.no")


def _yearly(frame: Frame, pots: tuple[Pot, ...], places: Places) -> Iterator[Line]:
    yield from _pots(frame, pots, places, ENVELOPE)
    for kind, (rule, unit) in LIMITS.items():
        for (found, name, year), cells in places.limits.items():
            subject = () if kind is LimitKind.OPERATING else (name,)
            if found is kind:
                yield from (Line(rule, subject, year, used, limit, at_least=False, unit=unit) for used, limit in cells)
    yield from _pots(frame, pots, places, EARMARK)


def _pots(frame: Frame, pots: tuple[Pot, ...], places: Places, rule: str) -> Iterator[Line]:
    for number, cells in places.pots.items():
        pot = pots[number]
        for year, (used, limit) in zip(frame.years, cells, strict=True):
            if pot.rule == rule:
                yield Line(rule, pot.subject, year, used, limit, at_least=False, unit=FigureUnit.CENTS)


def _row(frame: Frame, found: Sheet, line: Line, used: Value, limit: Value) -> bool:
    slack = Fraction(0)
    if not isinstance(used, str) and not isinstance(limit, str):
        slack = Fraction(used - limit if line.at_least else limit - used)
    ids = {"project": found.here("needed"), "needs": found.here("needs")}
    first, second, rest = (found.here(key) for key in ("used", "limit", "slack"))
    difference = f"{first}-{second}" if line.at_least else f"{second}-{first}"
    if line.unit is FigureUnit.YEARS:
        difference = f"IF(ISNUMBER({first}),{difference},0)"
    yes, no = answer(frame, kept=True), answer(frame, kept=False)
    row = found.add(
        frame.edition.words.rule(line.rule),
        frame.name(line.rule, line.subject, line.year),
        frame.clean(line.project),
        frame.clean(line.needs),
        line.year,
        None,
        frame.text("result.state.at_least" if line.at_least else "result.state.at_most"),
        None,
        None,
        "k$" if line.unit is FigureUnit.CENTS else frame.text(f"result.unit.{line.unit}"),
        Formula(f'=IF(ROUND({rest},7)>=0,"{yes}","{no}")', yes if slack >= 0 else no),
    )
    shape = SHAPES[line.unit]
    for key, formula, value in (("used", line.used, used), ("limit", line.limit, limit), ("slack", difference, slack)):
        name = "whole" if key == "slack" and line.unit is FigureUnit.YEARS else shape
        found.put(row, found.at(key), Formula(f"={formula.format(**ids)}", value), format_name=name)
    return slack >= 0
