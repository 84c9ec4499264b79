"""Pages that people read: their tables are tables, and what they link to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("*/*.md")) if not path.is_relative_to(ROOT / ".venv"))
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@EACH
def test_every_table_has_its_header(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for table in re.findall(r"(?:^\|.*\n?)+", text, flags=re.M):
        lines = table.splitlines()
        assert len(lines) > 2, table
        assert re.fullmatch(r"\|(?: ?:?-+:? ?\|)+", lines[1]), table
        cells = [len(re.findall(r"(?<!\\)\|", line)) for line in lines]
        assert set(cells) == {cells[0]}, table


@EACH
def test_every_link_leads_to_a_file_of_the_project(page):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target
