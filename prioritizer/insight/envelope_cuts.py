"""Money kept back from the envelopes, never so much that a program known is lost."""

from dataclasses import replace

from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import FULL, Portfolio
from prioritizer.program.case import Case
from prioritizer.program.plan import Plan

Cuts = dict[tuple[str, int], int]
"""Cents kept back, by source and position of the year."""


def most_cuts(case: Case, program: Program) -> Cuts:
    """What may be kept back at most from each envelope and year for this program to keep every rule.

    Earmarked money is left alone, and so is what the program carries on from one year to the next.
    """
    plan, years = Plan(case, program), case.portfolio.info.years
    most: Cuts = {}
    for envelope in case.portfolio.envelopes:
        marks = [mark for mark in case.portfolio.earmarks if mark.source == envelope.source]
        onward = 0
        for t, amount in reversed(list(enumerate(envelope.amounts or ()))):
            # An earmark does not see what synergies save, nor do we count on it here.
            spent = sum(plan.spent(done, envelope.source, t) for done in plan.done)
            kept = max((mark.value for mark in marks if mark.year in (None, years[t])), default=0)
            needed = spent + kept + max(-plan.saved(envelope.source, t), 0) + onward
            # Only a share of the envelope may be carried on, so that it must be large enough for that too.
            whole = kept + -(-onward * FULL // envelope.carry_bp) if onward and envelope.carry_bp else 0
            most[envelope.source, t] = max(amount - max(needed, whole), 0)
            onward = max(needed - amount, 0)
    return most


def less(portfolio: Portfolio, cuts: Cuts) -> Portfolio:
    """The portfolio with so much less in each envelope and year."""
    envelopes = (
        replace(
            e,
            amounts=None
            if e.amounts is None
            else tuple(a - cuts.get((e.source, t), 0) for t, a in enumerate(e.amounts)),
        )
        for e in portfolio.envelopes
    )
    return replace(portfolio, envelopes=tuple(envelopes))
