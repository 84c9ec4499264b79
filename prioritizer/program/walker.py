"""Local searches in a thread beside a search tree that lasts, which leaves Python to others while it runs."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from math import isfinite
from types import TracebackType

from prioritizer.program.engine import Relaxed
from prioritizer.program.local_search import Bools, Floats, LocalSearch

LONGEST = 1.0
"""Seconds of one walk, at most; the next one begins elsewhere."""


class Walker:
    """Walks one after another, from ``wait`` seconds on until the block is left; ``relaxed`` None: none at all."""

    def __init__(
        self,
        local: LocalSearch,
        objective: Floats,
        relaxed: Relaxed | None,
        fixed: tuple[Sequence[int], Sequence[Sequence[int]]],
        wait: float,
        lasts: float | None,
        clock: Callable[[], float],
    ) -> None:
        self._found: deque[Bools] = deque()
        self._over = threading.Event()

        def walk() -> None:
            if relaxed is None or self._over.wait(wait):
                return
            end = None if lasts is None else clock() + lasts
            seed = 0
            while not self._over.is_set() and (end is None or clock() < end):
                seconds = LONGEST if end is None else max(min(LONGEST, end - clock()), 0.01)
                local.run(
                    objective,
                    relaxed,
                    *fixed,
                    seconds=seconds,
                    clock=clock,
                    seed=seed,
                    stop=self._over.is_set,
                    better=self._found.append,
                )
                seed += 1

        self._thread = threading.Thread(target=walk, daemon=True)
        self._walks = relaxed is not None and isfinite(relaxed.bound)

    def __enter__(self) -> "Walker":
        if self._walks:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._walks:
            self._thread.join()

    def found(self) -> Iterator[Bools]:
        """What was found since the last call, better and better within one walk."""
        while self._found:
            yield self._found.popleft()
