"""Searches in processes of their own, so that a page shares neither Python nor its place in line with them.

A search in a thread that is served last may hold Python's lock while it waits for a processor: every page then waits
with it. A process that is served last keeps nobody waiting. ``python -m prioritizer.web.searcher`` takes orders from
its standard input and tells what it finds on its standard output, both pickled: it talks to its parent alone.
"""

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, BinaryIO

from prioritizer.domain.decision import Program
from prioritizer.program.case import Case
from prioritizer.program.live import Found, Live
from prioritizer.web.courtesy import NICE
from prioritizer.web.jobs import Job
from prioritizer.workbook.own_process import own_process

PATIENCE = 1.0
"""Seconds to wait for a process that knows the case."""
SWITCH_SECONDS = 2e-4
"""How long a local search may hold Python while the tree beside it asks for it."""
KEPT = 3
"""Cases that a process keeps a live solver for."""


class Lost(Exception):
    """The process ended before its answer: killed, or out of memory."""


@dataclass(frozen=True)
class Order:
    """One search. ``case`` is None where the process has it already, under the same number."""

    number: int
    case: Case | None
    weights: Mapping[str, Fraction]
    seeds: tuple[Program, ...]
    gap: float
    seconds: float


class Searcher:
    """One process. Not for several threads at once, but for ``stop``."""

    def __init__(self) -> None:
        command, environment = own_process("prioritizer.web.searcher")
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            # Ctrl-C is the server's: it ends, and with it what its processes listen to.
            start_new_session=True,
        )
        self._writing = threading.Lock()
        self._known: deque[int] = deque(maxlen=KEPT)

    def knows(self, number: int) -> bool:
        """Whether it has a live solver for the case of that number."""
        return number in self._known

    def search(
        self,
        number: int,
        case: Case,
        weights: Mapping[str, Fraction],
        seeds: tuple[Program, ...],
        gap: float,
        job: Job[Found],
    ) -> Iterator[Found]:
        """Each better program, then the answer.

        Raises:
            Lost: the process has ended.
        """
        order = Order(number, None if self.knows(number) else case, weights, seeds, gap, job.seconds)
        if order.case is not None:
            self._known.append(number)
        self._send(order)
        job.at_stop(self.stop)
        while True:
            try:
                ended, found = pickle.load(self._process.stdout)  # type: ignore[arg-type]
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                raise Lost from error
            if isinstance(found, Exception):
                raise found
            yield found
            if ended:
                return

    def stop(self) -> None:
        """End the search under way with what it knows; nothing where there is none."""
        with contextlib.suppress(Lost):
            self._send(None)

    def close(self) -> None:
        """End the process."""
        self._process.kill()

    def _send(self, order: Order | None) -> None:
        with self._writing:
            try:
                pickle.dump(order, self._process.stdin)  # type: ignore[arg-type]
                self._process.stdin.flush()  # type: ignore[union-attr]
            except OSError as error:
                raise Lost from error


class Searchers:
    """The processes of a server: as many as were ever needed at once, each lent to one search at a time."""

    def __init__(self) -> None:
        self._idle: list[Searcher] = []
        self._lent: list[Searcher] = []
        self._back = threading.Condition()

    @contextmanager
    def lent(self, number: int) -> Iterator[Searcher]:
        """One that knows the case if there is one; it is kept unless the block fails."""
        with self._back:
            # One that is about to end its search is waited for: telling another the case takes everybody's time.
            if any(one.knows(number) for one in self._lent):
                self._back.wait_for(lambda: any(one.knows(number) for one in self._idle), PATIENCE)
            chosen = next((one for one in self._idle if one.knows(number)), self._idle[-1] if self._idle else None)
            if chosen is not None:
                self._idle.remove(chosen)
                self._lent.append(chosen)
        if chosen is None:
            chosen = Searcher()
            with self._back:
                self._lent.append(chosen)
        failed = True
        try:
            yield chosen
            failed = False
        finally:
            with self._back:
                self._lent.remove(chosen)
                if failed:
                    chosen.close()
                else:
                    self._idle.append(chosen)
                self._back.notify_all()


SEARCHERS = Searchers()


def main(orders: BinaryIO, told: BinaryIO) -> None:
    """Serve until the parent is gone."""
    waiting: queue.Queue[Order] = queue.Queue()
    stop = threading.Event()

    def listen() -> None:
        while True:
            try:
                order = pickle.load(orders)
            except EOFError:
                os._exit(0)
            if order is None:
                stop.set()
            else:
                stop.clear()
                waiting.put(order)

    def tell(found: Found | Exception, *, ended: bool) -> None:
        pickle.dump((ended, found), told)
        told.flush()

    threading.Thread(target=listen, daemon=True).start()
    lives: dict[int, Live] = {}
    while True:
        order = waiting.get()
        try:
            tell(_answer(order, lives, stop.is_set, lambda found: tell(found, ended=False)), ended=True)
        except Exception as error:  # The page tells it: nobody reads what a process prints.
            tell(RuntimeError(repr(error)), ended=True)


def _answer(order: Order, lives: dict[int, Live], stop: Callable[[], bool], better: Callable[[Found], Any]) -> Found:
    if order.case is not None:
        # The oldest goes first, as its parent expects.
        for number in list(lives)[: len(lives) - KEPT + 1]:
            del lives[number]
        lives[order.number] = Live(order.case)
    live = lives[order.number]
    for program in order.seeds:
        live.adopt(program)
    objective = live.objective(order.weights)
    return live.best(objective, gap=order.gap, time_limit=order.seconds, stop=stop, better=better)


if __name__ == "__main__":
    if sys.platform != "win32":
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    # A search tree asks Python often, beside a local search that never lets go of it by itself.
    sys.setswitchinterval(SWITCH_SECONDS)
    # What a solver prints goes elsewhere: the standard output is spoken on.
    spoken = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    main(sys.stdin.buffer, spoken)
