"""The entry for the city's register of algorithms (commitment 7): what it decides, on what, how, and who answers."""

import datetime as dt
from importlib.metadata import version
from typing import Any

from prioritizer.domain.approval import Approval
from prioritizer.publication.blocks import Block, Document, Facts, Heading, Paragraph
from prioritizer.publication.edition import Edition
from prioritizer.publication.publisher import Publisher
from prioritizer.text import catalog, text
from prioritizer.text.numbers import date as written
from prioritizer.text.numbers import number

SECTIONS = ("decides", "people", "data", "logic", "limits", "tests", "redo")
"""Sections of the entry, each with its paragraphs in the catalog ``register``; people and facts are filled in."""


def register_entry(
    edition: Edition, lang: str, date: dt.date, approval: Approval | None, publisher: Publisher
) -> dict[str, Any]:
    """The entry in one language, as plain data."""
    words = catalog("register", lang)
    return {
        "title": words["title"],
        "organization": edition.case.portfolio.info.organization,
        "state": _state(lang, approval),
        "illustrative": edition.case.portfolio.info.illustrative,
        "facts": dict(_facts(edition, lang, date)),
        "people": dict(_people(lang, approval, publisher)),
        "sections": {name: {"title": words[name]["title"], "text": list(words[name]["text"])} for name in SECTIONS},
    }


def register_page(
    edition: Edition, lang: str, date: dt.date, approval: Approval | None, publisher: Publisher
) -> Document:
    """The same as a document."""
    entry = register_entry(edition, lang, date, approval, publisher)
    blocks: list[Block] = [Paragraph(entry["illustrative"], strong=True)] if entry["illustrative"] else []
    for name, section in entry["sections"].items():
        blocks.append(Heading(1, section["title"], name))
        if name == "people":
            blocks.append(Facts(tuple(entry["people"].items())))
        blocks += [Paragraph(said) for said in section["text"]]
    blocks += [Heading(1, text(lang, "register.facts.title"), "facts"), Facts(tuple(entry["facts"].items()))]
    return Document(
        lang=lang,
        title=entry["title"],
        subtitle=edition.case.portfolio.info.title,
        organization=entry["organization"],
        stamp="" if approval else text(lang, "publication.draft"),
        blocks=tuple(blocks),
    )


def _state(lang: str, approval: Approval | None) -> str:
    if approval is None:
        return text(lang, "open_data.draft")
    return text(lang, "open_data.approved", date=written(approval.date, lang), reference=approval.reference)


def _facts(edition: Edition, lang: str, date: dt.date) -> list[tuple[str, str]]:
    decision, criteria = edition.decision, edition.case.criteria
    rows = [
        ("criteria", f"{criteria.title.get(lang)} {criteria.version}"),
        ("projects", number(len(edition.case.portfolio.projects), lang)),
        ("proof", text(lang, f"result.status.{decision.status}")),
        ("checks", number(decision.certificate.checks if decision.certificate else 0, lang)),
        ("software", f"prioritizer {version('prioritizer')}, {decision.solver_version}"),
        ("hash_projects", decision.hashes["portfolio"]),
        ("hash_budget", decision.hashes["budget"]),
        ("hash_criteria", decision.hashes["criteria"]),
        ("updated", written(date, lang)),
    ]
    return [(text(lang, f"register.fact.{key}"), said) for key, said in rows]


def _people(lang: str, approval: Approval | None, publisher: Publisher) -> list[tuple[str, str]]:
    to_name = text(lang, "open_data.to_name")
    rows = [(key, getattr(publisher, key) or to_name) for key in ("owner", "operator", "reviewer")]
    rows.append(("approver", f"{approval.name}, {approval.function}" if approval else to_name))
    contact = publisher.contact_email or publisher.contact_name
    rows.append(("contact", contact or to_name))
    return [(text(lang, f"register.person.{key}"), said) for key, said in rows]
