"""Who allowed a decision to be made public."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Approval:
    """Finance's word that one decision may be published, and of which one: it holds for no other.

    ``dossier`` is the SHA-256 of the published dossier; ``reference`` names the resolution or the decision record.
    """

    dossier: str
    name: str
    function: str
    date: dt.date
    reference: str
