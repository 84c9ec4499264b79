"""The sets that ship: valid, complete in both languages, traceable, and their schemas fresh."""

import json
import re
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from prioritizer.domain.criteria import Levels, Missing, RiskScale, SetStatus
from prioritizer.scoring.review import review
from prioritizer.store.criteria_file import load_criteria, load_priorities, priorities_of
from prioritizer.store.criteria_schema import schemas, write_schemas

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "criteria"
MONTREAL = FOLDER / "montreal-numerique.yaml"
OTHER = FOLDER / "exemple-arrondissement.yaml"
PRIORITIES = FOLDER / "montreal-2030-priorities.yaml"
ALL = [MONTREAL, OTHER, PRIORITIES]


def texts(value):
    if isinstance(value, dict):
        if value.keys() == {"fr", "en"}:
            yield value["fr"], value["en"]
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def plain(path):
    """The file as JSON data, by another reader than ours: dates as text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")), default=str))


def test_schemas_are_fresh(tmp_path):
    write_schemas(tmp_path)
    for name, text in schemas().items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text
        assert (FOLDER / "schema" / name).read_text(encoding="utf-8") == text, (
            "run python -m prioritizer.store.criteria_schema"
        )


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_shipped_files_follow_their_schema(path):
    name = "priorities.schema.json" if path == PRIORITIES else "criteria-set.schema.json"
    schema = json.loads((FOLDER / "schema" / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = plain(path)
    assert list(validator.iter_errors(data)) == []
    data["surprise"] = 1
    assert list(validator.iter_errors(data)), "the schema refuses an unknown field"
    assert path.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema=schema/{name}\n")


@pytest.mark.parametrize("path", [MONTREAL, OTHER], ids=lambda path: path.stem)
def test_shipped_sets_load_as_drafts_that_say_so(path):
    criteria = load_criteria(path)
    assert criteria.status is SetStatus.DRAFT
    assert criteria.notice
    assert sum(criteria.weights.values()) == 1
    for criterion in criteria.criteria:
        assert criterion.swing
        if isinstance(criterion.scale, Levels):
            assert max(level.value for level in criterion.scale.levels) == 100
            assert criterion.evidence


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_french_is_set_as_french(path):
    for fr, en in texts(plain(path)):
        assert not re.search(r"(?<=[^\u00a0(])[;?!»]|[^\u00a0\d]:(?=\s|$)|« | »| [;:?!%$]|\"", fr), fr
        assert not re.search(r"[«»\"]|\u00a0| :", en), en


def test_the_codes_and_weights_agreed():
    criteria = load_criteria(MONTREAL)
    assert {
        axis.code: (int(axis.weight), {c.code: int(c.weight) for c in axis.criteria}) for axis in criteria.axes
    } == {
        "alignment": (
            40,
            {
                "mtl2030-priorities": 20,
                "service-experience": 25,
                "participation": 10,
                "inclusion": 15,
                "data-rights": 15,
                "ecosystem": 7,
                "employee-experience": 8,
            },
        ),
        "debt": (35, {"risk-reduction": 50, "consolidation": 20, "compliance": 20, "openness": 10}),
        "ecology": (25, {"transition-lever": 50, "footprint": 30, "paper-travel": 20}),
    }
    assert {reach.code: Fraction(reach.multiplier) for reach in criteria.reach} == {
        "unit": 1,
        "department": Fraction(3, 2),
        "several": 2,
        "organization": 3,
        "population": 4,
    }
    assert [(gate.code, gate.effect.value) for gate in criteria.gates] == [
        ("biometrics", "exclude"),
        *(
            (code, "hold")
            for code in (
                "algorithms",
                "public-space-data",
                "end-of-life",
                "accessibility",
                "other-channel",
                "ads-plus",
                "climate-test",
            )
        ),
    ]


def test_every_commitment_has_a_place():
    """Of the strategy's 41 commitments, 36 sets up a committee, 34 and 35 ask for this publication, which no project
    serves: they are told apart from the others, each of which is scored or a gate.
    """
    criteria = load_criteria(MONTREAL)
    cited = {n for c in criteria.criteria for n in c.sources.commitments}
    cited |= {n for gate in criteria.gates for n in gate.commitments}
    assert cited == set(range(1, 42)) - {34, 35, 36}
    told = [other.fr for criterion in criteria.criteria for other in criterion.sources.other]
    assert any("34 et 35" in text for text in told)
    assert {n for c in criteria.criteria for n in c.sources.vision} == set(range(1, 8))
    first = {objective[0] for c in criteria.criteria for objective in c.sources.objectives}
    assert first == {"1", "2", "3", "4"}


def test_ecological_priorities_count_in_the_ecology_axis_only():
    criteria = load_criteria(MONTREAL)
    counted = {c.code: set(c.priorities.allowed) for c in criteria.criteria if c.priorities}
    assert counted == {"mtl2030-priorities": set(range(6, 21)), "transition-lever": set(range(1, 6))}
    assert {code: criteria.axis_of(code).code for code in counted} == {
        "mtl2030-priorities": "alignment",
        "transition-lever": "ecology",
    }
    assert all(c.priorities.at_most == 3 and c.priorities.from_level == 2 for c in criteria.criteria if c.priorities)


def test_silence_never_flatters():
    """A project that can do harm and says nothing counts as the worst; where it can only do good it earns nothing."""
    for criterion in load_criteria(MONTREAL).criteria:
        if isinstance(criterion.scale, RiskScale):
            assert criterion.missing is Missing.NEUTRAL
        else:
            assert criterion.missing is (Missing.WORST if criterion.scale.worst < 0 else Missing.NEUTRAL)


def test_priorities_are_marked_to_confirm():
    priorities = load_priorities(PRIORITIES)
    assert [priority.number for priority in priorities.priorities] == list(range(1, 21))
    assert not any(priority.confirmed for priority in priorities.priorities)
    assert "valider" in priorities.notice.fr
    assert priorities_of(load_criteria(MONTREAL), MONTREAL) == priorities
    assert priorities_of(load_criteria(OTHER), OTHER) is None


def test_nothing_of_montreal_is_in_the_other_set_or_in_the_code():
    assert "montréal" not in OTHER.read_text(encoding="utf-8").lower()
    code = {c.code for c in load_criteria(MONTREAL).criteria} | {g.code for g in load_criteria(MONTREAL).gates}
    for room in ("domain", "scoring", "store"):
        for path in (ROOT / "prioritizer" / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert not [c for c in code if f'"{c}"' in text], path


def test_a_reviewer_has_nothing_to_say_of_montreals_and_one_thing_of_the_other():
    assert review(load_criteria(MONTREAL)) == ()
    assert [problem.code for problem in review(load_criteria(OTHER))] == ["basis-project"]
