"""Criteria sets and priorities from YAML 1.2: every problem at once, each with its line.

What pydantic finds is turned into the codes of the catalog ``criteria`` (``problem.<code>``): its own English sentences
are never shown.
"""

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from prioritizer.domain import criteria as models
from prioritizer.domain.criteria import CriteriaSet, PrioritySet
from prioritizer.domain.problem import Problem, Refused, Where
from prioritizer.store.yaml_file import Document, Place, read_yaml, scalars

M = TypeVar("M", bound=BaseModel)

KINDS = ("levels", "measure", "risk")
SHOWN = 60
"""Characters of a value that a message repeats."""

CODES = {
    "missing": "set-missing",
    "extra_forbidden": "unknown-key",
    "string_type": "set-not-text",
    "string_too_short": "set-empty-text",
    "string_too_long": "code-too-long",
    "decimal_type": "set-not-number",
    "decimal_parsing": "set-not-number",
    "is_instance_of": "set-not-number",
    "finite_number": "set-not-number",
    "int_type": "set-not-whole",
    "int_parsing": "set-not-whole",
    "int_from_float": "set-not-whole",
    "greater_than": "set-out-of-range",
    "greater_than_equal": "set-out-of-range",
    "less_than": "set-out-of-range",
    "less_than_equal": "set-out-of-range",
    "date_type": "set-not-date",
    "date_parsing": "set-not-date",
    "date_from_datetime_parsing": "set-not-date",
    "date_from_datetime_inexact": "set-not-date",
    "enum": "set-not-in-list",
    "literal_error": "set-not-in-list",
    "union_tag_invalid": "set-not-in-list",
    "union_tag_not_found": "scale-kind",
    "model_type": "not-group",
    "model_attributes_type": "not-group",
    "dict_type": "not-group",
    "tuple_type": "set-not-list",
    "list_type": "set-not-list",
    "too_short": "too-few",
    "too_long": "too-many",
    "bool_type": "not-true-false",
    "bool_parsing": "not-true-false",
}
"""Kind of error in pydantic -> code of the catalog. ``value_error`` carries the domain's own codes."""


def load_criteria(path: str | Path) -> CriteriaSet:
    """Read a criteria set, and check the priorities it names against its priorities file.

    Raises:
        Refused: with every problem found, each with its line.
        OSError: where the file cannot be read.
    """
    path = Path(path)
    document = read_yaml(path)
    criteria, problems = _validate(document, CriteriaSet)
    if criteria is not None:
        problems += _check_priorities(criteria, document, path)
    return _done(criteria, problems)


def load_priorities(path: str | Path) -> PrioritySet:
    """Read a file of numbered priorities. Raises as ``load_criteria`` does."""
    document = read_yaml(Path(path))
    return _done(*_validate(document, PrioritySet))


def priorities_of(criteria: CriteriaSet, path: str | Path) -> PrioritySet | None:
    """The priorities that a set read from ``path`` names, if any. Raises as ``load_criteria`` does."""
    return load_priorities(Path(path).parent / criteria.priorities_file) if criteria.priorities_file else None


def _done(found: M | None, problems: list[Problem]) -> M:
    if found is None or problems:
        raise Refused(tuple(sorted(problems, key=lambda problem: problem.where.line)))
    return found


def _validate(document: Document, model: type[M]) -> tuple[M | None, list[Problem]]:
    problems = list(document.problems)
    found: M | None = None
    if not isinstance(document.data, dict):
        problems.append(Problem("not-a-set", Where(file=document.file, line=1)))
        return None, problems
    try:
        found = model.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors():
            if _without_kinds(detail["loc"]) not in document.misread:
                problems += _worded(document, dict(detail))
    # A number inside quotes, or true and false, would pass for a number: nothing is converted in silence.
    told = {problem.where.line for problem in problems}
    for place, value in scalars(document.data):
        name = next((part for part in reversed(place) if isinstance(part, str)), "")
        if name in NUMBERS and isinstance(value, str | bool) and document.line(place) not in told:
            problems.append(_problem("set-not-number", document, place, value))
    return found, problems


def _check_priorities(criteria: CriteriaSet, document: Document, path: Path) -> list[Problem]:
    name = criteria.priorities_file
    if name is None:
        return []
    plain = PurePosixPath(name), PureWindowsPath(name)
    if any(p.is_absolute() or p.drive or ".." in p.parts for p in plain):
        return [_problem("priorities-path", document, ("priorities_file",), name)]
    try:
        known = {priority.number for priority in load_priorities(path.parent / name).priorities}
    except OSError:
        return [_problem("priorities-absent", document, ("priorities_file",), name)]
    except Refused as refused:
        return list(refused.problems)
    problems = []
    for a, axis in enumerate(criteria.axes):
        for c, criterion in enumerate(axis.criteria):
            place: Place = ("axes", a, "criteria", c)
            named = [((*place, "sources", "priorities"), criterion.sources.priorities)]
            if criterion.priorities:
                named.append(((*place, "priorities", "allowed"), criterion.priorities.allowed))
            for at, numbers in named:
                for position, number in enumerate(numbers):
                    if number not in known:
                        problems.append(_problem("set-priority-unknown", document, (*at, position), number, name))
    return problems


def _worded(document: Document, detail: dict[str, Any]) -> Iterator[Problem]:
    place = _without_kinds(detail["loc"])
    kind, context = detail["type"], detail.get("ctx", {})
    read, expected = detail["input"], ""
    if kind == "value_error":
        for fault in str(context["error"]).split("\n"):
            code, *figures = fault.split(" ")
            at = _subject(document, code, place, figures)
            yield _problem(code, document, at, *(figures[-1:] if code in SUMS else figures))
        return
    code = CODES.get(kind, "not-valid")
    match kind:
        case "extra_forbidden":
            read = str(place[-1])
            expected = next(iter(difflib.get_close_matches(read, NAMES, n=1, cutoff=0.75)), "")
            code = "unknown-key-close" if expected else code
        case "missing":
            read = str(place[-1])
            place = place[:-1]
        case "string_pattern_mismatch":
            code = {"version": "bad-version"}.get(str(place[-1]), "bad-code")
        case "enum" | "literal_error" | "union_tag_invalid":
            # The values themselves, as they must be written in the file, without the library's words around them.
            expected = ", ".join(re.findall(r"'([^']+)'", str(context.get("expected") or context["expected_tags"])))
            read = context.get("tag", read)
            place = (*place, "kind") if kind == "union_tag_invalid" else place
        case "union_tag_not_found":
            expected = ", ".join(KINDS)
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            sign, bound = next((sign, context[name]) for name, sign in SIGNS.items() if name in context)
            expected = f"{sign} {bound}"
        case "too_short" | "too_long":
            read, expected = context["actual_length"], str(context.get("min_length", context.get("max_length")))
            if read != len(detail["input"]):
                return  # Items that are wrong in themselves, already told, are not items missing.
    yield _problem(code, document, place, read, expected)


NAMING = {
    "set-missing",
    "unknown-key",
    "unknown-key-close",
    "axis-weights",
    "criterion-weights",
    "code-twice",
    "reach-twice",
    "changes-version",
    "priority-counted-twice",
    "priority-twice",
    "set-priority-unknown",
}
"""Problems whose sentence names what it is about, so that nothing is left to say beside it."""
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
SUMS = ("criterion-weights",)
"""Faults whose first figure only says which part they are about."""


def _subject(document: Document, code: str, place: Place, figures: list[str]) -> Place:
    """The place a fault of the whole set is about."""
    data: Any = document.data
    if code == "axis-weights":
        return ("axes",)
    if code == "criterion-weights":
        position = next(i for i, axis in enumerate(data["axes"]) if axis["code"] == figures[0])
        return ("axes", position, "criteria")
    if code in ("code-twice", "reach-twice", "priority-twice", "priority-counted-twice"):
        # A code given twice is shown where it comes again.
        wanted = {"code-twice": "code", "reach-twice": "code", "priority-twice": "number"}.get(code, "allowed")
        within = {"code-twice": ("axes", "gates"), "reach-twice": ("reach",)}.get(code, ("priorities", "axes"))
        found = [
            at for at, value in scalars(data) if wanted in at[-2:] and at[0] in within and str(value) == figures[0]
        ]
        return found[-1] if found else place
    inside = {
        "reach-empty": ("value_basis",),
        "risk-twice": ("axes",),
        "approver-missing": ("status",),
        "changes-version": ("changes", 0, "version"),
        "evidence-off-scale": ("evidence", "from_level"),
        "priorities-off-scale": ("priorities", "from_level"),
        "risk-codes": ("likelihood",),
        "risk-range": ("points",),
        "points-ascending": ("points",),
        "points-no-zero": ("points",),
    }
    return (*place, "levels") if code.startswith("levels-") else (*place, *inside.get(code, ()))


def _without_kinds(place: Place) -> Place:
    """A place as it is in the file: pydantic adds the kind of a scale after ``scale``."""
    return tuple(part for i, part in enumerate(place) if not (i > 0 and place[i - 1] == "scale" and part in KINDS))


def _problem(code: str, document: Document, place: Place, read: Any = "", expected: str = "") -> Problem:
    shown = "" if read is None or isinstance(read, dict | list | tuple) else str(read)
    shown = shown.lower() if isinstance(read, bool) else shown
    where = Where(file=document.file, line=document.line(place), item=_item(document, place))
    if code in NAMING:
        return Problem(code, where, figures={"name": shown[:SHOWN], "wanted": expected})
    return Problem(code, where, shown[:SHOWN], expected)


def _item(document: Document, place: Place) -> str:
    """A path that a person can follow: items of a list by their code or level, else by position from 1."""
    said, data = "", document.data
    for part in place:
        if isinstance(part, int):
            data = data[part] if isinstance(data, list) and part < len(data) else None
            known = [data[key] for key in ("code", "level", "number") if key in data] if isinstance(data, dict) else []
            said += f"[{known[0] if known else part + 1}]"
        else:
            data = data.get(part) if isinstance(data, dict) else None
            said += f".{part}" if said else part
    return said


def _mentions(annotation: Any, wanted: tuple[type, ...]) -> bool:
    return annotation in wanted or any(_mentions(inner, wanted) for inner in get_args(annotation))


def _fields() -> Iterator[tuple[str, Any]]:
    for model in vars(models).values():
        if isinstance(model, type) and issubclass(model, models.Model):
            for name, info in model.model_fields.items():
                yield info.alias or name, info.annotation


NAMES = sorted({name for name, _ in _fields()})
NUMBERS = frozenset(name for name, annotation in _fields() if _mentions(annotation, (Decimal, int)))
