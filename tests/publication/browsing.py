"""A real Chromium on files alone, with what it asked for and complained of, and what axe finds in a page."""

from contextlib import contextmanager
from importlib import resources

from playwright.sync_api import sync_playwright
from programs import program

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@contextmanager
def chromium():
    """The machine's own browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(browser, path, *, viewport=DESKTOP, fragment="", **settings):
    """A page opened from its file, which must ask nothing of another place and complain of nothing."""
    context = browser.new_context(viewport=viewport, locale="fr-CA", **settings)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri() + fragment)
    yield page
    context.close()
    outside = [url for url in asked if not url.startswith("file://")]
    assert not outside, outside
    assert not said, said


def violations(page):
    """What axe finds against WCAG 2.2 A and AA: rule, and where."""
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    # Without preloading style sheets, which the page's own policy forbids to scripts.
    found = page.evaluate("tags => axe.run(document, {preload: false, runOnly: {type: 'tag', values: tags}})", WCAG)
    assert len(found["passes"]) > 5, "axe read the page"
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]


def overflow(page):
    """Pixels by which a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
