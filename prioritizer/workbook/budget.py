"""Envelopes, limits, links and the committee's rules, from rows to domain objects."""

import itertools
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.portfolio import Balance, Earmark, Envelope, Info, Limit, Link
from prioritizer.domain.vocabulary import Dimension, LagFrom, LimitKind, LinkType, Measure, RuleType, Sense
from prioritizer.workbook import names
from prioritizer.workbook.columns import Ref
from prioritizer.workbook.marks import Mark, both, dollars, sources_of
from prioritizer.workbook.record import Problems, Row, near

LINK_USES: Mapping[str, Collection[str]] = {
    LinkType.REQUIRES: (),
    LinkType.AFTER: ("lag", "lag_from"),
    LinkType.EXCLUDES: (),
    LinkType.AT_MOST: ("k",),
    LinkType.AT_LEAST: ("k",),
    LinkType.EXACTLY: ("k",),
    LinkType.SYNERGY: ("bonus", "saving", "source", "year"),
}
"""Columns that mean something for some types of link, and for which."""
RULE_USES: Mapping[str, Collection[str]] = {
    RuleType.BALANCE: ("sense", "share", "amount"),
    RuleType.EARMARK: ("amount", "source"),
}
"""The same for the rules."""
SPLITS = (Dimension.PROTECTION, Dimension.AGGLOMERATION)
LISTED = (Dimension.JURISDICTION, Dimension.CATEGORY)
"""Dimensions whose members are words of a closed list."""
COUNTED = (LinkType.AT_MOST, LinkType.AT_LEAST, LinkType.EXACTLY)


class BudgetAssembler:
    """Makes the budget's objects; ``ids`` are the projects' rows by identifier."""

    def __init__(self, criteria: CriteriaSet, info: Info, problems: Problems, ids: Mapping[str, Row]) -> None:
        self.criteria, self.info, self.problems, self.ids = criteria, info, problems, ids
        self.axes = names.title_index(criteria, Ref.AXIS)

    def envelopes(self, rows: Sequence[Row]) -> tuple[Envelope, ...]:
        """One envelope a source; a limited one has an amount for every year."""
        found = []
        for row in rows:
            if not row.text("source") or not row.text("limited"):
                continue
            limited = row.text("limited") == "yes"
            for k, cents in enumerate(row.years):
                # A year without a column, or a cell that could not be read, has been named already.
                column = row.frame.position.get(f"years.{k}")
                if limited and cents is None and column is not None and column not in row.cells:
                    self.problems.add("envelope-year-missing", row.place(f"years.{k}"), expected=Mark("@money"))
                elif not limited and cents:
                    self.problems.add("envelope-not-limited", row.place(f"years.{k}"), row.text("source"))
            amounts = tuple(cents or 0 for cents in row.years) if limited else None
            found.append(Envelope(row.text("source"), amounts, row.whole("carry") or 0))
        return tuple(found)

    def limits(self, rows: Sequence[Row]) -> tuple[Limit, ...]:
        """Operating cap, capacity of a pool, projects that a department runs at once."""
        departments = {row.text("department") for row in self.ids.values()}
        found = []
        for row in rows:
            if not row.text("kind"):
                continue
            kind, name = LimitKind(row.text("kind")), row.text("name")
            if kind is LimitKind.CAPACITY and not name:
                self.problems.add("value-missing", row.place("name"))
            if kind is LimitKind.OPERATING and name:
                self.problems.add("limit-name-unused", row.place("name"), name, warn=True)
                name = ""
            if kind is LimitKind.CONCURRENCY and name and name not in departments:
                self._unknown("unknown-department", row, "name", name, departments)
            for k, amount in enumerate(row.years):
                if amount is not None and amount < 0 and kind is not LimitKind.OPERATING:
                    self.problems.add(
                        "number-outside", row.place(f"years.{k}"), str(amount), Mark("@range"), least="0", most=""
                    )
            found.append(Limit(kind, name, row.years))
        return tuple(found)

    def _unknown(self, code: str, row: Row, column: str, name: str, known: Collection[str]) -> None:
        self.problems.add(code, row.place(column), name, near(name, known))

    def links(self, rows: Sequence[Row], sources: Collection[str]) -> tuple[Link, ...]:
        """Relations between projects, with every project they name."""
        found = []
        for row in rows:
            if not row.text("type"):
                continue
            link = Link(
                type=LinkType(row.text("type")),
                project=row.text("project") or None,
                others=row.names("others", self.ids.__contains__),
                k=row.whole("k") or 0,
                lag=row.whole("lag") or 0,
                lag_from=LagFrom(row.text("lag_from") or "finish"),
                bonus=row.decimal("bonus"),
                saving=row.whole("saving") or 0,
                source=row.text("source") or None,
                year=row.whole("year"),
                note=row.text("note"),
            )
            self._unused(row, LINK_USES, LINK_USES[link.type])
            self._check_link(row, link, sources)
            found.append((row, link))
        self._check_cycles(found)
        return tuple(link for _, link in found)

    def _check_link(self, row: Row, link: Link, sources: Collection[str]) -> None:
        for column, named in (("project", (link.project,) if link.project else ()), ("others", link.others)):
            for name in named:
                if name not in self.ids:
                    self._unknown("unknown-project", row, column, name, self.ids)
        ordered = link.type in (LinkType.REQUIRES, LinkType.AFTER)
        if ordered and link.project is None:
            self.problems.add("value-missing", row.place("project"))
        if link.project in link.others:
            self.problems.add("link-to-itself", row.place("others"), link.project or "")
        if link.type in (LinkType.EXCLUDES, LinkType.SYNERGY) and len(link.members) < 2:
            self.problems.add("link-alone", row.place("others"), ", ".join(link.members))
        if link.type in COUNTED and (row.whole("k") is None or link.k > len(link.members)):
            self.problems.add(
                "k-outside", row.place("k"), row.raw("k"), Mark("@range"), least="0", most=str(len(link.members))
            )
        if link.type is LinkType.SYNERGY:
            if link.saving and (link.source is None or link.year is None):
                self.problems.add("saving-incomplete", row.place("source" if link.source is None else "year"))
            if not link.saving and not link.bonus:
                self.problems.add("synergy-empty", row.place("bonus"))
            if link.source is not None and link.source not in sources:
                self.problems.add("unknown-source", row.place("source"), link.source, sources_of(sources))
            self._year(row, link.year)

    def _unused(self, row: Row, uses: Mapping[str, Collection[str]], used: Collection[str]) -> None:
        """Say which cells of a row its type has no use for: what is written is never ignored in silence."""
        for column in sorted(set().union(*uses.values()) - set(used)):
            if row.raw(column):
                self.problems.add("value-unused", row.place(column), row.raw(column), warn=True)

    def _year(self, row: Row, year: int | None) -> None:
        if year is not None and year not in self.info.years:
            first, last = self.info.years[0], self.info.years[-1]
            self.problems.add("year-outside", row.place("year"), str(year), Mark("@years"), first=first, last=last)

    def _check_cycles(self, links: Sequence[tuple[Row, Link]]) -> None:
        """Name the circles in which somebody must wait: two projects may well require each other."""
        needs: dict[str, list[str]] = {}
        waits: dict[tuple[str, str], Row] = {}
        for row, link in links:
            if link.type not in (LinkType.REQUIRES, LinkType.AFTER) or not link.project:
                continue
            for other in link.others:
                if other == link.project:
                    continue
                needs.setdefault(link.project, []).append(other)
                if link.type is LinkType.AFTER and (link.lag or link.lag_from is LagFrom.FINISH):
                    waits.setdefault((link.project, other), row)
        told: set[tuple[str, str]] = set()
        for (project, other), row in waits.items():
            if (project, other) not in told and (path := shortest_path(needs, other, project)):
                cycle = [project, *path]
                told.update(itertools.pairwise(cycle))
                self.problems.add("link-cycle", row.place("others"), " → ".join(cycle))

    def rules(
        self, rows: Sequence[Row], envelopes: Sequence[Envelope]
    ) -> tuple[tuple[Balance, ...], tuple[Earmark, ...]]:
        """The committee's balances and reserves."""
        balances, earmarks = [], []
        for row in rows:
            if not row.text("type") or not row.text("dimension"):
                continue
            dimension = Dimension(row.text("dimension"))
            members = self._members(row, dimension)
            self._year(row, row.whole("year"))
            self._unused(row, RULE_USES, RULE_USES[row.text("type")])
            if row.text("type") == RuleType.BALANCE:
                balance = self._balance(row, dimension, members)
                balances.extend([balance] if balance else [])
            else:
                earmark = self._earmark(row, dimension, members, envelopes)
                earmarks.extend([earmark] if earmark else [])
        return tuple(balances), tuple(earmarks)

    def _members(self, row: Row, dimension: Dimension) -> tuple[str, ...]:
        code_of, known = self._members_known(dimension)
        written = row.names("members", code_of)
        if dimension in SPLITS:
            if written:
                self.problems.add("members-unused", row.place("members"), "; ".join(written))
            return ()
        if not written:
            self.problems.add("value-missing", row.place("members"))
        found = []
        for name in written:
            code = code_of(name)
            if code is None:
                self.problems.add("unknown-member", row.place("members"), name, known(name), list=dimension.value)
            else:
                found.append(code)
        return tuple(found)

    def _members_known(self, dimension: Dimension) -> tuple[Callable[[str], str | None], Callable[[str], str]]:
        """How a name of the dimension becomes its code, and what to propose instead of an unknown one."""
        if dimension is Dimension.AXIS:
            titles = both(axis.title for axis in self.criteria.axes)
            return lambda name: self.axes.get(names.normalize(name)), lambda _: titles
        if dimension in LISTED:
            return lambda name: names.match_word(dimension.value, name), lambda _: Mark("@list")
        column = {Dimension.DEPARTMENT: "department", Dimension.AREA: "area", Dimension.PROJECT: "id"}.get(dimension)
        found = {row.text(column): row.text(column) for row in self.ids.values()} if column else {}
        return found.get, lambda name: near(name, found)

    def _balance(self, row: Row, dimension: Dimension, members: tuple[str, ...]) -> Balance | None:
        share, amount, sense = row.whole("share"), row.whole("amount"), row.text("sense")
        if not sense:
            self.problems.add("value-missing", row.place("sense"))
            return None
        if (share is None) == (amount is None):
            self.problems.add("share-or-amount", row.place("share"))
            return None
        measure = Measure.SHARE if share is not None else Measure.AMOUNT
        value = share if share is not None else amount or 0
        return Balance(dimension, members, Sense(sense), measure, value, row.whole("year"), row.text("reason"))

    def _earmark(
        self, row: Row, dimension: Dimension, members: tuple[str, ...], envelopes: Sequence[Envelope]
    ) -> Earmark | None:
        source, amount, year = row.text("source"), row.whole("amount"), row.whole("year")
        if not source or amount is None:
            self.problems.add("value-missing", row.place("amount" if source else "source"))
            return None
        envelope = next((e for e in envelopes if e.source == source), None)
        if envelope is None:
            self.problems.add("unknown-source", row.place("source"), source, sources_of(e.source for e in envelopes))
            return None
        if envelope.amounts is None:
            self.problems.add("earmark-not-limited", row.place("source"), source)
            return None
        for t, cents in enumerate(envelope.amounts):
            if year in (None, self.info.first_year + t) and amount > cents:
                place, year_read = row.place("amount"), self.info.first_year + t
                self.problems.add("earmark-too-large", place, dollars(amount), dollars(cents), year=year_read)
                break
        return Earmark(dimension, members, source, amount, year, row.text("reason"))


def shortest_path(edges: Mapping[str, Sequence[str]], start: str, end: str) -> list[str]:
    """A shortest way from ``start`` to ``end``, both included; empty where there is none."""
    came_from = {start: start}
    ahead = deque([start])
    while ahead:
        here = ahead.popleft()
        if here == end:
            path = [here]
            while here != start:
                here = came_from[here]
                path.append(here)
            return path[::-1]
        for there in edges.get(here, ()):
            if there not in came_from:
                came_from[there] = here
                ahead.append(there)
    return []
