"""Summary, decisions by project and certificate of the result workbook."""

from fractions import Fraction
from importlib.metadata import version

from prioritizer.domain.decision import Outcome
from prioritizer.domain.portfolio import LEGAL_YEARS
from prioritizer.program.ledger import axis_profiles, worth
from prioritizer.text import text
from prioritizer.text.numbers import date, percent
from prioritizer.workbook.result_book import Book, Cell, Column, Formula, Sheet
from prioritizer.workbook.result_data import Result
from prioritizer.workbook.result_scores import value_column, value_rows


def meaning(result: Result) -> str:
    """What the status means, with its gap."""
    decision, lang = result.decision, result.words.lang
    if decision.status.has_program and decision.gap is None:
        return text(lang, "result.status_note.unbounded")
    gap = percent(decision.gap or 0.0, lang, 2)
    return text(lang, f"result.status_note.{decision.status}", gap=gap)


def summary(book: Book, result: Result) -> None:
    """What was decided, in one page."""
    info, decision, criteria = result.portfolio.info, result.decision, result.criteria
    title = book.word("title.summary", first=info.years[0], last=info.years[-1])
    columns = [Column("item", 54, "label"), Column("content", 60, "wrap")]
    sheet = book.sheet("summary", columns, title=title, note=info.illustrative)
    rows: list[tuple[str, Cell, str]] = [
        ("status", book.word(f"status.{decision.status}"), "wrap"),
        ("meaning", meaning(result), "wrap"),
    ]
    if decision.status.has_program:
        horizon = range(info.horizon)
        capital = sum(result.plan.spent(done, None, t) for done in result.plan.done for t in horizon)
        rows += [
            ("value", decision.value, "points"),
            ("bound", decision.bound, "points"),
            ("gap", decision.gap, "weight"),
            ("funded", len(decision.program), "figure"),
            ("submitted", len(result.portfolio.projects), "figure"),
            ("capital", Fraction(capital, 100), "money"),
        ]
    rows += [
        ("organization", info.organization, "wrap"),
        ("portfolio", info.title, "wrap"),
        ("criteria", f"{criteria.title.get(book.lang)}, {criteria.version}, {date(criteria.date, book.lang)}", "wrap"),
        ("criteria_status", book.word(f"criteria_status.{criteria.status}"), "wrap"),
    ]
    if criteria.notice:
        rows.append(("criteria_notice", criteria.notice.get(book.lang), "wrap"))
    for key, content, shape in rows:
        sheet.pair(book.word(f"item.{key}"), content, shape)
    if decision.status.has_program:
        _axes(book, result, sheet)


def _axes(book: Book, result: Result, sheet: Sheet) -> None:
    row = sheet.row + 1
    for col, width in ((2, 20), (3, 20), (4, 26)):
        sheet.sheet.set_column(col, col, width)
    for col, key in enumerate(("title", "weight", "points", "value_share", "capital_share")):
        sheet.sheet.write_string(row, col, book.word(f"axes.{key}"), book.formats["header"])
    for profile in axis_profiles(result.plan):
        row += 1
        sheet.put(row, 0, result.words.axis(profile.axis), format_name="label")
        sheet.put(row, 1, percent(profile.weight, book.lang, 0), format_name="wrap")
        sheet.put(row, 2, profile.points, format_name="points")
        sheet.put(row, 3, profile.value_share, format_name="share")
        sheet.put(row, 4, profile.capital_share, format_name="share")
    sheet.sheet.write_string(row + 1, 0, book.word("axes.note"), book.formats["note"])


def decisions(book: Book, result: Result) -> None:
    """Every project: funded, funded later or not, in which option, when, at what capital and value, and why."""
    info, criteria = result.portfolio.info, result.criteria
    rate = percent(Fraction(criteria.delay_rate), book.lang, 2)
    columns = [
        Column("project", 16),
        Column("title", 38, "wrap"),
        Column("department", 24, "wrap"),
        Column("area", 18, "wrap"),
        Column("decision", 16),
        Column("option", 14, "wrap"),
        Column("start", 7, "year"),
        Column("horizon_capital", 16, "money"),
        Column("capital", 16, "money"),
        Column("value", 11, "points"),
        Column("delay", 10, "factor"),
        Column("program_value", 13, "points"),
        Column("reason", 42, "wrap"),
    ]
    sheet = book.sheet(
        "decisions", columns, note=book.word("note.decisions", rate=rate, first=info.first_year), frozen=2
    )
    done, rows = result.plan.by_project, value_rows(result)
    first = sheet.row
    for outcome in result.decision.outcomes:
        project = result.portfolio.by_id[outcome.project]
        heading = (
            project.id,
            project.title.get(book.lang),
            project.department,
            project.area,
            _decided(book, result, outcome),
        )
        item = done.get(project.id)
        if item is None:
            sheet.add(*heading, "", None, None, None, None, None, None, result.words.reason(outcome))
            continue
        opened = result.scorecard.of(project.id, item.option.code)
        value_at = sheet.cell(rows[project.id, item.option.code], value_column(result))
        far = f"'{book.word('sheet.values')}'!{value_at}"
        start, value, delay = (sheet.cell(sheet.row, col) for col in (6, 9, 10))
        factor = f"=(1+{criteria.delay_rate:f})^-({start}-{info.first_year})"
        sheet.add(
            *heading,
            result.words.option(project.id, item.option.code),
            item.start,
            Fraction(sum(result.plan.spent(item, None, t) for t in range(info.horizon)), 100),
            Fraction(sum(amounts.total for amounts in item.option.capital.values()), 100),
            Formula(f"={far}", opened.value),
            Formula(factor, result.plan.case.delay(item.start)),
            Formula(f"={value}*{delay}", worth(result.plan, item)),
            result.words.reason(outcome),
        )
    last = sheet.row - 1
    sheet.filtered()
    synergies = sum((Fraction(link.bonus) for link in result.plan.synergies), Fraction(0))
    if synergies:
        names = "; ".join(", ".join(link.members) for link in result.plan.synergies)
        sheet.add("", book.word("row.synergy"), "", "", "", "", None, None, None, None, None, synergies, names)
    last_added = sheet.row - 1
    horizon = sum(result.plan.spent(item, None, t) for item in result.plan.done for t in range(info.horizon))
    total = sum(amounts.total for item in result.plan.done for amounts in item.option.capital.values())
    sheet.add(
        "", book.word("row.total"), "", "", "", "", None,
        Formula(f"=SUM({sheet.cell(first, 7)}:{sheet.cell(last, 7)})", Fraction(horizon, 100)),
        Formula(f"=SUM({sheet.cell(first, 8)}:{sheet.cell(last, 8)})", Fraction(total, 100)),
        None, None,
        Formula(f"=SUM({sheet.cell(first, 11)}:{sheet.cell(last_added, 11)})", result.decision.value),
        "",
        strong=True,
    )  # fmt: skip


def _decided(book: Book, result: Result, outcome: Outcome) -> str:
    if not outcome.funded:
        return book.word("decision.not")
    late = outcome.start is not None and outcome.start >= result.portfolio.info.first_year + LEGAL_YEARS
    return book.word("decision.later" if late else "decision.funded")


def certificate(book: Book, result: Result) -> None:
    """The proof and what it was made from."""
    decision = result.decision
    sheet = book.sheet(
        "certificate", [Column("item", 46, "label"), Column("content", 80, "wrap")], note=book.word("note.certificate")
    )
    proof = decision.certificate
    valid = "valid_none" if proof is None else "valid_yes" if proof.valid else "valid_no"
    rows: list[tuple[str, Cell, str]] = [
        ("status", book.word(f"status.{decision.status}"), "wrap"),
        ("valid", book.word(f"item.{valid}"), "wrap"),
        ("value", decision.value, "points"),
        ("exact_value", f"{decision.value.numerator}/{decision.value.denominator}", "wrap"),
        ("checks", proof.checks if proof else None, "figure"),
        ("breaches", "\n".join(proof.breaches) if proof and proof.breaches else book.word("none"), "wrap"),
        ("bound", decision.bound, "points"),
        ("gap", decision.gap, "weight"),
        ("gap_asked", decision.gap_asked, "weight"),
        ("unique", "" if decision.unique is None else book.word("yes" if decision.unique else "no"), "wrap"),
        ("solver", f"{decision.solver} ({decision.solver_version})", "wrap"),
        ("seconds", decision.seconds, "points"),
        ("nodes", decision.nodes, "figure"),
        ("version", version("prioritizer"), "wrap"),
        *((f"hash_{name}", decision.hashes.get(name, ""), "wrap") for name in ("portfolio", "criteria", "budget")),
    ]
    for key, content, shape in rows:
        sheet.pair(book.word(f"item.{key}"), content, shape)
