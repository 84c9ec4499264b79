"""The cut-line beside the optimum: a ranked list filled from the top until the money runs out, as most cities do.

What must be done comes first, then the list: by value, or by value per dollar; stopping at the first project that does
not fit, or skipping it and going on; looking at the total of the envelopes only, at each year's envelopes, or at every
upper limit. On one total, the ratio with skips is within a few percent of the optimum (Dantzig 1957, Operations
Research 5:266-288): it is years, people and rules that a list cannot see. Each list is taken as it is said, then
checked: where it breaks a rule, what it is worth is no program at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from prioritizer.domain.decision import Choice, Finding, Program, RepairKind
from prioritizer.insight.sets import projects_of
from prioritizer.program.build import check
from prioritizer.program.columns import Columns, Ints
from prioritizer.program.live import Found, Live, Objective
from prioritizer.program.rules.pot import Pot

UPPER = ("choice", "envelope", "earmark", "operating", "capacity", "concurrency", "group", "precedence", "gate")
"""Rules that adding a project can break, and that the list of every limit therefore looks at."""


class Order(StrEnum):
    """What the list is sorted by."""

    VALUE = "value"
    PER_DOLLAR = "per_dollar"


class Mode(StrEnum):
    """What is done where a project does not fit."""

    STOP = "stop"
    SKIP = "skip"


class Looks(StrEnum):
    """What the list looks at before it takes a project."""

    TOTAL = "total"
    """All envelopes of all years as one sum."""
    YEARS = "years"
    """Each year's envelope of each source, and the years in which a project may start."""
    LIMITS = "limits"
    """Every upper limit: years, people, operating budget, concurrency, links and exclusions."""


@dataclass(frozen=True)
class Line:
    """One ranked list, filled."""

    order: Order
    mode: Mode
    looks: Looks
    program: Program
    value: Fraction
    last: str | None
    """Project at which the list stopped; None where it went to its end."""
    broken: tuple[Finding, ...]
    """Rules that it breaks; none: it is a program that could be adopted."""
    entering: tuple[str, ...]
    """Projects that the optimum has and the list has not."""
    leaving: tuple[str, ...]
    """Projects that the list has and the optimum has not."""

    @property
    def feasible(self) -> bool:
        """Whether it keeps every rule."""
        return not self.broken


@dataclass(frozen=True)
class CutLine:
    """Every list beside the program shown."""

    lines: tuple[Line, ...]
    program: Program
    value: Fraction
    bound: float
    """No program that keeps every rule is worth more."""
    seconds: float

    def left(self, line: Line) -> Fraction:
        """Value left on the table: what the program shown is worth more than a list that keeps the rules."""
        return self.value - line.value


def cut_line(
    live: Live,
    base: Found,
    *,
    objective: Objective | None = None,
    stop: Callable[[], bool] | None = None,
) -> CutLine:
    """Fill every list.

    Args:
        live: the case; lists that keep the rules join its pool.
        base: its best program, as ``live.best`` answered.
        objective: what programs are worth; the published value by default.
        stop: asked between lists.

    Raises:
        ValueError: ``base`` holds no program.
    """
    if base.program is None:
        raise ValueError("base holds no program")
    began, asked = live.clock(), objective or live.objective()
    lines = []
    for looks in Looks:
        for order in Order:
            for mode in Mode:
                if stop is not None and stop():
                    break
                lines.append(_line(live, base.program, asked, order, mode, looks))
    for line in lines:
        if line.feasible:
            live.learn(line.program)
    return CutLine(tuple(lines), base.program, base.value, base.bound, live.clock() - began)


def ranked(columns: Columns, objective: Objective, order: Order) -> list[list[int]]:
    """Columns of each project in the order of the list: its best option, every start, earliest first.

    Projects that are worth nothing are not on the list; what is imposed stands first whatever it is worth.
    """
    case = columns.case
    first_year = case.portfolio.info.first_year
    rows: list[tuple[bool, Fraction, str, list[int]]] = []
    for project in case.portfolio.projects:
        imposed = project.imposed(first_year)
        keyed: list[tuple[Fraction, list[int]]] = []
        for option in project.options:
            mine = [j for j in columns.by_project[project.id].tolist() if columns.choices[j].option == option.code]
            if not mine:
                continue
            cost = int(columns.capital_j[mine[0]])
            key = objective[mine[0]]
            if order is Order.PER_DOLLAR:
                # What costs nothing goes first.
                key = key / cost if cost else key * 10**15
            keyed.append((key, sorted(mine, key=lambda j: columns.choices[j].start)))
        keyed.sort(key=lambda pair: -pair[0])
        if keyed and (imposed or keyed[0][0] > 0) and not case.scorecard.gates[project.id]:
            # What must be done may be done in any option; what is on the list is asked for in its best one.
            mine = [j for _, group in keyed[: None if imposed else 1] for j in group]
            rows.append((imposed, keyed[0][0], project.id, mine))
    return [mine for _, _, _, mine in sorted(rows, key=lambda row: (not row[0], -row[1], row[2]))]


def _line(live: Live, shown: Program, objective: Objective, order: Order, mode: Mode, looks: Looks) -> Line:
    columns = live.built.columns
    fits, last = _Room(live, looks), None
    for mine in ranked(columns, objective, order):
        imposed = columns.options[columns.option_j[mine[0]]][0].imposed(columns.case.portfolio.info.first_year)
        taken = next((j for j in (mine[:1] if looks is Looks.TOTAL else mine) if fits.takes(j)), None)
        if taken is None and imposed:
            # It is not the list that decides: taken all the same, as cheap as it can be.
            taken = min(mine, key=lambda j: int(columns.capital_j[j]))
        if taken is not None:
            fits.take(taken)
        elif mode is Mode.STOP:
            last = columns.choices[mine[0]].project
            break
    program = tuple(sorted(fits.chosen))
    broken = tuple(finding for finding in check(live.case, program) if not finding.holds)
    was, now = projects_of(program), projects_of(shown)
    return Line(
        order=order,
        mode=mode,
        looks=looks,
        program=program,
        value=live.worth(program, objective),
        last=last,
        broken=broken,
        entering=tuple(sorted(now - was)),
        leaving=tuple(sorted(was - now)),
    )


class _Room:
    """What is left as a list is filled."""

    def __init__(self, live: Live, looks: Looks) -> None:
        self.live, self.looks, self.columns = live, looks, live.built.columns
        self.chosen: list[Choice] = []
        self.spent_ft = np.zeros((len(self.columns.sources), live.case.portfolio.info.horizon), np.int64)

    def take(self, j: int) -> None:
        self.chosen.append(self.columns.choices[j])
        self.spent_ft += self.columns.cost_jft[j]

    def takes(self, j: int) -> bool:
        """Whether nothing is broken by this column that was not broken before."""
        spent_ft = self.spent_ft + self.columns.cost_jft[j]
        if self.looks is Looks.TOTAL:
            pots = list(self._pots(spent_ft))
            return sum(sum(used) for _, used in pots) <= sum(sum(pot.amounts) for pot, _ in pots)
        if not _no_worse(self._money(self.spent_ft), self._money(spent_ft)):
            return False
        if self.looks is Looks.YEARS:
            return True
        return _no_worse(self._limits([]), self._limits([self.columns.choices[j]]))

    def _pots(self, spent_ft: Ints) -> Iterator[tuple[Pot, list[int]]]:
        spent_f = dict(zip(self.columns.sources, spent_ft.tolist(), strict=True))
        for row in self.live.case.portfolio.envelopes:
            if row.amounts is not None:
                pot = Pot("envelope", (row.source,), 0, row.amounts, row.carry_bp, RepairKind.DOLLARS)
                # An envelope that no project draws on is money all the same to whoever looks at the total.
                yield pot, spent_f.get(row.source, [0] * len(row.amounts))

    def _money(self, spent_ft: Ints) -> list[Finding]:
        return [finding for pot, used in self._pots(spent_ft) for finding in pot.findings(used)]

    def _limits(self, more: list[Choice]) -> list[Finding]:
        program = tuple(sorted([*self.chosen, *more]))
        # A project that another one needs may still come: at the end the rule is checked, not before.
        return [f for f in check(self.live.case, program) if f.rule in UPPER and not (f.at_least and f.rule == "group")]


def _no_worse(before: list[Finding], after: list[Finding]) -> bool:
    """Whether no limit is broken that was not, nor one that was is broken by more."""
    room = {(f.rule, f.subject, f.year, f.at_least): f.slack for f in before}
    return all(f.holds or f.slack >= room.get((f.rule, f.subject, f.year, f.at_least), Fraction(0)) for f in after)
