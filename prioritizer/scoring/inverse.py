"""From points back to levels: what a scale needs for a project to be worth so much on a criterion."""

from fractions import Fraction

from prioritizer.domain.criteria import Levels, Scale


def steps_of(scale: Scale) -> tuple[tuple[Fraction, Fraction], ...]:
    """Levels and their values, ascending: of a pick-one scale, or the corners of a measured one."""
    if isinstance(scale, Levels):
        return tuple((Fraction(row.level), Fraction(row.value)) for row in scale.levels)
    return tuple((Fraction(point.at), Fraction(point.value)) for point in scale.points_table)


def first_level(scale: Scale, value: Fraction) -> Fraction | None:
    """The level nearest to the start of the scale that is worth so much; None where none is.

    On a measured scale whose value falls as the quantity grows, the largest quantity that is worth so much.
    """
    rows = steps_of(scale)
    if rows[0][1] > rows[-1][1]:
        rows = rows[::-1]
    for i, (level, worth) in enumerate(rows):
        if worth >= value:
            if isinstance(scale, Levels) or not i:
                return level
            before, less = rows[i - 1]
            return before + (level - before) * (value - less) / (worth - less)
    return None
