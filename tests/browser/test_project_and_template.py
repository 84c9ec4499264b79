"""By keyboard: from the calendar to a project and what it would take; the template, its PDF, and finance's approval."""

import io

from pypdf import PdfReader

BEST = {"RO-01", "RO-02", "RO-03", "RO-04", "RO-07", "RO-08", "RO-09", "RO-12"}


def press(page, locator, key="Enter"):
    """Reach something and press a key on it."""
    locator.focus()
    assert locator.evaluate("node => node === document.activeElement || node.contains(document.activeElement)")
    page.keyboard.press(key)


def test_a_project_by_keyboard(app):
    page = app.page
    app.open("/programme?p=douze")
    link = page.locator("a.project").filter(has_text="Rendez-vous en ligne")
    link.wait_for()
    app.rest()
    page.evaluate("window.kept = true")
    press(page, link)
    page.get_by_role("heading", name="Projet", exact=True).wait_for()
    app.rest()
    assert "/projet?" in page.url
    assert "p=douze" in page.url
    assert "projet=RO-02" in page.url
    assert page.evaluate("window.kept"), "the page was changed, not loaded again"
    assert page.locator(".lead").inner_text().startswith("Retenu pour sa valeur")
    box = page.get_by_role("combobox", name="Projet")
    box.focus()
    page.keyboard.type("RO-05")
    page.get_by_role("option", name="RO-05").wait_for()
    page.keyboard.press("Enter")
    page.locator(".lead", has_text="Proche.").wait_for()
    app.rest()
    assert "projet=RO-05" in page.url
    assert page.locator("tr.total td").last.inner_text() == "62,85"
    assert app.axe() == []
    press(page, page.get_by_role("radio", name="Ce qu'il faudrait"), " ")
    press(page, page.get_by_role("button", name="Calculer"))
    page.locator(".said li").first.wait_for()
    app.rest()
    assert "40,85" in page.locator(".said").inner_text()
    assert app.axe() == []
    press(page, page.get_by_role("radio", name="Argent et calendrier"), " ")
    page.get_by_role("cell", name="1 400").first.wait_for()
    assert app.axe() == []
    page.reload()
    page.get_by_role("cell", name="1 400").first.wait_for()
    assert page.locator(".lead").inner_text().startswith("Proche.")


def test_another_language_keeps_the_project_and_the_forms(app):
    page = app.page
    app.open("/projet?p=douze&projet=RO-05&part=why")
    page.get_by_role("button", name="Calculer").wait_for()
    press(page, page.get_by_role("radio", name="English"), " ")
    page.locator(".lead", has_text="Close.").wait_for()
    app.rest()
    assert "projet=RO-05" in page.url
    box = page.get_by_role("combobox", name="Project")
    assert box.input_value() == "RO-05 · Single resident file (not funded)"
    # Forced in, it is the same project still, under its new words.
    press(page, page.get_by_role("radio", name="In", exact=True), " ")
    press(page, page.get_by_role("button", name="Apply"))
    page.locator(".lead", has_text="Funded.").wait_for()
    app.rest()
    assert "projet=RO-05" in page.url
    app.open("/gabarit?p=douze")
    page.get_by_role("button", name="Préparer les fichiers").wait_for()
    press(page, page.get_by_role("radio", name="English"), " ")
    page.get_by_role("button", name="Prepare the files").wait_for()
    app.rest()
    assert page.get_by_role("button", name="Prepare the files").is_enabled()
    assert page.locator("[data-testid=stException]").count() == 0


def test_the_sheet_of_a_project_in_english(app):
    page = app.page
    app.open("/projet?p=douze&projet=RO-05&part=sheet&lang=en")
    sheet = page.frame_locator("iframe")
    sheet.get_by_role("heading", name="RO-05").wait_for()
    app.rest()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert sheet.get_by_text("DRAFT").first.is_visible()
    assert app.axe() == []
    with page.expect_download() as download:
        press(page, page.get_by_role("button", name="Download the sheet"))
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    assert "Single resident file" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_the_template_is_downloaded(app):
    page = app.page
    file = "programme-2027-fr.pdf"
    app.open("/gabarit?p=douze")
    preview = page.frame_locator("iframe")
    preview.get_by_role("link", name="Les axes").wait_for()
    app.rest()
    press(page, preview.get_by_role("link", name="Les axes"))
    assert preview.get_by_role("heading", name="Les axes").is_visible(), "links of the preview stay inside it"
    assert app.axe() == []
    press(page, page.get_by_role("button", name="Préparer les fichiers"))
    page.get_by_role("button", name=file).wait_for()
    app.rest()
    with page.expect_download() as download:
        press(page, page.get_by_role("button", name=file))
    assert download.value.suggested_filename == file
    written = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    said = "".join(page.extract_text() for page in written.pages)
    assert all(project in said for project in BEST)
    assert "ÉBAUCHE" in said


def test_every_part_of_the_publication_can_be_read_by_all(app):
    page = app.page
    app.open("/gabarit?p=douze&part=folder&lang=en")
    page.get_by_role("button", name="Prepare the public pack").wait_for()
    app.rest()
    press(page, page.locator("summary", has_text="Approval by finance"))
    page.get_by_text("Hash to approve").wait_for()
    assert app.axe() == []
    press(page, page.get_by_role("radio", name="Criteria"), " ")
    page.frame_locator("iframe").get_by_role("heading", name="In brief").wait_for()
    app.rest()
    assert app.axe() == []
