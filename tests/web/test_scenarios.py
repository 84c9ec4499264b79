"""Scenario files and shelves: round trips, hostile files, and projects side by side recounted."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.domain.decision import Change, Choice, FigureUnit
from prioritizer.web import sources
from prioritizer.web.meeting import Forced, Meeting
from prioritizer.web.scenarios import (
    KEPT,
    BadScenario,
    Scenario,
    Shelves,
    about,
    clean,
    from_file,
    of,
    places,
    removed,
    renamed,
    saved,
    to_file,
)

SOURCE = sources.read_sample("douze")
AXES = [axis.code for axis in SOURCE.criteria.axes]
ABOUT = about(SOURCE.portfolio, SOURCE.criteria)
MEETING = Meeting(
    axes=tuple(zip(AXES, (Decimal(50), Decimal("30.5"), Decimal("19.5")), strict=True)),
    locks=frozenset(AXES[:1]),
    forced=(Forced("RO-06", inside=False, reason="Le fournisseur « se retire »"), Forced("RO-10", True, 2028, "")),
    off=(("imposed", ("RO-03",)),),
    limits=(Change("envelope", (SOURCE.portfolio.envelopes[0].source,), 2027, -5_000_000, FigureUnit.CENTS),),
)
SCENARIO = Scenario("Équité d'abord", ABOUT, MEETING, (Choice("RO-02", "BASE", 2028),))


def read(content, wanted=ABOUT):
    return from_file(content, wanted, SOURCE.portfolio, SOURCE.criteria)


def test_a_file_brings_the_same_scenario_back_and_has_the_same_bytes():
    content = to_file(SCENARIO)
    assert read(content) == SCENARIO
    assert to_file(read(content)) == content
    assert read(b"\xef\xbb\xbf" + content) == SCENARIO, "an editor of Windows may have put a mark before it"


def test_a_file_is_words_that_a_person_can_read():
    plain = json.loads(to_file(SCENARIO))
    assert plain["name"] == "Équité d'abord"
    assert plain["changes"]["axes"] == {AXES[0]: "50", AXES[1]: "30.5", AXES[2]: "19.5"}
    assert plain["program"] == [["RO-02", "BASE", 2028]]


def test_what_a_scenario_goes_with_changes_with_the_money_with_the_projects_and_with_the_criteria():
    richer = replace(SOURCE.portfolio, envelopes=())
    fewer = replace(SOURCE.portfolio, projects=SOURCE.portfolio.projects[1:])
    other = Meeting(axes=MEETING.axes).criteria(SOURCE.criteria)
    seen = {
        ABOUT,
        about(richer, SOURCE.criteria),
        about(fewer, SOURCE.criteria),
        about(SOURCE.portfolio, other),
    }
    assert len(seen) == 4


def changed(**fields):
    return json.dumps(json.loads(to_file(SCENARIO)) | fields).encode()


def with_changes(**fields):
    plain = json.loads(to_file(SCENARIO))
    return changed(changes=plain["changes"] | fields)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 a workbook",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"format": "prioritizer-scenario"',
        b" " * 1_000_001,
        changed(format="something-else"),
        changed(version=2),
        changed(name=3),
        changed(name=None),
        changed(program=None),
        changed(program=[["RO-02", "BASE"]]),
        changed(program=[["RO-02", "BASE", "2028"]]),
        changed(changes=[]),
        changed(changes={"unknown": 1}),
        with_changes(axes={AXES[0]: "100"}),
        with_changes(axes=dict.fromkeys(AXES, "50")),
        with_changes(axes=dict.fromkeys(AXES, "NaN")),
        with_changes(forced=[["NOBODY", True, None, ""]]),
        with_changes(forced=[["RO-10", True, 1999, ""]]),
        with_changes(forced="RO-10"),
        with_changes(rules_off=[["choice", "RO-10"]]),
        with_changes(rules_off=[["gate", "RO-11"]]),
        with_changes(limits=[["envelope", 2027, 10**16, "x"]]),
        with_changes(limits=[["envelope", 2027, float("inf"), "x"]]),
        with_changes(locks=["nobody"]),
    ],
    ids=lambda content: repr(content[:40]),
)
def test_a_file_that_is_no_scenario_is_refused(content):
    with pytest.raises(BadScenario) as error:
        read(content)
    assert error.value.code in ("unreadable", "no_name")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    field=st.sampled_from(["name", "about", "program"])
    | st.sampled_from(["axes", "shares", "locks", "forced", "limits"]),
    value=JSON,
)
def test_whatever_a_field_holds_a_file_is_read_or_refused(field, value):
    content = changed(**{field: value}) if field in ("name", "about", "program") else with_changes(**{field: value})
    try:
        found = read(content)
    except BadScenario:
        return
    assert read(to_file(found)) == found


def test_a_scenario_of_another_workbook_is_told_apart_from_a_damaged_one():
    with pytest.raises(BadScenario) as error:
        read(to_file(SCENARIO), wanted="0" * 64)
    assert error.value.code == "elsewhere"


def test_a_shelf_keeps_one_scenario_a_name_for_each_workbook():
    other = replace(SCENARIO, about="other")
    shelf = saved(saved((), SCENARIO), other)
    again = replace(SCENARIO, meeting=Meeting())
    assert saved(shelf, again) == (again, other)
    assert of(shelf, "other") == (other,)
    assert removed(shelf, ABOUT, SCENARIO.name) == (other,)
    assert removed(shelf, ABOUT, "nobody") == shelf


def test_a_name_is_cut_cleaned_and_taken_once():
    assert clean("  a\n\tb  ") == "a b"
    assert len(clean("x" * 500)) == 60
    shelf = (SCENARIO, replace(SCENARIO, name="B"), replace(SCENARIO, name="B", about="other"))
    assert [row.name for row in renamed(shelf, ABOUT, "B", " C ")] == [SCENARIO.name, "C", "B"]
    assert renamed(shelf, ABOUT, "B", "B") == shelf
    with pytest.raises(BadScenario) as taken:
        renamed(shelf, ABOUT, "B", SCENARIO.name)
    with pytest.raises(BadScenario) as nothing:
        renamed(shelf, ABOUT, "B", "   ")
    assert (taken.value.code, nothing.value.code) == ("taken", "no_name")


def test_a_full_shelf_loses_nothing():
    shelf = tuple(replace(SCENARIO, name=str(n)) for n in range(KEPT))
    with pytest.raises(BadScenario) as full:
        saved(shelf, SCENARIO)
    assert full.value.code == "full"
    assert len(saved(shelf, replace(SCENARIO, name="3"))) == KEPT


def test_the_shelf_of_one_browser_is_not_that_of_another():
    shelves = Shelves()
    shelves.put("one", (SCENARIO,))
    assert shelves.get("one") == (SCENARIO,)
    assert shelves.get("two") == ()


def test_projects_side_by_side_begin_with_those_that_differ():
    one = (Choice("A", "x", 2027), Choice("B", "x", 2027), Choice("C", "x", 2027))
    two = (Choice("B", "x", 2028), Choice("C", "x", 2027))
    rows = places(["D", "C", "B", "A"], [one, two])
    assert [row.project for row in rows] == ["A", "B", "C", "D"]
    assert [(row.same_set, row.same) for row in rows] == [(False, False), (True, False), (True, True), (True, True)]
    assert rows[1].choices == (Choice("B", "x", 2027), Choice("B", "x", 2028))
    assert rows[3].choices == (None, None)
