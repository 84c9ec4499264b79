"""The app served to a real browser, which is watched: errors of the console, requests that leave the machine, axe."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from importlib import resources

from programs import program

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-dev-shm-usage"),
)
SECONDS = 120
IDLE = "[data-test-script-state=notRunning]"


@contextlib.contextmanager
def serving():
    """The app on a free port: its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "prioritizer", "app", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
                break
            except OSError:
                assert server.poll() is None, "the server ended"
                assert time.monotonic() < until
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(10)


@contextlib.contextmanager
def browsing():
    """The machine's own Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program("chromium"), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page of the app, and everything about it that must not happen."""

    def __init__(self, browser, address, locale="fr-CA"):
        self.address = address
        self.context = browser.new_context(locale=locale, viewport={"width": 1280, "height": 800})
        self.page = self.context.new_page()
        self.page.set_default_timeout(SECONDS * 1000)
        self.errors, self.outside = [], []
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._request)

    def _request(self, request):
        if not request.url.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:")):
            self.outside.append(request.url)

    def open(self, path):
        """Open an address of the app, once it is at rest."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("h1")
        self.rest()

    def rest(self):
        """Wait until the page has nothing left to draw."""
        # By selector: the page's policy lets nobody evaluate a text as a script.
        self.page.wait_for_selector(IDLE, state="attached")
        self.page.wait_for_timeout(300)
        self.page.wait_for_selector(IDLE, state="attached")

    def axe(self):
        """Violations of WCAG 2.2 A and AA: rule and elements."""
        self.page.mouse.move(0, 0)
        self.page.wait_for_timeout(400)
        source = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
        self.page.evaluate(source)
        asked = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
        found = self.page.evaluate(asked, WCAG)["violations"]
        return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]

    def nothing_wrong(self):
        """No error was written, and nothing left the machine."""
        assert self.errors == []
        assert self.outside == []
