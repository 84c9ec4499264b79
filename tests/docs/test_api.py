"""The page of the API: its examples run, and it names every question there is."""

import re
from pathlib import Path

import pytest

import prioritizer
from prioritizer import questions

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_example_runs(monkeypatch):
    """One after the other, as one session."""
    monkeypatch.chdir(ROOT)
    examples = list(re.finditer(r"```python\n(.*?)```", PAGE, re.DOTALL))
    assert len(examples) >= 7
    session = {}
    for example in examples:
        # A failure is told at its line of the page.
        lines = "\n" * PAGE.count("\n", 0, example.start(1))
        exec(compile(lines + example[1], "docs/api.md", "exec"), session)


def test_every_question_of_the_package_is_on_the_page():
    for name in questions.__all__:
        assert getattr(questions, name).__module__.startswith("prioritizer.insight.")
    asked = [name for name in questions.__all__ if name[0].islower()]
    assert len(asked) > 20
    for name in asked:
        assert re.search(rf"[`.=]{name}\(", PAGE), name


def test_a_name_that_does_not_exist_is_no_name():
    assert set(prioritizer.__all__) == set(prioritizer._HOMES)
    assert all(getattr(prioritizer, name) for name in prioritizer.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = prioritizer.nothing
