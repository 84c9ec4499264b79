"""What a person would read in each form, taken from the files alone."""

import io
import re
from html.parser import HTMLParser

from pypdf import PdfReader
from pypdf.generic import IndirectObject


def squeezed(text):
    """Without spaces nor hyphens, which forms add and take away where lines break."""
    return re.sub(r"[\s\u00ad\u2010\u200b-]+", "", text)


def pdf(content):
    return PdfReader(io.BytesIO(content))


def pdf_text(content):
    """Text of the pages without their running header and footer, which would stand in the middle of a row."""
    return "\n".join(page.extract_text() for page in pdf(content).pages)


def tags(content):
    """Kind, alternative text and attributes of every element of the structure tree, parents first."""

    def walk(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node["/S"], node.get("/Alt"), node.get("/A")
            yield from walk(node.get("/K", []))

    return list(walk(pdf(content).trailer["/Root"]["/StructTreeRoot"]["/K"]))


class Page(HTMLParser):
    """Text outside style, tags, and what each element says in attributes."""

    def __init__(self, html):
        super().__init__()
        self.parts, self.tags, self._skip = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._skip += tag in ("style", "script")

    def handle_endtag(self, tag):
        self._skip -= tag in ("style", "script")

    def handle_data(self, data):
        if not self._skip:
            self.parts.append(data)

    @property
    def text(self):
        return "\n".join(self.parts)
