"""Programs of the machine that some tests read our files with: a browser, an office suite, a PDF reader.

Where one is missing the test is skipped and says which; where ``PRIORITIZER_NO_SKIP`` is set (CI) it fails instead.
"""

import os
import shutil

import pytest


def program(name):
    """Path of a program, or no test."""
    found = shutil.which(name)
    if found is None:
        said = f"{name} is not installed on this machine"
        if os.environ.get("PRIORITIZER_NO_SKIP"):
            pytest.fail(said)
        pytest.skip(said)
    return found
