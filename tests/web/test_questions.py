"""A question that nobody waits for ends at once; its answer stays as long as weights, rules and envelopes do."""

import base64
import html as html_lib
import re
import threading
import time
from dataclasses import replace
from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from uuid import uuid4

import pytest
from page_runs import figures, html, page, press, settled, tables

from prioritizer.insight.pareto import pareto
from prioritizer.insight.weight_triangle import weight_triangle
from prioritizer.insight.why import why
from prioritizer.program.case import Case
from prioritizer.program.live import Live
from prioritizer.program.solvers import End
from prioritizer.text import text
from prioritizer.web import cached, jobs, publishing, sources
from prioritizer.web.components import bill, budget, left_out, near_ties, project_why, robust
from prioritizer.web.components import pareto as pareto_part
from prioritizer.web.desk import Desk
from prioritizer.web.history import History
from prioritizer.web.meeting import Forced, Meeting
from prioritizer.web.pages import project

SOURCE = sources.read_sample("douze")
LONG = 20
"""Seconds in which anything that is to end has ended."""


def endless(told=()):
    """A question that ends only when it is told to."""

    def put(live, job, basis):
        for answer in told:
            job.tell(answer)
        while not job.stopped:
            time.sleep(0.005)
        if not told:
            raise RuntimeError("nothing is known")
        return told[-1]

    return put


@cache
def solved(meeting=None):
    portfolio = SOURCE.portfolio if meeting is None else meeting.portfolio(SOURCE.portfolio)
    live = Live(Case.of(portfolio, SOURCE.criteria))
    return live, live.best(live.objective())


def asked(monkeypatch, told=()):
    """The page of trade-offs with an endless question under way, and its job."""
    monkeypatch.setattr(pareto_part, "QUESTION", replace(pareto_part.QUESTION, put=endless(told)))
    app = page("tradeoffs")
    app.button(key="pareto-ask").click().run()
    assert not app.exception
    job = app.session_state["jobs"]["pareto"][1]
    until = time.monotonic() + LONG
    while told and job.told is None and time.monotonic() < until:
        time.sleep(0.01)
    return app, job


def another_part(app):
    app.session_state["part-tradeoffs"] = "near_ties"


def other_weights(app):
    axis = SOURCE.criteria.axes[0].code
    app.session_state["history"] = History(Meeting().weigh(SOURCE.criteria, axis, Decimal(60)))


def other_rules(app):
    app.session_state["history"] = History(Meeting().force(Forced("RO-10", True, None, "")))


@pytest.mark.parametrize("leave", [another_part, other_weights, other_rules])
def test_a_question_that_is_left_ends_at_once_and_leaves_its_turn(monkeypatch, leave):
    app, job = asked(monkeypatch)
    app.run()
    assert not job.done, "the page that shows it is drawn again"
    leave(app)
    app.run()
    assert not app.exception
    assert job.wait(LONG)
    assert "pareto" not in app.session_state["jobs"]
    settled(app)


def test_asking_the_same_again_ends_the_first(monkeypatch):
    app, job = asked(monkeypatch)
    monkeypatch.setattr(pareto_part, "QUESTION", replace(pareto_part.QUESTION, put=endless(), detail="other"))
    app.run()
    assert job.wait(LONG)


def test_what_was_known_of_a_question_left_is_there_on_return(monkeypatch):
    live, base = solved()
    app, job = asked(monkeypatch, [replace(pareto(live, base), points=pareto(live, base).points[:2], complete=False)])
    another_part(app)
    app.run()
    assert job.wait(LONG)
    app.session_state["part-tradeoffs"] = "pareto"
    settled(app)
    assert any(len(rows) == 3 for caption, rows in tables(app).items() if caption.startswith("Les 2 programmes"))
    assert "Calcul arrêté après" in app.caption[-1].value
    assert "pareto-again" in [button.key for button in app.button]


def test_every_question_asks_whether_to_stop(monkeypatch):
    """Each question of these pages, put while told to stop from the start, makes no search to its end."""
    live, base = solved()
    basis = SimpleNamespace(found=base, portfolio=SOURCE.portfolio, criteria=SOURCE.criteria)
    polls = []

    class Stopped:
        seconds = 60.0

        @property
        def stopped(self):
            polls.append(1)
            return True

        def tell(self, answer):
            pass

    for question in (near_ties.QUESTION, bill.QUESTION, robust._core(10), robust._accept(10), pareto_part.QUESTION):
        polls.clear()
        answer = question.put(live, Stopped(), basis)
        assert polls, question.name
        if question.name == "accept":
            assert answer.found.draws == 0
        if question.name == "pareto":
            assert not answer.complete


# A better program found since


@pytest.fixture
def room_with_less(monkeypatch):
    """A session that shows a program which is not the best, and searches for no better one."""
    monkeypatch.setattr(Desk, "spent", lambda desk, weights: 1e6)
    less = solved(Meeting().force(Forced("RO-02", False, None, "")))[1].program
    source = replace(SOURCE, key=uuid4().hex)
    desk = cached.desk(source, Meeting())
    assert desk.knows(less)
    return desk, {"source": source, "history": History()}


def names(app):
    """Names of what the figure draws."""
    ((spec, _, _),) = figures(app)
    return [trace["name"] for trace in spec["data"]]


def finds_better(live, job, basis):
    live.best(live.objective())
    return pareto(live, basis.found)


def test_an_answer_stays_when_its_own_question_finds_a_better_program(monkeypatch, room_with_less):
    _, state = room_with_less
    monkeypatch.setattr(pareto_part, "QUESTION", replace(pareto_part.QUESTION, put=finds_better))
    app = page("tradeoffs", state=state)
    assert "126,9" in html(app)
    app = press(app, "pareto-ask")
    assert "142,5" in html(app), "the page shows the better program"
    (told,) = [one.value for one in app.warning]
    assert "126,9" in told
    assert "142,5" in told
    assert len(figures(app)) == 1
    assert names(app)[-1] == "programme d'avant"
    app = press(app, "pareto-again")
    assert not app.warning
    assert names(app)[-1] == "programme du comité"


def test_what_it_would_take_stays_on_the_page_and_leaves_the_sheet_of_another_program(monkeypatch, room_with_less):
    desk, state = room_with_less
    printed = []

    def edition(room, answers):
        printed.append([answer.project for answer in answers])
        return publishing.edition(room, answers)

    def quick(live, found, project, **options):
        return why(live, found, project, stop=lambda: True)

    monkeypatch.setattr(project, "edition", edition)
    monkeypatch.setattr(project_why, "why", quick)
    app = press(page("project", state=state, projet="RO-01", part="why"), "why-ask")
    assert 'class="said"' in html(app)
    if not app.warning:
        assert printed[-1] == ["RO-01"]
    assert desk.knows(solved()[1].program)
    app.run()
    assert not app.exception
    assert 'class="said"' in html(app)
    assert len(app.warning) == 1
    assert printed[-1] == []
    app = press(app, "why-again")
    assert not app.warning
    assert printed[-1] == ["RO-01"]


def test_what_it_would_take_for_those_left_out_is_printed_with_its_own_program_only(monkeypatch, room_with_less):
    desk, state = room_with_less

    def quick(live, program, **options):
        found = replace(live.glance(live.objective()), program=program)
        return (why(live, found, "RO-10", stop=lambda: True),)

    monkeypatch.setattr(left_out, "why_left_out", quick)
    app = press(page("template", state=state), "left-out-ask")
    assert "left-out-ask" not in [button.key for button in app.button]
    assert desk.knows(solved()[1].program)
    app.run()
    assert not app.exception
    assert text("fr", "web_template.left_out.outdated") in html_lib.unescape(html(app))
    assert app.button(key="left-out-ask")
    app = press(app, "left-out-ask")
    assert "left-out-ask" not in [button.key for button in app.button]


# What is proved, and what is only known


def test_only_what_is_proved_is_called_core(monkeypatch):
    real = robust.core_index

    def unproved(*args, **options):
        found = real(*args, **options)
        return replace(found, programs=found.programs[:1], complete=False, sure=frozenset(["RO-01"]))

    monkeypatch.setattr(robust, "core_index", unproved)
    app = press(page("tradeoffs", part="robust"), "core-ask")
    rows = next(rows for caption, rows in tables(app).items() if caption.startswith("Indice"))
    assert [row[0] for row in rows if "prouvé" in row[3]] in (["RO-01"], [])
    assert "Un seul programme est connu" in html(app)


# What is under way


def told(app):
    """The words of the progress line."""
    return [element.proto.text for element in app.get("progress")]


def test_a_question_over_its_time_does_not_count_beyond_it(monkeypatch):
    question = replace(pareto_part.QUESTION, put=endless(), seconds=0.01)
    monkeypatch.setattr(pareto_part, "QUESTION", question)
    app = page("tradeoffs")
    app.button(key="pareto-ask").click().run()
    job = app.session_state["jobs"]["pareto"][1]
    while job.waiting or job.spent < job.seconds:
        time.sleep(0.01)
    app.run()
    assert told(app) == [text("fr", "web_tradeoffs.all.last")]
    app.button(key="pareto-stop").click().run()
    assert job.ending
    settled(app)


def test_a_question_without_a_turn_says_that_it_waits(monkeypatch):
    monkeypatch.setattr(jobs, "TURNS", threading.Semaphore(0))
    monkeypatch.setattr(pareto_part, "QUESTION", replace(pareto_part.QUESTION, put=finds_better))
    monkeypatch.setattr(Desk, "spent", lambda desk, weights: 1e6)
    app = page("tradeoffs")
    app.button(key="pareto-ask").click().run()
    assert told(app) == [text("fr", "web_tradeoffs.all.waiting")]
    jobs.TURNS.release()
    settled(app)
    assert figures(app)


def test_draws_are_counted_not_timed(monkeypatch):
    drawing = robust.Drawing(500, 2000)
    monkeypatch.setattr(robust, "acceptability", lambda live, base, known, **options: drawn(options))

    def drawn(options):
        options["progress"](drawing.done, drawing.draws)
        while not options["stop"]():
            time.sleep(0.005)
        raise RuntimeError("stopped")

    app = page("tradeoffs", part="robust")
    app.button(key="accept-ask").click().run()
    job = app.session_state["jobs"]["accept"][1]
    while job.told is None:
        time.sleep(0.005)
    app.run()
    (line,) = app.get("progress")
    assert line.proto.value == 25
    assert " sur " not in line.proto.text
    job.stop()
    settled(app)


def test_the_cells_of_the_map_bear_the_numbers_of_the_table():
    app = press(page("weights", part="triangle"), "triangle-ask")
    (picture,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html(app))
    numbers = re.findall(r">(\d+)</text>", base64.b64decode(picture).decode())
    rows = next(rows for caption, rows in tables(app).items() if caption.startswith("Les programmes de la carte"))[1:]
    shares = [float(row[1].replace("%", "").replace(",", ".")) for row in rows]
    assert numbers == [row[0].split()[0] for row, share in zip(rows, shares, strict=True) if share >= 2]
    live, base = solved()
    home = [cell.program for cell in weight_triangle(live, base).cells].index(base.program) + 1
    assert [row[0] for row in rows if not row[0].isdigit()] == [f"{home} celui du comité"]


@pytest.mark.parametrize("empty", [0, 2])
def test_shares_without_any_program_are_a_band_of_the_curve(monkeypatch, empty):
    real = budget.budget_curve

    def curve(*inputs, **options):
        found = real(*inputs, **options)
        lost = [replace(p, program=None, bound=None, end=End.INFEASIBLE) for p in found.points[:empty]]
        return replace(found, points=(*lost, *found.points[empty:]))

    monkeypatch.setattr(budget, "budget_curve", curve)
    monkeypatch.setattr(budget, "ladder", lambda *inputs, **options: None)
    app = press(page("tradeoffs", part="budget"), "budget-ask")
    (spec, _, _) = figures(app)[0]
    bands = [(shape["x0"], shape["x1"]) for shape in spec["layout"].get("shapes", [])]
    assert bands == ([(0.5, 0.6)] if empty else [])


def boxes(app):
    """What the boxes of a page show."""
    return [box.options[box.index] for box in app.selectbox]


def test_a_box_says_its_choice_in_the_language_of_the_page_and_keeps_it():
    app = page("tradeoffs", part="robust")
    assert boxes(app) == ["à 10 points près de ceux du comité"]
    app.selectbox[0].select(20).run()
    app.session_state["lang"] = "en"
    app.run()
    assert boxes(app) == ["within 20 points of the committee's"]
    before = {box.key for box in app.selectbox}
    app.selectbox[0].select(5).run()
    app.session_state["lang"] = "fr"
    app.run()
    assert boxes(app) == ["à 5 points près de ceux du comité"]
    assert not before & {box.key for box in app.selectbox}, "the browser keeps the words of a box that it knows"
