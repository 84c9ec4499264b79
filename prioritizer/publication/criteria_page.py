"""The published criteria (commitment 35): a page and a PDF in each language, and the same set as data."""

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction

from prioritizer.domain.criteria import CriteriaSet, MeasureScale, PrioritySet, RiskScale, ValueBasis
from prioritizer.domain.vocabulary import Moment
from prioritizer.publication import criteria_blocks as parts
from prioritizer.publication.blocks import Block, Document, Facts, Heading, Paragraph, Table
from prioritizer.publication.criteria_blocks import head, say
from prioritizer.publication.criteria_changes import changes
from prioritizer.publication.criteria_data import to_csv, to_json, to_yaml
from prioritizer.publication.criteria_example import COST, Example, around, example, risk_parts
from prioritizer.publication.html import write_html
from prioritizer.publication.pdf import write_pdf
from prioritizer.publication.readability import Readability, measure
from prioritizer.publication.theme import Theme
from prioritizer.scoring.score import CENTS_PER_MILLION
from prioritizer.text.criteria_words import Words
from prioritizer.text.numbers import date as day
from prioritizer.text.numbers import number


def criteria_files(
    criteria: CriteriaSet,
    langs: Sequence[str],
    theme: Theme,
    date: dt.date,
    *,
    previous: CriteriaSet | None = None,
    priorities: PrioritySet | None = None,
    source: bytes | None = None,
) -> dict[str, bytes]:
    """Every file of a published set: relative name -> content. The same arguments give the same bytes.

    ``previous`` is the version that changes are counted from; ``source`` the YAML file that was adopted, published as
    it is (made from the set where it is not given); ``date`` is the one that the PDF bears.

    Raises:
        Refused: where the theme's font cannot be used.
    """
    stem = f"{criteria.id}-{criteria.version}"
    files = {
        f"{stem}.yaml": source if source is not None else to_yaml(criteria).encode(),
        f"{stem}.json": to_json(criteria).encode(),
        f"{stem}.csv": to_csv(criteria).encode(),
    }
    for lang in langs:
        document = criteria_document(criteria, lang, previous=previous, priorities=priorities)
        name = say(lang, "file", id=criteria.id, version=criteria.version)
        files[f"{name}.html"] = write_html(document, theme, parts.axis_ranks(criteria, lang)).encode()
        files[f"{name}.pdf"] = write_pdf(document, theme, date)
    return files


def criteria_document(
    criteria: CriteriaSet,
    lang: str,
    *,
    previous: CriteriaSet | None = None,
    priorities: PrioritySet | None = None,
) -> Document:
    """The whole page of a set, in one language."""
    words = Words(lang)
    return Document(
        lang=lang,
        title=criteria.title.get(lang),
        subtitle=say(
            lang,
            "subtitle",
            version=criteria.version,
            date=day(criteria.date, lang),
            status=words.say(f"word.{criteria.status}"),
        ),
        organization=criteria.organization.get(lang),
        stamp=parts.stamp(criteria, lang),
        blocks=criteria_blocks(criteria, lang, previous=previous, priorities=priorities),
    )


def criteria_blocks(
    criteria: CriteriaSet,
    lang: str,
    *,
    previous: CriteriaSet | None = None,
    priorities: PrioritySet | None = None,
) -> tuple[Block, ...]:
    """The blocks of the page, the measure of its own reading included."""
    blocks = tuple(_blocks(criteria, lang, previous, priorities))
    return (*blocks, *_check(criteria, blocks, lang))


def _blocks(
    criteria: CriteriaSet, lang: str, previous: CriteriaSet | None, priorities: PrioritySet | None
) -> Iterator[Block]:
    yield from parts.brief(criteria, lang)
    yield from parts.weights(criteria, lang)
    yield from _example(criteria, lang)
    for rank, axis in enumerate(criteria.axes, start=1):
        yield from parts.axis_part(criteria, rank, axis, lang)
    if criteria.gates:
        yield from parts.gates(criteria, lang)
    yield from parts.size(criteria, lang)
    yield from _changes(criteria, previous, lang)
    yield from parts.unconfirmed(criteria, lang)
    if priorities is not None:
        yield from parts.numbered_priorities(priorities, lang)


def _example(criteria: CriteriaSet, lang: str) -> Iterator[Block]:
    words, made = Words(lang), example(criteria)
    opened = made.opened
    rows = []
    for criterion in criteria.criteria:
        line = made.line(criterion.code)
        rows.append(
            (
                criterion.title.get(lang),
                _rating(criteria, made, criterion.code, words),
                number(line.points, lang, 2, least=0),
                words.share(line.weight),
                number(line.contribution, lang, 2),
            )
        )
    rows.append((say(lang, "example.score"), "", "", words.share(Fraction(1)), number(opened.score, lang, 2)))
    yield Heading(1, say(lang, "part.example"), "example")
    yield Paragraph(say(lang, "example.lead"))
    yield Table(
        say(lang, "example.caption"),
        head(lang, "criterion", "rating", "points", "weight", "product"),
        tuple(rows),
        (False, False, True, True, True),
        total=True,
    )
    axes = tuple(
        (
            axis.title.get(lang),
            number(opened.axes[axis.code], lang, 2),
            words.share(Fraction(axis.weight) / 100),
            number(opened.axes[axis.code] * Fraction(axis.weight) / 100, lang, 2),
        )
        for axis in criteria.axes
    )
    yield Table(
        say(lang, "example.by_axis"),
        head(lang, "axis", "points", "weight", "product"),
        (*axes, (say(lang, "example.score"), "", words.share(Fraction(1)), number(opened.score, lang, 2))),
        (False, True, True, True),
        total=True,
    )
    yield Facts(tuple(_value(criteria, made, words)))
    yield Paragraph(say(lang, "example.rounded"))


def _rating(criteria: CriteriaSet, made: Example, code: str, words: Words) -> str:
    lang, criterion, line = words.lang, criteria.criterion(code), made.line(code)
    if line.level is None:
        return say(lang, "example.missing", rule=words.say(f"word.{criterion.missing}"))
    scale = criterion.scale
    if isinstance(scale, RiskScale):
        figures: dict[str, str] = {}
        for moment in Moment:
            likelihood, impact, risk = risk_parts(moment)
            figures |= {
                moment.value: words.number(risk),
                f"likelihood_{moment}": words.number(likelihood),
                f"impact_{moment}": words.number(impact),
            }
        return say(lang, "example.risk", reduction=words.number(line.level), **figures)
    if isinstance(scale, MeasureScale):
        low, high = around(scale)
        return say(
            lang,
            "example.measure",
            at=words.number(line.level),
            unit=scale.unit.get(lang),
            low=words.number(low.at),
            high=words.number(high.at),
            low_points=words.number(low.value),
            high_points=words.number(high.value),
        )
    step = next(step for step in scale.levels if step.level == line.level)
    return f"{step.level}. {step.text.get(lang)}"


def _value(criteria: CriteriaSet, made: Example, words: Words) -> Iterator[tuple[str, str]]:
    lang, opened = words.lang, made.opened
    factor, value = number(opened.multiplier, lang, 2, least=0), number(opened.value, lang, 2)
    match criteria.value_basis:
        case ValueBasis.REACH:
            row = next(row for row in criteria.reach if row.code == made.reach)
            yield say(lang, "col.reach"), f"{row.text.get(lang)} (× {factor})"
        case ValueBasis.PROJECT:
            yield say(lang, "example.factor_project"), say(lang, "example.factor_project_text")
        case ValueBasis.COST:
            millions = words.number(Fraction(COST.total, CENTS_PER_MILLION))
            yield say(lang, "example.factor_cost"), say(lang, "example.factor_cost_text", millions=millions)
    said = say(lang, "example.value_of", score=number(opened.score, lang, 2), factor=factor, value=value)
    yield say(lang, "example.value"), said
    wait = 1 + Fraction(criteria.delay_rate)
    if wait != 1:
        figures = {"value": value, "factor": words.number(wait), "after": number(opened.value / wait, lang, 2)}
        yield say(lang, "example.waiting"), say(lang, "example.waiting_of", **figures)


def _changes(criteria: CriteriaSet, previous: CriteriaSet | None, lang: str) -> Iterator[Block]:
    yield Heading(1, say(lang, "part.changes"), "changes")
    rows = tuple((change.version, day(change.date, lang), change.text.get(lang)) for change in criteria.changes)
    yield Table(say(lang, "changes.caption"), head(lang, "version", "date", "change"), rows, (False,) * 3)
    if previous is None:
        return
    found = changes(previous, criteria, lang)
    yield Heading(2, say(lang, "changes.since", version=previous.version), "since")
    yield Paragraph(say(lang, "changes.count", count=found.count) if found.count else say(lang, "changes.none"))
    if found.weights:
        columns = head(lang, "criterion", "before", "after", "difference")
        yield Table(say(lang, "changes.weights"), columns, found.weights, (False, True, True, True))
    for where, differences in found.parts:
        caption = say(lang, "changes.rest", where=where)
        yield Table(caption, head(lang, "what", "before", "after"), differences, (False,) * 3)


def _check(criteria: CriteriaSet, blocks: tuple[Block, ...], lang: str) -> Iterator[Block]:
    yield Heading(1, say(lang, "part.check"), "check")
    lead, lix, fingerprint = (Paragraph(say(lang, f"check.{key}")) for key in ("lead", "lix", "hash"))
    yield lead
    yield lix
    rows = []
    for key, found in readability(criteria, (*blocks, lead, lix, fingerprint), lang).items():
        rows.append(
            (
                say(lang, f"check.{key}"),
                number(found.words, lang),
                number(found.sentences, lang),
                number(found.mean, lang, 1),
                number(found.longest, lang),
                number(found.lix, lang, 0),
            )
        )
    columns = head(lang, "text", "words", "sentences", "mean", "longest", "lix")
    yield Table(say(lang, "check.caption"), columns, tuple(rows), (False, *(True,) * 5))
    yield fingerprint
    yield Facts(((say(lang, "fact.hash"), criteria.digest()),))


def readability(criteria: CriteriaSet, blocks: Sequence[Block], lang: str) -> dict[str, Readability]:
    """How the page reads: our explanations, the sentences of the set, and both. Titles and labels are left out."""
    own = tuple(_sentences(criteria, lang))
    known = set(own)
    ours = tuple(block.text for block in blocks if isinstance(block, Paragraph) and block.text not in known)
    return {
        "ours": measure(ours, lang),
        "set": measure(own, lang),
        "all": measure((*ours, *own), lang),
    }


def _sentences(criteria: CriteriaSet, lang: str) -> Iterator[str]:
    """Every text of a set that is a sentence."""
    for axis in criteria.axes:
        yield axis.why.get(lang)
        for criterion in axis.criteria:
            yield criterion.question.get(lang)
            yield criterion.why.get(lang)
            for maybe in (criterion.swing, criterion.evidence and criterion.evidence.ask):
                if maybe:
                    yield maybe.get(lang)
            if not isinstance(criterion.scale, MeasureScale | RiskScale):
                yield from (step.text.get(lang) for step in criterion.scale.levels)
    for gate in criteria.gates:
        yield gate.question.get(lang)
        yield gate.why.get(lang)
    yield from (text.get(lang) for text in (criteria.notice, *criteria.unconfirmed) if text)
