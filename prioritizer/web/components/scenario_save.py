"""Keep the meeting under a name; open, rename, take away, download or share what is kept."""

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from prioritizer.text import DEFAULT
from prioritizer.web import cached, sources
from prioritizer.web.components.html import draw, note
from prioritizer.web.components.shelf import keep, mine, shelf
from prioritizer.web.link import LONGEST, to_link
from prioritizer.web.room import LANG, MEETING, PORTFOLIO, Room, change, here
from prioritizer.web.scenarios import KEPT, BadScenario, Scenario, clean, from_file, removed, renamed, saved, to_file

WRONG, DONE = "scenario-wrong", "scenario-done"
JSON = "application/json"
MEGABYTES = 1


def save(room: Room) -> None:
    """A name and a button; below, a file to open; then what went wrong, if anything did."""
    left, right = st.columns([7, 5], gap="large", vertical_alignment="top")
    with left:
        name, go = st.columns([4, 2], vertical_alignment="bottom")
        name.text_input(
            room.say("web_scenarios.save.name"), key="scenario-name", placeholder=room.say("web_scenarios.save.example")
        )
        go.button(
            room.say("web_scenarios.save.save"), key="scenario-save", on_click=_save, type="primary", width="stretch"
        )
        count = room.meeting.counts
        draw(note(room.say(f"web_scenarios.save.{'changes' if count else 'same'}", count=count)))
    with right:
        st.file_uploader(
            room.say("web_scenarios.save.upload"),
            type=["json"],
            key="scenario-upload",
            on_change=_upload,
            max_upload_size=MEGABYTES,
        )
    wrong, done = st.session_state.pop(WRONG, None), st.session_state.pop(DONE, None)
    if wrong is not None:
        st.error(room.say(f"web_scenarios.wrong.{wrong}", most=KEPT))
    elif done is not None:
        key, figures = done
        st.success(room.say(f"web_scenarios.done.{key}", **figures))


def manage(room: Room) -> None:
    """What can be done with one scenario."""
    kept = {row.name: row for row in mine(room)}
    if not kept:
        draw(note(room.say("web_scenarios.none")))
        return
    with st.expander(room.say("web_scenarios.manage.title", count=len(kept))):
        which, to, go = st.columns([4, 4, 2], vertical_alignment="bottom")
        name = which.selectbox(room.say("web_scenarios.manage.which"), list(kept), key="scenario-which")
        row = kept[name]
        to.text_input(room.say("web_scenarios.manage.to"), key="scenario-to")
        go.button(
            room.say("web_scenarios.manage.rename"),
            key="scenario-rename",
            on_click=_rename,
            args=(name,),
            width="stretch",
        )
        with st.container(horizontal=True):
            st.button(room.say("web_scenarios.manage.open"), key="scenario-open", on_click=_open, args=(row,))
            st.download_button(
                room.say("web_scenarios.manage.download"),
                data=to_file(row),
                file_name=_file_name(room, row),
                mime=JSON,
                on_click="ignore",
                key="scenario-download",
            )
            st.button(room.say("web_scenarios.manage.delete"), key="scenario-delete", on_click=_delete, args=(name,))
        link = share_link(room, row)
        draw(note(room.say("web_scenarios.manage.link" if link else "web_scenarios.manage.no_link")))
        if link:
            st.code(link, language=None, wrap_lines=True)
    others = len(shelf()) - len(kept)
    if others:
        draw(note(room.say("web_scenarios.others", count=others)))


def share_link(room: Room, row: Scenario) -> str:
    """The address that opens a scenario for whoever reaches this server; empty where it would be too long."""
    meeting = to_link(row.meeting)
    if len(meeting) > LONGEST:
        return ""
    asked = {
        LANG: "" if room.lang == DEFAULT else room.lang,
        PORTFOLIO: "" if room.source.key == sources.DEFAULT else room.source.key,
        MEETING: meeting,
    }
    scheme, place, path, _, _ = urlsplit(at if isinstance(at := st.context.url, str) else "")
    query = urlencode({name: value for name, value in asked.items() if value})
    return urlunsplit((scheme, place, path, query, ""))


def _file_name(room: Room, row: Scenario) -> str:
    plain = "".join(letter if letter.isalnum() else "-" for letter in row.name).strip("-")
    return room.say("web_scenarios.manage.file", name=plain or "1")


def _save() -> None:
    room, state = here(), st.session_state
    try:
        name = clean(str(state["scenario-name"]))
        new = Scenario(name, cached.about(room.source), room.meeting, room.program)
        again = any(row.name == name for row in mine(room))
        keep(saved(shelf(), new))
    except BadScenario as error:
        state[WRONG] = error.code
        return
    state["scenario-name"] = ""
    state[DONE] = "replaced" if again else "saved", {"name": name}


def _upload() -> None:
    room, state = here(), st.session_state
    file, portfolio = state["scenario-upload"], room.source.portfolio
    if file is None or portfolio is None:
        return
    try:
        wanted = cached.about(room.source)
        new = from_file(file.getvalue(), wanted, portfolio, room.criteria)
        names = {row.name for row in mine(room)}
        keep(saved(shelf(), new))
    except BadScenario as error:
        state[WRONG] = error.code
        return
    state[DONE] = "replaced" if new.name in names else "read", {"name": new.name}


def _rename(name: str) -> None:
    room, state = here(), st.session_state
    try:
        keep(renamed(shelf(), cached.about(room.source), name, str(state["scenario-to"])))
    except BadScenario as error:
        state[WRONG] = error.code
        return
    state["scenario-which"] = clean(str(state["scenario-to"]))
    state["scenario-to"] = ""


def _delete(name: str) -> None:
    room = here()
    keep(removed(shelf(), cached.about(room.source), name))
    st.session_state.pop("scenario-which", None)
    st.session_state[DONE] = "deleted", {"name": name}


def _open(row: Scenario) -> None:
    room = here()
    change(room.history.change(row.meeting))
    st.session_state[DONE] = "opened", {"name": row.name}
