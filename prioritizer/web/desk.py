"""One portfolio as a meeting has it, ready to be asked by several members at once.

``look`` answers at once from a live solver that is kept hot, under a lock held for milliseconds. Searches run in
processes, questions in threads, each on a live solver of its own, and what they find is handed to the one that answers.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import count
from typing import TypeVar

from prioritizer.domain.decision import Clash, Finding, Program, Repair
from prioritizer.program.build import build, check
from prioritizer.program.case import Case
from prioritizer.program.clash import find_clash
from prioritizer.program.live import Found, Live, Objective
from prioritizer.program.repair import find_repairs
from prioritizer.program.solvers import SOLVERS, End, Settings, relative_gap
from prioritizer.web.courtesy import clock
from prioritizer.web.jobs import Job
from prioritizer.web.searcher import SEARCHERS, Lost
from prioritizer.web.views import Figures

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
Weights = Mapping[str, Fraction]
"""Weight of each leaf criterion; they sum to 1."""
SPARE = 2
"""Live solvers kept for the next question."""
SEEDS = 6
"""Programs that a new search or question is given to begin from."""
REMEMBERED = 64
"""Weights whose proofs are remembered, and programs whose figures are."""
PAUSE = 0.4
"""Seconds before a search begins that no page waits for: a weight that is being dragged would begin twenty."""
PATIENCE = 1.0
"""Seconds to wait for a live solver that is lent."""
GAP = 1e-4
"""Relative gap that ends a search of the app: nobody reads a hundredth of a percent from the back of a room."""
_NUMBERS = count()
"""What the processes know desks by."""


class Desk:
    """A case, the live solver that answers at once, and what has been proved so far."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._number = next(_NUMBERS)
        self.figures = Figures(case)
        self._front = Live(case)
        self._lock = threading.Lock()
        self._back = threading.Condition(self._lock)
        self._lent = 0
        self._stamp = 0
        self._seen: OrderedDict[tuple[Fraction, ...], tuple[int, Found]] = OrderedDict()
        self._objectives: OrderedDict[tuple[Fraction, ...], Objective] = OrderedDict()
        self._spare: list[Live] = []
        self._running: dict[tuple[Fraction, ...], Job[Found]] = {}
        self._proofs: OrderedDict[tuple[Fraction, ...], Found] = OrderedDict()
        self._spent: dict[tuple[Fraction, ...], float] = {}
        self._checked: OrderedDict[Program, tuple[Finding, ...]] = OrderedDict()

    def _key(self, weights: Weights) -> tuple[Fraction, ...]:
        return tuple(weights[criterion.code] for criterion in self.case.criteria.criteria)

    # At once

    def look(self, weights: Weights) -> Found:
        """The best program and the tightest bound known, in milliseconds; the same object while nothing is new."""
        key = self._key(weights)
        with self._lock:
            known = self._seen.get(key)
            if known is not None and known[0] == self._stamp:
                return known[1]
            found = _tighter(self._front.glance(self._objective(weights)), self._proofs.get(key))
            _put(self._seen, key, (self._stamp, found))
            return found

    def _objective(self, weights: Weights) -> Objective:
        """Remembered, and with it the exact worth of every choice asked for."""
        key = self._key(weights)
        if key not in self._objectives:
            _put(self._objectives, key, self._front.objective(weights))
        return self._objectives[key]

    def worth(self, program: Program, weights: Weights) -> Fraction:
        """Exact value of a program under other weights."""
        with self._lock:
            return self._front.worth(program, self._objective(weights))

    def knows(self, program: Program) -> bool:
        """Whether a program of another desk keeps every rule here; it is remembered if it does."""
        with self._lock:
            self._stamp += 1
            return self._front.learn(program)

    @property
    def pool(self) -> tuple[Program, ...]:
        """Programs found so far."""
        with self._lock:
            return self._front.pool

    def findings(self, program: Program) -> tuple[Finding, ...]:
        """Every rule on a program, worked out once."""
        found = self._checked.get(program)
        if found is None:
            found = tuple(check(self.case, program))
            _put(self._checked, program, found)
        return found

    def spent(self, weights: Weights) -> float:
        """Seconds that searches have already given to these weights."""
        return self._spent.get(self._key(weights), 0.0)

    # Beside the page

    def search(self, weights: Weights, seconds: float) -> Job[Found]:
        """Improve and prove the program under some weights; who asks while another does shares the search."""
        key = self._key(weights)
        with self._lock:
            running = self._running.get(key)
            if running is not None and not running.done and not running.ending:
                return running.hold()

        def work(job: Job[Found]) -> Found:
            try:
                found = self._searched(weights, job)
            except Lost:  # Once more: what is left was found by those that were told.
                found = self._searched(weights, job)
            self._spent[key] = self.spent(weights) + found.seconds
            return found

        with self._lock:
            # Where there is a program to show, the page goes first.
            job = Job(work, seconds, PAUSE if self._front.pool else 0.0, elsewhere=True)
            self._running = {k: j for k, j in self._running.items() if not j.done} | {key: job}
        return job.start()

    def _searched(self, weights: Weights, job: Job[Found]) -> Found:
        """In a process of its own; each better program is told on the way."""
        found, seeds = None, self._seeds(weights)
        with SEARCHERS.lent(self._number) as searcher:
            for found in searcher.search(self._number, self.case, weights, seeds, GAP, job):
                self._keep(weights, found)
                job.tell(found)
        if found is None:
            raise Lost
        return found

    def _seeds(self, weights: Weights) -> tuple[Program, ...]:
        """Programs to begin from: the last ones found, and the best known for some weights."""
        seen = self.look(weights).program
        with self._lock:
            return (*self._front.pool[-SEEDS:], *([seen] if seen else []))

    def ask(self, question: Callable[[Live, Job[T]], T], weights: Weights, seconds: float) -> Job[T]:
        """A question of the core, on a live solver of its own that knows the best programs for some weights.

        ``question`` is given the solver and the job, whose ``tell`` and ``stopped`` it hands on as progress and stop.
        """

        def work(job: Job[T]) -> T:
            with self.borrowed(weights) as live:
                answer = question(live, job)
                for program in live.pool[-SEEDS:]:
                    self._adopt(program)
                return answer

        return Job(work, seconds).start()

    def diagnose(self, seconds: float) -> Job[tuple[Clash, tuple[Repair, ...]]]:
        """Why no program keeps every rule, and the cheapest ways out, each proved."""

        def work(job: Job[tuple[Clash, tuple[Repair, ...]]]) -> tuple[Clash, tuple[Repair, ...]]:
            built, run = build(self.case), SOLVERS["highs"]
            quiet = Settings(0.0, seconds, None, lambda: job.stopped)
            return find_clash(built, run, quiet), find_repairs(built, run, quiet)

        return Job(work, seconds).start()

    @contextmanager
    def borrowed(self, weights: Weights) -> Iterator[Live]:
        """A live solver for one thread, given back at the end."""
        seeds = self._seeds(weights)
        with self._back:
            # One that is about to come back is waited for: making another takes a second of everybody's time.
            if not self._spare and self._lent:
                self._back.wait_for(lambda: self._spare, PATIENCE)
            live = self._spare.pop() if self._spare else None
            self._lent += 1
        try:
            if live is None:
                live = Live(self.case, clock)
            for program in seeds:
                live.adopt(program)
            yield live
        finally:
            with self._back:
                self._lent -= 1
                if live is not None and len(self._spare) < SPARE:
                    self._spare.append(live)
                self._back.notify()

    def _keep(self, weights: Weights, found: Found) -> None:
        key = self._key(weights)
        with self._lock:
            self._stamp += 1
            if found.program is not None:
                self._front.adopt(found.program)
            known = self._proofs.get(key)
            if known is None or found.impossible or found.bound <= known.bound:
                _put(self._proofs, key, found)

    def _adopt(self, program: Program) -> None:
        with self._lock:
            self._stamp += 1
            self._front.adopt(program)

    @cached_property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of the projects and of the budget."""
        portfolio = self.case.portfolio
        return {"portfolio": portfolio.digest(), "budget": portfolio.budget_digest()}


def _put(kept: OrderedDict[K, V], key: K, value: V) -> None:
    """Remember; the oldest is forgotten first."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


def _tighter(seen: Found, proof: Found | None) -> Found:
    """What is seen now, with what was proved before: a bound stands whatever is found since."""
    if proof is None or seen.impossible:
        return seen
    if proof.impossible:
        return proof
    bound = min(seen.bound, proof.bound)
    proved = seen.program is not None and relative_gap(float(seen.value), bound) == 0.0
    return replace(seen, bound=bound, end=End.OPTIMAL if proved else seen.end)
