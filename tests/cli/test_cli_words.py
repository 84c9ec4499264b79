"""Every rule, finding, repair, reason and status has its words in both languages; French is set as French."""

import re
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
import result_case

from prioritizer.domain.decision import Change, FigureUnit, Finding, Outcome, Reason, RepairKind, SolveStatus
from prioritizer.domain.vocabulary import Dimension, LinkType, Measure, Sense
from prioritizer.program.rules import RULES
from prioritizer.text import text
from prioritizer.text.findings import Wording

TEXT = Path(__file__).parent.parent.parent / "prioritizer" / "text"
MINE = ("cli", "result", "rules", *sorted({path.name.split(".")[0] for path in TEXT.glob("explore*.toml")}))
SUBJECTS = {
    "choice": [("A-01",)],
    "gate": [("A-01", "consent")],
    "imposed": [("A-03",)],
    "envelope": [("cash",), ("Fonds d'essai",)],
    "operating": [()],
    "capacity": [("dev",)],
    "concurrency": [("",), ("RH",)],
    "precedence": [("A-09", "A-01")],
    "group": [
        (kind, "1", "A-01", "A-10")
        for kind in (LinkType.EXCLUDES, LinkType.AT_MOST, LinkType.AT_LEAST, LinkType.EXACTLY)
    ],
    "balance": [
        (dimension.value, sense.value, measure.value, "debt")
        for dimension in Dimension
        for sense in Sense
        for measure in Measure
    ],
    "synergy": [("A-01", "A-04")],
    "earmark": [("cash", dimension.value, "A-04") for dimension in Dimension],
}


@pytest.fixture(params=["fr", "en"])
def words(request):
    return Wording(result_case.portfolio().canonical(), result_case.criteria(), request.param)


def test_every_registered_rule_is_published():
    for rule in RULES:
        assert rule.code in SUBJECTS
        for lang in ("fr", "en"):
            assert all(text(lang, f"rules.{rule.code}.{part}") for part in ("title", "sentence", "formula"))


@pytest.mark.parametrize("rule", SUBJECTS)
def test_every_subject_is_worded(words, rule):
    for subject in SUBJECTS[rule]:
        for year in (2027, None):
            finding = Finding(rule, subject, year, Fraction(123_456), Fraction(200_000), False, FigureUnit.CENTS)
            change = Change(rule, subject, year, 12_345, FigureUnit.CENTS)
            for said in (words.name(rule, subject, year), words.finding(finding), words.change(change)):
                assert said
                assert not re.search(r"[{}]|\bNone\b", said)


def test_a_finding_says_its_figures():
    words = Wording(result_case.portfolio(), result_case.criteria(), "fr")
    finding = Finding("envelope", ("cash",), 2028, Fraction(900_000), Fraction(1_000_000), False, FigureUnit.CENTS)
    said = words.finding(finding).replace("\u00a0", " ").replace("\u202f", " ")
    assert said == "Comptant, 2028 : 9 000 $ utilisés sur 10 000 $ disponibles, report compris ; il reste 1 000 $."


def test_a_repair_never_understates_its_amount():
    words = Wording(result_case.portfolio(), result_case.criteria(), "en")
    change = Change("envelope", ("cash",), 2027, 100_001, FigureUnit.CENTS)
    assert "$1,000.01" in words.change(change)
    assert "1.001 FTE" in words.change(Change("capacity", ("dev",), 2027, 1001, FigureUnit.MILLI_FTE))


def test_a_balance_names_its_share_and_axis():
    words = Wording(result_case.portfolio(), result_case.criteria(), "en")
    assert words.name("balance", ("axis", "at_least", "share", "debt"), None) == (
        "At least 10% of the capital over the whole horizon for the Title debt axis"
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_code_has_its_words(lang):
    words = Wording(result_case.portfolio(), result_case.criteria(), lang)
    for reason in Reason:
        assert words.reason(Outcome("A-01", False, reason, ("consent",)))
    for status in SolveStatus:
        assert text(lang, f"result.status.{status}")
        assert text(lang, f"result.status_note.{status}")
    for kind in RepairKind:
        assert words.kind(kind)


def leaves(table):
    for value in table.values():
        if isinstance(value, dict):
            yield from leaves(value)
        else:
            yield value


EVERY = sorted(path.name for path in TEXT.glob("*.fr.toml"))
NOT_PROSE = re.compile(r"«\u00a0\w+: \w+\u00a0»|TI-001; TI-004")
"""What is typed in a file as it stands."""


@pytest.mark.parametrize("name", EVERY)
def test_french_is_set_as_french(name):
    for sentence in leaves(tomllib.loads((TEXT / name).read_text(encoding="utf-8"))):
        prose = NOT_PROSE.sub("", str(sentence))
        assert not re.search(r"(?<=[^\u00a0\s(])[;?!»]|[^\u00a0:/]:(?!//)(?=\s|$)|« | »| [;:?!%$]", prose), sentence
