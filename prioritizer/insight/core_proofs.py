"""Core and exterior proved without every program: bounds against one program that is known.

Where no program that lacks a project can be better than a known one that has it, whatever the weights and ratings
possible, every program without the project is dominated: the project is in the core, whoever else is kept. The same the
other way round for the exterior, and without any condition for the greatest regret of a program.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from prioritizer.domain.decision import Program
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.dominance import Extremes
from prioritizer.insight.sets import projects_of
from prioritizer.program.live import FREE, Conditions, Live, Objective
from prioritizer.program.solvers import Progress

SLACK = 1e-6
"""Points by which a bound must lie below, for the rounding of floats."""
MOST_TRIES = 8


@dataclass
class Rival:
    """A known program, and bounds on how much better others may be."""

    live: Live
    program: Program
    extremes: Extremes
    time: Allowance
    sure: set[str] = field(default_factory=set)
    """Projects that every program which is ever better than this one has, or lacks, as this one does: proved."""
    bounds: dict[tuple[str, int], float] = field(default_factory=dict)
    """By project turned and extreme weight: how much better a program may be, at most."""

    def __post_init__(self) -> None:
        x_j = self.live.x_of(self.program)
        self.asked: list[tuple[Objective, float]] = []
        for k in range(len(self.extremes.least_kj)):
            gain_j, own = self.extremes.against(k, x_j)
            self.asked.append((Objective.floats(gain_j), own))

    def prove(self, projects: Iterable[str]) -> None:
        """Settle projects: first by the relaxation, then by searches, a little time for each and then more."""
        inside, left = projects_of(self.program), {}
        for project in projects:
            alone = frozenset([project])
            left[project] = Conditions(out=alone) if project in inside else Conditions(into=alone)
        for project, turned in left.items():
            if self.time.over:
                return
            for k, (objective, own) in enumerate(self.asked):
                self.bounds[project, k] = self.live.glance(objective, turned).bound - own
        for tries in range(MOST_TRIES):
            for project in sorted(left, key=self.most):
                if not self.time.over and not self.turn(project, left[project], tries):
                    del left[project]

    def most(self, project: str) -> tuple[float, str]:
        """How much better a program with this project turned may be, at any extreme weight."""
        return max(self.bounds[project, k] for k in range(len(self.asked))), project

    def turn(self, project: str, turned: Conditions, tries: int) -> bool:
        """Try to prove one project; False where nothing is left to try."""
        for k, (objective, own) in enumerate(self.asked):
            if self.bounds[project, k] >= -SLACK:
                bound, hopeless = self.search(objective, turned, own, tries)
                self.bounds[project, k] = min(self.bounds[project, k], bound)
                if hopeless:
                    return False
                if self.bounds[project, k] >= -SLACK:
                    return True
        self.sure.add(project)
        return False

    def search(self, objective: Objective, turned: Conditions, own: float, tries: int) -> tuple[float, bool]:
        """A bound on how much better a program may be, and whether one is; the search ends as soon as either tells."""
        over = False

        def watch(progress: Progress) -> None:
            nonlocal over
            bound = inf if progress.bound is None else progress.bound
            value = -inf if progress.value is None else progress.value
            over = bound - own < -SLACK or value - own >= -SLACK

        def stop() -> bool:
            return over or (self.time.stop is not None and self.time.stop())

        limit = self.time.turn(tries)
        found = self.live.best(objective, turned, time_limit=limit, progress=watch, stop=stop)
        better = found.program is not None and float(found.value) - own >= -SLACK
        return found.bound - own, better or (limit is None and found.bound - own >= -SLACK)

    def regret(self) -> float:
        """Points that this program may lack of the best, at most, whatever the weights and ratings possible."""
        bounds = [self.live.glance(objective).bound - own for objective, own in self.asked]
        for k, (objective, own) in enumerate(self.asked):
            if not self.time.over:
                limit = self.time.share(len(bounds) - k)
                found = self.live.best(objective, FREE, time_limit=limit, stop=self.time.stop)
                bounds[k] = min(bounds[k], found.bound - own)
        return max(0.0, *bounds)
