"""A desk beside plain calls: what it answers at once and what it finds in threads agree with a solve of its own."""

import os
import random
import sys
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import FIRST, option, points, portfolio, project
from result_case import criteria as result_criteria
from result_case import impossible
from result_case import portfolio as result_portfolio

from prioritizer.insight.weight_line import weight_line
from prioritizer.program.case import Case
from prioritizer.program.repair import repaired
from prioritizer.program.solve import solve
from prioritizer.scoring.score import score
from prioritizer.web.cached import reweighed
from prioritizer.web.courtesy import NICE
from prioritizer.web.desk import Desk
from prioritizer.web.jobs import Job
from prioritizer.web.meeting import Meeting
from prioritizer.web.searcher import KEPT, SEARCHERS, Searcher


def desk():
    return Desk(Case.of(result_portfolio(), result_criteria()))


def test_a_search_finds_what_a_solve_finds_and_the_glance_knows_it():
    table, weights = desk(), result_criteria().weights
    expected = solve(result_portfolio(), result_criteria())
    job = table.search(weights, 20)
    assert job.wait(30)
    assert job.error is None
    assert job.told.value == expected.value
    seen = table.look(weights)
    assert seen.value == expected.value
    assert seen.gap == 0.0
    assert table.worth(seen.program, weights) == expected.value
    assert all(finding.holds for finding in table.findings(seen.program))


def test_two_who_ask_for_the_same_share_a_search_and_one_who_leaves_does_not_end_it():
    table, weights = desk(), result_criteria().weights
    one, other = table.search(weights, 20), table.search(weights, 20)
    assert one is other
    one.stop()
    assert not one.ending
    other.stop()
    assert one.ending
    assert one.wait(30)


def test_a_question_gets_a_solver_of_its_own():
    table, weights = desk(), result_criteria().weights
    table.search(weights, 20).wait(30)
    base, code = table.look(weights), result_criteria().axes[0].code
    job = table.ask(lambda live, job: weight_line(live, base, code, stop=lambda: job.stopped), weights, 20)
    assert job.wait(30)
    assert job.error is None
    assert job.told.published == result_criteria().axes[0].weight / Decimal(100)


def test_no_program_is_explained_and_every_repair_works():
    table, weights = Desk(Case.of(impossible(), result_criteria())), result_criteria().weights
    assert table.look(weights).impossible
    job = table.diagnose(20)
    assert job.wait(60)
    clash, repairs = job.told
    assert clash.rules
    for repair in repairs:
        meeting = Meeting().move(repair.changes)
        after = solve(meeting.portfolio(impossible().canonical()), result_criteria())
        assert after.status.has_program
        # The meeting does to the portfolio what the core's own repair does.
        core = solve(repaired(impossible().canonical(), repair.changes), result_criteria())
        assert after.value == core.value


def test_many_at_once_get_the_same_answer():
    table, weights = desk(), result_criteria().weights
    table.search(weights, 20).wait(30)
    expected, found = table.look(weights).value, []
    threads = [threading.Thread(target=lambda: found.append(table.look(weights).value)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_an_error_in_a_thread_is_kept_for_the_page():
    def fails(_job):
        raise ValueError("no")

    job = Job(fails, 1).start()
    assert job.wait(10)
    assert isinstance(job.error, ValueError)
    assert job.told is None


def test_work_that_is_stopped_before_its_turn_is_never_done():
    done = []
    job = Job(lambda job: done.append(1), 1, after=5).start()
    job.stop()
    assert job.wait(10)
    assert not done


def test_other_weights_give_the_scores_of_a_set_with_those_weights():
    base, published = result_portfolio().canonical(), result_criteria()
    changed = Meeting().weigh(published, published.axes[0].code, Decimal(80)).criteria(published)
    card, expected = reweighed(Case.of(base, published), changed).scorecard, score(base, changed)
    assert [option.value for option in card.options] == [option.value for option in expected.options]
    # Which projects serve an axis stays as published.
    assert [option.axes for option in card.options] == [option.axes for option in score(base, published).options]


@pytest.mark.parametrize("year", [FIRST, FIRST + 1])
def test_figures_of_a_project_are_its_share_of_the_value(year):
    base = portfolio(
        project("A", 60, option(cash=(7, 5)), latest=FIRST + 1), project("B", 30, option(cash=(9,))), cash=(20, 20, 20)
    )
    table = Desk(Case.of(replace(base), points(delay="0.5")))
    choice = next(c for c in table.figures.fullest() if c.project == "A")
    (line,) = table.figures.lines((replace(choice, start=year),), points().weights)
    assert line.capital == 1200
    assert line.value == pytest.approx(60 / 1.5 ** (year - FIRST))


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux")
def test_searches_and_the_threads_they_start_are_served_last():
    def place(job):
        inner = []
        beside = threading.Thread(target=lambda: inner.append(os.getpriority(os.PRIO_PROCESS, 0)))
        beside.start()
        beside.join()
        return os.getpriority(os.PRIO_PROCESS, 0), inner[0]

    job = Job(place, 1).start()
    assert job.wait(30)
    assert job.told == (NICE, NICE)
    assert os.getpriority(os.PRIO_PROCESS, 0) < NICE


def hard():
    """A case that no search proves in a second."""
    generator = random.Random(1)
    entries = [
        project(f"P{n:02}", generator.randint(30, 90), option(cash=(generator.randint(30, 90),) * 3), latest=FIRST + 2)
        for n in range(60)
    ]
    return Desk(Case.of(portfolio(*entries, cash=(1500, 1100, 700)), points(delay="0.03")))


def test_a_search_that_is_stopped_ends_soon_with_what_it_knows():
    table = hard()
    job = table.search(points().weights, 600)
    assert job.first(60)
    assert not job.done
    job.stop()
    assert job.wait(60)
    assert job.error is None
    assert job.told.program is not None
    # Its process is free for the next one, which is not stopped for it.
    again = table.search(points().weights, 1)
    assert again.wait(60)
    assert again.error is None


def test_a_search_whose_process_dies_is_made_again():
    table, weights = desk(), result_criteria().weights
    dead = Searcher()
    dead.close()
    dead._process.wait()
    with SEARCHERS._back:
        SEARCHERS._idle.append(dead)
        others, SEARCHERS._idle = SEARCHERS._idle[:-1], SEARCHERS._idle[-1:]
    job = table.search(weights, 20)
    assert job.wait(60)
    SEARCHERS._idle.extend(others)
    assert job.error is None
    assert job.told.value == solve(result_portfolio(), result_criteria()).value


def test_a_process_forgets_the_oldest_case_as_its_parent_does():
    tables, weights = [desk() for _ in range(KEPT + 2)], result_criteria().weights
    expected = solve(result_portfolio(), result_criteria()).value
    with SEARCHERS._back:
        SEARCHERS._idle[:] = SEARCHERS._idle[:1]
    for table in [*tables, *tables]:
        job = table.search(weights, 20)
        assert job.wait(60)
        assert (job.error, job.told.value) == (None, expected)


@pytest.mark.skipif(sys.platform == "win32", reason="processes have another order there")
def test_processes_are_served_last():
    with SEARCHERS.lent(-1) as searcher:
        list(searcher.search(-1, desk().case, result_criteria().weights, (), 0.0, Job(lambda job: None, 5)))
        assert os.getpriority(os.PRIO_PROCESS, searcher._process.pid) == NICE
