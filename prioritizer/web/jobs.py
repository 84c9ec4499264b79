"""Work in a thread beside the page: what it knows so far, its end, and a way to stop it. Nothing here draws."""

import os
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from prioritizer.web.courtesy import give_way, last_in_line

T = TypeVar("T")
TURNS = threading.Semaphore(max(1, os.cpu_count() or 1))
"""Searches that run at once, whoever asks: more would only take processors from the pages."""
FORGOTTEN = 20.0
"""Seconds after the last look at which nobody is there any more: a page that follows work looks every second."""


class Job(Generic[T]):
    """One piece of work, begun ``after`` so many seconds. ``told`` is the latest answer, better and better.

    Its thread is served last, unless it computes ``elsewhere``: a thread that only waits is to hold nothing up.
    """

    def __init__(
        self, work: Callable[["Job[T]"], T], seconds: float, after: float = 0.0, *, elsewhere: bool = False
    ) -> None:
        self.seconds = seconds
        self.after = after
        self.elsewhere = elsewhere
        self.told: T | None = None
        self.error: Exception | None = None
        self.holders = 1
        self._work = work
        self._began = time.monotonic()
        self._ended: float | None = None
        self._seen: float | None = None
        self._stop, self._first, self._over = threading.Event(), threading.Event(), threading.Event()
        self._at_stop: Callable[[], None] = lambda: None
        self._turn, self._held = threading.Event(), threading.Lock()
        self._turns: threading.Semaphore | None = None

    def start(self) -> "Job[T]":
        """Begin, as soon as there is a turn."""
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def tell(self, answer: T) -> None:
        """An answer so far."""
        self.told = answer
        self._first.set()

    def hold(self) -> "Job[T]":
        """One more who waits for it."""
        self.holders += 1
        return self

    def stop(self) -> None:
        """One who no longer needs it: it ends with what it knows when nobody does."""
        self.holders -= 1
        if self.holders <= 0:
            self._stop.set()
            self._at_stop()
            # A solver may be deep in a step that nothing interrupts: whoever waits does not wait for that.
            self._leave_turn()

    def look(self) -> None:
        """A page shows it: from the first look on, it ends where nobody looks any more."""
        self._seen = time.monotonic()

    def at_stop(self, tell: Callable[[], None]) -> None:
        """What to tell whoever works for it elsewhere, once it is asked to end."""
        self._at_stop = tell
        if self.ending:
            tell()

    @property
    def ending(self) -> bool:
        """Whether it was asked to end, or those who asked for it have gone."""
        if self._seen is not None and time.monotonic() - self._seen > FORGOTTEN:
            self._stop.set()
        return self._stop.is_set()

    @property
    def stopped(self) -> bool:
        """Whether it is asked to end; the work itself asks, and gives way to pages first unless it is to end."""
        if not self.ending:
            give_way()
        return self.ending

    @property
    def waiting(self) -> bool:
        """Whether it has no turn yet."""
        return not self._turn.is_set()

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self._over.is_set()

    @property
    def spent(self) -> float:
        """Seconds since it was asked for."""
        return (time.monotonic() if self._ended is None else self._ended) - self._began

    def first(self, seconds: float) -> bool:
        """Wait a little for a first answer, or for the end."""
        return self._first.wait(seconds)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end."""
        return self._over.wait(seconds)

    def _run(self) -> None:
        if not self.elsewhere:
            last_in_line()
        try:
            self._stop.wait(self.after)
            while not TURNS.acquire(timeout=0.1):
                if self.ending:
                    return
            with self._held:
                self._turns = TURNS
            self._began = time.monotonic()
            self._turn.set()
            if not self.ending:
                self.tell(self._work(self))
        except Exception as error:  # The page tells it: a thread has nobody to raise to.
            self.error = error
        finally:
            self._leave_turn()
            self._ended = time.monotonic()
            self._over.set()
            self._first.set()

    def _leave_turn(self) -> None:
        """Give back the turn, if it has one."""
        with self._held:
            turns, self._turns = self._turns, None
        if turns is not None:
            turns.release()
