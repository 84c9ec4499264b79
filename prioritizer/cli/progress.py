"""A live line of value, bound and gap while the solver works, and Ctrl-C that keeps the best answer."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from rich.markup import escape

from prioritizer.cli.say import CARE, Terminal
from prioritizer.program.solvers import Progress
from prioritizer.text.numbers import number, percent

QUIET_SECONDS = 2.0
"""Least time between two plain lines where nobody watches a terminal."""


class Watch:
    """Tells where a solve stands and whether it was asked to stop. ``lively``: the line is redrawn in place."""

    def __init__(self, terminal: Terminal, *, lively: bool) -> None:
        self.terminal, self.lively = terminal, lively
        self.stopped = False
        self._began = time.monotonic()
        self._latest: Progress | None = None
        self._said: tuple[float | None, float | None] | None = None
        self._said_at = float("-inf")

    def progress(self, latest: Progress) -> None:
        """Called by the solver."""
        self._latest = latest
        if not self.lively:
            self._plain()

    def stop(self) -> bool:
        """Asked by the solver."""
        return self.stopped

    def line(self) -> str:
        """Where the solve stands, in one line."""
        say, lang, latest = self.terminal.say, self.terminal.lang, self._latest
        nothing = say("run.nothing_yet")
        value = None if latest is None else latest.value
        bound = None if latest is None else latest.bound
        gap = None if latest is None else latest.gap
        return say(
            "run.progress",
            seconds=number(time.monotonic() - self._began, lang, 1 if not self.lively else 0),
            value=nothing if value is None else number(value, lang, 2),
            bound=nothing if bound is None else number(bound, lang, 2),
            gap=nothing if gap is None else percent(gap, lang, 2),
            nodes=number(0 if latest is None else max(latest.nodes, 0), lang),
        )

    def __rich__(self) -> str:
        """The live line: rich asks for it a few times a second."""
        hint = self.terminal.say("run.stopping" if self.stopped else "run.hint")
        return f"{escape(self.line())}\n[dim]{escape(hint)}[/]"

    def _plain(self) -> None:
        latest, now = self._latest, time.monotonic()
        if latest is None or (latest.value is None and latest.bound is None):
            return
        shown = (latest.value, latest.bound)
        if shown != self._said and now - self._said_at >= QUIET_SECONDS:
            self._said, self._said_at = shown, now
            self.terminal.note(self.line())

    def _interrupted(self, _signal: int, _frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        if not self.lively:
            self.terminal.err.print(f"[{CARE}]{escape(self.terminal.say('run.stopping'))}[/]", soft_wrap=True)


class Steps(Watch):
    """The same for a question of many searches: how long it has taken, and how many answers there are so far."""

    steps = 0

    def step(self, *_partial: Any) -> None:
        """Called after each answer."""
        self.steps += 1
        if not self.lively and time.monotonic() - self._said_at >= QUIET_SECONDS:
            self._said_at = time.monotonic()
            self.terminal.note(self.line())

    def line(self) -> str:
        """Seconds and answers, in one line."""
        seconds = number(time.monotonic() - self._began, self.terminal.lang)
        return self.terminal.say("explore.progress", seconds=seconds, steps=self.steps)


W = TypeVar("W", bound=Watch)


@contextmanager
def watching(terminal: Terminal, kind: type[W]) -> Iterator[W]:
    """Show progress and catch Ctrl-C for as long as the block lasts."""
    watch = kind(terminal, lively=terminal.err.is_terminal and not terminal.err.is_dumb_terminal)
    before: Any = signal.signal(signal.SIGINT, watch._interrupted)
    try:
        if watch.lively:
            from rich.live import Live

            with Live(watch, console=terminal.err, refresh_per_second=4, transient=True):
                yield watch
        else:
            yield watch
    finally:
        signal.signal(signal.SIGINT, before)
