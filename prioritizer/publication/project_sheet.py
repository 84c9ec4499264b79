"""The standard project sheet (commitment 34): the same fields, in the same order and words, for every department.

Labels are those of the workbook that departments fill in: what they fill in is what the public reads. A field that
is empty is printed as such. The first page is the project and its money; the scores follow, on the same page where
they fit.
"""

from collections.abc import Iterator

from prioritizer.domain.portfolio import FULL, Project
from prioritizer.domain.vocabulary import LinkType
from prioritizer.publication.blocks import Block, Facts, Heading, Paragraph, Table
from prioritizer.publication.edition import Edition
from prioritizer.publication.fields import label
from prioritizer.publication.room import Room
from prioritizer.publication.sheet_money import money_and_people, options, schedule
from prioritizer.publication.sheet_scores import scores
from prioritizer.text import word
from prioritizer.text.numbers import date, percent


def project_sheet(edition: Edition, project: Project) -> Iterator[Block]:
    """The blocks of one project."""
    done = edition.shown(project)
    room = Room.of(project, edition.lang)
    yield Heading(2, f"{project.id} – {project.title.get(edition.lang)}", project.id)
    yield from _decision(edition, project)
    yield Facts(tuple(_identity(edition, project)))
    yield Facts(
        tuple(
            (edition.say(f"sheet.{field}"), room.cut(getattr(project, field).get(edition.lang)) or edition.say("none"))
            for field in ("description", "justification")
        )
    )
    yield from _priorities(edition, project, room)
    yield from _gates(edition, project)
    yield from schedule(edition, done)
    yield from money_and_people(edition, done)
    yield from options(edition, project)
    yield from _links(edition, project)
    yield from scores(edition, done, room)
    if room.short:
        yield Paragraph(edition.say("sheet.cut"))


def _decision(edition: Edition, project: Project) -> Iterator[Block]:
    outcome = edition.outcomes[project.id]
    band = edition.say(f"band.{edition.bands[project.id]}")
    said = edition.say("sheet.decision", band=band, reason=edition.words.reason(outcome))
    if outcome.funded and outcome.start is not None:
        said += " " + edition.say("sheet.start", year=outcome.start)
        option = edition.words.option(project.id, outcome.option or "")
        if option:
            said += " " + edition.say("sheet.option", option=option)
    yield Paragraph(said, strong=True)
    if not outcome.funded:
        yield Paragraph(edition.say("sheet.would_take", project=project.id))


def _identity(edition: Edition, project: Project) -> Iterator[tuple[str, str]]:
    lang = edition.lang

    def name(column: str) -> str:
        return label(lang, "projects", column)

    def share(points: int) -> str:
        return percent(points / FULL, lang, 0 if points % 100 == 0 else 2)

    reach = {row.code: row.text.get(lang) for row in edition.case.criteria.reach}
    none = edition.say("none")
    yield name("department"), project.department
    yield name("sponsor"), project.sponsor or none
    yield name("area"), project.area
    yield name("category"), word(lang, "category", project.category)
    yield name("kind"), word(lang, "kind", project.kind)
    yield name("status"), word(lang, "status", project.status)
    yield name("phase"), word(lang, "phase", project.phase)
    yield name("jurisdiction"), word(lang, "jurisdiction", project.jurisdiction)
    yield name("agglomeration_percent"), share(project.agglomeration_bp)
    yield name("protection_percent"), share(project.protection_bp)
    yield name("estimate_class"), word(lang, "estimate_class", project.estimate_class)
    yield name("reach"), reach.get(project.reach or "", none)
    mandate = none
    if project.mandate:
        reason = word(lang, "mandate_reason", project.mandate.reason)
        until = date(project.mandate.expiry, lang)
        mandate = edition.say("sheet.mandate", reason=reason, reference=project.mandate.reference, until=until)
    yield edition.say("sheet.mandated"), mandate


def _priorities(edition: Edition, project: Project, room: Room) -> Iterator[Block]:
    yield Heading(3, edition.say("sheet.priorities"))
    if not project.priorities:
        yield Paragraph(edition.say("sheet.no_priority"))
        return
    titles = {p.number: p for p in edition.priorities.priorities} if edition.priorities else {}
    rows = []
    for declared in project.priorities:
        known = titles.get(declared.number)
        title = f"{declared.number}" if known is None else f"{declared.number}. {known.text.get(edition.lang)}"
        if known is not None and not known.confirmed:
            title += " " + edition.say("sheet.unconfirmed")
        rows.append((title, *(room.cut(said) for said in (declared.outcome, declared.indicator, declared.target))))
    asked = (label(edition.lang, "priorities", column) for column in ("outcome", "indicator", "target"))
    yield Table("", (edition.say("col.priority"), *asked), tuple(rows), (False,) * 4)


def _gates(edition: Edition, project: Project) -> Iterator[Block]:
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
        yield Heading(3, edition.say("sheet.gates"))
        yield Facts(rows)


def _links(edition: Edition, project: Project) -> Iterator[Block]:
    said: dict[str, list[str]] = {}
    for link in edition.case.portfolio.links:
        if project.id not in link.members:
            continue
        needed = link.type in (LinkType.REQUIRES, LinkType.AFTER) and link.project != project.id
        kind = edition.say("sheet.needed_by" if needed else f"link.{link.type}", k=link.k)
        others = (link.project or "",) if needed else tuple(member for member in link.members if member != project.id)
        said.setdefault(kind, []).extend(edition.words.project(other) for other in others)
    yield Heading(3, edition.say("sheet.links"))
    if said:
        yield Facts(tuple((kind, edition.words.listed(tuple(dict.fromkeys(others)))) for kind, others in said.items()))
    else:
        yield Paragraph(edition.say("sheet.no_link"))
