"""The site of one decision: in a dictionary, and in a folder."""

import datetime as dt
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import published_case
import result_case
from published_case import HOSTILE

from prioritizer.domain.portfolio import Title
from prioritizer.publication.edition import Edition
from prioritizer.publication.site import site_files
from prioritizer.publication.theme import Theme

DAY = dt.date(2026, 11, 24)
LANGS = ("fr", "en")
CITY = "https://ville.example/numerique?a=1&b=2"
DOWNLOADS = {
    "programme-2027-fr.pdf": 412_345,
    "données/projets 2027.csv": 12_345,
    "données/projets.json": 90,
    "README": 2_000_000,
}


@cache
def edition(lang, *, approved=False):
    """The published case, with a script for a title and a title that English lacks."""
    given = published_case.portfolio()
    titles = {"A-02": Title(HOSTILE[1], HOSTILE[1]), "A-09": Title("Suite du portail")}
    projects = tuple(replace(p, title=titles.get(p.id, p.title)) for p in given.projects)
    portfolio = replace(given, projects=projects)
    return Edition.of(
        published_case.solved(),
        portfolio,
        result_case.criteria(),
        lang,
        approved=approved,
        answers=published_case.answers(),
    )


@cache
def site(*, approved=False):
    editions = {lang: edition(lang, approved=approved) for lang in LANGS}
    return site_files(editions, Theme(), DAY, DOWNLOADS, organization_url=CITY)


def pages(*, approved=False):
    """Path -> HTML of every page."""
    return {path: content.decode() for path, content in site(approved=approved).items() if path.endswith(".html")}


class Tree(HTMLParser):
    """Every element with its attributes and its own text, in order of appearance."""

    VOID = ("meta", "link", "img", "input", "br", "col", "rect")

    def __init__(self, html):
        super().__init__()
        self.elements, self._open = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "attrs": dict(attrs), "text": "", "inside": [e["tag"] for e in self._open]}
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append({"tag": tag, "attrs": dict(attrs), "text": "", "inside": []})

    def handle_endtag(self, tag):
        while self._open and self._open.pop()["tag"] != tag:
            pass

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, *tags):
        return [element for element in self.elements if element["tag"] in tags]

    def tables(self):
        """Rows of cells of every table, as text."""
        found = []
        for element in self.elements:
            if element["tag"] == "table":
                found.append([])
            elif element["tag"] == "tr":
                found[-1].append([])
            elif element["tag"] in ("th", "td"):
                found[-1][-1].append(element["text"].strip())
        return found


@cache
def tree(path):
    """Elements of a page of the draft site."""
    return Tree(pages()[path])
