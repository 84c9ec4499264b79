"""``prioritizer publish``: everything a decision gives the public, in one folder that proves itself."""

import datetime as dt
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


def publish(
    lang: str,
    *,
    decision: str,
    output: Path | None,
    langs: tuple[str, ...],
    each: bool,
    criteria: Path | None,
    approval: Path | None,
    approval_blank: Path | None,
    theme: Path | None,
    publisher: Path | None,
    date: dt.date | None,
) -> int:
    """Write the folder once it verifies, or the blank approval alone."""
    from prioritizer.publication.folder import fingerprint
    from prioritizer.publication.publisher import Publisher, read_publisher

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
    files = published(ready, langs, known, each=each, criteria=_adopted(ready, criteria))
    for path in earlier:
        path.unlink()
    for name, content in files.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    terminal.note(text(lang, "publish.said.written", files=len(files), folder=output))
    terminal.out.print(text(lang, "publish.said.sums", hash=fingerprint(files)), soft_wrap=True)
    return ExitCode.DONE


def _adopted(ready: Ready, path: Path | None) -> bytes | None:
    """The criteria file as adopted. Raises Misuse where its criteria are not those of the decision."""
    from prioritizer.store.criteria_file import load_criteria

    if path is None:
        return None
    read, expected = load_criteria(path), ready.dossier.criteria
    if read != expected:
        raise Misuse("other_criteria", None, file=path, read=read.version, expected=expected.version)
    return path.read_bytes()


def published(
    ready: Ready,
    langs: tuple[str, ...],
    publisher: "Publisher",
    *,
    each: bool = False,
    criteria: bytes | None = None,
) -> dict[str, bytes]:
    """Every file of the folder, by path in it; the same decision and options give the same bytes.

    ``criteria``: the criteria file as adopted, comments and all.

    Raises:
        Refused: where the theme's font or logo cannot be used, or where the decision does not verify.
    """
    from prioritizer.publication.folder import folder_files
    from prioritizer.store.approval_file import approval_text

    return folder_files(
        ready.editions(langs),
        ready.text,
        ready.theme,
        publisher,
        ready.date,
        approval=None if ready.approval is None else (ready.approval, approval_text(ready.approval)),
        each=each,
        criteria=criteria,
    )


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
