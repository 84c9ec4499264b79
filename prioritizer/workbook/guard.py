"""A file is looked at before it is parsed: what it is, how large it grows, what hides in it. Never raises."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from prioritizer.domain.problem import Problem, Severity, Where

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
HEAD = 4096
"""Bytes of an XML part that are searched for a document type: it must stand before the first element."""


@dataclass(frozen=True)
class Bounds:
    """Sizes beyond which a file is refused."""

    file_bytes: int = 25_000_000
    entries: int = 2_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 200
    """Times that a part over a megabyte may grow."""


def check_file(path: Path, bounds: Bounds = Bounds()) -> tuple[Problem, ...]:
    """What makes a file unfit to be read as a workbook; warnings for what is only ignored."""
    where = Where(file=path.name)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError:
        return (Problem("file-missing", where),)
    except IsADirectoryError:
        return (Problem("file-is-folder", where),)
    except OSError:
        return (Problem("file-is-folder" if path.is_dir() else "file-unreadable", where),)
    if size > bounds.file_bytes:
        return (Problem("file-too-large", where, str(size), str(bounds.file_bytes)),)
    code = _kind(head)
    if code:
        return (Problem(code, where),)
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(_look_inside(archive, bounds, where))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError):
        return (Problem("file-damaged", where),)


def _kind(head: bytes) -> str | None:
    if head.startswith(b"PK\x03\x04"):
        return None
    if not head:
        return "file-empty"
    if head.startswith(OLE):
        return "file-old-or-locked"
    if head.startswith(b"%PDF"):
        return "file-pdf"
    if head.lstrip()[:1] == b"<":
        return "file-web-page"
    return "file-text" if b"\0" not in head else "file-not-workbook"


def _look_inside(archive: zipfile.ZipFile, bounds: Bounds, where: Where) -> list[Problem]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        return [Problem("file-opendocument", where)]
    if "xl/workbook.xml" not in names:
        return [Problem("file-not-workbook", where)]
    if STRICT in archive.open("xl/workbook.xml").read(HEAD):
        return [Problem("file-strict", where)]
    found = []
    if len(entries) > bounds.entries or len(set(names)) != len(names):
        found.append(Problem("file-suspicious", where, str(len(entries))))
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(e.file_size > 1_000_000 and e.file_size > bounds.ratio * max(e.compress_size, 1) for e in entries)
    if unpacked > bounds.unpacked_bytes or swollen:
        found.append(Problem("file-bomb", where, str(unpacked), str(bounds.unpacked_bytes)))
    if any(entry.flag_bits & 1 for entry in entries):
        found.append(Problem("file-old-or-locked", where))
    if any("vbaproject" in name.lower() for name in names):
        found.append(Problem("file-macros", where))
    if found:
        return found
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                # Null bytes are dropped so that UTF-16 hides nothing.
                if _DTD.search(part.read(HEAD).replace(b"\0", b"")):
                    return [Problem("file-dtd", where, read=entry.filename)]
    if any(name.startswith("xl/externalLinks/") for name in names):
        found.append(Problem("file-external-links", where, severity=Severity.WARNING))
    return found
