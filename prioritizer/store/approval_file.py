"""The approval of a publication: a TOML file that finance fills in and signs as it signs any document.

It names the dossier by its SHA-256, so that an approval cannot serve for another decision, nor for the same one once
anything in it has changed.
"""

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prioritizer.domain.approval import Approval
from prioritizer.domain.problem import Problem, Refused, Where
from prioritizer.text import LANGUAGES, text

TEXTS = ("name", "function", "reference")
KEYS = ("dossier", *TEXTS[:2], "date", TEXTS[2])
"""In the order of the blank."""
MAX_BYTES = 100_000


def dossier_digest(dossier: str) -> str:
    """The SHA-256 that an approval names: that of the dossier's JSON text in UTF-8."""
    return hashlib.sha256(dossier.encode()).hexdigest()


def blank_approval(dossier: str) -> str:
    """The file to fill in for a dossier, given as JSON text."""
    lines = [f"# {text(lang, f'publish.blank.{key}')}" for key in ("head", "use") for lang in LANGUAGES]
    for key in KEYS:
        lines += ["", *(f"# {text(lang, f'publish.blank.{key}')}" for lang in LANGUAGES)]
        lines.append(f'{key} = "{dossier_digest(dossier) if key == "dossier" else ""}"')
    return "\n".join(lines) + "\n"


def approval_text(approval: Approval) -> str:
    """The approval as it is published: what it says, without anything else the file may hold."""
    said = {"dossier": approval.dossier, "name": approval.name, "function": approval.function}
    said |= {"date": approval.date.isoformat(), "reference": approval.reference}
    return "".join(f"{key} = {json.dumps(said[key], ensure_ascii=False)}\n" for key in KEYS)


def read_approval(path: Path, dossier: str, published: dt.date) -> Approval:
    """The approval of a dossier, given as JSON text, for a publication of that day.

    Raises:
        Refused: where it is not filled in, names another dossier or is later than the publication.
        OSError: where it cannot be read.
    """
    return approval_from(path.read_bytes(), path.name, dossier, published)


def approval_from(content: bytes, name: str, dossier: str, published: dt.date) -> Approval:
    """The approval that a file holds; ``name`` is what it is called. Raises Refused as ``read_approval`` does."""
    where = Where(file=name)
    try:
        read = tomllib.loads(content[:MAX_BYTES].decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused((Problem("approval-damaged", where, read=str(error)[:200]),)) from error
    problems = tuple(_wrong(read, where, dossier_digest(dossier), published))
    if problems:
        raise Refused(problems)
    return Approval(
        read["dossier"], read["name"].strip(), read["function"].strip(), _day(read["date"]), read["reference"].strip()
    )


def _wrong(read: dict[str, Any], where: Where, expected: str, published: dt.date) -> Iterator[Problem]:
    for key in read:
        if key not in KEYS:
            yield Problem("approval-unknown", where, read=key, expected=", ".join(KEYS))
    if read.get("dossier") != expected:
        yield Problem("approval-other", where, read=str(read.get("dossier", ""))[:80], expected=expected)
    for key in TEXTS:
        value = read.get(key)
        if not isinstance(value, str) or not value.strip():
            yield Problem("approval-empty", where, expected=key)
    try:
        day = _day(read.get("date", ""))
    except ValueError:
        yield Problem("approval-date", where, read=str(read.get("date", ""))[:40])
    else:
        if day > published:
            yield Problem("approval-later", where, read=day.isoformat(), expected=published.isoformat())


def _day(value: object) -> dt.date:
    """A day, written as a date or as text. Raises ValueError."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    return dt.date.fromisoformat(str(value))
