"""Pages of the annual document as pictures: made, kept and compared.

Renew those that are kept, then look at what git says changed, with

    PYTHONPATH=.:tests python tests/publication/golden.py
"""

import datetime as dt
import io
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import sheet_case
from PIL import Image
from programs import program

from prioritizer.publication.blocks import Document, PageBreak
from prioritizer.publication.consolidated import consolidated, one_sheet
from prioritizer.publication.pdf import write_pdf
from prioritizer.publication.theme import Theme

KEPT = Path(__file__).parent / "golden"
DAY = dt.date(2026, 11, 24)
DPI = 45
SHADES = 16
"""Levels of grey that a kept picture has."""
PALE = 40
"""Difference of grey, of 255, from which a point has changed."""


def documents() -> dict[str, Document]:
    """By name: a sheet of one page, one of two, and the pages before the sheets."""
    small = sheet_case.edition("fr", count=3, length=60)
    usual = sheet_case.edition("en", count=14, options=3, pools=3, links=2, length=150, horizon=10)
    whole = consolidated(usual, 2027)
    before = whole.blocks[: next(k for k, block in enumerate(whole.blocks) if isinstance(block, PageBreak))]
    return {
        "sheet-small": one_sheet(small, small.case.portfolio.projects[0], 2027),
        "sheet-usual": one_sheet(usual, usual.case.portfolio.projects[0], 2027),
        "summary": Document(whole.lang, whole.title, whole.subtitle, whole.organization, whole.stamp, before),
    }


def pictures(document: Document, theme: Theme | None = None) -> list[np.ndarray]:
    """Its pages as grey points, from 0 to 255."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.pdf"
        path.write_bytes(write_pdf(document, theme or Theme(), DAY))
        command = [program("pdftoppm"), "-r", str(DPI), "-gray", "-png", str(path), str(path.with_suffix(""))]
        subprocess.run(command, check=True, capture_output=True)
        return [np.asarray(Image.open(page).convert("L")) for page in sorted(Path(folder).glob("*.png"))]


def packed(picture: np.ndarray) -> bytes:
    """As a small PNG."""
    made = io.BytesIO()
    Image.fromarray(picture).quantize(SHADES).save(made, "PNG", optimize=True)
    return made.getvalue()


def kept(name: str) -> list[np.ndarray]:
    """The pages that are kept under a name."""
    return [np.asarray(Image.open(path).convert("L")) for path in sorted(KEPT.glob(f"{name}-*.png"))]


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Share of the points, of those that are not white in either, that changed; 1 for pages of unlike sizes."""
    if one.shape != other.shape:
        return 1.0
    a, b = one.astype(int), other.astype(int)
    inked = np.minimum(a, b) < 255 - PALE
    return float((np.abs(a - b) > PALE).sum() / max(inked.sum(), 1))


def main() -> None:
    """Write them all anew."""
    KEPT.mkdir(exist_ok=True)
    for path in KEPT.glob("*.png"):
        path.unlink()
    for name, document in documents().items():
        for number, picture in enumerate(pictures(document), start=1):
            (KEPT / f"{name}-{number}.png").write_bytes(packed(picture))


if __name__ == "__main__":
    main()
