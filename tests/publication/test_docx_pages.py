"""A project's sheet in Word keeps to two pages, though LibreOffice has none of the fonts that it names."""

import datetime as dt
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pypdf
from programs import program

from prioritizer import load_criteria, read_portfolio
from prioritizer.domain.decision import Choice, Decision, Outcome, Reason, SolveStatus
from prioritizer.publication.blocks import PageBreak
from prioritizer.publication.consolidated import consolidated
from prioritizer.publication.docx import write_docx
from prioritizer.publication.edition import Edition
from prioritizer.publication.fields import label
from prioritizer.publication.project_sheet import project_sheet
from prioritizer.publication.theme import Theme

ROOT = Path(__file__).parents[2]
EVERY = 12
"""One project of the sample in so many."""


def picked():
    """The sample of Montréal, every other project funded as it was submitted."""
    criteria = load_criteria(ROOT / "criteria/montreal-numerique.yaml")
    portfolio = read_portfolio(ROOT / "sample_portfolios/montreal-2027-2036.xlsx", criteria).portfolio
    funded = portfolio.projects[::2]
    outcomes = [
        Outcome(p.id, True, Reason.CHOSEN, option=p.options[0].code, start=p.earliest)
        if p in funded
        else Outcome(p.id, False, Reason.OUTWEIGHED)
        for p in portfolio.projects
    ]
    program_ = tuple(Choice(p.id, p.options[0].code, p.earliest) for p in funded)
    decision = Decision(
        SolveStatus.INTERRUPTED, program_, tuple(outcomes), Fraction(0), None, None, 0.0, None, "", "", 0.0, 0, {}
    )
    return Edition.of(decision, portfolio, criteria, "fr")


def test_an_ordinary_sheet_takes_two_pages_at_most(tmp_path):
    office = program("soffice")
    edition = picked()
    whole = consolidated(edition, 2027)
    projects = (*edition.case.portfolio.projects[::EVERY], *edition.case.portfolio.projects[1::EVERY])
    blocks = [block for project in projects for block in (PageBreak(), *project_sheet(edition, project))]
    path = tmp_path / "sheets.docx"
    path.write_bytes(write_docx(replace(whole, blocks=tuple(blocks)), Theme(), dt.date(2026, 11, 24)))
    asked = [f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([office, *asked, str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in pypdf.PdfReader(path.with_suffix(".pdf")).pages]
    sponsor = label("fr", "projects", "sponsor")
    firsts = [place for place, said in enumerate(pages) if sponsor in said]
    assert len(firsts) == len(projects) == 10
    ends = [*firsts[1:], len(pages)]
    assert {p.id: end - first for p, first, end in zip(projects, firsts, ends, strict=True) if end - first > 2} == {}
