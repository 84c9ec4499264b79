"""Input checks that the spreadsheet itself makes: drop-down lists and messages in the workbook's language."""

import datetime as dt
from typing import Any

from prioritizer.domain.criteria import CriteriaSet, Levels, MeasureScale
from prioritizer.text import text
from prioritizer.workbook.cells import TITLES
from prioritizer.workbook.columns import Column, Ref, Type

PROJECT_IDS = "list_project_id"
"""Defined name of the identifiers on the projects sheet."""
HUGE = 10**12


def list_name(key: str) -> str:
    """Defined name of a drop-down list."""
    return f"list_{key}"


def list_key(column: Column) -> str | None:
    """Key of the drop-down list of a column: closed lists joined, or what the criteria set names."""
    if column.ref in TITLES and column.ref is not None:
        return column.ref.value
    return "_".join(column.words) if column.words else None


def _level_range(criteria: CriteriaSet) -> tuple[float, float]:
    levels: list[float] = [0]
    for criterion in criteria.criteria:
        match criterion.scale:
            case Levels(levels=steps):
                levels.extend(step.level for step in steps)
            case MeasureScale(points_table=points):
                levels.extend(float(point.at) for point in points)
    return min(levels), max(levels)


def check(column: Column, criteria: CriteriaSet, lang: str, cell: str, run: str) -> dict[str, Any] | None:
    """The input check of a column, None where anything goes.

    Args:
        column: The column.
        criteria: Where the range of levels comes from.
        lang: Language of the message.
        cell: Address of the first cell, relative, as formulas name it.
        run: Absolute address of the whole column of cells.
    """

    def rule(kind: str, message: str, /, **rest: Any) -> dict[str, Any]:
        figures = {name: rest[name] for name in ("least", "most") if name in rest}
        return {
            "validate": kind,
            "error_title": text(lang, "workbook.input.title"),
            "error_message": text(lang, f"workbook.input.{message}", **figures),
            **{name: value for name, value in rest.items() if name not in figures},
        }

    key = list_key(column)
    if key is not None:
        found = rule("list", "choice", source=f"={list_name(key)}")
        return {**found, "show_error": False} if column.open else found
    if column.ref is Ref.PROJECT and column.type is Type.ID:
        return rule("list", "project", source=f"={PROJECT_IDS}")
    match column.type:
        case Type.ID if column.code == "id":
            return rule("custom", "unique", value=f"=COUNTIF({run},{cell})=1")
        case Type.DATE:
            earliest, latest = dt.date(1950, 1, 1), dt.date(2200, 12, 31)
            return rule("date", "date", criteria="between", minimum=earliest, maximum=latest)
        case Type.YEAR:
            return rule("integer", "year", criteria="between", minimum=column.least, maximum=column.most)
        case Type.INTEGER if column.most is None:
            return rule("integer", "integer", criteria=">=", value=column.least or 0, least=column.least or 0)
        case Type.INTEGER:
            least = column.least or 0
            ends = {"minimum": least, "maximum": column.most, "least": least, "most": column.most}
            return rule("integer", "between", criteria="between", **ends)
        case Type.PERCENT:
            return rule("decimal", "percent", criteria="between", minimum=0, maximum=1)
        case Type.LEVEL:
            low, high = _level_range(criteria)
            return rule("decimal", "level", criteria="between", minimum=low, maximum=high)
        case Type.MONEY | Type.FTE | Type.DECIMAL | Type.LIMIT:
            low = 0 if column.least == 0 else -HUGE
            message = "positive" if column.least == 0 else "number"
            return rule("decimal", message, criteria="between", minimum=low, maximum=HUGE)
    return None
