"""The published criteria: axis by axis, each criterion with its weight, its question, its reason and its levels."""

from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from prioritizer.domain.criteria import Criterion, Levels, MeasureScale, RiskScale, Sources
from prioritizer.text.numbers import date, number, percent
from prioritizer.web.components.axes import chip
from prioritizer.web.components.html import Column, Row, folded, note, table
from prioritizer.web.room import Room

SOURCES = ("commitments", "vision", "objectives", "priorities")


def criteria(room: Room) -> Markup:
    """The whole set."""
    return Markup("").join(_parts(room))


def _parts(room: Room) -> Iterator[Markup]:
    found, lang = room.criteria, room.lang
    status = room.say(f"criteria.word.{found.status}")
    head = room.say(
        "criteria.show.head",
        organization=found.organization.get(lang),
        version=found.version,
        date=date(found.date, lang),
        status=status,
    )
    yield Markup("<h2>{}</h2>").format(found.title.get(lang))
    yield note(head)
    if found.notice:
        yield Markup("<p>{}</p>").format(found.notice.get(lang))
    for place, axis in enumerate(found.axes):
        share = percent(axis.weight / 100, lang, 0 if axis.weight == int(axis.weight) else 1)
        yield Markup("<h2>{}{} <small>{}</small></h2><p>{}</p>").format(
            chip(place), axis.title.get(lang), share, axis.why.get(lang)
        )
        columns = [
            Column(room.say("web_method.criterion")),
            Column(room.say("web_method.in_axis"), "num"),
            Column(room.say("web_method.in_total"), "num"),
            Column(room.say("web_method.why")),
        ]
        rows = [_row(room, criterion) for criterion in axis.criteria]
        yield table(axis.title.get(lang), columns, rows, shown=False)
        for criterion in axis.criteria:
            yield folded(room.say("web_method.scale_of", criterion=criterion.title.get(lang)), _scale(room, criterion))
    yield Markup("<h2>{}</h2>").format(room.say("criteria.show.gates"))
    columns = [
        Column(room.say("web_method.gate")),
        Column(room.say("web_method.question")),
        Column(room.say("web_method.why")),
    ]
    rows = [Row((g.title.get(lang), g.question.get(lang), g.why.get(lang))) for g in found.gates]
    yield table(room.say("criteria.show.gates"), columns, rows, shown=False)
    if found.unconfirmed:
        items = Markup("").join(Markup("<li>{}</li>").format(text.get(lang)) for text in found.unconfirmed)
        yield Markup("<h2>{}</h2><ul>{}</ul>").format(room.say("criteria.show.unconfirmed"), items)


def _row(room: Room, criterion: Criterion) -> Row:
    lang = room.lang
    whole = room.criteria.weights[criterion.code]
    name = Markup("{}<br><small>{}</small>").format(criterion.title.get(lang), criterion.question.get(lang))
    why = Markup("{}<br><small>{}</small>").format(criterion.why.get(lang), _sources(room, criterion.sources))
    weight = criterion.weight / 100
    return Row((name, percent(weight, lang, 0), percent(whole, lang, 1), why))


def _sources(room: Room, sources: Sources) -> str:
    said = []
    for kind in SOURCES:
        listed = getattr(sources, kind)
        if listed:
            key = f"criteria.source.{kind}" + ("_one" if len(listed) == 1 else "")
            said.append(room.say(key, list=", ".join(str(item) for item in listed)))
    said += [text.get(room.lang) for text in sources.other]
    return room.say("criteria.source.joint").join(said)


def _scale(room: Room, criterion: Criterion) -> Markup:
    lang = room.lang
    match criterion.scale:
        case Levels(levels=levels):
            columns = [
                Column(room.say("web_method.level"), "tight"),
                Column(room.say("web_method.points"), "num"),
                Column(room.say("web_method.meaning")),
            ]
            rows = [
                Row((str(step.level), number(step.value, lang, 4, least=0), step.text.get(lang))) for step in levels
            ]
            return table(criterion.title.get(lang), columns, rows, shown=False)
        case MeasureScale(points_table=points, unit=unit):
            return _points(room, criterion, unit.get(lang), [(p.at, p.value) for p in points])
        case RiskScale(points_table=points):
            drawn = _points(room, criterion, room.say("web_method.risk_removed"), [(p.at, p.value) for p in points])
            return note(room.say("criteria.show.risk")) + drawn
    return Markup("")


def _points(room: Room, criterion: Criterion, unit: str, points: list[tuple[object, object]]) -> Markup:
    columns = [Column(unit, "num"), Column(room.say("web_method.points"), "num")]
    rows = [Row(tuple(number(Fraction(str(value)), room.lang, 4, least=0) for value in point)) for point in points]
    return table(criterion.title.get(room.lang), columns, rows, shown=False) + note(room.say("criteria.show.between"))
