"""From a workbook to a portfolio: every problem found at once, nothing guessed, no row dropped."""

from dataclasses import dataclass, replace
from pathlib import Path

from prioritizer.domain.criteria import CriteriaSet, PrioritySet
from prioritizer.domain.portfolio import Info, Portfolio
from prioritizer.domain.problem import Problem, Severity, Where
from prioritizer.domain.vocabulary import Unit
from prioritizer.workbook.assemble import Assembler
from prioritizer.workbook.columns import Sheet
from prioritizer.workbook.guard import Bounds, check_file
from prioritizer.workbook.labels import match_header, match_sheet
from prioritizer.workbook.layout import INFO, LAYOUT_VERSION, SHEETS
from prioritizer.workbook.marks import both
from prioritizer.workbook.raw import RawSheet, Unreadable, read_cells
from prioritizer.workbook.record import Problems, Row
from prioritizer.workbook.table import TableReader

OF_THE_SET = {
    *("unknown-criterion", "unknown-gate", "unknown-reach", "unknown-axis", "unknown-member", "reach-missing"),
    *("rating-missing", "rating-absent", "risk-moment-missing", "gate-unanswered", "imposed-fails-gate"),
}
"""Problems that a workbook has only because it is read against the criteria set of another."""
ECHOES = {"projects": "unknown-project", "envelopes": "unknown-source", "limits": "unknown-pool"}
"""Sheets that others point to, and what each of those rows says when the sheet could not be read."""
MOST_ALIKE = 100
"""Problems of one kind in one column that are listed; how many more there are is said, none is lost."""


@dataclass(frozen=True)
class ReadResult:
    """What was read: a portfolio, or None where there are errors; and every problem, warnings included."""

    portfolio: Portfolio | None
    problems: tuple[Problem, ...]


def read_portfolio(
    path: str | Path, criteria: CriteriaSet, priorities: PrioritySet | None = None, *, bounds: Bounds | None = None
) -> ReadResult:
    """Read a workbook of the published layout, in French or English, against a criteria set.

    Args:
        path: an .xlsx file; checked before it is parsed, and parsed in a process of its own.
        criteria: the set its ratings, gates and reach belong to.
        priorities: the numbered priorities, where the set has a file of them.
        bounds: sizes beyond which a file is refused.
    """
    path = Path(path)
    problems = Problems(path.name)
    problems.found.extend(check_file(path, bounds or Bounds()))
    if problems.failed:
        return ReadResult(None, tuple(problems.found))
    try:
        sheets = read_cells(path)
    except Unreadable as error:
        problems.add(error.code, Where(file=path.name))
        return ReadResult(None, tuple(problems.found))
    portfolio = _Reader(criteria, priorities, problems).read(sheets)
    return ReadResult(None if problems.failed else portfolio, _folded(problems.found))


class _Reader:
    def __init__(self, criteria: CriteriaSet, priorities: PrioritySet | None, problems: Problems) -> None:
        self.criteria, self.priorities, self.problems = criteria, priorities, problems

    def read(self, sheets: list[RawSheet]) -> Portfolio | None:
        found = self._match(sheets)
        info = self._info(found.get("info"))
        tables = TableReader(self.criteria, info, self.problems)
        rows: dict[str, list[Row]] = {}
        for sheet in SHEETS:
            if sheet.read and not sheet.form and sheet.code in found:
                rows[sheet.code] = tables.rows(sheet, found[sheet.code])
        if "projects" in found and not rows.get("projects"):
            self.problems.add("no-project", Where(self.problems.file, "projects", sheet_read=found["projects"].name))
        if info is None:
            return None
        portfolio = Assembler(self.criteria, self.priorities, info, self.problems).portfolio(rows)
        self._once(rows)
        if (ratings := rows.get("ratings")) and all(row.unread("criterion") for row in ratings):
            self._another_set()
        return portfolio

    def _once(self, rows: dict[str, list[Row]]) -> None:
        """A sheet that could not be read is one problem: what every other row would say of it is left out."""
        unread = {
            p.where.sheet for p in self.problems.found if p.code in ("sheet-missing", "sheet-hidden", "header-missing")
        }
        echoes = {code for sheet, code in ECHOES.items() if sheet in unread and not rows.get(sheet)}
        if "projects" in unread:
            echoes.add("no-project")
        self.problems.found[:] = [problem for problem in self.problems.found if problem.code not in echoes]

    def _another_set(self) -> None:
        """Say once what every rating would say again."""
        kept = [problem for problem in self.problems.found if problem.code not in OF_THE_SET]
        self.problems.found.clear()
        self.problems.add("another-set", Where(self.problems.file), criteria=both([self.criteria.title]))
        self.problems.found.extend(kept)

    def _match(self, sheets: list[RawSheet]) -> dict[str, RawSheet]:
        found: dict[str, RawSheet] = {}
        for raw in sheets:
            sheet = match_sheet(raw.name)
            place = Where(file=self.problems.file, sheet=sheet.code if sheet else "", sheet_read=raw.name)
            if sheet is None:
                if raw.rows:
                    self.problems.add("sheet-ignored", place, raw.name, warn=True)
            elif not sheet.read:
                continue
            elif sheet.code in found:
                self.problems.add("sheet-twice", place, raw.name, found[sheet.code].name)
            elif not raw.visible and raw.rows:
                self.problems.add("sheet-hidden", place, raw.name)
            else:
                found[sheet.code] = raw
        for sheet in SHEETS:
            if sheet.required and sheet.code not in found:
                self.problems.add("sheet-missing", Where(file=self.problems.file, sheet=sheet.code))
        return found

    def _info(self, raw: RawSheet | None) -> Info | None:
        if raw is None:
            return None
        # The form is a table lying on its side: labels become the header of a table of one row.
        form, cells = _as_table(INFO, raw)
        rows = TableReader(self.criteria, None, self.problems).rows(INFO, form)
        self._relabel(raw, cells)
        if not rows:
            return None
        row = rows[0]
        first_year, horizon = row.whole("first_year"), row.whole("horizon")
        version = row.text("layout_version")
        if version and version != LAYOUT_VERSION:
            where = Where(file=self.problems.file, sheet="info", sheet_read=raw.name, cell=cells["layout_version"])
            self.problems.add("layout-version", replace(where, field="layout_version"), version, LAYOUT_VERSION)
        if first_year is None or horizon is None:
            return None
        return Info(
            organization=row.text("organization"),
            title=row.text("title"),
            first_year=first_year,
            horizon=horizon,
            unit=Unit(row.text("unit")) if row.text("unit") else Unit.DOLLARS,
            later_allowed=row.text("later_allowed") == "yes",
            illustrative=row.text("illustrative"),
        )

    def _relabel(self, raw: RawSheet, cells: dict[str, str]) -> None:
        """Give problems of the form the address that the person sees."""
        for i, problem in enumerate(self.problems.found):
            where = problem.where
            if where.sheet == "info" and where.field in cells:
                where = replace(where, cell=cells[where.field], sheet_read=raw.name)
                self.problems.found[i] = replace(problem, where=where)


def _as_table(form: Sheet, raw: RawSheet) -> tuple[RawSheet, dict[str, str]]:
    header: dict[int, object] = {}
    values: dict[int, object] = {}
    cells: dict[str, str] = {}
    for number, row in raw.rows:
        match = match_header(form, row.get(1))
        if match is not None and match.year is None:
            column = len(header) + 1
            header[column], cells[match.column.code] = row[1], f"B{number}"
            if 2 in row:
                values[column] = row[2]
    return RawSheet(raw.name, True, [(1, header), (2, values)]), cells


def _folded(problems: list[Problem]) -> tuple[Problem, ...]:
    """At most ``MOST_ALIKE`` problems of one code in one column, then one that says how many more."""
    counts: dict[tuple[str, str, str], int] = {}
    kept = []
    for problem in problems:
        key = (problem.code, problem.where.sheet, problem.where.field.partition(".")[0])
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= _most(problem.code, key[2]):
            kept.append(problem)
    for (code, sheet, field), count in counts.items():
        if count > (most := _most(code, field)):
            alike = next(p for p in problems if (p.code, p.where.sheet) == (code, sheet))
            where = replace(alike.where, cell="", field=field)
            severity = alike.severity if alike.severity is Severity.ERROR else Severity.WARNING
            kept.append(Problem("more-alike", where, severity=severity, figures={"count": count - most}))
    return tuple(kept)


def _most(code: str, field: str) -> int:
    """A program that saves a workbook may leave every total without its value: the first says it all."""
    return 1 if (code, field) == ("formula-not-computed", "total") else MOST_ALIKE
