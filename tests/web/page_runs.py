"""One page of the app, run without a browser."""

import json
import time

from lxml import html as lxml_html
from streamlit.testing.v1 import AppTest


def _page(name, lang, portfolio):
    import importlib

    import streamlit as st

    from prioritizer.web.components.bar import bar
    from prioritizer.web.room import come_in, enter, keep_link, let_go

    st.query_params.setdefault("lang", lang)
    st.query_params.setdefault("p", portfolio)
    room = enter()
    come_in()
    bar(room, ("fr", "en"))
    importlib.import_module(f"prioritizer.web.pages.{name}").show()
    let_go()
    keep_link()


def page(name, lang="fr", portfolio="douze", state=None, **query):
    """The page, drawn once; ``state`` is that of its session before."""
    app = AppTest.from_function(_page, args=(name, lang, portfolio), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    for key, value in (state or {}).items():
        app.session_state[key] = value
    return settled(app.run())


def settled(app, seconds=60):
    """The page once all that it began has ended."""
    assert not app.exception, [one.value for one in app.exception]
    until = time.monotonic() + seconds
    while any(not job.done for _, job in _jobs(app)):
        for _, job in _jobs(app):
            job.look()  # As the open page does.
        assert time.monotonic() < until
        time.sleep(0.05)
    app.run()
    assert not app.exception, [one.value for one in app.exception]
    return app


def _jobs(app):
    return app.session_state["jobs"].values() if "jobs" in app.session_state else ()


def html(app):
    """All markup of the page."""
    return "\n".join(element.proto.body for element in app.get("html"))


def tables(app):
    """Tables of the page by caption: rows of texts, the header first."""
    root = lxml_html.fromstring(f"<div>{html(app)}</div>")
    return {
        table.findtext("caption"): [
            [" ".join(cell.text_content().split()) for cell in row.iterchildren()] for row in table.iter("tr")
        ]
        for table in root.iter("table")
    }


def figures(app):
    """Figures of the page: what Plotly is given, and what is said of each."""
    return [
        (json.loads(element.proto.spec), json.loads(element.proto.config), element.proto.alt)
        for element in app.get("plotly_chart")
    ]


def press(app, key):
    """Press a button by its key, and wait for what it begins."""
    return settled(app.button(key=key).click().run())
