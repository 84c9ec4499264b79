"""Who publishes, where and under which licence: facts of the city that no decision carries, in a TOML file."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from re import fullmatch
from typing import Any

from prioritizer.domain.problem import Problem, Refused, Where

ADDRESSES = ("url", "organization_url", "license_url")
FORMS = {"oc4ids_prefix": r"oc4ids-[a-z0-9]{6}", "contact_email": r"[^@\s]+@[^@\s]+"}
"""What two more keys look like; the prefix is given to each publisher by the standard's help desk."""


@dataclass(frozen=True)
class Publisher:
    """Empty where the city has not said. Addresses begin with ``https://`` or ``http://``.

    ``url`` is where the folder will stand; ``owner``, ``operator`` and ``reviewer`` are the functions that answer for
    the algorithm, for its runs and for its review.
    """

    url: str = ""
    organization_url: str = ""
    license_name: str = "CC-BY-4.0"
    license_title: str = "Creative Commons Attribution 4.0 International"
    license_url: str = "https://creativecommons.org/licenses/by/4.0/"
    contact_name: str = ""
    contact_email: str = ""
    oc4ids_prefix: str = ""
    owner: str = ""
    operator: str = ""
    reviewer: str = ""

    def at(self, path: str) -> str:
        """Address of a file of the folder; the path itself where the folder has no address yet."""
        return f"{self.url.rstrip('/')}/{path}" if self.url else path


def read_publisher(path: Path) -> Publisher:
    """A publisher from a TOML file; what it does not say keeps its default.

    Raises:
        Refused: for a key that is none or a value that cannot be used.
        OSError: where it cannot be read.
    """
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused((Problem("publisher-damaged", Where(file=path.name), read=str(error)[:200]),)) from error
    problems = tuple(_wrong(read, Where(file=path.name)))
    if problems:
        raise Refused(problems)
    return replace(Publisher(), **read)


def _wrong(read: dict[str, Any], where: Where) -> Iterator[Problem]:
    known = [field.name for field in fields(Publisher)]
    for key, value in read.items():
        if key not in known:
            yield Problem("publisher-unknown", where, read=key, expected=", ".join(known))
            continue
        form = r"https?://\S+" if key in ADDRESSES else FORMS.get(key, "[^\n]*")
        if not isinstance(value, str) or (value and not fullmatch(form, value)):
            yield Problem("publisher-value", where, read=f"{key} = {value!r}"[:200])
