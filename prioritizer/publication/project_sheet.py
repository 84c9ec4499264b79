"""The standard project sheet (commitment 34): the same fields, in the same order and words, for every department.

Labels are those of the workbook that departments fill in: what they fill in is what the public reads.
"""

from collections.abc import Iterator

from prioritizer.domain import timing
from prioritizer.domain.criteria import Criterion, Levels
from prioritizer.domain.portfolio import FULL, Project, Title
from prioritizer.domain.vocabulary import Jurisdiction, LinkType
from prioritizer.program.plan import Done
from prioritizer.publication.blocks import Block, Facts, Heading, Paragraph, Table
from prioritizer.publication.edition import Edition
from prioritizer.text import text, word
from prioritizer.text.numbers import date, number, percent, thousands

LEGAL_YEARS = 3
"""The first years of the horizon are the three-year program of the Cities and Towns Act (section 473)."""


def label(edition: Edition, sheet: str, column: str) -> str:
    """The workbook's label of a field."""
    from prioritizer.text import catalog

    columns = catalog("workbook", edition.lang)["column"]
    found = columns.get(sheet, {}).get(column) or columns["common"][column]
    return str(found["header"])


def project_sheet(edition: Edition, project: Project) -> Iterator[Block]:
    """The blocks of one project."""
    done = edition.shown(project)
    title = project.title
    yield Heading(2, f"{project.id} – {title.get(edition.lang)}", project.id, title.other(edition.lang))
    yield from decision(edition, project)
    yield Facts(tuple(identity(edition, project)))
    for field in ("description", "justification"):
        both: Title = getattr(project, field)
        written = both.get(edition.lang)
        if written:
            yield Heading(3, edition.say(f"sheet.{field}"))
            yield Paragraph(written, lang=both.other(edition.lang))
    yield from priorities(edition, project)
    yield from scores(edition, done)
    yield from gates(edition, project)
    yield from money_and_people(edition, done)
    yield from links(edition, project)


def decision(edition: Edition, project: Project) -> Iterator[Block]:
    """What was decided, why, and what it would take where that was asked."""
    outcome = edition.outcomes[project.id]
    band = edition.say(f"band.{edition.bands[project.id]}")
    said = edition.say("sheet.decision", band=band, reason=edition.words.reason(outcome))
    if outcome.funded and outcome.start is not None:
        said += " " + edition.say("sheet.start", year=outcome.start)
        option = edition.words.option(project.id, outcome.option or "")
        if option:
            said += " " + edition.say("sheet.option", option=option)
    yield Paragraph(said, strong=True)
    if project.id in edition.explanations:
        yield Heading(3, edition.say("sheet.would_take"))
        yield Paragraph(" ".join(edition.explanations[project.id]))


def identity(edition: Edition, project: Project) -> Iterator[tuple[str, str]]:
    """Labels and what the project says under each."""
    lang = edition.lang

    def name(column: str) -> str:
        return label(edition, "projects", column)

    yield name("department"), project.department
    if project.sponsor:
        yield name("sponsor"), project.sponsor
    yield name("area"), project.area
    shared = project.jurisdiction is Jurisdiction.AGGLOMERATION or project.agglomeration_bp
    part = percent(project.agglomeration_bp / FULL, lang, 0)
    jurisdiction = word(lang, "jurisdiction", project.jurisdiction)
    yield (
        name("jurisdiction"),
        edition.say("sheet.agglomeration", jurisdiction=jurisdiction, part=part) if shared else jurisdiction,
    )
    yield name("kind"), word(lang, "kind", project.kind)
    yield name("category"), word(lang, "category", project.category)
    yield name("status"), word(lang, "status", project.status)
    yield name("phase"), word(lang, "phase", project.phase)
    yield name("protection_percent"), percent(project.protection_bp / FULL, lang, 0)
    yield name("estimate_class"), word(lang, "estimate_class", project.estimate_class)
    window = edition.say("sheet.window", first=project.earliest, last=project.latest, duration=project.duration)
    yield edition.say("sheet.schedule"), window
    if project.mandate:
        reason = word(lang, "mandate_reason", project.mandate.reason)
        until = date(project.mandate.expiry, lang)
        yield (
            name("mandate_reason"),
            edition.say("sheet.mandate", reason=reason, reference=project.mandate.reference, until=until),
        )


def priorities(edition: Edition, project: Project) -> Iterator[Block]:
    """The priorities of the strategic plan that it serves."""
    if not project.priorities:
        return
    titles = {p.number: p for p in edition.priorities.priorities} if edition.priorities else {}
    rows = []
    for declared in project.priorities:
        known = titles.get(declared.number)
        title = f"{declared.number}" if known is None else f"{declared.number}. {known.text.get(edition.lang)}"
        if known is not None and not known.confirmed:
            title += " " + edition.say("sheet.unconfirmed")
        rows.append((title, declared.outcome, declared.indicator, declared.target))
    head = (edition.say("col.priority"), *(label(edition, "priorities", c) for c in ("outcome", "indicator", "target")))
    yield Heading(3, edition.say("sheet.priorities"))
    yield Table("", head, tuple(rows), (False,) * 4)


def _level(edition: Edition, criterion: Criterion, level: object, done: Done) -> str:
    if level is None:
        return text(edition.lang, "result.missing")
    if isinstance(criterion.scale, Levels):
        step = next(step for step in criterion.scale.levels if step.level == level)
        return f"{step.level} – {step.text.get(edition.lang)}"
    opened = edition.case.scorecard.of(done.project.id, done.option.code)
    if opened.risk_today is not None and opened.risk_after is not None and criterion.scale.kind == "risk":
        today, after = (number(value, edition.lang, 1) for value in (opened.risk_today, opened.risk_after))
        red = " " + edition.say("sheet.red") if opened.red else ""
        return edition.say("sheet.risk", today=today, after=after) + red
    return number(level, edition.lang, 2, least=0)  # type: ignore[arg-type]


def scores(edition: Edition, done: Done) -> Iterator[Block]:
    """A table with a row a criterion, in published order, and the total; then the points of the axes and the value."""
    lang, criteria = edition.lang, edition.case.criteria
    opened = edition.case.scorecard.of(done.project.id, done.option.code)
    why = {(r.criterion, r.option): r for r in done.project.ratings}
    rows = []
    for line in opened.criteria:
        criterion = criteria.criterion(line.criterion)
        rated = why.get((line.criterion, done.option.code)) or why.get((line.criterion, None))
        said = _level(edition, criterion, line.level, done)
        reasons = (
            " ".join(part for part in (rated.rationale, _evidence(edition, rated.evidence)) if part) if rated else ""
        )
        rows.append(
            (
                criterion.title.get(lang),
                said,
                reasons,
                number(line.points, lang, 1),
                percent(line.weight, lang, 1),
                number(line.contribution, lang, 2),
            )
        )
    rows.append((edition.say("sheet.score"), "", "", "", percent(1, lang, 1), number(opened.score, lang, 2)))
    head = tuple(edition.say(f"col.{key}") for key in ("criterion", "level", "why", "points", "weight", "product"))
    yield Heading(3, edition.say("sheet.scores"))
    yield Table("", head, tuple(rows), (False, False, False, True, True, True), total=True)
    axes = tuple((axis.title.get(lang), number(opened.axes[axis.code], lang, 1)) for axis in criteria.axes)
    factor = number(opened.multiplier, lang, 2, least=0)
    value = number(opened.value, lang, 2)
    yield Facts((*axes, (edition.say("sheet.value"), edition.say("sheet.value_of", factor=factor, value=value))))


def _evidence(edition: Edition, evidence: str) -> str:
    return edition.say("sheet.evidence", evidence=evidence) if evidence else ""


def gates(edition: Edition, project: Project) -> Iterator[Block]:
    """What it answers to the rules of eligibility."""
    answers = {row.gate: row.answer for row in project.gates}
    rows = tuple(
        (
            gate.title.get(edition.lang),
            word(edition.lang, "answer", answers[gate.code])
            if gate.code in answers
            else edition.say("sheet.no_answer"),
        )
        for gate in edition.case.criteria.gates
    )
    if rows:
        head = tuple(edition.say(f"col.{key}") for key in ("gate", "answer"))
        yield Heading(3, edition.say("sheet.gates"))
        yield Table("", head, rows, (False, False))


def money_and_people(edition: Edition, done: Done) -> Iterator[Block]:
    """Ten years of capital by source with before and after, operating effect and people, in one table."""
    lang, info = edition.lang, edition.case.portfolio.info
    plan, horizon = edition.plan, range(info.horizon)
    shift = timing.offset(done.project, done.start, info)
    rows: list[tuple[str, ...]] = []
    sums = [0] * (info.horizon + 2)
    for source, amounts in sorted(done.option.capital.items()):
        later = amounts.after + timing.later(amounts.years, shift, info.horizon)
        line = [amounts.before, *(plan.spent(done, source, t) for t in horizon), later]
        sums = [a + b for a, b in zip(sums, line, strict=True)]
        rows.append((edition.words.source(source), *(_k(cents, lang) for cents in (*line, sum(line)))))
    rows.append((edition.say("row.capital"), *(_k(cents, lang) for cents in (*sums, sum(sums)))))
    effects = [plan.operating(done, t) for t in horizon]
    if any(effects):
        rows.append(
            (edition.say("row.operating"), "", *(_k(cents, lang) for cents in effects), "", _k(sum(effects), lang))
        )
    for pool in sorted(done.option.people):
        used = [plan.people(done, pool, t) for t in horizon]
        rows.append((edition.say("row.people", pool=pool), "", *(_fte(milli, lang) for milli in used), "", ""))
    work = [done.start <= year < done.start + (done.option.duration or done.project.duration) for year in info.years]
    rows.append((edition.say("row.work"), "", *("●" if busy else "" for busy in work), "", ""))
    caption = edition.say("sheet.money" if done.project.id in edition.plan.by_project else "sheet.money_asked")
    yield Heading(3, edition.say("sheet.money_title"))
    yield years_table(edition, caption, tuple(rows))


def years_table(edition: Edition, caption: str, rows: tuple[tuple[str, ...], ...], *, total: bool = False) -> Table:
    """A table of the horizon in thousands of dollars: before, each year, after, in all."""
    info = edition.case.portfolio.info
    years = tuple(str(year) for year in info.years)
    head = (
        edition.say("col.line"),
        edition.say("col.before"),
        *years,
        edition.say("col.after"),
        edition.say("col.total"),
    )
    legal = tuple(range(2, 2 + min(LEGAL_YEARS, info.horizon)))
    return Table(caption, head, rows, (False, *(True,) * (len(head) - 1)), total=total, legal=legal)


def _k(cents: int, lang: str) -> str:
    return thousands(cents, lang) if cents else "–"


def _fte(milli: int, lang: str) -> str:
    return number(milli / 1000, lang, 1) if milli else "–"


def links(edition: Edition, project: Project) -> Iterator[Block]:
    """A sentence for each project it is tied to."""
    said = []
    for link in edition.case.portfolio.links:
        if project.id not in link.members:
            continue
        kind = word(edition.lang, "link_type", link.type)
        if link.type in (LinkType.REQUIRES, LinkType.AFTER) and link.project != project.id:
            said.append(edition.say("sheet.needed_by", project=edition.words.project(link.project or "")))
            continue
        others = tuple(member for member in link.members if member != project.id)
        said.append(edition.say("sheet.link", kind=kind, others=", ".join(edition.words.project(o) for o in others)))
    if said:
        yield Heading(3, edition.say("sheet.links"))
        for sentence in dict.fromkeys(said):
            yield Paragraph(sentence)
