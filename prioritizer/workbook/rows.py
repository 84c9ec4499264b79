"""A portfolio as rows of the layout: codes and canonical values, before any wording."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from prioritizer.domain.portfolio import BASE_OPTION, FULL, Info, Option, Portfolio, Project
from prioritizer.domain.vocabulary import LagFrom, LinkType, RuleType
from prioritizer.workbook.layout import LAYOUT_VERSION

Value = str | int | Decimal | dt.date | Sequence[str] | Sequence[int | None] | None
"""Text or a code, cents, basis points, thousandths of FTE, a level, a date, names, or one entry a year."""
Row = Mapping[str, Value]
"""Values by column code; the year columns are one entry, ``years``."""

GROUPS = (LinkType.AT_MOST, LinkType.AT_LEAST, LinkType.EXACTLY)
"""Links that count projects: a 0 says something there."""


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def info_row(info: Info) -> Row:
    """The one row of the information sheet."""
    return {
        "organization": info.organization,
        "title": info.title,
        "first_year": info.first_year,
        "horizon": info.horizon,
        "unit": info.unit.value,
        "later_allowed": _yes(info.later_allowed),
        "illustrative": info.illustrative,
        "layout_version": LAYOUT_VERSION,
    }


def is_base(project: Project) -> bool:
    """Whether the only option says nothing of its own, so that no row of the options sheet is needed."""
    if len(project.options) != 1:
        return False
    option = project.options[0]
    plain = not option.title.fr and not option.title.en and option.reach is None and option.duration is None
    return option.code == BASE_OPTION and plain


def project_row(project: Project) -> Row:
    """The row of the projects sheet."""
    mandate = project.mandate
    return {
        "id": project.id,
        "title_fr": project.title.fr,
        "title_en": project.title.en,
        "department": project.department,
        "sponsor": project.sponsor,
        "area": project.area,
        "jurisdiction": project.jurisdiction.value,
        "kind": project.kind.value,
        "category": project.category.value,
        "status": project.status.value,
        "phase": project.phase.value,
        "earliest": project.earliest,
        "latest": project.latest,
        "duration": project.duration,
        "basis": project.basis.value,
        "estimate_class": project.estimate_class.value,
        "reach": project.reach,
        "agglomeration_percent": project.agglomeration_bp,
        "city_percent": FULL - project.agglomeration_bp,
        "protection_percent": project.protection_bp,
        "development_percent": FULL - project.protection_bp,
        "mandate_reason": mandate.reason.value if mandate else None,
        "mandate_reference": mandate.reference if mandate else None,
        "mandate_expiry": mandate.expiry if mandate else None,
        "description_fr": project.description.fr,
        "description_en": project.description.en,
        "justification_fr": project.justification.fr,
        "justification_en": project.justification.en,
        "supplier_estimate": project.supplier_estimate,
        "notes": project.notes,
    }


def _option_rows(project: Project, option: Option) -> Iterator[tuple[str, Row]]:
    implied = is_base(project)
    if not implied:
        yield (
            "options",
            {
                "project": project.id,
                "option": option.code,
                "title_fr": option.title.fr,
                "title_en": option.title.en,
                "reach": option.reach,
                "duration": option.duration,
            },
        )
    name = {"project": project.id, "option": None if implied else option.code}
    for source, amounts in option.capital.items():
        years = {"before": amounts.before or None, "years": _blank_zeros(amounts.years), "after": amounts.after or None}
        yield "capital", {**name, "source": source, **years, "total": amounts.total}
    for effect in option.operating:
        # A year not filled in is empty, a year filled with 0 is 0: the recurring amount begins after the last one.
        filled = tuple(cents if k < effect.filled else None for k, cents in enumerate(effect.years))
        recurring = effect.recurring or None
        yield "operating", {**name, "nature": effect.nature, "years": filled, "recurring": recurring}
    for pool, people in option.people.items():
        yield "people", {**name, "pool": pool, "years": _blank_zeros(people)}


def _blank_zeros(years: Sequence[int]) -> tuple[int | None, ...]:
    return tuple(value or None for value in years)


def _claim_rows(project: Project) -> Iterator[tuple[str, Row]]:
    for rating in project.ratings:
        yield (
            "ratings",
            {
                "project": project.id,
                "option": rating.option,
                "criterion": rating.criterion,
                "level": rating.level,
                "rationale": rating.rationale,
                "evidence": rating.evidence,
                "assessor": rating.assessor,
                "note": rating.note,
            },
        )
    for risk in project.risks:
        yield (
            "risks",
            {
                "project": project.id,
                "option": risk.option,
                "system": risk.system,
                "moment": risk.moment.value,
                **{f"L{number}": level for number, level in enumerate(risk.likelihood, 1)},
                **{f"C{number}": level for number, level in enumerate(risk.impact, 1)},
                "withheld": risk.withheld,
                "note": risk.note,
            },
        )
    for gate in project.gates:
        yield "gates", {"project": project.id, "gate": gate.gate, "answer": gate.answer.value, "note": gate.note}
    for priority in project.priorities:
        yield (
            "priorities",
            {
                "project": project.id,
                "number": priority.number,
                "outcome": priority.outcome,
                "indicator": priority.indicator,
                "target": priority.target,
            },
        )


def _budget_rows(portfolio: Portfolio) -> Iterator[tuple[str, Row]]:
    for link in portfolio.links:
        yield (
            "links",
            {
                "type": link.type.value,
                "project": link.project,
                "others": link.others,
                "k": link.k if link.k or link.type in GROUPS else None,
                "lag": link.lag or None,
                "lag_from": link.lag_from.value
                if link.type is LinkType.AFTER or link.lag_from is LagFrom.START
                else None,
                "bonus": link.bonus or None,
                "saving": link.saving or None,
                "source": link.source,
                "year": link.year,
                "note": link.note,
            },
        )
    for envelope in portfolio.envelopes:
        limited = envelope.amounts is not None
        yield (
            "envelopes",
            {
                "source": envelope.source,
                "limited": _yes(limited),
                "carry": envelope.carry_bp,
                "years": envelope.amounts,
            },
        )
    for limit in portfolio.limits:
        yield "limits", {"kind": limit.kind.value, "name": limit.name, "years": limit.amounts}
    for balance in portfolio.balances:
        yield (
            "rules",
            {
                "type": RuleType.BALANCE.value,
                "dimension": balance.dimension.value,
                "members": balance.members,
                "sense": balance.sense.value,
                balance.measure.value: balance.value,
                "year": balance.year,
                "reason": balance.reason,
            },
        )
    for earmark in portfolio.earmarks:
        yield (
            "rules",
            {
                "type": RuleType.EARMARK.value,
                "dimension": earmark.dimension.value,
                "members": earmark.members,
                "amount": earmark.value,
                "source": earmark.source,
                "year": earmark.year,
                "reason": earmark.reason,
            },
        )


def portfolio_rows(portfolio: Portfolio) -> dict[str, list[Row]]:
    """Rows of each sheet that is read, by sheet code, in the portfolio's own order."""
    found: dict[str, list[Row]] = {"info": [info_row(portfolio.info)]}
    for project in portfolio.projects:
        found.setdefault("projects", []).append(project_row(project))
        for option in project.options:
            for sheet, row in _option_rows(project, option):
                found.setdefault(sheet, []).append(row)
        for sheet, row in _claim_rows(project):
            found.setdefault(sheet, []).append(row)
    for sheet, row in _budget_rows(portfolio):
        found.setdefault(sheet, []).append(row)
    return found
