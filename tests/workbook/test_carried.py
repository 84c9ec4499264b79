"""A result workbook gives its decision back whole, and the publications made of it are those made of the JSON."""

import openpyxl
import published_case
import pytest
import result_case

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.domain.problem import Refused
from prioritizer.scoring.score import score
from prioritizer.store.dossier_file import Dossier, dossier_to_json
from prioritizer.workbook.carried import PIECE, SHEET, carried
from prioritizer.workbook.result import write_result


def text():
    made = Dossier.of(published_case.solved(), published_case.portfolio(), result_case.criteria(), None)
    return dossier_to_json(made)


def written(path, dossier):
    portfolio, criteria = published_case.portfolio(), result_case.criteria()
    write_result(published_case.solved(), portfolio, criteria, score(portfolio, criteria), path, "fr", dossier)
    return path


@pytest.mark.parametrize("dossier", [text(), "", "_x0041_ é \r\n\t “”" * PIECE], ids=["real", "empty", "long"])
def test_what_is_carried_comes_back_to_the_letter(tmp_path, dossier):
    path = written(tmp_path / "r.xlsx", dossier)
    assert carried(path) == dossier
    assert openpyxl.load_workbook(path)[SHEET].sheet_state == "veryHidden"


def test_another_workbook_and_an_altered_one_are_refused_by_name(tmp_path):
    without = written(tmp_path / "without.xlsx", None)
    altered = written(tmp_path / "altered.xlsx", text())
    book = openpyxl.load_workbook(altered)
    book[SHEET]["A1"] = book[SHEET]["A1"].value[:-40]
    book.save(altered)
    for path in (without, altered):
        with pytest.raises(Refused) as refused:
            carried(path)
        assert [problem.code for problem in refused.value.problems] == ["workbook-no-decision"]


def test_both_ways_give_the_same_publications(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "d.xlsx", text())
    (tmp_path / "d.json").write_text(text(), encoding="utf-8")
    for name in ("d.json", "d.xlsx"):
        asked = ["template", "build", name, "--year", "2027", "-o", f"from-{name}", "--date", "2026-11-24"]
        assert main([*asked, "--forms", "html,docx"]) == ExitCode.DONE
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / f"from-{name}").iterdir()}
        for name in ("d.json", "d.xlsx")
    )
    assert first
    assert first == second
