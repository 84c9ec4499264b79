"""Weights of the axes that a meeting likes to try: all equal, or one axis before the others."""

from decimal import Decimal
from fractions import Fraction

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.web.weights import GRID, WHOLE, moved, shares

FIRST = Decimal(60)
"""Weight of the axis that comes first."""


def presets(criteria: CriteriaSet) -> dict[str, dict[str, Decimal]]:
    """Weights of the axes by name: ``equal``, then each axis first, the others in their published proportions."""
    axes = {axis.code: axis.weight for axis in criteria.axes}
    if len(axes) < 2:
        return {}
    equal = shares({code: Fraction(100, len(axes)) for code in axes}, WHOLE, GRID)
    return {"equal": equal} | {code: moved(axes, code, FIRST) for code in axes}
