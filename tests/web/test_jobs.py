"""Work beside the page ends when nobody waits for it any more, and leaves its turn to the next."""

import threading
import time

import pytest

from prioritizer.web import jobs
from prioritizer.web.jobs import Job

LONG = 20
"""Seconds in which anything that is to end has ended."""


def endless(job):
    """What ends only when it is told to."""
    while not job.stopped:
        time.sleep(0.005)
    return "stopped"


@pytest.fixture
def one_turn(monkeypatch):
    monkeypatch.setattr(jobs, "TURNS", threading.Semaphore(1))


def test_work_that_a_page_has_left_for_good_ends_by_itself(monkeypatch):
    monkeypatch.setattr(jobs, "FORGOTTEN", 0.3)
    unseen, seen = Job(endless, 60).start(), Job(endless, 60).start()
    seen.look()
    assert seen.wait(LONG)
    assert seen.told == "stopped"
    assert not unseen.done, "what no page has shown yet is not forgotten"
    unseen.stop()
    assert unseen.wait(LONG)


def test_work_that_is_looked_at_goes_on(monkeypatch):
    monkeypatch.setattr(jobs, "FORGOTTEN", 5.0)
    job = Job(endless, 60).start()
    for _ in range(3):
        job.look()
        assert not job.wait(0.1)
    job.stop()
    assert job.wait(LONG)


def test_stopped_work_leaves_its_turn_to_what_waits(one_turn):
    first = Job(endless, 60).start()
    while first.waiting:
        time.sleep(0.005)
    second = Job(lambda job: "done", 60).start()
    assert not second.wait(0.3)
    assert second.waiting
    first.stop()
    assert second.wait(LONG)
    assert second.told == "done"
    assert not second.waiting


def test_a_turn_is_given_back_even_by_work_that_is_deaf_for_a_while(one_turn):
    hears = threading.Event()
    deaf = Job(lambda job: hears.wait(LONG), 60).start()
    while deaf.waiting:
        time.sleep(0.005)
    second, third = Job(endless, 60).start(), Job(lambda job: "done", 60).start()
    deaf.stop()
    until = time.monotonic() + LONG
    while second.waiting and third.waiting and time.monotonic() < until:
        time.sleep(0.005)
    assert not deaf.done
    assert not (second.waiting and third.waiting)
    second.stop()
    assert third.wait(LONG)
    hears.set()
    assert deaf.wait(LONG)
    assert jobs.TURNS.acquire(blocking=False), "each turn came back"
    assert not jobs.TURNS.acquire(blocking=False), "and only once"


def test_forgotten_work_never_takes_a_turn(one_turn, monkeypatch):
    monkeypatch.setattr(jobs, "FORGOTTEN", 0.05)
    holding = Job(endless, 60).start()
    while holding.waiting:
        time.sleep(0.005)
    waiting = Job(endless, 60).start()
    waiting.look()
    assert waiting.wait(LONG)
    assert waiting.told is None
    assert waiting.waiting
    holding.stop()
    assert holding.wait(LONG)


def test_work_that_is_to_end_does_not_wait_for_pages_first(monkeypatch):
    given = []
    monkeypatch.setattr(jobs, "give_way", lambda: given.append(1))
    job = Job(endless, 60)
    assert not job.stopped
    assert given == [1]
    job.stop()
    assert job.stopped
    assert given == [1]
