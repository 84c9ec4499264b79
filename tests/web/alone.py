"""One page of the app alone, run by Streamlit's own test harness on the twelve projects worked by hand."""

import re
from contextlib import contextmanager
from decimal import Decimal
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

HERE = Path(__file__).parent
SECONDS = 120


@contextmanager
def opened(name, lang="fr", **link):
    """A page whose first search has ended; whatever it began is stopped at the end."""
    page = AppTest.from_file(str(HERE / f"page_{name}.py"), default_timeout=SECONDS)
    for key, value in {"p": "douze", "lang": lang, **link}.items():
        page.query_params[key] = value
    try:
        settled(page, "published")
        yield page
    finally:
        for _, job in jobs(page).values():
            job.stop()
            job.wait(SECONDS)


def jobs(page):
    return page.session_state["jobs"] if "jobs" in page.session_state else {}  # noqa: SIM401 - it has no get


def done(page, name):
    """The answer of work that a page began, once it has ended and the page has been drawn again."""
    job = jobs(page)[name][1]
    assert job.wait(SECONDS)
    assert job.error is None, job.error
    page.run()
    assert not page.exception
    return job.told


def settled(page, name="now"):
    """Draw the page, and again once the search for its program has ended, if one was needed."""
    page.run()
    assert not page.exception
    if name in jobs(page):
        done(page, name)


def part(page, key, name):
    page.session_state[f"part-{key}"] = name
    page.run()
    assert not page.exception


def html(page):
    return "".join(block.proto.body for block in page.get("html"))


def words(markup):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def rows(markup, kind):
    """Words of the cells of the rows of a kind."""
    found = re.findall(rf'<tr class="{kind}">(.*?)</tr>', markup, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in found]


def figure(said):
    return Decimal(re.sub(r"[\s%]", "", said).replace("−", "-").replace(",", "."))


def frame(page):
    """The document shown inside the page."""
    (found,) = page.get("iframe")
    return unescape(found.proto.srcdoc)
