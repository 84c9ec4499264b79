"""How hard a text is to read, measured without syllables nor word lists, so that anyone can count again.

LIX = words per sentence + 100 * long words / words, a long word having more than six letters (C. H. Björnsson,
Läsbarhet, 1968; "Readability of newspapers in 11 languages", Reading Research Quarterly 18, 1983). The same count holds
for any language in our alphabet, but its level does not: French words are longer, so French and English figures are not
compared with each other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

LONG = 6
"""Letters above which a word is long."""
_END = re.compile(r"[.?!…]+(?=[\s»\")]|$)")
_NUMBER = r"\d+(?:[.,]\d+)+|"
_WORD = {
    "fr": re.compile(_NUMBER + r"[^\W_]+(?:-[^\W_]+)*"),
    "en": re.compile(_NUMBER + r"[^\W_]+(?:['’-][^\W_]+)*"),
}
"""French apostrophes part two words (l'accès), English ones do not (city's)."""


@dataclass(frozen=True)
class Readability:
    """What was counted in some passages."""

    words: int
    sentences: int
    long_words: int
    longest: int
    """Words of the longest sentence."""

    @property
    def mean(self) -> Fraction:
        """Words per sentence; 0 without any."""
        return Fraction(self.words, self.sentences) if self.sentences else Fraction(0)

    @property
    def lix(self) -> Fraction:
        """The index; 0 without words."""
        return self.mean + Fraction(100 * self.long_words, self.words) if self.words else Fraction(0)


def measure(passages: Iterable[str], lang: str) -> Readability:
    """Count in whole passages. A sentence ends at ``. ? ! …`` before a space, or with its passage."""
    lengths, long_words = [], 0
    for passage in passages:
        for sentence in _END.split(passage):
            words = _WORD[lang].findall(sentence)
            if words:
                lengths.append(len(words))
                long_words += sum(sum(map(str.isalpha, word)) > LONG for word in words)
    return Readability(sum(lengths), len(lengths), long_words, max(lengths, default=0))
