"""Numbers, codes, values and sources of criteria sets in a reader's language."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from prioritizer.domain.criteria import (
    Axis,
    Change,
    Criterion,
    Evidence,
    Gate,
    Indicator,
    Level,
    Levels,
    MeasureScale,
    Point,
    Priorities,
    Reach,
    RiskScale,
    Sources,
)
from prioritizer.domain.criteria import Text as Both
from prioritizer.domain.vocabulary import Answer
from prioritizer.text import text, word
from prioritizer.text.numbers import date, number

EXACT = 6
"""Decimals a published number is shown with at most."""


@dataclass(frozen=True)
class Words:
    """Words of one language."""

    lang: str

    def say(self, key: str, /, **figures: object) -> str:
        """A sentence of the catalog ``criteria``."""
        return text(self.lang, f"criteria.{key}", **figures)

    def number(self, value: Decimal | Fraction | int, digits: int = EXACT) -> str:
        """A number with only the decimals it has."""
        return number(value, self.lang, digits, least=0)

    def share(self, share: Fraction, digits: int = 2) -> str:
        """A share of 1 as a percentage with only the decimals it has."""
        return self.say("word.percent", number=self.number(share * 100, digits))

    def numbers(self, numbers: Sequence[int]) -> str:
        """Numbers in a row, three or more that follow each other as a range."""
        runs: list[list[int]] = []
        for value in sorted(set(numbers)):
            if runs and value == runs[-1][-1] + 1:
                runs[-1].append(value)
            else:
                runs.append([value])
        said = []
        for run in runs:
            if len(run) > 2:
                said.append(self.say("word.range", first=run[0], last=run[-1]))
            else:
                said += [str(value) for value in run]
        return ", ".join(said)

    def sources(self, sources: Sources) -> str:
        """Where a criterion comes from."""
        said = []
        for name in ("commitments", "vision", "objectives", "priorities"):
            found = getattr(sources, name)
            if found:
                shown = ", ".join(found) if name == "objectives" else self.numbers(found)
                said.append(self.say(f"source.{name}" + ("_one" if len(found) == 1 else ""), list=shown))
        said += [other.get(self.lang) for other in sources.other]
        return self.say("source.joint").join(said)

    def value(self, value: Any) -> str:
        """Anything a set can hold, in one line or two."""
        said = self.say("word.none")
        match value:
            case Both():
                said = value.get(self.lang)
            case bool():
                said = self.say("word.yes")
            case Decimal() | Fraction() | int():
                said = self.number(value)
            case dt.date():
                said = date(value, self.lang)
            case Answer():
                said = word(self.lang, "answer", value)
            case Enum():
                said = self.say(f"word.{value}")
            case str():
                said = value
            case tuple():
                plain = all(isinstance(item, int) and not isinstance(item, Enum) for item in value)
                said = self.numbers(value) if plain else ", ".join(self.value(item) for item in value)
            case Sources():
                said = self.sources(value)
            case None:
                pass
            case _:
                said = self._item(value)
        return said or self.say("word.none")

    def _item(self, value: Any) -> str:
        """A whole item of a set, as it is shown when it comes or goes."""
        lang = self.lang
        match value:
            case Criterion():
                weight = self.share(Fraction(value.weight) / 100)
                return self.say("diff.weight_of", title=value.title.get(lang), weight=weight)
            case Axis():
                weight = self.share(Fraction(value.weight) / 100)
                return self.say("diff.axis_weight_of", title=value.title.get(lang), weight=weight)
            case Gate():
                return value.title.get(lang)
            case Level():
                return self.say("diff.points_of", points=self.number(value.value), text=value.text.get(lang))
            case Point():
                return f"{self.number(value.at)} → {self.number(value.value)}"
            case Reach():
                return f"{value.text.get(lang)} (× {self.number(value.multiplier)})"
            case Change():
                return self.say("diff.change_of", version=value.version, text=value.text.get(lang))
            case Indicator():
                return f"{value.code} {value.text.get(lang)}"
            case Evidence():
                return self.say("diff.from_level", text=value.ask.get(lang), level=self.number(value.from_level))
            case Priorities():
                level = self.number(value.from_level)
                return self.say("diff.from_level", text=self.numbers(value.allowed), level=level)
            case Levels() | MeasureScale() | RiskScale():
                return self.say(f"word.{value.kind}")
            case _:
                return str(value)
