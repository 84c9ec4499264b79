"""Words as people type them, matched to codes: accents, case, punctuation and language do not matter."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from prioritizer.domain.criteria import CriteriaSet, RiskScale, Text
from prioritizer.text import LANGUAGES, catalog, word
from prioritizer.workbook.columns import Ref

SIGNS = {"$": " dollar ", "%": " percent ", "œ": "oe", "æ": "ae", ">=": " ge ", "<=": " le ", "≥": " ge ", "≤": " le "}
"""Signs that carry meaning, spelled out before punctuation is dropped."""


@lru_cache(maxsize=1 << 16)
def normalize(text: str) -> str:
    """A text without accents, case, punctuation or doubled spaces, so that two ways to write it compare equal."""
    text = unicodedata.normalize("NFKC", text).casefold()
    for sign, spelled in SIGNS.items():
        text = text.replace(sign, spelled)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def codes(list_name: str) -> tuple[str, ...]:
    """Codes of a closed list of the vocabulary, in its order. Raises KeyError for a list that does not exist."""
    return tuple(catalog("vocabulary", "fr")[list_name])


def spellings(list_name: str, code: str) -> tuple[str, ...]:
    """Every way to write a code: its word and its aliases in both languages, and the code itself."""
    found = [code]
    for lang in LANGUAGES:
        found.append(word(lang, list_name, code))
        found.extend(catalog("vocabulary", lang)["alias"].get(list_name, {}).get(code, ()))
    return tuple(found)


@cache
def _index(list_name: str) -> Mapping[str, str]:
    return {normalize(spelling): code for code in codes(list_name) for spelling in spellings(list_name, code)}


def match_word(lists: str | Iterable[str], text: str) -> str | None:
    """The code that a typed word stands for in a closed list (or the first of several lists), None where none."""
    key = normalize(text)
    for list_name in (lists,) if isinstance(lists, str) else lists:
        if key in _index(list_name):
            return _index(list_name)[key]
    return None


def titles(criteria: CriteriaSet, ref: Ref) -> dict[str, Text]:
    """Codes and titles that a criteria set gives for a reference, in published order.

    The criterion rated in the risk sheet is left out: it has no row among the ratings.
    """
    match ref:
        case Ref.CRITERION:
            return {c.code: c.title for c in criteria.criteria if not isinstance(c.scale, RiskScale)}
        case Ref.GATE:
            return {gate.code: gate.title for gate in criteria.gates}
        case Ref.REACH:
            return {reach.code: reach.text for reach in criteria.reach}
        case Ref.AXIS:
            return {axis.code: axis.title for axis in criteria.axes}
        case _:
            raise KeyError(ref)


def shown(criteria: CriteriaSet, ref: Ref, code: str, lang: str) -> str:
    """What a workbook shows for a code of the criteria set: its title, or the code where two titles read alike."""
    found = titles(criteria, ref)
    if code not in found or match_title(criteria, ref, found[code].get(lang)) != code:
        return code
    return found[code].get(lang)


def match_title(criteria: CriteriaSet, ref: Ref, text: str) -> str | None:
    """The code that a typed title or code stands for in a criteria set; None where none, or more than one, does."""
    return title_index(criteria, ref).get(normalize(text))


def title_index(criteria: CriteriaSet, ref: Ref) -> dict[str, str]:
    """Codes by normalized code and title: what ``match_title`` looks in, made once for many cells.

    A title that two codes share names neither; a code names itself before any title does.
    """
    found = titles(criteria, ref)
    meant: dict[str, set[str]] = {}
    for code, title in found.items():
        for spelling in (title.fr, title.en):
            meant.setdefault(normalize(spelling), set()).add(code)
    by_title = {key: alike.pop() for key, alike in meant.items() if len(alike) == 1}
    return by_title | {normalize(code): code for code in found}
