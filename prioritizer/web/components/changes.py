"""Who enters, who leaves, who moves: the program of the meeting beside the published one."""

from collections.abc import Iterable

from markupsafe import Markup

from prioritizer.domain.decision import Choice
from prioritizer.web.compare import Difference
from prioritizer.web.components.html import Cell
from prioritizer.web.components.project_link import project_link
from prioritizer.web.room import Room


def changes(room: Room, found: Difference) -> Markup:
    """Three short lists side by side; one sentence where nothing changes."""
    if not found:
        return Markup('<p class="note">{}</p>').format(room.say("web.changes.none"))
    moved = (
        Markup("{} <small>{} → {}</small>").format(_name(room, m.after), _start(room, m.before), _start(room, m.after))
        for m in found.moved
    )
    lists = (
        ("enter", found.entering, (_name(room, choice) for choice in found.entering)),
        ("leave", found.leaving, (_name(room, choice) for choice in found.leaving)),
        ("move", found.moved, moved),
    )
    parts = Markup("").join(
        Markup('<section class="{}"><h3>{} <span>{}</span></h3><ul>{}</ul></section>').format(
            kind, room.say(f"web.changes.{kind}"), len(rows), _items(items)
        )
        for kind, rows, items in lists
    )
    return Markup('<div class="changes">{}</div>').format(parts)


def _items(items: Iterable[Cell]) -> Markup:
    return Markup("").join(Markup("<li>{}</li>").format(item) for item in items)


def _name(room: Room, choice: Choice) -> Markup:
    project = room.portfolio.by_id[choice.project]
    return Markup("<small>{}</small> {}").format(project.id, project_link(project, room.lang))


def _start(room: Room, choice: Choice) -> str:
    option = room.words.option(choice.project, choice.option)
    return f"{choice.start} {option}".strip()
