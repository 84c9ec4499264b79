"""The program as a table: the most valuable first, with what each axis adds."""

from collections.abc import Collection, Sequence

from markupsafe import Markup

from prioritizer.text.numbers import millions, number
from prioritizer.web.components.axes import mix
from prioritizer.web.components.html import Column, Row, table
from prioritizer.web.room import Room
from prioritizer.web.views import Line


def program_table(room: Room, lines: Sequence[Line], entering: Collection[str]) -> Markup:
    """One row a project."""
    lang = room.lang
    largest = max((sum(part for part in line.parts if part > 0) for line in lines), default=0.0)
    columns = [
        Column(room.say("web.col.project")),
        Column(room.say("web.col.start"), "num"),
        Column(room.say("web.col.millions"), "num"),
        Column(room.say("web.col.by_axis"), "mixed"),
        Column(room.say("web.col.value"), "num"),
    ]
    rows = []
    for line in lines:
        tags = Markup("")
        if line.choice.project in entering:
            tags += Markup(' <span class="tag in">{}</span>').format(room.say("web.tag.enters"))
        if line.imposed:
            tags += Markup(' <span class="tag">{}</span>').format(room.say("web.tag.imposed"))
        option = room.words.option(line.project.id, line.option.code) if len(line.project.options) > 1 else ""
        detail = " · ".join(part for part in (line.project.department, option) if part)
        name = Markup("{}{}<br><small>{} · {}</small>").format(
            line.project.title.get(lang), tags, line.project.id, detail
        )
        cells = (
            name,
            str(line.choice.start),
            millions(line.capital, lang),
            mix(line.parts, largest, room.criteria, lang),
            number(line.value, lang, 1),
        )
        rows.append(Row(cells, "enter" if line.choice.project in entering else ""))
    rows.append(
        Row(
            (
                room.say("web.col.total"),
                "",
                millions(sum(line.capital for line in lines), lang),
                "",
                number(sum(line.value for line in lines), lang, 1),
            ),
            "total",
        )
    )
    return table(room.say("web.program.caption"), columns, rows, shown=False, kind="wide")
