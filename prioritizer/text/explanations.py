"""What it would take, in sentences that a department head understands: the same on the terminal and in publications."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from prioritizer.domain.decision import Finding
from prioritizer.domain.explanation import Between, Why
from prioritizer.text import text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number, percent, thousands

CENTS_PER_THOUSAND = 100_000
MOST_POINTS = 200
"""From the bottom of every scale to its top."""


def span(lang: str, between: Between, digits: int = 2, scale: Fraction | int = 1) -> str:
    """A range in words: one figure where it is exact."""

    def say(key: str, **figures: object) -> str:
        return text(lang, f"explore.span.{key}", **figures)

    low = number(between.low * scale, lang, digits)
    if between.high is None:
        return say("unknown") if unknown(between) else say("at_least", low=low)
    high = number(between.high * scale, lang, digits)
    if between.exact or low == high:
        return high
    if between.low <= 0:
        return say("at_most", high=high)
    return say("from_to", low=low, high=high)


def unknown(between: Between) -> bool:
    """Whether a range says nothing: no way is known, and no part of it is refuted."""
    return between.high is None and between.low <= 0


def share_span(lang: str, share: Between) -> str:
    """A range of shares of 1, in percent."""
    if unknown(share):
        return span(lang, share)
    return _say(lang, "percent", figure=span(lang, share, 1, 100))


def cents_span(lang: str, cents: Between) -> str:
    """A range of cents, in thousands of dollars."""
    if unknown(cents):
        return span(lang, cents)
    return _say(lang, "thousands", figure=span(lang, cents, 0, Fraction(1, CENTS_PER_THOUSAND)))


def sentences(answer: Why, words: Wording) -> tuple[str, ...]:
    """What is known of one project: the price of turning the decision, and each way to turn it."""
    lang, place = words.lang, "inside" if answer.inside else "outside"
    if not answer.possible:
        return (_say(lang, f"{place}.impossible"),)
    if answer.lost.high is not None and answer.lost.high < 0:
        return (_say(lang, f"{place}.better", gain=number(-answer.lost.high, lang, 2)),)
    said = [_say(lang, f"{place}.lost", lost=span(lang, answer.lost))]
    # Who changes place is told of the best program with it the other way, not of any program that was at hand.
    for key, projects in (("entering", answer.entering), ("leaving", answer.leaving)):
        if projects and answer.other is not None and answer.lost.exact:
            said.append(_say(lang, key, projects=", ".join(words.project(project) for project in projects)))
    if answer.points is not None and (points := _reachable(answer.points)) is not None:
        said.append(_say(lang, f"{place}.points", points=span(lang, points)))
    if answer.steps and all(step.level is None for step in answer.steps):
        proved = all(step.sure for step in answer.steps)
        said.append(_say(lang, "outside.steps_none" if proved else "outside.steps_unknown"))
    if answer.cost is not None and (answer.cost.low or answer.cost.high is not None):
        if answer.inside and answer.cost.high is None:
            said.append(_say(lang, "inside.cost_far", share=percent(answer.cost.low, lang, 0)))
        else:
            said.append(_say(lang, f"{place}.cost", share=share_span(lang, answer.cost)))
    if answer.money_total is not None and (answer.money_total.low or answer.money is not None):
        said.append(_money(answer, answer.money_total, words))
    return tuple(said)


def _reachable(points: Between) -> Between | None:
    """A rise of the score without what no score can rise by; None where nothing is left to say."""
    far = points.high is None or points.high > MOST_POINTS
    if not far:
        return points
    return Between(points.low, None) if points.low > 0 else None


def step_sentence(answer: Why, words: Wording) -> tuple[str, ...]:
    """The levels of which one alone is enough, all else as rated: one sentence, or none."""
    lang = words.lang

    def level(value: Fraction | None) -> str:
        return "–" if value is None else number(value, lang, 2, least=0)

    steps = [
        _say(lang, "step", criterion=words.criterion(step.criterion), rated=level(step.rated), level=level(step.level))
        for step in answer.steps
        if step.level is not None
    ]
    return (_say(lang, "outside.steps_enough", steps="; ".join(steps)),) if steps else ()


def _money(answer: Why, total: Between, words: Wording) -> str:
    lang = words.lang
    if answer.money is None:
        return _say(lang, "outside.money_least", least=thousands(total.low, lang))
    rows = (
        _say(
            lang,
            "outside.money_row",
            amount=thousands(row.cents, lang),
            source=words.source(row.source),
            year=row.year,
        )
        for row in answer.money
    )
    return _say(lang, "outside.money", total=cents_span(lang, total), rows="; ".join(rows))


def broken_rules(lang: str, broken: Iterable[Finding]) -> str:
    """Which rules are broken, and in how many places each, the most broken first."""
    places = Counter(finding.rule for finding in broken)
    ranked = sorted(places.items(), key=lambda row: (-row[1], row[0]))
    titles = ((text(lang, f"rules.{rule}.title"), count) for rule, count in ranked)
    return ", ".join(text(lang, "explore_cut_line.broken", rule=title, count=count) for title, count in titles)


def _say(lang: str, key: str, **figures: object) -> str:
    return text(lang, f"explore_why.{key}", **figures)
