"""A page of the site before it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from prioritizer.publication.edition import Edition
from prioritizer.publication.site.places import link, place, project_place
from prioritizer.text import text


@dataclass(frozen=True)
class Page:
    """``key`` names its part of the menu, ``path`` is from the root of the site, ``project`` its project if any.

    ``about`` is one sentence for search engines; ``context`` what its template draws.
    """

    key: str
    path: str
    heading: str
    about: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    project: str | None = None


@dataclass(frozen=True)
class Site:
    """One language of the site: its edition and the file name of each project."""

    edition: Edition
    slugs: Mapping[str, str]

    @property
    def lang(self) -> str:
        """Its language."""
        return self.edition.lang

    def say(self, key: str, **figures: object) -> str:
        """A sentence of the site's catalog."""
        return text(self.lang, f"site.{key}", **figures)

    def path(self, page: str) -> str:
        """Path of a page of the menu."""
        return place(self.lang, page)

    def project_path(self, project: str) -> str:
        """Path of a project's page."""
        return project_place(self.lang, self.slugs[project])

    def links(self, source: str) -> dict[str, str]:
        """Project -> address of its page, for the page at ``source``."""
        return {project: link(source, self.project_path(project)) for project in self.slugs}

    def page(self, key: str, template: str, figures: Mapping[str, object] | None = None, **context: Any) -> Page:
        """A page of the menu; ``figures`` fill in its heading and its sentence."""
        given = dict(figures or {})
        return Page(
            key,
            self.path(key),
            self.say(f"heading.{key}", **given),
            self.say(f"about.{key}", **given),
            f"site/{template}.html.j2",
            context,
        )
