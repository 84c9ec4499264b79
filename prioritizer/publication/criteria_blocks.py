"""The criteria as a resident reads them, block by block: what counts, each criterion with its levels, the rules."""

from collections.abc import Iterator
from fractions import Fraction

from prioritizer.domain.criteria import (
    Axis,
    CriteriaSet,
    Criterion,
    Gate,
    Levels,
    MeasureScale,
    PrioritySet,
    RiskScale,
    SetStatus,
    ValueBasis,
)
from prioritizer.domain.criteria import Indicator as Rated
from prioritizer.publication.blocks import Bar, Bars, Block, Facts, Heading, Paragraph, Table
from prioritizer.text import text
from prioritizer.text.criteria_words import Words
from prioritizer.text.numbers import date


def say(lang: str, key: str, **figures: object) -> str:
    """A sentence of the catalog of this page."""
    return text(lang, f"criteria_page.{key}", **figures)


def head(lang: str, *keys: str) -> tuple[str, ...]:
    """Headers of a table."""
    return tuple(say(lang, f"col.{key}") for key in keys)


def brief(criteria: CriteriaSet, lang: str) -> Iterator[Block]:
    """What the page is, how rating works, and which version this is."""
    axes = len(criteria.axes)
    yield Heading(1, say(lang, "part.brief"), "brief")
    yield Paragraph(
        say(lang, "brief.lead" if axes > 1 else "brief.lead_one", criteria=len(criteria.criteria), axes=axes),
        strong=True,
    )
    if criteria.notice:
        yield Paragraph(criteria.notice.get(lang))
    for key in ("level", "sum", "cost", *(("gates",) if criteria.gates else ())):
        yield Paragraph(say(lang, f"brief.{key}"))
    words = Words(lang)
    rows = [
        (say(lang, "fact.organization"), criteria.organization.get(lang)),
        (say(lang, "fact.version"), criteria.version),
        (say(lang, "fact.date"), date(criteria.date, lang)),
        (say(lang, "fact.status"), words.say(f"word.{criteria.status}")),
    ]
    if criteria.approver:
        rows.append((say(lang, "fact.approver"), criteria.approver.get(lang)))
    yield Facts(tuple(rows))


def weights(criteria: CriteriaSet, lang: str) -> Iterator[Block]:
    """The axes and the criteria drawn with their weights, then the same in a table."""
    words = Words(lang)
    yield Heading(1, say(lang, "part.weights"), "weights")
    yield Paragraph(say(lang, "weights.note"))
    yield weights_of_axes(criteria, lang)
    most = max(criteria.weights.values())
    bars = tuple(
        Bar(c.title.get(lang), words.share(weight), float(weight / most), axis=rank)
        for rank, axis in enumerate(criteria.axes, start=1)
        for c in axis.criteria
        for weight in (criteria.weights[c.code],)
    )
    yield Bars(say(lang, "weights.criteria_chart"), say(lang, "weights.criteria_alt"), bars)
    rows = [
        (
            axis.title.get(lang),
            c.title.get(lang),
            words.share(Fraction(c.weight) / 100),
            words.share(criteria.weights[c.code]),
        )
        for axis in criteria.axes
        for c in axis.criteria
    ]
    rows.append((say(lang, "weights.total"), "", "", words.share(Fraction(1))))
    yield Table(
        say(lang, "weights.caption"),
        head(lang, "axis", "criterion", "of_axis", "of_total"),
        tuple(rows),
        (False, False, True, True),
        total=True,
    )


def weights_of_axes(criteria: CriteriaSet, lang: str) -> Bars:
    """One bar an axis, in its colour."""
    words = Words(lang)
    most = max(axis.weight for axis in criteria.axes)
    return Bars(
        say(lang, "weights.axes_chart"),
        say(lang, "weights.axes_alt"),
        tuple(
            Bar(
                axis.title.get(lang),
                words.share(Fraction(axis.weight) / 100),
                float(axis.weight / most) if most else 0.0,
                axis=rank,
            )
            for rank, axis in enumerate(criteria.axes, start=1)
        ),
    )


def axis_part(criteria: CriteriaSet, number: int, axis: Axis, lang: str) -> Iterator[Block]:
    """One axis and its criteria."""
    words = Words(lang)
    yield Heading(1, _axis_heading(number, axis, lang), f"axis-{axis.code}")
    yield Paragraph(say(lang, "axis.weight", weight=words.share(Fraction(axis.weight) / 100)), strong=True)
    yield Paragraph(axis.why.get(lang))
    yield Paragraph(say(lang, "axis.serves", points=words.number(axis.serves_from)))
    for criterion in axis.criteria:
        yield Heading(2, criterion.title.get(lang), criterion.code)
        yield Paragraph(criterion.question.get(lang), strong=True)
        yield from _scale(criterion, words)
        yield Facts(tuple(_facts(criteria, criterion, words)))


def _facts(criteria: CriteriaSet, criterion: Criterion, words: Words) -> Iterator[tuple[str, str]]:
    lang = words.lang
    leaf, own = words.share(criteria.weights[criterion.code]), words.share(Fraction(criterion.weight) / 100)
    yield say(lang, "fact.weight"), say(lang, "fact.weight_of", leaf=leaf, weight=own)
    yield say(lang, "fact.why"), criterion.why.get(lang)
    sources = words.sources(criterion.sources)
    if sources:
        yield say(lang, "fact.sources"), sources
    if criterion.swing:
        yield say(lang, "fact.swing"), criterion.swing.get(lang)
    yield say(lang, "fact.missing"), words.say(f"word.{criterion.missing}")
    if criterion.evidence:
        figures = {
            "level": words.number(criterion.evidence.from_level),
            "text": criterion.evidence.ask.get(lang),
        }
        if isinstance(criterion.scale, MeasureScale):
            said = say(lang, "fact.evidence_measure", unit=criterion.scale.unit.get(lang), **figures)
        else:
            said = say(lang, "fact.evidence_level", **figures)
        yield say(lang, "fact.evidence"), said
    if criterion.priorities:
        asked = criterion.priorities
        yield (
            say(lang, "fact.priorities"),
            say(
                lang,
                "fact.priorities_of",
                most=asked.at_most,
                list=words.numbers(asked.allowed),
                level=words.number(asked.from_level),
            ),
        )


def _scale(criterion: Criterion, words: Words) -> Iterator[Block]:
    lang, title = words.lang, criterion.title.get(words.lang)
    match criterion.scale:
        case Levels() as scale:
            rows = tuple((str(step.level), step.text.get(lang), words.number(step.value)) for step in scale.levels)
            yield Table(
                say(lang, "axis.levels", title=title),
                head(lang, "level", "description", "points"),
                rows,
                (True, False, True),
            )
        case MeasureScale() as scale:
            yield from _points(scale, title, scale.unit.get(lang), words)
        case RiskScale() as scale:
            yield Paragraph(say(lang, "axis.risk"))
            yield _indicators(scale.likelihood, "likelihood", words)
            yield _indicators(scale.impact, "impact", words)
            yield Paragraph(say(lang, "axis.red", red=words.number(scale.red_from)))
            yield from _points(scale, title, say(lang, "col.reduction"), words)


def _points(scale: MeasureScale | RiskScale, title: str, unit: str, words: Words) -> Iterator[Block]:
    rows = tuple((words.number(point.at), words.number(point.value)) for point in scale.points_table)
    unit = unit[:1].upper() + unit[1:]
    yield Table(say(words.lang, "axis.points", title=title), (unit, *head(words.lang, "points")), rows, (True, True))
    yield Paragraph(say(words.lang, "axis.between"))


def _indicators(indicators: tuple[Rated, ...], key: str, words: Words) -> Table:
    lang = words.lang
    rows = tuple((row.code, row.text.get(lang), row.low.get(lang), row.high.get(lang)) for row in indicators)
    return Table(say(lang, f"axis.{key}"), head(lang, "code", "indicator", "low", "high"), rows, (False,) * 4)


def gates(criteria: CriteriaSet, lang: str) -> Iterator[Block]:
    """The eligibility rules, each with its text."""
    yield Heading(1, say(lang, "part.gates"), "gates")
    yield Paragraph(say(lang, "gates.lead"))
    words = Words(lang)
    for gate in criteria.gates:
        yield Heading(2, gate.title.get(lang), gate.code)
        yield Paragraph(gate.question.get(lang), strong=True)
        yield Facts(tuple(_gate(gate, words)))


def _gate(gate: Gate, words: Words) -> Iterator[tuple[str, str]]:
    lang = words.lang
    yield say(lang, "fact.gate_why"), gate.why.get(lang)
    if gate.commitments:
        yield say(lang, "fact.commitments"), words.numbers(gate.commitments)
    yield say(lang, "fact.passes"), ", ".join(words.value(answer) for answer in gate.passes)
    yield say(lang, "fact.failed"), words.say(f"word.{gate.effect}")
    yield say(lang, "fact.unanswered"), words.say(f"word.{gate.missing}")


def size(criteria: CriteriaSet, lang: str) -> Iterator[Block]:
    """How the size of a project and its first year change its value."""
    words = Words(lang)
    yield Heading(1, say(lang, "part.size"), "size")
    yield Paragraph(say(lang, f"size.{criteria.value_basis}"))
    if criteria.value_basis is ValueBasis.REACH:
        rows = tuple((row.text.get(lang), "× " + words.number(row.multiplier)) for row in criteria.reach)
        yield Table(say(lang, "size.caption"), head(lang, "reach", "factor"), rows, (False, True))
    rate = Fraction(criteria.delay_rate)
    yield Paragraph(say(lang, "size.delay", factor=words.number(1 + rate)) if rate else say(lang, "size.no_delay"))


def unconfirmed(criteria: CriteriaSet, lang: str) -> Iterator[Block]:
    """Facts to confirm before adoption."""
    if criteria.unconfirmed:
        yield Heading(1, say(lang, "part.unconfirmed"), "unconfirmed")
        yield Paragraph(say(lang, "unconfirmed.lead"))
        rows = tuple((str(rank), fact.get(lang)) for rank, fact in enumerate(criteria.unconfirmed, start=1))
        yield Table("", head(lang, "number", "fact"), rows, (True, False))


def numbered_priorities(priorities: PrioritySet, lang: str) -> Iterator[Block]:
    """The priorities that criteria cite by number."""
    yield Heading(1, priorities.title.get(lang), "priorities")
    yield Paragraph(priorities.notice.get(lang))
    rows = tuple(
        (str(p.number), p.text.get(lang), say(lang, f"state.{'confirmed' if p.confirmed else 'unconfirmed'}"))
        for p in priorities.priorities
    )
    yield Table(say(lang, "priorities.caption"), head(lang, "number", "priority", "state"), rows, (True, False, False))


def axis_ranks(criteria: CriteriaSet, lang: str) -> dict[str, int]:
    """Title of an axis or of a criterion -> rank of its axis, from 1: whose colour goes with it."""
    ranks = {}
    for rank, axis in enumerate(criteria.axes, start=1):
        ranks[_axis_heading(rank, axis, lang)] = rank
        ranks |= {title.get(lang): rank for title in (axis.title, *(criterion.title for criterion in axis.criteria))}
    return ranks


def _axis_heading(number: int, axis: Axis, lang: str) -> str:
    return say(lang, "part.axis", number=number, title=axis.title.get(lang))


def stamp(criteria: CriteriaSet, lang: str) -> str:
    """What every page says of a set that is not in force."""
    match criteria.status:
        case SetStatus.DRAFT:
            return say(lang, "stamp")
        case SetStatus.RETIRED:
            return say(lang, "retired")
        case _:
            return ""
