"""A decision as a JSON file that can be read back without any loss: fractions stay fractions."""

import json
from dataclasses import asdict
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from prioritizer.domain.decision import (
    Certificate,
    Change,
    Choice,
    Clash,
    Decision,
    FigureUnit,
    Finding,
    Outcome,
    Reason,
    Repair,
    RepairKind,
    SolveStatus,
)
from prioritizer.domain.problem import Problem, Refused, Where

FORMAT = "prioritizer-decision"
VERSION = 1
MAX_BYTES = 200_000_000


def decision_to_json(decision: Decision) -> str:
    """The decision as JSON text, keys sorted, UTF-8, one final newline; the same for equal decisions."""
    body = {"format": FORMAT, "version": VERSION, "decision": _plain(asdict(decision))}
    return json.dumps(body, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_decision(decision: Decision, path: Path) -> None:
    """Write the JSON file. Raises OSError."""
    path.write_text(decision_to_json(decision), encoding="utf-8", newline="\n")


def read_decision(path: Path) -> Decision:
    """Read the JSON file back.

    Raises:
        Refused: where it is not a decision of a version known here.
        OSError: where it cannot be read.
    """
    return decision_from_json(decision_text(path), path)


def decision_text(path: Path) -> str:
    """What the file says, unread; Refused where it is larger than any decision."""
    if path.stat().st_size > MAX_BYTES:
        raise _refused("decision-too-large", path)
    return path.read_text(encoding="utf-8", errors="replace")


def decision_from_json(content: str, path: Path = Path()) -> Decision:
    """A decision from its JSON text. Raises Refused where it is not one."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _refused("decision-not-json", path) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise _refused("decision-format", path, str(body.get("format", "")) if isinstance(body, dict) else "")
    if body.get("version") != VERSION:
        raise _refused("decision-version", path, str(body.get("version", "")))
    try:
        return _decision(body["decision"])
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError, OverflowError) as error:
        raise _refused("decision-damaged", path, str(error)) from error


def _refused(code: str, path: Path, read: str = "") -> Refused:
    return Refused((Problem(code, Where(file=path.name), read=read[:200], expected=f"{FORMAT} {VERSION}"),))


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _fraction(text: str) -> Fraction:
    top, bottom = text.split("/")
    return Fraction(int(top), int(bottom))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _program(rows: list[dict[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(row["project"], row["option"], int(row["start"])) for row in rows)


def _decision(body: dict[str, Any]) -> Decision:
    certificate = body["certificate"]
    return Decision(
        status=SolveStatus(body["status"]),
        program=_program(body["program"]),
        outcomes=tuple(_outcome(row) for row in body["outcomes"]),
        value=_fraction(body["value"]),
        bound=_number(body["bound"]),
        gap=_number(body["gap"]),
        gap_asked=float(body["gap_asked"]),
        unique=body["unique"],
        solver=body["solver"],
        solver_version=body["solver_version"],
        seconds=float(body["seconds"]),
        nodes=int(body["nodes"]),
        hashes=dict(body["hashes"]),
        findings=tuple(_finding(row) for row in body["findings"]),
        certificate=None
        if certificate is None
        else Certificate(_fraction(certificate["value"]), tuple(certificate["breaches"]), certificate["checks"]),
        clashes=tuple(
            Clash(tuple((rule, tuple(subject), year) for rule, subject, year in row["rules"]), row["minimal"])
            for row in body["clashes"]
        ),
        repairs=tuple(_repair(row) for row in body["repairs"]),
    )


def _outcome(row: dict[str, Any]) -> Outcome:
    detail = tuple(row["detail"])
    return Outcome(row["project"], row["funded"], Reason(row["reason"]), detail, row["option"], row["start"])


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        rule=row["rule"],
        subject=tuple(row["subject"]),
        year=row["year"],
        used=_fraction(row["used"]),
        limit=_fraction(row["limit"]),
        at_least=row["at_least"],
        unit=FigureUnit(row["unit"]),
    )


def _repair(row: dict[str, Any]) -> Repair:
    changes = tuple(
        Change(c["rule"], tuple(c["subject"]), c["year"], int(c["amount"]), FigureUnit(c["unit"]))
        for c in row["changes"]
    )
    return Repair(RepairKind(row["kind"]), changes, row["proved"], row["cheapest"], _program(row["program"]))
