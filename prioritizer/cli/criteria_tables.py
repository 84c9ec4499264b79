"""A criteria set as a person reads it: weights, then each criterion with its scale, rules, what is to confirm."""

from collections.abc import Iterator
from fractions import Fraction

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from prioritizer.cli.say import CARE, DIM, GOOD, STRONG
from prioritizer.domain.criteria import Axis, CriteriaSet, Criterion, Levels, MeasureScale, PrioritySet, RiskScale
from prioritizer.text.criteria_words import Words
from prioritizer.text.numbers import date

HASH_SHOWN = 16
INDENT = (0, 0, 0, 2)


def new_table() -> Table:
    """A table over the whole width."""
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=True, header_style=STRONG)


def sheet(criteria: CriteriaSet, priorities: PrioritySet | None, lang: str) -> Iterator[RenderableType]:
    """The whole set, part by part."""
    words = Words(lang)
    yield from _head(criteria, words)
    yield _titled(words.say("show.weights"), _weights(criteria, words))
    for axis in criteria.axes:
        yield from _axis(criteria, axis, words)
    if criteria.gates:
        yield _titled(words.say("show.gates"), _gates(criteria, words))
    if criteria.reach:
        yield _titled(words.say("show.reach"), _reach(criteria, words))
    if priorities is not None:
        yield _titled(
            priorities.title.get(lang), Text(priorities.notice.get(lang), style=CARE), _priorities(priorities, words)
        )
    if criteria.unconfirmed:
        facts = (_bullet(fact.get(lang)) for fact in criteria.unconfirmed)
        yield _titled(words.say("show.unconfirmed"), *facts, Text())
    yield _titled(words.say("show.changes"), *_changes(criteria, words), Text())
    yield Text(words.say("show.hash", hash=criteria.digest()[:HASH_SHOWN]), style=DIM)


def _titled(title: str, *parts: RenderableType) -> Group:
    return Group(Text(title, style=STRONG), *parts)


def _bullet(said: str) -> Padding:
    table = Table.grid(padding=(0, 1))
    table.add_row("•", Text(said))
    return Padding(table, INDENT)


def _head(criteria: CriteriaSet, words: Words) -> Iterator[RenderableType]:
    lang = words.lang
    yield Text(criteria.title.get(lang), style=STRONG)
    head = {
        "organization": criteria.organization.get(lang),
        "version": criteria.version,
        "date": date(criteria.date, lang),
        "status": words.say(f"word.{criteria.status}"),
    }
    yield Text(words.say("show.head", **head))
    if criteria.approver:
        yield Text(words.say("show.approver", approver=criteria.approver.get(lang)))
    if criteria.notice:
        yield Text(criteria.notice.get(lang), style=CARE)
    yield Text(words.say("show.basis", basis=words.say(f"word.{criteria.value_basis}")))
    rate = Fraction(criteria.delay_rate)
    yield Text(words.say("show.delay", factor=words.number(1 + rate)) if rate else words.say("show.no_delay"))
    yield Text()


def _weights(criteria: CriteriaSet, words: Words) -> Table:
    table = new_table()
    table.add_column(words.say("col.criterion"), ratio=1)
    table.add_column(words.say("col.code"), no_wrap=True, style=DIM)
    table.add_column(words.say("col.of_axis"), justify="right", no_wrap=True)
    table.add_column(words.say("col.of_total"), justify="right", no_wrap=True)
    for axis in criteria.axes:
        table.add_section()
        total = words.share(Fraction(axis.weight) / 100)
        table.add_row(Text(axis.title.get(words.lang)), axis.code, "", total, style=STRONG)
        for criterion in axis.criteria:
            leaf = words.share(criteria.weights[criterion.code])
            own = words.share(Fraction(criterion.weight) / 100)
            table.add_row(Padding(Text(criterion.title.get(words.lang)), INDENT), criterion.code, own, leaf)
    return table


def _axis(criteria: CriteriaSet, axis: Axis, words: Words) -> Iterator[RenderableType]:
    weight = words.share(Fraction(axis.weight) / 100)
    yield Text(words.say("show.criteria_of", title=axis.title.get(words.lang), weight=weight), style=GOOD)
    yield Text(axis.why.get(words.lang))
    yield Text(words.say("show.serves", points=words.number(axis.serves_from)))
    yield Text()
    for criterion in axis.criteria:
        yield from _criterion(criteria, criterion, words)


def _criterion(criteria: CriteriaSet, criterion: Criterion, words: Words) -> Iterator[RenderableType]:
    lang = words.lang
    shares = {
        "leaf": words.share(criteria.weights[criterion.code]),
        "weight": words.share(Fraction(criterion.weight) / 100),
    }
    yield Text(words.say("show.criterion", title=criterion.title.get(lang), **shares), style=STRONG)
    lines = [Text(words.say("show.code", code=criterion.code), style=DIM), Text(criterion.question.get(lang))]
    lines.append(Text(words.say("show.why", text=criterion.why.get(lang))))
    sources = words.sources(criterion.sources)
    if sources:
        lines.append(Text(words.say("show.sources", text=sources)))
    if criterion.swing:
        lines.append(Text(words.say("show.swing", text=criterion.swing.get(lang))))
    yield Padding(Group(*lines), INDENT)
    yield Padding(_scale(criterion, words), INDENT)
    after = [Text(words.say("show.missing", text=words.say(f"word.{criterion.missing}")))]
    if criterion.evidence:
        figures = {
            "level": words.number(criterion.evidence.from_level),
            "text": criterion.evidence.ask.get(lang),
        }
        if isinstance(criterion.scale, MeasureScale):
            after.append(Text(words.say("show.evidence_measure", unit=criterion.scale.unit.get(lang), **figures)))
        else:
            after.append(Text(words.say("show.evidence_level", **figures)))
    if criterion.priorities:
        own = criterion.priorities
        level = words.number(own.from_level)
        said = words.say("show.priorities", most=own.at_most, list=words.numbers(own.allowed), level=level)
        after.append(Text(said))
    yield Padding(Group(*after, Text()), INDENT)


def _scale(criterion: Criterion, words: Words) -> RenderableType:
    match criterion.scale:
        case Levels():
            table = new_table()
            table.add_column(words.say("col.level"), justify="right", no_wrap=True)
            table.add_column(words.say("col.points"), justify="right", no_wrap=True)
            table.add_column(words.say("col.description"), ratio=1)
            for step in criterion.scale.levels:
                table.add_row(str(step.level), words.number(step.value), Text(step.text.get(words.lang)))
            return table
        case MeasureScale():
            unit = criterion.scale.unit.get(words.lang)
            return Group(_points(criterion.scale, unit, words), Text(words.say("show.between")))
        case RiskScale():
            return _risk(criterion.scale, words)


def _points(scale: MeasureScale | RiskScale, head: str, words: Words) -> Table:
    table = new_table()
    table.expand = False
    table.add_column(head, justify="right")
    table.add_column(words.say("col.points"), justify="right", no_wrap=True)
    for point in scale.points_table:
        table.add_row(words.number(point.at), words.number(point.value))
    return table


def _risk(scale: RiskScale, words: Words) -> Group:
    parts: list[RenderableType] = []
    for key, indicators in (("likelihood", scale.likelihood), ("impact", scale.impact)):
        table = new_table()
        table.add_column("")
        table.add_column(words.say("col.indicator"), ratio=2)
        table.add_column(words.say("col.low"), ratio=2)
        table.add_column(words.say(f"col.high_{key}"), ratio=2)
        for row in indicators:
            said = (Text(part.get(words.lang)) for part in (row.text, row.low, row.high))
            table.add_row(row.code, *said)
        parts += [Text(words.say(f"field.{key}").capitalize()), table]
    parts.append(Text(words.say("show.risk")))
    parts.append(Text(words.say("show.red", red=words.number(scale.red_from)), style=CARE))
    parts += [_points(scale, words.say("col.reduction"), words), Text(words.say("show.between"))]
    return Group(*parts)


def _gates(criteria: CriteriaSet, words: Words) -> Table:
    table = new_table()
    table.add_column(words.say("col.rule"), ratio=3)
    table.add_column(words.say("col.description"), ratio=6)
    table.add_column(words.say("col.failed"), ratio=2)
    table.add_column(words.say("col.unanswered"), ratio=2)
    for gate in criteria.gates:
        said = Group(Text(gate.question.get(words.lang)), Text(gate.why.get(words.lang), style=DIM))
        title = Group(Text(gate.title.get(words.lang), style=STRONG), Text(gate.code, style=DIM))
        table.add_row(title, said, words.say(f"word.{gate.effect}"), words.say(f"word.{gate.missing}"))
        table.add_row()
    return table


def _reach(criteria: CriteriaSet, words: Words) -> Table:
    table = new_table()
    table.add_column(words.say("col.code"), no_wrap=True, style=DIM)
    table.add_column(words.say("col.description"), ratio=1)
    table.add_column(words.say("col.multiplier"), justify="right", no_wrap=True)
    for reach in criteria.reach:
        table.add_row(reach.code, Text(reach.text.get(words.lang)), "× " + words.number(reach.multiplier))
    return table


def _priorities(priorities: PrioritySet, words: Words) -> Table:
    table = new_table()
    table.add_column(words.say("col.number"), justify="right", no_wrap=True)
    table.add_column(words.say("col.text"), ratio=1)
    table.add_column(words.say("col.state"), no_wrap=True, style=CARE)
    for priority in priorities.priorities:
        state = "" if priority.confirmed else words.say("show.to_confirm")
        table.add_row(str(priority.number), Text(priority.text.get(words.lang)), state)
    return table


def _changes(criteria: CriteriaSet, words: Words) -> Iterator[RenderableType]:
    for change in criteria.changes:
        day = date(change.date, words.lang)
        yield _bullet(f"{change.version} ({day}) {change.text.get(words.lang)}")
