"""What changed between two sets: told exactly where anything did, the same backwards, nothing left out."""

import copy
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.scoring.compare import Difference, Kind, compare
from prioritizer.store.criteria_file import load_criteria

FOLDER = Path(__file__).parent.parent.parent / "criteria"
SETS = {name: load_criteria(FOLDER / f"{name}.yaml") for name in ("montreal-numerique", "exemple-arrondissement")}
MONTREAL, OTHER = SETS.values()


def dump(criteria):
    return copy.deepcopy(criteria.model_dump(mode="json", by_alias=True))


def changed(change, base=MONTREAL):
    data = dump(base)
    change(data)
    return CriteriaSet.model_validate(data)


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from leaves(inner, (*path, position))
    elif isinstance(value, str) and path[-1] in {"fr", "en"}:
        yield path


def at(data, path):
    for part in path:
        data = data[part]
    return data


def criterion(data, code):
    return next(c for axis in data["axes"] for c in axis["criteria"] if c["code"] == code)


@pytest.mark.parametrize("criteria", SETS.values(), ids=SETS)
def test_a_set_does_not_differ_from_itself(criteria):
    assert compare(criteria, CriteriaSet.model_validate(dump(criteria))) == ()


@settings(max_examples=40)
@given(st.data())
def test_any_text_changed_is_told_once(data):
    base = data.draw(st.sampled_from(sorted(SETS)))
    path = data.draw(st.sampled_from(sorted(leaves(dump(SETS[base])), key=str)))
    new = changed(lambda d: at(d, path[:-1]).__setitem__(path[-1], "autrement"), SETS[base])
    found = compare(SETS[base], new)
    assert found
    assert new.digest() != SETS[base].digest()
    if isinstance(path[-2], str):  # a text of its own; one of a list of texts is one removed and one added
        assert [d.kind for d in found] == [Kind.CHANGED]
        assert path[-1] in ("fr", "en")
        assert getattr(found[0].new, path[-1]) == "autrement"
    else:
        assert sorted(d.kind for d in found) == [Kind.ADDED, Kind.REMOVED]


def test_backwards_tells_the_same_things_mirrored():
    mirror = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}
    there, back = compare(MONTREAL, OTHER), compare(OTHER, MONTREAL)
    turned = {(mirror[d.kind], d.path, d.field, str(d.new), str(d.old)) for d in back}
    assert {(d.kind, d.path, d.field, str(d.old), str(d.new)) for d in there} == turned


def test_weights_come_with_what_they_come_to():
    def shift(data):
        data["axes"][1]["weight"], data["axes"][2]["weight"] = 45, 15

    found = {(d.path, d.field): (d.old, d.new) for d in compare(MONTREAL, changed(shift))}
    assert found.pop((("axes", "debt"), "weight")) == (35, 45)
    assert found.pop((("axes", "ecology"), "weight")) == (25, 15)
    assert found == {
        (("criteria", code), "leaf_weight"): (Fraction(old, 1000), Fraction(new, 1000))
        for code, old, new in (
            ("risk-reduction", 175, 225),
            ("consolidation", 70, 90),
            ("compliance", 70, 90),
            ("openness", 35, 45),
            ("transition-lever", 125, 75),
            ("footprint", 75, 45),
            ("paper-travel", 50, 30),
        )
    }


CHANGES = [
    (lambda d: d.update(status="in_force", approver={"fr": "a", "en": "a"}), [((), "status"), ((), "approver")]),
    (lambda d: d["reach"][1].update(multiplier=1.6), [(("reach", "department"), "multiplier")]),
    (lambda d: d["gates"].pop(0), [((), "gates")]),
    (lambda d: d["gates"][0].update(passes=["yes"]), [(("gates", "biometrics"), "passes")]),
    (lambda d: d["gates"].reverse(), [(("gates",), "order")]),
    (lambda d: d["axes"].reverse(), [(("axes",), "order"), (("criteria",), "order")]),
    (lambda d: d["unconfirmed"].reverse(), [(("unconfirmed",), "order")]),
    (lambda d: d["axes"][0].update(serves_from=31), [(("axes", "alignment"), "serves_from")]),
    (lambda d: criterion(d, "openness").update(missing="neutral"), [(("criteria", "openness"), "missing")]),
    (lambda d: criterion(d, "openness").update(evidence=None), [(("criteria", "openness"), "evidence")]),
    (lambda d: criterion(d, "openness").update(swing=None), [(("criteria", "openness"), "swing")]),
    (
        lambda d: criterion(d, "openness")["scale"]["levels"][2].update(value=41),
        [(("criteria", "openness", "scale", "levels", "1"), "value")],
    ),
    (lambda d: criterion(d, "openness")["scale"]["levels"].pop(2), [(("criteria", "openness", "scale"), "levels")]),
    (
        lambda d: criterion(d, "risk-reduction")["scale"]["points"].insert(2, {"at": 8, "value": 50}),
        [(("criteria", "risk-reduction", "scale"), "points")],
    ),
    (
        lambda d: (
            criterion(d, "openness").update(scale=copy.deepcopy(criterion(d, "risk-reduction")["scale"]))
            or criterion(d, "risk-reduction").update(scale=copy.deepcopy(criterion(d, "compliance")["scale"]))
        ),
        [(("criteria", "risk-reduction"), "scale"), (("criteria", "openness"), "scale")],
    ),
    (
        lambda d: criterion(d, "mtl2030-priorities")["priorities"].update(at_most=2),
        [(("criteria", "mtl2030-priorities", "priorities"), "at_most")],
    ),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_each_change_is_told_where_it_is(change, expected):
    found = compare(MONTREAL, changed(change))
    assert [(d.path, d.field) for d in found] == expected


def test_a_criterion_that_changes_axis_is_moved_not_replaced():
    def move(data):
        debt, ecology = data["axes"][1]["criteria"], data["axes"][2]["criteria"]
        ecology.insert(0, debt.pop())
        debt[0]["weight"] = 60
        ecology[1]["weight"] = 40

    found = compare(MONTREAL, changed(move))
    assert Difference(Kind.CHANGED, ("criteria", "openness"), "axis", "debt", "ecology") in found
    assert {d.field for d in found} == {"axis", "weight", "leaf_weight"}


def test_twenty_and_twenty_point_zero_are_one_number():
    same = changed(lambda d: criterion(d, "openness").update(weight="10.0"))
    assert compare(MONTREAL, same) == ()
    assert same.digest() == MONTREAL.digest()


@given(st.integers(0, 2**32))
@settings(max_examples=25)
def test_equal_exactly_when_the_fingerprints_are(seed):
    draw = random.Random(seed)
    picked = draw.sample(range(len(CHANGES)), draw.randint(0, 3))

    def several(data):
        for number in picked:
            try:
                CHANGES[number][0](data)
            except (StopIteration, IndexError, KeyError):
                continue

    new = changed(several)
    assert (compare(MONTREAL, new) == ()) == (new.digest() == MONTREAL.digest())
