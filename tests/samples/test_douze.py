"""Twelve projects by hand: brute force finds the same program, and every number of the page is redone."""

import itertools
import re
import runpy
import shlex
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from prioritizer import load_criteria, read_portfolio, score, solve
from prioritizer.cli import main
from prioritizer.domain.decision import SolveStatus
from prioritizer.text.numbers import dollars, number, percent

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_portfolios"
MADE = runpy.run_path(str(SAMPLES / "make_douze.py"))
DRAFTS = {draft.id: draft for draft in MADE["DRAFTS"]}
CRITERIA = load_criteria(MADE["CRITERIA"])
PORTFOLIO = MADE["portfolio"](CRITERIA)
CARD = score(PORTFOLIO, CRITERIA)
UNIT = MADE["STEP"]
MONEY = (9, 9, 6, 0, 0, 0, 0, 0, 0, 0)
NOTHING = (0,) * 10
PRICE = 5
SOBER = {"RO-06", "RO-09"}
GROUPS = (
    *(("RO-01",), ("RO-02", "RO-12"), ("RO-03",), ("RO-04",), ("RO-05",)),
    *(("RO-06", "RO-07", "RO-09"), ("RO-08",), ("RO-10",), ("RO-11",)),
)
RULES = ("money", "mandate", "gate", "requires", "excludes", "sobriety")
SECTIONS = dict(zip(("fr", "en"), (SAMPLES / "README.md").read_text(encoding="utf-8").split("\n---\n"), strict=True))
LANGS = pytest.mark.parametrize("lang", ["fr", "en"])


@cache
def value(choice):
    return CARD.of(*choice[:2]).value


def spent(choices):
    """Units of 100 000 $ in each of the ten years."""
    return [sum(column) for column in zip(NOTHING, *map(cost, choices), strict=True)]


@cache
def cost(choice):
    project, option, start = choice
    (scope,) = (scope for scope in DRAFTS[project].scopes if scope.code == option)
    return ((0,) * (start - 2027) + scope.cost + (0,) * 10)[:10]


def keeps(choices, rules=RULES, among=frozenset(DRAFTS)):
    """The six rules of the page, in so many words; those about other projects than ``among`` are left aside."""
    done = {project for project, _, _ in choices}
    broken = {
        "mandate": "RO-03" in among and "RO-03" not in done,
        "gate": "RO-11" in done,
        "requires": "RO-12" in done and "RO-02" not in done,
        "excludes": {"RO-06", "RO-07"} <= done,
        "sobriety": among >= SOBER and sum(spent([c for c in choices if c[0] in SOBER])) < 4,
    }
    if any(broken.get(rule) for rule in rules):
        return False
    return "money" not in rules or all(used <= limit for used, limit in zip(spent(choices), MONEY, strict=True))


def programs(projects=tuple(DRAFTS)):
    """Every combination, allowed or not."""
    lists = []
    for project in projects:
        draft = DRAFTS[project]
        starts = range(draft.start, (draft.latest or draft.start) + 1)
        lists.append([None, *((project, scope.code, start) for scope in draft.scopes for start in starts)])
    for picked in itertools.product(*lists):
        yield tuple(choice for choice in picked if choice)


def ranked(rules=RULES):
    return sorted(((sum(map(value, p)), p) for p in programs() if keeps(p, rules)), reverse=True)


@pytest.fixture(scope="module")
def best():
    return ranked()


def by_order_of_scores():
    """What the page describes, with what is left after each project that enters."""
    order = sorted({(draft.id, scope.code) for draft in DRAFTS.values() for scope in draft.scopes}, key=value)[::-1]
    forced = [("RO-03", "base"), max((pair for pair in order if pair[0] in SOBER), key=value)]
    steps = []
    for project, option in [*forced, *order]:
        for start in range(DRAFTS[project].start, (DRAFTS[project].latest or DRAFTS[project].start) + 1):
            chosen = [*(choice for choice, _ in steps), (project, option, start)]
            new = project not in {choice[0] for choice, _ in steps}
            if new and keeps(chosen, ("money", "gate", "requires", "excludes")):
                left = [limit - used for limit, used in zip(MONEY, spent(chosen), strict=True)]
                steps.append((chosen[-1], left))
    return steps


def test_the_workbook_is_what_the_script_makes_and_has_no_problem():
    read = read_portfolio(SAMPLES / "douze-projets.xlsx", CRITERIA)
    assert read.problems == ()
    assert read.portfolio is not None
    assert read.portfolio.canonical() == PORTFOLIO.canonical()
    assert read.portfolio.info == PORTFOLIO.info
    assert [envelope.amounts for envelope in PORTFOLIO.envelopes] == [tuple(UNIT * units for units in MONEY)]


def test_three_scores_by_hand():
    # Days and levels through the published points, then weights of criteria and of axes: literals of the YAML file.
    waiting = 40 + Fraction(20 - 10, 30 - 10) * (80 - 40)
    permits = Fraction(45, 100) * (Fraction(60, 100) * waiting + Fraction(40, 100) * 50)
    upkeep = Fraction(70, 100) * 100 + Fraction(30, 100) * 60
    network = Fraction(45, 100) * Fraction(60, 100) * 20 + Fraction(35, 100) * upkeep + Fraction(20, 100) * -50
    counter = Fraction(45, 100) * (Fraction(60, 100) * 40 + Fraction(40, 100) * 100)
    assert CARD.of("RO-01", "essentiel").value == permits == Fraction("25.2")
    assert CARD.of("RO-04", "base").value == network == Fraction("26.2")
    assert CARD.of("RO-07", "base").value == counter == Fraction("28.8")
    assert not any(option.missing for option in CARD.options)


def test_brute_force_finds_the_same_program_and_no_other_is_as_good(best):
    decision = solve(PORTFOLIO, CRITERIA)
    (first, program), (second, _) = best[:2]
    assert decision.status is SolveStatus.OPTIMAL
    assert decision.certificate is not None
    assert decision.certificate.valid
    assert decision.value == first == Fraction("142.5") > second
    assert tuple((c.project, c.option, c.start) for c in decision.program) == program


def test_every_rule_costs_something(best):
    for rule in RULES:
        assert ranked(tuple(r for r in RULES if r != rule))[0][0] > best[0][0], rule
    serves = {o.project for o in CARD.options if o.axes["sobriety"] >= 25}
    assert serves == SOBER


def tables(lang):
    """Cells of each table, without header and rule, no-break spaces kept."""
    blocks = re.findall(r"(?:^\|.*\n?)+", SECTIONS[lang], re.M)
    return [[[cell.strip(" ") for cell in line.split("|")[1:-1]] for line in b.splitlines()[2:]] for b in blocks]


def amounts(units, lang):
    return [dollars(UNIT * n, lang) for n in units]


@LANGS
def test_tables_of_money_weights_and_projects(lang, best):
    _, envelopes, weights, projects, program, _, greedy = tables(lang)
    headers = [re.findall(r"\b20\d\d\b", line) for line in SECTIONS[lang].splitlines() if line.startswith("| Proje")]
    assert headers == [["2027", "2028", "2029"]] * 3
    assert [re.findall(r"\d+", row[0]) for row in envelopes] == [["2027"], ["2028"], ["2029"], ["2030", "2036"], []]
    assert [row[1] for row in envelopes] == amounts([*MONEY[:4], sum(MONEY)], lang)
    assert weights == [
        [
            *(axis.title.get(lang), percent(axis.weight / 100, lang, 0), c.title.get(lang)),
            *(percent(c.weight / 100, lang, 0), percent(CRITERIA.weights[c.code], lang, 1)),
        ]
        for axis in CRITERIA.axes
        for c in axis.criteria
    ]
    scopes = [(draft, scope) for draft in DRAFTS.values() for scope in draft.scopes]
    for row, (draft, scope) in zip(projects, scopes, strict=True):
        choice = (draft.id, scope.code, draft.start)
        assert (row[0], row[2]) == (draft.id, " · ".join(map(str, scope.levels)))
        assert row[1].startswith(draft.title.get(lang))
        assert row[1].lower().endswith(scope.title.get(lang).lower())
        assert row[3:] == [number(value(choice), lang, 2), *amounts([*spent([choice])[:3], sum(scope.cost)], lang)]
    total, chosen = best[0]
    assert program == [
        *([c[0], str(c[2]), *amounts(spent([c])[:3], lang), number(value(c), lang, 2)] for c in chosen),
        ["Total", "", *amounts(spent(chosen)[:3], lang), number(total, lang, 2)],
    ]
    steps = by_order_of_scores()
    assert greedy == [[c[0], number(value(c), lang, 2), *amounts(left[:3], lang)] for c, left in steps]


@LANGS
def test_table_of_margins_bounds_every_program(lang, best):
    rows, total = tables(lang)[5], Fraction(0)
    for row, group in zip(rows, GROUPS, strict=True):
        allowed = [p for p in programs(group) if keeps(p, RULES[1:], frozenset(group))]
        distinct = {tuple(choice[:2] for choice in p): sum(map(value, p)) - PRICE * sum(spent(p)) for p in allowed}
        margins = sorted(distinct.values(), reverse=True)
        assert row[0] == ", ".join(group)
        pieces = row[1].split(";")
        assert [read(piece.split()[-1], lang) for piece in pieces] == margins
        for piece, margin in zip(pieces, margins, strict=True):
            (done,) = ({choice[0] for choice in p} for p in distinct if distinct[p] == margin)
            assert set(re.findall(r"RO-\d\d", piece)) in (set(), done)
        assert len(set(margins)) == len(margins)
        assert read(row[2], lang) == margins[0]
        total += margins[0]
    assert total + PRICE * sum(MONEY) == best[0][0]


def read(text, lang):
    return Fraction(text.replace("\u00a0", "").replace(",", "." if lang == "fr" else ""))


def blocks(lang, kind):
    return re.findall(rf"```{kind}\n(.*?)```", SECTIONS[lang], re.S)


def sides(line, lang):
    """Both sides of an equation, worked out with fractions."""
    formula = re.sub(r"^[^\W\d]+ +", "", line)
    operand = r"\d+(?:,\d+)?" if lang == "fr" else r"\d+(?:\.\d+)?"
    exact = re.sub(operand, lambda found: f"Fraction('{read(found[0], lang)}')", formula).replace("×", "*")
    return [eval(side, {"Fraction": Fraction}) for side in exact.split("=")]


@LANGS
def test_equations(lang, best):
    *shown, one_margin, bound, ranks, _ = [block.splitlines() for block in blocks(lang, "text")]
    lines = [line for block in (*shown, one_margin, bound, ranks) for line in block]
    assert all(left == right for left, right in (sides(line, lang) for line in lines))
    for block, key in zip(shown, (("RO-01", "essentiel"), ("RO-04", "base"), ("RO-07", "base")), strict=True):
        option, axes = CARD.of(*key), CRITERIA.axes
        points = {line.criterion: number(line.points, lang) for line in option.criteria}
        expected = [
            " + ".join(f"{number(c.weight / 100, lang, 2)} × {points[c.code]}" for c in axis.criteria) for axis in axes
        ]
        expected.append(
            " + ".join(f"{number(a.weight / 100, lang, 2)} × {number(option.axes[a.code], lang)}" for a in axes)
        )
        expected.append(f"1 × {number(option.score, lang, 1)}")
        results = [*(option.axes[axis.code] for axis in axes), option.score, option.value]
        assert [line[15:].split(" = ")[0] for line in block[-5:]] == expected
        assert [sides(line, lang)[1] for line in block[-5:]] == results
        if len(block) == 6:
            assert sides(block[0], lang)[1] == option.criteria[0].points
    steps = [value(choice) for choice, _ in by_order_of_scores()]
    margin = (value(("RO-08", "base")) - PRICE * 2, best[0][0])
    assert (sides(one_margin[0], lang)[1], sides(bound[1], lang)[1]) == margin
    assert [read(n, lang) for n in ranks[0].split(" = ")[0].split(" + ")] == steps
    assert sides(ranks[1], lang)[1] == best[0][0] - sum(steps)


@LANGS
def test_numbers_in_the_sentences(lang, best):
    scale = [n for p in CRITERIA.criteria[0].scale.points_table[1:] for n in (p.at, p.value)]
    gain = best[0][0] - sum(value(choice) for choice, _ in by_order_of_scores())
    two, nine, all_money = 2 * UNIT // 100, 9 * UNIT // 100, sum(MONEY) * UNIT // 100
    served = CARD.of("RO-06", "base").axes["sobriety"]
    expected = [
        *(2029, "RO-03", MADE["MANDATE"].expiry.day, 2029),
        *("RO-12", "RO-02", "RO-06", "RO-07", "RO-11", "RO-01", "RO-04", 2027, 2028, 2029),
        *(4 * UNIT // 100, 25, "RO-06", "RO-09", served, *scale),
        *("RO-01", 20, 1, 50, 0),  # days, level, points, the rest
        *("RO-04", 5, 0, 3, 100, 1, 60, -1, -50),
        *("RO-07", 10, 40, 2, 100, 0),
        *(1, "RO-04", 2027, "RO-01", "RO-03", "RO-04", 2028, 2027, nine, 2029, two, 2030, 0),
        *(PRICE, UNIT // 100, "RO-08", PRICE, sum(MONEY), best[0][0], "RO-04", PRICE),
        *("RO-03", "RO-06", "RO-05", sum(DRAFTS["RO-05"].scopes[0].cost) * UNIT // 100, all_money, gain),
    ]
    prose = re.sub(r"```[\s\S]*?```|^\|.*$|`[^`]*`", "", SECTIONS[lang], flags=re.M)
    plain = r"-?\d+(?:\u00a0\d{3})*(?:,\d+)?" if lang == "fr" else r"-?\d+(?:,\d{3})*(?:\.\d+)?"
    found = re.findall(rf"RO-\d\d|{plain}", prose)
    assert [text if text.startswith("RO") else read(text, lang) for text in found] == expected
    for fact in (f"value_basis: {CRITERIA.value_basis}", f"delay_rate: {CRITERIA.delay_rate}"):
        assert f"`{fact}`" in SECTIONS[lang]


@LANGS
def test_the_command_shows_what_the_page_says(lang, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("PRIORITIZER_LANG", raising=False)
    command = shlex.split(blocks(lang, "sh")[-1])
    assert main([*command[1:-1], str(tmp_path / command[-1])]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for line in blocks(lang, "text")[-1].splitlines():
        assert " ".join(line.split()) in out
    assert (tmp_path / command[-1]).exists()
