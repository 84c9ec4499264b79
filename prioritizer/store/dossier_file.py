"""A decision with the published part of what it was made from: one JSON file that says all that may be said.

It is a decision file with four more keys: the portfolio without anything internal, the criteria set, the numbered
priorities that the set names, and what it would take for each project left out, where that was asked. Who has it can
redo the decision and make every publication; who reads it learns nothing that is not public.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from prioritizer.domain.criteria import CriteriaSet, PrioritySet
from prioritizer.domain.decision import Decision
from prioritizer.domain.explanation import Why
from prioritizer.domain.portfolio import Portfolio, plain
from prioritizer.domain.problem import Problem, Refused, Where
from prioritizer.store.decision_file import decision_from_json, decision_text, decision_to_json

INPUTS = {"portfolio", "criteria"}
"""Keys of what the decision was made from."""
PORTFOLIO: TypeAdapter[Portfolio] = TypeAdapter(Portfolio)
EXPLANATIONS: TypeAdapter[tuple[Why, ...]] = TypeAdapter(tuple[Why, ...])


@dataclass(frozen=True)
class Dossier:
    """A decision, and what it was made from; ``portfolio`` is the published one, in canonical order."""

    decision: Decision
    portfolio: Portfolio
    criteria: CriteriaSet
    priorities: PrioritySet | None = None
    explanations: tuple[Why, ...] = ()
    """What it would take for projects left out, by project; empty where nobody asked."""

    @classmethod
    def of(
        cls,
        decision: Decision,
        portfolio: Portfolio,
        criteria: CriteriaSet,
        priorities: PrioritySet | None,
        explanations: tuple[Why, ...] = (),
    ) -> "Dossier":
        """Leave out what is internal."""
        return cls(decision, portfolio.published().canonical(), criteria, priorities, explanations)


def dossier_to_json(dossier: Dossier) -> str:
    """The dossier as JSON text, keys sorted, one final newline; the same for equal dossiers."""
    body: dict[str, Any] = json.loads(decision_to_json(dossier.decision))
    body["portfolio"] = plain(dossier.portfolio)
    body["criteria"] = dossier.criteria.model_dump(mode="json", by_alias=True)
    body["priorities"] = None if dossier.priorities is None else dossier.priorities.model_dump(mode="json")
    body["explanations"] = plain(dossier.explanations)
    return json.dumps(body, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_dossier(path: Path) -> Dossier:
    """Read the file back.

    Raises:
        Refused: where it is not a dossier.
        OSError: where it cannot be read.
    """
    return dossier_from_json(decision_text(path), path)


def carries_inputs(content: str) -> bool:
    """Whether the text of a decision file is a dossier's: it carries what the decision was made from."""
    body: dict[str, Any] = json.loads(content)
    return body.keys() >= INPUTS


def dossier_from_json(content: str, path: Path = Path()) -> Dossier:
    """A dossier from its JSON text. Raises Refused where it is not one."""
    decision = decision_from_json(content, path)
    body = json.loads(content)
    if not body.keys() >= INPUTS:
        raise Refused((Problem("dossier-alone", Where(file=path.name)),))
    try:
        portfolio = PORTFOLIO.validate_python(body["portfolio"])
        criteria = CriteriaSet.model_validate(body["criteria"])
        priorities = PrioritySet.model_validate(body["priorities"]) if body.get("priorities") else None
        explanations = EXPLANATIONS.validate_python(body.get("explanations", ()))
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise Refused((Problem("decision-damaged", Where(file=path.name), read=place[:200]),)) from None
    return Dossier(decision, portfolio, criteria, priorities, explanations)
