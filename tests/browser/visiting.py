"""The app as its users have it: its own server, and the machine's Chromium, in which nothing may go wrong unseen."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from playwright.sync_api import sync_playwright
from programs import program

ROOT = Path(__file__).parents[2]
SECONDS = 120
ARGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-dev-shm-usage"),
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
IDLE = "[data-test-script-state='notRunning']"


@contextmanager
def server():
    """Address of a server of the app."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "prioritizer", "app", "--port", str(port)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(SECONDS * 5):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"):
                    break
            except (urllib.error.URLError, ConnectionError):
                assert running.poll() is None, "the server has ended"
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(SECONDS)


@contextmanager
def browser():
    """Chromium, or no test."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program("chromium"), args=list(ARGS))
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def visit(opened, address):
    """A page of a visitor whose browser is French; at the end nothing was asked of another host and nothing failed."""
    page = opened.new_page(locale="fr-CA", timezone_id="America/Toronto", viewport={"width": 1280, "height": 800})
    page.set_default_timeout(SECONDS * 1000)
    wrong = []
    mine = (address, address.replace("http", "ws", 1), "data:", "blob:", "about:")
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith(mine) or wrong.append(asked.url))
    try:
        yield page
        assert wrong == []
    finally:
        page.close()


def idle(page):
    """Wait for the page to be drawn."""
    page.wait_for_timeout(300)
    page.wait_for_selector(IDLE, state="attached")


def barriers(page):
    """What axe finds against WCAG 2.2 A and AA, once nothing is half faded."""
    page.mouse.move(2, 2)
    page.wait_for_timeout(500)
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found["violations"]]
