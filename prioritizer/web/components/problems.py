"""What is wrong with a workbook: by sheet and cell, what was read, what was expected, what to do."""

from markupsafe import Markup

from prioritizer.domain.problem import Severity
from prioritizer.web.components.html import Column, Row, table
from prioritizer.web.room import Room
from prioritizer.workbook.problems import word_problem

PARTS = ("place", "what", "read", "expected", "fix")


def problems(room: Room) -> Markup:
    """Every problem, errors before warnings, in the order of the file."""
    found = sorted(room.source.problems, key=lambda p: p.severity is not Severity.ERROR)
    columns = [Column(room.say(f"web_portfolio.problems.{part}")) for part in PARTS]
    rows = []
    for problem in found:
        worded = word_problem(problem, room.lang)
        error = problem.severity is Severity.ERROR
        tag = Markup('<span class="tag {}">{}</span> ').format(
            "warm" if error else "", room.say(f"web_portfolio.problems.{problem.severity}")
        )
        place = Markup("{}{}").format(tag, worded.place)
        rows.append(Row((place, worded.what, worded.read, worded.expected, worded.fix)))
    return table(room.say("web_portfolio.problems.caption"), columns, rows, kind="tall", shown=False)
