"""What a page is given: the reader's language, the workbook on the table, the meeting so far, and its programs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import streamlit as st

from prioritizer.domain.criteria import CriteriaSet
from prioritizer.domain.decision import Program
from prioritizer.domain.portfolio import Portfolio
from prioritizer.program.live import Found
from prioritizer.text import DEFAULT, LANGUAGES, text
from prioritizer.text.findings import Wording
from prioritizer.text.numbers import number
from prioritizer.web import cached, sources
from prioritizer.web.desk import GAP, Desk
from prioritizer.web.history import History
from prioritizer.web.jobs import Job
from prioritizer.web.link import LONGEST, BadLink, from_link, to_link
from prioritizer.web.meeting import Meeting
from prioritizer.web.sources import Source
from prioritizer.web.views import Figures

T = TypeVar("T")
ENOUGH = 0.9
"""Share of the time of a first search after which it is not begun again by itself."""
WAIT = 1.5
"""Seconds that a page may wait for the very first program of a portfolio."""
PORTFOLIO, MEETING, LANG = "p", "m", "lang"
"""What a link carries."""


@dataclass(frozen=True)
class Room:
    """One session at one moment. Everything derived is worked out when it is asked for."""

    lang: str
    source: Source
    history: History

    def say(self, key: str, **figures: object) -> str:
        """A sentence of the catalogs, in the reader's language."""
        return text(self.lang, key, **figures)

    def counted(self, key: str, count: int) -> str:
        """A figure with its noun: ``key`` holds a form for 1, one for more, maybe one for 0."""
        return self.say(f"{key}.{min(count, 2)}", count=number(count, self.lang))

    @property
    def meeting(self) -> Meeting:
        """What the meeting has changed."""
        return self.history.now

    @property
    def criteria(self) -> CriteriaSet:
        """The published set."""
        return self.source.criteria

    @cached_property
    def weights(self) -> Mapping[str, Fraction]:
        """Weights of the criteria as the meeting has them."""
        return self.meeting.weights(self.criteria)

    @cached_property
    def base(self) -> Desk:
        """The published portfolio."""
        return cached.desk(self.source, Meeting())

    @cached_property
    def desk(self) -> Desk:
        """The portfolio as the meeting has it."""
        return cached.desk(self.source, self.meeting)

    @cached_property
    def judged(self) -> Desk:
        """The same, the weights of the meeting standing as the published ones: for questions about weights."""
        return cached.judged(self.source, self.meeting)

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio as the meeting has it, in canonical order."""
        return self.desk.case.portfolio

    @cached_property
    def words(self) -> Wording:
        """Codes of the portfolio and of the set, in words."""
        return Wording(self.portfolio, self.criteria, self.lang)

    @property
    def changed(self) -> bool:
        """Whether the meeting differs from what is published."""
        return bool(self.meeting.counts)

    # Programs

    @cached_property
    def published(self) -> Found:
        """The published portfolio's program under the published weights, as far as it is known now."""
        return known(self.base, self.criteria.weights, "published")

    @cached_property
    def found(self) -> Found:
        """The meeting's program, as far as it is known now; a search begins where it is not proved yet."""
        if not self.changed:
            return self.published
        if self.desk is not self.base and not self.desk.pool:
            for program in self.base.pool[-20:]:
                self.desk.knows(program)
        return known(self.desk, self.weights, "now")

    @property
    def figures(self) -> Figures:
        """Figures of the portfolio as the meeting has it."""
        return self.desk.figures

    @property
    def program(self) -> Program:
        """The meeting's program; empty where none is known."""
        return self.found.program or ()

    @property
    def search(self) -> Job[Found] | None:
        """The search under way or ended for what is shown; it begins with the first look."""
        _ = self.found
        return _search("now" if self.changed else "published")

    @property
    def awaited(self) -> Job[Found] | None:
        """The search that a page waits for: that of what it shows, else of the published program set beside it."""
        search = self.search
        if self.changed and (search is None or search.done):
            _ = self.published
            return _search("published") or search
        return search


def _search(name: str) -> Job[Found] | None:
    found = jobs().get(name)
    return found[1] if found else None


def known(desk: Desk, weights: Mapping[str, Fraction], name: str) -> Found:
    """The best program known now; a search of that name begins where it is not proved yet, unless it was long enough.

    A portfolio without any program yet is waited for a little.
    """
    seen = desk.look(weights)
    about = about_program(desk, weights)
    if seen.impossible or (seen.gap is not None and seen.gap <= GAP):
        if job(name, about) is None:
            stop(name)
        return seen
    if job(name, about) is None:
        stop(name)
        if desk.spent(weights) >= ENOUGH * cached.FIRST_SECONDS:
            return seen
    searching = work(name, about, lambda: desk.search(weights, cached.FIRST_SECONDS))
    if seen.program is None:
        searching.first(WAIT)
        return desk.look(weights)
    return seen


def about_program(desk: Desk, weights: Mapping[str, Fraction]) -> object:
    """What a search or a question is about: another one makes it out of date."""
    return id(desk), tuple(weights.values())


def jobs() -> dict[str, tuple[object, Job[Any]]]:
    """Work under way or ended in this session, by name, each with what it is about."""
    kept: dict[str, tuple[object, Job[Any]]] = st.session_state.setdefault("jobs", {})
    return kept


def job(name: str, about: object) -> Job[Any] | None:
    """The work of that name, if it is about that; the page that asks is seen to wait for it."""
    kept = jobs().get(name)
    found = kept[1] if kept is not None and kept[0] == about else None
    if found is not None and name in _left():
        _left()[name] = False
        found.look()
    return found


def work(name: str, about: object, start: Callable[[], Job[T]], *, question: bool = False) -> Job[T]:
    """The work of that name about that: begun now unless it was before. Work about anything else is stopped.

    A ``question`` is worth nothing to others: it ends by itself once no page of this session shows it.
    """
    found = job(name, about)
    if found is None:
        stop(name)
        found = start()
        jobs()[name] = (about, found)
        if question:
            _left()[name] = False
            found.look()
    return found


def asked_about(name: str) -> object:
    """What the work of that name was begun about."""
    return jobs()[name][0]


def _left() -> dict[str, bool]:
    """The questions of this session, and whether the page being drawn has left them aside so far."""
    kept: dict[str, bool] = st.session_state.setdefault("left", {})
    return kept


def come_in() -> None:
    """A page is about to be drawn, whole."""
    _left().update(dict.fromkeys(_left(), True))


def let_go() -> None:
    """The page is drawn: questions that it does not show end now, and leave their turn. What they know is kept."""
    for name in [name for name, left in _left().items() if left]:
        found = jobs()[name][1]
        if not found.done and not found.ending:
            found.stop()
        if found.told is None:
            jobs().pop(name)
            _left().pop(name)


def stop(name: str) -> None:
    """End and forget work of this session, if there is any of that name."""
    _left().pop(name, None)
    if name in jobs():
        jobs().pop(name)[1].stop()


def go_on(room: Room, seconds: float) -> None:
    """Search on for the program shown."""
    name, desk = ("now", room.desk) if room.changed else ("published", room.base)
    stop(name)
    work(name, about_program(desk, room.weights), lambda: desk.search(room.weights, seconds))


# The session


def language() -> str:
    """The reader's language: the switch, else the link, else French."""
    asked = st.session_state.get(LANG) or st.query_params.get(LANG, DEFAULT)
    return asked if asked in LANGUAGES else DEFAULT


def enter() -> Room:
    """The room as the session has it; a new session takes it from its link."""
    state = st.session_state
    if "source" not in state:
        asked = st.query_params.get(PORTFOLIO, sources.DEFAULT)
        state["history"] = History()
        try:
            state["source"] = cached.source(asked)
            portfolio = state["source"].portfolio
            if portfolio is not None:
                state["history"] = History(
                    from_link(st.query_params.get(MEETING, ""), state["source"].criteria, portfolio)
                )
        except KeyError:
            state["source"], state["notice"] = cached.source(sources.DEFAULT), "web.notice.no_portfolio"
        except BadLink:
            state["notice"] = "web.notice.bad_link"
    return Room(language(), state["source"], state["history"])


def here() -> Room:
    """The room, from within a fragment or a callback."""
    return enter()


def change(history: History) -> None:
    """Put a change on the table."""
    st.session_state["history"] = history


def open_source(key: str) -> None:
    """Put another workbook on the table, with nothing changed."""
    st.session_state["source"] = cached.source(key)
    st.session_state["history"] = History()
    for name in list(jobs()):
        stop(name)


def keep_link() -> None:
    """Say in the address what is on the table, so that a reload or a friend finds it again."""
    room = here()
    link = to_link(room.meeting)
    wanted = {
        LANG: "" if room.lang == DEFAULT else room.lang,
        PORTFOLIO: "" if room.source.key == sources.DEFAULT else room.source.key,
        MEETING: link if len(link) <= LONGEST else "",
    }
    for name, value in wanted.items():
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value
        elif not value and name in st.query_params:
            del st.query_params[name]
