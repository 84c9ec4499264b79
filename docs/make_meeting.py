"""Makes the tutorial of one meeting, ``docs/reunion.md`` and ``docs/meeting.md``, with real output.

``python docs/make_meeting.py`` asks every question once (some ten minutes on two cores) and writes both pages. What is
not proved in the time given depends on the machine, and says so in the page as it would in the meeting.
"""

import contextlib
import io
import os
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from prioritizer import load_criteria, read_portfolio
from prioritizer.cli.say import Terminal
from prioritizer.insight.budget import budget_curve
from prioritizer.insight.cost_reserve import hold_at
from prioritizer.insight.cost_risk import Factors, cost_risk
from prioritizer.insight.cut_line import cut_line
from prioritizer.insight.discuss import discuss
from prioritizer.insight.must_do import must_do
from prioritizer.insight.near_ties import near_ties
from prioritizer.insight.rule_price import rule_prices
from prioritizer.insight.weight_line import weight_line
from prioritizer.insight.why import why
from prioritizer.program.case import Case
from prioritizer.program.live import Found, Live
from prioritizer.text.findings import Wording

ROOT = Path(__file__).parent.parent
SAMPLE, CRITERIA = "sample_portfolios/montreal-2027-2036.xlsx", "criteria/montreal-numerique.yaml"
PAGES = {"fr": "reunion.md", "en": "meeting.md"}
OUT, INSIDE = "MTL-27-025", "MTL-27-001"
"""A project left out and one that is in, of which the meeting asks why."""
SHARES = (80, 90, 100, 110, 120)

PROOF = 600.0
"""Seconds to prove the program that the meeting begins with; the pages are not written without."""
SECONDS = {"must-do": 90.0, "rules": 120.0, "budget": 90.0}


def words_of(lang: str) -> dict[str, Any]:
    """What the page says between the commands."""
    return tomllib.loads((ROOT / "docs" / f"meeting.{lang}.toml").read_text(encoding="utf-8"))


def answers(live: Live, base: Found) -> Iterator[tuple[str, str, list[tuple[Callable[..., None], Any]]]]:
    """Each question: its name, the words after it on the command line, what shows it."""
    from prioritizer.cli.explore_budget import show_budget
    from prioritizer.cli.explore_cost_risk import show_certainty, show_cost_risk
    from prioritizer.cli.explore_cut_line import show_cut_line
    from prioritizer.cli.explore_near_ties import show_near_ties
    from prioritizer.cli.explore_prices import show_must_do, show_rules
    from prioritizer.cli.explore_robust import show_discuss
    from prioritizer.cli.explore_weights import show_weight_lines
    from prioritizer.cli.explore_why import show_why

    portfolio, criteria = live.case.portfolio, live.case.criteria
    limit = {name: SECONDS.get(name, 60.0) for name in words_of("fr") if name not in ("title", "intro")}
    yield "cut-line", "", [(show_cut_line, cut_line(live, base))]
    axes = [axis.code for axis in criteria.axes]
    lines = tuple(weight_line(live, base, code, time_limit=limit["weights"] / len(axes)) for code in axes)
    yield "weights", "", [(show_weight_lines, lines)]
    whys = tuple(why(live, base, project, time_limit=limit["why"]) for project in (OUT, INSIDE))
    yield "why", f" {OUT} {INSIDE}", [(show_why, whys)]
    yield "must-do", "", [(show_must_do, must_do(live, base, time_limit=limit["must-do"]))]
    yield "rules", "", [(show_rules, rule_prices(live, base, time_limit=limit["rules"]))]
    shares = tuple(Fraction(share, 100) for share in SHARES)
    curve = budget_curve(portfolio, criteria, shares, known=live.pool, time_limit=limit["budget"])
    yield "budget", f" --shares '{' '.join(map(str, SHARES))}'", [(show_budget, curve)]
    yield "near-ties", "", [(show_near_ties, near_ties(live, base, time_limit=limit["near-ties"]))]
    yield "discuss", "", [(show_discuss, discuss(live, base, time_limit=limit["discuss"]))]
    factors = Factors()
    risk = cost_risk(live.case, base.program or (), factors)
    held = hold_at(live, base, factors=factors, time_limit=limit["cost-risk"])
    yield "cost-risk", "", [(show_cost_risk, risk), (show_certainty, held)]


def printed(show: Callable[..., None], result: Any, live: Live, lang: str) -> str:
    """What a reader sees, without the spaces at the ends of lines."""
    caught = io.StringIO()
    with contextlib.redirect_stdout(caught):
        show(Terminal(lang), result, Wording(live.case.portfolio, live.case.criteria, lang))
    return "\n".join(line.rstrip() for line in caught.getvalue().splitlines()).strip("\n")


def main() -> None:
    """Ask everything once, write both pages."""
    os.environ.update(COLUMNS="100", NO_COLOR="1", TERM="dumb")
    criteria = load_criteria(ROOT / CRITERIA)
    portfolio = read_portfolio(ROOT / SAMPLE, criteria).portfolio
    assert portfolio is not None
    live = Live(Case.of(portfolio, criteria))
    base = live.best(live.objective(), time_limit=PROOF)
    if base.gap != 0.0:
        sys.exit(f"the program shown must be proved the best, on a machine at rest: {float(base.value)}, {base.bound}")
    words_in = {lang: words_of(lang) for lang in PAGES}
    pages = {lang: [f"# {words_in[lang]['title']}", "", words_in[lang]["intro"], ""] for lang in PAGES}
    for name, words, shown in answers(live, base):
        print(name, time.strftime("%H:%M:%S"), flush=True)
        for lang, lines in pages.items():
            question, answer = words_in[lang][name]["question"], words_in[lang][name]["answer"]
            limit = "" if SECONDS.get(name, 60.0) == 60.0 else f" --time-limit {SECONDS[name]:g}"
            english = " --lang en" if lang == "en" else ""
            lines += [f"## {question}", "", answer, "", "```sh"]
            lines += [f"prioritizer explore {name} {SAMPLE}{words}{limit}{english}", "```", "", "```text"]
            lines += [printed(show, result, live, lang) for show, result in shown]
            lines += ["```", ""]
    for lang, lines in pages.items():
        (ROOT / "docs" / PAGES[lang]).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
