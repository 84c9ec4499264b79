"""Some projects in one cell of a table: named where they are few, counted and opened where they are more."""

from collections.abc import Collection

from markupsafe import Markup

from prioritizer.web.components.html import folded
from prioritizer.web.components.project_link import project_link
from prioritizer.web.room import Room

FEW = 2


def project_set(room: Room, codes: Collection[str]) -> Markup:
    """A dash for none."""
    if not codes:
        return Markup("–")
    items = Markup("").join(
        Markup('<li><small class="code">{}</small> {}</li>').format(code, project_link(by_id[code], room.lang))
        if code in (by_id := room.portfolio.by_id)
        else Markup("<li>{}</li>").format(code)
        for code in codes
    )
    listed = Markup('<ul class="set">{}</ul>').format(items)
    return listed if len(codes) <= FEW else folded(room.counted("web.count.projects", len(codes)), listed)
