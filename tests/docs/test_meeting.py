"""The tutorial of one meeting: its commands are commands, its figures those of the proved program."""

import re
import shlex
from pathlib import Path

import pytest

from prioritizer.cli.app import build

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("page", "lang"), [("reunion.md", "fr"), ("meeting.md", "en")])
def test_every_command_of_the_page_can_be_typed(page, lang):
    text = (DOCS / page).read_text(encoding="utf-8")
    commands = re.findall(r"```sh\nprioritizer (.*)\n```", text)
    assert len(commands) >= 8
    for command in commands:
        words = shlex.split(command)
        group = build(lang).commands[words[0]]
        context = group.commands[words[1]].make_context(words[1], words[2:])
        assert (DOCS.parent / context.params["file"]).is_file()


@pytest.mark.parametrize("page", ["reunion.md", "meeting.md"])
def test_the_page_is_about_the_proved_program(page):
    text = (DOCS / page).read_text(encoding="utf-8").replace("\u202f", " ").replace("\u00a0", " ")
    assert re.search(r"2[ ,]933[.,]77", text)
    assert "Traceback" not in text
