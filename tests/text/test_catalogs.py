"""French and English say the same things: same keys, same figures, no sentence empty."""

import string
import tomllib
from pathlib import Path

import pytest

TEXT = Path(__file__).parent.parent.parent / "prioritizer" / "text"
NAMES = sorted({path.name.split(".")[0] for path in TEXT.glob("*.toml")})


def leaves(table, path=()):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield ".".join((*path, key)), value


def load(name, lang):
    return dict(leaves(tomllib.loads((TEXT / f"{name}.{lang}.toml").read_text(encoding="utf-8"))))


def figures(sentence):
    return sorted(field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None)


@pytest.mark.parametrize("name", NAMES)
def test_same_keys_in_both_languages(name):
    assert load(name, "fr").keys() == load(name, "en").keys()


@pytest.mark.parametrize("name", NAMES)
def test_same_figures_in_both_languages(name):
    fr, en = load(name, "fr"), load(name, "en")
    for key, value in fr.items():
        if isinstance(value, str) and isinstance(en[key], str) and "alias" not in key:
            assert set(figures(value)) == set(figures(en[key])), f"{name}.{key}"


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_is_empty(name):
    for lang in ("fr", "en"):
        for key, value in load(name, lang).items():
            assert value != "", f"{name}.{lang}: {key}"


def test_there_are_catalogs():
    assert {"vocabulary", "rules", "cli", "problems", "workbook", "criteria"} <= set(NAMES)
