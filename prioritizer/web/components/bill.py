"""The bill of what must be done: what each obligation costs the program, and whom it displaces."""

from markupsafe import Markup

from prioritizer.domain.explanation import Between
from prioritizer.insight.must_do import Bill, MustDo, must_do
from prioritizer.program.live import Live
from prioritizer.text.numbers import number
from prioritizer.web.components.asking import Basis, Question
from prioritizer.web.components.html import Column, Row, draw, note, table
from prioritizer.web.components.project_link import project_link
from prioritizer.web.components.project_set import project_set
from prioritizer.web.jobs import Job
from prioritizer.web.room import Room

SECONDS = 60.0


def _put(live: Live, job: Job[MustDo], basis: Basis) -> MustDo:
    return must_do(live, basis.found, time_limit=job.seconds, progress=job.tell, stop=lambda: job.stopped)


def _show(room: Room, found: MustDo) -> None:
    draw(_table(room, found) if found.bills else note(room.say("web_program.bill.none")))


def _whole(found: MustDo) -> bool:
    """Whether every price is exact."""
    bills = [*found.bills, *([found.total] if found.total else [])]
    return all(one.price.exact for one in bills)


QUESTION: Question[MustDo] = Question("bill", SECONDS, _put, _show, _whole, words="web_program")


def _table(room: Room, found: MustDo) -> Markup:
    columns = [
        Column(room.say("web_program.bill.obligation")),
        Column(room.say("web_program.bill.reason")),
        Column(room.say("web_program.bill.price"), "num"),
        Column(room.say("web_program.bill.displaced")),
    ]
    rows = [_row(room, one) for one in sorted(found.bills, key=lambda b: -float(b.price.high or b.price.low))]
    if found.total is not None:
        rows.append(_row(room, found.total, kind="total"))
    return table(room.say("web_program.bill.caption"), columns, rows)


def _row(room: Room, one: Bill, kind: str = "") -> Row:
    if one.reason is None:
        name, reason = Markup("{}").format(room.say("web_program.bill.all")), ""
    else:
        project = room.portfolio.by_id[one.projects[0]]
        name = Markup('<small class="code">{}</small> {}').format(project.id, project_link(project, room.lang))
        reason = room.say(f"result.reason.{one.reason}")
    return Row((name, reason, _between(room, one.price), project_set(room, one.entering)), kind)


def _between(room: Room, price: Between) -> str:
    low = number(round(float(price.low), 2), room.lang, 1)
    if price.exact:
        return low
    if price.high is None:
        return room.say("web_program.bill.at_least", low=low)
    return room.say("web_program.bill.between", low=low, high=number(round(float(price.high), 2), room.lang, 1))
