"""What ``template build`` and ``publish`` read before they make anything: decision, look, date, approval."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prioritizer.cli.say import Terminal

if TYPE_CHECKING:
    from prioritizer.domain.approval import Approval
    from prioritizer.publication.edition import Edition
    from prioritizer.publication.theme import Theme
    from prioritizer.store.dossier_file import Dossier


@dataclass(frozen=True)
class Ready:
    """A decision ready to be published; ``text`` is the published dossier, whose SHA-256 finance approves."""

    dossier: "Dossier"
    text: str
    theme: "Theme"
    date: dt.date
    approval: "Approval | None"

    def editions(self, langs: tuple[str, ...]) -> dict[str, "Edition"]:
        """One edition a language."""
        from prioritizer.publication.edition import Edition

        dossier = self.dossier
        edition = Edition.of(
            dossier.decision,
            dossier.portfolio,
            dossier.criteria,
            langs[0],
            priorities=dossier.priorities,
            approved=self.approval is not None,
            answers=dossier.explanations,
        )
        return edition.into(langs)


def prepare(
    terminal: Terminal, decision: Path, theme: Path | None, approval: Path | None, date: dt.date | None
) -> Ready | None:
    """Read them all; None, once it is said, where the decision has no program. Draft or approved is said too.

    Raises:
        Refused: where a file cannot be used, or where the approval is not one of this decision.
    """
    from prioritizer.publication.theme import Theme, read_theme
    from prioritizer.store.approval_file import dossier_digest, read_approval
    from prioritizer.store.dossier_file import dossier_from_json, dossier_to_json, read_dossier
    from prioritizer.text import text
    from prioritizer.text.numbers import date as day
    from prioritizer.workbook.carried import carried, is_workbook

    dossier = dossier_from_json(carried(decision), decision) if is_workbook(decision) else read_dossier(decision)
    look = Theme() if theme is None else read_theme(theme)
    made = dt.datetime.now(tz=dt.UTC).date() if date is None else date
    if not dossier.decision.status.has_program:
        terminal.note(terminal.say("verify.no_program"))
        return None
    written = dossier_to_json(dossier)
    given = None if approval is None else read_approval(approval, written, made)
    if given is None:
        terminal.note(text(terminal.lang, "publish.said.draft"))
        terminal.note(text(terminal.lang, "publish.said.hash", hash=dossier_digest(written)))
    else:
        figures = {"name": given.name, "function": given.function, "reference": given.reference}
        terminal.note(text(terminal.lang, "publish.said.approved", date=day(given.date, terminal.lang), **figures))
    return Ready(dossier, written, look, made, given)
