"""The whole command on one portfolio: what is shown, what is written, which exit code, what stays on which stream."""

import json
import signal
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import openpyxl
import pytest
import result_case

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.cli.inputs import Criteria
from prioritizer.cli.progress import Watch, watching
from prioritizer.cli.run import EXIT
from prioritizer.cli.say import Terminal
from prioritizer.cli.tables import bar
from prioritizer.domain.decision import SolveStatus
from prioritizer.domain.problem import Problem, Refused
from prioritizer.program.solve import solve
from prioritizer.program.solvers import Progress
from prioritizer.store.decision_file import decision_from_json, write_decision
from prioritizer.store.dossier_file import dossier_from_json


@pytest.fixture
def made(monkeypatch, tmp_path):
    """The commands read our portfolio, whatever the file says; they run in an empty folder."""
    given = SimpleNamespace(portfolio=result_case.portfolio())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("PRIORITIZER_LANG", raising=False)
    for module in ("run", "verify"):
        target = f"prioritizer.cli.{module}"
        monkeypatch.setattr(f"{target}.read_criteria", lambda _path: Criteria(result_case.criteria(), None))
        monkeypatch.setattr(f"{target}.read_portfolio", lambda *_args: given.portfolio)
    given.folder = tmp_path
    return given


def names(decision, funded):
    return [outcome.project for outcome in decision.outcomes if outcome.funded is funded]


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_run_shows_the_program_and_writes_the_workbook(made, capsys, monkeypatch, width, lang):
    monkeypatch.setenv("COLUMNS", width)
    assert main(["run", "mien.xlsx", "--lang", lang]) == ExitCode.DONE
    said = capsys.readouterr()
    assert max(len(line) for line in said.out.splitlines()) <= int(width)
    for project in made.portfolio.projects:
        assert project.id in said.out
    name = "mien-resultat.xlsx" if lang == "fr" else "mien-result.xlsx"
    assert name in said.err
    assert openpyxl.load_workbook(made.folder / name).sheetnames[0] == ("Résumé" if lang == "fr" else "Summary")
    for year in made.portfolio.info.years:
        assert str(year) in said.out
    assert "…" not in said.out


def test_piped_output_has_no_control_codes(made, capsys):
    main(["run", "mien.xlsx"])
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err


def test_json_is_alone_on_standard_output(made, capsys):
    assert main(["run", "mien.xlsx", "--json"]) == ExitCode.DONE
    decision = decision_from_json(capsys.readouterr().out)
    assert decision.status is SolveStatus.OPTIMAL
    assert decision.program == solve(result_case.portfolio(), result_case.criteria()).program
    assert list(made.folder.iterdir()) == []


def test_json_with_an_output_writes_both(made, capsys):
    assert main(["run", "mien.xlsx", "--json", "-o", "r.xlsx"]) == ExitCode.DONE
    decision_from_json(capsys.readouterr().out)
    assert (made.folder / "r.xlsx").exists()


def test_no_feasible_program_gives_clashes_and_repairs(made, capsys):
    made.portfolio = result_case.impossible()
    assert main(["run", "mien.xlsx"]) == ExitCode.INFEASIBLE
    said = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert "Enveloppe « Comptant » de 2027" in said
    assert "✓ prouvée" in said
    assert "→" in said


def test_problems_stop_the_run(made, capsys):
    made.portfolio = None
    assert main(["run", "mien.xlsx"]) == ExitCode.PROBLEMS
    assert capsys.readouterr().out == ""


def test_the_model_is_saved_with_readable_names(made):
    assert main(["run", "mien.xlsx", "--write-lp", "m.lp"]) == ExitCode.DONE
    model = (made.folder / "m.lp").read_text()
    assert "A_01" in model
    assert "envelope_cash_2027" in model


@pytest.mark.parametrize(
    "words",
    [
        ["-o", "./mien.xlsx"],
        ["--write-lp", "mien.xlsx"],
        ["-o", "link.xlsx"],
        ["--criteria", "c.yaml", "-o", "c.yaml"],
        ["--criteria", "c.yaml", "--write-lp", "../{folder}/c.yaml"],
        ["-o", "new", "--write-lp", "./new"],
    ],
    ids=" ".join,
)
def test_what_is_read_is_never_written_over(made, capsys, words):
    for name in ("mien.xlsx", "c.yaml"):
        (made.folder / name).write_bytes(b"mine")
    (made.folder / "link.xlsx").symlink_to("mien.xlsx")
    assert main(["run", "mien.xlsx", *(word.format(folder=made.folder.name) for word in words)]) == ExitCode.USAGE
    assert {(made.folder / name).read_bytes() for name in ("mien.xlsx", "c.yaml")} == {b"mine"}
    assert not (made.folder / "new").exists()
    assert "choisissez un autre nom" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--write-lp", "-o"])
def test_a_folder_that_is_not_there_is_named_before_any_work(made, monkeypatch, capsys, option):
    monkeypatch.setattr("prioritizer.cli.run._solve", lambda *_a: pytest.fail("solved first"))
    code = main(["run", "mien.xlsx", option, "nowhere/file"])
    said = capsys.readouterr().err
    assert code == ExitCode.USAGE
    assert "nowhere" in said
    assert "Traceback" not in said


def test_refused_scores_are_problems_not_defects(made, monkeypatch, capsys):
    monkeypatch.setattr("prioritizer.cli.say.Terminal.problems", lambda _self, problems: (len(problems), 0))
    monkeypatch.setattr("prioritizer.cli.run._solve", lambda *_a, **_k: (_ for _ in ()).throw(Refused((Problem("x"),))))
    assert main(["run", "mien.xlsx"]) == ExitCode.PROBLEMS


def test_every_status_has_an_exit_code():
    assert set(EXIT) == set(SolveStatus)
    assert {EXIT[s] for s in SolveStatus if s.has_program} == {ExitCode.DONE, ExitCode.STOPPED}


def test_the_first_ctrl_c_stops_and_the_second_gives_up():
    terminal = Terminal("fr")
    before = signal.getsignal(signal.SIGINT)
    with watching(terminal, Watch) as watch:
        assert not watch.stop()
        signal.raise_signal(signal.SIGINT)
        assert watch.stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_plain_progress_says_value_bound_and_gap(capsys):
    with watching(Terminal("fr"), Watch) as watch:
        watch.progress(Progress(0.1, 100.0, 110.0, 7))
    said = capsys.readouterr().err.replace("\u00a0", " ")
    assert "valeur 100,00 · borne 110,00 · écart 10,00 %" in said


def decision_file(made, **changes):
    decision = replace(solve(made.portfolio, result_case.criteria()), **changes)
    path = made.folder / "d.json"
    write_decision(decision, path)
    return str(path)


def test_verify_accepts_what_run_wrote(made, capsys):
    assert main(["verify", decision_file(made), "mien.xlsx"]) == ExitCode.DONE
    assert "conforme" in capsys.readouterr().out


@pytest.mark.parametrize(
    "tamper",
    [
        lambda d: {"value": d.value + Fraction(1, 10**9)},
        lambda d: {"program": d.program[1:]},
        lambda d: {"program": (replace(d.program[0], project="NOPE"), *d.program[1:])},
        lambda d: {"program": (replace(d.program[0], start=d.program[0].start + 1), *d.program[1:])},
        lambda d: {"hashes": {**d.hashes, "budget": "0"}},
        lambda d: {"findings": d.findings[1:]},
        lambda d: {"outcomes": (replace(d.outcomes[0], detail=("x",)), *d.outcomes[1:])},
        lambda d: {"gap": 0.5},
        lambda d: {"bound": d.bound - 1},
        lambda d: {"bound": d.bound + 10},
        lambda d: {"bound": None},
    ],
)
def test_verify_refuses_what_was_altered(made, capsys, tamper):
    decision = solve(made.portfolio, result_case.criteria())
    assert main(["verify", decision_file(made, **tamper(decision)), "mien.xlsx"]) == ExitCode.PROBLEMS
    assert "refusée" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (lambda body: body["portfolio"]["projects"][0]["title"].update(fr="Autre"), "portefeuille"),
        (lambda body: body["criteria"]["axes"][0]["title"].update(fr="Autre"), "critères"),
    ],
)
def test_verify_refuses_a_dossier_whose_inputs_are_not_those_given(made, capsys, tamper, told):
    assert main(["run", "mien.xlsx", "--json"]) == ExitCode.DONE
    body = json.loads(capsys.readouterr().out)
    path = made.folder / "dossier.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    assert main(["verify", str(path), "mien.xlsx"]) == ExitCode.DONE
    tamper(body)
    path.write_text(json.dumps(body), encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", str(path), "mien.xlsx"]) == ExitCode.PROBLEMS
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("width", [1, 20, 40])
def test_a_bar_is_always_as_wide_as_said(width):
    for share in (Fraction(-1), Fraction(0), Fraction(1, 3), Fraction(1), Fraction(7, 2)):
        assert len(bar(share, width)) == width
    assert bar(Fraction(1), width) == "█" * width
    assert bar(Fraction(0), width) == "·" * width


def test_run_explains_who_is_left_out(made, capsys):
    assert main(["run", "mien.xlsx", "--json", "--explain"]) == ExitCode.DONE
    made_dossier = dossier_from_json(capsys.readouterr().out)
    assert [answer.project for answer in made_dossier.explanations] == names(made_dossier.decision, funded=False)
    assert all(answer.possible is False or answer.lost.high >= 0 for answer in made_dossier.explanations)
