"""Small searches around a good program: part of its choices kept at random, the rest chosen anew (large neighbourhood
search; Shaw 1998).

Where a search tree is long, they find in a few tenths of a second what it would take minutes to reach. They prove
nothing. A seed and a limit of nodes make them the same on every machine.
"""

from collections.abc import Callable

import numpy as np

from prioritizer.domain.decision import Program
from prioritizer.insight.sets import keeps
from prioritizer.program.live import FREE, Conditions, Live, Objective
from prioritizer.program.solvers import relative_gap

KEPT = 0.5
"""Share of the choices kept. Tuned on the Montréal sample: 0.7 finds little, 0.3 costs as much as a full search."""
NODES, GAP = 1, 0.002
"""A search ends at its root, or so near to its own optimum."""


def improve(
    live: Live,
    objective: Objective,
    start: Program,
    random: np.random.Generator,
    *,
    conditions: Conditions = FREE,
    rounds: int = 3,
    enough: float = 0.0,
    limit: float | None = None,
    stop: Callable[[], bool] | None = None,
) -> Program | None:
    """The best program found around another one, which need not meet the conditions; None where none does.

    Args:
        live: the case; every program found joins its pool.
        objective: what programs are worth.
        start: a good program.
        random: what is drawn.
        conditions: what the program found must meet.
        rounds: small searches, each around the best found so far.
        enough: relative gap to the relaxation within which nothing more is looked for.
        limit: seconds for all rounds together. Without one the result is the same on every machine.
        stop: asked between rounds.
    """
    seen = live.glance(objective, conditions)
    began, best = live.clock(), seen.program
    for _ in range(rounds):
        over = limit is not None and live.clock() - began >= limit
        if over or seen.impossible or (stop is not None and stop()):
            break
        if best is not None and relative_gap(float(live.worth(best, objective)), seen.bound) <= enough:
            break
        settled = conditions.into | conditions.out
        others = [choice for choice in best or start if choice.project not in settled]
        picked = random.permutation(len(others))[: int(KEPT * len(others))]
        kept = keeps(live, [others[i] for i in picked.tolist()])
        asked = Conditions(conditions.into, conditions.out, (*conditions.floors, kept), conditions.forbidden)
        left = None if limit is None else max(limit - (live.clock() - began), 0.02)
        found = live.best(objective, asked, gap=GAP, nodes=NODES, time_limit=left, stop=stop)
        if found.program is not None and (
            best is None or live.worth(found.program, objective) > live.worth(best, objective)
        ):
            best = found.program
    return best
