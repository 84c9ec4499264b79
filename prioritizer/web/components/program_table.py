"""The program as a table: the most valuable first, with what each axis adds."""

from collections.abc import Collection, Sequence

from markupsafe import Markup, escape

from prioritizer.text.numbers import millions, number
from prioritizer.web.components.axes import mix
from prioritizer.web.components.html import Column, Row, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.room import Room
from prioritizer.web.views import Line

MOST = 40
"""Rows that a move of a weight draws again; the browser takes a millisecond for each."""


def program_table(room: Room, lines: Sequence[Line], entering: Collection[str], *, whole: bool) -> Markup:
    """One row a project; the projects after the first ``MOST`` are one row together unless the ``whole`` is asked."""
    lang = room.lang
    shown = lines if whole else lines[:MOST]
    largest = max((sum(part for part in line.parts if part > 0) for line in lines), default=0.0)
    columns = [
        Column(room.say("web.col.project")),
        Column(room.say("web.col.start"), "num"),
        Column(room.say("web.col.millions"), "num"),
        Column(room.say("web.col.by_axis"), "mixed"),
        Column(room.say("web.col.value"), "num"),
    ]
    enters = f' <span class="tag in">{escape(room.say("web.tag.enters"))}</span>'
    imposed = f' <span class="tag">{escape(room.say("web.tag.imposed"))}</span>'
    rows = []
    for line in shown:
        project, new = line.project, line.choice.project in entering
        tags = (enters if new else "") + (imposed if line.imposed else "")
        option = room.words.option(project.id, line.option.code) if len(project.options) > 1 else ""
        detail = escape(" · ".join(part for part in (project.id, project.department, option) if part))
        cells = (
            Markup(f"{project_link(project, lang)}{tags}<br><small>{detail}</small>"),
            str(line.choice.start),
            millions(line.capital, lang),
            mix(line.parts, largest, room.criteria, lang),
            number(line.value, lang, 1),
        )
        rows.append(Row(cells, "enter" if new else ""))
    if others := lines[len(shown) :]:
        rest = (sum(line.capital for line in others), sum(line.value for line in others))
        name = room.counted("web.program.others", len(others))
        rows.append(Row((name, "", millions(rest[0], lang), "", number(rest[1], lang, 1))))
    value, capital = sum(line.value for line in lines), sum(line.capital for line in lines)
    bonus = float(room.found.value) - value
    if round(bonus, 1):
        rows.append(Row((room.words.rule("synergy"), "", "", "", number(bonus, lang, 1))))
    totals = (room.say("web.col.total"), "", millions(capital, lang), "", number(value + bonus, lang, 1))
    rows.append(Row(totals, "total"))
    return table(room.say("web.program.caption"), columns, rows, shown=False, kind="wide")
