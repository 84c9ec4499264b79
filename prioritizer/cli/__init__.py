"""The command line. Importing this room imports nothing heavy: each command brings what it needs when it runs."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (see ``prioritizer.cli.exits``)."""
    from prioritizer.cli.app import run

    return run(list(sys.argv[1:] if argv is None else argv))
