"""Everything a decision gives the public, in one folder that proves itself: every file of it, by path."""

import datetime as dt
from collections.abc import Callable, Mapping

from prioritizer.domain.approval import Approval
from prioritizer.domain.problem import Problem, Refused, Where
from prioritizer.publication.edition import Edition
from prioritizer.publication.publisher import Publisher
from prioritizer.publication.theme import Theme
from prioritizer.publication.verifier import MARKS, SUMS, sha256, verify

DOCUMENTS, CRITERIA, DATA, PROOF, SITE = "documents", "criteres", "donnees", "preuve", "site"
"""Parts of the publication: the first four are its folders; the site stands at its top, and leads to the others."""
MOST_TOLD = 10
"""Differences told of a decision that does not verify."""
PARTS = (DOCUMENTS, CRITERIA, DATA, PROOF, SITE)


def folder_files(
    editions: Mapping[str, Edition],
    dossier: str,
    theme: Theme,
    publisher: Publisher,
    date: dt.date,
    *,
    approval: tuple[Approval, str] | None = None,
    each: bool = False,
    criteria: bytes | None = None,
    step: Callable[[str], None] | None = None,
) -> dict[str, bytes]:
    """Every file of the folder, by path in it; the same arguments give the same bytes.

    Args:
        editions: those of one decision, by language.
        dossier: the published dossier, as JSON text, whose SHA-256 finance approves.
        theme: the city's look.
        publisher: who publishes, where, under which licence.
        date: the one written in the files.
        approval: finance's, with its text as published; None for a draft.
        each: one PDF a project too.
        criteria: the criteria file as adopted, published as it is; made from the decision where it is not given.
        step: told of each of ``PARTS`` before it is made.

    Raises:
        Refused: where the theme's font or logo cannot be used, or where the decision does not verify.
    """
    from prioritizer.publication.criteria_page import criteria_files
    from prioritizer.publication.forms import template_files
    from prioritizer.publication.open_data import open_data_files
    from prioritizer.publication.pack import pack_files, sealed
    from prioritizer.publication.site import site_files

    told = step or (lambda _: None)
    first = next(iter(editions.values()))
    case, langs = first.case, tuple(editions)
    given, signed = approval or (None, None)
    made = {}
    told(DOCUMENTS)
    made[DOCUMENTS] = template_files(editions, case.portfolio.info.first_year, theme, date, each=each)
    told(CRITERIA)
    made[CRITERIA] = criteria_files(case.criteria, langs, theme, date, priorities=first.priorities, source=criteria)
    told(DATA)
    made[DATA] = open_data_files(first, sha256(dossier.encode()), date, given, publisher, theme)
    files = {f"{folder}/{name}": content for folder, part in made.items() for name, content in part.items()}
    told(PROOF)
    files |= pack_files(first, dossier, signed)
    told(SITE)
    sizes = {**{name: len(content) for name, content in files.items()}, SUMS: 0, MARKS: 0}
    # The page of downloads tells the size of the fingerprints, which are made of that page: a first pass measures them.
    for _ in range(2):
        site = site_files(editions, theme, date, sizes, organization_url=publisher.organization_url)
        whole = sealed(files | site)
        sizes |= {name: len(whole[name]) for name in (SUMS, MARKS)}
    _check(whole)
    return whole


def _check(files: Mapping[str, bytes]) -> None:
    """Raise Refused where the folder does not verify: the decision was altered, and nothing may be published of it."""
    wrong = verify(files).differences[:MOST_TOLD]
    if wrong:
        places = [", ".join(part for part in (row.file, row.place, row.field) if part) for row in wrong]
        raise Refused(
            tuple(
                Problem("publication-wrong", Where(item=place), row.read[:200], row.computed[:200])
                for place, row in zip(places, wrong, strict=True)
            )
        )


def fingerprint(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of the file that holds those of all others."""
    return sha256(files[SUMS])
