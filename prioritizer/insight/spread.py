"""Ratings that are not sure: for each rating, the least and the most points that assessors would give."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.criteria import Levels
from prioritizer.program.case import Case
from prioritizer.scoring.inverse import steps_of

Cell = tuple[str, str]
"""A project and a criterion."""
Spread = Mapping[tuple[str, str, str], tuple[Fraction, Fraction]]
"""By project, option and criterion: least and most points."""


def one_level(case: Case) -> dict[tuple[str, str, str], tuple[Fraction, Fraction]]:
    """One level down and one level up, for every rating on a pick-one scale; a rating that is missing has none."""
    scales = {criterion.code: criterion.scale for criterion in case.criteria.criteria}
    spread = {}
    for opened in case.scorecard.options:
        for line in opened.criteria:
            scale = scales[line.criterion]
            if line.level is None or not isinstance(scale, Levels):
                continue
            steps = steps_of(scale)
            place = next(i for i, (level, _) in enumerate(steps) if level == line.level)
            low, high = steps[max(place - 1, 0)][1], steps[min(place + 1, len(steps) - 1)][1]
            spread[opened.project, opened.option, line.criterion] = (low, high)
    return spread


def ends(case: Case, spread: Spread) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points at their least and at their most, options x criteria each; as rated where nothing is said."""
    scorecard = case.scorecard
    low_oc, high_oc = scorecard.points_oc.copy(), scorecard.points_oc.copy()
    for o, opened in enumerate(scorecard.options):
        for c, code in enumerate(scorecard.criteria):
            if (opened.project, opened.option, code) in spread:
                low, high = spread[opened.project, opened.option, code]
                low_oc[o, c], high_oc[o, c] = float(low), float(high)
    return low_oc, high_oc
