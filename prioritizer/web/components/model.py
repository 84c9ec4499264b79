"""The model in words and formulas: rendered from the rules themselves, so what is read is what is solved."""

from markupsafe import Markup

from prioritizer.program.rules import RULES
from prioritizer.web.components.html import Column, Row, table
from prioritizer.web.room import Room

STEPS = ("score", "choose", "prove")
LIMITS = ("measures", "costs", "intensity", "ties", "time", "weights")


def model(room: Room) -> Markup:
    """Value, choice and proof, then every rule."""
    said = Markup("").join(Markup("<p>{}</p>").format(room.say(f"publication.method.{step}")) for step in STEPS)
    value = Markup("<h2>{}</h2><p>{}</p><p><code>{}</code></p><p><code>{}</code></p>").format(
        room.say("web_method.value.title"),
        room.say("web_method.value.words"),
        room.say("web_method.value.project"),
        room.say("web_method.value.program"),
    )
    columns = [
        Column(room.say("web_method.rule")),
        Column(room.say("web_method.sentence")),
        Column(room.say("web_method.formula")),
    ]
    rows = [
        Row(
            (
                room.say(f"rules.{rule.code}.title"),
                room.say(f"rules.{rule.code}.sentence"),
                Markup("<code>{}</code>").format(room.say(f"rules.{rule.code}.formula")),
            )
        )
        for rule in RULES
    ]
    symbols = Markup('<p class="note">{}</p>').format(room.say("web_method.symbols"))
    title = Markup("<h2>{}</h2>").format(room.say("web_method.rules"))
    return said + value + title + table(room.say("web_method.rules"), columns, rows, shown=False) + symbols


def limits(room: Room) -> Markup:
    """What the figures do not say."""
    items = Markup("").join(Markup("<li>{}</li>").format(room.say(f"web_method.limit.{key}")) for key in LIMITS)
    return Markup("<p>{}</p><ul>{}</ul>").format(room.say("publication.method.limits"), items)
