"""A score opened: axis by axis, criterion by criterion, from the rating and its evidence to what it adds."""

from markupsafe import Markup

from prioritizer.program.plan import Done
from prioritizer.publication.blocks import Table
from prioritizer.publication.edition import Edition
from prioritizer.publication.project_sheet import gates
from prioritizer.publication.sheet_scores import scores
from prioritizer.scoring.score import OptionScore
from prioritizer.text.numbers import millions, number
from prioritizer.web.components.axes import chip
from prioritizer.web.components.blocks import drawn
from prioritizer.web.components.html import Column, Row, note, table
from prioritizer.web.room import Room


def score(room: Room, edition: Edition, done: Done) -> Markup:
    """The table of the published sheet under the axes, the value it gives, and the options where there are several."""
    opened = edition.case.scorecard.of(done.project.id, done.option.code)
    printed = next(block for block in scores(edition, done) if isinstance(block, Table))
    parts = [
        note(room.say("web_project.score.how")),
        _table(room, printed),
        _value(room, done, opened),
    ]
    if len(done.project.options) > 1:
        parts.append(_options(room, edition, done))
    return Markup("").join([*parts, drawn(gates(edition, done.project))])


def _table(room: Room, printed: Table) -> Markup:
    columns = [Column(head, "num" if right else "") for head, right in zip(printed.head, printed.right, strict=True)]
    rows = []
    last = len(printed.rows) - 1
    for place, (name, rated, *shown) in enumerate(printed.rows):
        if place in printed.groups:
            axis = printed.groups.index(place)
            rows.append(Row((Markup("{}{}").format(chip(axis), name), rated, *shown), "axis"))
        elif place == last:
            rows.append(Row((name, rated, *shown), "total"))
        else:
            level, *why = rated.split("\n")
            reasons = Markup("<br><small>{}</small>").format("\n".join(why)) if why else ""
            rows.append(Row((name, Markup("{}{}").format(level, reasons), *shown), "criterion"))
    return table(room.say("web_project.score.caption"), columns, rows, shown=False, kind="score")


def _value(room: Room, done: Done, opened: OptionScore) -> Markup:
    delay = room.desk.case.delay(done.start)
    figures = {
        "score": number(opened.score, room.lang, 2),
        "factor": number(opened.multiplier, room.lang, 2, least=0),
        "value": number(opened.value * delay, room.lang, 2),
    }
    key = "web_project.score.value"
    if delay != 1:
        key, figures = (
            f"{key}_delayed",
            {**figures, "delay": number(delay, room.lang, 4, least=0), "year": str(done.start)},
        )
    return Markup('<p class="sum">{}</p>').format(room.say(key, **figures))


def _options(room: Room, edition: Edition, done: Done) -> Markup:
    lang = room.lang
    columns = [Column(room.say(f"web_project.option.{key}"), kind) for key, kind in _OPTION_COLUMNS]
    rows = []
    for option in done.project.options:
        opened = edition.case.scorecard.of(done.project.id, option.code)
        capital = sum(amounts.total for amounts in option.capital.values())
        kept = done.project.id in edition.plan.by_project and option.code == done.option.code
        rows.append(
            Row(
                (
                    room.words.option(done.project.id, option.code) or option.code,
                    millions(capital, lang),
                    number(opened.score, lang, 2),
                    number(opened.value, lang, 2),
                    room.say("web_project.option.kept") if kept else "",
                ),
                "enter" if kept else "",
            )
        )
    return table(room.say("web_project.option.caption"), columns, rows)


_OPTION_COLUMNS = (("name", ""), ("capital", "num"), ("score", "num"), ("value", "num"), ("decision", ""))
