"""What a reader reads, in French and English: catalogs, never literals.

A key names its catalog first: ``rules.envelope.title`` stands in ``rules.fr.toml`` and ``rules.en.toml`` under
``[envelope] title``. A catalog is read when its first key is asked for, so that starting up stays fast.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("fr", "en")
DEFAULT = "fr"


@cache
def catalog(name: str, lang: str) -> dict[str, Any]:
    """A whole catalog. Raises FileNotFoundError for a catalog or a language that does not exist."""
    with (resources.files(__name__) / f"{name}.{lang}.toml").open("rb") as file:
        return tomllib.load(file)


def text(lang: str, key: str, /, **figures: object) -> str:
    """The sentence of a key, with its figures filled in. Raises KeyError for a key no catalog has."""
    name, *path = key.split(".")
    found: Any = catalog(name, lang)
    for part in path:
        found = found[part]
    if not isinstance(found, str):
        raise KeyError(key)
    return found.format(**figures) if figures else found


def word(lang: str, list_name: str, code: object) -> str:
    """What a reader sees for a code of a closed list, for example ``word("fr", "kind", Kind.PROJECT)``."""
    return text(lang, f"vocabulary.{list_name}.{code}")
