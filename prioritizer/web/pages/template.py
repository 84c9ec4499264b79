"""The annual template and the publication: preview, approval, and every file to download."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from prioritizer.publication.consolidated import opening
from prioritizer.publication.criteria_page import criteria_document
from prioritizer.publication.folder import fingerprint
from prioritizer.publication.forms import FORMS, Form
from prioritizer.text import LANGUAGES
from prioritizer.web import making
from prioritizer.web.components.approval import DOSSIER, approval, approved, reopened_dossier, state
from prioritizer.web.components.bar import heading
from prioritizer.web.components.choice import part_of
from prioritizer.web.components.files import download, download_all, files, form_name
from prioritizer.web.components.follow import following
from prioritizer.web.components.html import draw, note
from prioritizer.web.components.left_out import explanations, left_out
from prioritizer.web.components.preview import preview
from prioritizer.web.components.proof import search_line
from prioritizer.web.components.state import has_program, usable
from prioritizer.web.publishing import Ready, ready
from prioritizer.web.room import Room, here

PARTS = ("document", "folder", "criteria")
CONTENTS = ("documents", "criteria", "data", "site", "proof")


def show() -> None:
    """Draw the page."""
    room = here()
    heading(room, "web.page.template")
    part = part_of(room, "template", PARTS)
    if part == "criteria":
        _criteria(room)
        return
    found = _ready(room)
    if found is None:
        return
    state(room, found)
    approval(room, found)
    if part == "folder":
        _folder(room, found)
    else:
        _document(room, found)


def _ready(room: Room) -> Ready | None:
    """What is published: the dossier that was opened, else the meeting's program."""
    found = reopened_dossier(room)
    if found is not None:
        st.info(room.say("web_template.dossier.given", name=found.dossier.portfolio.info.title))
    elif not usable(room) or not has_program(room):
        return None
    else:
        following(room.search, lambda: search_line(here(), "template"))
        if _moving(room):
            draw(note(room.say("web_template.moving")))
        if room.meeting.counts:
            st.warning(room.say("web_template.changed"))
        found = ready(room, explanations(room))
    if not found.valid:
        st.error(room.say("web_template.refused"))
        return None
    return replace(found, approval=approved(room, found))


def _moving(room: Room) -> bool:
    """Whether a search may still change the program, and the hash with it."""
    search = room.search
    return DOSSIER not in st.session_state and search is not None and not search.done


def _document(room: Room, found: Ready) -> None:
    left, right = st.columns([4, 8], gap="large")
    with left:
        langs, each = _languages(room, "document")
        forms = st.pills(
            room.say("web_template.document.forms"),
            [str(form) for form in FORMS],
            selection_mode="multi",
            default=[str(form) for form in FORMS],
            key=f"document-forms-{room.lang}",
            format_func=lambda form: form_name(room, form),
        )
        left_out(room)
        about = found.digest, found.approval, found.date, tuple(langs), tuple(forms), each
        kinds = [Form(form) for form in forms]
        made = files(
            room,
            "document",
            about,
            lambda: making.template(found, langs, kinds, each=each),
            disabled=not langs or not (forms or each) or _moving(room),
        )
        for name, content in made.items():
            if "/" not in name:
                download(name, content, name)
        if made:
            download_all(room, room.say("web_template.document.zip", year=found.year), made, strong=True)
    with right:
        draw(
            Markup("<h2>{}</h2>").format(room.say("web_template.preview.title")),
            note(room.say("web_template.preview.note")),
        )
        preview(
            (found.digest, found.approval is None, room.lang),
            lambda: opening(found.edition(room.lang), found.year),
            room.say("web_template.preview.frame"),
        )


def _folder(room: Room, found: Ready) -> None:
    left, right = st.columns([4, 8], gap="large")
    with right:
        _holds(room)
    with left:
        langs, each = _languages(room, "folder")
        adopted = room.source.adopted(found.dossier.criteria)
        about = found.digest, found.approval, found.date, tuple(langs), each
        made = files(
            room,
            "folder",
            about,
            lambda: making.folder(found, langs, each=each, adopted=adopted),
            disabled=not langs or _moving(room),
        )
        if made:
            download_all(room, room.say("web_template.folder.zip", year=found.year), made, strong=True)
    if made:
        draw(
            Markup("<p>{} <code>{}</code></p>").format(room.say("web_template.folder.sums"), fingerprint(made)),
            note(room.say("web_template.folder.check")),
        )


def _holds(room: Room) -> None:
    items = Markup("").join(
        Markup("<li>{}</li>").format(room.say(f"web_template.folder.holds.{key}")) for key in CONTENTS
    )
    draw(Markup("<h2>{}</h2><ul>{}</ul>").format(room.say("web_template.folder.title"), items))


def _criteria(room: Room) -> None:
    criteria, priorities = room.criteria, room.source.priorities
    if room.meeting.axes or room.meeting.shares:
        st.info(room.say("web_template.criteria.published"))
    left, right = st.columns([4, 8], gap="large")
    with left:
        langs, _ = _languages(room, "criteria", each=False)
        about = criteria.digest(), tuple(langs)
        adopted = room.source.adopted(criteria)
        made = files(
            room,
            "criteria",
            about,
            lambda: making.criteria(criteria, priorities, langs, adopted),
            disabled=not langs,
        )
        for name, content in made.items():
            download(name, content, name)
        if made:
            download_all(room, f"{criteria.id}-{criteria.version}.zip", made, strong=True)
    with right:
        draw(Markup("<h2>{}</h2>").format(room.say("web_template.preview.title")))
        preview(
            (criteria.digest(), room.lang),
            lambda: criteria_document(criteria, room.lang, priorities=priorities),
            criteria.title.get(room.lang),
        )


def _languages(room: Room, name: str, *, each: bool = True) -> tuple[list[str], bool]:
    """Languages asked for, in order, and whether each project gets a file of its own."""
    chosen = st.pills(
        room.say("web_template.langs"),
        LANGUAGES,
        selection_mode="multi",
        default=LANGUAGES,
        key=f"{name}-langs",
        format_func=lambda code: room.say(f"web.language.{code}"),
    )
    asked = each and st.checkbox(room.say("web_template.each"), key=f"{name}-each")
    return [lang for lang in LANGUAGES if lang in chosen], asked
