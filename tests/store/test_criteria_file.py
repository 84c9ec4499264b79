"""Bad criteria files, written by hand: every problem named with its own line, and nothing read as something else."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.problem import Refused
from prioritizer.store.criteria_file import CODES, load_criteria, load_priorities
from prioritizer.store.yaml_file import MAX_BYTES, parse_yaml
from prioritizer.text import catalog

GOOD = """\
id: small
version: "1.0.0"
date: 2026-11-23
status: draft
organization: {fr: o, en: o}
title: {fr: t, en: t}
changes:
  - version: "1.0.0"
    date: 2026-11-23
    text: {fr: a, en: b}
value_basis: project
axes:
  - code: only
    weight: 100
    serves_from: 25
    title: {fr: a, en: b}
    why: {fr: a, en: b}
    criteria:
      - code: first
        weight: 60
        title: {fr: a, en: b}
        question: {fr: a, en: b}
        why: {fr: a, en: b}
        sources: {}
        scale:
          kind: levels
          levels:
            - {level: 0, value: 0, text: {fr: a, en: b}}
            - {level: 1, value: 100, text: {fr: a, en: b}}
        missing: neutral
      - code: second
        weight: 40
        title: {fr: a, en: b}
        question: {fr: a, en: b}
        why: {fr: a, en: b}
        sources: {}
        scale:
          kind: measure
          unit: {fr: jours, en: days}
          points: [{at: 0, value: 0}, {at: 10, value: 100}]
        missing: worst
"""


@pytest.fixture
def problems(tmp_path):
    """(line, code) of every problem of a changed copy of GOOD."""

    def found(*changes, text=GOOD):
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path = tmp_path / "set.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(Refused) as refused:
            load_criteria(path)
        assert all(p.where.file == "set.yaml" for p in refused.value.problems)
        return [(p.where.line, p.code) for p in refused.value.problems]

    return found


@pytest.fixture
def good(tmp_path):
    def load(*changes):
        text = GOOD
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "good.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        return load_criteria(path)

    return load


def test_the_good_one_is_good(good):
    criteria = good()
    assert criteria.weights == {"first": Decimal("0.6"), "second": Decimal("0.4")}


CASES = [
    ("id: small", "id: Small", 1, "bad-code"),
    ('version: "1.0.0"', "version: 1.0", 2, "set-not-text"),
    ('version: "1.0.0"', 'version: "1.0"', 2, "bad-version"),
    ("date: 2026-11-23", "date: 2026-13-45", 3, "set-not-date"),
    ("date: 2026-11-23", "date: 23 novembre", 3, "set-not-date"),
    ("date: 2026-11-23", "date: 2026-11-23 10:30:00", 3, "set-not-date"),
    ("status: draft", "status: adopted", 4, "set-not-in-list"),
    ("status: draft", "status: in_force", 4, "approver-missing"),
    ("organization: {fr: o, en: o}", "organization: {fr: o}", 5, "set-missing"),
    ("organization: {fr: o, en: o}", 'organization: {fr: o, en: ""}', 5, "set-empty-text"),
    ("organization: {fr: o, en: o}", "organization: town", 5, "not-group"),
    ("title: {fr: t, en: t}", "title: {fr: t, en: t, es: t}", 6, "unknown-key"),
    ("status: draft\n", "status: draft\nstatut: draft\n", 5, "unknown-key-close"),
    ("status: draft\n", "status: draft\nstatus: retired\n", 5, "duplicate-key"),
    ("changes:\n", "changes: none\nchanged:\n", 7, "set-not-list"),
    ('  - version: "1.0.0"', '  - version: "0.9.0"', 8, "changes-version"),
    ("value_basis: project", "value_basis: reach", 11, "reach-empty"),
    ("value_basis: project", "value_basis: project\ndelay_rate: 1", 12, "set-out-of-range"),
    ("    weight: 100", "    weight: 90", 12, "axis-weights"),
    ("    weight: 100", "    weight: 100.5", 14, "set-out-of-range"),
    ("    weight: 100", "    weight: -1", 14, "set-out-of-range"),
    ("    weight: 100", '    weight: "100"', 14, "set-not-number"),
    ("    weight: 100", "    weight: true", 14, "set-not-number"),
    ("    weight: 100", "    weight: 1e2", 14, "number-form"),
    ("    weight: 100", "    weight: 0x64", 14, "number-form"),
    ("    weight: 100", "    weight: 0o144", 14, "number-form"),
    ("    weight: 100", "    weight: .inf", 14, "number-form"),
    ("    weight: 100", "    weight: .nan", 14, "number-form"),
    ("    weight: 100", "    weight: 1_00", 14, "set-not-number"),
    ("    weight: 100", "    weight: 100,0", 14, "set-not-number"),
    ("    weight: 100", "    weight: 12:30", 14, "set-not-number"),
    ("    weight: 100", "    weight: NO", 14, "set-not-number"),
    ("    weight: 100", "    weight: 99.99999999999999999999", 14, "number-form"),
    ("serves_from: 25", "serves_from: 1e999999999", 15, "number-form"),
    ("serves_from: 25", 'serves_from: "1e-999999999"', 15, "set-not-number"),
    ("        weight: 60", "        weight: 50", 18, "criterion-weights"),
    ("      - code: second", "      - code: first", 31, "code-twice"),
    ("        sources: {}", "        sources: {commitments: [1, x]}", 24, "set-not-whole"),
    ("        sources: {}", "        sources: {commitments: [1.5]}", 24, "set-not-whole"),
    ("          kind: levels", "          kind: stars", 26, "set-not-in-list"),
    ("          kind: levels\n", "", 25, "scale-kind"),
    ("            - {level: 0, value: 0,", "            - {level: 0, value: 1,", 27, "levels-no-zero"),
    ("            - {level: 1, value: 100,", "            - {level: 0, value: 100,", 27, "levels-ascending"),
    ("            - {level: 0, value: 0,", "            - {level: 0, value: 101,", 28, "set-out-of-range"),
    ("{at: 10, value: 100}", "{at: 0, value: 100}", 40, "points-ascending"),
    ("[{at: 0, value: 0}, {at: 10, value: 100}]", "[{at: 0, value: 0}]", 40, "too-few"),
    (
        "        missing: neutral",
        "        missing: neutral\n        evidence: {ask: {fr: a, en: b}, from_level: 7}",
        31,
        "evidence-off-scale",
    ),
    (
        "        missing: worst",
        "        missing: worst\n        evidence: {ask: {fr: a, en: b}, from_level: 11}",
        42,
        "evidence-off-scale",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "code"), CASES, ids=lambda value: str(value)[:30])
def test_each_fault_has_its_line_and_code(problems, old, new, line, code):
    found = problems((old, new))
    assert (line, code) in found
    # Nothing else is blamed, save where one slip makes two faults.
    if (old, code) not in {
        ("changes:\n", "set-not-list"),
        ("            - {level: 1, value: 100,", "levels-ascending"),
    }:
        assert len(found) == 1, found


def test_every_fault_is_told_at_once(problems):
    found = problems(
        ("id: small", "id: Small"),
        ("status: draft", "status: adopted"),
        ("serves_from: 25", 'serves_from: "25"'),
        ("        weight: 40", "        wieght: 40"),
        ("title: {fr: t, en: t}", "title: {fr: t, en: t, fr: u}"),
    )
    assert found == [
        (1, "bad-code"),
        (4, "set-not-in-list"),
        (6, "duplicate-key"),
        (15, "set-not-number"),
        (31, "set-missing"),
        (32, "unknown-key-close"),
    ]


def test_weights_and_codes_are_told_together(problems):
    found = problems(
        ("    weight: 100", "    weight: 90"),
        ("        weight: 60", "        weight: 50"),
        ("code: second", "code: only"),
    )
    assert {code for _, code in found} == {"axis-weights", "criterion-weights", "code-twice"}


def test_a_repeated_key_is_found_at_every_depth_and_in_flow(problems):
    assert problems(("level: 0, value: 0,", "level: 0, value: 0, level: 0,")) == [(28, "duplicate-key")]
    assert problems(("        weight: 60\n", "        weight: 60\n        weight: 60\n")) == [(21, "duplicate-key")]


def test_what_yaml_1_1_would_misread(good):
    """NO is a word, 12:30 is a word, 010 is ten, and every digit of a weight stays."""
    criteria = good(
        ("title: {fr: t, en: t}", "title: {fr: NO, en: 12:30}"),
        ("serves_from: 25", "serves_from: 010"),
        ("weight: 60", "weight: 60.000000000001"),
        ("weight: 40", "weight: 39.999999999999"),
    )
    assert (criteria.title.fr, criteria.title.en) == ("NO", "12:30")
    assert criteria.axes[0].serves_from == 10
    assert criteria.criteria[0].weight == Decimal("60.000000000001")
    assert sum(criteria.weights.values()) == 1


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_windows_files_are_read(tmp_path, end):
    path = tmp_path / "set.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", end).encode())
    assert load_criteria(path).id == "small"


STOPS = [
    ("status: draft", "status: draft\n\tmore: 1", 5, "yaml-tab"),
    ("status: draft", "status:\tdraft", 4, "yaml-tab"),
    ("status: draft", "status: 'draft", None, "yaml-syntax"),
    ("status: draft", "status: draft: final", 4, "yaml-syntax"),
    ("status: draft", "status: dra\x07ft", 4, "yaml-control-character"),
    ("status: draft", "status: draft\nother: *x", None, "yaml-syntax"),
    (
        "organization: {fr: o, en: o}\ntitle: {fr: t, en: t}",
        "organization: &x {fr: o, en: o}\ntitle: *x",
        6,
        "yaml-alias",
    ),
    ("id: small", "%YAML 1.1\n---\nid: small", 2, "yaml-version"),
    ("status: draft", "status: draft\n---\nid: other", 5, "yaml-two-documents"),
    ("status: draft", "status: draft\n? [a]\n: b", 5, "yaml-key"),
    ("id: small", "id: " + "[" * 200, 1, "set-too-deep"),
    ("id: small", "id: " + "x" * 20_000, 1, "set-line-too-long"),
]


@pytest.mark.parametrize(("old", "new", "line", "code"), STOPS, ids=lambda value: str(value)[:30])
def test_what_stops_the_reading(problems, old, new, line, code):
    found = problems((old, new))
    if code == "yaml-syntax" and line is None:
        assert found[-1][1] in {"yaml-syntax", "yaml-alias"}
    else:
        assert found[-1] == (line, code)


def test_a_tag_makes_no_object(problems):
    assert (1, "yaml-tag") in problems(("id: small", "id: !!python/name:os.system small"))


def test_an_alias_bomb_is_refused_before_it_opens(problems):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert problems(text=bomb) == [(2, "yaml-alias")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-a-set"),
        (b"- a\n- b\n", "not-a-set"),
        (b"just words", "not-a-set"),
        (GOOD.encode("utf-16"), "set-not-utf8"),
        ("id: Montr\u00e9al".encode("latin-1"), "set-not-utf8"),
        (b"#" * 10 + b"\n" * MAX_BYTES, "set-too-large"),
        (b"a: [" + b"1,\n" * 60_000 + b"]", "set-too-much"),
    ],
    ids=["empty", "list", "words", "utf16", "latin1", "large", "many"],
)
def test_files_that_are_no_set(problems, content, code):
    assert [c for _, c in problems(text=content)] == [code]


def test_priorities_are_checked_against_their_file(tmp_path):
    numbered = "title: {fr: a, en: a}\nnotice: {fr: a, en: a}\npriorities:\n" + "".join(
        f"  - {{number: {n}, text: {{fr: a, en: a}}, orientation: {{fr: a, en: a}}, confirmed: false}}\n"
        for n in (1, 2)
    )
    (tmp_path / "p.yaml").write_text(numbered)
    text = GOOD.replace("value_basis", "priorities_file: p.yaml\nvalue_basis", 1)
    text = text.replace("sources: {}", "sources: {priorities: [1, 3]}", 1)
    text = text.replace("missing: worst", "missing: worst\n        priorities: {allowed: [2, 9], from_level: 1}")
    (tmp_path / "set.yaml").write_text(text)
    with pytest.raises(Refused) as refused:
        load_criteria(tmp_path / "set.yaml")
    found = [(p.where.line, p.code, p.figures["name"]) for p in refused.value.problems]
    assert found == [(25, "set-priority-unknown", "3"), (43, "set-priority-unknown", "9")]
    assert [priority.number for priority in load_priorities(tmp_path / "p.yaml").priorities] == [1, 2]
    (tmp_path / "p.yaml").write_text(numbered.replace("number: 2", "number: 1"))
    with pytest.raises(Refused) as refused:
        load_criteria(tmp_path / "set.yaml")
    assert [(p.where.file, p.where.line, p.code) for p in refused.value.problems] == [("p.yaml", 5, "priority-twice")]


@pytest.mark.parametrize("name", ["../p.yaml", "/etc/passwd", "C:\\p.yaml", "..\\p.yaml"])
def test_a_priorities_file_stays_beside_its_set(problems, name):
    found = problems(("value_basis", f"priorities_file: '{name}'\nvalue_basis"))
    assert found == [(11, "priorities-path")]


def test_a_priorities_file_that_is_not_there(problems):
    assert problems(("value_basis", "priorities_file: p.yaml\nvalue_basis")) == [(11, "priorities-absent")]


def test_a_priority_counts_in_one_criterion(problems):
    found = problems(
        ("missing: neutral", "missing: neutral\n        priorities: {allowed: [1, 2], from_level: 1}"),
        ("missing: worst", "missing: worst\n        priorities: {allowed: [2], from_level: 1}"),
    )
    assert found == [(43, "priority-counted-twice")]


def test_every_code_has_its_words():
    for lang in ("fr", "en"):
        worded = catalog("criteria", lang)["problem"]
        for code in {
            *CODES.values(),
            *(case[3] for case in CASES + STOPS),
            "not-valid",
            "not-a-set",
            "priorities-path",
        }:
            assert worded[code].keys() == {"what", "fix"}


def test_no_english_of_the_library_reaches_a_reader(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(GOOD.replace("draft", "adopted").replace("weight: 60", "weight: abc"))
    with pytest.raises(Refused) as refused:
        load_criteria(path)
    for problem in refused.value.problems:
        shown = f"{problem.read} {problem.expected} {dict(problem.figures)}"
        assert "Input should" not in shown
        assert " or " not in shown


def lines(content):
    """Lines of the problems of some bytes; none where they are read as data."""
    try:
        document = parse_yaml(content, "x.yaml")
    except Refused as refused:
        return [problem.where.line for problem in refused.problems]
    return [problem.where.line for problem in document.problems]


@given(st.binary(max_size=300))
def test_any_bytes_give_data_or_problems(content):
    assert all(line >= 1 for line in lines(content))


@given(st.text(alphabet="ab: -[]{}\n\t\"'#&*!%?,|>01.", max_size=200))
def test_any_text_gives_data_or_problems(text):
    assert all(line >= 1 for line in lines(text.encode()))


def test_a_file_that_is_not_there_is_an_error_of_the_system():
    with pytest.raises(FileNotFoundError):
        load_criteria(Path("nowhere.yaml"))
