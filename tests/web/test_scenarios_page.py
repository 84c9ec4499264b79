"""The scenarios page: save, compare, open, rename, delete, share; the baseline never changes."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from page_runs import figures, page, press, settled, tables

from prioritizer.text.numbers import number
from prioritizer.web import sources
from prioritizer.web.link import from_link
from prioritizer.web.meeting import Forced, Meeting
from prioritizer.web.scenarios import Scenario, about, to_file

SOURCE = sources.read_sample("douze")
FORCED = Meeting(forced=(Forced("RO-10", True, None, "une salle de plus"),))
OUT = Meeting(forced=(Forced("RO-02", False, None, ""),))


def meet(app, meeting):
    app.session_state["history"] = app.session_state["history"].change(meeting)
    return settled(app.run())


def save(app, name):
    app.text_input(key="scenario-name").set_value(name)
    return press(app, "scenario-save")


@pytest.fixture
def app():
    return save(meet(page("scenarios"), FORCED), "Salles d'abord")


def compared(app):
    return tables(app)["Les scénarios côte à côte"]


def test_a_scenario_saved_stands_beside_the_baseline(app):
    head, value, *_ = compared(app)
    assert head == ["Mesure", "Publié", "Salles d'abord"]
    assert value[1] == "142,5" != value[2]
    (spec, config, alt) = figures(app)[0]
    assert config["staticPlot"]
    assert spec["layout"]["separators"] == ",\u00a0"
    assert "Salles d'abord" in alt


def test_the_matrix_says_who_enters_and_who_leaves(app):
    rows = next(rows for caption, rows in tables(app).items() if caption.startswith("Projets qui ne sont pas"))
    by_project = {row[0].split()[0]: row[1:] for row in rows[1:]}
    assert by_project["RO-10"][0] == "–"
    assert by_project["RO-10"][1].isdigit()
    assert all(row[0] != row[1] for row in by_project.values())
    assert "RO-01" not in by_project


def test_capital_by_year_adds_up(app):
    rows = next(rows for caption, rows in tables(app).items() if caption.startswith("Immobilisations par année"))
    for row in rows[1:]:
        years = [float(cell.replace(",", ".")) for cell in row[1:]]
        assert abs(sum(years[:-1]) - years[-1]) < 0.51


def test_the_published_program_and_portfolio_stay_what_they_are(app):
    app = meet(save(meet(app, OUT), "Sans rendez-vous"), Meeting())
    head, value, *_ = compared(app)
    assert head == ["Mesure", "Publié", "Salles d'abord", "Sans rendez-vous"]
    assert value[1] == "142,5"
    assert app.session_state["source"].portfolio == SOURCE.portfolio


def test_opening_a_scenario_puts_it_on_the_table_and_can_be_undone(app):
    app = press(meet(app, Meeting()), "scenario-open")
    assert app.session_state["history"].now == FORCED
    assert app.session_state["history"].undo().now == Meeting()


def test_a_link_opens_the_scenario_and_nothing_else(app):
    asked = parse_qs(urlsplit(app.code[0].value).query)
    assert asked["p"] == ["douze"]
    assert from_link(asked["m"][0], SOURCE.criteria, SOURCE.portfolio) == FORCED
    assert "Salles" not in app.code[0].value
    again = page("scenarios", m=asked["m"][0])
    assert again.session_state["history"].now == FORCED


def test_rename_and_delete(app):
    app.text_input(key="scenario-to").set_value("Autre nom")
    app = press(app, "scenario-rename")
    assert compared(app)[0][-1] == "Autre nom"
    app = press(app, "scenario-delete")
    assert "scenario-which" not in [one.key for one in app.selectbox]
    assert compared(app)[0] == ["Mesure", "Publié", "Séance en cours"]


def test_names_that_cannot_be_are_refused_with_a_sentence(app):
    app.text_input(key="scenario-name").set_value("   ").run()
    app.button(key="scenario-save").click().run()
    assert [error.value for error in app.error] == ["Donnez un nom au scénario."]
    app = save(app, "Second")
    app.selectbox(key="scenario-which").set_value("Second").run()
    app.text_input(key="scenario-to").set_value("Salles d'abord").run()
    app.button(key="scenario-rename").click().run()
    assert [error.value for error in app.error] == ["Un autre scénario porte déjà ce nom."]


@pytest.mark.parametrize(
    ("lang", "content", "sentence"),
    [
        ("fr", b"{}", "Ce fichier n'est pas un scénario"),
        ("en", b"\x00\x01", "This file is no scenario"),
        ("fr", to_file(Scenario("x", "elsewhere", FORCED)), "Ce scénario va avec un autre classeur"),
        ("en", to_file(Scenario("x", "elsewhere", FORCED)), "This scenario goes with another workbook"),
    ],
)
def test_a_bad_file_gets_one_clear_message_and_changes_nothing(lang, content, sentence):
    app = page("scenarios", lang)
    app.file_uploader(key="scenario-upload").set_value(("x.json", content, "application/json")).run()
    assert len(app.error) == 1
    assert app.error[0].value.startswith(sentence)
    assert not any(box.key == "scenario-which" for box in app.selectbox)


def test_a_file_uploaded_is_one_more_scenario_whose_program_is_not_taken_on_trust():
    told = [["RO-01", "BASE", 2027], ["RO-06", "BASE", 2028], ["RO-07", "BASE", 2028]]
    plain = json.loads(to_file(Scenario("Reçu", about(SOURCE.portfolio, SOURCE.criteria), FORCED)))
    content = json.dumps(plain | {"program": told}).encode()
    app = page("scenarios")
    app.file_uploader(key="scenario-upload").set_value(("x.json", content, "application/json"))
    app = settled(app.run())
    head, _, value, gap, *_ = compared(app)
    assert head[-1] == "Reçu"
    assert gap[-1] == "0,0 %, prouvé"
    same = meet(page("scenarios"), FORCED)
    assert value[-1] == compared(same)[2][-1]


def test_the_ledger_adds_up_to_the_difference_shown(app):
    values = compared(app)[2]
    app.session_state["part-scenarios"] = "ledger"
    app.run()
    app = press(app, "ledger-ask")
    rows = tables(app)["Ce que chaque facteur ajoute à la valeur"]
    total = float(values[2].replace(",", ".")) - float(values[1].replace(",", "."))
    assert rows[-1][-1] == number(round(total, 2), "fr", 2)
    assert [row[0] for row in rows if row[-1] not in ("inchangé", "Points")] == ["Règles", "Différence"]
    assert not app.error


def test_no_more_than_six_stand_side_by_side(app):
    for n in range(6):
        app = save(app, f"Essai {n}")
    assert len(compared(app)[0]) == 1 + 6
