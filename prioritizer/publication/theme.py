"""The city's look is data: colours, logo and font of its publications, with a sober default."""

import base64
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from re import fullmatch

from prioritizer.domain.problem import Problem, Refused, Where
from prioritizer.publication.palette import AXIS_COLOURS

WHITE = "#ffffff"
LEAST_CONTRAST = 4.5
"""Of text and what is behind it (WCAG 2.2, success criterion 1.4.3)."""
LEAST_GRAPHIC = 3.0
"""Of what a drawing needs to be understood (success criterion 1.4.11)."""
LARGEST_LOGO = 100_000
"""Bytes: the logo goes into every page."""
LOGOS = {".png": "image/png", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Logo:
    """A picture, as a file would hold it."""

    content: bytes
    media: str

    @property
    def uri(self) -> str:
        """The picture inside an address, so that a page asks nobody for it."""
        return f"data:{self.media};base64,{base64.b64encode(self.content).decode()}"


@dataclass(frozen=True)
class Theme:
    """Colours as ``#rrggbb``; ``font`` is a family that the PDF compiler brings, or one of the folder ``fonts``.

    ``axis_1`` and on are those of the axes, in published order, everywhere: apart for colour-blind eyes too, and never
    without the axis's name.
    """

    ink: str = "#1a1a1a"
    accent: str = "#1f3a5f"
    use: str = "#3b6ea5"
    limit: str = "#b3470b"
    band: str = "#eaf0f7"
    rule: str = "#8896a8"
    axis_1: str = AXIS_COLOURS[0]
    axis_2: str = AXIS_COLOURS[1]
    axis_3: str = AXIS_COLOURS[2]
    axis_4: str = AXIS_COLOURS[3]
    axis_5: str = AXIS_COLOURS[4]
    axis_6: str = AXIS_COLOURS[5]
    font: str = "Libertinus Serif"
    fonts: Path | None = None
    logo: Logo | None = None

    @property
    def colours(self) -> dict[str, str]:
        """The colours alone."""
        return {name: getattr(self, name) for name in COLOURS}


AXES = tuple(f"axis_{k}" for k in range(1, 7))
COLOURS = ("ink", "accent", "use", "limit", "band", "rule", *AXES)
PAIRS = (
    ("ink", WHITE, LEAST_CONTRAST),
    ("ink", "band", LEAST_CONTRAST),
    ("accent", WHITE, LEAST_CONTRAST),
    ("limit", WHITE, LEAST_CONTRAST),
    ("use", WHITE, LEAST_GRAPHIC),
    *((axis, WHITE, LEAST_GRAPHIC) for axis in AXES),
)
"""What must be told apart: a colour, what is behind it, and the least contrast."""


def read_theme(path: Path) -> Theme:
    """A theme from a TOML file; what it does not say keeps its default. Its files stand beside it.

    Raises:
        Refused: for a key that is none, a value that cannot be used, or colours that cannot be told apart.
        OSError: where it cannot be read.
    """
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused((Problem("theme-damaged", Where(file=path.name), read=str(error)[:200]),)) from error
    problems = list(_wrong(read, path))
    if problems:
        raise Refused(tuple(problems))
    logo = path.parent / read.pop("logo") if "logo" in read else None
    folder = path.parent / read.pop("fonts") if "fonts" in read else None
    theme = replace(Theme(), **read, fonts=folder, logo=logo and Logo(logo.read_bytes(), LOGOS[logo.suffix.lower()]))
    pale = tuple(_pale(theme, path))
    if pale:
        raise Refused(pale)
    return theme


def _wrong(read: dict[str, object], path: Path) -> Iterator[Problem]:
    where = Where(file=path.name)
    known = sorted(field.name for field in fields(Theme))
    for key, value in read.items():
        if key not in known:
            yield Problem("theme-unknown", where, read=key, expected=", ".join(known))
        elif not isinstance(value, str) or (key in COLOURS and not fullmatch("#[0-9a-fA-F]{6}", value)):
            yield Problem(
                "theme-value", where, read=f"{key} = {value!r}", expected="#1f3a5f" if key in COLOURS else "…"
            )
        elif key == "logo" and not _is_logo(path.parent / value):
            yield Problem("theme-logo", where, read=value, expected=str(LARGEST_LOGO // 1000))
        elif key == "fonts" and not (path.parent / value).is_dir():
            yield Problem("theme-fonts", where, read=value)


def _is_logo(path: Path) -> bool:
    return path.suffix.lower() in LOGOS and path.is_file() and path.stat().st_size <= LARGEST_LOGO


def _pale(theme: Theme, path: Path) -> Iterator[Problem]:
    for name, behind, least in PAIRS:
        ratio = contrast(theme.colours[name], theme.colours.get(behind, behind))
        if ratio < least:
            yield Problem(
                "theme-pale", Where(file=path.name), read=f"{name}, {behind} : {ratio:.1f}", expected=f"{least:.1f}"
            )


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
