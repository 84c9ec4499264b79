"""The trade-offs page: every part shows what the core answers, as a still figure with its table below."""

import html as html_lib
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from types import SimpleNamespace

import pytest
from page_runs import figures, html, page, press, tables

from prioritizer.domain.problem import Refused
from prioritizer.insight.cut_line import cut_line
from prioritizer.insight.pareto import pareto
from prioritizer.program.case import Case
from prioritizer.program.live import Live
from prioritizer.text import text
from prioritizer.text.numbers import number, percent
from prioritizer.web import sources
from prioritizer.web.components import near_ties
from prioritizer.web.room import Room

SOURCE = sources.read_sample("douze")
PARTS = {
    "pareto": ["pareto"],
    "budget": ["budget"],
    "cut_line": ["cut_line"],
    "near_ties": ["near_ties"],
    "robust": ["core", "accept"],
}


@cache
def solved():
    live = Live(Case.of(SOURCE.portfolio, SOURCE.criteria))
    return live, live.best(live.objective())


@cache
def answered(part, lang="fr"):
    app = page("tradeoffs", lang, part=part)
    for name in PARTS[part]:
        assert not figures(app)[: PARTS[part].index(name)][1:], "nothing is worked out before it is asked for"
        app = press(app, f"{name}-ask")
    return app


def table(app, begins):
    return next(rows for caption, rows in tables(app).items() if caption.startswith(begins))


@pytest.mark.parametrize("part", PARTS)
def test_figures_do_not_move_speak_the_language_and_have_tables(part):
    app = answered(part)
    found = figures(app)
    assert found or part == "robust"
    assert len(tables(app)) >= len(found)
    for spec, config, alt in found:
        assert config == {"staticPlot": True, "displayModeBar": False}
        assert spec["layout"]["separators"] == ",\u00a0"
        assert "tableau" in alt
    assert not app.error


def test_english_figures_are_written_in_english():
    app = answered("cut_line", "en")
    (spec, _, alt) = figures(app)[0]
    assert spec["layout"]["separators"] == ".,"
    assert "table" in alt
    assert "142.5" in html(app)
    assert "142,5" not in html(app)


def test_the_pareto_table_has_the_points_of_the_core():
    live, base = solved()
    expected = pareto(live, base)
    assert expected.complete
    rows = table(answered("pareto"), "Les ")[1:]
    shown = [tuple(cells[1:4]) for cells in rows]
    written = [
        tuple(number(value, "fr", 1).replace("\u00a0", " ") for value in point.values) for point in expected.points
    ]
    assert shown == written
    mine = [row for row in rows if "programme du comité" in row[0]]
    assert [row[4] for row in mine] == [number(base.value, "fr", 1)]
    assert all(row[-1] == "prouvé" for row in rows)


def test_a_point_of_the_pareto_figure_stands_for_a_row_of_the_table():
    app = answered("pareto")
    (spec, _, _) = figures(app)[0]
    drawn = sum(len(trace["x"]) for trace in spec["data"])
    assert drawn == len(table(app, "Les ")) - 1


def test_the_cut_line_says_what_each_list_breaks_or_leaves():
    live, base = solved()
    expected = cut_line(live, base)
    rows = [row for row in table(answered("cut_line"), "La liste")[1:-1] if row[1]]
    assert len(rows) == len(expected.lines) == 12
    for row, line in zip(rows, expected.lines, strict=True):
        assert row[2] == number(line.value, "fr", 1)
        if line.feasible:
            assert row[3] == percent((base.value - line.value) / base.value, "fr", 1).replace("\u00a0", " ")
        else:
            assert row[3] == "–"
            assert sum(map(int, re.findall(r"\((\d+)\)", row[4]))) == len(line.broken)
    assert {line.feasible for line in expected.lines} == {True, False}, "the sample shows both"


def test_a_bar_of_a_list_counts_the_rules_that_the_table_names():
    live, base = solved()
    (spec, _, _) = figures(answered("cut_line"))[0]
    broken = next(trace for trace in spec["data"] if "enfreint" in trace["name"])
    expected = [len({one.rule for one in line.broken}) for line in cut_line(live, base).lines if line.broken]
    assert [int(said.rsplit("\u00a0: ", 1)[1]) for said in broken["text"]] == expected


def test_the_budget_curve_and_the_ladder_meet_at_the_program_of_today():
    app = answered("budget")
    (today,) = (row for row in table(app, "Le meilleur programme selon") if row[0] == "100 %")
    (start,) = (row for row in table(app, "Échelle") if row[0].startswith("100 %"))
    value = number(solved()[1].value, "fr", 1)
    assert today[4] == start[2] == value
    assert start[3] == "0,0"
    spec = figures(app)[0][0]
    assert [trace["line"].get("dash") for trace in spec["data"]] == [None, "dash"]


@pytest.mark.parametrize("share", [Fraction(7, 10), Fraction(13, 10)])
def test_a_point_of_the_curve_is_the_best_program_of_its_envelopes(share):
    envelopes = tuple(
        replace(row, amounts=row.amounts and tuple(int(cents * share) for cents in row.amounts))
        for row in SOURCE.portfolio.envelopes
    )
    try:
        live = Live(Case.of(replace(SOURCE.portfolio, envelopes=envelopes), SOURCE.criteria))
    except Refused:
        pytest.fail("a smaller envelope refuses no score")
    best = live.best(live.objective())
    shown = percent(share, "fr", 0).replace("\u00a0", " ")
    (row,) = (row for row in table(answered("budget"), "Le meilleur programme selon") if row[0] == shown)
    assert row[4] == number(best.value, "fr", 1)


def test_near_ties_count_every_project_once_a_level():
    rows = table(answered("near_ties"), "Programmes presque")[1:]
    assert len(rows) == 4
    assert all(sum(int(cell) for cell in row[2:6]) == len(SOURCE.portfolio.projects) for row in rows)


def test_acceptability_prints_its_draws_its_seed_and_its_standard_errors():
    app = answered("robust")
    assert re.search(r"2\u00a0000 tirages de poids, graine 0", html(app))
    rows = table(app, "Part des tirages")[1:]
    assert len(rows) == len(SOURCE.portfolio.projects)
    assert all(re.fullmatch(r"\d+,\d % ± \d,\d %", row[2]) for row in rows)
    assert len(table(app, "Indice")) == 1 + len(SOURCE.portfolio.projects)


def test_an_answer_that_more_time_could_better_can_be_asked_again_for_longer(monkeypatch):
    # Asked with the time of every day first: what is answered is kept for the tests of this process.
    assert "near_ties-again" not in [button.key for button in answered("near_ties").button]
    monkeypatch.setattr(near_ties, "QUESTION", replace(near_ties.QUESTION, seconds=0.001))
    app = press(page("tradeoffs", part="near_ties"), "near_ties-ask")
    assert "near_ties-again" in [button.key for button in app.button]
    app = press(app, "near_ties-again")
    assert len(figures(app)) == 1


def test_nothing_is_asked_of_a_program_that_a_search_may_still_replace(monkeypatch):
    app = page("tradeoffs")
    running = SimpleNamespace(done=False)
    monkeypatch.setattr(Room, "search", property(lambda room: running))
    app.run()
    assert not app.exception
    assert app.button(key="pareto-ask").disabled
    assert text("fr", "web_tradeoffs.all.moving") in html_lib.unescape(html(app))
    running.done = True
    app.run()
    assert not app.button(key="pareto-ask").disabled
