"""Projects of the program in the Open Contracting for Infrastructure Data Standard (OC4IDS) 0.9.

https://standard.open-contracting.org/infrastructure/0.9/. Projects that were left out have no budget, hence are none
of its projects: the CSV files tell of them.
"""

import datetime as dt
import uuid
from typing import Any

from prioritizer.domain import timing
from prioritizer.domain.approval import Approval
from prioritizer.domain.vocabulary import Category, Phase
from prioritizer.program.plan import Done
from prioritizer.publication.edition import Edition
from prioritizer.publication.publisher import Publisher
from prioritizer.text import text, word

VERSION = "0.9"
SECTOR = "communications"
"""Codelist projectSector: it is where the standard puts information technology."""
STATUS = {
    Phase.JUSTIFICATION: "identification",
    Phase.INITIATION: "preparation",
    Phase.PLANNING: "preparation",
    Phase.EXECUTION: "implementation",
    Phase.CLOSING: "completion",
}
"""Codelist projectStatus."""
TYPE = {
    Category.NEW_SERVICE: "construction",
    Category.FOUNDATIONAL: "construction",
    Category.LEGACY: "replacement",
    Category.CONTINUATION: "rehabilitation",
}
"""Codelist projectType; skills and partnerships make no asset, hence have none."""
CURRENCY = "CAD"


def oc4ids_package(
    edition: Edition, dossier: str, date: dt.date, approval: Approval | None, publisher: Publisher
) -> dict[str, Any]:
    """The project package. ``dossier`` is the fingerprint that names it where it has no address yet."""
    body: dict[str, Any] = {
        "uri": publisher.at("donnees/oc4ids.json")
        if publisher.url
        else f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'sha256:{dossier}')}",
        "publishedDate": _instant(date),
        "publisher": {"name": edition.case.portfolio.info.organization},
        "license": publisher.license_url,
        "version": VERSION,
        "projects": [_project(edition, done, date, approval, publisher) for done in edition.plan.done],
    }
    if publisher.organization_url:
        body["publisher"]["uri"] = publisher.organization_url
    return body


def _project(
    edition: Edition, done: Done, date: dt.date, approval: Approval | None, publisher: Publisher
) -> dict[str, Any]:
    project = done.project
    begin = timing.begins(project, done.start)
    authority = {"id": project.department, "name": project.department}
    found = {
        "id": f"{publisher.oc4ids_prefix}-{project.id}" if publisher.oc4ids_prefix else project.id,
        "identifiers": [{"id": project.id}],
        "updated": _instant(date),
        "title": project.title.fr,
        "description": project.description.fr,
        "purpose": project.justification.fr,
        "status": STATUS[project.phase],
        "type": TYPE.get(project.category),
        "sector": [SECTOR],
        "additionalClassifications": [
            {"scheme": f"x_{scheme}", "id": code, "description": said}
            for scheme, code, said in (
                ("category", project.category.value, word("fr", "category", project.category)),
                ("jurisdiction", project.jurisdiction.value, word("fr", "jurisdiction", project.jurisdiction)),
                ("area", project.area, project.area),
            )
        ],
        "period": _period(begin, begin + timing.duration(project, done.option) - 1),
        "budget": _budget(edition, done, approval),
        "parties": [{**authority, "roles": ["publicAuthority"]}],
        "publicAuthority": authority,
    }
    return {key: value for key, value in found.items() if value}


def _budget(edition: Edition, done: Done, approval: Approval | None) -> dict[str, Any]:
    info = edition.case.portfolio.info
    shift = timing.offset(done.project, done.start, info)
    lines = []
    for source, amounts in sorted(done.option.capital.items()):
        name = edition.words.source(source)
        later = amounts.after + timing.later(amounts.years, shift, info.horizon)
        parts = [(f"{source}-AVANT", amounts.before, {"endDate": _instant(dt.date(info.first_year - 1, 12, 31))})]
        parts += [
            (f"{source}-{year}", edition.plan.spent(done, source, t), _period(year, year))
            for t, year in enumerate(info.years)
        ]
        last = info.first_year + info.horizon
        parts.append((f"{source}-APRES", later, {"startDate": _instant(dt.date(last, 1, 1))}))
        lines += [
            {"id": code, "description": name, "amount": _value(cents), "period": period}
            for code, cents, period in parts
            if cents
        ]
    total = sum(amounts.total for amounts in done.option.capital.values())
    budget: dict[str, Any] = {"amount": _value(total)}
    if lines:
        budget["budgetBreakdowns"] = [
            {
                "id": "source-year",
                "description": text(edition.lang, "open_data.oc4ids.breakdown"),
                "budgetBreakdown": lines,
            }
        ]
    if approval is None:
        budget["description"] = text(edition.lang, "open_data.draft")
    else:
        budget["approvalDate"] = _instant(approval.date)
    return budget


def _value(cents: int) -> dict[str, Any]:
    return {"amount": cents // 100 if cents % 100 == 0 else cents / 100, "currency": CURRENCY}


def _period(first: int, last: int) -> dict[str, str]:
    return {"startDate": _instant(dt.date(first, 1, 1)), "endDate": _instant(dt.date(last, 12, 31))}


def _instant(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
