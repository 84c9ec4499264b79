"""The name of a browser: given once, unguessable, hidden from scripts and from other sites."""

from http.cookies import SimpleCookie

from prioritizer.web.visitor import NAME, TOKEN, cookie


def scope(sent="", scheme="http"):
    return {"type": "http", "scheme": scheme, "headers": [(b"cookie", sent.encode())] if sent else []}


def given(**asked):
    return SimpleCookie(cookie(scope(**asked)))[NAME]


def test_a_new_browser_gets_a_name_of_its_own():
    first, second = given(), given(sent="other=1; another=2")
    assert TOKEN.fullmatch(first.value)
    assert TOKEN.fullmatch(second.value)
    assert first.value != second.value
    assert first["httponly"]
    assert first["samesite"] == "Lax"
    assert not first["secure"]
    assert given(scheme="https")["secure"]


def test_a_browser_keeps_its_name_and_cannot_choose_one():
    name = given().value
    assert cookie(scope(f"other=1; {NAME}={name}")) == ""
    for wrong in ("", "short", "x" * 200, "../../etc/passwd-1234567", "é" * 24):
        assert NAME in cookie(scope(f"{NAME}={wrong}"))
