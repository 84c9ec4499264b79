"""What the figures were made with, and the hashes of what they were made from."""

import platform
from importlib.metadata import version

from markupsafe import Markup

from prioritizer.web.components.html import Column, Row, table
from prioritizer.web.room import Room

PACKAGES = ("prioritizer", "highspy", "pulp", "numpy", "streamlit")


def versions(room: Room) -> Markup:
    """Two tables."""
    columns = [Column(room.say("web_method.item")), Column(room.say("web_method.content"))]
    rows = [Row((name, version(name))) for name in PACKAGES]
    rows.append(Row(("Python", platform.python_version())))
    made_with = table(room.say("web_method.made_with"), columns, rows)
    criteria = room.criteria
    rows = [
        Row((room.say("web_method.criteria_set"), f"{criteria.title.get(room.lang)}, {criteria.version}")),
        Row((room.say("publication.hash.criteria"), Markup("<code>{}</code>").format(criteria.digest()))),
    ]
    if room.source.portfolio is not None:
        for key, value in room.base.hashes.items():
            rows.append(Row((room.say(f"publication.hash.{key}"), Markup("<code>{}</code>").format(value))))
    return made_with + table(room.say("web_method.made_from"), columns, rows)
