"""An approval is filled in by a person, holds for one dossier, and says in words what is wrong with it."""

import datetime as dt
import tomllib

import open_case
import pytest

from prioritizer.domain.approval import Approval
from prioritizer.domain.problem import Refused
from prioritizer.store.approval_file import approval_text, blank_approval, dossier_digest, read_approval
from prioritizer.workbook.problems import lines

DAY = dt.date(2026, 11, 24)
DOSSIER = open_case.dossier("douze")
FILLED = """dossier = "{hash}"
name = " Camille Roy "
function = "Trésorière"
date = 2026-11-20
reference = "CM26 0999"
"""


def written(tmp_path, text):
    path = tmp_path / "a.toml"
    path.write_text(text.replace("{hash}", dossier_digest(DOSSIER)), encoding="utf-8")
    return path


def test_a_blank_filled_in_is_an_approval(tmp_path):
    blank = blank_approval(DOSSIER)
    assert [key for key, value in tomllib.loads(blank).items() if value] == ["dossier"]
    filled = blank.replace('name = ""', 'name = "Camille Roy"').replace('function = ""', 'function = "Trésorière"')
    filled = filled.replace('date = ""', 'date = "2026-11-20"').replace('reference = ""', 'reference = "CM26 0999"')
    expected = Approval(dossier_digest(DOSSIER), "Camille Roy", "Trésorière", dt.date(2026, 11, 20), "CM26 0999")
    assert read_approval(written(tmp_path, filled), DOSSIER, DAY) == expected
    assert read_approval(written(tmp_path, FILLED), DOSSIER, DAY) == expected
    assert read_approval(written(tmp_path, approval_text(expected)), DOSSIER, DAY) == expected


def test_it_is_published_without_what_else_the_file_says(tmp_path):
    read = read_approval(written(tmp_path, FILLED + "# Note interne\n"), DOSSIER, DAY)
    assert "interne" not in approval_text(read)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("name = ", {"approval-damaged"}),
        ("", {"approval-other", "approval-empty", "approval-date"}),
        (FILLED.replace("{hash}", "0" * 64), {"approval-other"}),
        (FILLED.replace('"Trésorière"', '"  "'), {"approval-empty"}),
        (FILLED.replace('"Trésorière"', "3"), {"approval-empty"}),
        (FILLED.replace("2026-11-20", '"20/11/2026"'), {"approval-date"}),
        (FILLED.replace("2026-11-20", "2026-11-20T10:00:00"), {"approval-date"}),
        (FILLED.replace("2026-11-20", "2026-11-25"), {"approval-later"}),
        (FILLED + "signature = 1\n", {"approval-unknown"}),
    ],
)
def test_what_is_wrong_is_said_all_at_once(tmp_path, text, codes):
    with pytest.raises(Refused) as refused:
        read_approval(written(tmp_path, text), DOSSIER, DAY)
    assert {problem.code for problem in refused.value.problems} == codes
    for problem in refused.value.problems:
        french, english = ("\n".join(lines(problem, lang)) for lang in ("fr", "en"))
        assert french != english
        assert "{" not in french + english


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_one_for_another_decision_is_told_the_fingerprint_to_approve(tmp_path, lang):
    """One changed digit of the decision, and the approval no longer holds; the message gives what to copy."""
    path = written(tmp_path, FILLED)
    changed = DOSSIER.replace("30000000", "30000001", 1)
    with pytest.raises(Refused) as refused:
        read_approval(path, changed, DAY)
    (problem,) = refused.value.problems
    assert dossier_digest(changed) in "\n".join(lines(problem, lang))
