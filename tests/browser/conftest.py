"""One server and one browser for all journeys; every page is watched for errors and for requests to anybody else."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from programs import program

ROOT = Path(__file__).parent.parent.parent
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
)
SLOW = 60_000
"""Milliseconds: machines that do other work at the same time are slow, and nothing here is timed."""

expect.set_options(timeout=SLOW)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Address of the app, on a free port, ended with the tests."""
    program("chromium")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    log = (tmp_path_factory.mktemp("app") / "log").open("wb")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert process.poll() is None, "the app did not start"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=list(ARGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, server):
    """Open a page of the app; at the end nothing may have gone wrong in it, and nobody else been asked anything."""
    pages, wrong = [], []

    def watched(page):
        page.set_default_timeout(SLOW)
        page.on("console", lambda m: wrong.append(f"{m.type}: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        allowed = (server, server.replace("http", "ws", 1), "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(allowed) else wrong.append(f"outside: {r.url}"))

    def opened(path="", **options):
        settings = {"locale": "fr-CA", "timezone_id": "America/Toronto", "viewport": {"width": 1280, "height": 800}}
        page = chromium.new_page(**{**settings, **options})
        pages.append(page)
        watched(page)
        page.goto(f"{server}/{path}")
        page.locator("h1").wait_for()
        return page

    yield opened
    for page in pages:
        page.close()
    assert not wrong
