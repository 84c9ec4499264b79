"""Which language to speak, known before anything else is said."""

import itertools
from collections.abc import Mapping, Sequence

from prioritizer.text import DEFAULT, LANGUAGES

VARIABLE = "PRIORITIZER_LANG"


def choose(argv: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of ``--lang``, else of the environment, else French; an unknown one is reported by the parser."""
    wanted = environment.get(VARIABLE, "")
    for word, following in itertools.zip_longest(argv, argv[1:], fillvalue=""):
        if word == "--":
            break
        if word == "--lang":
            wanted = following
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    wanted = wanted.strip().lower()[:2]
    return wanted if wanted in LANGUAGES else DEFAULT
