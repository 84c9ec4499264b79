"""Who enters, leaves, moves: compared by hand."""

from prioritizer.domain.decision import Choice
from prioritizer.web.compare import Moved, difference

A27, A28, B27, C27 = (Choice(p, "base", y) for p, y in (("A", 2027), ("A", 2028), ("B", 2027), ("C", 2027)))


def test_each_is_told_once():
    found = difference((A27, B27), (A28, C27))
    assert found.entering == (C27,)
    assert found.leaving == (B27,)
    assert found.moved == (Moved(A27, A28),)


def test_the_same_program_differs_in_nothing():
    assert not difference((A27, B27), (A27, B27))
