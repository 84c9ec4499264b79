"""Pages first: questions in threads hold still while a page is being drawn, for they share one Python.

A question asks its clock, and whether to stop, at every step. Both wait here while somebody's page is at work, a moment
at most, so that a page costs what it computes and not what others compute beside it. Solvers ask neither while they
run: the system itself is told to serve them after everybody else.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 0.25
"""Seconds that a question holds still at most."""
NICE = 15
"""How far back a search or a question stands in the system's line, of 19."""

_pages = 0
_idle = threading.Condition()


@contextmanager
def drawing() -> Iterator[None]:
    """A page is at work in this block."""
    global _pages  # noqa: PLW0603 - one count for the whole server
    with _idle:
        _pages += 1
    try:
        yield
    finally:
        with _idle:
            _pages -= 1
            _idle.notify_all()


def give_way() -> None:
    """Hold still while a page is being drawn."""
    if _pages:
        with _idle:
            _idle.wait_for(lambda: not _pages, LONGEST)


def last_in_line() -> None:
    """This thread, and those that it starts, get the processors that nobody else wants; on Linux, where threads can."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def clock() -> float:
    """Seconds, monotonic, read when no page is at work."""
    give_way()
    return time.monotonic()
