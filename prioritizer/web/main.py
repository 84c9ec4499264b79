"""One run of the app: language, what is on the table, the bar above every page, the page."""

import streamlit as st

from prioritizer.text import LANGUAGES, text
from prioritizer.web.components.bar import bar
from prioritizer.web.courtesy import drawing
from prioritizer.web.pages import PAGES
from prioritizer.web.room import come_in, enter, keep_link, language, let_go


def main() -> None:
    """Draw the page asked for."""
    with drawing():
        _draw()


def _draw() -> None:
    lang = language()
    st.set_page_config(page_title=text(lang, "web.title"), layout="wide", initial_sidebar_state="collapsed")
    pages = [
        st.Page(page.show, title=text(lang, f"web.page.{page.code}"), url_path=page.path or None, default=not page.path)
        for page in PAGES
    ]
    chosen = st.navigation(pages, position="top")
    room = enter()
    come_in()
    bar(room, LANGUAGES)
    chosen.run()
    let_go()
    keep_link()
