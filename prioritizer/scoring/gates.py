"""Eligibility rules: a gate is answered, never weighed."""

from dataclasses import dataclass

from prioritizer.domain.criteria import CriteriaSet, Effect
from prioritizer.domain.portfolio import Project
from prioritizer.domain.vocabulary import Answer


@dataclass(frozen=True)
class GateFailure:
    """A gate that a project does not pass: the answer given (None: not answered) and what follows."""

    gate: str
    answer: Answer | None
    effect: Effect


def gate_failures(project: Project, criteria: CriteriaSet) -> tuple[GateFailure, ...]:
    """Every gate the project fails, in published order."""
    answers = {row.gate: row.answer for row in project.gates}
    return tuple(
        GateFailure(gate.code, answers.get(gate.code), gate.effect if gate.code in answers else gate.missing)
        for gate in criteria.gates
        if answers.get(gate.code) not in gate.passes
    )
