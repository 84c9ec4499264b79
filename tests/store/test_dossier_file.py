"""A decision with what it was made from: what is read is what was written, and nothing internal is in it."""

import json
from dataclasses import replace

import full_portfolio
import published_case
import pytest
import result_case

from prioritizer.domain.problem import Refused
from prioritizer.program.case import Case
from prioritizer.program.certificate import certify
from prioritizer.store.dossier_file import Dossier, dossier_from_json, dossier_to_json, read_dossier
from prioritizer.workbook.layout import SHEETS


def dossier():
    return Dossier.of(
        published_case.solved(), published_case.portfolio(), result_case.criteria(), None, published_case.answers()
    )


def test_what_it_would_take_comes_back_whole():
    made = dossier()
    left_out = {outcome.project for outcome in made.decision.outcomes if not outcome.funded}
    assert left_out
    assert {answer.project for answer in made.explanations} == left_out
    assert dossier_from_json(dossier_to_json(made)).explanations == made.explanations


@pytest.mark.parametrize("given", [full_portfolio, result_case], ids=["full", "result"])
def test_what_is_read_is_what_was_written(given):
    made = Dossier.of(published_case.solved(), given.portfolio(), given.criteria(), None)
    read = dossier_from_json(dossier_to_json(made))
    assert read == made
    assert dossier_to_json(read) == dossier_to_json(made)


def test_nothing_internal_is_in_it():
    written = dossier_to_json(dossier())
    assert published_case.SECRET not in written
    assert str(published_case.ESTIMATE) not in written
    assert [risk["likelihood"] for p in json.loads(written)["portfolio"]["projects"] for risk in p["risks"]] == [[]] * 4


def test_what_is_left_scores_the_same_and_has_the_same_hash():
    whole, left = published_case.portfolio(), dossier().portfolio
    scores = [Case.of(p.canonical(), result_case.criteria()).scorecard.options for p in (whole, left)]
    assert scores[0] == scores[1]
    assert left.digest() == whole.digest() == published_case.solved().hashes["portfolio"]
    assert left.published() == left


def test_internal_notes_change_nothing_not_even_an_order():
    """Rows are put in order by what is public: else a note could be guessed from it, and a solver see another model."""
    given = published_case.portfolio()
    notes = [replace(given, links=tuple(replace(x, note=n) for x, n in zip(given.links, "zay", strict=True)))]
    notes.append(replace(given, links=tuple(replace(x, note=n) for x, n in zip(given.links, "abc", strict=True))))
    orders = [[replace(link, note="") for link in case.canonical().links] for case in (*notes, given.published())]
    assert orders[0] == orders[1] == orders[2]
    twice = replace(given, links=(*given.links, replace(given.links[2], note="autre")))
    assert len(twice.canonical().links) == len(given.links)
    assert (
        certify(twice, result_case.criteria(), published_case.solved().program).value == published_case.solved().value
    )


def test_one_changed_public_value_changes_the_hash():
    left = dossier().portfolio
    for name in ("department", "reach", "sponsor"):
        changed = replace(left.projects[0], **{name: "autre"})
        assert replace(left, projects=(changed, *left.projects[1:])).digest() != left.digest()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda body: body.pop("portfolio"), "dossier-alone"),
        (lambda body: body.pop("criteria"), "dossier-alone"),
        (lambda body: body["portfolio"].update(projects=[{"id": 3}]), "decision-damaged"),
        (lambda body: body["criteria"].update(axes=[]), "decision-damaged"),
        (lambda body: body["decision"].update(status="?"), "decision-damaged"),
        (lambda body: body["portfolio"]["projects"].__setitem__(0, None), "decision-damaged"),
    ],
)
def test_a_damaged_one_is_refused_by_name(tmp_path, change, code):
    body = json.loads(dossier_to_json(dossier()))
    change(body)
    path = tmp_path / "d.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_dossier(path)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_the_layout_marks_what_is_withheld_as_internal():
    internal = {column.code for sheet in SHEETS for column in sheet.columns if column.internal}
    assert {"notes", "supplier_estimate", "note", *(f"L{n}" for n in range(1, 8))} <= internal
    assert "withheld" not in internal
