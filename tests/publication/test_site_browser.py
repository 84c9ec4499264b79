"""The site in a real Chromium: WCAG 2.2 AA, a phone, no script, paper; nothing asked of another place."""

import io
import unicodedata

import pytest
from browsing import DESKTOP, PHONE, chromium, opened, overflow, violations
from published_case import HOSTILE
from pypdf import PdfReader
from reading import squeezed
from site_case import LANGS, edition, site

from prioritizer.publication.site.places import PAGES, place, project_place, slugs


def a_project(lang, code):
    return project_place(lang, slugs(p.id for p in edition(lang).case.portfolio.projects)[code])


KINDS = [
    "index.html",
    *(place(lang, page) for lang in LANGS for page in PAGES),
    # One chosen, one with a script for a title, one that makes things worse, one with the longest title.
    *(a_project(lang, code) for lang in LANGS for code in ("A-01", "A-02", "A-07", "A-06")),
]
"""A page of every kind, in both languages."""


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("un site (ébauche) #1")
    for path, content in site().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.mark.parametrize("path", KINDS)
def test_no_violation_of_wcag(browser, folder, path):
    with opened(browser, folder / path) as page:
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(31, 58, 95)", "styled"
        assert violations(page) == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_is_wider_than_a_phone(browser, folder, lang):
    with opened(browser, folder / "index.html", viewport=PHONE) as page:
        for path in KINDS:
            if path.startswith((lang, "index")):
                page.goto((folder / path).as_uri())
                assert overflow(page) == 0, path


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_phone_and_desktop_are_both_without_violation(browser, folder, viewport):
    with opened(browser, folder / a_project("fr", "A-01"), viewport=viewport) as page:
        assert violations(page) == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_site_is_whole_without_script(browser, folder, lang):
    with opened(browser, folder / "index.html", java_script_enabled=False) as page:
        for path in KINDS:
            if path.startswith((lang, "index")):
                page.goto((folder / path).as_uri())
                assert page.locator("main h1").is_visible(), path
                assert all(link.is_visible() for link in page.locator("nav a").all()), path
        page.goto((folder / place(lang, "projects")).as_uri())
        assert page.locator("#list tbody tr:visible").count() == len(edition(lang).case.portfolio.projects)
        assert not page.locator("#filter").is_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_projects_are_searched_and_filtered(browser, folder, lang):
    shown = edition(lang)
    count = len(shown.case.portfolio.projects)

    def ids(page):
        return {text.split()[-1] for text in page.locator("#list tbody tr:visible th").all_inner_texts()}

    with opened(browser, folder / place(lang, "projects")) as page:
        status = page.locator("#filter [role=status]")
        assert len(ids(page)) == count
        assert str(count) in status.inner_text()
        # Accents and capitals do not matter.
        page.locator("#words").fill("PÔRTAIL citoyen")
        assert ids(page) == {"A-01"}
        assert status.inner_text() == shown_words(lang, 1, count)
        page.locator("#words").fill(HOSTILE[1])
        assert ids(page) == {"A-02"}
        page.locator("#words").fill("zzz")
        assert ids(page) == set()
        page.locator("#filter button").click()
        # The list comes back when the browser has reset the form: waited for by locator, as the page's policy refuses a
        # string to evaluate.
        page.locator("#list tbody tr:visible").nth(1).wait_for()
        assert len(ids(page)) == count
        funded = shown.say("band.funded")
        page.locator("#decision").select_option(funded)
        assert ids(page) == {project for project, band in shown.bands.items() if band == "funded"}
        # What is asked stands in the address: opened again, it asks the same.
        page.reload()
        assert page.locator("#decision").input_value() == funded
        assert ids(page) == {project for project, band in shown.bands.items() if band == "funded"}
        assert violations(page) == []


def shown_words(lang, some, count):
    from prioritizer.text import text

    return text(lang, "site.list.shown", shown=some, count=count)


def test_the_keyboard_goes_to_the_content_first(browser, folder):
    with opened(browser, folder / place("fr", "home")) as page:
        page.keyboard.press("Tab")
        skip = page.locator("a.skip")
        assert skip.evaluate("element => element === document.activeElement")
        box = skip.bounding_box()
        assert box["y"] >= 0
        assert skip.evaluate("element => getComputedStyle(element).outlineWidth") == "3px"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_home_leads_to_the_projects_of_a_band(browser, folder):
    with opened(browser, folder / place("en", "home")) as page:
        page.locator(".counts .close a").click()
        page.wait_for_selector("#filter:not([hidden])")
        close = {project for project, band in edition("en").bands.items() if band == "close"}
        assert close
        assert page.locator("#list tbody tr:visible").count() == len(close)


@pytest.mark.parametrize("lang", LANGS)
def test_paper_bears_the_draft_stamp_on_every_sheet(browser, folder, lang):
    with opened(browser, folder / place(lang, "criteria")) as page:
        printed = PdfReader(io.BytesIO(page.pdf(format="Letter", prefer_css_page_size=True)))
    assert len(printed.pages) > 2
    stamp = squeezed(edition(lang).say("draft"))
    # Ligatures of the font come out as signs of their own.
    sheets = [squeezed(unicodedata.normalize("NFKC", sheet.extract_text())) for sheet in printed.pages]
    assert [rank for rank, sheet in enumerate(sheets) if stamp not in sheet] == []
