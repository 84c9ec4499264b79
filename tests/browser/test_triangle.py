"""The committee's point in the triangle of weights: dragged by mouse, moved by arrow keys, told as it moves."""

import pytest


@pytest.fixture
def app(app):
    app.open("/poids?p=douze&part=triangle")
    app.page.locator("[data-triangle]").wait_for()
    app.rest()
    return app


def typed(page):
    """What the fields beside the triangle say: only what the server knows stands there."""
    return [page.get_by_role("textbox", name=name).input_value() for name in AXES]


def told(page):
    return [one.inner_text().replace("\u00a0", " ") for one in page.locator("[data-share]").all()]


AXES = ("Services aux résidents (%)", "Bon état des outils (%)", "Sobriété (%)")


def test_the_point_is_dragged_and_the_program_follows(app):
    page = app.page
    assert typed(page) == ["45", "35", "20"]
    dot, box = page.get_by_role("slider", name="Poids des trois axes"), page.locator(".ternary").bounding_box()
    from_box = dot.bounding_box()
    page.mouse.move(from_box["x"] + from_box["width"] / 2, from_box["y"] + from_box["height"] / 2)
    page.mouse.down()
    # Halfway from the first corner to the third: nothing of the second.
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3, steps=4)
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2, steps=4)
    assert told(page) == ["50 %", "0 %", "50 %"]
    assert typed(page) == ["45", "35", "20"], "nothing is sent before the point is let go of"
    page.mouse.up()
    page.get_by_role("button", name="Tout remettre (1 changement)").wait_for()
    app.rest()
    assert typed(page) == ["50", "0", "50"]
    assert told(page) == ["50 %", "0 %", "50 %"]
    assert page.locator(".kpis .figure").first.inner_text() != "142,5"
    page.get_by_role("button", name="Annuler").click()
    page.get_by_role("button", name="Tout remettre", exact=True).wait_for()
    app.rest()
    assert told(page) == ["45 %", "35 %", "20 %"]
    assert app.axe() == []


def test_the_point_is_moved_by_keyboard_and_keeps_the_focus(app):
    page = app.page
    dot = page.get_by_role("slider", name="Poids des trois axes")
    dot.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    # 45 + 5; what is left, 33 against 22, in the same proportion.
    assert told(page) == ["50 %", "30 %", "20 %"]
    page.get_by_role("button", name="Tout remettre (1 changement)").wait_for()
    app.rest()
    assert typed(page) == ["50", "30", "20"]
    assert dot.get_attribute("aria-valuetext").replace("\u00a0", " ").startswith("Services aux résidents 50 %, Bon")
    assert dot.evaluate("node => node === document.activeElement")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(400)
    app.rest()
    assert typed(page) == ["50", "31", "19"]
