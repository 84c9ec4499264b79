"""A criteria set as data: YAML as adopted, JSON, and CSV with one row a level, a point or an indicator."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from prioritizer.domain.criteria import CriteriaSet, Criterion, Levels, MeasureScale
from prioritizer.text import text

COLUMNS = (
    "GRILLE",
    "VERSION",
    "DATE",
    "ETAT",
    "AXE",
    "AXE_TITRE_FR",
    "AXE_TITRE_EN",
    "AXE_POIDS",
    "CRITERE",
    "CRITERE_TITRE_FR",
    "CRITERE_TITRE_EN",
    "CRITERE_POIDS_AXE",
    "CRITERE_POIDS_TOTAL",
    "QUESTION_FR",
    "QUESTION_EN",
    "SANS_NOTE",
    "ECHELLE",
    "NIVEAU",
    "POINTS",
    "DESCRIPTION_FR",
    "DESCRIPTION_EN",
)
"""In the manner of the city's open data. Weights are percentages; ``NIVEAU`` is a level, a measure or a cut in risk."""


def to_json(criteria: CriteriaSet) -> str:
    """The whole set as JSON, keys as in the YAML file; ``sha256`` is its fingerprint."""
    body: dict[str, Any] = {"sha256": criteria.digest(), **criteria.model_dump(mode="json", by_alias=True)}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def to_yaml(criteria: CriteriaSet) -> str:
    """The whole set as YAML, for a set whose file is not at hand."""
    from ruamel.yaml import YAML

    out = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.width = 10_000
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.dump(_numbers(criteria.model_dump(by_alias=True, exclude_none=True)), out)
    return out.getvalue()


def to_csv(criteria: CriteriaSet) -> str:
    """The scales as CSV: UTF-8, commas, one header row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(criteria))
    return out.getvalue()


def _rows(criteria: CriteriaSet) -> Iterator[tuple[str, ...]]:
    head = (criteria.id, criteria.version, criteria.date.isoformat(), criteria.status.value)
    for axis in criteria.axes:
        above = (axis.code, axis.title.fr, axis.title.en, _plain(axis.weight))
        for criterion in axis.criteria:
            total = criteria.weights[criterion.code] * 100
            own = (
                criterion.code,
                criterion.title.fr,
                criterion.title.en,
                _plain(criterion.weight),
                _plain(total),
                criterion.question.fr,
                criterion.question.en,
                criterion.missing.value,
                criterion.scale.kind,
            )
            for step in _steps(criterion):
                yield (*head, *above, *own, *step)


def _steps(criterion: Criterion) -> Iterator[tuple[str, str, str, str]]:
    scale = criterion.scale
    if isinstance(scale, Levels):
        for level in scale.levels:
            yield _plain(level.level), _plain(level.value), level.text.fr, level.text.en
        return
    unit = scale.unit if isinstance(scale, MeasureScale) else None
    said = [unit.get(lang) if unit else text(lang, "criteria_page.col.reduction") for lang in ("fr", "en")]
    for point in scale.points_table:
        yield _plain(point.at), _plain(point.value), said[0], said[1]


def _plain(number: Decimal | Fraction | int) -> str:
    """A number for machines: a point before the decimals, no zeros after them."""
    return f"{float(number):.10g}"


def _numbers(value: Any) -> Any:
    """Plain data that YAML writes as people do: decimals as numbers, codes as text."""
    match value:
        case dict():
            return {key: _numbers(item) for key, item in value.items()}
        case list() | tuple():
            return [_numbers(item) for item in value]
        case Enum():
            return str(value.value)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return value
