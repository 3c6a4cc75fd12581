"""How wide words are and where lines break, without any font being installed.

Enters: text with a size in points. Leaves: widths in points and wrapped lines. The widths are those
of Arial; Arabic letters are measured in the form they take beside their neighbours. Characters that
the tables lack are taken as wide ones, so that a guess errs towards an early line break.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from builders import face_widths

LINE_HEIGHT = 1.2
"""Distance of baselines at single spacing as a share of the type size (PowerPoint sets 1.2)."""

_LAM = "\u0644"
_WIDE = 1000
_MIDDLE = 600


def _spread(table: dict[int, str]) -> dict[str, int]:
    spread = {}
    for first, widths in table.items():
        for offset, width in enumerate(widths.split()):
            if width != "0":
                spread[chr(first + offset)] = int(width)
    return spread


_REGULAR = _spread(face_widths.REGULAR)
_BOLD = _spread(face_widths.BOLD)
for _table in (_REGULAR, _BOLD):
    _table.update({"\t": 1112, "\u200b": 0, "\u200c": 0, "\u200d": 0, "\u200e": 0, "\u200f": 0})
_PIECES = re.compile(r"\S+|\s+")


@lru_cache(maxsize=100_000)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in points at a size in points."""
    table = _BOLD if bold else _REGULAR
    total = 0
    for number, character in enumerate(text):
        width = table.get(character)
        total += _other(text, number, bold) if width is None else width
    return total * size / 1000


def wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Lines no wider than `width` points. A word wider than a line is broken inside.

    Newlines in the text stay line breaks. There is always at least one line, perhaps empty. Only a
    single character that is wider than the box can make a line too wide.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, width, size, bold))
    return tuple(lines)


def text_height(lines: int, size: float) -> float:
    """Height in points of a number of lines at single spacing."""
    return lines * size * LINE_HEIGHT


def shortened(text: str, width: float, size: float, bold: bool = False) -> str:
    """The text, or as many of its first words as fit on one line, with an ellipsis."""
    if text_width(text, size, bold) <= width:
        return text
    words = text.split()
    while len(words) > 1:
        words.pop()
        short = " ".join(words).rstrip(".,;:–- ") + "…"
        if text_width(short, size, bold) <= width:
            return short
    first = text.strip()
    while first and text_width(first + "…", size, bold) > width:
        first = first[:-1]
    return first + "…"


def _wrap_paragraph(text: str, width: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    used = 0.0  # letters never join across a space, so widths of pieces add up
    for piece in _PIECES.findall(text):
        wide = text_width(piece, size, bold)
        if used + wide <= width or piece.isspace():
            line += piece  # a space at the end of a line hangs over and is dropped below
            used += wide
        elif wide <= width:
            lines.append(line)
            line, used = piece, wide
        else:
            lines.append(line)
            *full, line = _broken(piece, width, size, bold)
            lines.extend(full)
            used = text_width(line, size, bold)
    lines.append(line)
    return [each.strip() for each in lines if each.strip()] or [""]


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    """A long word in parts that fit, combining marks kept with their letters."""
    parts: list[str] = []
    part = ""
    for character in word:
        if (
            part
            and not unicodedata.combining(character)
            and text_width(part + character, size, bold) > width
        ):
            parts.append(part)
            part = ""
        part += character
    return [*parts, part]


def _other(text: str, number: int, bold: bool) -> int:
    """Width of a character outside the Latin tables, in thousandths of the size."""
    character = text[number]
    forms = (face_widths.ARABIC_BOLD if bold else face_widths.ARABIC).get(character)
    if forms is not None:
        if character == _LAM and _next_letter(text, number, 1) in face_widths.LAM_ALEF:
            return 0  # the two make one sign, which the alef counts
        before = _joins(text, number - 1, -1)
        if character in face_widths.LAM_ALEF and _next_letter(text, number, -1) == _LAM:
            pairs = face_widths.LAM_ALEF_BOLD if bold else face_widths.LAM_ALEF
            lam = _letter_at(text, number - 1, -1)
            return pairs[character][1 if _joins(text, lam - 1, -1) else 0]
        after = _joins(text, number + 1, 1)
        return forms[(1 if before else 0) + (2 if after and _joins_next(character) else 0)]
    sign = (face_widths.ARABIC_SIGNS_BOLD if bold else face_widths.ARABIC_SIGNS).get(character)
    if sign is not None:
        return sign
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    if category in ("So", "Sk") or ord(character) > 0xFFFF:
        return _WIDE + 200
    if 0x0600 <= ord(character) <= 0x06FF:
        return _MIDDLE
    plain = unicodedata.normalize("NFD", character)[0]
    found = (_BOLD if bold else _REGULAR).get(plain)
    return found if found is not None else _WIDE


def _joins_next(letter: str) -> bool:
    """Whether the letter has a form that is tied to the letter after it."""
    forms = face_widths.ARABIC.get(letter)
    return letter == "\u0640" or (
        forms is not None and (forms[2], forms[3]) != (forms[0], forms[1])
    )


def _letter_at(text: str, number: int, step: int) -> int:
    """The place of the next sign in that direction that is no mark; outside if there is none."""
    while 0 <= number < len(text) and unicodedata.category(text[number]) == "Mn":
        number += step
    return number


def _next_letter(text: str, number: int, step: int) -> str:
    at = _letter_at(text, number + step, step)
    return text[at] if 0 <= at < len(text) else ""


def _joins(text: str, number: int, step: int) -> bool:
    """Whether the next letter in that direction is tied to this one, marks skipped."""
    number = _letter_at(text, number, step)
    if not 0 <= number < len(text):
        return False
    letter = text[number]
    if step < 0:
        return _joins_next(letter)
    return (letter in face_widths.ARABIC and letter != "\u0621") or letter == "\u0640"
