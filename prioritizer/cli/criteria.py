"""``prioritizer criteria show | validate | diff``: published criteria in readable tables."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from prioritizer.cli.criteria_changes import changes
from prioritizer.cli.criteria_tables import new_table, sheet
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import Criteria, read_criteria, read_portfolio
from prioritizer.cli.say import STRONG, Terminal
from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.problem import Problem, Severity
from prioritizer.text.criteria_words import Words

if TYPE_CHECKING:
    from prioritizer.domain.portfolio import Portfolio

PERCENTS = ("weight", "share")
NUMBERS = {"best": 2, "value": 2, "r": 2}


def show(path: Path, lang: str) -> int:
    """Print a whole set: weights, scales, rules, what is still to confirm."""
    read, terminal = read_criteria(path), Terminal(lang)
    for part in sheet(read.criteria, read.priorities, lang):
        terminal.out.print(part)
    return ExitCode.DONE


def validate(path: Path, lang: str, portfolio: Path | None = None) -> int:
    """Print what a reviewer would say of a set, alone or on a portfolio. Raises Refused where the set is not one."""
    from prioritizer.scoring.review import review

    read, terminal = read_criteria(path), Terminal(lang)
    projects = None
    if portfolio is not None:
        projects = read_portfolio(terminal, portfolio, read)
        if projects is None:
            return ExitCode.PROBLEMS
    found = review(read.criteria, projects)
    errors, warnings = terminal.problems(worded(found, read.criteria, lang))
    if errors:
        return ExitCode.PROBLEMS
    if projects is not None:
        _effective(terminal, read, projects)
    counts = {
        "axes": len(read.criteria.axes),
        "criteria": len(read.criteria.criteria),
        "gates": len(read.criteria.gates),
    }
    terminal.out.print(Words(lang).say("validate.valid", **counts, warnings=warnings), soft_wrap=True)
    return ExitCode.DONE


def diff(before: Path, after: Path, lang: str) -> int:
    """Print what changed between two sets."""
    old, new = read_criteria(before).criteria, read_criteria(after).criteria
    terminal = Terminal(lang)
    for part in changes(old, new, lang):
        terminal.out.print(part)
    return ExitCode.DONE


def worded(found: Iterable[Problem], criteria: CriteriaSet, lang: str) -> list[Problem]:
    """Warnings of a review with titles for codes, and figures written as the language writes them."""
    words = Words(lang)
    titles = {c.code: c.title.get(lang) for c in criteria.criteria} | {criteria.id: criteria.title.get(lang)}

    def figure(name: str, value: str | int) -> str | int:
        if name in PERCENTS:
            return words.share(Fraction(str(value)), 1)
        if name in NUMBERS:
            return words.number(Fraction(str(value)), NUMBERS[name])
        return titles.get(str(value), value) if name == "other" else value

    return [
        problem
        if problem.severity is Severity.ERROR
        else replace(
            problem,
            where=replace(problem.where, item=titles.get(problem.where.item, problem.where.item)),
            figures={name: figure(name, value) for name, value in problem.figures.items()},
        )
        for problem in found
    ]


def _effective(terminal: Terminal, read: Criteria, portfolio: "Portfolio") -> None:
    """Published weight beside the share of the spread between projects that each criterion makes."""
    from prioritizer.scoring.review import effective_weights

    words, criteria = Words(terminal.lang), read.criteria
    effective = effective_weights(criteria, portfolio)
    table = new_table()
    table.add_column(words.say("col.criterion"), ratio=1)
    for key in ("published", "effective"):
        table.add_column(words.say(f"col.{key}"), justify="right", no_wrap=True)
    for criterion in criteria.criteria:
        shares = criteria.weights[criterion.code], Fraction(effective[criterion.code])
        table.add_row(Text(criterion.title.get(terminal.lang)), *(words.share(share, 1) for share in shares))
    terminal.out.print(Text(words.say("validate.effective"), style=STRONG))
    terminal.out.print(table)
