"""``prioritizer publish``: everything a decision gives the public, in one folder that proves itself."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from prioritizer.cli.command import Misuse
from prioritizer.cli.edition import Ready, prepare
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.outputs import check_writable
from prioritizer.cli.say import Terminal
from prioritizer.text import text

if TYPE_CHECKING:
    from prioritizer.publication.publisher import Publisher

DOCUMENTS, CRITERIA, DATA = "documents", "criteres", "donnees"
"""Folders of the publication; the site stands at its top, and its pages lead to the others."""


def publish(
    lang: str,
    *,
    decision: str,
    output: Path | None,
    langs: tuple[str, ...],
    each: bool,
    approval: Path | None,
    approval_blank: Path | None,
    theme: Path | None,
    publisher: Path | None,
    date: dt.date | None,
) -> int:
    """Write the folder once it verifies, or the blank approval alone."""
    from prioritizer.publication.publisher import Publisher, read_publisher
    from prioritizer.publication.verifier import told, verify

    terminal = Terminal(lang)
    if (output is None) == (approval_blank is None):
        raise Misuse("folder_or_blank")
    known = Publisher() if publisher is None else read_publisher(publisher)
    ready = prepare(terminal, Path(decision), theme, approval, date)
    if ready is None:
        return ExitCode.PROBLEMS
    if approval_blank is not None:
        return _blank(terminal, ready, approval_blank)
    assert output is not None
    earlier = _earlier(output)
    files = published(ready, langs, known, each=each)
    report = verify(files)
    if report.differences:
        for line in told(report, files, lang):
            terminal.note(line)
        terminal.note(text(lang, "publish.said.refused"))
        return ExitCode.PROBLEMS
    for path in earlier:
        path.unlink()
    for name, content in files.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    terminal.note(text(lang, "publish.said.written", files=len(files), folder=output))
    terminal.out.print(text(lang, "publish.said.sums", hash=_sums(files)), soft_wrap=True)
    return ExitCode.DONE


def published(ready: Ready, langs: tuple[str, ...], publisher: "Publisher", *, each: bool = False) -> dict[str, bytes]:
    """Every file of the folder, by path in it; the same decision and options give the same bytes.

    Raises:
        Refused: where the theme's font or logo cannot be used.
    """
    from prioritizer.publication.criteria_page import criteria_files
    from prioritizer.publication.forms import template_files
    from prioritizer.publication.open_data import open_data_files
    from prioritizer.publication.pack import pack_files, sealed
    from prioritizer.publication.site import site_files
    from prioritizer.publication.verifier import MARKS, SUMS
    from prioritizer.store.approval_file import approval_text, dossier_digest

    dossier, theme, date = ready.dossier, ready.theme, ready.date
    editions = ready.editions(langs)
    first = next(iter(editions.values()))
    digest = dossier_digest(ready.text)
    signed = None if ready.approval is None else approval_text(ready.approval)
    parts = {
        DOCUMENTS: template_files(editions, dossier.portfolio.info.first_year, theme, date, each=each),
        CRITERIA: criteria_files(dossier.criteria, langs, theme, date, priorities=dossier.priorities),
        DATA: open_data_files(first, digest, date, ready.approval, publisher, theme),
    }
    files = {f"{folder}/{name}": content for folder, made in parts.items() for name, content in made.items()}
    files |= pack_files(first, ready.text, signed)
    sizes = {**{name: len(content) for name, content in files.items()}, SUMS: 0, MARKS: 0}
    # The page of downloads tells the size of the fingerprints, which are made of that page: a first pass measures them.
    for _ in range(2):
        site = site_files(editions, theme, date, sizes, organization_url=publisher.organization_url)
        whole = sealed(files | site)
        sizes |= {name: len(whole[name]) for name in (SUMS, MARKS)}
    return whole


def _blank(terminal: Terminal, ready: Ready, path: Path) -> int:
    from prioritizer.store.approval_file import blank_approval

    check_writable(path)
    if path.exists():
        raise Misuse("file_exists", None, file=path)
    path.write_text(blank_approval(ready.text), encoding="utf-8", newline="\n")
    terminal.note(text(terminal.lang, "publish.said.blank", file=path))
    return ExitCode.DONE


def _earlier(folder: Path) -> list[Path]:
    """Files of an earlier publication, which this one replaces; anything else in the folder is somebody's own.

    Raises:
        Misuse: where the folder holds a file that no publication wrote.
    """
    from prioritizer.publication.verifier import SUMS

    if not folder.exists():
        return []
    held = sorted(path for path in folder.rglob("*") if not path.is_dir())
    sums = folder / SUMS
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines() if sums.is_file() else []
    written = {folder / line.partition("  ")[2] for line in lines} | {sums}
    for path in held:
        if path not in written:
            raise Misuse("folder_not_empty", None, folder=folder, file=path.relative_to(folder))
    return held


def _sums(files: Mapping[str, bytes]) -> str:
    from prioritizer.publication.verifier import SUMS, sha256

    return sha256(files[SUMS])
