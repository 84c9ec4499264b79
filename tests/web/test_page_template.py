"""The page of the template: it makes what the command line makes, stamped as long as finance has not approved."""

import json
import zipfile
from io import BytesIO

import reading
from alone import done, frame, html, jobs, opened, part, settled, words

from prioritizer.cli import main
from prioritizer.cli.exits import ExitCode
from prioritizer.store.approval_file import blank_approval
from prioritizer.text import text
from prioritizer.web import making
from prioritizer.web.publishing import ready, zipped
from prioritizer.web.room import Room

DRAFT = {lang: text(lang, "publication.draft") for lang in ("fr", "en")}


def in_session(page):
    """What the page publishes, asked of the session's own room."""
    state = page.session_state
    return ready(Room("fr", state["source"], state["history"]))


def give(page, name, file, content):
    page.session_state[name] = (file, content)
    page.run()
    assert not page.exception


def approval_of(dossier, **changed):
    filled = {"name": "A. Finance", "function": "Trésorière", "date": "2026-01-31", "reference": "CM26", **changed}
    lines = blank_approval(dossier)
    for key, value in filled.items():
        lines = lines.replace(f'{key} = ""', f'{key} = "{value}"')
    return lines.encode()


def test_the_pack_is_the_one_that_the_command_line_publishes(tmp_path):
    with opened("template") as page:
        part(page, "template", "folder")
        page.session_state["folder-langs"] = ["fr"]
        page.run()
        page.button(key="folder-make").click().run()
        files = done(page, "folder").files
        (tmp_path / "dossier.json").write_text(in_session(page).text, encoding="utf-8")
        day = in_session(page).date.isoformat()
    out = tmp_path / "out"
    asked = ["publish", str(tmp_path / "dossier.json"), "-o", str(out), "--lang", "fr", "--date", day]
    assert main(asked) == ExitCode.DONE
    written = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert files.keys() == written.keys()
    assert [name for name in files if files[name] != written[name]] == []
    packed = zipfile.ZipFile(BytesIO(zipped(files)))
    assert packed.testzip() is None
    assert {name: packed.read(name) for name in packed.namelist()} == written


def test_every_form_in_each_language_is_a_stamped_draft():
    with opened("template") as page:
        page.button(key="document-make").click().run()
        files = done(page, "document").files
        labels = [button.label for button in page.get("download_button")]
        assert all(name in labels for name in files)
    for name, lang in (("programme-2027-fr", "fr"), ("program-2027-en", "en")):
        assert reading.squeezed(DRAFT[lang]) in reading.squeezed(reading.pdf_text(files[f"{name}.pdf"]))
        assert DRAFT[lang] in files[f"{name}.html"].decode()


def test_an_approval_of_this_dossier_takes_the_stamp_away_and_no_other_does():
    with opened("template") as page:
        assert DRAFT["fr"] in frame(page)
        dossier = in_session(page)
        assert dossier.digest in html(page)
        give(page, "approval", "a.toml", approval_of(dossier.text))
        assert "A. Finance, Trésorière" in words(html(page))
        assert DRAFT["fr"] not in frame(page)
        for wrong in (approval_of(dossier.text + " "), approval_of(dossier.text, name=""), b"\xff\x00"):
            give(page, "approval", "a.toml", wrong)
            assert page.error
            assert DRAFT["fr"] in frame(page)


def test_a_dossier_kept_is_published_as_it_was_and_one_that_was_touched_is_not():
    with opened("template") as page:
        dossier = in_session(page)
    with opened("template", m="") as page:
        give(page, "dossier", "d.json", dossier.text.encode())
        assert dossier.digest in html(page)
        assert not page.error
        body = json.loads(dossier.text)
        body["decision"]["value"] = "999/1"
        give(page, "dossier", "d.json", json.dumps(body).encode())
        assert [error.value for error in page.error] == [text("fr", "web_template.refused")]
        assert not page.get("iframe")
        give(page, "dossier", "d.json", b"{}")
        assert page.error


def test_moved_weights_are_not_passed_off_as_the_published_ones():
    with opened("template") as page:
        history, source = page.session_state["history"], page.session_state["source"]
        axis = source.criteria.axes[0]
        page.session_state["history"] = history.change(history.now.weigh(source.criteria, axis.code, axis.weight - 10))
        settled(page)
        assert text("fr", "web_template.changed") in [warning.value for warning in page.warning]
        assert text("fr", "web_template.moved_notice") in frame(page)
        part(page, "template", "criteria")
        assert text("fr", "web_template.moved_notice") not in frame(page)


def test_what_is_stopped_makes_no_file():
    with opened("template") as page:
        job = making.template(in_session(page), ("fr", "en"), tuple(making.FORMS), each=True)
        job.stop()
        assert job.wait(60)
        assert isinstance(job.error, making.Stopped) or job.told is None
        assert job.told is None or not job.told.files
        assert "document" not in jobs(page)
