"""The published criteria: all of the set is there, the example is what a hand finds, the data reads back the same."""

import csv
import datetime as dt
import io
import itertools
import json
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import builders
import pytest
import reading
import result_case
import three_axes
from browsing import PHONE, chromium, opened, overflow, violations
from reading import Page, squeezed
from ruamel.yaml import YAML
from site_case import Tree

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.domain.criteria import CriteriaSet, Levels, Missing, ValueBasis
from prioritizer.publication.blocks import Bars, Heading, Table
from prioritizer.publication.criteria_example import example
from prioritizer.publication.criteria_page import criteria_blocks, criteria_document, criteria_files, readability
from prioritizer.publication.theme import Theme
from prioritizer.store.criteria_file import load_criteria, priorities_of
from prioritizer.text import text
from prioritizer.text.criteria_words import Words

FOLDER = Path(__file__).parents[2] / "criteria"
SETS = ("montreal-numerique", "exemple-arrondissement")
LANGS = ("fr", "en")
DAY = dt.date(2026, 11, 24)


@cache
def shipped(name):
    return load_criteria(FOLDER / f"{name}.yaml")


@cache
def raw(name):
    """The file as another reader than ours reads it."""
    return YAML(typ="safe", pure=True).load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def files(name):
    path = FOLDER / f"{name}.yaml"
    criteria = shipped(name)
    return criteria_files(
        criteria, LANGS, Theme(), DAY, priorities=priorities_of(criteria, path), source=path.read_bytes()
    )


def page_name(name, lang, form="html"):
    stem = {"fr": "criteres", "en": "criteria"}[lang]
    return f"{stem}-{name}-{shipped(name).version}.{form}"


def both_texts(value):
    """Every text of a set, in pairs of languages."""
    if isinstance(value, dict):
        if value.keys() == {"fr", "en"}:
            yield value
        else:
            for inner in value.values():
                yield from both_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from both_texts(inner)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SETS)
def test_every_text_of_the_set_is_on_the_page_and_in_the_pdf(name, lang):
    html = squeezed(Page(files(name)[page_name(name, lang)].decode()).text)
    pdf = squeezed(reading.pdf_text(files(name)[page_name(name, lang, "pdf")]))
    wanted = [both[lang] for both in both_texts(raw(name))]
    assert len(wanted) > 40
    # A unit stands at the head of its column with a capital.
    assert [said for said in wanted if squeezed(said).lower() not in html.lower()] == []
    assert [said for said in wanted if squeezed(said).lower() not in pdf.lower()] == []
    assert shipped(name).digest() in html
    assert shipped(name).digest() in pdf


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SETS)
def test_the_weights_drawn_are_the_weights_adopted(name, lang):
    blocks = criteria_blocks(shipped(name), lang)
    axes, criteria = (block for block in blocks if isinstance(block, Bars))
    data = raw(name)["axes"]
    assert [(bar.label, number(bar.shown)) for bar in axes.bars] == [(a["title"][lang], a["weight"]) for a in data]
    leaves = [
        (c["title"][lang], Fraction(a["weight"]) * Fraction(c["weight"]) / 100, rank)
        for rank, a in enumerate(data, start=1)
        for c in a["criteria"]
    ]
    assert [(bar.label, number(bar.shown), bar.axis) for bar in criteria.bars] == leaves
    most = max(weight for _, weight, _ in leaves)
    assert all(
        abs(bar.length - float(weight / most)) < 1e-9 for bar, (_, weight, _) in zip(criteria.bars, leaves, strict=True)
    )
    assert sum(weight for _, weight, _ in leaves) == 100


def number(said):
    """A number as printed in either language; none of these has thousands."""
    return Fraction(re.sub(r"[\s×%]", "", said).replace(",", "."))


def interpolated(points, at):
    for left, right in itertools.pairwise(points):
        if left["at"] <= at <= right["at"]:
            share = (at - Fraction(str(left["at"]))) / (Fraction(str(right["at"])) - Fraction(str(left["at"])))
            return Fraction(str(left["value"])) + share * (Fraction(str(right["value"])) - Fraction(str(left["value"])))
    raise AssertionError(at)


def by_hand(criterion, rating, lang):
    """Points of a rating as the page words it, from the YAML file alone."""
    scale = criterion["scale"]
    if scale["kind"] == "levels":
        for level in scale["levels"]:
            if rating == f"{level['level']}. {level['text'][lang]}":
                return Fraction(str(level["value"]))
        worst = min(Fraction(str(level["value"])) for level in scale["levels"])
        rules = {rule: text(lang, f"criteria.word.{rule}") for rule in ("neutral", "worst")}
        assert rating.endswith(rules[criterion["missing"]])
        return worst if criterion["missing"] == "worst" else Fraction(0)
    figures = [Fraction(found.replace(",", ".")) for found in re.findall(r"-?\d+(?:[.,]\d+)?", rating)]
    if scale["kind"] == "measure":
        return interpolated(scale["points"], figures[0])
    today, likelihood, impact, after, likelihood_after, impact_after, cut = figures
    assert (today, after) == (likelihood * impact, likelihood_after * impact_after)
    assert cut == today - after
    return interpolated(scale["points"], cut)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SETS)
def test_the_example_is_what_a_hand_finds(name, lang):
    blocks = criteria_blocks(shipped(name), lang)
    start = next(rank for rank, block in enumerate(blocks) if isinstance(block, Heading) and block.key == "example")
    table, by_axis, facts = (block for block in blocks[start : start + 7] if hasattr(block, "rows"))
    total, cent = Fraction(0), Fraction(5, 1000)
    rows = iter(table.rows)
    for axis, shown in zip(raw(name)["axes"], by_axis.rows, strict=False):
        on_axis = Fraction(0)
        for criterion in axis["criteria"]:
            title, rating, points, weight, product = next(rows)
            assert title == criterion["title"][lang]
            found = by_hand(criterion, rating, lang)
            share = Fraction(axis["weight"]) * Fraction(criterion["weight"]) / 10_000
            assert abs(number(points) - found) <= cent
            assert number(weight) / 100 == share
            assert abs(number(product) - found * share) <= cent
            on_axis += found * Fraction(criterion["weight"]) / 100
        assert abs(number(shown[1]) - on_axis) <= cent
        total += on_axis * Fraction(axis["weight"]) / 100
    score = next(rows)
    assert abs(number(score[-1]) - total) <= cent
    assert abs(number(by_axis.rows[-1][-1]) - total) <= cent
    assert example(shipped(name)).opened.score == total, "to the last digit"
    said = dict(facts.rows)
    factor = Fraction(1)
    if raw(name)["value_basis"] == "reach":
        row = next(r for r in raw(name)["reach"] if r["text"][lang] in said[text(lang, "criteria_page.col.reach")])
        factor = Fraction(str(row["multiplier"]))
    left, right = said[text(lang, "criteria_page.example.value")].split("=")
    assert [number(part) for part in left.split("×")] == [number(score[-1]), factor]
    assert abs(number(re.search(r"-?[\d.,]+", right)[0]) - total * factor) <= cent
    rate = Fraction(str(raw(name)["delay_rate"]))
    waiting = text(lang, "criteria_page.example.waiting")
    assert (waiting in said) == (rate > 0)
    if rate:
        after = number(re.search(r"-?[\d.,]+", said[waiting].split("=")[1])[0])
        assert abs(after - total * factor / (1 + rate)) <= cent


def other_sets():
    """Sets of other shapes: one criterion; one a axis; two axes with a risk; each basis; every rule for silence."""
    yield builders.points(gate=True)
    yield three_axes.on_axes(a=50, b=30, c=20)
    case = result_case.criteria()
    yield case
    for basis in ValueBasis:
        for missing in Missing:
            yield changed(case, value_basis=basis, missing=missing)


def changed(criteria, *, missing=None, weight=None, **fields):
    """The same set with other fields; ``missing`` of every criterion, ``weight`` of the first axis's first one."""
    data = criteria.model_dump(by_alias=True) | fields
    for axis in data["axes"]:
        for criterion in axis["criteria"]:
            if missing is not None:
                criterion["missing"] = missing
    if weight is not None:
        first, second, *_ = data["axes"][0]["criteria"]
        second["weight"] += first["weight"] - Decimal(weight)
        first["weight"] = Decimal(weight)
    return CriteriaSet.model_validate(data)


@pytest.mark.parametrize(
    "criteria", list(other_sets()), ids=lambda c: f"{c.id}-{c.value_basis}-{c.criteria[0].missing}"
)
def test_any_set_makes_an_example_and_a_page(criteria):
    made = example(criteria)
    if any(c.missing is Missing.REFUSE for c in criteria.criteria):
        assert made.opened.missing == ()
    for lang in LANGS:
        page = Tree(criteria_files(criteria, (lang,), Theme(), DAY)[file_of(criteria, lang)].decode())
        assert page.all("html")[0]["attrs"]["lang"] == f"{lang}-CA"
        ids = [e["attrs"]["id"] for e in page.elements if "id" in e["attrs"]]
        assert len(ids) == len(set(ids))


def file_of(criteria, lang, form="html"):
    return f"{text(lang, 'criteria_page.file', id=criteria.id, version=criteria.version)}.{form}"


def test_silence_is_shown_where_it_costs_points():
    made = example(shipped("montreal-numerique"))
    (silent,) = (line for line in made.opened.criteria if line.level is None and line.points != 0)
    assert shipped("montreal-numerique").criterion(silent.criterion).missing is Missing.WORST
    assert silent.points < 0
    assert any(line.points > 0 for line in made.opened.criteria)


@pytest.mark.parametrize("name", SETS)
def test_the_data_reads_back_the_same(name, tmp_path):
    stem = f"{name}-{shipped(name).version}"
    assert files(name)[f"{stem}.yaml"] == (FOLDER / f"{name}.yaml").read_bytes()
    body = json.loads(files(name)[f"{stem}.json"])
    assert body.pop("sha256") == shipped(name).digest() == CriteriaSet.model_validate(body).digest()
    # Without the file that was adopted, YAML is made from the set.
    for priorities in FOLDER.glob("*-priorities.yaml"):
        (tmp_path / priorities.name).write_bytes(priorities.read_bytes())
    (tmp_path / "made.yaml").write_bytes(criteria_files(shipped(name), (), Theme(), DAY)[f"{stem}.yaml"])
    assert load_criteria(tmp_path / "made.yaml") == shipped(name)
    rows = list(csv.DictReader(io.StringIO(files(name)[f"{stem}.csv"].decode())))
    assert sum(Fraction(w) for w in {row["CRITERE"]: row["CRITERE_POIDS_TOTAL"] for row in rows}.values()) == 100
    steps = [
        (c["code"], Fraction(str(step["value"])))
        for axis in raw(name)["axes"]
        for c in axis["criteria"]
        for step in (c["scale"]["levels"] if c["scale"]["kind"] == "levels" else c["scale"]["points"])
    ]
    assert [(row["CRITERE"], Fraction(row["POINTS"])) for row in rows] == steps
    texts = {row["DESCRIPTION_FR"] for row in rows} | {row["QUESTION_EN"] for row in rows}
    for criterion in shipped(name).criteria:
        assert criterion.question.en in texts
        if isinstance(criterion.scale, Levels):
            assert {step.text.fr for step in criterion.scale.levels} <= texts


@pytest.mark.parametrize("lang", LANGS)
def test_what_changed_since_a_version_is_said(lang):
    old = shipped("montreal-numerique")
    entry = {"version": "0.2.0", "date": "2026-12-01", "text": {"fr": "Poids revus.", "en": "Weights reviewed."}}
    log = [entry, *(change.model_dump() for change in old.changes)]
    new = changed(old, weight="12.5", version="0.2.0", changes=log)
    blocks = criteria_blocks(new, lang, previous=old)
    head = tuple(text(lang, f"criteria_page.col.{key}") for key in ("criterion", "before", "after", "difference"))
    (moved,) = (block for block in blocks if isinstance(block, Table) and block.head == head)
    first, second = old.axes[0].criteria[:2]
    assert {row[0]: tuple(number(cell) for cell in row[1:]) for row in moved.rows} == {
        first.title.get(lang): (8, 5, -3),
        second.title.get(lang): (10, 13, 3),
    }
    same = criteria_blocks(old, lang, previous=old)
    assert text(lang, "criteria_page.changes.none") in [getattr(block, "text", "") for block in same]
    # Without an earlier version, only the change log speaks of changes.
    assert not any(isinstance(block, Heading) and block.key == "since" for block in criteria_blocks(new, lang))


@pytest.mark.parametrize("lang", LANGS)
def test_a_set_that_is_not_in_force_says_so_on_every_page(lang):
    draft = shipped("exemple-arrondissement")
    stamp = text(lang, "criteria_page.stamp")
    assert stamp in Page(files(draft.id)[page_name(draft.id, lang)].decode()).text
    printed = reading.pdf(files(draft.id)[page_name(draft.id, lang, "pdf")])
    assert all(stamp in page.extract_text() for page in printed.pages)
    adopted = changed(draft, status="in_force", approver={"fr": "CM26 1234", "en": "CM26 1234"})
    made = criteria_document(adopted, lang)
    assert made.stamp == ""
    assert "CM26 1234" in str(made.blocks)
    assert criteria_document(changed(draft, status="retired"), lang).stamp == text(lang, "criteria_page.retired")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SETS)
def test_the_pdf_is_tagged(name, lang):
    content = files(name)[page_name(name, lang, "pdf")]
    file, made = reading.pdf(content), criteria_document(shipped(name), lang)
    root = file.trailer["/Root"]
    assert root["/Lang"].startswith(lang)
    assert root["/MarkInfo"]["/Marked"]
    assert file.metadata.title == shipped(name).title.get(lang)
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    kinds = Counter(kind for kind, _, _ in reading.tags(content))
    assert kinds["/Table"] >= sum(isinstance(block, Table) for block in made.blocks)
    assert kinds["/Figure"] == sum(isinstance(block, Bars) for block in made.blocks) == 2
    assert all(alt for kind, alt, _ in reading.tags(content) if kind == "/Figure")


def test_the_same_set_makes_the_same_bytes():
    name = SETS[1]
    again = criteria_files(shipped(name), LANGS, Theme(), DAY, source=(FOLDER / f"{name}.yaml").read_bytes())
    assert again == files(name)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SETS)
def test_the_page_is_in_plain_language(name, lang):
    found = readability(shipped(name), criteria_blocks(shipped(name), lang), lang)
    # Our own sentences are easy; a set's are at most of middling difficulty, and short on the whole.
    assert found["ours"].lix < 30
    assert found["ours"].mean < 12
    assert found["ours"].longest <= 25
    assert found["all"].lix <= 40
    assert found["all"].mean < 16
    assert found["all"].words == found["ours"].words + found["set"].words > 500


def test_the_command_writes_everything_and_says_how_it_reads(tmp_path, capsys):
    source = FOLDER / "exemple-arrondissement.yaml"
    asked = ["criteria", "publish", str(source), "-o", str(tmp_path / "out"), "--lang", "fr,en"]
    since = ["--since", str(FOLDER / "montreal-numerique.yaml"), "--date", "2026-11-24"]
    assert main([*asked, *since]) == ExitCode.DONE
    said = capsys.readouterr().err
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == set(files("exemple-arrondissement"))
    assert all(name in said for name in written)
    assert said.count("LIX") == 2
    page = (tmp_path / "out" / page_name("exemple-arrondissement", "fr")).read_text(encoding="utf-8")
    assert text("fr", "criteria_page.changes.since", version="0.1.0") in Page(page).text
    assert (tmp_path / "out" / "exemple-arrondissement-0.1.0.yaml").read_bytes() == source.read_bytes()


def test_the_help_of_the_command_is_its_own(capsys):
    assert main(["criteria", "publish", "--help", "--lang", "en"]) == ExitCode.DONE
    assert "a page and a tagged PDF" in " ".join(capsys.readouterr().out.split())


def test_numbers_of_the_page_are_worded_as_on_the_terminal():
    assert Words("fr").numbers((6, 7, 8, 20)) == "6 à 8, 20"


@pytest.mark.parametrize(("name", "lang"), [*zip(SETS, LANGS, strict=True), (SETS[1], "fr")])
def test_no_violation_of_wcag(name, lang, tmp_path):
    path = tmp_path / "criteria.html"
    path.write_bytes(files(name)[page_name(name, lang)])
    with chromium() as browser:
        with opened(browser, path) as page:
            assert violations(page) == []
        with opened(browser, path, viewport=PHONE) as page:
            assert overflow(page) == 0
