"""Every program there is, judged by the certificate alone: what a solver must find, with no solver in it.

The starts are listed here on their own, wider than the rules allow: the certificate refuses what may not be.
"""

import itertools

from prioritizer.domain.decision import Choice
from prioritizer.domain.vocabulary import CostBasis
from prioritizer.program.certificate import certify


def ways(project, info):
    """None, or any option from any year of the horizon within the window asked for."""
    first, last = project.earliest, project.latest
    if project.basis is CostBasis.CALENDAR:
        first = last = max(project.earliest, info.first_year)
    years = [year for year in info.years if first <= year <= last]
    return [None, *(Choice(project.id, option.code, year) for option in project.options for year in years)]


def programs(portfolio):
    """Every program, valid or not, choices sorted."""
    for picked in itertools.product(*(ways(project, portfolio.info) for project in portfolio.projects)):
        yield tuple(sorted(choice for choice in picked if choice is not None))


def capital(portfolio, program, sources=None):
    """Cents inside the horizon, all sources or those given; savings are not deducted."""
    total = 0
    for choice in program:
        project = portfolio.by_id[choice.project]
        moved = choice.start - portfolio.info.first_year if project.basis is CostBasis.SINCE_START else 0
        inside = portfolio.info.horizon - moved
        for source, amounts in project.option(choice.option).capital.items():
            if sources is None or source in sources:
                total += sum(amounts.years[:inside])
    return total


def best(portfolio, criteria):
    """Value of the best program and the one that the published tie-break picks; None where none is valid."""
    found = []
    for program in programs(portfolio):
        certificate = certify(portfolio, criteria, program)
        if certificate.valid:
            starts = sum(choice.start for choice in program)
            found.append((-certificate.value, capital(portfolio, program), starts, program))
    if not found:
        return None
    value, _, _, program = min(found)
    return -value, program
