"""Streamlit's own words ("Upload", "Fullscreen"), which it has in English only, put into the reader's language.

The catalogs ``web_chrome`` hold the same sentences in both languages: the English one as Streamlit writes it. A small
script in the page's shell exchanges them in texts and labels, both ways, and follows the language of the page.
"""

import json
import re
from functools import cache
from importlib import resources

from prioritizer.text import catalog

CATALOG = "web_chrome"


def sentences() -> dict[str, str]:
    """French by English sentence; ``{n}`` stands for any figure or name."""
    french, english = (catalog(CATALOG, lang)["word"] for lang in ("fr", "en"))
    return {english[key]: french[key] for key in english}


@cache
def script() -> str:
    """The script, with its dictionary."""
    body = (resources.files("prioritizer.web") / "chrome.js").read_text(encoding="utf-8")
    words = json.dumps(sentences(), ensure_ascii=False).replace("</", "<\\/")
    return body.replace("__WORDS__", words)


def pattern(sentence: str) -> re.Pattern[str]:
    """What a sentence of the catalog matches on a page."""
    return re.compile("^" + re.sub(r"\\\{\w+\\\}", "(.+?)", re.escape(sentence)) + "$")
