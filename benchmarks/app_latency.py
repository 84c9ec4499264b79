"""How soon the app answers a weight that moves: from the key pressed to new figures on screen, in a real browser.

    python benchmarks/app_latency.py [--projects 200] [--moves 30]

Starts the app on a free port, uploads a generated portfolio, opens the page of weights and presses an arrow key on a
slider, again and again. In the page, the time runs from the key event to the first frame painted after the table of the
program has changed. The script's own time is taken around ``main`` in the server. Then the same while two other
sessions, on other portfolios, are searching without pause. Needs Chromium on the path.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generator import generate
from playwright.sync_api import Browser, Page, sync_playwright

from prioritizer import load_criteria
from prioritizer.workbook.writer import write_portfolio

ROOT = Path(__file__).parent.parent
CRITERIA = ROOT / "criteria" / "montreal-numerique.yaml"
ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage")
WATCH = """() => {
  window.times = [];
  let began = null;
  addEventListener("keydown", (e) => { if (e.key.startsWith("Arrow")) began = performance.now(); }, true);
  new MutationObserver(() => {
    if (began === null) return;
    const from = began;
    began = null;
    requestAnimationFrame(() => setTimeout(() => window.times.push(performance.now() - from)));
  }).observe(document.querySelector(".pz .wide").closest("[data-testid=stVerticalBlock]"),
    { subtree: true, childList: true, characterData: true });
}"""
MAIN = """import time
from prioritizer.web.main import main
if __name__ == "__main__":
    began, cpu = time.perf_counter(), time.thread_time()
    main()
    with open({log!r}, "a") as log:
        log.write(f"{{1000 * (time.perf_counter() - began):.1f}} {{1000 * (time.thread_time() - cpu):.1f}}\\n")
"""
APP = """import streamlit as st
from prioritizer.web.shell import SETTINGS
app = st.App({script!r}, **SETTINGS)
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--projects", type=int, default=200)
    arguments.add_argument("--moves", type=int, default=30)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        log = folder / "log"
        (folder / "main.py").write_text(MAIN.format(log=str(log)))
        (folder / "app.py").write_text(APP.format(script=str(folder / "main.py")))
        books = []
        for seed in (2, 3, 4):
            books.append(folder / f"{given.projects}-{seed}.xlsx")
            write_portfolio(
                generate(given.projects, load_criteria(CRITERIA), seed=seed), load_criteria(CRITERIA), books[-1], "fr"
            )
        port, server = start(folder / "app.py")
        try:
            with sync_playwright() as p:
                browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGS))
                mine = opened(browser, port, books[0])
                mine.wait_for_timeout(25_000)
                print(f"load average before: {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
                report("alone", *measured(mine, given.moves, log))
                others = [opened(browser, port, book) for book in books[1:]]
                for other in others:
                    other.wait_for_timeout(1000)
                report("two others searching", *measured(mine, given.moves, log, others))
        finally:
            server.terminate()
            server.wait()


def start(script: Path) -> tuple[int, "subprocess.Popen[bytes]"]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port, server
        time.sleep(0.1)
    raise TimeoutError("the app does not start")


def opened(browser: Browser, port: int, book: Path) -> Page:
    """A session with that portfolio on the page of weights."""
    page = browser.new_page(locale="fr-CA", viewport={"width": 1280, "height": 800})
    page.goto(f"http://localhost:{port}/")
    page.locator("input[type=file]").set_input_files(book)
    page.get_by_text(f"sur {book.stem.split('-')[0]}").first.wait_for(timeout=180_000)
    page.get_by_role("link", name="Poids").click()
    page.locator(".pz .wide tr").nth(3).wait_for(timeout=60_000)
    return page


def measured(
    page: Page, moves: int, log: Path, others: "list[Page] | None" = None
) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds from key to frame; of the script; of processor time in it."""
    page.evaluate(WATCH)
    slider = page.get_by_role("slider").first
    slider.focus()
    times, wall, cpu = [], [], []
    for move in range(moves):
        for n, other in enumerate(others or []):
            if move % 10 == 0:  # a search lasts twenty seconds: theirs are kept going
                other.get_by_role("slider").nth(n).press("ArrowRight")
        page.wait_for_timeout(1300)
        log.write_text("")
        slider.press("ArrowRight" if move % 20 < 10 else "ArrowLeft")
        page.wait_for_timeout(1200)
        times = page.evaluate("window.times")
        rows = [row.split() for row in log.read_text().splitlines()]
        if rows:
            wall.append(float(rows[0][0]))
            cpu.append(float(rows[0][1]))
    return times, wall, cpu


def report(name: str, times: list[float], wall: list[float], cpu: list[float]) -> None:
    for what, values in (("key to frame", times), ("script", wall), ("script, processor", cpu)):
        if values:
            ranked = sorted(values)
            print(
                f"{name:22} {what:18} n={len(values):3} median {statistics.median(values):6.0f} ms  "
                f"p90 {ranked[int(0.9 * (len(ranked) - 1))]:6.0f}  max {ranked[-1]:6.0f}"
            )


if __name__ == "__main__":
    main()
