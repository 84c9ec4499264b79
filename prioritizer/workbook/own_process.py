"""Another Python beside this one, for work that is to be stopped, bounded or served last without this one."""

import os
import sys
from pathlib import Path


def own_process(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command and the environment that run a module of this package in a process of its own."""
    # The very package that runs here, whatever stands in the current folder under the name of a module.
    package = str(Path(__file__).parents[2])
    known = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-P", "-m", module, *arguments]
    return command, {**os.environ, "PYTHONPATH": known, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
