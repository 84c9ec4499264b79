"""Files that commands write: found to be writable before the work that fills them, not after."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from prioritizer.cli.command import Misuse


def check_apart(written: Iterable[Path], read: Iterable[Path]) -> None:
    """Refuse to write over a file that is read, or two files in one place. Raises Misuse."""
    taken = {path.resolve() for path in read}
    for path in written:
        if path.resolve() in taken:
            raise Misuse("same_file", None, file=path)
        taken.add(path.resolve())


def check_workbook(path: Path) -> None:
    """Refuse a name under which no spreadsheet would open what is written. Raises Misuse."""
    if path.suffix.lower() != ".xlsx":
        raise Misuse("not_xlsx", None, file=path)


def check_writable(path: Path) -> None:
    """Raise the OSError that writing the file would end in: no such folder, a folder, access denied."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    if path.exists():
        path.open("r+b").close()
    elif not os.access(path.parent, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path.parent))
