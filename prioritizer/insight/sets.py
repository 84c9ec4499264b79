"""Sets of projects as conditions of the live solver: another set than this one, these choices kept, this much worth."""

from collections.abc import Iterable
from fractions import Fraction

from prioritizer.domain.decision import Choice, Program
from prioritizer.program.live import Floor, Live, Objective


def projects_of(program: Program) -> frozenset[str]:
    """The set of projects of a program."""
    return frozenset(choice.project for choice in program)


def differs(live: Live, inside: Iterable[str], outside: Iterable[str]) -> Floor:
    """Ask that one project of ``inside`` at least be out, or one of ``outside`` be in.

    With every project of a program inside and every other one outside, it cuts off that set of projects and no other
    (a no-good cut; Balas and Jeroslow 1972).
    """
    inside, outside = frozenset(inside), frozenset(outside)
    values = [Fraction((choice.project in outside) - (choice.project in inside)) for choice in live.choices]
    return _floor(live, values, Fraction(1 - len(inside)))


def keeps(live: Live, choices: Iterable[Choice]) -> Floor:
    """Ask that a program keep these choices, in their options and years."""
    wanted = frozenset(choices)
    return _floor(live, [Fraction(choice in wanted) for choice in live.choices], Fraction(len(wanted)))


def worth_at_least(objective: Objective, least: Fraction) -> Floor:
    """Ask that a program be worth ``least``; a column that is worth nothing stays out of the row."""
    # ``Live`` rounds every coefficient up to a millionth at least, also those of the carry-forward columns, which run
    # into the thousands. A hair under 0 is rounded to 0. The exact value of a program does not read these floats.
    float_j = objective.float_j.copy()
    float_j[float_j == 0] = -2e-9
    return Floor(Objective(float_j, lambda j: objective[j].as_integer_ratio()), least)


def _floor(live: Live, values: list[Fraction], least: Fraction) -> Floor:
    rest = [Fraction(0)] * (len(live.matrix.variables) - len(values))
    return worth_at_least(Objective.of([*values, *rest]), least)
