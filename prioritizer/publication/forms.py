"""Every file of the annual template, from one decision: the same document in each language and each form."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Literal

from prioritizer.domain.portfolio import Project
from prioritizer.publication.blocks import Document
from prioritizer.publication.consolidated import consolidated, one_sheet
from prioritizer.publication.edition import Edition
from prioritizer.publication.theme import Theme


class Form(StrEnum):
    """A kind of file; its value is the extension."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"


Drawn = Literal[Form.PDF, Form.DOCX, Form.HTML]
"""Those that draw the document; the workbook is made from the edition."""
FORMS = tuple(Form)
NAME_LENGTH = 60
"""Characters of a project's identifier kept in a file name."""


def template_files(
    editions: Mapping[str, Edition],
    year: int,
    theme: Theme,
    date: dt.date,
    forms: Sequence[Form] = FORMS,
    *,
    each: bool = False,
) -> dict[str, bytes]:
    """Relative file name -> content, for the program that begins in ``year``, by language then form.

    ``editions`` are those of one decision, by language; ``date`` is written in the files; ``each`` adds one PDF a
    project. The same arguments give the same bytes.

    Raises:
        Refused: where a theme's font or logo cannot be used.
    """
    files: dict[str, bytes] = {}
    # The compiler of the PDF lets other threads work meanwhile.
    with ThreadPoolExecutor(len(editions) or 1) as pool:
        for made in pool.map(lambda edition: _files(edition, year, theme, date, forms, each=each), editions.values()):
            files |= made
    return files


def _files(
    edition: Edition, year: int, theme: Theme, date: dt.date, forms: Sequence[Form], *, each: bool
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    stem = edition.say("file", year=year)
    # One that has no pages has room for every text.
    drawn = {form is Form.HTML for form in forms if form is not Form.XLSX}
    documents = {whole: consolidated(edition, year, whole=whole) for whole in drawn}
    for form in forms:
        if form is Form.XLSX:
            files[f"{stem}.{form}"] = _workbook(edition, year, theme, date)
        else:
            files[f"{stem}.{form}"] = _write(documents[form is Form.HTML], form, theme, date)
    if each:
        folder = edition.say("folder", year=year)
        for name, project in _names(edition.case.portfolio.projects).items():
            sheet = one_sheet(edition, project, year)
            files[f"{folder}/{name}.pdf"] = _write(sheet, Form.PDF, theme, date)
    return files


def _workbook(edition: Edition, year: int, theme: Theme, date: dt.date) -> bytes:
    """Figures and formulas rather than the blocks of the document: of the same edition, hence the same figures."""
    from prioritizer.publication.workbook.build import write_workbook

    return write_workbook(edition, year, theme, date)


def _write(document: Document, form: Drawn, theme: Theme, date: dt.date) -> bytes:
    match form:
        case Form.PDF:
            from prioritizer.publication.pdf import write_pdf

            return write_pdf(document, theme, date)
        case Form.DOCX:
            from prioritizer.publication.docx import write_docx

            return write_docx(document, theme, date)
        case Form.HTML:
            from prioritizer.publication.html import write_html

            return write_html(document, theme).encode()


def _names(projects: tuple[Project, ...]) -> dict[str, Project]:
    """A file name for each project: its identifier with what no file system minds, numbered where two would be one."""
    names: dict[str, Project] = {}
    taken: set[str] = set()
    for project in projects:
        stem = re.sub(r"[^\w-]+", "-", project.id)[:NAME_LENGTH].strip("-") or "projet"
        name, count = stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name.casefold())
        names[name] = project
    return names
