"""Open data: the same decision for machines, in the standards' own forms, and the entries that announce it."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from prioritizer.domain.approval import Approval
from prioritizer.publication.edition import Edition
from prioritizer.publication.html import write_html
from prioritizer.publication.open_data.cells import State
from prioritizer.publication.open_data.csv_file import csv_files
from prioritizer.publication.open_data.data_package import data_package
from prioritizer.publication.open_data.dcat import dcat_entry
from prioritizer.publication.open_data.oc4ids import oc4ids_package
from prioritizer.publication.open_data.register import register_entry, register_page
from prioritizer.publication.publisher import Publisher
from prioritizer.publication.theme import Theme
from prioritizer.text import LANGUAGES


def open_data_files(
    edition: Edition,
    dossier: str,
    date: dt.date,
    approval: Approval | None = None,
    publisher: Publisher | None = None,
    theme: Theme | None = None,
) -> dict[str, bytes]:
    """File name -> content of the data folder.

    Args:
        edition: the decision; its language does not matter, the data are in both.
        dossier: SHA-256 of the published dossier.
        date: day of the publication.
        approval: finance's approval; without one every row and entry says draft.
        publisher: licence, addresses and people; nothing said where None.
        theme: look of the pages.
    """
    publisher = publisher or Publisher()
    state = State.DRAFT if approval is None else State.APPROVED
    french = replace(edition, lang="fr", approved=approval is not None)
    files = csv_files(french, date, state)
    files["datapackage.json"] = _json(data_package(french, files, date, state, publisher))
    files["oc4ids.json"] = _json(oc4ids_package(french, dossier, date, approval, publisher))
    entries = {}
    for lang in LANGUAGES:
        entries[lang] = register_entry(french, lang, date, approval, publisher)
        page = register_page(french, lang, date, approval, publisher)
        files[f"registre-algorithmes-{lang}.html"] = write_html(page, theme or Theme()).encode()
    files["registre-algorithmes.json"] = _json(entries)
    files["dcat.jsonld"] = _json(dcat_entry(french, files, date, publisher))
    return files


def _json(body: dict[str, Any]) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()
