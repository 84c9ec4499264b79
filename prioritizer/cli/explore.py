"""``prioritizer explore``: one question about a portfolio, answered as tables, or as data for scripts."""

import json as jsonlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prioritizer.cli.command import Misuse
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import Criteria, read_criteria, read_portfolio
from prioritizer.cli.progress import Steps, Watch, watching
from prioritizer.cli.say import Terminal
from prioritizer.text.findings import Wording

if TYPE_CHECKING:
    from prioritizer.domain.criteria import CriteriaSet
    from prioritizer.domain.portfolio import Portfolio
    from prioritizer.program.live import Found, Live

LOOSE = 0.005
"""Gap to certify for each draw, where none is asked for."""

Show = Callable[[Terminal, Any, Wording], None]


class Stopped(Exception):
    """A question that cannot be asked, its reasons already told."""

    def __init__(self, code: ExitCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Session:
    """A portfolio read, its best program, and what the reader asked for."""

    terminal: Terminal
    portfolio: "Portfolio"
    criteria: "CriteriaSet"
    live: "Live"
    base: "Found"
    words: Wording
    gap: float
    time_limit: float
    watch: Steps
    given: dict[str, Any]
    read: Criteria

    @property
    def limits(self) -> dict[str, Any]:
        """What every question takes: gap, time and who may stop it."""
        return {"gap": self.gap, "time_limit": self.time_limit, "stop": self.watch.stop}

    def project(self, name: str) -> str:
        """The project of that identifier, whatever the case. Raises Misuse."""
        for project in self.portfolio.projects:
            if project.id.casefold() == name.strip().casefold():
                return project.id
        raise Misuse("no_project", None, project=name)


def explore(
    lang: str,
    question: str,
    *,
    file: str,
    criteria: Path | None,
    gap: float,
    time_limit: float,
    json: bool,
    **given: Any,
) -> int:
    """Read, find the best program, ask, show. Returns an exit code."""
    terminal, source = Terminal(lang), Path(file)
    read = read_criteria(criteria)
    terminal.note(terminal.say("run.reading", file=source.name))
    portfolio = read_portfolio(terminal, source, read)
    if portfolio is None:
        return ExitCode.PROBLEMS
    from prioritizer.program.case import Case
    from prioritizer.program.live import Live

    live = Live(Case.of(portfolio, read.criteria))
    info = portfolio.info
    terminal.note(terminal.say("run.solving", projects=len(portfolio.projects), years=info.horizon))
    with watching(terminal, Watch) as solving:
        base = live.best(live.objective(), gap=gap, time_limit=time_limit, progress=solving.progress, stop=solving.stop)
    if base.program is None:
        terminal.note(terminal.say("explore.impossible" if base.impossible else "explore.nothing"))
        return ExitCode.INFEASIBLE if base.impossible else ExitCode.NOTHING_FOUND
    terminal.note(terminal.say("explore.asking"))
    words = Wording(live.case.portfolio, read.criteria, lang)
    with watching(terminal, Steps) as watch:
        session = Session(
            terminal, live.case.portfolio, read.criteria, live, base, words, gap, time_limit, watch, given, read
        )
        try:
            result, show = QUESTIONS[question](session)
        except Stopped as stopped:
            return stopped.code
    if json:
        from prioritizer.domain.portfolio import plain

        terminal.raw(jsonlib.dumps(plain(result), ensure_ascii=False, indent=1) + "\n")
    else:
        show(terminal, result, words)
        _say_base(terminal, base)
    return ExitCode.STOPPED if watch.stopped else ExitCode.DONE


def _say_base(terminal: Terminal, base: "Found") -> None:
    from prioritizer.text.numbers import number, percent

    value = number(base.value, terminal.lang, 2)
    if base.gap:
        terminal.note(terminal.say("explore.base_gap", value=value, gap=percent(base.gap, terminal.lang, 2)))
    else:
        terminal.note(terminal.say("explore.base", value=value))


def _why(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_why import show_why, show_whys
    from prioritizer.insight.sets import projects_of
    from prioritizer.insight.why import why

    named = [session.project(name) for name in session.given["projects"]]
    chosen = projects_of(session.base.program or ())
    asked = named or [project.id for project in session.portfolio.projects if project.id not in chosen]
    rows = []
    for i, project in enumerate(asked):
        if session.watch.stop():
            break
        limits = session.limits | {"time_limit": session.time_limit / (len(asked) if not named else 1)}
        rows.append(why(session.live, session.base, project, **limits))
        session.watch.step(i)
    return tuple(rows), show_why if named else show_whys


def _cut_line(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_cut_line import show_cut_line
    from prioritizer.insight.cut_line import cut_line

    return cut_line(session.live, session.base, stop=session.watch.stop), show_cut_line


def _must_do(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_prices import show_must_do
    from prioritizer.insight.must_do import must_do

    return must_do(session.live, session.base, progress=session.watch.step, **session.limits), show_must_do


def _rules(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_prices import show_rules
    from prioritizer.insight.rule_price import rule_prices

    return rule_prices(session.live, session.base, progress=session.watch.step, **session.limits), show_rules


def _near_ties(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_near_ties import show_near_ties
    from prioritizer.insight.near_ties import near_ties

    limits = {key: value for key, value in session.limits.items() if key != "gap"}
    return near_ties(session.live, session.base, progress=session.watch.step, **limits), show_near_ties


def _budget(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_budget import show_budget
    from prioritizer.insight.budget import SHARES, budget_curve

    shares = tuple(Fraction(part) / 100 for part in session.given["shares"]) or SHARES
    limits = session.limits | {"progress": session.watch.step}
    return budget_curve(session.portfolio, session.criteria, shares, known=session.live.pool, **limits), show_budget


def _ladder(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_budget import show_ladder
    from prioritizer.insight.budget import budget_curve
    from prioritizer.insight.ladder import ladder

    limits = session.limits | {"time_limit": session.time_limit / 2, "progress": session.watch.step}
    curve = budget_curve(session.portfolio, session.criteria, known=session.live.pool, **limits)
    return ladder(session.portfolio, session.criteria, curve, **limits), show_ladder


def _years(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_budget import show_years
    from prioritizer.insight.budget_years import marginal_by_year

    limits = session.limits | {"progress": session.watch.step}
    return marginal_by_year(session.portfolio, session.criteria, session.base, **limits), show_years


def _changes(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_changes import show_changes
    from prioritizer.insight.change_ledger import change_ledger
    from prioritizer.insight.change_mix import Scenario

    before_set: Path | None = session.given["criteria_since"]
    read = read_criteria(before_set) if before_set else None
    criteria = read.criteria if read else session.criteria
    portfolio = read_portfolio(session.terminal, session.given["since"], read or session.read)
    if portfolio is None:
        raise Stopped(ExitCode.PROBLEMS)
    before, after = Scenario(portfolio, criteria), Scenario(session.portfolio, session.criteria, session.base.program)
    return change_ledger(before, after, progress=session.watch.step, **session.limits), show_changes


def _cost_risk(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_cost_risk import show_certainty, show_cost_risk
    from prioritizer.insight.cost_reserve import hold_at
    from prioritizer.insight.cost_risk import Factors, cost_risk

    factors = Factors(draws=session.given["draws"], seed=session.given["seed"])
    risk = cost_risk(session.live.case, session.base.program or (), factors)
    held = hold_at(session.live, session.base, factors=factors, progress=session.watch.step, **session.limits)

    def show(terminal: Terminal, result: Any, words: Wording) -> None:
        show_cost_risk(terminal, result[0], words)
        show_certainty(terminal, result[1], words)

    return (risk, held), show


def _weights(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_weights import show_weight_lines
    from prioritizer.insight.weight_line import weight_line

    asked = session.given["codes"] or tuple(axis.code for axis in session.criteria.axes)
    known = {*(axis.code for axis in session.criteria.axes), *session.criteria.weights}
    for code in asked:
        if code not in known:
            raise Misuse("no_code", None, code=code, codes=", ".join(sorted(known)))
    limits = session.limits | {"time_limit": session.time_limit / len(asked), "progress": session.watch.step}
    return tuple(weight_line(session.live, session.base, code, **limits) for code in asked), show_weight_lines


def _triangle(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_weights import show_weight_triangle
    from prioritizer.insight.weight_triangle import weight_triangle

    if len(session.criteria.axes) != 3:
        raise Misuse("not_three_axes")
    return weight_triangle(
        session.live, session.base, progress=session.watch.step, **session.limits
    ), show_weight_triangle


def _information(session: Session) -> Any:
    """Weights of the axes: all of them, those within so many points of the published ones, those in an order."""
    from prioritizer.insight.draws import Information, around, extremes

    weights = {axis.code: Fraction(axis.weight) / 100 for axis in session.criteria.axes}
    points, order = session.given["around"], session.given["order"]
    known = Information(tuple(weights)) if points is None else around(weights, Fraction(points) / 100)
    if order is not None:
        known = replace(known, order=tuple(code.strip() for code in order.split(",")))
        if sorted(known.order) != sorted(weights):
            raise Misuse("no_order", None, order=order, codes=", ".join(weights))
    if not extremes(known):
        raise Misuse("no_weights")
    return known


def _spread(session: Session) -> Any:
    """Every rating one level down and up, where ratings are asked to be unsure."""
    from prioritizer.insight.spread import one_level

    return one_level(session.live.case) if session.given["unsure_ratings"] else None


def _elicit(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.elicit_answers import read_answers
    from prioritizer.cli.explore_elicit import Elicitation, show_elicited
    from prioritizer.insight.elicited import elicited

    answers = read_answers(session.given, session.criteria)
    limits = session.limits | {"progress": session.watch.step}
    return Elicitation(answers, elicited(session.live, session.base, answers.weights, **limits)), show_elicited


def _core(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_robust import show_core_index
    from prioritizer.insight.core_index import core_index

    known, spread = _information(session), _spread(session)
    return core_index(session.live, session.base, known, spread=spread, **session.limits), show_core_index


def _acceptability(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_robust import show_acceptability
    from prioritizer.insight.acceptability import acceptability

    found = acceptability(
        session.live,
        session.base,
        _information(session),
        draws=session.given["draws"],
        seed=session.given["seed"],
        spread=_spread(session),
        gap=max(session.gap, LOOSE),
        time_limit=session.time_limit,
        progress=session.watch.step,
        stop=session.watch.stop,
    )
    return found, show_acceptability


def _discuss(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_robust import show_discuss
    from prioritizer.insight.discuss import discuss

    return discuss(session.live, session.base, progress=session.watch.step, **session.limits), show_discuss


def _pareto(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_pareto import show_pareto
    from prioritizer.insight.pareto import pareto

    return pareto(session.live, session.base, progress=session.watch.step, **session.limits), show_pareto


def _revealed(session: Session) -> tuple[Any, Show]:
    from prioritizer.cli.explore_revealed import show_revealed
    from prioritizer.insight.revealed import revealed

    wanted = frozenset(session.project(name) for name in session.given["projects"])
    if not wanted:
        raise Misuse("no_projects")
    return revealed(session.live, session.base, wanted, progress=session.watch.step, **session.limits), show_revealed


QUESTIONS: dict[str, Callable[[Session], tuple[Any, Show]]] = {
    "why": _why,
    "cut-line": _cut_line,
    "must-do": _must_do,
    "rules": _rules,
    "near-ties": _near_ties,
    "weights": _weights,
    "triangle": _triangle,
    "pareto": _pareto,
    "revealed": _revealed,
    "elicit": _elicit,
    "core": _core,
    "acceptability": _acceptability,
    "discuss": _discuss,
    "changes": _changes,
    "cost-risk": _cost_risk,
    "budget": _budget,
    "ladder": _ladder,
    "years": _years,
}
