"""Words as Typst string literals."""

import re
import unicodedata
from functools import cache

_CONTROLS = [*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]
_NO_WIDTH = "\u200b"
_GOOD_ENDS = frozenset("/-._?&=")
_SHORT = 90
"""Signs of a title that fit into the head of a page."""


def literal(words, unprintable="", longest=40):
    """A string literal. Signs that no face has are printed as their code points.

    A word of more than `longest` signs may break inside, so that no line runs over its margin.
    """
    words = _long_words(longest).sub(lambda found: _breakable(found.group(), longest), words)
    return f'"{words.translate(_table(unprintable))}"'


@cache
def _table(unprintable):
    table = dict.fromkeys(_CONTROLS)
    table.update({ord(sign): " " for sign in "\n\r\t"})
    table.update({ord("\\"): "\\\\", ord('"'): '\\"'})
    table.update({ord(sign): f"[U+{ord(sign):04X}]" for sign in unprintable})
    return table


@cache
def _long_words(longest):
    # Arabic words are short, and a break inside would change the form of their letters
    return re.compile(rf"[^\s\u0600-\u06ff\u0750-\u077f\u200b]{{{longest + 1},}}")


def printable(words, unprintable):
    """The words with the code point in place of each sign that no face has."""
    return "".join(f"[U+{ord(sign):04X}]" if sign in unprintable else sign for sign in words)


def shortened(words, most=_SHORT):
    """The words, cut at a space where they are too long for one line."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"


def longest_word(words):
    """How many signs the longest word has."""
    return max((len(word) for word in words.split()), default=0)


def _breakable(word, longest):
    out, run = [], 0
    for place, sign in enumerate(word):
        joined = unicodedata.combining(sign) or sign in "\u200d\ufe0e\ufe0f"
        after = place and word[place - 1]
        due = run >= longest or (run >= longest / 2 and after in _GOOD_ENDS)
        if due and not joined and after != "\u200d":
            out.append(_NO_WIDTH)
            run = 0
        out.append(sign)
        run += 1
    return "".join(out)
