"""What all pages owe their readers: each language's own punctuation, numbers that agree, names that lead somewhere."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from page_runs import html, page, tables
from said import figure, part, words

from prioritizer.domain.portfolio import Link
from prioritizer.domain.problem import Problem, Severity
from prioritizer.domain.vocabulary import LinkType
from prioritizer.web import cached
from prioritizer.web.history import History
from prioritizer.web.pages.method import PARTS as METHOD
from prioritizer.web.pages.program import PARTS as PROGRAM
from prioritizer.web.pages.project import PARTS as PROJECT

PAGES = {
    "portfolio": ("",),
    "weights": ("sliders", "triangle"),
    "program": PROGRAM,
    "tradeoffs": ("pareto",),
    "project": PROJECT,
    "scenarios": ("compare", "ledger"),
    "template": ("document", "folder", "criteria"),
    "method": METHOD,
}


def said(app):
    """Everything a page says: its markup, labels of its boxes and names of its folds."""
    labels = [element.label for kind in (app.expander, app.button, app.selectbox, app.text_input) for element in kind]
    spoken = re.findall(r'aria-label="([^"]*)"', html(app))
    return "\n".join([words(html(app)), *labels, *spoken, *(one.value for one in app.caption)])


@pytest.mark.parametrize("name", PAGES)
def test_each_language_has_its_own_punctuation(name):
    for lang, wrong in (("en", r"\w[ \u00a0][:;?!%]"), ("fr", r"[^\W\d][:;?!](?![\w/:])|\d%")):
        app = page(name, lang)
        for one in PAGES[name]:
            if one:
                part(app, name, one)
            found = re.search(rf".{{0,30}}(?:{wrong}).{{0,10}}", said(app))
            assert found is None, (lang, one, found[0])


def test_a_rule_tells_only_what_there_is_to_tell():
    app = page("program", part="rules")
    titles = [fold.label.replace("\u00a0", " ") for fold in app.expander]
    assert "Enveloppes annuelles : 1" in [title.split(" (")[0] for title in titles]
    assert not any(re.search(r"\d, \d", title) for title in titles), "two figures side by side read as one"
    assert not any(re.search(r"\b0\b", title) for title in titles)
    app.checkbox(key="rule:group:excludes:1:RO-06:RO-07").uncheck().run()
    folds = [fold.label for fold in app.expander]
    assert any(re.search(r"[(, ]1 mise de côté\)$", title) for title in folds), folds


def test_an_obligation_that_is_kept_is_not_told_as_tight():
    app = page("program", part="rules")
    titles = [fold.label.replace("\u00a0", " ") for fold in app.expander]
    assert "Projets engagés ou obligatoires : 1" in titles
    assert "Projets qui en attendent d'autres : 1" in titles


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ("e", "« x.xlsx » : 1 erreur à corriger"),
        ("eew", "« x.xlsx » : 2 erreurs à corriger, 1 avis"),
        ("w", "« x.xlsx » : 1 avis, aucune erreur"),
        ("ww", "« x.xlsx » : 2 avis, aucune erreur"),
    ],
)
def test_problems_are_counted_as_one_speaks(severities, said):
    source = cached.source("douze")
    kinds = {"e": ("number-wrong", Severity.ERROR), "w": ("envelope-unused", Severity.WARNING)}
    found = tuple(Problem(kinds[one][0], severity=kinds[one][1]) for one in severities)
    state = {"source": replace(source, key="told", name="x.xlsx", problems=found), "history": History()}
    app = page("portfolio", state=state)
    assert [fold.label.replace("\u00a0", " ") for fold in app.expander] == [said]


@pytest.mark.parametrize("name", ["weights", "program"])
def test_a_project_of_the_program_leads_to_its_page(name):
    app = page(name)
    found = set(re.findall(r'<a class="project" href="projet\?projet=([^"]+)"', html(app)))
    assert found == {"RO-01", "RO-02", "RO-03", "RO-04", "RO-07", "RO-08", "RO-09", "RO-12"}


def test_the_table_of_the_program_adds_up_to_its_value_synergies_included():
    source = cached.source("douze")
    both = Link(LinkType.SYNERGY, "RO-01", ("RO-02",), bonus=Decimal(6))
    state = {"source": replace(source, key="both", portfolio=replace(source.portfolio, links=(both,)))}
    app = page("weights", state=state | {"history": History()})
    (table,) = tables(app).values()
    figures = {line[0]: Decimal(line[-1].replace(",", ".")) for line in table[1:]}
    value = re.search(r"Valeur \(points\)</dt><dd class=\"figure\">([^<]+)<", html(app))[1]
    assert figures["Synergies"] == 6
    assert figures["Total"] == figure(value)
    # Every line is rounded to a tenth.
    assert abs(sum(figures.values()) - 2 * figures["Total"]) <= Decimal("0.05") * len(figures)
