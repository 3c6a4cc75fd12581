"""Text → words in a form in which the same sentence is the same in every format.

A page, a slide and a PDF print one sentence with other marks around it: citations become numbers,
emphasis becomes tags, quotation marks are curled. Only letters and digits are compared.
"""

from __future__ import annotations

import re
import unicodedata

_CITATION = re.compile(r"\[@[^\]\s]*\]|\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]")
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")
_WORD = re.compile(r"[^\W_]+")
_UNSEEN = dict.fromkeys(
    [*range(0x064B, 0x0653), 0x0640, 0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF]
)
"""Arabic vowel signs, the lengthening stroke, soft hyphens, and marks of direction."""

SEPARATOR = "qzbreakqz"
"""A word of its own between two texts, so that no phrase runs from one into the other."""


def words_of(text: str) -> list[str]:
    """The words of a text, folded: small letters, no accents of presentation, no citations."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    text = _CITATION.sub(" ", _LINK_TARGET.sub("] ", text))
    return _WORD.findall(text.casefold())


def letters_of(words: list[str]) -> list[str]:
    """Words with their letters in order of the alphabet.

    Readers of PDF swap joined Arabic letters, so in a PDF only the letters of a word are compared.
    """
    return ["".join(sorted(word)) for word in words]
