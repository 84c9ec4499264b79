"""The command line. Importing this room imports nothing heavy: each command brings what it needs when it runs."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (see ``prioritizer.cli.exits``)."""
    try:
        from prioritizer.cli.app import run
    except KeyboardInterrupt:
        return 5  # ExitCode.NOTHING_FOUND, which may not be there yet; nothing was begun, so nothing need be said.
    return run(list(sys.argv[1:] if argv is None else argv))
