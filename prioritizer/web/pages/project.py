"""A project: everything about one, from its rating to its money, and what it would take to decide otherwise."""

from markupsafe import Markup

from prioritizer.domain.portfolio import Project
from prioritizer.program.plan import Done
from prioritizer.publication.edition import Edition
from prioritizer.publication.project_sheet import decision, identity
from prioritizer.text.numbers import millions, number
from prioritizer.web.components.bar import heading
from prioritizer.web.components.blocks import drawn, facts
from prioritizer.web.components.choice import part_of
from prioritizer.web.components.force import decide
from prioritizer.web.components.html import Kpi, draw, folded, kpis
from prioritizer.web.components.project_money import years
from prioritizer.web.components.project_pick import pick
from prioritizer.web.components.project_score import score
from prioritizer.web.components.project_sheet import sheet
from prioritizer.web.components.project_why import answers, what_it_would_take
from prioritizer.web.components.proof import search_line
from prioritizer.web.components.state import has_program, usable
from prioritizer.web.publishing import edition
from prioritizer.web.room import Room, here

PARTS = ("score", "why", "years", "sheet")


def show() -> None:
    """Draw the page."""
    room = here()
    heading(room, "web.page.project")
    if not usable(room) or not has_program(room):
        return
    project = pick(room)
    printed = edition(room, answers(room, project))
    # As published: nothing internal is read aloud in a meeting.
    project = printed.case.portfolio.by_id[project.id]
    done = printed.shown(project)
    draw(_decision(room, printed, project), kpis(_kpis(room, printed, done)))
    search_line(room, "project")
    match part_of(room, "project", PARTS):
        case "why":
            what_it_would_take(room, project)
            draw(Markup("<h2>{}</h2>").format(room.say("web_project.decide")))
            decide(room, project.id)
        case "years":
            draw(years(room, printed, done))
        case "sheet":
            sheet(room, printed, project)
        case _:
            draw(score(room, printed, done))


def _decision(room: Room, printed: Edition, project: Project) -> Markup:
    said = Markup('<div class="lead">{}</div>').format(drawn([next(decision(printed, project))]))
    described = project.description.get(room.lang)
    about = Markup("<p>{}</p>").format(described) if described else Markup("")
    return said + folded(room.say("web_project.identity"), about + facts(identity(printed, project)))


def _kpis(room: Room, printed: Edition, done: Done) -> list[Kpi]:
    lang, opened = room.lang, printed.case.scorecard.of(done.project.id, done.option.code)
    funded = done.project.id in printed.plan.by_project
    capital = sum(printed.plan.spent(done, None, t) for t in range(room.portfolio.info.horizon))
    value = opened.value * room.desk.case.delay(done.start)
    return [
        Kpi(room.say("web_project.kpi.score"), number(opened.score, lang, 1), room.say("web_project.kpi.of_100")),
        Kpi(
            room.say("web_project.kpi.value"),
            number(value, lang, 1),
            room.say("web_project.kpi.adds" if funded else "web_project.kpi.would_add"),
        ),
        Kpi(
            room.say("web.kpi.capital"),
            room.say("web.unit.millions", figure=millions(capital, lang)),
            room.say("web.kpi.years", years=room.portfolio.info.horizon),
        ),
        Kpi(
            room.say("web.col.start"),
            str(done.start),
            room.words.option(done.project.id, done.option.code)
            or room.say("web_project.kpi.decided" if funded else "web_project.kpi.asked"),
        ),
    ]
