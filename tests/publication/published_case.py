"""One decision to publish, with a secret planted in every internal field."""

from dataclasses import replace
from functools import cache

import result_case

from prioritizer.domain.portfolio import Title
from prioritizer.insight.why import why_left_out
from prioritizer.program.case import Case
from prioritizer.program.live import Live
from prioritizer.program.solve import solve
from prioritizer.publication.consolidated import consolidated
from prioritizer.publication.edition import Edition

SECRET = "TOPSECRET"
ESTIMATE = 98_765_432_100
HOSTILE = (
    "=cmd|' /C calc'!A1",
    "<script>alert(1)</script>",
    "#set page(fill: red) $x$ *gras* @ref `brut`",
    "{{ 7*7 }} {% raw %} \\u{1F600}",
    "שלום עולם \u202eabc",
    "Programme d'accompagnement " * 11,
)


def portfolio():
    given = result_case.portfolio()

    def with_secrets(number, project):
        return replace(
            project,
            notes=f"{SECRET}-notes",
            supplier_estimate=ESTIMATE,
            ratings=tuple(replace(rating, note=f"{SECRET}-rating") for rating in project.ratings),
            risks=tuple(replace(risk, note=f"{SECRET}-risk") for risk in project.risks),
            gates=tuple(replace(gate, note=f"{SECRET}-gate") for gate in project.gates),
            title=Title(HOSTILE[number], HOSTILE[number]) if 2 <= number < len(HOSTILE) else project.title,
            description=Title(HOSTILE[number % len(HOSTILE)]),
        )

    links = tuple(replace(link, note=f"{SECRET}-link") for link in given.links)
    projects = tuple(with_secrets(n, project) for n, project in enumerate(given.projects))
    return replace(given, projects=projects, links=links)


@cache
def solved():
    return solve(portfolio(), result_case.criteria())


@cache
def answers():
    return why_left_out(Live(Case.of(portfolio(), result_case.criteria())), solved().program)


@cache
def edition(lang, *, approved=False):
    return Edition.of(solved(), portfolio(), result_case.criteria(), lang, approved=approved, answers=answers())


@cache
def document(lang):
    return consolidated(edition(lang), portfolio().info.first_year)
