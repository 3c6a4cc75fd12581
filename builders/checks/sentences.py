"""Sentences, quotation marks and citations inside a string.

Enters: a string as the author wrote it. Leaves: spans of the same string, so that a place in the
file can be named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_CITATION = re.compile(r"\[@[a-z0-9:-]*\]")
_ASIDE = re.compile(r"\[@[^\]\n]*\]|\]\([^)\s]*\)|https?://\S+|`[^`\n]*`")
_BREAK = re.compile(
    r"(?:(?<=[.!?؟])|(?<=[.!?؟][\"”’»)*\]]))[*_]*\s+(?=[\"“‘«(*_\[]*[^\W_a-z])"
    r"|\n[ \t]*\n|\n(?=[ \t]*(?:[-*]|\d+\.) )"
)
_NO_END = re.compile(r"\b(?:art|arts|no|nos|mr|mrs|dr|vs|e\.g|i\.e|para|paras)\.$", re.IGNORECASE)
_QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|«[^»]*»|(?<!\w)'[^'\n]{2,80}'(?!\w)|„[^“]*“", re.DOTALL
)


@lru_cache(maxsize=4_000)
def readable(text: str) -> str:
    """The string with citations, addresses and code replaced by as many spaces."""
    return _ASIDE.sub(lambda found: " " * len(found.group()), text)


@lru_cache(maxsize=4_000)
def sentence_starts(text: str) -> tuple[int, ...]:
    """Where sentences start. The first is 0."""
    starts = [0]
    for found in _BREAK.finditer(text):
        if not _NO_END.search(text, starts[-1], found.start()):
            starts.append(found.end())
    return tuple(starts)


def sentence_number(text: str, position: int) -> int:
    """The number of the sentence that a position lies in."""
    return bisect_right(sentence_starts(text), position) - 1


def sentence(text: str, number: int) -> str:
    """A sentence by its number; nothing behind the last."""
    starts = (*sentence_starts(text), len(text))
    return text[starts[number] : starts[number + 1]] if number + 1 < len(starts) else ""


def cites(text: str) -> bool:
    """True if the text holds a citation."""
    return _CITATION.search(text) is not None


def is_quoted(text: str, start: int, end: int) -> bool:
    """True if the words lie inside quotation marks."""
    return any(found.start() < start and end < found.end() for found in _QUOTED.finditer(text))


def words_outside_quotes(text: str) -> int:
    """How many words stand outside quotation marks."""
    return len(_QUOTED.sub(" ", readable(text)).split())
