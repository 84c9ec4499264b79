"""Where each page stands, and how one leads to another: relative addresses only, so that any folder will do."""

import re
import unicodedata
from collections.abc import Iterable
from posixpath import dirname, relpath
from urllib.parse import quote

from prioritizer.text import text

ROOT = "index.html"
SCRIPT = "assets/site.js"
STYLE = "assets/site.css"
LOGO = "assets/logo"
DRAFT = "assets/draft-{lang}.css"
"""Prints the draft stamp on each sheet of paper."""
PAGES = ("home", "projects", "program", "envelopes", "left_out", "criteria", "method", "downloads")
"""The pages that every other one leads to, in the order of the menu."""
NAME_LENGTH = 60


def place(lang: str, page: str) -> str:
    """Path of a page of the menu, from the root of the site."""
    return f"{lang}/{text(lang, f'site.path.{page}')}"


def project_place(lang: str, slug: str) -> str:
    """Path of a project's page, from the root of the site."""
    return f"{lang}/{text(lang, 'site.path.project', slug=slug)}"


def slugs(identifiers: Iterable[str]) -> dict[str, str]:
    """Identifier -> a file name without extension: small letters, digits and hyphens, each once."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for identifier in identifiers:
        plain = unicodedata.normalize("NFKD", identifier).encode("ascii", "ignore").decode().lower()
        stem = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:NAME_LENGTH] or "p"
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        found[identifier] = name
    return found


def link(source: str, target: str) -> str:
    """Address of ``target`` for a page at ``source``, both paths from the root of the site."""
    return quote(relpath(target, dirname(source) or "."))
