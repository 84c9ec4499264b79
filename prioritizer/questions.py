"""Every question about a program, handed out in one place: trade-offs, robustness, explanations. See docs/api.md."""

from prioritizer.insight.acceptability import acceptability
from prioritizer.insight.budget import budget_curve
from prioritizer.insight.budget_years import marginal_by_year
from prioritizer.insight.change_ledger import change_ledger
from prioritizer.insight.change_mix import Scenario
from prioritizer.insight.core_index import core_index
from prioritizer.insight.cost_reserve import hold_at
from prioritizer.insight.cost_risk import Factors, cost_risk
from prioritizer.insight.cut_line import cut_line
from prioritizer.insight.discuss import discuss
from prioritizer.insight.draws import Information, around
from prioritizer.insight.elicited import elicited
from prioritizer.insight.ladder import ladder
from prioritizer.insight.must_do import must_do
from prioritizer.insight.near_ties import near_ties
from prioritizer.insight.pareto import pareto
from prioritizer.insight.rank_acceptability import linear, normal, rank_acceptability, uniform
from prioritizer.insight.revealed import revealed
from prioritizer.insight.rule_price import rule_prices
from prioritizer.insight.spread import one_level
from prioritizer.insight.sweep import Weighted, sweep
from prioritizer.insight.weight_line import weight_line
from prioritizer.insight.weight_triangle import weight_triangle
from prioritizer.insight.why import why, why_left_out

__all__ = [
    "Factors",
    "Information",
    "Scenario",
    "Weighted",
    "acceptability",
    "around",
    "budget_curve",
    "change_ledger",
    "core_index",
    "cost_risk",
    "cut_line",
    "discuss",
    "elicited",
    "hold_at",
    "ladder",
    "linear",
    "marginal_by_year",
    "must_do",
    "near_ties",
    "normal",
    "one_level",
    "pareto",
    "rank_acceptability",
    "revealed",
    "rule_prices",
    "sweep",
    "uniform",
    "weight_line",
    "weight_triangle",
    "why",
    "why_left_out",
]
