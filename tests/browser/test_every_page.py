"""Every page and every part of one, in both languages: axe finds nothing, and nothing is wider than a laptop."""

import pytest
from served import Watched

from prioritizer.text import LANGUAGES, text
from prioritizer.web.pages import PAGES, method, program, project, scenarios, template, tradeoffs

PARTS = {
    "weights": ("sliders", "triangle"),
    "program": program.PARTS,
    "tradeoffs": tradeoffs.PARTS,
    "project": project.PARTS,
    "scenarios": scenarios.PARTS,
    "template": template.PARTS,
    "method": method.PARTS,
}
WIDER = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth; }"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_can_be_read_by_all(place, lang):
    app = Watched(*place)
    found = {}
    for page in PAGES:
        app.open(f"/{page.path}?p=douze&lang={lang}")
        for part in PARTS.get(page.code, ("",)):
            if part:
                name = text(lang, f"web_{page.code}.part.{part}")
                app.page.get_by_role("radio", name=name, exact=True).press(" ")
                app.rest()
            for fold in app.page.locator("[data-testid=stExpander] summary").all():
                fold.press("Enter")
            app.rest()
            wrong = [*app.axe(), *(["too wide"] if app.page.evaluate(WIDER) > 0 else [])]
            if wrong:
                found[page.code, part] = wrong
    app.context.close()
    assert found == {}
    app.nothing_wrong()
