"""The published criteria set: data that a city adopts by resolution, never code.

A set is one YAML file in ``criteria/``. Its JSON Schema is made from these models. Values of levels lie on a fixed
global scale where 0 means "as if the project were not done" (Clemen and Smith 2009) and 100 is the best level of the
criterion; a project that makes things worse has a negative value.
"""

import datetime as dt
import itertools
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prioritizer.domain.portfolio import digest
from prioritizer.domain.vocabulary import Answer

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Weight = Annotated[Decimal, Field(ge=0, le=100)]


def refuse_if(faults: dict[str, bool]) -> None:
    """Raise one ValueError with the code of every fault that holds, one a line, each followed by its figures."""
    found = [code for code, holds in faults.items() if holds]
    if found:
        raise ValueError("\n".join(found))


class Model(BaseModel):
    """Strict and frozen: an unknown key is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """A text in French and in English, both required."""

    fr: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def get(self, lang: str) -> str:
        """The text in ``lang``."""
        return self.en if lang == "en" else self.fr


class SetStatus(StrEnum):
    """Life of a criteria set."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    RETIRED = "retired"


class ValueBasis(StrEnum):
    """How the value of one project is scaled before it is summed over the portfolio (model, section 2)."""

    REACH = "reach"
    PROJECT = "project"
    COST = "cost"


class Missing(StrEnum):
    """What a missing rating means: value 0, the worst level of the scale, or the project is refused."""

    NEUTRAL = "neutral"
    WORST = "worst"
    REFUSE = "refuse"


class Change(Model):
    """One line of the change log."""

    version: str
    date: dt.date
    text: Text


class Reach(Model):
    """One row of the published scale factor: how much of the city a project touches."""

    code: Code
    multiplier: Annotated[Decimal, Field(gt=0, le=1000)]
    text: Text


class Sources(Model):
    """Why a criterion is there: numbers in the strategy and in Montréal 2030, or another stated reference.

    ``commitments`` are those that a project serves by earning points; one that only asks for criteria is ``other``.
    """

    commitments: tuple[int, ...] = ()
    vision: tuple[int, ...] = ()
    objectives: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    other: tuple[Text, ...] = ()


class Evidence(Model):
    """What the department must show, and from which level (or measured value) it is required."""

    ask: Text
    from_level: Decimal


class Priorities(Model):
    """Depth, not ticks: the priorities a criterion counts, how many may be declared, and from which level at least
    one must be declared with its outcome, indicator and target.
    """

    allowed: tuple[int, ...]
    at_most: Annotated[int, Field(ge=1, le=5)] = 3
    from_level: Decimal


class Level(Model):
    """A level of a pick-one scale, with its anchored description and its published value."""

    level: int
    value: Annotated[Decimal, Field(ge=-100, le=100)]
    text: Text


class Levels(Model):
    """A pick-one scale. One level must be worth 0: "as if the project were not done"."""

    kind: Literal["levels"] = "levels"
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _check(self) -> "Levels":
        numbers = [level.level for level in self.levels]
        values = [level.value for level in self.levels]
        refuse_if(
            {
                "levels-ascending": numbers != sorted(set(numbers)),
                "levels-no-zero": 0 not in values,
                "levels-values-ascending": values != sorted(values),
            }
        )
        return self

    def points(self, level: Decimal | Fraction) -> Fraction:
        """Published value of a level. Raises KeyError where the scale has no such level."""
        for step in self.levels:
            if step.level == level:
                return Fraction(step.value)
        raise KeyError(level)

    @property
    def worst(self) -> Fraction:
        """Lowest published value."""
        return min(Fraction(step.value) for step in self.levels)


class Point(Model):
    """A point of a piecewise linear value function."""

    at: Decimal
    value: Annotated[Decimal, Field(ge=-100, le=100)]


def interpolate(points: tuple[Point, ...], at: Fraction) -> Fraction:
    """Exact piecewise linear value. Raises KeyError outside the stated range: nothing is extrapolated."""
    for left, right in itertools.pairwise(points):
        low, high = Fraction(left.at), Fraction(right.at)
        if low <= at <= high:
            slope = (Fraction(right.value) - Fraction(left.value)) / (high - low)
            return Fraction(left.value) + slope * (at - low)
    raise KeyError(at)


class MeasureScale(Model):
    """A measured quantity on a stated range, with a piecewise linear value function."""

    kind: Literal["measure"] = "measure"
    unit: Text
    points_table: Annotated[tuple[Point, ...], Field(min_length=2, alias="points")]

    @model_validator(mode="after")
    def _check(self) -> "MeasureScale":
        check_points(self.points_table)
        return self

    def points(self, level: Decimal | Fraction) -> Fraction:
        """Value of a measured quantity. Raises KeyError outside the stated range."""
        return interpolate(self.points_table, Fraction(level))

    @property
    def worst(self) -> Fraction:
        """Lowest published value."""
        return min(Fraction(point.value) for point in self.points_table)


def check_points(points: tuple[Point, ...]) -> None:
    """Refuse a value function whose range is not ascending or that never is 0."""
    ats = [point.at for point in points]
    values = [point.value for point in points]
    refuse_if(
        {
            "points-ascending": ats != sorted(set(ats)),
            "points-no-zero": min(values) > 0 or max(values) < 0,
        }
    )


class Indicator(Model):
    """One likelihood or impact indicator of the risk framework."""

    code: Annotated[str, Field(pattern=r"^[LC][1-9]$")]
    text: Text
    low: Text
    high: Text


class RiskScale(Model):
    """Technological debt as risk removed, on the UK Legacy IT Risk Assessment Framework (GOV.UK, 2023, 2025).

    A system is rated on seven likelihoods (1-6) and six impacts (1-5), today and as expected after the project.
    Each part is (mean + maximum) / 2; the risk is their product, 1 to 30; ``red_from`` marks a red-rated system.
    The criterion's value is a function of the risk today minus the risk after.
    """

    kind: Literal["risk"] = "risk"
    likelihood: Annotated[tuple[Indicator, ...], Field(min_length=7, max_length=7)]
    impact: Annotated[tuple[Indicator, ...], Field(min_length=6, max_length=6)]
    red_from: Decimal = Decimal(16)
    points_table: Annotated[tuple[Point, ...], Field(min_length=2, alias="points")]

    @model_validator(mode="after")
    def _check(self) -> "RiskScale":
        check_points(self.points_table)
        codes = [indicator.code for indicator in (*self.likelihood, *self.impact)]
        refuse_if(
            {
                "risk-range": self.points_table[0].at > -29 or self.points_table[-1].at < 29,
                "risk-codes": codes != [f"L{n}" for n in range(1, 8)] + [f"C{n}" for n in range(1, 7)],
            }
        )
        return self

    def points(self, reduction: Decimal | Fraction) -> Fraction:
        """Value of a risk reduction (today minus after)."""
        return interpolate(self.points_table, Fraction(reduction))

    @property
    def worst(self) -> Fraction:
        """Lowest published value."""
        return min(Fraction(point.value) for point in self.points_table)


Scale = Annotated[Levels | MeasureScale | RiskScale, Field(discriminator="kind")]


def stands_on(scale: Levels | MeasureScale | RiskScale, level: Decimal) -> bool:
    """Whether the scale has such a level."""
    try:
        scale.points(level)
    except KeyError:
        return False
    return True


class Criterion(Model):
    """One published criterion. Its weight is a share of its axis, in percent."""

    code: Code
    weight: Weight
    title: Text
    question: Text
    why: Text
    sources: Sources
    swing: Text | None = None
    """The range the weight is about: from which worst to which best (a weight without it is not a trade-off)."""
    scale: Scale
    missing: Missing
    evidence: Evidence | None = None
    priorities: Priorities | None = None

    @model_validator(mode="after")
    def _check(self) -> "Criterion":
        asked = self.evidence is None or stands_on(self.scale, self.evidence.from_level)
        declared = self.priorities is None or stands_on(self.scale, self.priorities.from_level)
        refuse_if({"evidence-off-scale": not asked, "priorities-off-scale": not declared})
        return self


class Axis(Model):
    """One of the axes. Weights of the axes sum to 100, and so do the weights of the criteria of each."""

    code: Code
    weight: Weight
    title: Text
    why: Text
    serves_from: Decimal
    """From how many points on this axis a project counts as serving it, for the balance rules."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class Effect(StrEnum):
    """What a failed gate does: out of the program, or held until it is answered."""

    EXCLUDE = "exclude"
    HOLD = "hold"


class Gate(Model):
    """An eligibility rule: a question answered yes, no or not applicable."""

    code: Code
    title: Text
    question: Text
    why: Text
    commitments: tuple[int, ...] = ()
    passes: Annotated[tuple[Answer, ...], Field(min_length=1)]
    effect: Effect
    missing: Effect = Effect.HOLD


class CriteriaSet(Model):
    """A whole published criteria set."""

    id: Code
    version: Annotated[str, Field(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$")]
    date: dt.date
    status: SetStatus
    approver: Text | None = None
    organization: Text
    title: Text
    notice: Text | None = None
    unconfirmed: tuple[Text, ...] = ()
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    value_basis: ValueBasis
    reach: tuple[Reach, ...] = ()
    delay_rate: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal(0)
    """Yearly rate by which a later start is worth less: delay(s) = (1 + rate)^-(s - first year)."""
    priorities_file: str | None = None
    axes: Annotated[tuple[Axis, ...], Field(min_length=1, max_length=6)]
    gates: tuple[Gate, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "CriteriaSet":
        codes = [axis.code for axis in self.axes] + [c.code for c in self.criteria] + [g.code for g in self.gates]
        reach = [row.code for row in self.reach]
        counted = [number for c in self.criteria if c.priorities for number in c.priorities.allowed]
        axes = sum(axis.weight for axis in self.axes)
        sums = {axis.code: sum(criterion.weight for criterion in axis.criteria) for axis in self.axes}
        refuse_if(
            {
                f"axis-weights {axes}": axes != 100,
                **{f"criterion-weights {code} {total}": total != 100 for code, total in sums.items()},
                **{f"code-twice {code}": codes.count(code) > 1 for code in codes},
                **{f"reach-twice {code}": reach.count(code) > 1 for code in reach},
                "reach-empty": self.value_basis is ValueBasis.REACH and not self.reach,
                "risk-twice": sum(isinstance(c.scale, RiskScale) for c in self.criteria) > 1,
                "approver-missing": self.status is SetStatus.IN_FORCE and self.approver is None,
                f"changes-version {self.changes[0].version} {self.version}": self.changes[0].version != self.version,
                **{f"priority-counted-twice {number}": counted.count(number) > 1 for number in counted},
            }
        )
        return self

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in published order."""
        return tuple(criterion for axis in self.axes for criterion in axis.criteria)

    @cached_property
    def weights(self) -> dict[str, Fraction]:
        """Weight of each leaf criterion; they sum to exactly 1."""
        return {
            criterion.code: Fraction(axis.weight) * Fraction(criterion.weight) / 10_000
            for axis in self.axes
            for criterion in axis.criteria
        }

    def axis_of(self, criterion: str) -> Axis:
        """The axis a criterion stands under. Raises KeyError."""
        for axis in self.axes:
            if any(c.code == criterion for c in axis.criteria):
                return axis
        raise KeyError(criterion)

    def criterion(self, code: str) -> Criterion:
        """A criterion by code. Raises KeyError."""
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise KeyError(code)

    def digest(self) -> str:
        """SHA-256 of the set."""
        return digest(self.model_dump(by_alias=True))


class Priority(Model):
    """One of the numbered priorities of a city's strategic plan; ``confirmed`` false prints as "à valider"."""

    number: Annotated[int, Field(ge=1)]
    text: Text
    orientation: Text
    confirmed: bool


class PrioritySet(Model):
    """A data file of numbered priorities."""

    title: Text
    notice: Text
    priorities: tuple[Priority, ...]

    @model_validator(mode="after")
    def _check(self) -> "PrioritySet":
        numbers = [priority.number for priority in self.priorities]
        refuse_if({f"priority-twice {number}": numbers.count(number) > 1 for number in numbers})
        return self
