"""The standard project sheet (commitment 34): the same fields, in the same order and words, for every department.

Labels are those of the workbook that departments fill in: what they fill in is what the public reads. A field that is
empty is printed as such. The decision comes first, then the project and its money, then how it was rated.
"""

from collections.abc import Iterator

from prioritizer.domain.portfolio import FULL, Project, Title
from prioritizer.domain.vocabulary import LinkType
from prioritizer.program.plan import Done
from prioritizer.publication.blocks import Block, Facts, Heading, Paragraph, Table
from prioritizer.publication.edition import Edition
from prioritizer.publication.fields import label
from prioritizer.publication.sheet_money import across, money_and_people, options, schedule
from prioritizer.publication.sheet_scores import scores
from prioritizer.text import word
from prioritizer.text.numbers import date, percent


def project_sheet(edition: Edition, project: Project) -> Iterator[Block]:
    """The blocks of one project, every text whole."""
    done = edition.shown(project)
    title = project.title
    yield Heading(2, f"{project.id} – {title.get(edition.lang)}", project.id, title.other(edition.lang))
    yield from decision(edition, project)
    yield Facts(tuple(identity(edition, project)))
    yield from described(edition, project)
    yield from priorities(edition, project, done)
    yield from gates(edition, project)
    yield from schedule(edition, done)
    for block in money_and_people(edition, done):
        yield from across(block) if isinstance(block, Table) else (block,)
    yield from options(edition, project)
    yield from links(edition, project)
    yield from scores(edition, done)


def decision(edition: Edition, project: Project) -> Iterator[Block]:
    """What was decided, why, and what it would take where that was asked."""
    outcome = edition.outcomes[project.id]
    band, reason = edition.say(f"band.{edition.bands[project.id]}"), edition.words.reason(outcome)
    # "Funded. Funded for its value." would say it twice.
    said = f"{reason}." if reason.startswith(band) else edition.say("sheet.decision", band=band, reason=reason)
    if outcome.funded and outcome.start is not None:
        said += " " + edition.say("sheet.start", year=outcome.start)
        option = edition.words.option(project.id, outcome.option or "")
        if option:
            said += " " + edition.say("sheet.option", option=option)
    yield Paragraph(said, strong=True)
    if not outcome.funded:
        yield Heading(3, edition.say("sheet.would_take"))
        yield Paragraph(" ".join(edition.explanations.get(project.id, (edition.say("sheet.not_asked"),))))


def identity(edition: Edition, project: Project) -> Iterator[tuple[str, str]]:
    """Labels and what the project says under each."""
    lang, none = edition.lang, edition.say("none")

    def name(column: str) -> str:
        return label(lang, "projects", column)

    def share(points: int) -> str:
        return percent(points / FULL, lang, 0 if points % 100 == 0 else 2)

    reach = {row.code: row.text.get(lang) for row in edition.case.criteria.reach}
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


def described(edition: Edition, project: Project) -> Iterator[Facts]:
    """What it is, then why it is asked for, in the language that it was written in."""
    for field in ("description", "justification"):
        both: Title = getattr(project, field)
        said = both.get(edition.lang) or edition.say("none")
        yield Facts(((edition.say(f"sheet.{field}"), said),), lang=both.other(edition.lang))


def priorities(edition: Edition, project: Project, done: Done) -> Iterator[Block]:
    """The priorities of the strategic plan that it serves, and the commitments behind the points that it earns."""
    yield Heading(3, edition.say("sheet.priorities"))
    titles = {p.number: p for p in edition.priorities.priorities} if edition.priorities else {}
    rows = []
    for declared in project.priorities:
        known = titles.get(declared.number)
        title = f"{declared.number}" if known is None else f"{declared.number}. {known.text.get(edition.lang)}"
        if known is not None and not known.confirmed:
            title += " " + edition.say("sheet.unconfirmed")
        rows.append((title, declared.outcome, declared.indicator, declared.target))
    asked = (label(edition.lang, "priorities", column) for column in ("outcome", "indicator", "target"))
    if rows:
        yield Table("", (edition.say("col.priority"), *asked), tuple(rows), (False,) * 4)
    else:
        yield Paragraph(edition.say("sheet.no_priority"))
    criteria = edition.case.criteria
    if any(criterion.sources.commitments for criterion in criteria.criteria):
        opened = edition.case.scorecard.of(project.id, done.option.code)
        earned = (criteria.criterion(line.criterion) for line in opened.criteria if line.points > 0)
        served = sorted({number for criterion in earned for number in criterion.sources.commitments})
        said = ", ".join(map(str, served)) or edition.say("none")
        yield Facts(((edition.say("sheet.commitments"), said),))


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
        yield Heading(3, edition.say("sheet.gates"))
        yield Facts(rows)


def links(edition: Edition, project: Project) -> Iterator[Block]:
    """The projects that it is tied to, by what ties them."""
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
