"""The four figures of a program that a committee asks for first."""

from prioritizer.domain.decision import Program
from prioritizer.text.numbers import millions, number
from prioritizer.web.components.html import Kpi
from prioritizer.web.components.proof import gap_kpi
from prioritizer.web.room import Room


def program_kpis(room: Room) -> list[Kpi]:
    """Value, gap, projects, capital of the program shown."""
    lang, published = room.lang, room.published.program
    capital = sum(room.figures.capital(choice) for choice in room.program)
    note = ""
    if published is not None and published != room.program:
        note = room.say("web.kpi.published", value=number(_worth(room, published), lang, 1))
    return [
        Kpi(room.say("web.kpi.value"), number(room.found.value, lang, 1), note),
        gap_kpi(room),
        Kpi(
            room.say("web.kpi.projects"),
            number(len(room.program), lang),
            room.say("web.kpi.of", count=number(len(room.portfolio.projects), lang)),
        ),
        Kpi(
            room.say("web.kpi.capital"),
            room.say("web.unit.millions", figure=millions(capital, lang)),
            room.say("web.kpi.years", years=room.portfolio.info.horizon),
        ),
    ]


def _worth(room: Room, program: Program) -> float:
    """Of the published program under the weights of the meeting."""
    return float(room.base.worth(program, room.weights))
