"""Makes the pictures of ``docs/gallery.md`` from a decision, with the machine's own pdftoppm, LibreOffice and Chromium.

``prioritizer run sample_portfolios/montreal-2027-2036.xlsx --explain --json > decision.json``, then
``python docs/make_gallery.py decision.json``. The pictures of the site are those of ``docs/make_site.py``.
"""

import datetime as dt
import io
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from prioritizer.publication.blocks import Document, PageBreak
from prioritizer.publication.consolidated import consolidated, one_sheet
from prioritizer.publication.docx import write_docx
from prioritizer.publication.edition import Edition
from prioritizer.publication.html import write_html
from prioritizer.publication.pdf import write_pdf
from prioritizer.publication.sheet_fit import fitted_sheet
from prioritizer.publication.theme import Theme
from prioritizer.store.dossier_file import read_dossier

IMAGES = Path(__file__).parent / "images"
DAY = dt.date(2026, 11, 25)
DPI = 84
GAP, BEHIND = 14, "#8896a8"
COLOURS = 64
WIDE, HIGH = 1180, 1900


def run(*command: str | Path) -> None:
    """A program of the machine, quietly."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def pages(pdf: Path, first: int, last: int) -> list[Image.Image]:
    """Pages of a PDF as pictures."""
    run("pdftoppm", "-r", str(DPI), "-f", str(first), "-l", str(last), "-png", pdf, pdf.with_suffix(""))
    found = sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
    return [Image.open(path).convert("RGB") for path in found]


def save(pictures: list[Image.Image], name: str) -> None:
    """Side by side, as one small PNG."""
    wide = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    board = Image.new("RGB", (wide, max(picture.height for picture in pictures) + 2 * GAP), BEHIND)
    left = GAP
    for picture in pictures:
        board.paste(picture, (left, GAP))
        left += picture.width + GAP
    board.quantize(COLOURS).save(IMAGES / name, optimize=True)


def web(document: Document, folder: Path, anchor: str) -> Image.Image:
    """A part of the web page, from an anchor on."""
    path = folder / "page.html"
    path.write_text(write_html(document, Theme()), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDE, "height": 900})
        page.goto(path.as_uri())
        box = page.locator(f"[id='{anchor}']").bounding_box()
        assert box is not None
        clip = {"x": 0, "y": box["y"] - 16, "width": WIDE, "height": HIGH}
        taken = page.screenshot(full_page=True, clip=clip)
        browser.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")


def main(decision: Path) -> None:
    """Write the pictures."""
    read = read_dossier(decision)
    french = Edition.of(
        read.decision, read.portfolio, read.criteria, "fr", priorities=read.priorities, answers=read.explanations
    )
    english = french.into(["en"])["en"]
    year = read.portfolio.info.first_year
    funded = min(choice.project for choice in read.decision.program)
    left = next(project for project in french.case.portfolio.projects if not french.outcomes[project.id].funded)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)

        def drawn(document: Document, name: str, first: int, last: int) -> None:
            pdf = folder / f"{name}.pdf"
            pdf.write_bytes(write_pdf(document, Theme(), DAY))
            save(pages(pdf, first, last), f"gallery-{name}.png")

        drawn(one_sheet(french, french.case.portfolio.by_id[funded], year), "fiche", 1, 2)
        drawn(one_sheet(english, english.case.portfolio.by_id[left.id], year), "left-out", 1, 2)
        drawn(consolidated(french, year), "summary", 1, 2)
        word = folder / "word.docx"
        sheet = (PageBreak(), *fitted_sheet(french, french.case.portfolio.by_id[funded]))
        word.write_bytes(write_docx(replace(consolidated(french, year), blocks=sheet), Theme(), DAY))
        run("soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "pdf",
            "--outdir", folder, word)  # fmt: skip
        save(pages(folder / "word.pdf", 2, 3), "gallery-word.png")
        save([web(consolidated(french, year, whole=True), folder, funded)], "gallery-web.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
