"""First sheet: what the choices in the workbook come to, what was decided and proved, and where things are."""

from prioritizer.publication.edition import Band
from prioritizer.publication.workbook.frame import Frame, Sheets, money, product, same
from prioritizer.publication.workbook.rules import answer
from prioritizer.spreadsheet.book import Cell, Formula, Sheet
from prioritizer.text.numbers import date as day


def sheet(frame: Frame, year: int) -> Sheet:
    """The sheet with its title and stamp."""
    edition, info = frame.edition, frame.portfolio.info
    title = edition.say("title", first=year, last=year + info.horizon - 1)
    stamp = "" if edition.approved else edition.say("draft")
    note = " · ".join(part for part in (stamp, frame.clean(info.illustrative), frame.word("note.summary")) if part)
    columns = [frame.head("item", 46, "label"), frame.head("content", 76, "wrap")]
    return frame.book.sheet("summary", columns, title=title, note=note)


def fill(frame: Frame, sheets: Sheets, broken: int) -> None:
    """The live figures (``broken`` rules), those of the decision, the bands, and the way to each sheet."""
    found = sheets["summary"]
    choices = found.row
    for key, content, shape in (*_live(frame, sheets, broken), *_decided(frame)):
        found.pair(_label(frame, key), content, shape)
    found.alarm(choices, 1, 1, unless=frame.word("same"))
    _bands(frame, sheets)
    _contents(frame, sheets)


def _label(frame: Frame, key: str) -> str:
    return frame.text(key) if "." in key else frame.word(f"item.{key}")


Row = tuple[str, Cell, str]
"""Key of the label (in another catalog where it has a point), content, format."""


def _live(frame: Frame, sheets: Sheets, broken: int) -> list[Row]:
    projects, rules = sheets["projects"], sheets["rules"]
    decision, plan = frame.edition.decision, frame.edition.plan
    funded = frame.edition.say(f"band.{Band.FUNDED}")
    moved = f'SUMPRODUCT(1*({projects.run("in")}<>1*EXACT({projects.run("band")},"{funded}")))'
    unchanged, changed = frame.word("same"), frame.word("changed")
    value = projects.far(projects.cell(projects.end, projects.at("program_value"), absolute=True))
    if "synergies" in sheets:
        value += f"+SUM({sheets['synergies'].run('won')})"
    steps = range(len(frame.years))
    capital = sum(plan.spent(done, None, t) for done in plan.done for t in steps)
    by_year = "+".join(projects.run("year", t) for t in steps)
    no = product("1", same(rules.run("kept"), f'"{answer(frame, kept=False)}"'))
    return [
        ("choices", Formula(f'=IF({moved}=0,"{unchanged}","{changed}"&{moved})', unchanged), "wrap"),
        ("value_now", Formula(f"={value}", decision.value), "points"),
        ("funded", Formula(f"=SUM({projects.run('in')})", len(plan.done)), "whole"),
        ("capital", money(product(projects.run("in"), f"({by_year})"), capital), "money"),
        ("broken", Formula(f"={no}", broken), "whole"),
    ]


def _decided(frame: Frame) -> list[Row]:
    edition, decision, criteria = frame.edition, frame.edition.decision, frame.edition.case.criteria
    info, lang = frame.portfolio.info, frame.edition.lang
    state = frame.text(f"result.criteria_status.{criteria.status}")
    named = f"{criteria.title.get(lang)}, {criteria.version}, {day(criteria.date, lang)} ({state})"
    rows: list[Row] = [
        ("publication.summary.status", frame.text(f"result.status.{decision.status}"), "wrap"),
        ("value", decision.value, "points"),
    ]
    if decision.bound is not None and decision.gap is not None:
        rows.append(("publication.summary.bound", decision.bound, "points"))
        rows.append(("publication.summary.gap", decision.gap, "weight"))
    if decision.certificate is not None:
        rows.append(("publication.summary.checks", decision.certificate.checks, "whole"))
    rows += [
        ("stamp", frame.word("item.approved") if edition.approved else edition.say("draft"), "wrap"),
        ("organization", frame.clean(info.organization), "wrap"),
        ("portfolio", frame.clean(info.title), "wrap"),
        ("publication.summary.criteria", frame.clean(named), "wrap"),
        ("publication.summary.solver", decision.solver_version, "wrap"),
    ]
    hashes = decision.hashes
    rows += [
        (f"publication.hash.{key}", hashes[key], "wrap") for key in ("portfolio", "criteria", "budget") if key in hashes
    ]
    return rows


def _bands(frame: Frame, sheets: Sheets) -> None:
    found, projects, edition = sheets["summary"], sheets["projects"], frame.edition
    row = found.row + 1
    for col, width in ((2, 16), (3, 26)):
        found.sheet.set_column(col, col, width)
    heads = (
        frame.word("col.band"),
        frame.text("publication.col.submitted"),
        frame.word("col.program"),
        frame.word("item.capital"),
    )
    for col, (head, shape) in enumerate(zip(heads, ("label", "wrap", "whole", "money"), strict=True)):
        found.head(row, col, head, shape)
    found.sheet.set_row(row, 32)
    steps = range(len(frame.years))
    by_year = "+".join(projects.run("year", t) for t in steps)
    for band in Band:
        row += 1
        mine = [done for done in frame.shown if edition.bands[done.project.id] is band]
        inside = [done for done in mine if frame.chosen(done.project.id)]
        cents = sum(edition.plan.spent(done, None, t) for done in inside for t in steps)
        where = same(projects.run("band"), found.cell(row, 0))
        found.put(row, 0, edition.say(f"band.{band}"), format_name="label")
        found.sheet.write_formula(row, 1, f"={product('1', where)}", frame.book.left("whole"), len(mine))
        found.put(row, 2, Formula(f"={product(where, projects.run('in'))}", len(inside)), format_name="whole")
        found.put(row, 3, money(product(where, projects.run("in"), f"({by_year})"), cents), format_name="money")
    found.row = row + 1


def _contents(frame: Frame, sheets: Sheets) -> None:
    found = sheets["summary"]
    row = found.row + 1
    for col, key in enumerate(("contents", "holds")):
        found.head(row, col, frame.word(f"col.{key}"), "wrap")
    for code, other in sheets.items():
        if other is not found:
            row += 1
            found.link(row, 0, other)
            found.put(row, 1, frame.word(f"title.{code}"))
