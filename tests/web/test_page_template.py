"""The page of the template: it makes what the command line makes, stamped as long as finance has not approved."""

import json
import zipfile
from io import BytesIO

import reading
from page_runs import html, page, press, settled
from said import frame, made, part, words

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.store.approval_file import blank_approval
from prioritizer.text import text
from prioritizer.web import making
from prioritizer.web.publishing import ready, zipped
from prioritizer.web.room import Room

DRAFT = {lang: text(lang, "publication.draft") for lang in ("fr", "en")}


def in_session(app):
    """What the page publishes, asked of the session's own room."""
    state = app.session_state
    return ready(Room("fr", state["source"], state["history"]))


def give(app, name, file, content):
    app.session_state[name] = (file, content)
    app.run()
    assert not app.exception


def approval_of(dossier, **changed):
    filled = {"name": "A. Finance", "function": "Trésorière", "date": "2026-01-31", "reference": "CM26", **changed}
    lines = blank_approval(dossier)
    for key, value in filled.items():
        lines = lines.replace(f'{key} = ""', f'{key} = "{value}"')
    return lines.encode()


def test_the_pack_is_the_one_that_the_command_line_publishes(tmp_path):
    app = page("template")
    part(app, "template", "folder")
    app.session_state["folder-langs"] = ["fr"]
    app.run()
    press(app, "folder-make")
    files, dossier = made(app, "folder").files, in_session(app)
    (tmp_path / "dossier.json").write_text(dossier.text, encoding="utf-8")
    out, day = tmp_path / "out", dossier.date.isoformat()
    grid = app.session_state["source"].grid
    (tmp_path / "grid.yaml").write_bytes(grid)
    asked = ["publish", str(tmp_path / "dossier.json"), "-o", str(out), "--lang", "fr", "--date", day]
    assert main([*asked, "--criteria", str(tmp_path / "grid.yaml")]) == ExitCode.DONE
    written = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert files.keys() == written.keys()
    assert [files[name] for name in files if name.startswith("criteres/") and name.endswith(".yaml")] == [grid]
    assert b"# " in grid
    assert [name for name in files if files[name] != written[name]] == []
    packed = zipfile.ZipFile(BytesIO(zipped(files)))
    assert packed.testzip() is None
    assert {name: packed.read(name) for name in packed.namelist()} == written


def test_every_form_in_each_language_is_a_stamped_draft():
    app = page("template")
    press(app, "document-make")
    files = made(app, "document").files
    labels = [button.label for button in app.get("download_button")]
    assert all(name in labels for name in files)
    for name, lang in (("programme-2027-fr", "fr"), ("program-2027-en", "en")):
        assert reading.squeezed(DRAFT[lang]) in reading.squeezed(reading.pdf_text(files[f"{name}.pdf"]))
        assert DRAFT[lang] in files[f"{name}.html"].decode()


def test_an_approval_of_this_dossier_takes_the_stamp_away_and_no_other_does():
    app = page("template")
    assert DRAFT["fr"] in frame(app)
    dossier = in_session(app)
    assert dossier.digest in html(app)
    give(app, "approval", "a.toml", approval_of(dossier.text))
    assert "A. Finance, Trésorière" in words(html(app))
    assert DRAFT["fr"] not in frame(app)
    for wrong in (approval_of(dossier.text + " "), approval_of(dossier.text, name=""), b"\xff\x00"):
        give(app, "approval", "a.toml", wrong)
        assert app.error
        assert DRAFT["fr"] in frame(app)


def test_a_dossier_kept_is_published_as_it_was_and_one_that_was_touched_is_not():
    app = page("template")
    dossier = in_session(app)
    give(app, "dossier", "d.json", dossier.text.encode())
    assert dossier.digest in html(app)
    assert not app.error
    body = json.loads(dossier.text)
    body["decision"]["value"] = "999/1"
    give(app, "dossier", "d.json", json.dumps(body).encode())
    assert [error.value for error in app.error] == [text("fr", "web_template.refused")]
    assert not app.get("iframe")
    give(app, "dossier", "d.json", b"{}")
    assert app.error


def test_moved_weights_are_not_passed_off_as_the_published_ones():
    app = page("template")
    history, criteria = app.session_state["history"], app.session_state["source"].criteria
    axis = criteria.axes[0]
    app.session_state["history"] = history.change(history.now.weigh(criteria, axis.code, axis.weight - 10))
    settled(app.run())
    assert text("fr", "web_template.changed") in [warning.value for warning in app.warning]
    assert text("fr", "web_template.moved_notice") in frame(app)
    part(app, "template", "criteria")
    assert text("fr", "web_template.moved_notice") not in frame(app)
    source, meeting = app.session_state["source"], in_session(app).dossier.criteria
    assert source.adopted(source.criteria) == source.grid
    assert source.adopted(meeting) is None


def test_what_is_stopped_makes_no_file():
    app = page("template")
    job = making.template(in_session(app), ("fr", "en"), tuple(making.FORMS), each=True)
    job.stop()
    assert job.wait(60)
    assert isinstance(job.error, making.Stopped) or job.told is None
    assert job.told is None or not job.told.files
