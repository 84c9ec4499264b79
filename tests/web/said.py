"""What pages say, read from their markup: for pages drawn by ``pages.page``."""

import re
from decimal import Decimal
from html import unescape

from page_runs import html


def part(app, page, name):
    """Another part of the page."""
    app.session_state[f"part-{page}"] = name
    app.run()
    assert not app.exception


def words(markup):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def rows(app, kind):
    """Words of the cells of the rows of a kind."""
    found = re.findall(rf'<tr class="{kind}">(.*?)</tr>', html(app), re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in found]


def figure(said):
    return Decimal(re.sub(r"[\s%]", "", said).replace("−", "-").replace(",", "."))


def frame(app):
    """The document shown inside the page."""
    (found,) = app.get("iframe")
    return unescape(found.proto.srcdoc)


def made(app, name):
    """What work that the page began has given."""
    job = app.session_state["jobs"][name][1]
    assert job.error is None, job.error
    return job.told
