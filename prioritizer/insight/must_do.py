"""The bill of what must be done: what each obligation costs the program, all of them together, and whom it displaces.

The price of an obligation is what the best program would be worth more without it. A project that would be chosen
anyway costs nothing: where the relaxation already proves it, no search is made.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite

from prioritizer.domain.decision import Program, Reason
from prioritizer.domain.explanation import Between
from prioritizer.domain.portfolio import Portfolio
from prioritizer.domain.vocabulary import Status
from prioritizer.insight.allowance import Allowance
from prioritizer.insight.sets import projects_of
from prioritizer.program.case import Case
from prioritizer.program.live import FREE, Conditions, Found, Live


@dataclass(frozen=True)
class Bill:
    """What one obligation costs, or all of them."""

    projects: tuple[str, ...]
    reason: Reason | None
    """Committed or mandated; None for all together."""
    price: Between
    """Points that the best program would be worth more without the obligation."""
    program: Program | None
    """The best program known without it."""
    kept: tuple[str, ...]
    """Of ``projects``, those that it does all the same."""
    entering: tuple[str, ...]
    """Projects displaced today: they would enter."""
    leaving: tuple[str, ...]
    """Projects that would leave, the obligations themselves left out."""


@dataclass(frozen=True)
class MustDo:
    """A bill for each obligation, then one for all."""

    bills: tuple[Bill, ...]
    total: Bill | None
    """None: nothing is imposed."""
    value: Fraction
    """Of the program shown."""
    seconds: float


def must_do(
    live: Live,
    base: Found,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    progress: Callable[[MustDo], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> MustDo:
    """The price of each obligation and of all.

    Args:
        live: the case.
        base: its best program, as ``live.best`` answered.
        gap: relative gap of each search.
        time_limit: seconds for all searches together.
        progress: told what is known after each bill.
        stop: asked now and then.

    Raises:
        ValueError: ``base`` holds no program.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    time = Allowance.of(live.clock, time_limit, stop)
    portfolio, first_year = live.case.portfolio, live.case.portfolio.info.first_year
    imposed = tuple(project.id for project in portfolio.projects if project.imposed(first_year))
    free = Live(Case.of(freed(portfolio, imposed), live.case.criteria), live.clock)
    for program in (*live.pool, base.program):
        # What keeps every rule keeps them with fewer obligations.
        free.adopt(program)
    bills: list[Bill] = []

    def result(total: Bill | None = None) -> MustDo:
        return MustDo(tuple(bills), total, base.value, time.spent)

    for i, project in enumerate(imposed):
        # Without its obligation a project is in, as today, or out: only the second can be news.
        others = frozenset(imposed) - {project}
        conditions = Conditions(into=others, out=frozenset([project]))
        found = _found(free, base, conditions, gap, time, len(imposed) + 1 - i)
        reason = Reason.MANDATED if portfolio.by_id[project].mandated(first_year) else Reason.COMMITTED
        bills.append(_bill((project,), reason, base, found))
        if progress is not None:
            progress(result())
    return result(_bill(imposed, None, base, _found(free, base, FREE, gap, time, 1)) if imposed else None)


def freed(portfolio: Portfolio, projects: tuple[str, ...]) -> Portfolio:
    """The portfolio with some projects new and without mandate: they compete like any other."""
    return replace(
        portfolio,
        projects=tuple(
            replace(project, status=Status.NEW, mandate=None) if project.id in projects else project
            for project in portfolio.projects
        ),
    )


def _found(free: Live, base: Found, conditions: Conditions, gap: float, time: Allowance, parts: int) -> Found:
    seen = free.glance(free.objective(), conditions)
    if seen.bound <= base.value or time.over:
        return seen
    limit = time.share(parts)
    return free.best(free.objective(), conditions, gap=gap, time_limit=limit, stop=time.stop)


def _bill(projects: tuple[str, ...], reason: Reason | None, base: Found, found: Found) -> Bill:
    """Against the best of what was found and today's program: both are possible without the obligation."""
    assert base.program is not None
    better = found.program is not None and found.value > base.value
    program = found.program if better and found.program is not None else base.program
    value = max(found.value, base.value) if better else base.value
    ceiling: Fraction | None = value
    if not found.impossible and found.gap != 0.0:
        ceiling = max(Fraction(found.bound), value) if isfinite(found.bound) else None
    floor = value - base.value if base.gap == 0.0 else max(value - Fraction(base.bound), Fraction(0))
    was, now = projects_of(base.program), projects_of(program)
    mine = frozenset(projects)
    return Bill(
        projects=projects,
        reason=reason,
        price=Between(floor, None if ceiling is None else ceiling - base.value),
        program=program,
        kept=tuple(sorted(mine & now)),
        entering=tuple(sorted(now - was)),
        leaving=tuple(sorted(was - now - mine)),
    )
