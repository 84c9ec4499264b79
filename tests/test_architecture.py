"""The house keeps its rooms: data goes forward only, and the core touches no file, network, environment or text."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "prioritizer"
ORDER = {
    "domain": set(),
    "scoring": {"domain"},
    "program": {"domain", "scoring"},
    "insight": {"domain", "scoring", "program"},
    "text": {"domain"},
    "spreadsheet": {"text"},
    "store": {"domain", "scoring", "program", "text"},
    "workbook": {"domain", "scoring", "program", "text", "spreadsheet"},
    "publication": {"domain", "scoring", "program", "text", "spreadsheet"},
    "web": {"domain", "scoring", "program", "insight", "text", "store", "workbook", "publication"},
    "cli": {"domain", "scoring", "program", "insight", "text", "store", "workbook", "publication", "web"},
}
CORE = ("domain", "scoring", "program", "insight")
# The CBC adapter gives PuLP a temporary folder for the solver's log: the one file the core knows of.
IMPURE = {"os", "io", "pathlib", "tempfile", "socket", "urllib", "subprocess", "random", "locale", "sys"}
ALLOWED = {("program/solvers.py", "tempfile"), ("program/solvers.py", "pathlib")}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py"))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_forward_only(path):
    inside = path.relative_to(PACKAGE)
    room = inside.parts[0] if len(inside.parts) > 1 else None
    if room is None:
        return
    allowed = ORDER[room] | {room}
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "prioritizer" and len(parts) > 1:
            assert parts[1] in allowed, f"{room} must not import {name}"
        if room in CORE and parts[0] in IMPURE:
            assert (inside.as_posix(), parts[0]) in ALLOWED, f"{inside} is core and imports {name}"


def test_every_room_is_known():
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(ORDER)


def test_the_certificate_shares_nothing_with_the_model_builder():
    names = set(imports(PACKAGE / "program" / "certificate.py"))
    ours = {name for name in names if name.startswith("prioritizer")}
    assert ours, "the certificate reads the domain"
    allowed = ("prioritizer.domain", "prioritizer.program.recount")
    assert all(name.startswith(allowed) for name in ours), ours
    assert "numpy" not in names
    assert "prioritizer.domain.timing" not in names, "the timing of costs is re-derived, not shared"
