"""Trade-offs: what else could be chosen, with what money, and how sure the choice is; each worked out when asked."""

from prioritizer.web.components import budget, cut_line, near_ties, pareto
from prioritizer.web.components.asking import asking
from prioritizer.web.components.bar import heading
from prioritizer.web.components.choice import part_of
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, kpis
from prioritizer.web.components.proof import search_line
from prioritizer.web.components.robust import robust
from prioritizer.web.components.state import has_program, usable
from prioritizer.web.components.summary import program_kpis
from prioritizer.web.room import here

PARTS = ("pareto", "budget", "cut_line", "near_ties", "robust")


def show() -> None:
    """Draw the page."""
    room = here()
    heading(room, "web.page.tradeoffs")
    if not usable(room):
        return
    following(room.awaited, _top)
    part = part_of(room, "tradeoffs", PARTS)
    if room.found.program is None:
        return
    match part:
        case "budget":
            asking(room, budget.QUESTION)
        case "cut_line":
            asking(room, cut_line.QUESTION)
        case "near_ties":
            asking(room, near_ties.QUESTION)
        case "robust":
            robust(room)
        case _:
            asking(room, pareto.QUESTION)


def _top() -> None:
    room = here()
    if has_program(room):
        draw(kpis(program_kpis(room)))
    search_line(room, "tradeoffs")
