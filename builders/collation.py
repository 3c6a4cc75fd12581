"""The order of the alphabet: a key to sort words by, and the letter that they stand under.

Enters: words and their language. Leaves: `sort_key`, `first_letter`. Compares letters without their
marks first, as the Unicode Collation Algorithm does on its first level, then with them. Words in
English, French and Arabic need no more: in the Arabic block of Unicode the letters stand in the
order of the alphabet once marks are off; only ta marbuta and alef maqsura stand elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

_SAME_LETTER = str.maketrans({"œ": "oe", "æ": "ae", "ة": "ه", "ى": "ي", "ـ": None, "ٱ": "ا"})
_NO_WORD = re.compile(r"[\W_]+")
_ARTICLES = {
    "ar": re.compile(r"^(?:ال)(?=\w{2})"),
    "fr": re.compile(r"^(?:l['’]|(?:le|la|les)\s)"),
}
"""Alphabets file a word under its first letter after the article; English terms here have none."""


def sort_key(words: str, language: str) -> tuple[str, str]:
    """What to sort by: bare letters first, the words as they are where those are the same."""
    text = words.strip().casefold()
    if article := _ARTICLES.get(language):
        text = article.sub("", text, count=1)
    return _NO_WORD.sub(" ", _bare(text)).strip(), words


def first_letter(words: str, language: str) -> str:
    """The letter of the alphabet that the words stand under; "#" for figures and signs."""
    start = sort_key(words, language)[0][:1]
    return start.upper() if start.isalpha() else "#"


def _bare(text: str) -> str:
    """Letters without accents, hamza and vowel marks."""
    parted = unicodedata.normalize("NFD", text.translate(_SAME_LETTER))
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
