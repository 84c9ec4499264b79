"""Spaces that must not break, as French typography asks for them; the words stay as they were written."""

import re

_BEFORE = re.compile(r"(?<=\S) (?=(?:[:;?!»%$]|k\$|M\$)(?:\W|$))")
_AFTER = re.compile(r"(?<=«) ")


def typeset(text: str, lang: str) -> str:
    """``text`` with no-break spaces before ``: ; ? ! » % $`` and after ``«`` where a French text has plain ones."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text)) if lang == "fr" else text
