"""How hard English text is to read: the Flesch-Kincaid grade.

Enters: strings of text. Leaves: `Reading` with words, sentences, syllables and the grade (years of
school that a reader needs). No library does this without a download of word lists, and a rule of
thumb for syllables is enough: the formula itself is one.

A word's syllables are its groups of vowels (a e i o u y), without a silent "e", "es" or "ed" at the
end, with "le" after a consonant counted, and at least one. A string without a full stop, such as a
list item, is one sentence. Citations, addresses and numbers are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

FEWEST_WORDS = 100
"""Below this the grade says nothing."""

_NOT_READ = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|https?://\S+")
_SPACED = str.maketrans(
    dict.fromkeys("\"'.,;:!?()[]{}*_`/\\|<>=+&%#@~«»“”‘…–—-0123456789\n\t\0", " ")
)
_ENDS = (". ", "? ", "! ", '." ', '?" ', ".\n", "?\n", "!\n", ":\n", "\n- ")
"""What ends a sentence inside a string."""
_COUNTED_TWICE = (".\n- ", "?\n- ", ":\n- ", "No. ", "art. ", "Art. ")
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")
_SILENT = re.compile(
    r"(?:(?<=[^sxzcghaeiouyl])es|(?<=[aeiouy]l)es|(?<=[^td])ed|(?<=[^l])e|(?<=[aeiouy]l)e)$"
)


@dataclass(frozen=True)
class Reading:
    """Counts of a text. They add up."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    @property
    def grade(self) -> float | None:
        """The Flesch-Kincaid grade with one decimal; None where the text is too short for one."""
        if self.words < FEWEST_WORDS or not self.sentences:
            return None
        long_sentences = self.words / self.sentences
        return round(0.39 * long_sentences + 11.8 * self.syllables / self.words - 15.59, 1)

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
        )


def reading_of(texts: Iterable[str]) -> Reading:
    """Count words, sentences and syllables of some strings, each of which ends a sentence."""
    strings = tuple(texts)
    whole = _NOT_READ.sub("", "\0".join(strings))
    words = Counter(whole.translate(_SPACED).split())
    syllables = sum(times * syllables_of(word) for word, times in words.items())
    inside = sum(map(whole.count, _ENDS)) - sum(map(whole.count, _COUNTED_TWICE))
    return Reading(words.total(), len(strings) + inside, syllables)


@lru_cache(maxsize=100_000)
def syllables_of(word: str) -> int:
    """Syllables of one word by the rule above; at least one."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower()))))
