"""What it would take is said as far as it is known: no list of a program that was at hand, no rise beyond a scale."""

from fractions import Fraction

import pytest
import result_case

from prioritizer.domain.explanation import Between, Why
from prioritizer.text.explanations import sentences
from prioritizer.text.findings import Wording


def answer(lost, points):
    return Why("A-09", False, True, (), lost, ("A-01",), ("A-02",), points, (), None, None, None, 1.0)


def said(lang, lost, points):
    words = Wording(result_case.portfolio(), result_case.criteria(), lang)
    return " ".join(sentences(answer(lost, points), words))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_who_changes_place_is_told_only_of_a_proved_answer(lang):
    exact, loose = Between(Fraction(5), Fraction(5)), Between(Fraction(-3), Fraction(400))
    assert "A-02" in said(lang, exact, None)
    assert "A-02" not in said(lang, loose, None)
    assert "400" in said(lang, loose, None)


@pytest.mark.parametrize(
    ("points", "shown", "hidden"),
    [
        (Between(Fraction(7), Fraction(7)), "7", "≥"),
        (Between(Fraction(7), Fraction(399)), "≥", "399"),
        (Between(Fraction(0), Fraction(399)), "5", "399"),
    ],
)
def test_no_rise_beyond_a_scale_is_told(points, shown, hidden):
    words = said("en", Between(Fraction(5), Fraction(5)), points)
    assert shown in words
    assert hidden not in words
