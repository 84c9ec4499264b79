"""Who comes back: a random name given to a browser, so that its scenarios outlive a reload and no link carries them.

It says nothing of the person, is read by this server only, and ends with the browser.
"""

import re
import secrets

import streamlit as st
from starlette.requests import cookie_parser
from starlette.types import Scope

NAME = "prioritizer-visitor"
TOKEN = re.compile(r"[A-Za-z0-9_-]{24}")


def cookie(scope: Scope) -> str:
    """The header that names a browser; empty for one that has a name."""
    sent = b"; ".join(value for key, value in scope["headers"] if key == b"cookie").decode("latin-1")
    if TOKEN.fullmatch(cookie_parser(sent).get(NAME, "")):
        return ""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{NAME}={secrets.token_urlsafe(18)}; Path=/; HttpOnly; SameSite=Lax{secure}"


def visitor() -> str:
    """The name of the browser of this session; empty where it keeps no cookie."""
    found = st.context.cookies.get(NAME, "")
    return found if isinstance(found, str) and TOKEN.fullmatch(found) else ""
