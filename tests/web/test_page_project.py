"""A project's page: what it says of the twelve projects whose every number is worked by hand in the samples' README."""

import re
from decimal import Decimal

import pytest
from alone import done, figure, frame, html, opened, part, rows, settled, words

BEST = {"RO-01", "RO-02", "RO-03", "RO-04", "RO-07", "RO-08", "RO-09", "RO-12"}
"""The best program, found by brute force in tests/samples."""


def lead(page):
    return words(re.search(r'<div class="lead">(.*?)</div>', html(page), re.DOTALL)[1])


def test_every_project_says_what_brute_force_decided():
    with opened("project") as page:
        said = {}
        for project in page.selectbox(key="project").options:
            code = project.split(" ")[0]
            page.selectbox(key="project").set_value(code).run()
            said[code] = lead(page)
            assert ("(retenu)" in project) == (code in BEST)
            assert page.query_params["projet"] in (code, [code])
    assert len(said) == 12
    assert {code for code, sentence in said.items() if sentence.startswith("Retenu.")} == BEST


def test_a_link_chooses_the_project_and_a_wrong_one_chooses_none():
    for asked, chosen in (("RO-05", "RO-05"), ("<script>", "RO-01")):
        with opened("project", projet=asked) as page:
            assert page.selectbox(key="project").value[:4] == chosen[:4]
            assert "<script>" not in html(page)


def test_the_score_can_be_redone_by_hand():
    with opened("project", projet="RO-05") as page:
        shown = html(page)
    criteria, axes = rows(shown, "criterion"), rows(shown, "axis")
    (total,) = rows(shown, "total")
    assert (len(criteria), len(axes)) == (5, 3)
    for _, _, points, weight, product in (*criteria, *axes):
        # Points are printed with one decimal: the product is theirs to within half of it.
        assert figure(points) * figure(weight) / 100 == pytest.approx(figure(product), abs=Decimal("0.02"))
    assert sum(figure(row[-1]) for row in criteria) == figure(total[-1]) == Decimal("62.85")
    assert sum(figure(row[-1]) for row in axes) == figure(total[-1])
    assert sum(figure(row[-2]) for row in criteria) == 100
    assert criteria[0][1].startswith("60"), "sixty days less, as the sample has it"


def test_what_it_would_take_is_what_the_readme_works_out():
    with opened("project", projet="RO-05") as page:
        part(page, "project", "why")
        page.button(key="why-ask").click().run()
        done(page, "why")
        assert "coûterait au programme, en points : 40,85." in words(html(page)), "142,5 - 101,65"
        part(page, "project", "sheet")
        assert "Ce qu'il faudrait pour le retenir" in frame(page), "its sheet prints it too"
        assert "40,85" in frame(page)


def test_money_year_by_year_is_what_the_readme_gives():
    with opened("project", projet="RO-05") as page:
        part(page, "project", "years")
        (money,) = (row for row in rows(html(page), "") if row[0] == "Immobilisations")
        *_, work = rows(html(page), "when")
    assert [figure(cell) for cell in money[2:5]] == [500, 500, 400]
    assert figure(money[-1]) == 1400
    assert [bool(cell) for cell in work[2:12]] == [True] * 3 + [False] * 7


def test_a_project_forced_in_from_its_page_is_in_with_its_reason():
    with opened("project", projet="RO-05") as page:
        part(page, "project", "why")
        page.session_state["force-RO-05-how"] = "in"
        page.text_input(key="force-RO-05-reason").set_value("Résolution CM26")
        page.button(key="force-RO-05-apply").click().run()
        settled(page)
        (forced,) = page.session_state["history"].now.forced
        assert (forced.project, forced.inside, forced.reason) == ("RO-05", True, "Résolution CM26")
        assert lead(page).startswith("Retenu. Obligatoire")


def test_english_words_and_figures():
    with opened("project", "en", projet="RO-05") as page:
        assert lead(page).startswith("Close.")
        assert rows(html(page), "total")[0][-1] == "62.85"
