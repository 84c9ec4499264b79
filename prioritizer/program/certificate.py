"""The certificate: everything recomputed from the input, exactly, by code that shares nothing with the model.

Read it beside the published rules: it starts from the portfolio and the criteria set alone, uses integers and
fractions only, and imports neither the scoring nor the optimizer. ``recount`` holds the arithmetic of one project.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Certificate, Program
from prioritizer.domain.portfolio import Balance, Link, Portfolio
from prioritizer.domain.vocabulary import Dimension, LagFrom, LimitKind, LinkType, Measure, Sense
from prioritizer.program.recount import Recount


def certify(
    portfolio: Portfolio, criteria: CriteriaSet, program: Program, value: Fraction | None = None
) -> Certificate:
    """Recompute a program's value and every rule. Never raises: what cannot be recomputed is a breach.

    Args:
        portfolio: the input, in any order.
        criteria: the set it was scored with.
        program: the choices to certify.
        value: the value claimed for it; a different one is a breach.
    """
    return _Certifier(portfolio, criteria, program).certify(value)


class _Certifier:
    def __init__(self, portfolio: Portfolio, criteria: CriteriaSet, program: Program) -> None:
        self.portfolio, self.criteria, self.program = portfolio, criteria, program
        self.first, self.horizon = portfolio.info.first_year, portfolio.info.horizon
        self.breaches: list[str] = []
        self.checks = 0
        self.chosen: dict[str, Recount] = {}

    def certify(self, value: Fraction | None) -> Certificate:
        self._choices()
        for rule in (
            self._imposed,
            self._gates,
            self._envelopes,
            self._earmarks,
            self._limits,
            self._links,
            self._balances,
        ):
            rule()
        total = self._value()
        self.checks += 1
        if value is not None and value != total:
            self.breaches.append(f"value {value} is not {total}")
        return Certificate(total, tuple(self.breaches), self.checks)

    def _demand(self, kept: bool, breach: str) -> None:
        self.checks += 1
        if not kept:
            self.breaches.append(breach)

    def _choices(self) -> None:
        projects = {project.id: project for project in self.portfolio.projects}
        for name, count in sorted(Counter(choice.project for choice in self.program).items()):
            self._demand(count == 1, f"choice {name} chosen {count} times")
        for choice in self.program:
            project = projects.get(choice.project)
            option = next((o for o in project.options if o.code == choice.option), None) if project else None
            if project is None or option is None:
                self._demand(False, f"choice {choice.project} {choice.option} does not exist")
                continue
            counted = Recount(project, option, choice.start, self.portfolio.info, self.criteria)
            self._demand(counted.start_allowed(), f"choice {choice.project} may not start in {choice.start}")
            for problem in counted.unscored():
                self._demand(False, f"rating {choice.project} {problem}")
            self.chosen[choice.project] = counted

    def _imposed(self) -> None:
        for project in self.portfolio.projects:
            in_force = project.mandate is not None and project.mandate.expiry.year >= self.first
            if project.status.value != "new" or in_force:
                self._demand(project.id in self.chosen, f"imposed {project.id} is missing")

    def _gates(self) -> None:
        for name, counted in sorted(self.chosen.items()):
            answers = {row.gate: row.answer for row in counted.project.gates}
            for gate in self.criteria.gates:
                passed = gate.code in answers and answers[gate.code] in gate.passes
                self._demand(passed, f"gate {name} fails {gate.code}")

    def _pot(self, label: str, amounts: list[int], carry_bp: int, spent: list[int]) -> None:
        # Carrying all that is allowed is never worse for a later year: the greedy carry decides exactly.
        carried = Fraction(0)
        for t in range(self.horizon):
            room = amounts[t] + carried - spent[t]
            self._demand(room >= 0, f"{label} {self.first + t} over by {-room}")
            carried = max(Fraction(0), min(room, Fraction(amounts[t] * carry_bp, 10_000)))

    def _envelopes(self) -> None:
        for envelope in self.portfolio.envelopes:
            if envelope.amounts is None:
                continue
            spent = [sum(c.capital(envelope.source, t) for c in self.chosen.values()) for t in range(self.horizon)]
            for link in self._synergies():
                if link.source == envelope.source and link.year is not None:
                    spent[link.year - self.first] -= link.saving
            self._pot(f"envelope {envelope.source}", list(envelope.amounts), envelope.carry_bp, spent)

    def _earmarks(self) -> None:
        limited = {e.source: e for e in self.portfolio.envelopes if e.amounts is not None}
        for earmark in self.portfolio.earmarks:
            envelope = limited.get(earmark.source)
            if envelope is None or envelope.amounts is None:
                continue
            left = [
                amount - (earmark.value if earmark.year in (None, self.first + t) else 0)
                for t, amount in enumerate(envelope.amounts)
            ]
            others = [c for c in self.chosen.values() if not self._share(earmark.dimension, earmark.members, c)]
            spent = [sum(c.capital(earmark.source, t) for c in others) for t in range(self.horizon)]
            self._pot(f"earmark {earmark.source} {' '.join(earmark.members)}", left, envelope.carry_bp, spent)

    def _limits(self) -> None:
        for limit in self.portfolio.limits:
            for t, most in enumerate(limit.amounts):
                if most is None:
                    continue
                used = 0
                for counted in self.chosen.values():
                    if limit.kind is LimitKind.OPERATING:
                        used += counted.operating(t)
                    elif limit.kind is LimitKind.CAPACITY:
                        used += counted.people(limit.name, t)
                    elif limit.name in ("", counted.project.department):
                        used += counted.active(t)
                self._demand(used <= most, f"{limit.kind.value} {limit.name} {self.first + t} over by {used - most}")

    def _links(self) -> None:
        for link in self.portfolio.links:
            if link.type in (LinkType.REQUIRES, LinkType.AFTER):
                self._precedence(link)
            elif link.type is not LinkType.SYNERGY:
                done = sum(member in self.chosen for member in link.members)
                k = 1 if link.type is LinkType.EXCLUDES else link.k
                label = f"group {link.type.value} {k} of {' '.join(link.members)}: {done}"
                if link.type is not LinkType.AT_LEAST:
                    self._demand(done <= k, label)
                if link.type in (LinkType.AT_LEAST, LinkType.EXACTLY):
                    self._demand(done >= k, label)

    def _precedence(self, link: Link) -> None:
        mine = self.chosen.get(link.project or "")
        for name in link.others if mine else ():
            other = self.chosen.get(name)
            if mine is None or other is None:
                self._demand(False, f"precedence {link.project} needs {name}")
            elif link.type is LinkType.AFTER:
                ready = other.begin if link.lag_from is LagFrom.START else other.begin + other.duration
                label = f"precedence {link.project} in {mine.begin} before {name} is ready"
                self._demand(mine.begin >= ready + link.lag, label)
            else:
                self._demand(True, "")

    def _balances(self) -> None:
        for balance in self.portfolio.balances:
            years = range(self.horizon) if balance.year is None else [balance.year - self.first]
            total, counted = 0, Fraction(0)
            for mine in self.chosen.values():
                capital = sum(mine.capital(source, t) for source in mine.option.capital for t in years)
                total += capital
                counted += capital * self._share(balance.dimension, balance.members, mine)
            limit = Fraction(balance.value)
            if balance.measure is Measure.SHARE:
                limit = Fraction(balance.value, 10_000) * total
            kept = counted >= limit if balance.sense is Sense.AT_LEAST else counted <= limit
            self._demand(kept, f"balance {_name(balance)}: {counted} against {limit}")

    def _share(self, dimension: Dimension, members: tuple[str, ...], counted: Recount) -> Fraction:
        """Part of a project's capital that a balance or an earmark counts, 0 to 1."""
        project = counted.project
        if dimension is Dimension.PROTECTION:
            return Fraction(project.protection_bp, 10_000)
        if dimension is Dimension.AGGLOMERATION:
            return Fraction(project.agglomeration_bp, 10_000)
        if dimension is Dimension.AXIS:
            serves = [a for a in self.criteria.axes if a.code in members]
            return Fraction(int(any(counted.axis_points(axis) >= Fraction(axis.serves_from) for axis in serves)))
        traits = {
            Dimension.DEPARTMENT: project.department,
            Dimension.AREA: project.area,
            Dimension.JURISDICTION: project.jurisdiction.value,
            Dimension.CATEGORY: project.category.value,
            Dimension.PROJECT: project.id,
        }
        return Fraction(int(traits[dimension] in members))

    def _synergies(self) -> Iterator[Link]:
        # A row stated twice is one rule, whatever is noted beside it: its bonus and its saving count once.
        rows = (replace(row, others=tuple(sorted(set(row.others))), note="") for row in self.portfolio.links)
        for link in dict.fromkeys(rows):
            if link.type is LinkType.SYNERGY and set(link.members) <= set(self.chosen):
                yield link

    def _value(self) -> Fraction:
        rate = 1 + Fraction(self.criteria.delay_rate)
        own = sum((c.value() / rate ** (c.start - self.first) for c in self.chosen.values()), Fraction(0))
        return own + sum((Fraction(link.bonus) for link in self._synergies()), Fraction(0))


def _name(balance: Balance) -> str:
    parts = (balance.dimension.value, balance.sense.value, *balance.members, str(balance.year or ""))
    return " ".join(parts).strip()
