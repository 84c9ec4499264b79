"""In a real browser, by keyboard: cut the list, compare two scenarios; nothing leaves the machine, axe is silent."""

import json
import re

import pytest
from served import Watched, browsing, serving

from prioritizer.web.link import to_link
from prioritizer.web.meeting import Forced, Meeting

ROOMS = Meeting(forced=(Forced("RO-10", True, None, "une salle de plus"),))
NO_BOOKING = Meeting(forced=(Forced("RO-02", False, None, ""),))


@pytest.fixture(scope="module")
def browser():
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(browser):
    with serving() as address:
        yield address


@pytest.fixture
def app(browser, address):
    watched = Watched(browser, address)
    yield watched
    watched.context.close()


def cells(app, caption):
    """Texts of a table, row by row, its header first."""
    table = app.page.locator("table", has=app.page.locator("caption", has_text=caption))
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tr").all()]


def press(app, words):
    """Press a button by keyboard."""
    app.page.get_by_role("button", name=words, exact=True).press("Enter")
    app.rest()


def save(app, name, meeting):
    app.open(f"/scenarios?p=douze&m={to_link(meeting)}")
    app.page.get_by_label("Nom du scénario").fill(name)
    app.page.keyboard.press("Tab")
    app.rest()
    press(app, "Enregistrer la séance")


def test_the_list_is_cut_beside_the_optimum_in_both_languages(app):
    app.open("/compromis?p=douze")
    app.page.get_by_role("radio", name="Liste coupée").press("Space")
    app.rest()
    press(app, "Couper la liste")
    app.page.get_by_text("Calcul terminé").wait_for()
    app.rest()
    rows = cells(app, "La liste coupée au budget")
    assert [cell.strip() for cell in rows[-1][:3]] == ["Programme montré", "8", "142,5"]
    app.page.get_by_role("figure", name=re.compile("Valeur de 12 listes")).wait_for()
    assert app.page.locator(".modebar").count() == 0
    assert "part=cut_line" in app.page.url
    assert app.axe() == []
    app.page.get_by_text("English", exact=True).click()
    app.page.get_by_text("The best list that keeps every rule").wait_for()
    app.rest()
    assert cells(app, "cut")[-1][2] == "142.5"
    assert app.page.evaluate("document.documentElement.lang") == "en"
    assert app.axe() == []
    app.nothing_wrong()


def test_two_scenarios_are_kept_compared_and_told_apart(app, browser, address, tmp_path):
    save(app, "Salles d'abord", ROOMS)
    save(app, "Sans rendez-vous", NO_BOOKING)
    app.open("/scenarios?p=douze")
    head, value, *_ = cells(app, "Les scénarios côte à côte")
    assert head[1:] == ["Publié", "Salles d'abord", "Sans rendez-vous"]
    assert value[1:] == ["142,5", "132,9", "126,9"]
    app.page.get_by_role("figure", name=re.compile("Immobilisations par année")).wait_for()
    assert app.axe() == []

    app.page.locator("summary", has_text="Ouvrir, renommer, supprimer, partager").press("Enter")
    with app.page.expect_download() as waiting:
        app.page.get_by_role("button", name="Télécharger").press("Enter")
    waiting.value.save_as(tmp_path / "scenario.json")
    assert json.loads((tmp_path / "scenario.json").read_text(encoding="utf-8"))["name"] == "Salles d'abord"

    app.page.get_by_role("radio", name="Ce qui a bougé").press("Space")
    app.rest()
    press(app, "Répartir la différence")
    app.page.get_by_text("Ce que chaque facteur ajoute").first.wait_for()
    app.rest()
    assert cells(app, "Ce que chaque facteur ajoute")[-1][-1] == "-15,60"
    assert app.axe() == []
    app.nothing_wrong()

    other = Watched(browser, address)
    other.open("/scenarios?p=douze&lang=en")
    assert other.page.get_by_text("No scenario saved for this workbook").is_visible()
    other.page.locator("input[type=file]").set_input_files(tmp_path / "scenario.json")
    other.page.get_by_text("Scenario “Salles d'abord” is added").wait_for()
    other.rest()
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    other.page.locator("input[type=file]").set_input_files(tmp_path / "bad.json")
    other.page.get_by_text("This file is no scenario").wait_for()
    assert cells(other, "The scenarios side by side")[1][1:] == ["142.5", "132.9"]
    assert other.axe() == []
    other.nothing_wrong()
    other.context.close()
