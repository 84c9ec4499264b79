"""The site holds together: its links, languages and sizes, and every figure of a project is the decision's."""

import itertools
import re
from fractions import Fraction
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_case import HOSTILE, SECRET
from reading import squeezed
from site_case import CITY, DAY, DOWNLOADS, LANGS, Tree, edition, pages, site, tree

from prioritizer.domain.decision import Reason
from prioritizer.publication.edition import Band
from prioritizer.publication.site import site_files
from prioritizer.publication.site.places import project_place, slugs
from prioritizer.publication.theme import Logo, Theme

LARGEST = 200_000
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


def target(path, address):
    """The file that an address leads to, from the root of the site."""
    return normpath(join(dirname(path), unquote(urlsplit(address).path)))


def project_page(lang, project):
    names = slugs(p.id for p in edition(lang).case.portfolio.projects)
    return project_place(lang, names[project])


def test_every_link_leads_somewhere():
    seen = {"index.html"}
    waiting = ["index.html"]
    outside = set()
    while waiting:
        path = waiting.pop()
        for element in tree(path).elements:
            for name in ("href", "src"):
                address = element["attrs"].get(name)
                if address is None:
                    continue
                if urlsplit(address).scheme:
                    outside.add((element["tag"], address))
                    continue
                assert not address.startswith("/"), "works under any folder"
                led = target(path, address) if urlsplit(address).path else path
                assert led in site() or led in DOWNLOADS, (path, address)
                fragment = urlsplit(address).fragment
                if fragment and "=" not in fragment:
                    assert fragment in {e["attrs"].get("id") for e in tree(led).elements}, (path, address)
                if led in pages() and led not in seen:
                    seen.add(led)
                    waiting.append(led)
    assert seen == set(pages()), "every page can be reached"
    assert outside == {("a", CITY)}


def test_downloads_are_all_offered():
    for lang, name in (("fr", "fr/telechargements.html"), ("en", "en/downloads.html")):
        page = tree(name)
        assert {target(name, a["attrs"]["href"]) for a in page.all("a")} >= set(DOWNLOADS)
        shown = {row[0]: row[2] for table in page.tables() for row in table[1:]}
        assert shown["programme-2027-fr.pdf"] == {"fr": "412\u00a0ko", "en": "412 kB"}[lang]
        assert shown["projets.json"] == {"fr": "0,1\u00a0ko", "en": "0.1 kB"}[lang]


@pytest.mark.parametrize("path", pages())
def test_a_page_is_one_that_a_screen_reader_can_follow(path):
    page, lang = tree(path), path[:2] if "/" in path else "fr"
    assert page.all("html")[0]["attrs"]["lang"] == f"{lang}-CA"
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    levels = [int(element["tag"][1]) for element in page.all("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(element["attrs"].get("scope") in ("col", "row") for element in page.all("th"))
    ids = [element["attrs"]["id"] for element in page.elements if "id" in element["attrs"]]
    assert len(ids) == len(set(ids))
    assert not any(name.startswith("on") or name == "style" for e in page.elements for name in e["attrs"])
    policy = next(e["attrs"]["content"] for e in page.all("meta") if "http-equiv" in e["attrs"])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    if path != "index.html":
        assert next(a["attrs"] for a in page.all("a")) == {"class": "skip", "href": "#main"}
        assert len(page.all("header")) == len(page.all("footer")) == 1
        assert page.all("nav")
        assert page.all("title")[0]["text"].strip()


@pytest.mark.parametrize("path", [path for path in pages() if path != "index.html"])
def test_the_other_language_is_the_same_page(path):
    leads = {
        element["attrs"]["hreflang"][:2]: target(path, element["attrs"]["href"])
        for element in tree(path).all("link")
        if element["attrs"]["rel"] == "alternate"
    }
    assert set(leads) == set(LANGS)
    assert leads[path[:2]] == path
    other = next(led for lang, led in leads.items() if lang != path[:2])
    assert f'hreflang="{path[:2]}-CA" href="{relative(other, path)}"' in pages()[other]


def relative(source, led):
    """Up to the root, then down."""
    return "../" * source.count("/") + led


def test_pages_are_light():
    assert max(len(content) for content in site().values()) < LARGEST


def test_the_same_arguments_make_the_same_bytes():
    again = site_files({lang: edition(lang) for lang in LANGS}, Theme(), DAY, DOWNLOADS, organization_url=CITY)
    assert again == site()


def test_nothing_internal_comes_out():
    for path, content in site().items():
        assert SECRET not in content.decode(), path
        assert "987654321" not in re.sub(r"[\s,.]", "", content.decode()), path


def test_a_draft_says_so_on_every_page_until_it_is_approved():
    for path, html in pages().items():
        langs = LANGS if path == "index.html" else (path[:2],)
        stamps = [e["text"] for e in Tree(html).all("p") if e["attrs"].get("class") == "stamp"]
        assert all(edition(lang).say("draft") in stamps for lang in langs), path
    for path, html in pages(approved=True).items():
        assert edition(path[:2] if "/" in path else "fr").say("draft") not in html
    assert not any("draft" in path for path in site(approved=True))


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_titles_stay_text(lang):
    for project in edition(lang).case.portfolio.projects:
        title = project.title.get(lang)
        html = pages()[project_page(lang, project.id)]
        page = Tree(html)
        assert len(page.all("script")) == 0
        assert "\u202e" not in html
        wanted = title.replace("\u202e", "[U+202E]")
        assert page.all("h1")[0]["text"].split() == wanted.split(), project.id
    assert {project.title.fr for project in edition("fr").case.portfolio.projects} >= set(HOSTILE[1:])
    scripts = [e["attrs"] for html in pages().values() for e in Tree(html).all("script")]
    assert scripts == [{"src": "../assets/site.js", "defer": None}] * len(LANGS)


def test_a_title_that_english_lacks_is_said_to_be_french():
    for path in ("en/projects/a-09.html", "en/projects.html"):
        said = [e["attrs"].get("lang") for e in tree(path).all("h1", "a") if e["text"] == "Suite du portail"]
        assert said == ["fr"], path
    assert all(
        e["attrs"].get("lang") is None for e in tree("fr/projets.html").all("h1", "a") if e["text"][:5] == "Suite"
    )


def plain(said):
    """A number as a person reads it, in either language."""
    said = said.replace("\u00a0", "").replace(" ", "").replace("−", "-").rstrip("%")
    said = said.replace(",", ".") if re.search(r",\d{1,2}$", said) else said.replace(",", "")
    return Fraction(said)


def rounded(value, digits):
    return Fraction(round(value * 10**digits), 10**digits)


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_of_a_project_is_the_decision_s(lang):
    shown = edition(lang)
    info, card = shown.case.portfolio.info, shown.case.scorecard
    seen = 0
    for project in shown.case.portfolio.projects:
        done = shown.shown(project)
        opened = card.of(project.id, done.option.code)
        page = tree(project_page(lang, project.id))
        axes = shown.case.criteria.axes
        lines = {line.criterion: (line.points, line.weight) for line in opened.criteria}
        expected = []
        for axis in axes:
            expected.append((opened.axes[axis.code], Fraction(axis.weight) / 100))
            expected += [lines[criterion.code] for criterion in axis.criteria]
        scores = next(table for table in page.tables() if len(table) == len(expected) + 2 and len(table[0]) == 5)
        for (earned, share), row in zip(expected, scores[1:-1], strict=True):
            points, weight, product = (plain(cell) for cell in row[2:])
            assert abs(points - earned) <= Fraction(5, 100)
            assert weight / 100 == share
            assert abs(product - earned * share) <= Fraction(5, 1000)
        assert abs(plain(scores[-1][-1]) - sum(line.points * line.weight for line in opened.criteria)) <= Fraction(
            5, 1000
        )
        money = next(table for table in page.tables() if str(info.first_year) in table[0])
        by_name = {row[0]: row[1:] for row in money[1:]}
        for source, amounts in done.option.capital.items():
            cells = [Fraction(0) if cell == "–" else plain(cell) for cell in by_name[shown.words.source(source)]]
            assert sum(cells[:-1]) == cells[-1] == Fraction(amounts.total, 100_000)
            seen += 1
        bars = [e["text"] for e in page.all("span") if e["attrs"].get("class") == "right"]
        for axis, said in zip(shown.case.criteria.axes, bars, strict=True):
            assert abs(plain(re.match(r"-?[\d,. ]+", said)[0].strip()) - opened.axes[axis.code]) <= Fraction(5, 100)
        facts = [re.findall(r"-?\d[\d.,]*", p["text"]) for p in page.all("p") if "figure" in p["inside"]]
        score, factor, value = (plain(number.rstrip(".,")) for number in facts[0])
        assert abs(score - opened.score) <= Fraction(5, 1000)
        assert factor == opened.multiplier
        assert abs(value - opened.multiplier * opened.score) <= Fraction(5, 1000)
    assert seen > 10


@pytest.mark.parametrize("lang", LANGS)
def test_lists_hold_every_project_once(lang):
    shown = edition(lang)
    names = {"fr": ("projets", "non-retenus", "programme"), "en": ("projects", "not-funded", "program")}[lang]
    everyone, out, funded = (tree(f"{lang}/{name}.html") for name in names)
    rows = [row[0].split() for row in everyone.tables()[0][1:]]
    assert [row[-1] for row in rows] == [project.id for project in shown.case.portfolio.projects]
    left = {project.id for project in shown.case.portfolio.projects if shown.bands[project.id] is not Band.FUNDED}
    listed = [e["text"].split()[0] for e in out.all("span") if e["attrs"].get("class") == "sub"]
    assert sorted(listed) == sorted(left)
    reasons = {shown.outcomes[project].reason for project in left}
    assert {e["attrs"]["id"] for e in out.all("h2")} == {str(reason) for reason in reasons}
    assert {Reason.GATE, Reason.HELD, Reason.NO_VALUE} <= reasons
    started = [e["text"].split()[0] for e in funded.all("span") if e["attrs"].get("class") == "sub"]
    assert sorted(started) == sorted(set(shown.plan.by_project))
    info = shown.case.portfolio.info
    table = funded.tables()[0]
    assert [e["text"] for e in funded.all("h2") if e["attrs"].get("id", "")[:1] == "y"] == [str(y) for y in info.years]
    assert table[0][1:-1] == [str(year) for year in info.years]
    for t, _ in enumerate(info.years):
        column = [Fraction(0) if row[t + 1] == "–" else plain(row[t + 1]) for row in table[1:]]
        spent = sum(shown.plan.spent(done, None, t) for done in shown.plan.done)
        assert sum(column[:-1]) == column[-1] == Fraction(spent, 100_000)


@pytest.mark.parametrize("lang", LANGS)
def test_what_it_would_take_is_said_twice_where_it_is_known(lang):
    shown = edition(lang)
    assert shown.explanations
    listed = tree(f"{lang}/{ {'fr': 'non-retenus', 'en': 'not-funded'}[lang] }.html")
    items = [e["text"] for e in listed.all("li") if "main" in e["inside"]]
    for project, sentences in shown.explanations.items():
        page = squeezed(tree(project_page(lang, project)).all("main")[0]["text"])
        assert all(squeezed(said.replace("\u202e", "[U+202E]")) in page for said in sentences), project
        (own,) = (item for item in items if project in item.split() and "·" in item)
        assert all(squeezed(said.replace("\u202e", "[U+202E]")) in squeezed(own) for said in sentences), project


def test_one_language_alone_makes_a_site():
    files = site_files({"en": edition("en")}, Theme(), DAY, {})
    assert "en/index.html" in files
    assert not any(path.startswith("fr/") for path in files)
    assert dict(Tree(files["index.html"].decode()).all("html")[0]["attrs"])["lang"] == "en-CA"


def test_a_logo_is_a_file_beside_the_pages():
    files = site_files({"fr": edition("fr")}, Theme(logo=Logo(PNG, "image/png")), DAY, {})
    assert files["assets/logo.png"] == PNG
    sources = {
        target(path, e["attrs"]["src"])
        for path, content in files.items()
        if path.endswith(".html")
        for e in Tree(content.decode()).all("img")
    }
    assert sources == {"assets/logo.png"}


def test_what_is_no_address_of_the_web_is_refused():
    with pytest.raises(ValueError, match="javascript"):
        site_files({"fr": edition("fr")}, Theme(), DAY, {}, organization_url="javascript:alert(1)")
    with pytest.raises(ValueError, match="edition"):
        site_files({}, Theme(), DAY, {})


@given(st.lists(st.text(max_size=80), unique=True, max_size=12))
def test_any_identifier_makes_a_file_name_of_its_own(identifiers):
    found = slugs(identifiers)
    assert list(found) == identifiers
    assert len(set(found.values())) == len(identifiers)
    assert all(re.fullmatch("[a-z0-9-]+", name) for name in found.values())
