"""Every answer gets security headers; the page that loads the app also gets our language, style and words.

Streamlit's shell is English, unnamed and without a content security policy. It is rewritten on its way out: the
language is right at the first paint, and no script runs that is not the server's own or named here by its hash.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from prioritizer.publication.palette import AXIS_COLOURS
from prioritizer.text import DEFAULT, LANGUAGES, text
from prioritizer.web import chrome, visitor

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
ICON = (
    "data:image/svg+xml;base64,"
    + base64.b64encode(
        (
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
            + "".join(
                f"<rect x='{4 + 9 * k}' y='{18 - 6 * k}' width='6' height='{10 + 6 * k}' rx='1' fill='{colour}'/>"
                for k, colour in enumerate(AXIS_COLOURS[:3])
            )
            + "</svg>"
        ).encode()
    ).decode()
)


class Shell:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is not a page passes with headers alone."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        lang = language(scope.get("query_string", b""))
        accepts = "text/html" in Headers(scope=scope).get("accept", "")
        if accepts:
            # Rewriting needs the page as it is: neither packed nor taken from the browser's cache.
            dropped = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
            scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k not in dropped]}
        await self.app(scope, receive, _rewriting(send, lang, visitor.cookie(scope)) if accepts else _headed(send))


def language(query: bytes) -> str:
    """Language that the address asks for."""
    asked = parse_qs(query.decode("latin-1")).get("lang", [DEFAULT])[0]
    return asked if asked in LANGUAGES else DEFAULT


def _headed(send: Send) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return headed


def _rewriting(send: Send, lang: str, cookie: str) -> Send:
    start: Message | None = None
    body = b""

    async def rewriting(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if headers.get("content-type", "").startswith("text/html"):
                start = message
                return
        elif message["type"] == "http.response.body" and start is not None:
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            page, policy = rewritten(body, lang, config.get_option("server.baseUrlPath") or "")
            headers = MutableHeaders(scope=start)
            for name in ("etag", "last-modified", "content-encoding"):
                if name in headers:
                    del headers[name]
            headers.update(
                {
                    "content-length": str(len(page)),
                    "content-security-policy": policy,
                    "cache-control": "no-store",
                    "content-language": lang,
                }
            )
            if cookie:
                headers.append("set-cookie", cookie)
            await send(start)
            await send({"type": "http.response.body", "body": page})
            return
        await send(message)

    return rewriting


def rewritten(page: bytes, lang: str, base: str) -> tuple[bytes, str]:
    """The shell in a language, and the policy that allows its own scripts and no other.

    Streamlit's script guesses the address of its server from that of the page, by trying: it is told instead.
    """
    at = json.dumps("/" + base.strip("/")).replace("<", "")
    where = f"{{const at=location.origin+{at};window.__streamlit={{BACKEND_BASE_URL:at,MAIN_PAGE_BASE_URL:at}}}}"
    title, off = text(lang, "web.title"), text(lang, "web.no_script")
    changes: tuple[tuple[bytes, Callable[[], str]], ...] = (
        (rb'<html lang="en">', lambda: f'<html lang="{lang}">'),
        (rb"<title>.*?</title>", lambda: f"<title>{title}</title>"),
        (rb'<link rel="shortcut icon"[^>]*>', lambda: f'<link rel="icon" href="{ICON}">'),
        (rb'<link rel="service-desc"[^>]*>', str),
        (rb"<noscript>.*?</noscript>", lambda: f"<noscript><p>{off}</p></noscript>"),
        (rb"</title>", lambda: f"</title><script>{where}</script>"),
        (
            rb"</head>",
            lambda: f"<style>{style()}</style><script>{chrome.script()}</script><script>{dragging()}</script></head>",
        ),
    )
    for pattern, words in changes:
        page = re.sub(pattern, words().encode().replace(b"\\", b"\\\\"), page, count=1, flags=re.DOTALL)
    hashes = (hashlib.sha256(script).digest() for script in SCRIPT.findall(page))
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
    return page, POLICY.format(scripts=allowed)


@cache
def dragging() -> str:
    """The script that moves the committee's point in the triangle of weights."""
    return (resources.files("prioritizer.web") / "triangle.js").read_text(encoding="utf-8")


@cache
def style() -> str:
    """The style sheet of the app, the colours of the axes among its variables."""
    colours = "".join(f"--axis-{n}: {colour};" for n, colour in enumerate(AXIS_COLOURS, 1))
    sheet = (resources.files("prioritizer.web") / "style.css").read_text(encoding="utf-8")
    return f":root {{{colours}}}\n{sheet}"
