"""LIX as a hand counts it."""

from fractions import Fraction

import pytest

from prioritizer.publication.readability import Readability, measure


def test_a_text_counted_by_hand():
    # Eight words, two sentences; « extraordinaires » alone has more than six letters.
    found = measure(["Le chat dort. Il rêve de souris extraordinaires."], "fr")
    assert found == Readability(words=8, sentences=2, long_words=1, longest=5)
    assert found.mean == 4
    assert found.lix == 4 + Fraction(100, 8)


@pytest.mark.parametrize(
    ("said", "lang", "words", "sentences"),
    [
        ("L'accès d'aujourd'hui.", "fr", 5, 1),
        ("The city's data.", "en", 3, 1),
        ("Peut-être demain ?", "fr", 2, 1),
        ("Le taux est de 3.5 % par an ; voir 4.1.", "fr", 9, 1),
        ("Attention ! Vraiment… Oui.", "fr", 3, 3),
        ("Sans point", "fr", 2, 1),
        ("« Oui. » Non.", "fr", 2, 2),
        ("", "fr", 0, 0),
        ("– … !", "en", 0, 0),
    ],
)
def test_words_and_sentences(said, lang, words, sentences):
    found = measure([said], lang)
    assert (found.words, found.sentences) == (words, sentences)


def test_a_passage_ends_its_sentence():
    assert measure(["Un titre", "Un autre"], "fr").sentences == 2


def test_six_letters_are_short_and_seven_long():
    assert measure(["cheval"], "fr").long_words == 0
    assert measure(["chevaux"], "fr").long_words == 1
    assert measure(["1234567"], "fr").long_words == 0, "figures are no letters"


def test_nothing_measures_nothing():
    assert measure([], "en").lix == 0
