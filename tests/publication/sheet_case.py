"""A project as large as one likes: sources, criteria, options, links, long texts. Its program is picked by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import result_case

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Choice, Decision, Outcome, Reason, SolveStatus
from prioritizer.domain.portfolio import (
    Amounts,
    DeclaredPriority,
    Envelope,
    Link,
    OperatingEffect,
    Option,
    Rating,
    Title,
)
from prioritizer.domain.vocabulary import LinkType
from prioritizer.publication.edition import Edition

WORDS = "La plateforme regroupe les demandes des services et réduit les délais, selon l'analyse déposée au comité. "
UNBROKEN = "Donneesouvertesetpartagees" * 12
WIDE = "ÉQUIPE WWW MAMMOUTH @@@ "


def written(length, words=WORDS):
    """So many characters of text."""
    return (words * (length // len(words) + 1))[:length]


def criteria(count, text=60):
    """The trial criteria with ``count`` criteria of levels, each described in ``text`` characters."""
    body = result_case.criteria().model_dump(mode="json", by_alias=True)
    axis = body["axes"][0]
    model = axis["criteria"][0]
    for level in model["scale"]["levels"]:
        level["text"] = {"fr": written(text), "en": written(text)}
    share = [100 // (count - 1)] * (count - 1)
    share[0] += 100 - sum(share)
    axis["criteria"] = [{**model, "code": f"c{k}", "weight": share[k]} for k in range(count - 1)]
    for criterion in axis["criteria"]:
        criterion["title"] = {"fr": f"Critère {criterion['code']} du service", "en": f"Criterion {criterion['code']}"}
    return CriteriaSet.model_validate(body)


def edition(
    lang="fr",
    *,
    sources=2,
    count=6,
    options=1,
    pools=1,
    links=0,
    priorities=1,
    length=100,
    title=40,
    horizon=4,
    words=WORDS,
    funded=True,
):
    """An edition whose first project is of that size."""
    given = result_case.portfolio()
    grid = criteria(count, 20 + length // 4)

    names = [f"Source {s} {written(title // 4, words)}" for s in range(sources)]

    def option(k):
        spread = tuple(1_234_567_00 * (t + 1) for t in range(horizon))
        return Option(
            f"o{k}" if options > 1 else "base",
            Title(written(title, words)) if options > 1 else Title(""),
            capital={name: Amounts(spread, 5_000_00, 7_000_00) for name in names},
            operating=(OperatingEffect("run", spread, 100_000, horizon),),
            people={f"Équipe {p}": tuple([1500] * horizon) for p in range(pools)},
        )

    project = replace(
        given.projects[0],
        title=Title(written(title, words)),
        department=written(title, words),
        sponsor=written(title, words),
        area=written(title // 2, words),
        description=Title(written(length, words)),
        justification=Title(written(length, words)),
        options=tuple(map(option, range(options))),
        latest=given.info.first_year + horizon - 1,
        ratings=tuple(
            Rating(criterion.code, Decimal(1), None, written(length, words), written(length // 2, words))
            for criterion in grid.axes[0].criteria
        ),
        priorities=tuple(
            DeclaredPriority(k + 6, *(written(length, words) for _ in range(3))) for k in range(priorities)
        ),
        risks=given.projects[2].risks,
    )
    others = tuple(
        replace(
            project,
            id=f"Z-{k:02d}",
            options=(replace(project.options[0], code="base", title=Title("")),),
            ratings=tuple(replace(rating, rationale="", evidence="") for rating in project.ratings),
        )
        for k in range(max(links, 1))
    )
    tied = tuple(Link(list(LinkType)[k % 3], project.id, (other.id,)) for k, other in enumerate(others[:links]))
    portfolio = replace(
        given,
        info=replace(given.info, horizon=horizon),
        projects=(project, *others),
        links=tied,
        envelopes=tuple(Envelope(source, None) for source in project.options[0].capital),
        limits=(),
        balances=(),
        earmarks=(),
    )
    chosen = project.options[0].code
    program = (Choice(project.id, chosen, project.earliest),) if funded else ()
    outcomes = [Outcome(other.id, False, Reason.OUTWEIGHED) for other in others]
    start = {"option": chosen, "start": project.earliest} if funded else {}
    outcomes.insert(0, Outcome(project.id, funded, Reason.CHOSEN if funded else Reason.OUTWEIGHED, **start))
    made = Decision(
        SolveStatus.INTERRUPTED, program, tuple(outcomes), Fraction(0), None, None, 0.0, None, "", "", 0.0, 0, {}
    )
    return Edition.of(made, portfolio, grid, lang)
