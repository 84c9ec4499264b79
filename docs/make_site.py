"""Makes the pictures of ``docs/site.md`` from a decision, with the machine's own Chromium.

``prioritizer run sample_portfolios/montreal-2027-2036.xlsx --explain --json > decision.json``, then
``python docs/make_site.py decision.json``.
"""

import datetime as dt
import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from prioritizer.publication.edition import Edition
from prioritizer.publication.site import site_files
from prioritizer.publication.theme import Theme
from prioritizer.store.dossier_file import read_dossier

IMAGES = Path(__file__).parent / "images"
DAY = dt.date(2026, 11, 25)
DESKTOP, PHONE = 1280, 360
PHONE_HEIGHT, GAP = 1000, 24
COLOURS = 96
"""Enough for a page; files stay small."""


def shot(browser: Browser, page: Path, width: int, top: int, height: int) -> Image.Image:
    """Part of a page, as it is at that width."""
    opened = browser.new_page(viewport={"width": width, "height": 800})
    opened.goto(page.as_uri())
    taken = opened.screenshot(full_page=True, clip={"x": 0, "y": top, "width": width, "height": height})
    opened.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")


def save(picture: Image.Image, name: str) -> None:
    """As a small PNG."""
    picture.quantize(COLOURS).save(IMAGES / name, optimize=True)


def main(decision: Path) -> None:
    """Write the three pictures."""
    read = read_dossier(decision)
    editions = {
        lang: Edition.of(
            read.decision,
            read.portfolio,
            read.criteria,
            lang,
            priorities=read.priorities,
            answers=read.explanations,
        )
        for lang in ("fr", "en")
    }
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        for name, content in site_files(editions, Theme(), DAY, {}).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        save(shot(browser, root / "fr/index.html", DESKTOP, 0, 1480), "site-accueil.png")
        funded = min(choice.project for choice in read.decision.program)
        save(shot(browser, root / f"en/projects/{funded.lower()}.html", DESKTOP, 0, 1320), "site-project.png")
        phones = [
            shot(browser, root / "fr/projets.html", PHONE, 0, PHONE_HEIGHT),
            shot(browser, root / "fr/criteres.html", PHONE, 1680, PHONE_HEIGHT),
            shot(browser, root / "fr/programme.html", PHONE, 330, PHONE_HEIGHT),
        ]
        side = Image.new("RGB", (len(phones) * (PHONE + GAP) - GAP, PHONE_HEIGHT), "#d5d9df")
        for rank, picture in enumerate(phones):
            side.paste(picture, (rank * (PHONE + GAP), 0))
        save(side, "site-telephone.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
