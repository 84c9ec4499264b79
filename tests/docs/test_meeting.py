"""The tutorial of one meeting: its commands are commands, its figures those of the proved program."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from prioritizer.cli.app import build
from prioritizer.text import text

DOCS = Path(__file__).parents[2] / "docs"


EACH = pytest.mark.parametrize(("page", "lang"), [("reunion.md", "fr"), ("meeting.md", "en")])
SAID = {
    "cut-line": ("explore_cut_line.title", "explore_cut_line.note"),
    "weights": ("explore_weights.line.title", "explore_weights.line.note"),
    "must-do": ("explore_prices.must_do.title", "explore_prices.must_do.note"),
    "rules": ("explore_prices.rules.title", "explore_prices.rules.note"),
    "budget": ("explore_budget.curve.title",),
    "near-ties": ("explore_near_ties.title",),
    "discuss": ("explore_robust.discuss.note",),
}
"""Sentences that each command always says."""


def plain(words):
    return " ".join(words.replace("\u202f", " ").replace("\u00a0", " ").split())


@EACH
def test_every_command_of_the_page_can_be_typed(page, lang):
    commands = re.findall(r"```sh\nprioritizer (.*)\n```", (DOCS / page).read_text(encoding="utf-8"))
    assert len(commands) >= 8
    for command in commands:
        words = shlex.split(command)
        group = build(lang).commands[words[0]]
        context = group.commands[words[1]].make_context(words[1], words[2:])
        assert (DOCS.parent / context.params["file"]).is_file()


@EACH
def test_the_output_is_worded_as_the_commands_word_it_today(page, lang):
    page_text = (DOCS / page).read_text(encoding="utf-8")
    shown = dict(re.findall(r"```sh\nprioritizer explore (\S+) .*?\n```\n\n```text\n(.*?)```", page_text, re.DOTALL))
    for command, keys in SAID.items():
        for key in keys:
            assert plain(text(lang, key)) in plain(shown[command]), (command, key)


@EACH
def test_the_words_between_the_commands_are_those_of_the_file_that_makes_the_page(page, lang):
    page_text = (DOCS / page).read_text(encoding="utf-8")
    words = tomllib.loads((DOCS / f"meeting.{lang}.toml").read_text(encoding="utf-8"))
    said = [words["title"], words["intro"]]
    said += [row[part] for row in words.values() if isinstance(row, dict) for part in ("question", "answer")]
    assert all(sentence in page_text for sentence in said)


@pytest.mark.parametrize("page", ["reunion.md", "meeting.md"])
def test_the_page_is_about_the_proved_program(page):
    shown = plain((DOCS / page).read_text(encoding="utf-8"))
    assert re.search(r"2[ ,]933[.,]77", shown)
    assert "Traceback" not in shown
