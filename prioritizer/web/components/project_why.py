"""Why a project is in or out, and what it would take: proved ranges, worked out beside the page when asked for."""

from markupsafe import Markup

from prioritizer.domain.explanation import Why
from prioritizer.domain.portfolio import Project
from prioritizer.insight.why import why
from prioritizer.program.live import Live
from prioritizer.text.explanations import sentences, step_sentence
from prioritizer.web.components.asking import About, Basis, Question, asking, shown_then
from prioritizer.web.components.html import draw, note
from prioritizer.web.desk import GAP
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room, job

SECONDS = 60.0
NAME = "why"


def what_it_would_take(room: Room, project: Project) -> None:
    """Draw what is known of it."""
    draw(Markup("<h2>{}</h2>").format(room.say("web_project.why.title")))
    asking(room, _question(project.id))


def answers(room: Room, project: Project) -> tuple[Why, ...]:
    """What is known of it, for its sheet: of the program printed there, and of no earlier one."""
    found: Job[Why] | None = job(NAME, About.of(room, project.id))
    if found is None or found.told is None:
        return ()
    then = shown_then(NAME)
    return (found.told,) if then is not None and then.program == room.program else ()


def _question(project: str) -> Question[Why]:
    def put(live: Live, asked: Job[Why], basis: Basis) -> Why:
        return why(live, basis.found, project, gap=GAP, time_limit=asked.seconds, stop=lambda: asked.stopped)

    return Question(NAME, SECONDS, put, _show, _whole, project, words="web_project")


def _show(room: Room, answer: Why) -> None:
    said = [*sentences(answer, room.words), *step_sentence(answer, room.words)]
    items = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in said)
    draw(Markup('<ul class="said">{}</ul>').format(items), note(room.say("web_project.why.ranges")))


def _whole(answer: Why) -> bool:
    """Whether every range is one figure, or the decision cannot be another one."""
    if not answer.possible:
        return True
    known = (answer.lost, answer.points, answer.cost, answer.money_total)
    return all(between.exact for between in known if between is not None)
