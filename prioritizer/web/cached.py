"""What all sessions share: workbooks read, and a desk for each portfolio that a meeting makes of one."""

from dataclasses import replace

import streamlit as st

from prioritizer.domain.criteria import CriteriaSet, Text
from prioritizer.program.case import Case
from prioritizer.scoring.score import OptionScore
from prioritizer.store.criteria_file import load_criteria
from prioritizer.web import sources
from prioritizer.web.desk import Desk
from prioritizer.web.link import to_link
from prioritizer.web.meeting import Meeting
from prioritizer.web.scenarios import Shelves
from prioritizer.web.scenarios import about as about_files
from prioritizer.web.sources import Source, Uploads

FIRST_SECONDS = 20.0
"""Seconds that a search gets without being asked for more."""


@st.cache_resource(show_spinner=False)
def uploads() -> Uploads:
    """The workbooks uploaded since the server started."""
    return Uploads()


@st.cache_resource(show_spinner=False)
def shelves() -> Shelves:
    """The scenarios kept since the server started."""
    return Shelves()


@st.cache_resource(show_spinner=False, max_entries=32)
def source(key: str) -> Source:
    """A sample or an upload by its key. Raises KeyError where nobody has uploaded it, or it was dropped since."""
    if key in sources.SAMPLES:
        return sources.read_sample(key)
    return sources.read(key, *uploads().get(key))


@st.cache_resource(show_spinner=False)
def _titles(file: str) -> Text:
    return load_criteria(sources.folder("criteria") / file).title


def criteria_title(file: str, lang: str) -> str:
    """The title of a criteria set of the folder ``criteria``."""
    return _titles(file).get(lang)


def about(found: Source) -> str:
    """What the scenarios of a workbook are recognized by. Raises ValueError where it has errors."""
    return _about(found.key, found)


@st.cache_resource(show_spinner=False, max_entries=32)
def _about(key: str, _source: Source) -> str:  # noqa: ARG001 - the key of the cache
    if _source.portfolio is None:
        raise ValueError("the workbook has errors")
    return about_files(_source.portfolio, _source.criteria)


def desk(found: Source, meeting: Meeting) -> Desk:
    """The desk of a portfolio with the rules of a meeting; weights are asked of it, they do not change it.

    Raises:
        ValueError: the source has no portfolio.
    """
    rules = meeting.rules_key
    return _desk(found.key, to_link(rules), found, rules)


@st.cache_resource(show_spinner=False, max_entries=24)
def _desk(key: str, link: str, _source: Source, _meeting: Meeting) -> Desk:  # noqa: ARG001 - the key of the cache
    if _source.portfolio is None:
        raise ValueError("the workbook has errors")
    return Desk(Case.of(_meeting.portfolio(_source.portfolio), _source.criteria))


def judged(found: Source, meeting: Meeting) -> Desk:
    """The desk of a portfolio whose published weights are those of the meeting: for questions about weights."""
    criteria = meeting.criteria(found.criteria)
    if criteria is found.criteria:
        return desk(found, meeting)
    return _judged(found.key, to_link(replace(meeting, locks=frozenset())), desk(found, meeting), criteria)


@st.cache_resource(show_spinner=False, max_entries=8)
def _judged(key: str, link: str, _desk: Desk, _criteria: CriteriaSet) -> Desk:  # noqa: ARG001 - the key of the cache
    return Desk(reweighed(_desk.case, _criteria))


def reweighed(case: Case, criteria: CriteriaSet) -> Case:
    """A case under other weights; which projects serve an axis stays as published, and so do the rows."""

    def option(row: OptionScore) -> OptionScore:
        return replace(row, criteria=tuple(replace(c, weight=criteria.weights[c.criterion]) for c in row.criteria))

    card = replace(case.scorecard, weights=criteria.weights, options=tuple(option(o) for o in case.scorecard.options))
    return Case(case.portfolio, criteria, card)


def warm() -> None:
    """Read the first sample and begin to search, so that the first page has a program to show."""
    found = source(sources.DEFAULT)
    desk(found, Meeting()).search(found.criteria.weights, FIRST_SECONDS).wait()
