"""Help, usage errors and exit codes, in the reader's language and never in the library's."""

import builtins
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from prioritizer.cli import main
from prioritizer.cli.app import build
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.language import choose
from prioritizer.cli.reference import markdown
from prioritizer.text import text

ROOT = Path(__file__).parent.parent.parent
LIBRARY_ENGLISH = re.compile(
    r"Show this message|No such|Missing (option|argument|command)|Invalid value|requires an argument|Got unexpected|"
    r"does not take|Try '|\[required\]|^Error:|Usage:|Commands:|Exit codes:",
    re.MULTILINE,
)
HEAVY = ("numpy", "pandas", "pulp", "openpyxl", "pydantic", "highspy", "streamlit", "babel", "rich", "xlsxwriter")
WRONG = [
    ["run"],
    ["rum"],
    ["--nope"],
    ["run", "x.xlsx", "--nope"],
    ["run", "x.xlsx", "--jso"],
    ["run", "x.xlsx", "more"],
    ["run", "x.xlsx", "--gap"],
    ["run", "x.xlsx", "--gap", "much"],
    ["run", "x.xlsx", "--gap", "2"],
    ["run", "x.xlsx", "--gap", "nan"],
    ["run", "x.xlsx", "--json=3"],
    ["run", "x.xlsx", "--solver", "glpk"],
    ["run", "x.xlsx", "--lang", "de"],
    ["criteria", "shw"],
    ["criteria", "diff", "a.yaml"],
    ["template", "new"],
    ["template", "new", "--year", "2027.5"],
    ["template", "new", "--year", "1"],
    ["template", "--lang", "fr"],
]


@pytest.fixture(autouse=True)
def _no_language_set(monkeypatch):
    monkeypatch.delenv("PRIORITIZER_LANG", raising=False)


def every_command(command, path=()):
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from every_command(inner, (*path, name))


PATHS = list(every_command(build("fr")))


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_said_in_french(words, capsys):
    assert main(words) == ExitCode.USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert "Erreur\u00a0: " in said.err
    assert not LIBRARY_ENGLISH.search(said.err)
    assert "Traceback" not in said.err


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_said_in_english(words, capsys, monkeypatch):
    monkeypatch.setenv("PRIORITIZER_LANG", "en")
    words = [word for word in words if word not in ("--lang", "fr")]
    assert main(words) == ExitCode.USAGE
    said = capsys.readouterr()
    assert "Erreur" not in said.err + said.out
    assert "Error: " in said.err or "Usage:" in said.out


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_help_is_french_and_gives_the_exit_codes(path, capsys):
    assert main([*path, "--help"]) == ExitCode.DONE
    said = capsys.readouterr().out
    assert said.startswith("Utilisation\u00a0:")
    assert not LIBRARY_ENGLISH.search(said)
    for code in ExitCode:
        assert re.search(rf"^ +{int(code)} +\S", said, re.MULTILINE)
    assert max(len(line) for line in said.splitlines()) <= 80


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_no_french_in_an_english_help(path, capsys):
    assert main([*path, "--lang", "en", "--help"]) == ExitCode.DONE
    said = capsys.readouterr().out
    assert said.startswith("Usage:")
    assert not re.search(r"[éèàùç«»\u00a0]", said)


def test_no_word_at_all_shows_the_help_as_a_wrong_usage(capsys):
    assert main([]) == ExitCode.USAGE
    assert capsys.readouterr().out.startswith("Utilisation")


@pytest.mark.parametrize(
    ("argv", "variable", "lang"),
    [
        ([], "", "fr"),
        ([], "en", "en"),
        ([], "en_CA.UTF-8", "en"),
        (["--lang", "en"], "fr", "en"),
        (["run", "x", "--lang=fr"], "en", "fr"),
        (["run", "--", "--lang", "en"], "", "fr"),
        (["--lang", "de"], "", "fr"),
        (["--lang"], "", "fr"),
    ],
)
def test_the_language(argv, variable, lang):
    assert choose(argv, {"PRIORITIZER_LANG": variable}) == lang


def test_a_decimal_comma_is_a_number():
    gap = next(p for p in build("fr").commands["run"].params if p.name == "gap")
    assert gap.type.convert("0,001", gap, None) == 0.001


def test_a_defect_is_one_clear_message(capsys, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("prioritizer.cli.check.check", broken)
    assert main(["check", "x.xlsx"]) == ExitCode.INTERNAL
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    monkeypatch.setenv("PRIORITIZER_DEBUG", "1")
    assert main(["check", "x.xlsx"]) == ExitCode.INTERNAL
    assert "Traceback" in capsys.readouterr().err


def test_help_imports_nothing_heavy():
    code = (
        "import sys, prioritizer.cli as c\n"
        "try: c.main(['--help'])\n"
        f"finally: print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr.strip() == ""


def test_the_reference_is_fresh():
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == markdown()


def test_every_option_is_documented_and_used():
    for lang in ("fr", "en"):
        for path in PATHS:
            command = build(lang)
            for name in path:
                command = command.commands[name]
            assert all(p.help for p in command.params if isinstance(p, click.Option))
    assert text("fr", "cli.help.options") != text("en", "cli.help.options")


def test_a_reader_that_leaves_is_no_error():
    done = subprocess.Popen(
        [sys.executable, "-m", "prioritizer", "--help"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    done.stdout.close()
    said = done.stderr.read()
    done.stderr.close()
    assert (done.wait(), said) == (0, b"")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_bounds_are_written_as_the_language_writes_numbers(capsys, lang):
    assert main(["run", "x.xlsx", "--time-limit", "0", "--lang", lang]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert ("0,1 et 1\u00a0000\u00a0000" if lang == "fr" else "0.1 and 1,000,000") in said
    assert main(["template", "new", "--year", "1999", "--lang", lang]) == ExitCode.USAGE
    assert ("2000 et 2200" if lang == "fr" else "2000 and 2200") in capsys.readouterr().err


@pytest.mark.parametrize("words", [["run", "x.xlsx"], ["template", "new", "--year", "2027"]], ids=lambda w: w[0])
def test_a_workbook_is_not_written_under_a_name_that_no_spreadsheet_opens(tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    assert main([*words, "-o", "programme.csv"]) == ExitCode.USAGE
    assert "programme.csv" in capsys.readouterr().err
    assert not (tmp_path / "programme.csv").exists()


def test_ctrl_c_while_the_program_starts_is_no_traceback(monkeypatch):
    def interrupted(name, *rest):
        if name == "prioritizer.cli.app":
            raise KeyboardInterrupt
        return real(name, *rest)

    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", interrupted)
    assert main(["run", "x.xlsx"]) == ExitCode.NOTHING_FOUND
