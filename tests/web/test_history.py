"""Undo: what stood before each change comes back, and a drag is one change."""

from decimal import Decimal

from three_axes import criteria as three

from prioritizer.web.history import KEPT, History
from prioritizer.web.meeting import Forced, Meeting

PUBLISHED = three(40, 35)


def weigh(history, code, to):
    start = history.from_origin(code)
    return history.move(code, start.weigh(PUBLISHED, code, Decimal(to)))


def axes(history):
    return history.now.axis_weights(PUBLISHED)


def test_a_drag_there_and_back_gives_the_others_back_what_they_had():
    history = History()
    for to in (41, 55, 99, 60, 40):
        history = weigh(history, "align", to)
    assert history.now == Meeting()


def test_a_drag_is_one_change():
    history = weigh(weigh(History(), "align", 50), "align", 60)
    assert history.undo() == History()


def test_moves_of_two_things_are_two_changes():
    history = weigh(weigh(History(), "align", 60), "debt", 30)
    assert axes(history)["debt"] == 30
    assert axes(history.undo()) == axes(weigh(History(), "align", 60))


def test_a_change_that_changes_nothing_is_none():
    assert History().change(Meeting()) == History()
    assert not History().can_undo


def test_the_oldest_is_forgotten_first():
    history = History()
    for n in range(KEPT + 5):
        history = history.change(history.now.force(Forced(f"P{n}", inside=True)))
    for _ in range(KEPT):
        history = history.undo()
    assert not history.can_undo
    assert len(history.now.forced) == 5
