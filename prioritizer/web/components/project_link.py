"""A project named in a table leads to its page; the shell's script takes along what is on the table."""

from urllib.parse import quote

from markupsafe import Markup, escape

from prioritizer.domain.portfolio import Project

PAGE, PROJECT = "projet", "projet"
"""The address of the page, and what a link calls a project."""


def project_link(project: Project, lang: str) -> Markup:
    """The title of a project, as a link."""
    # A plain string: two hundred of them are drawn again at every move of a weight.
    there = f"{PAGE}?{PROJECT}={quote(project.id, safe='')}"
    return Markup(f'<a class="project" href="{there}" data-project="">{escape(project.title.get(lang))}</a>')
