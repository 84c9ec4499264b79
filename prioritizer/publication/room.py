"""How much free text a sheet has room for: what is longer is cut, fairly, so that a sheet is two pages at most."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from prioritizer.domain.portfolio import Project

SHEET = 5_400
"""Characters of free text of a sheet, all fields together."""
FIELD = 1_200
"""Characters of one field at most."""
CUT = "…"


@dataclass
class Room:
    """The characters that each text of one sheet may take; ``short`` tells whether one was cut."""

    each: int
    short: bool = field(default=False, init=False)

    @classmethod
    def of(cls, project: Project, lang: str) -> "Room":
        """Room of the sheet of a project in one language."""
        texts = [project.description.get(lang), project.justification.get(lang)]
        texts += [said for row in project.priorities for said in (row.outcome, row.indicator, row.target)]
        texts += [f"{row.rationale} {row.evidence}" for row in project.ratings]
        return cls(fair_share((len(said) for said in texts), SHEET, FIELD))

    def cut(self, said: str) -> str:
        """The text, or its beginning up to a word where it is longer than its room."""
        if len(said) <= self.each:
            return said
        self.short = True
        head = said[: self.each - len(CUT)]
        return (head.rsplit(None, 1)[0] if " " in head.strip() else head) + CUT


def fair_share(lengths: Iterable[int], room: int, most: int) -> int:
    """The greatest length, ``most`` at most, such that texts cut to it fit in the room together."""
    left, sizes = room, sorted(lengths)
    for place, size in enumerate(sizes):
        count = len(sizes) - place
        if size * count > left:
            return min(left // count, most)
        left -= size
    return most
