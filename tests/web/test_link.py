"""A link brings back the very same meeting; one that was tampered with is refused, whatever it says."""

import base64
import json
import zlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from result_case import criteria, portfolio

from prioritizer.domain.decision import Change, FigureUnit
from prioritizer.web.link import LONGEST, BadLink, from_link, to_link
from prioritizer.web.meeting import Forced, Meeting

BASE, SET = portfolio().canonical(), criteria()
IDS = [project.id for project in BASE.projects]
REASONS = ["", "résolution du conseil", "« é » & <b>", "\u202e\n\t", "🚲" * 20]
CODES = [axis.code for axis in SET.axes] + list(SET.weights)


@st.composite
def meetings(draw):
    meeting = Meeting()
    for code in draw(st.lists(st.sampled_from(CODES), max_size=3)):
        meeting = meeting.weigh(SET, code, Decimal(draw(st.integers(0, 1000))) / 10)
    for code in draw(st.sets(st.sampled_from(CODES), max_size=2)):
        meeting = meeting.lock(code, on=True)
    for project in draw(st.sets(st.sampled_from(IDS), max_size=3)):
        inside, start = draw(st.sampled_from([True, False, None])), draw(st.sampled_from([None, 2027, 2028]))
        meeting = meeting.force(Forced(project, inside, start, draw(st.sampled_from(REASONS))))
    if draw(st.booleans()):
        meeting = meeting.switch(("envelope", ("cash",)), on=False)
    amount = draw(st.integers(-(10**9), 10**9).filter(bool))
    return meeting.move([Change("envelope", ("cash",), 2027, amount, FigureUnit.CENTS)])


@settings(max_examples=60)
@given(meetings())
def test_there_and_back(meeting):
    assert from_link(to_link(meeting), SET, BASE) == meeting


def test_nothing_changed_is_no_text():
    assert to_link(Meeting()) == ""
    assert from_link("", SET, BASE) == Meeting()


def packed(plain):
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(plain).encode())).decode().rstrip("=")


AXES = {axis.code: str(axis.weight) for axis in SET.axes}
FIRST_AXIS = SET.axes[0].code


@pytest.mark.parametrize(
    "text",
    [
        "%%%",
        "abcd",
        "x" * (LONGEST + 1),
        packed([1, 2]),
        packed({"a": {**AXES, FIRST_AXIS: "99"}}),
        packed({"a": {**AXES, FIRST_AXIS: "NaN"}}),
        packed({"a": {**AXES, FIRST_AXIS: "-1"}}),
        packed({"a": {"nobody": "100"}}),
        packed({"s": {next(iter(SET.weights)): "1"}}),
        packed({"l": ["nobody"]}),
        packed({"f": [["nobody", True, None, ""]]}),
        packed({"f": [[IDS[0], "yes", None, ""]]}),
        packed({"f": [[IDS[0], True, 1999, ""]]}),
        packed({"f": [[IDS[0]]]}),
        packed({"o": [["gate", "x"]]}),
        packed({"o": [["envelope"]]}),
        packed({"m": [["imposed", 2027, 1, "A"]]}),
        packed({"m": [["envelope", 2027, 10**16, "cash"]]}),
        packed({"m": [["envelope", 1990, 1, "cash"]]}),
    ],
)
def test_what_is_not_a_meeting_is_refused(text):
    with pytest.raises(BadLink):
        from_link(text, SET, BASE)


def test_a_text_that_swells_is_not_unpacked():
    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" + b"0," * 1_000_000 + b"0]", 9)).decode().rstrip("=")
    assert len(bomb) < LONGEST
    with pytest.raises(BadLink, match="too long"):
        from_link(bomb, SET, BASE)
