"""A project's page: what it says of the twelve projects whose every number is worked by hand in the samples' README."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from page_runs import html, page, press, settled
from said import figure, frame, part, rows, words

from prioritizer.domain.criteria import Text
from prioritizer.web import cached
from prioritizer.web.components.project_link import project_link

BEST = {"RO-01", "RO-02", "RO-03", "RO-04", "RO-07", "RO-08", "RO-09", "RO-12"}
"""The best program, found by brute force in tests/samples."""


def lead(app):
    return words(re.search(r'<div class="lead">(.*?)</div>', html(app), re.DOTALL)[1])


def box(app):
    return next(one for one in app.selectbox if one.label == "Projet")


def test_every_project_says_what_brute_force_decided():
    app, said = page("project"), {}
    for project in box(app).options:
        code = project.split(" ")[0]
        box(app).set_value(code).run()
        said[code] = lead(app)
        assert ("(retenu)" in project) == (code in BEST)
        assert app.query_params["projet"] in (code, [code])
    assert len(said) == 12
    assert {code for code, sentence in said.items() if sentence.startswith("Retenu")} == BEST


@pytest.mark.parametrize(("asked", "chosen"), [("RO-05", "RO-05"), ("<script>", "RO-")])
def test_a_link_chooses_the_project_and_a_wrong_one_chooses_none(asked, chosen):
    app = page("project", projet=asked)
    assert box(app).value.startswith(chosen)
    assert "<script>" not in html(app)


def test_the_score_can_be_redone_by_hand():
    app = page("project", projet="RO-05")
    criteria, axes, (total,) = rows(app, "criterion"), rows(app, "axis"), rows(app, "total")
    assert (len(criteria), len(axes)) == (5, 3)
    for _, _, points, weight, product in (*criteria, *axes):
        # Points are printed with one decimal: the product is theirs to within half of it.
        assert figure(points) * figure(weight) / 100 == pytest.approx(figure(product), abs=Decimal("0.02"))
    assert sum(figure(row[-1]) for row in criteria) == figure(total[-1]) == Decimal("62.85")
    assert sum(figure(row[-1]) for row in axes) == figure(total[-1])
    assert sum(figure(row[-2]) for row in criteria) == 100
    assert criteria[0][1].startswith("60"), "sixty days less, as the sample has it"


def test_what_it_would_take_is_what_the_readme_works_out():
    app = page("project", projet="RO-05")
    part(app, "project", "why")
    press(app, "why-ask")
    assert "coûterait au programme, en points : 40,85." in words(html(app)), "142,5 - 101,65"
    part(app, "project", "sheet")
    assert "Ce qu'il faudrait" in frame(app), "its sheet prints it too"
    assert "40,85" in frame(app)


def test_money_year_by_year_is_what_the_readme_gives():
    app = page("project", projet="RO-05")
    part(app, "project", "years")
    (money,) = (row for row in rows(app, "") if row[0] == "Immobilisations")
    *_, work = rows(app, "when")
    assert [figure(cell) for cell in money[2:5]] == [500, 500, 400]
    assert figure(money[-1]) == 1400
    assert [bool(cell) for cell in work[2:12]] == [True] * 3 + [False] * 7


def test_a_project_forced_in_from_its_page_is_in_with_its_reason():
    app = page("project", projet="RO-05")
    part(app, "project", "why")
    app.session_state["force-RO-05-how"] = "in"
    app.text_input(key="force-RO-05-reason").set_value("Résolution CM26")
    press(app, "force-RO-05-apply")
    (forced,) = app.session_state["history"].now.forced
    assert (forced.project, forced.inside, forced.reason) == ("RO-05", True, "Résolution CM26")
    assert lead(app).startswith("Retenu. Obligatoire")
    settled(app.button(key="undo").click().run())
    assert lead(app).startswith("Proche.")


def test_english_words_and_figures():
    app = page("project", "en", projet="RO-05")
    assert lead(app).startswith("Close.")
    assert rows(app, "total")[0][-1] == "62.85"


def test_a_link_to_a_project_is_escaped_whatever_the_workbook_says():
    project = replace(cached.source("douze").portfolio.projects[0], id='A"/&?=<1>', title=Text(fr="<b>&", en="<i>"))
    link = str(project_link(project, "fr"))
    assert link == '<a class="project" href="projet?projet=A%22%2F%26%3F%3D%3C1%3E" data-project="">&lt;b&gt;&amp;</a>'
