"""Words as Typst string literals."""

import re
import unicodedata

_LONG = re.compile(r"[^\s\u0600-\u06ff\u0750-\u077f\u200b]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": " ", "\r": " ", "\t": " "}
_NO_WIDTH = "\u200b"
_SHORT = 90
"""Signs of a title that fit into the head of a page."""


def literal(words, unprintable="", longest=40):
    """A string literal. Signs that no face has are printed as their code points.

    A word of more than `longest` signs may break inside, so that no line runs over its margin.
    """
    words = _LONG.sub(lambda found: _breakable(found.group(), longest), words)
    return '"' + "".join(_sign(sign, unprintable) for sign in words) + '"'


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


def _sign(sign, unprintable):
    if sign in unprintable:
        return f"[U+{ord(sign):04X}]"
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign < " " or "\x7f" <= sign < "\xa0" or sign in "\ufffe\uffff":
        return ""
    return sign


def _breakable(word, longest):
    if len(word) <= longest:
        return word
    out, run = [], 0
    for place, sign in enumerate(word):
        joined = unicodedata.combining(sign) or sign in "\u200d\ufe0e\ufe0f"
        after = place and word[place - 1]
        if run >= longest or (run >= longest / 2 and after in ("/", "-", ".", "_", "?", "&", "=")):
            if not joined and after != "\u200d":
                out.append(_NO_WIDTH)
                run = 0
        out.append(sign)
        run += 1
    return "".join(out)
