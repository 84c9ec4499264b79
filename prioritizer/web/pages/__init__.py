"""The pages, in the order of the navigation. Adding one: a file here and a line in ``PAGES`` (see docs/app.md)."""

from collections.abc import Callable
from dataclasses import dataclass

from prioritizer.web.components.project_link import PAGE as PROJECT_PAGE
from prioritizer.web.pages import method, portfolio, program, project, scenarios, template, tradeoffs, weights


@dataclass(frozen=True)
class Page:
    """A page: its name in the catalogs (``web.page.CODE``), its address (none: the first one) and what draws it."""

    code: str
    path: str
    show: Callable[[], None]


PAGES = (
    Page("portfolio", "", portfolio.show),
    Page("weights", "poids", weights.show),
    Page("program", "programme", program.show),
    Page("tradeoffs", "compromis", tradeoffs.show),
    Page("project", PROJECT_PAGE, project.show),
    Page("scenarios", "scenarios", scenarios.show),
    Page("template", "gabarit", template.show),
    Page("method", "methode", method.show),
)
