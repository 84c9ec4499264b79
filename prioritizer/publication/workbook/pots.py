"""The yearly pots of money: each source's envelope, and what reserved amounts leave of it to the other projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from prioritizer.program.ledger import source_years, sources
from prioritizer.program.rules.earmark import EarmarkRule
from prioritizer.publication.workbook.frame import Frame

ENVELOPE, EARMARK = "envelope", "earmark"


@dataclass(frozen=True)
class Pot:
    """Cents by year. ``amounts`` None: not limited. ``earmark``: its number in the portfolio, None for an envelope."""

    rule: str
    subject: tuple[str, ...]
    source: str
    amounts: tuple[int, ...] | None
    carry_bp: int
    spent: tuple[int, ...]
    saved: tuple[int, ...]
    carried: tuple[Fraction, ...]
    earmark: int | None = None

    @property
    def used(self) -> tuple[int, ...]:
        """Spending less savings."""
        return tuple(spent - saved for spent, saved in zip(self.spent, self.saved, strict=True))


def pots(frame: Frame) -> tuple[Pot, ...]:
    """Envelopes by source, then reserves in the portfolio's order."""
    return (*_envelopes(frame), *_earmarks(frame))


def _envelopes(frame: Frame) -> Sequence[Pot]:
    plan = frame.edition.plan
    given = {envelope.source: envelope for envelope in frame.portfolio.envelopes}
    known = source_years(plan)
    none = (0,) * len(frame.years)
    found = []
    for source in sources(frame.asked):
        mine = [row for row in known if row.source == source]
        envelope = given.get(source)
        found.append(
            Pot(
                ENVELOPE,
                (source,),
                source,
                envelope.amounts if envelope else None,
                envelope.carry_bp if envelope else 0,
                tuple(row.spent for row in mine) or none,
                tuple(row.saved for row in mine) or none,
                tuple(row.carried_in for row in mine) or tuple(map(Fraction, none)),
            )
        )
    return found


def _earmarks(frame: Frame) -> Sequence[Pot]:
    findings = list(EarmarkRule().check(frame.edition.plan))
    found = []
    for number, earmark in enumerate(frame.portfolio.earmarks):
        for envelope in frame.portfolio.envelopes:
            if envelope.source != earmark.source or envelope.amounts is None:
                continue
            mine, findings = findings[: len(frame.years)], findings[len(frame.years) :]
            reserved = (earmark.value if earmark.year in (None, year) else 0 for year in frame.years)
            amounts = tuple(amount - kept for amount, kept in zip(envelope.amounts, reserved, strict=True))
            found.append(
                Pot(
                    EARMARK,
                    mine[0].subject,
                    earmark.source,
                    amounts,
                    envelope.carry_bp,
                    tuple(int(finding.used) for finding in mine),
                    (0,) * len(mine),
                    tuple(finding.limit - amount for finding, amount in zip(mine, amounts, strict=True)),
                    number,
                )
            )
    return found
