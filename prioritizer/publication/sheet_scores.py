"""The scores of one project, opened: every level, why it was given, and the arithmetic down to the value."""

from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain.criteria import Criterion, Levels, RiskScale
from prioritizer.domain.portfolio import Rating
from prioritizer.program.plan import Done
from prioritizer.publication.blocks import Block, Facts, Heading, Table
from prioritizer.publication.edition import Edition
from prioritizer.publication.fields import label
from prioritizer.text import text
from prioritizer.text.numbers import number, percent


def scores(edition: Edition, done: Done) -> Iterator[Block]:
    """One row a criterion under its axis: level and why, points, weight, product; then the value."""
    lang, criteria = edition.lang, edition.case.criteria
    opened = edition.case.scorecard.of(done.project.id, done.option.code)
    lines = {line.criterion: line for line in opened.criteria}
    why = {(rating.criterion, rating.option): rating for rating in done.project.ratings}
    rows: list[tuple[str, ...]] = []
    groups = []
    for axis in criteria.axes:
        groups.append(len(rows))
        weight, points = Fraction(axis.weight) / 100, opened.axes[axis.code]
        rows.append((axis.title.get(lang), "", *_product(points, weight, lang)))
        for criterion in axis.criteria:
            line = lines[criterion.code]
            rated = why.get((criterion.code, done.option.code)) or why.get((criterion.code, None))
            said = (_level(edition, criterion, line.level, done), _reasons(edition, rated))
            product = _product(line.points, line.weight, lang)
            rows.append((criterion.title.get(lang), "\n".join(part for part in said if part), *product))
    rows.append((edition.say("sheet.score"), "", "", percent(1, lang, 1), number(opened.score, lang, 2)))
    level, reasons = (label(lang, "ratings", column) for column in ("level", "rationale"))
    head = (
        label(lang, "ratings", "criterion"),
        edition.say("col.level_and_why", level=level, why=reasons.lower()),
        *(edition.say(f"col.{key}") for key in ("points", "weight", "product")),
    )
    yield Heading(3, edition.say("sheet.scores"))
    yield Table("", head, tuple(rows), (False, False, True, True, True), total=True, groups=tuple(groups))
    factor = number(opened.multiplier, lang, 2, least=0)
    value = number(opened.value, lang, 2)
    yield Facts(((edition.say("sheet.value"), edition.say("sheet.value_of", factor=factor, value=value)),))


def _product(points: Fraction, weight: Fraction, lang: str) -> tuple[str, str, str]:
    return number(points, lang, 1), percent(weight, lang, 1), number(points * weight, lang, 2)


def _reasons(edition: Edition, rated: Rating | None) -> str:
    if rated is None:
        return ""
    evidence = edition.say("sheet.evidence", evidence=rated.evidence) if rated.evidence else ""
    return " ".join(part for part in (rated.rationale, evidence) if part)


def _level(edition: Edition, criterion: Criterion, level: Fraction | None, done: Done) -> str:
    if level is None:
        return text(edition.lang, "result.missing")
    if isinstance(criterion.scale, Levels):
        step = next(step for step in criterion.scale.levels if step.level == level)
        return f"{step.level} – {step.text.get(edition.lang)}"
    opened = edition.case.scorecard.of(done.project.id, done.option.code)
    if isinstance(criterion.scale, RiskScale) and opened.risk_today is not None and opened.risk_after is not None:
        today, after = (number(value, edition.lang, 1) for value in (opened.risk_today, opened.risk_after))
        red = " " + edition.say("sheet.red") if opened.red else ""
        return edition.say("sheet.risk", today=today, after=after) + red
    return number(level, edition.lang, 2, least=0)
