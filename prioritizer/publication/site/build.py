"""Every file of the site, from the editions of one decision."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from jinja2 import Environment

from prioritizer.publication.criteria_blocks import axis_ranks
from prioritizer.publication.edition import Edition
from prioritizer.publication.html import environment, stylesheet
from prioritizer.publication.site.lists import left_out, program, projects
from prioritizer.publication.site.page import Page, Site
from prioritizer.publication.site.places import DRAFT, LOGO, PAGES, ROOT, SCRIPT, STYLE, link, place, slugs
from prioritizer.publication.site.read import criteria, downloads, envelopes, home, method
from prioritizer.publication.site.sheets import sheets
from prioritizer.publication.theme import LOGOS, Theme
from prioritizer.text import text
from prioritizer.text.numbers import date as day

HASH_SHOWN = 16


def site_files(
    editions: Mapping[str, Edition],
    theme: Theme,
    date: dt.date,
    downloads: Mapping[str, int],
    *,
    organization_url: str = "",
) -> dict[str, bytes]:
    """The whole site: path from its root -> content. The same arguments give the same bytes.

    ``editions`` are those of one decision, by language; ``date`` is written on the pages; ``downloads`` are the other
    files of the folder that the site goes to, path -> bytes; ``organization_url`` is where the footer leads.

    Raises:
        ValueError: without any edition, or where the address of the organization is not one of the web.
    """
    if not editions:
        raise ValueError("a site is made of one edition at least")
    if organization_url and not organization_url.startswith(("https://", "http://")):
        raise ValueError(organization_url)
    templates = environment()
    files = {
        STYLE: stylesheet(theme, "site/site.css").encode(),
        SCRIPT: (resources.files(__package__) / "site.js").read_bytes(),
    }
    logo = ""
    if theme.logo is not None:
        logo = LOGO + next(suffix for suffix, media in LOGOS.items() if media == theme.logo.media)
        files[logo] = theme.logo.content
    sites = {lang: Site(edition, _slugs(edition)) for lang, edition in editions.items()}
    for lang, edition in editions.items():
        if not edition.approved:
            stamp = json.dumps(edition.say("draft"), ensure_ascii=False)
            files[DRAFT.format(lang=lang)] = f"@page {{ @top-right {{ content: {stamp}; }} }}\n".encode()
    frame = _Frame(templates, sites, date, logo, organization_url)
    for site in sites.values():
        for page in _pages(site, downloads):
            files[page.path] = frame.draw(site, page).encode()
    files[ROOT] = frame.root().encode()
    return files


def _slugs(edition: Edition) -> dict[str, str]:
    return slugs(project.id for project in edition.case.portfolio.projects)


def _pages(site: Site, files: Mapping[str, int]) -> Iterator[Page]:
    yield home(site)
    yield projects(site)
    yield program(site)
    yield envelopes(site)
    yield left_out(site)
    yield criteria(site)
    yield method(site)
    yield downloads(site, files)
    yield from sheets(site)


class _Frame:
    """What surrounds every page: who publishes, where one is, the menu, the other language, the draft stamp."""

    def __init__(
        self, templates: Environment, sites: Mapping[str, Site], date: dt.date, logo: str, organization_url: str
    ) -> None:
        self.templates, self.sites, self.date, self.logo = templates, sites, date, logo
        self.organization_url = organization_url

    def draw(self, site: Site, page: Page) -> str:
        """The page as HTML."""
        edition = site.edition
        info, criteria = edition.case.portfolio.info, edition.case.criteria
        figures = {"first": info.first_year, "last": info.first_year + info.horizon - 1}
        status = text(site.lang, f"result.criteria_status.{criteria.status}")
        return self.templates.get_template(page.template).render(
            **self._common(page.path),
            **page.context,
            lang=site.lang,
            axes=axis_ranks(criteria, site.lang),
            page=page,
            say=site.say,
            edition=edition,
            info=info,
            name=site.say("name", **figures),
            stamp="" if edition.approved else edition.say("draft"),
            draft="" if edition.approved else link(page.path, DRAFT.format(lang=site.lang)),
            skip=edition.say("skip"),
            menu=[(key, site.say(f"nav.{key}"), link(page.path, site.path(key))) for key in PAGES],
            languages=self._languages(page),
            made=site.say("footer.made", date=day(self.date, site.lang)),
            criteria_said=site.say(
                "footer.criteria", title=criteria.title.get(site.lang), version=criteria.version, status=status
            ),
            hash_said=site.say("footer.hash", hash=edition.decision.hashes["portfolio"][:HASH_SHOWN]),
            organization_url=self.organization_url,
        )

    def _common(self, path: str) -> dict[str, Any]:
        return {
            "style": link(path, STYLE),
            "script": link(path, SCRIPT),
            "logo": self.logo and link(path, self.logo),
        }

    def _languages(self, page: Page) -> list[tuple[str, str, str]]:
        """Code, name and address of the page in each language of the site."""
        found = []
        for lang, site in self.sites.items():
            target = place(lang, page.key) if page.project is None else site.project_path(page.project)
            found.append((lang, text(lang, "site.language"), link(page.path, target)))
        return found

    def root(self) -> str:
        """The page where a reader chooses a language."""
        choices = []
        for lang, site in self.sites.items():
            info = site.edition.case.portfolio.info
            figures = {"first": info.first_year, "last": info.first_year + info.horizon - 1}
            choices.append(
                {
                    "lang": lang,
                    "language": site.say("language"),
                    "href": link(ROOT, place(lang, "home")),
                    "name": site.say("name", **figures),
                    "about": site.say("about.home"),
                    "stamp": "" if site.edition.approved else site.edition.say("draft"),
                }
            )
        first = next(iter(self.sites.values()))
        return self.templates.get_template("site/root.html.j2").render(
            **self._common(ROOT),
            lang=first.lang,
            organization=first.edition.case.portfolio.info.organization,
            choices=choices,
        )
