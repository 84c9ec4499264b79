"""The pages as a script runs them, on the twelve projects: what they say is what a solve of its own says."""

import base64
import html
import io
import re
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from prioritizer import load_criteria, read_portfolio, solve
from prioritizer.program.rules import RULES
from prioritizer.text import text
from prioritizer.text.numbers import number
from prioritizer.web import cached
from prioritizer.web.history import History
from prioritizer.web.link import from_link, to_link
from prioritizer.web.meeting import Forced, Meeting, can_start

ROOT = Path(__file__).parent.parent.parent
BOOK = ROOT / "sample_portfolios" / "douze-projets.xlsx"
CRITERIA = load_criteria(ROOT / "criteria" / "exemple-arrondissement.yaml")
PORTFOLIO = read_portfolio(BOOK, CRITERIA).portfolio.canonical()
SERVICES, TOOLS, SOBRIETY = (axis.code for axis in CRITERIA.axes)


def script(page):
    from importlib import import_module

    from prioritizer.web.components.bar import bar
    from prioritizer.web.room import enter, keep_link

    bar(enter(), ("fr", "en"))
    import_module(f"prioritizer.web.pages.{page}").show()
    keep_link()


class Session:
    """One page of one session."""

    def __init__(self, page, **link):
        self.at = AppTest.from_function(script, kwargs={"page": page}, default_timeout=60)
        for name, value in {"p": "douze", **link}.items():
            self.at.query_params[name] = value
        self.run()

    def run(self):
        self.at.run()
        # Until the search beside the page has ended.
        for _ in range(200):
            if "jobs" not in self.at.session_state:
                break
            if all(job.done for _, job in self.at.session_state["jobs"].values()):
                break
            time.sleep(0.05)
        self.at.run()
        assert not self.at.exception
        return self

    @property
    def text(self):
        """Everything that a page says, tags left out."""
        parts = [element.proto.body for element in self.at.main if element.type == "html"]
        parts += [block.value for kind in ("markdown", "info", "warning", "error") for block in getattr(self.at, kind)]
        return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts)))

    @property
    def meeting(self):
        return self.at.session_state["history"].now

    def value(self):
        return re.search(r"Val(?:eur|ue) \(points\)\s+([\d\s,.\u00a0]+\d)", self.text).group(1).strip()


def expected(meeting):
    return solve(meeting.portfolio(PORTFOLIO), meeting.criteria(CRITERIA))


def shown(decision, lang="fr"):
    return number(decision.value, lang, 1)


def test_the_page_of_weights_opens_on_the_published_program():
    page = Session("weights")
    assert page.value() == shown(expected(Meeting()))
    assert text("fr", "web.proof.best") in page.text
    assert text("fr", "web.changes.none") in page.text


def test_a_weight_moved_changes_the_program_as_a_solve_does():
    page = Session("weights")
    page.at.slider(key=f"w:{SOBRIETY}").set_value(70)
    page.run()
    assert page.meeting == Meeting().weigh(CRITERIA, SOBRIETY, Decimal(70))
    after, before = expected(page.meeting), expected(Meeting())
    assert page.value() == shown(after)
    assert page.at.slider(key=f"w:{SERVICES}").value + page.at.slider(key=f"w:{TOOLS}").value == 30
    entering = {c.project for c in after.program} - {c.project for c in before.program}
    assert entering, "the example must change"
    for project in entering:
        assert re.search(rf"{text('fr', 'web.changes.enter')}.*{project}", page.text, re.DOTALL)
    assert page.at.query_params["m"] == to_link(page.meeting)


def test_a_lock_holds_and_undo_brings_back():
    page = Session("weights")
    page.at.checkbox(key=f"l:{TOOLS}").check()
    page.run()
    page.at.slider(key=f"w:{SERVICES}").set_value(60)
    page.run()
    assert page.meeting.axis_weights(CRITERIA) == {SERVICES: 60, TOOLS: 35, SOBRIETY: 5}
    page.at.button(key="undo").click()
    page.run()
    assert page.meeting == Meeting().lock(TOOLS, on=True)
    page.at.button(key="as-published").click()
    page.run()
    assert page.meeting == Meeting()
    assert page.at.slider(key=f"w:{SERVICES}").value == 45


def test_a_preset_and_then_everything_back():
    page = Session("weights")
    page.at.selectbox(key="preset").select("equal")
    page.run()
    assert {round(w) for w in page.meeting.axis_weights(CRITERIA).values()} == {33}
    page.at.button(key="reset").click()
    page.run()
    assert page.meeting == Meeting()
    assert "m" not in page.at.query_params


@pytest.mark.parametrize(("typed", "weight"), [("33,5", "33.5"), ("33.5", "33.5"), (" 12 % ", "12"), ("0", "0")])
def test_a_weight_is_typed_as_people_type(typed, weight):
    page = Session("weights", part="triangle")
    page.at.text_input(key=f"t:{SERVICES}").set_value(typed)
    page.run()
    assert page.meeting.axis_weights(CRITERIA)[SERVICES] == Decimal(weight)


@pytest.mark.parametrize("typed", ["abc", "140", "-3", "1,234"])
def test_what_is_no_weight_is_told_and_changes_nothing(typed):
    page = Session("weights", part="triangle")
    page.at.text_input(key=f"t:{SERVICES}").set_value(typed)
    page.at.run()
    assert any(typed in error.value for error in page.at.error)
    page.run()
    assert page.meeting == Meeting()


def test_intervals_are_worked_out_when_asked_for():
    page = Session("weights")
    page.at.button(key="interval-ask").click()
    page.run()
    assert text("fr", "web_weights.interval.note") in page.text
    assert text("fr", "web_weights.interval.proved") in page.text


def left_out():
    chosen = {choice.project for choice in expected(Meeting()).program}
    return next(p.id for p in PORTFOLIO.projects if p.id not in chosen and p.id != "RO-11" and p.id != "RO-12")


def force_box(page):
    return next(box for box in page.at.selectbox if str(box.key).startswith("force-project"))


def test_a_project_forced_in_is_in_with_its_reason_and_its_bill():
    page, project = Session("program"), left_out()
    force_box(page).select(project)
    page.run()
    page.at.segmented_control(key="force-how").set_value("in")
    page.at.text_input(key="force-reason").set_value("vote du conseil")
    page.run()
    page.at.button(key="force-apply").click()
    page.run()
    assert page.meeting == Meeting().force(Forced(project, inside=True, reason="vote du conseil"))
    after = expected(page.meeting)
    assert project in {choice.project for choice in after.program}
    assert page.value() == shown(after)
    assert "vote du conseil" in page.text
    # The box still names the project chosen, by what the program now says of it.
    assert force_box(page).value == project
    assert next(one for one in force_box(page).options if project in one).endswith("(retenu)")
    assert page.at.text_input(key="force-reason").value == "vote du conseil"
    page.at.session_state["part-program"] = "bill"
    page.run()
    page.at.button(key="bill-ask").click()
    page.run()
    price = expected(Meeting()).value - after.value
    assert re.search(rf"{project}.*?{re.escape(number(price, 'fr', 1))}", page.text, re.DOTALL)


def test_a_rule_is_set_aside_and_comes_back():
    page = Session("program", part="rules")
    rule = ("group", ("excludes", "1", "RO-06", "RO-07"))
    page.at.checkbox(key=f"rule:{rule[0]}:{':'.join(rule[1])}").uncheck()
    page.run()
    assert page.meeting == Meeting().switch(rule, on=False)
    assert page.value() == shown(expected(page.meeting))
    page.at.checkbox(key=f"rule:{rule[0]}:{':'.join(rule[1])}").check()
    page.run()
    assert page.meeting == Meeting()


def test_money_is_typed_in_millions_with_a_comma():
    page = Session("program", part="money")
    page.at.selectbox(key="money-year-fr").select(2028)
    page.at.text_input(key="money-amount").set_value("0,25")
    page.run()
    page.at.button(key="money-apply").click()
    page.run()
    assert [(c.subject, c.year, c.amount) for c in page.meeting.limits] == [(("borrowing",), 2028, 25_000_000)]
    assert page.value() == shown(expected(page.meeting))
    page.at.button(key="back-0").click()
    page.run()
    assert page.meeting == Meeting()


def test_what_cannot_be_is_explained_and_repaired_by_a_click():
    both = Meeting().force(Forced("RO-06", inside=True)).force(Forced("RO-07", inside=True))
    page = Session("program", m=to_link(both))
    page.run()
    assert text("fr", "web_program.conflict.clash") in page.text
    assert "RO-06" in page.text
    assert "RO-07" in page.text
    repair = next(b for b in page.at.button if str(b.key).startswith("repair-"))
    repair.click()
    page.run()
    assert expected(page.meeting).status.has_program
    assert page.value() == shown(expected(page.meeting))


def test_a_link_opens_what_it_says_and_a_damaged_one_changes_nothing():
    meeting = Meeting().weigh(CRITERIA, SERVICES, Decimal(20)).force(Forced("RO-02", inside=False))
    assert Session("weights", m=to_link(meeting)).meeting == meeting
    at = AppTest.from_function(script, kwargs={"page": "weights"}, default_timeout=60)
    at.query_params["p"], at.query_params["m"] = "douze", "damaged"
    at.run()
    assert [w.value for w in at.warning] == [text("fr", "web.notice.bad_link")]
    at = AppTest.from_function(script, kwargs={"page": "method"}, default_timeout=60)
    at.query_params["p"] = "0" * 32
    at.run()
    assert [w.value for w in at.warning] == [text("fr", "web.notice.no_portfolio")]


def test_a_link_is_about_its_own_portfolio():
    meeting = Meeting().force(Forced("RO-02", inside=False))
    assert from_link(to_link(meeting), CRITERIA, PORTFOLIO) == meeting


def mistaken():
    """The twelve projects with a start year that is no year, and a level that does not exist."""
    book = openpyxl.load_workbook(BOOK)
    sheet = book["Projets"]
    header = next(row for row in sheet.iter_rows() if any("début" in str(c.value).lower() for c in row if c.value))
    column = next(c for c in header if "début" in str(c.value).lower())
    cell = sheet.cell(column.row + 1, column.column)
    cell.value = "bientôt"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), cell.coordinate


def test_a_workbook_with_a_mistake_names_its_cell_and_gives_a_copy_to_mend():
    content, cell = mistaken()
    key = cached.uploads().put("faux.xlsx", content, "exemple-arrondissement.yaml")
    page = opened(key)
    assert cell in page.text
    assert "bientôt" in page.text
    assert text("fr", "web_portfolio.problems.error") in page.text
    # The other pages say what to do rather than fail.
    assert any("faux.xlsx" in w.value for w in opened(key, "weights").at.warning)


def opened(key, page="portfolio"):
    session = Session.__new__(Session)
    session.at = AppTest.from_function(script, kwargs={"page": page}, default_timeout=60)
    session.at.query_params["p"] = key
    session.at.run()
    assert not session.at.exception
    return session


def test_the_portfolio_is_filtered():
    page = Session("portfolio")
    area = PORTFOLIO.projects[0].area
    page.at.multiselect(key="filter-area").select(area)
    page.run()
    count = sum(project.area == area for project in PORTFOLIO.projects)
    assert text("fr", "web_portfolio.filter.count", shown=count, count=12) in page.text


def test_another_sample_is_another_table_with_nothing_changed():
    page = Session("portfolio", m=to_link(Meeting().force(Forced("RO-02", inside=False))))
    page.at.selectbox(key="sample-douze-fr").select("toronto")
    page.at.run()
    assert page.at.session_state["source"].key == "toronto"
    assert page.meeting == Meeting()
    assert page.at.query_params["p"] == "toronto"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_method_says_every_rule_as_it_is_solved(lang):
    page = Session("method", lang=lang, part="model")
    for rule in RULES:
        for part in ("title", "sentence", "formula"):
            assert text(lang, f"rules.{rule.code}.{part}") in page.text


@pytest.mark.parametrize("part", ["criteria", "limits", "versions"])
def test_the_method_opens_on_every_part(part):
    page = Session("method", part=part)
    if part == "criteria":
        for criterion in CRITERIA.criteria:
            assert criterion.why.fr in page.text
    if part == "versions":
        assert CRITERIA.digest() in page.text
        assert PORTFOLIO.digest() in page.text


def test_english_by_the_switch():
    page = Session("weights")
    page.at.segmented_control(key="lang").set_value("en")
    page.run()
    assert page.at.query_params["lang"] == "en"
    assert page.value() == shown(expected(Meeting()), "en")
    assert text("en", "web.proof.best") in page.text


def test_an_empty_portfolio_has_a_state_that_helps():
    at = AppTest.from_function(script, kwargs={"page": "weights"}, default_timeout=60)
    bare = replace(cached.source("douze"), key="empty", portfolio=replace(PORTFOLIO, projects=(), links=()))
    at.session_state["source"], at.session_state["history"] = bare, History()
    at.run()
    assert [info.value for info in at.info] == [text("fr", "web.state.empty")]


def test_what_is_proved_impossible_is_not_searched_on():
    both = Meeting().force(Forced("RO-06", inside=True)).force(Forced("RO-07", inside=True))
    page = Session("program", m=to_link(both))
    assert [error.value for error in page.at.error] == [text("fr", "web_program.conflict.proved")]
    assert text("fr", "web.proof.more") not in [button.label for button in page.at.button]
    elsewhere = Session("weights", m=to_link(both))
    assert [error.value for error in elsewhere.at.error] == [text("fr", "web.state.impossible")]


def test_a_workbook_opened_against_the_wrong_criteria_is_read_again_against_others():
    key = cached.uploads().put("douze.xlsx", BOOK.read_bytes(), "montreal-numerique.yaml")
    page = opened(key)
    assert page.at.session_state["source"].portfolio is None
    page.at.selectbox(key="criteria-file-fr").set_value("exemple-arrondissement.yaml")
    page.at.run()
    assert not page.at.exception
    assert page.at.session_state["source"].portfolio == PORTFOLIO
    assert page.at.session_state["source"].name == "douze.xlsx"


def test_a_project_whose_years_are_fixed_has_no_first_year_to_pin():
    page, fixed = Session("program"), next(p for p in PORTFOLIO.projects if not can_start(PORTFOLIO, p.id))
    assert "force-apply" not in [button.key for button in page.at.button], "nothing to decide of no project"
    force_box(page).select(fixed.id)
    page.run()
    assert "force-start" not in [box.key for box in page.at.selectbox]
    page.at.segmented_control(key="force-how").set_value("in")
    page.run()
    page.at.button(key="force-apply").click()
    page.run()
    assert page.meeting == Meeting().force(Forced(fixed.id, inside=True))


def let_go(page, sent):
    """A point let go of in the triangle, as the shell's script writes it."""
    page.at.text_input(key="triangle-sent").set_value(sent)
    page.run()
    assert page.at.text_input(key="triangle-sent").value == ""
    return page.meeting.axis_weights(CRITERIA)


def test_a_point_let_go_of_gives_the_weights():
    page = Session("weights", part="triangle")
    assert let_go(page, "50;30;20") == {SERVICES: 50, TOOLS: 30, SOBRIETY: 20}
    assert page.value() == shown(expected(page.meeting))
    # Whatever is sent, it makes 100.
    assert let_go(page, "50;30;21") == {SERVICES: 50, TOOLS: 30, SOBRIETY: 20}


def test_a_point_let_go_of_moves_no_locked_weight():
    page = Session("weights", part="triangle", m=to_link(Meeting().lock(TOOLS, on=True)))
    assert let_go(page, "60;10;30") == {SERVICES: 60, TOOLS: 35, SOBRIETY: 5}


@pytest.mark.parametrize(
    "sent", ["", "1;2", "a;b;c", "NaN;0;0", "120;-20;0", "80;80;80", "1e999999;0;0", "Infinity;0;0"]
)
def test_what_is_no_point_moves_nothing(sent):
    page = Session("weights", part="triangle")
    assert let_go(page, sent) == {SERVICES: 45, TOOLS: 35, SOBRIETY: 20}
    assert page.meeting == Meeting()


def test_the_triangle_says_where_the_committee_stands():
    page = Session("weights", part="triangle")
    let_go(page, "50;30;20")
    page.at.button(key="triangle-ask").click()
    page.run()
    (drawn,) = re.findall(
        r'<img alt="" src="data:image/svg\+xml;base64,([^"]+)"',
        "".join(e.proto.body for e in page.at.main if e.type == "html"),
    )
    picture = base64.b64decode(drawn).decode()
    # Every program of the map and the edge; the committee's cell is shaded.
    cells = int(re.search(r"Programmes différents sur la carte : (\d+)", page.text.replace("\u00a0", " "))[1])
    assert picture.count("<polygon") == cells + 1
    assert picture.count('fill="#dbe2ec"') == 1
    assert "Services" in page.text
