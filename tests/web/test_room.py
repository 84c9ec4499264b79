"""What a page waits for: a search that is under way when a page is first drawn, so that it is drawn again."""

from dataclasses import replace
from uuid import uuid4

from streamlit.testing.v1 import AppTest

from prioritizer.web import cached
from prioritizer.web.history import History
from prioritizer.web.meeting import Forced, Meeting


def first_look():
    import streamlit as st

    from prioritizer.web.room import enter

    room = enter()
    st.text(str(room.search is not None))


def second_look():
    from types import SimpleNamespace

    import streamlit as st

    from prioritizer.web.room import enter, jobs

    room = enter()
    for desk in (room.desk, room.base):
        desk.search(room.criteria.weights, 20).wait(60)
    assert room.found.program
    assert room.published.program
    jobs()["published"] = (0, SimpleNamespace(done=False))
    jobs()["now"] = (0, SimpleNamespace(done=st.session_state["ended"]))
    st.text(next(name for name in ("now", "published") if room.awaited is jobs()[name][1]))


def said(script, meeting=None, **state):
    """What a script says of a portfolio that nobody has looked at yet."""
    app = AppTest.from_function(script, default_timeout=60)
    state |= {"source": replace(cached.source("douze"), key=uuid4().hex), "history": History(meeting or Meeting())}
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return app.text[0].value


def test_the_search_of_a_first_page_is_known_before_it_is_drawn():
    assert said(first_look) == "True"


def test_a_page_waits_for_its_own_search_then_for_the_published_program():
    forced = Meeting().force(Forced("RO-10", inside=True))
    assert said(second_look, forced, ended=False) == "now"
    assert said(second_look, forced, ended=True) == "published"
    assert said(second_look, ended=True) == "published"
