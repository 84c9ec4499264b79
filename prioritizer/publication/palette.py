"""Colours of the axes: the same ones everywhere, on paper and on screen."""

AXIS_COLOURS = ("#1d4e89", "#c1700b", "#2a9d8f", "#7a5195", "#5c6670", "#a6335c")
"""In published order. Each stands out from white by 3 to 1; the first three are told apart by everybody, colour-blind
or not. A colour never says anything alone: the name of the axis stands beside it."""
