"""What each exit code means to a script. Their sentences stand in the catalog under ``cli.exit``."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    INFEASIBLE = 3
    STOPPED = 4
    NOTHING_FOUND = 5
    INTERNAL = 70
