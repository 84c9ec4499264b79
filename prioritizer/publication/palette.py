"""Colours of the axes: the same ones everywhere, on paper and on screen."""

AXIS_COLOURS = ("#1d4e89", "#c1700b", "#2a9d8f", "#4a2040", "#8f2d1f", "#9a6fc7")
"""In published order. Each stands out from white by 3 to 1; all are told apart by everybody, colour-blind or not, the
first three best. A colour never says anything alone: the name of the axis stands beside it."""
