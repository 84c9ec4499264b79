"""The page's shell: read back as a browser would, with what a policy allows recomputed from the page."""

import base64
import hashlib
import importlib.resources
import re
from pathlib import Path

import anyio
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from prioritizer.publication.palette import AXIS_COLOURS
from prioritizer.publication.theme import LEAST_GRAPHIC, WHITE, contrast
from prioritizer.web import chrome
from prioritizer.web.headers import HEADERS, Shell, rewritten
from prioritizer.web.launch import flags

ROOT = Path(__file__).parent.parent.parent
INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


class Answer:
    """What a server behind the shell answers, asked as a browser asks."""

    def __init__(self, path, query=""):
        routes = [
            Route("/", lambda _: HTMLResponse(INDEX, headers={"etag": "x"})),
            Route("/plain", lambda _: PlainTextResponse("plain")),
        ]
        asked = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
        asked |= {"headers": [(b"accept", b"text/html"), (b"accept-encoding", b"gzip")]}
        self.headers, self.content = {}, b""

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            for name, value in message.get("headers", ()):
                self.headers[name.decode()] = value.decode()
            self.content += message.get("body", b"")

        anyio.run(Shell(Starlette(routes=routes)), asked, receive, send)
        self.text = self.content.decode()


@pytest.mark.parametrize(("query", "lang"), [("", "fr"), ("lang=en", "en"), ("lang=xx", "fr"), ("lang=", "fr")])
def test_the_language_is_right_at_the_first_paint(query, lang):
    answer = Answer("/", query)
    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["content-language"] == lang
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "etag" not in answer.headers


def test_every_answer_has_the_headers():
    for path in ("/", "/plain"):
        headers = Answer(path).headers
        assert {name: headers[name.lower()] for name in HEADERS} == HEADERS
    assert Answer("/plain").text == "plain"


def test_the_policy_allows_the_scripts_of_the_page_and_no_other():
    answer = Answer("/")
    policy = answer.headers["content-security-policy"]
    inline = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline}
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src")).split()[1:]
    assert set(scripts) == {"'self'"} | hashes
    assert len(inline) == 4
    for source in re.findall(r"https?:[^\s;]*", policy):
        pytest.fail(f"the policy lets {source} in")


def test_nothing_of_another_host_and_nothing_of_streamlits_name():
    page, _ = rewritten(INDEX, "fr", "/comite")
    text = re.sub(r"<!--.*?-->", "", page.decode(), flags=re.DOTALL)
    assert "Streamlit</title>" not in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
    assert 'location.origin+"/comite"' in text


def test_sentences_of_streamlit_match_what_they_stand_for():
    words = chrome.sentences()
    assert words["Upload"] == "Téléverser"
    assert chrome.pattern("{n}MB per file").match("25MB per file").group(1) == "25"
    assert not chrome.pattern("{n}MB per file").match("per file")
    for english, french in words.items():
        assert english != french
        assert english.count("{n}") == french.count("{n}")


def test_streamlit_still_writes_the_words_that_the_shim_looks_for():
    """After an upgrade of Streamlit the ones that are gone show here."""
    built = Path(streamlit.__file__).parent / "static" / "static" / "js"
    scripts = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in built.glob("*.js"))
    for english in (
        "Upload",
        "per file",
        "No results",
        "Skip to main content",
        "App pages",
        "Fullscreen",
        "Select all",
    ):
        assert english in scripts, english


def test_the_settings_of_the_package_are_those_of_the_repository():
    mine = (ROOT / ".streamlit" / "config.toml").read_bytes()
    packaged = importlib.resources.files("prioritizer.web") / "start" / ".streamlit" / "config.toml"
    assert packaged.read_bytes() == mine


def test_the_launcher_says_nothing_to_anybody():
    told = dict(flag.removeprefix("--").split("=", 1) for flag in flags(8501, "127.0.0.1", "/comite/"))
    assert told["browser.gatherUsageStats"] == "false"
    assert told["server.address"] == "127.0.0.1"
    assert told["server.baseUrlPath"] == "comite"
    assert told["server.maxUploadSize"] == "25"


@pytest.mark.parametrize("colour", AXIS_COLOURS)
def test_colours_of_the_axes_stand_out_from_white(colour):
    assert contrast(colour, WHITE) >= LEAST_GRAPHIC


MACHADO = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB."""


def lab(linear):
    """CIE L*a*b* under D65."""
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * min(max(c, 0), 1) for m, c in zip(row, linear, strict=True)) for row in matrix]
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("seen", ["everything", *MACHADO])
def test_the_first_three_axes_are_told_apart_by_everybody(seen):
    def sees(colour):
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        matrix = MACHADO.get(seen, ((1, 0, 0), (0, 1, 0), (0, 0, 1)))
        return lab([sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix])

    first = [sees(colour) for colour in AXIS_COLOURS[:3]]
    for i, one in enumerate(first):
        for other in first[i + 1 :]:
            # A just noticeable difference is about 2.3 (Mahy et al. 1994): ten times that.
            assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 23


def test_a_stream_that_is_not_a_page_passes_untouched():
    async def app(scope, receive, send):
        await send({"type": "websocket.accept"})

    sent = []

    async def send(message):
        sent.append(message)

    anyio.run(Shell(app), {"type": "websocket", "headers": []}, None, send)
    assert sent == [{"type": "websocket.accept"}]
