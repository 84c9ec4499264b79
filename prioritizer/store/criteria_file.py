"""Criteria sets and priorities from YAML 1.2, with problems that name their line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from prioritizer.domain.criteria import CriteriaSet, PrioritySet
from prioritizer.domain.problem import Problem, Refused, Where

MAX_BYTES = 1_000_000
"""A criteria set is a few dozen kilobytes; more is not one."""

M = TypeVar("M", bound=BaseModel)


def load_criteria(path: str | Path) -> CriteriaSet:
    """Read a criteria set, and check the priorities it names against its priorities file.

    Raises:
        Refused: with every problem found, each with its line.
        OSError: where the file cannot be read.
    """
    path = Path(path)
    criteria, tree = _load(path, CriteriaSet)
    if criteria.priorities_file:
        known = {priority.number for priority in load_priorities(path.parent / criteria.priorities_file).priorities}
        problems = []
        for a, axis in enumerate(criteria.axes):
            for c, criterion in enumerate(axis.criteria):
                named = set(criterion.sources.priorities)
                if criterion.priorities:
                    named |= set(criterion.priorities.allowed)
                for number in sorted(named - known):
                    place = ("axes", a, "criteria", c)
                    problems.append(_problem("priority-unknown", path, tree, place, str(number)))
        if problems:
            raise Refused(tuple(problems))
    return criteria


def load_priorities(path: str | Path) -> PrioritySet:
    """Read a file of numbered priorities. Raises as ``load_criteria`` does."""
    return _load(Path(path), PrioritySet)[0]


def _load(path: Path, model: type[M]) -> tuple[M, Any]:
    tree = _parse(path)
    try:
        return model.model_validate(tree), tree
    except ValidationError as error:
        problems = tuple(_from_pydantic(path, tree, error))
        raise Refused(problems) from None


def _parse(path: Path) -> Any:
    where = Where(file=path.name)
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise Refused((Problem("file-too-large", where, str(len(data)), str(MAX_BYTES)),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused((Problem("not-utf8", where),)) from None
    yaml = YAML(typ="rt")
    yaml.version = (1, 2)  # type: ignore[assignment]
    yaml.allow_duplicate_keys = False
    try:
        if any(type(event).__name__ == "AliasEvent" for event in YAML(typ="rt").parse(text)):
            # An alias repeats a part out of sight of who reads the file, and a few of them can fill a memory.
            raise Refused((Problem("alias", where),))
        return yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        code = "duplicate-key" if "duplicate key" in str(error.problem) else "not-yaml"
        read = str(error.problem).split('"')[1] if code == "duplicate-key" and '"' in str(error.problem) else ""
        raise Refused((Problem(code, Where(file=path.name, line=line), read),)) from None
    except YAMLError:
        raise Refused((Problem("not-yaml", where),)) from None


def _from_pydantic(path: Path, tree: Any, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        kind, loc = detail["type"], tuple(detail["loc"])
        read = "" if isinstance(detail["input"], dict | list) else str(detail["input"])
        code, expected = kind.replace("_", "-"), ""
        if kind == "value_error":
            code, _, read = str(detail["ctx"]["error"]).partition(" ")
        elif kind in ("enum", "literal_error", "union_tag_invalid"):
            expected = str(detail.get("ctx", {}).get("expected", detail.get("ctx", {}).get("expected_tags", "")))
        elif kind == "extra_forbidden":
            read = str(loc[-1])
        yield _problem(code, path, tree, loc, read, expected)


def _problem(code: str, path: Path, tree: Any, loc: tuple[Any, ...], read: str = "", expected: str = "") -> Problem:
    item = ".".join(str(part) for part in loc)
    return Problem(code, Where(file=path.name, line=_line(tree, loc), item=item), read, expected)


def _line(tree: Any, loc: tuple[Any, ...]) -> int:
    """Line of the nearest thing that stands in the file."""
    line = 1
    for part in loc:
        if isinstance(tree, CommentedMap) and part in tree:
            line = tree.lc.key(part)[0] + 1
        elif isinstance(tree, CommentedSeq) and isinstance(part, int) and part < len(tree):
            line = tree.lc.item(part)[0] + 1
        elif isinstance(part, str) and not isinstance(tree, CommentedMap | CommentedSeq):
            continue
        else:
            continue
        tree = tree[part]
    return int(line)
