"""Rows of every sheet made into one portfolio, with what no single cell can tell checked on the way."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from prioritizer.domain import timing
from prioritizer.domain.criteria import CriteriaSet, PrioritySet, ValueBasis
from prioritizer.domain.portfolio import (
    BASE_OPTION,
    FULL,
    Amounts,
    Info,
    Mandate,
    OperatingEffect,
    Option,
    Portfolio,
    Project,
    Title,
)
from prioritizer.domain.vocabulary import (
    Category,
    CostBasis,
    EstimateClass,
    Jurisdiction,
    Kind,
    MandateReason,
    Phase,
    Status,
)
from prioritizer.workbook.budget import BudgetAssembler
from prioritizer.workbook.claims import Claims, ProjectClaims
from prioritizer.workbook.layout import GROSS, sheet
from prioritizer.workbook.marks import Mark, dollars, sources_of
from prioritizer.workbook.names import normalize
from prioritizer.workbook.record import Problems, Row, near

Rows = Mapping[str, Sequence[Row]]


class Assembler:
    """Makes a portfolio of the rows; problems go where the rows' own went."""

    def __init__(self, criteria: CriteriaSet, priorities: PrioritySet | None, info: Info, problems: Problems) -> None:
        self.criteria, self.priorities, self.info, self.problems = criteria, priorities, info, problems

    def portfolio(self, rows: Rows) -> Portfolio:
        """The portfolio that the rows describe, as far as they can be read."""
        for code, found in rows.items():
            self._unique(code, found)
        self._variants(rows.get("projects", ()))
        self.ids = {row.text("id"): row for row in rows.get("projects", ()) if row.text("id")}
        self.options = self._options(rows.get("options", ()))
        budget = BudgetAssembler(self.criteria, self.info, self.problems, self.ids)
        envelopes = budget.envelopes(rows.get("envelopes", ()))
        limits = budget.limits(rows.get("limits", ()))
        self._sources(rows, {e.source for e in envelopes})
        pools = {limit.name for limit in limits if limit.kind.value == "capacity"}
        self._known("pool", rows.get("people", ()), pools, "unknown-pool")
        capital, after = self._capital(rows.get("capital", ()))
        operating = self._operating(rows.get("operating", ()))
        people = self._people(rows.get("people", ()))
        self.claims = Claims(self.criteria, self.info, self.problems)
        claims = self.claims.read(rows, self.ids, self._owner)
        projects = []
        for identifier, row in self.ids.items():
            options = tuple(
                replace(
                    option,
                    capital=capital.get((identifier, option.code), {}),
                    operating=tuple(operating.get((identifier, option.code), ())),
                    people=people.get((identifier, option.code), {}),
                )
                for option in self.options[identifier]
            )
            project = self._project(row, options, claims)
            if project is not None:
                self._check_project(row, project, after.get(identifier))
                projects.append(project)
        links = budget.links(rows.get("links", ()), {e.source for e in envelopes})
        balances, earmarks = budget.rules(rows.get("rules", ()), envelopes)
        return Portfolio(self.info, tuple(projects), links, envelopes, limits, balances, earmarks)

    # Keys and references

    def _unique(self, code: str, rows: Sequence[Row]) -> None:
        key = sheet(code).key
        seen: dict[Hashable, Row] = {}
        for row in rows if key else ():
            name = tuple(row.values.get(part) for part in key)
            if not any(name) or any(row.unread(part) for part in key):
                continue
            # Two names that differ by case alone are one name, typed twice.
            folded = tuple(part.casefold() if isinstance(part, str) else part for part in name)
            if folded in seen:
                read = " / ".join(str(part) for part in name if part is not None)
                self.problems.add("row-twice", row.place(key[0]), read, row=seen[folded].number)
            else:
                seen[folded] = row

    def _variants(self, rows: Sequence[Row]) -> None:
        """Say where one department or area is written in two ways: a rule would count two."""
        for column in ("department", "area"):
            spellings: dict[str, dict[str, Row]] = {}
            for row in rows:
                name = row.text(column)
                spellings.setdefault(normalize(name), {}).setdefault(name, row)
            for found in spellings.values():
                if len(found) > 1:
                    row = list(found.values())[1]
                    self.problems.add("name-variants", row.place(column), "; ".join(found), warn=True)

    def _known(self, column: str, rows: Iterable[Row], known: set[str], code: str) -> None:
        for row in rows:
            name = row.text(column)
            if name and name not in known:
                self.problems.add(code, row.place(column), row.raw(column) or name, near(name, known))

    def _sources(self, rows: Rows, known: set[str]) -> None:
        """Every source has an envelope; an envelope that nothing draws on may be a total, and would show as money."""
        used = {row.text("source") for code in ("capital", "links", "rules") for row in rows.get(code, ())}
        for row in rows.get("capital", ()):
            name = row.text("source")
            if name and name not in known | {GROSS}:
                self.problems.add("unknown-source", row.place("source"), row.raw("source"), sources_of(known))
        for row in rows.get("envelopes", ()):
            if row.text("source") and row.text("source") not in used:
                self.problems.add("envelope-unused", row.place("source"), row.raw("source"), warn=True)

    def _owner(self, row: Row, *, every: bool = False) -> tuple[str, str | None] | None:
        """The project and option of a row; ``every`` where an empty option means all of them."""
        identifier, code = row.text("project"), row.text("option")
        if not identifier:
            return None
        if identifier not in self.ids:
            self.problems.add("unknown-project", row.place("project"), identifier, near(identifier, self.ids))
            return None
        codes = [option.code for option in self.options[identifier]]
        if code and code not in codes:
            self.problems.add("unknown-option", row.place("option"), code, ", ".join(codes))
            return None
        if not code and not every and len(codes) > 1:
            self.problems.add("option-needed", row.place("option"), expected=", ".join(codes))
            return None
        return identifier, code or (None if every else codes[0])

    # What each project holds

    def _options(self, rows: Sequence[Row]) -> dict[str, tuple[Option, ...]]:
        found: dict[str, dict[str, Option]] = {identifier: {} for identifier in self.ids}
        for row in rows:
            identifier, code = row.text("project"), row.text("option")
            if identifier and identifier not in self.ids:
                self.problems.add("unknown-project", row.place("project"), identifier, near(identifier, self.ids))
            elif identifier and code:
                title = Title(row.text("title_fr"), row.text("title_en"))
                option = Option(code, title, row.text("reach") or None, row.whole("duration"))
                found[identifier].setdefault(code, option)
        return {identifier: tuple(options.values()) or (Option(BASE_OPTION),) for identifier, options in found.items()}

    def _capital(self, rows: Sequence[Row]) -> tuple[dict[tuple[str, str], dict[str, Amounts]], dict[str, Row]]:
        found: dict[tuple[str, str], dict[str, Amounts]] = {}
        gross: dict[tuple[str, str], tuple[Row, Amounts]] = {}
        after: dict[str, Row] = {}
        for row in rows:
            owner = self._owner(row)
            amounts = Amounts(
                tuple(cents or 0 for cents in row.years), row.whole("before") or 0, row.whole("after") or 0
            )
            self._foots(row, amounts)
            if owner is None or owner[1] is None:
                continue
            for k, cents in enumerate(amounts.years):
                if cents < 0:
                    self.problems.add("amount-negative", row.place(f"years.{k}"), dollars(cents), warn=True)
            if amounts.after:
                after.setdefault(owner[0], row)
            key = (owner[0], owner[1])
            if row.text("source") == GROSS:
                gross[key] = (row, amounts)
            elif row.text("source"):
                found.setdefault(key, {}).setdefault(row.text("source"), amounts)
        for key, (row, declared) in gross.items():
            self._same_gross(row, declared, found.get(key, {}))
        return found, after

    def _foots(self, row: Row, amounts: Amounts) -> None:
        total = row.whole("total")
        if total is not None and total != amounts.total:
            self.problems.add("total-wrong", row.place("total"), row.raw("total"), dollars(amounts.total))

    def _same_gross(self, row: Row, declared: Amounts, sources: Mapping[str, Amounts]) -> None:
        pairs = [("before", declared.before, sum(a.before for a in sources.values()))]
        pairs += [
            (f"years.{k}", cents, sum(a.years[k] for a in sources.values())) for k, cents in enumerate(declared.years)
        ]
        pairs += [("after", declared.after, sum(a.after for a in sources.values()))]
        for code, cents, total in pairs:
            if cents != total:
                self.problems.add("sources-differ", row.place(code), dollars(cents), dollars(total))

    def _operating(self, rows: Sequence[Row]) -> dict[tuple[str, str], list[OperatingEffect]]:
        found: dict[tuple[str, str], list[OperatingEffect]] = {}
        for row in rows:
            owner = self._owner(row)
            if owner is None or owner[1] is None:
                continue
            filled = max((k + 1 for k, cents in enumerate(row.years) if cents is not None), default=0)
            years = tuple(cents or 0 for cents in row.years)
            effect = OperatingEffect(row.text("nature"), years, row.whole("recurring") or 0, filled)
            found.setdefault((owner[0], owner[1]), []).append(effect)
        return found

    def _people(self, rows: Sequence[Row]) -> dict[tuple[str, str], dict[str, tuple[int, ...]]]:
        found: dict[tuple[str, str], dict[str, tuple[int, ...]]] = {}
        for row in rows:
            owner = self._owner(row)
            if owner is not None and owner[1] is not None and row.text("pool"):
                years = tuple(people or 0 for people in row.years)
                found.setdefault((owner[0], owner[1]), {}).setdefault(row.text("pool"), years)
        return found

    # A whole project

    def _project(self, row: Row, options: tuple[Option, ...], claims: Mapping[str, ProjectClaims]) -> Project | None:
        mine = claims[row.text("id")]
        whole = {name: row.whole(name) for name in ("earliest", "latest", "duration")}
        words = {name: row.text(name) for name in ("jurisdiction", "kind", "category", "status", "phase", "basis")}
        self._makes_full(row, "agglomeration_percent", "city_percent")
        self._makes_full(row, "protection_percent", "development_percent")
        mandate = self._mandate(row)
        if None in whole.values() or not all(words.values()) or not row.text("estimate_class"):
            return None
        return Project(
            id=row.text("id"),
            title=Title(row.text("title_fr"), row.text("title_en")),
            department=row.text("department"),
            area=row.text("area"),
            jurisdiction=Jurisdiction(words["jurisdiction"]),
            kind=Kind(words["kind"]),
            category=Category(words["category"]),
            earliest=whole["earliest"] or 0,
            latest=whole["latest"] or 0,
            duration=whole["duration"] or 1,
            options=options,
            sponsor=row.text("sponsor"),
            description=Title(row.text("description_fr"), row.text("description_en")),
            justification=Title(row.text("justification_fr"), row.text("justification_en")),
            agglomeration_bp=row.whole("agglomeration_percent") or 0,
            protection_bp=row.whole("protection_percent") or 0,
            phase=Phase(words["phase"]),
            status=Status(words["status"]),
            mandate=mandate,
            reach=row.text("reach") or None,
            estimate_class=EstimateClass(row.text("estimate_class")),
            basis=CostBasis(words["basis"]),
            ratings=tuple(mine.ratings),
            risks=tuple(mine.risks),
            gates=tuple(mine.gates),
            priorities=tuple(mine.priorities),
            notes=row.text("notes"),
            supplier_estimate=row.whole("supplier_estimate"),
        )

    def _makes_full(self, row: Row, first: str, second: str) -> None:
        parts = row.whole(first), row.whole(second)
        if None not in parts and sum(part or 0 for part in parts) != FULL:
            read = f"{row.raw(first)} + {row.raw(second)}"
            self.problems.add("split-not-full", row.place(second), read, Mark("@full"))

    def _mandate(self, row: Row) -> Mandate | None:
        names = ("mandate_reason", "mandate_reference", "mandate_expiry")
        given = [name for name in names if row.values.get(name) not in (None, "")]
        if not given:
            return None
        for name in names:
            if name not in given and not row.raw(name):
                self.problems.add("mandate-incomplete", row.place(name))
        expiry = row.values.get("mandate_expiry")
        if len(given) < len(names) or expiry is None or isinstance(expiry, str | int | Decimal | tuple):
            return None
        mandate = Mandate(MandateReason(row.text("mandate_reason")), row.text("mandate_reference"), expiry)
        if expiry.year < self.info.first_year:
            self.problems.add("mandate-lapsed", row.place("mandate_expiry"), expiry.isoformat(), warn=True)
        return mandate

    def _check_project(self, row: Row, project: Project, after: Row | None) -> None:
        calendar = project.basis is CostBasis.CALENDAR
        if project.latest < project.earliest:
            self.problems.add("window-reversed", row.place("latest"), str(project.latest), str(project.earliest))
        elif calendar and project.latest != project.earliest:
            self.problems.add("calendar-moves", row.place("latest"), str(project.latest), str(project.earliest))
        elif not calendar and project.earliest < self.info.first_year:
            self.problems.add(
                "start-too-early", row.place("earliest"), str(project.earliest), str(self.info.first_year)
            )
        else:
            last = self.info.years[-1]
            if project.latest > last and not calendar:
                self.problems.add("latest-after-horizon", row.place("latest"), project.latest, str(last), warn=True)
            for option in project.options:
                if not timing.starts(project, option, self.info):
                    read = f"{project.earliest}-{project.latest}"
                    self.problems.add("no-start", row.place("latest"), read, option=option.code, last=last)
        if project.kind is Kind.PROGRAMME and after is not None:
            self.problems.add("programme-after", after.place("after"), after.raw("after"))
        if not any(option.capital for option in project.options):
            self.problems.add("no-capital", row.place("id"), project.id, warn=True)
        needs_reach = self.criteria.value_basis is ValueBasis.REACH and project.reach is None
        if needs_reach and any(option.reach is None for option in project.options):
            self.problems.add("reach-missing", row.place("reach"), expected=Mark("@reach"))
        self.claims.check(row, project)
