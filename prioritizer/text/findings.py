"""Rules, findings, repairs and outcomes in words: the same sentences for the terminal and for the workbook."""

from dataclasses import dataclass
from fractions import Fraction

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Change, FigureUnit, Finding, Outcome, Reason, RepairKind
from prioritizer.domain.portfolio import BASE_OPTION, FULL, Portfolio
from prioritizer.domain.vocabulary import Category, Dimension, Jurisdiction, Measure, Source
from prioritizer.text import text, word
from prioritizer.text.numbers import dollars, money, number, percent

Key = tuple[str, tuple[str, ...], int | None]
"""What names one limit: rule, subject and year."""

YEARLY = ("envelope", "earmark", "operating", "capacity", "concurrency")
"""Rules that hold year by year, and have a name for all years together."""
MEMBERS_SHOWN = 6
"""Projects listed by id in a sentence before it says how many more there are."""


@dataclass(frozen=True)
class Wording:
    """Words codes, subjects and figures with the titles of a portfolio and its criteria set."""

    portfolio: Portfolio
    criteria: CriteriaSet
    lang: str

    def project(self, code: str) -> str:
        """Identifier and title of a project."""
        project = self.portfolio.by_id.get(code)
        return f"{code} ({project.title.get(self.lang)})" if project else code

    def source(self, code: str) -> str:
        """Name of a funding source: the vocabulary's where it knows it, else the city's own."""
        return word(self.lang, "source", code) if code in {source.value for source in Source} else code

    def option(self, project: str, code: str) -> str:
        """Title of an option, else its code; nothing for the only option of a project that names none."""
        found = self.portfolio.by_id[project].option(code)
        return found.title.get(self.lang) or ("" if code == BASE_OPTION else code)

    def gate(self, code: str) -> str:
        """Title of an eligibility rule."""
        return next((gate.title.get(self.lang) for gate in self.criteria.gates if gate.code == code), code)

    def axis(self, code: str) -> str:
        """Title of an axis."""
        return next((axis.title.get(self.lang) for axis in self.criteria.axes if axis.code == code), code)

    def criterion(self, code: str) -> str:
        """Title of a criterion."""
        return next((c.title.get(self.lang) for c in self.criteria.criteria if c.code == code), code)

    def members(self, dimension: str, members: tuple[str, ...]) -> str:
        """Who a balance or an earmark is about."""
        if dimension in (Dimension.PROTECTION, Dimension.AGGLOMERATION):
            return text(self.lang, f"rules.all.{dimension}")
        names: list[str] = []
        for member in members:
            if dimension == Dimension.AXIS:
                names.append(text(self.lang, "rules.all.axis", title=self.axis(member)))
            elif dimension == Dimension.JURISDICTION and member in {value.value for value in Jurisdiction}:
                names.append(word(self.lang, "jurisdiction", member))
            elif dimension == Dimension.CATEGORY and member in {value.value for value in Category}:
                names.append(word(self.lang, "category", member))
            else:
                names.append(member)
        return self.listed(tuple(names))

    def listed(self, names: tuple[str, ...]) -> str:
        """Names in a row, the first ones when there are many."""
        if len(names) <= MEMBERS_SHOWN:
            return ", ".join(names)
        more = text(self.lang, "result.more", count=len(names) - MEMBERS_SHOWN)
        return ", ".join((*names[:MEMBERS_SHOWN], more))

    def figure(self, value: Fraction | int, unit: FigureUnit, *, exact: bool = False) -> str:
        """A figure with its unit; ``exact`` shows cents where there are any."""
        if unit is FigureUnit.CENTS:
            return money(value, self.lang) if exact and value % 100 else dollars(value, self.lang)
        if unit is FigureUnit.MILLI_FTE:
            fte = number(Fraction(value) / 1000, self.lang, 3, least=0)
            return text(self.lang, "rules.all.fte", figure=fte)
        if unit is FigureUnit.YEARS:
            return str(int(value))
        return number(value, self.lang)

    def rule(self, code: str) -> str:
        """Title of a rule."""
        return text(self.lang, f"rules.{code}.title")

    def rule_text(self, code: str, part: str) -> str:
        """The title, the sentence or the formula of a rule."""
        return text(self.lang, f"rules.{code}.{part}")

    def kind(self, kind: RepairKind) -> str:
        """What a repair spends."""
        return text(self.lang, f"rules.kind.{kind}")

    def name(self, rule: str, subject: tuple[str, ...], year: int | None) -> str:
        """What one limit is called: the rule, what it is about, its year."""
        figures = self._figures(rule, subject, year)
        if "name" in figures:
            return figures["name"]
        key = f"rules.{rule}.name"
        if rule in YEARLY and year is None:
            key += "_all"
        return text(self.lang, key, **figures)

    def finding(self, finding: Finding) -> str:
        """What a rule says of a program: used, allowed, left."""
        figures = self._figures(finding.rule, finding.subject, finding.year)
        figures["used"] = self.figure(finding.used, finding.unit)
        figures["limit"] = self.figure(finding.limit, finding.unit)
        figures["slack"] = self.figure(finding.slack, finding.unit)
        dated = finding.unit is FigureUnit.YEARS
        return text(self.lang, f"rules.{finding.rule}.finding" + ("_years" if dated else ""), **figures)

    def breach(self, finding: Finding) -> str:
        """What a rule says of a program that breaks it."""
        return text(
            self.lang,
            "rules.all.broken",
            name=self.name(finding.rule, finding.subject, finding.year),
            used=self.figure(finding.used, finding.unit, exact=True),
            limit=self.figure(finding.limit, finding.unit, exact=True),
        )

    def change(self, change: Change) -> str:
        """One step of a repair."""
        figures = self._figures(change.rule, change.subject, change.year)
        figures["amount"] = self.figure(change.amount, change.unit, exact=True)
        return text(self.lang, f"rules.{change.rule}.repair", **figures)

    def reason(self, outcome: Outcome) -> str:
        """Why a project is in or out of the program."""
        if outcome.reason in (Reason.GATE, Reason.HELD):
            detail = ", ".join(self.gate(gate) for gate in outcome.detail)
        else:
            detail = self.listed(outcome.detail)
        return text(self.lang, f"result.reason.{outcome.reason}", detail=detail)

    def _figures(self, rule: str, subject: tuple[str, ...], year: int | None) -> dict[str, str]:
        figures = {"year": str(year) if year is not None else ""}
        match rule:
            case "choice" | "imposed":
                figures["project"] = self.project(subject[0])
            case "gate":
                figures["project"] = self.project(subject[0])
                figures["gate"] = self.gate(subject[1]) if len(subject) > 1 else ""
            case "envelope":
                figures["source"] = self.source(subject[0])
            case "capacity":
                figures["pool"] = subject[0]
            case "concurrency":
                everyone = text(self.lang, "rules.all.departments")
                figures["department"] = (subject[0] if subject else "") or everyone
            case "precedence":
                figures["project"], figures["other"] = self.project(subject[0]), self.project(subject[1])
            case "group":
                members = self.listed(subject[2:])
                figures["name"] = text(self.lang, f"rules.group.name.{subject[0]}", k=subject[1], members=members)
            case "balance":
                figures["name"] = self._balance(subject, year)
            case "synergy":
                figures["members"] = self.listed(subject)
            case "earmark":
                figures["source"] = self.source(subject[0])
                figures["members"] = self.members(subject[1], subject[2:])
        return figures

    def _balance(self, subject: tuple[str, ...], year: int | None) -> str:
        dimension, sense, measure, *members = subject
        value = next(
            (
                balance.value
                for balance in self.portfolio.balances
                if (balance.dimension, balance.sense, balance.measure) == (dimension, sense, measure)
                and tuple(sorted(set(balance.members))) == tuple(sorted(members))
                and balance.year == year
            ),
            0,
        )
        when = text(self.lang, "rules.all.horizon") if year is None else text(self.lang, "rules.all.year", year=year)
        share = measure == Measure.SHARE
        return text(
            self.lang,
            f"rules.balance.name.{sense}_{measure}",
            share=percent(Fraction(value, FULL), self.lang, 0 if value % 100 == 0 else 2) if share else "",
            amount="" if share else dollars(value, self.lang),
            when=when,
            members=self.members(dimension, tuple(members)),
        )
