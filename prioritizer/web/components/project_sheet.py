"""A project's sheet as the annual template prints it, on the page and as a PDF of its own."""

import streamlit as st

from prioritizer.domain.portfolio import Project
from prioritizer.publication.consolidated import one_sheet
from prioritizer.publication.edition import Edition
from prioritizer.web.components.html import draw, note
from prioritizer.web.components.preview import preview
from prioritizer.web.making import LOOK
from prioritizer.web.publishing import today
from prioritizer.web.room import Room


def sheet(room: Room, edition: Edition, project: Project) -> None:
    """Draw it; the PDF is made when it is asked for."""
    document = one_sheet(edition, project, room.portfolio.info.first_year)

    def pdf() -> bytes:
        from prioritizer.publication.pdf import write_pdf

        return write_pdf(document, LOOK, today())

    with st.container(horizontal=True, vertical_alignment="center", key="sheet-bar"):
        draw(note(room.say("web_project.sheet.note")))
        st.download_button(
            room.say("web_project.sheet.download"),
            data=pdf,
            file_name=room.say("web_project.sheet.file", project=project.id),
            mime="application/pdf",
            on_click="ignore",
            key="sheet-pdf",
        )
    preview(document, room.say("web_project.sheet.frame", project=project.title.get(room.lang)))
