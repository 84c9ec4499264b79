"""Every rule of the program, in the order they are explained. Adding one: a file here and a line in ``RULES``."""

from prioritizer.program.rules.balance import BalanceRule
from prioritizer.program.rules.base import Rule
from prioritizer.program.rules.choice import ChoiceRule
from prioritizer.program.rules.earmark import EarmarkRule
from prioritizer.program.rules.envelope import EnvelopeRule
from prioritizer.program.rules.gate import GateRule
from prioritizer.program.rules.group import GroupRule
from prioritizer.program.rules.imposed import ImposedRule
from prioritizer.program.rules.limits import CAPACITY, CONCURRENCY, OPERATING
from prioritizer.program.rules.precedence import PrecedenceRule
from prioritizer.program.rules.synergy import SynergyRule

RULES: tuple[Rule, ...] = (
    ChoiceRule(),
    GateRule(),
    ImposedRule(),
    SynergyRule(),  # before the envelopes, which give back what it saves
    EnvelopeRule(),
    EarmarkRule(),
    OPERATING,
    CAPACITY,
    CONCURRENCY,
    PrecedenceRule(),
    GroupRule(),
    BalanceRule(),
)

__all__ = ["RULES", "Rule"]
