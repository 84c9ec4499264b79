"""A project named in a table leads to its page; the shell's script takes along what is on the table."""

from urllib.parse import quote

from markupsafe import Markup

from prioritizer.domain.portfolio import Project

PAGE, PROJECT = "projet", "projet"
"""The address of the page, and what a link calls a project."""


def project_link(project: Project, lang: str) -> Markup:
    """The title of a project, as a link."""
    return Markup('<a class="project" href="{}?{}={}" data-project="">{}</a>').format(
        PAGE, PROJECT, quote(project.id, safe=""), project.title.get(lang)
    )
