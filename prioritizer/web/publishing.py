"""What the meeting's program gives the public: its decision, its dossier, its documents. No file is written."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

import streamlit as st

from prioritizer.domain.approval import Approval
from prioritizer.domain.criteria import CriteriaSet, SetStatus, Text
from prioritizer.domain.decision import Decision, Program, SolveStatus
from prioritizer.domain.explanation import Why
from prioritizer.domain.portfolio import Portfolio
from prioritizer.program.case import Case
from prioritizer.program.live import Found
from prioritizer.program.solve import decided
from prioritizer.program.solvers import End
from prioritizer.publication.edition import Edition
from prioritizer.store.approval_file import approval_text, dossier_digest
from prioritizer.store.dossier_file import Dossier, dossier_to_json
from prioritizer.text import LANGUAGES, text
from prioritizer.web.desk import GAP
from prioritizer.web.link import to_link
from prioritizer.web.room import Room


@dataclass(frozen=True)
class Ready:
    """A decision ready to be published, as the command line has it: ``text`` is what finance approves the hash of."""

    dossier: Dossier
    text: str
    date: dt.date
    approval: Approval | None = None

    @cached_property
    def digest(self) -> str:
        """The hash to approve."""
        return dossier_digest(self.text)

    @property
    def year(self) -> int:
        """First year of the program."""
        return self.dossier.portfolio.info.first_year

    @property
    def signed(self) -> tuple[Approval, str] | None:
        """The approval, and what is published of it."""
        return None if self.approval is None else (self.approval, approval_text(self.approval))

    def edition(self, lang: str) -> Edition:
        """The decision in one language."""
        return Edition.of(
            self.dossier.decision,
            self.dossier.portfolio,
            self.dossier.criteria,
            lang,
            priorities=self.dossier.priorities,
            approved=self.approval is not None,
            answers=self.dossier.explanations,
        )


def today() -> dt.date:
    """The date that documents bear."""
    return dt.datetime.now(tz=dt.UTC).date()


def edition(room: Room, answers: tuple[Why, ...] = ()) -> Edition:
    """The meeting's program as a publication of one language, without internal matters. A program must be known."""
    case = _case(room)
    return Edition(case, _decision(room, case), room.lang, room.source.priorities, approved=False, answers=answers)


def dossier(room: Room, answers: tuple[Why, ...] = ()) -> Dossier:
    """The meeting's program with the published part of what it was made from. A program must be known."""
    case = _case(room)
    return Dossier.of(_decision(room, case), case.portfolio, case.criteria, room.source.priorities, answers)


def ready(found: Dossier, approval: Approval | None = None) -> Ready:
    """A dossier to publish today."""
    return Ready(found, dossier_to_json(found), today(), approval)


def noted(published: CriteriaSet, criteria: CriteriaSet) -> CriteriaSet:
    """A set that the meeting has reweighed says so wherever it is printed: it is not the one in force."""
    if criteria is published:
        return published
    notice = Text(**{lang: text(lang, "web_template.moved_notice") for lang in LANGUAGES})
    fields = {name: getattr(criteria, name) for name in CriteriaSet.model_fields}
    return CriteriaSet.model_validate({**fields, "status": SetStatus.DRAFT, "notice": notice})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files in one; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()


def _key(room: Room) -> tuple[str, str]:
    return room.source.key, to_link(room.meeting)


def _case(room: Room) -> Case:
    criteria = noted(room.criteria, room.meeting.criteria(room.criteria))
    return _cases(*_key(room), room.portfolio, criteria)


@st.cache_resource(show_spinner=False, max_entries=16)
def _cases(key: str, link: str, _portfolio: Portfolio, _criteria: CriteriaSet) -> Case:  # noqa: ARG001 - cache's key
    return Case.of(_portfolio.published(), _criteria)


def _decision(room: Room, case: Case) -> Decision:
    found = room.found
    if found.program is None:
        raise ValueError("no program is known")
    return _decisions(*_key(room), found.program, found.bound, case, found, room.desk.spent(room.weights))


@st.cache_resource(show_spinner=False, max_entries=32)
def _decisions(
    key: str,  # noqa: ARG001 - the key of the cache
    link: str,  # noqa: ARG001
    program: Program,
    bound: float,
    _case: Case,
    _found: Found,
    _spent: float,
) -> Decision:
    status, unique = SolveStatus.TIME_LIMIT, None
    if _found.end is End.OPTIMAL:
        # Proved, but the published tie-break is the command line's: the app keeps the program that it has shown.
        status, unique = SolveStatus.OPTIMAL, False
    elif _found.gap is not None and _found.gap <= GAP:
        status = SolveStatus.WITHIN_GAP
    return decided(
        _case,
        program,
        status=status,
        bound=bound,
        gap_asked=GAP,
        unique=unique,
        solver="highs",
        engine=f"HiGHS {version('highspy')}",
        seconds=_spent,
        nodes=0,
    )
