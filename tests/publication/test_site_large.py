"""A city of hundreds of projects: its heaviest pages stay light, whatever is decided."""

import runpy
from dataclasses import replace
from fractions import Fraction
from functools import cache
from html import unescape
from pathlib import Path

import published_case
import pytest
from reading import Page, squeezed
from site_case import DAY

from prioritizer.domain.decision import Choice, Decision, Outcome, Reason, SolveStatus
from prioritizer.domain.portfolio import Title
from prioritizer.publication.edition import Edition
from prioritizer.publication.site import site_files
from prioritizer.publication.site.places import slugs
from prioritizer.publication.theme import Theme
from prioritizer.store.criteria_file import load_criteria, priorities_of
from prioritizer.text import text

ROOT = Path(__file__).parents[2]
CRITERIA = ROOT / "criteria" / "montreal-numerique.yaml"
LARGEST = 200_000
LONG = 10
"""Projects whose title has 300 characters."""


@cache
def toronto():
    """Toronto's 276 projects; some with the longest titles that a workbook takes."""
    made = runpy.run_path(str(ROOT / "sample_portfolios" / "make_toronto.py"))["portfolio"](load_criteria(CRITERIA))
    long = (replace(p, title=Title("Titre & <b> " * 25)) for p in made.projects[:LONG])
    return replace(made, projects=(*long, *made.projects[LONG:]))


def slug():
    """File name of the last project."""
    projects = toronto().canonical().projects
    return slugs(p.id for p in projects)[toronto().projects[-1].id]


def decided(*, all_in):
    """Every project in the program, or none."""
    projects = toronto().projects
    if all_in:
        program = tuple(Choice(p.id, p.options[0].code, p.earliest) for p in sorted(projects, key=lambda p: p.id))
        outcomes = tuple(Outcome(p.id, True, Reason.CHOSEN, (), p.options[0].code, p.earliest) for p in projects)
    else:
        program, outcomes = (), tuple(Outcome(p.id, False, Reason.OUTWEIGHED) for p in projects)
    hashes = dict.fromkeys(("portfolio", "criteria", "budget"), "0" * 64)
    status = SolveStatus.TIME_LIMIT
    return Decision(status, program, outcomes, Fraction(0), None, None, 0.0, None, "highs", "HiGHS", 1.0, 0, hashes)


@pytest.mark.parametrize("all_in", [True, False], ids=["all in", "none in"])
def test_hundreds_of_projects_make_light_pages(all_in):
    criteria = load_criteria(CRITERIA)
    known = next(answer for answer in published_case.answers() if answer.possible and not answer.inside)
    edition = Edition.of(
        decided(all_in=all_in),
        toronto(),
        criteria,
        "fr",
        priorities=priorities_of(criteria, CRITERIA),
        answers=() if all_in else tuple(replace(known, project=p.id, inside=False) for p in toronto().projects),
    )
    files = site_files({"fr": edition}, Theme(), DAY, {})
    count = len(toronto().projects)
    assert count > 270
    assert sum(path.startswith("fr/projets/") for path in files) == count
    name = "fr/programme.html" if all_in else "fr/non-retenus.html"
    assert files[name].count(b"projets/") >= count
    if not all_in:
        # There is too much to say of all of them on one page: each project's own page tells.
        assert unescape(files[name].decode()).count(text("fr", "site.left_out.elsewhere")) == count
        said = edition.explanations[toronto().projects[-1].id]
        page = next(content.decode() for path, content in files.items() if path.endswith(f"/{slug()}.html"))
        assert len(said) > 1
        assert all(squeezed(sentence) in squeezed(Page(page).text) for sentence in said)
    assert max((len(content), path) for path, content in files.items())[0] < LARGEST
