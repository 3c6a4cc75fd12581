"""Two versions of a text → the lines that differ, with the words that were taken out or put in.

Enters: two texts without markup, as lines. Leaves: `Row`s. Words are compared, not letters: half a
word struck through is a riddle.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builders.changes import aligned, likeness_of_words

_WORD = re.compile(r"[^ \t\n]+")
"""A space that does not break a line breaks no word either."""
_AROUND = 8
"""Words kept on each side of a change; longer stretches without one are cut."""


@dataclass(frozen=True)
class Stretch:
    """Words of one line with the same mark: a change, or none. No words: something is left out."""

    words: str
    marked: bool = False


Marked = tuple[Stretch, ...]


@dataclass(frozen=True)
class Row:
    """A line before and now; None where there is no such line."""

    before: Marked | None
    now: Marked | None


def changed_rows(before: Sequence[str], now: Sequence[str]) -> tuple[Row, ...]:
    """The lines that differ, in order; none where only what is not words has changed."""
    if len(before) == len(now) == 1:
        return (_row(before[0], now[0]),) if before != now else ()
    rows = []
    for was, is_ in aligned(before, now, likeness_of_words):
        old = before[was] if was is not None else None
        new = now[is_] if is_ is not None else None
        if old != new:
            rows.append(_row(old, new))
    return tuple(rows)


def _row(old: str | None, new: str | None) -> Row:
    if old is None:
        return Row(None, (Stretch(new or "", marked=True),))
    if new is None:
        return Row((Stretch(old, marked=True),), None)
    was, now = _WORD.findall(old), _WORD.findall(new)
    before: list[Stretch] = []
    after: list[Stretch] = []
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    parts = matcher.get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(parts, 1):
        if tag == "equal":
            same = list(_shortened(was[i1:i2], first=number == 1, last=number == len(parts)))
            before += same
            after += same
            continue
        if i2 > i1:
            before.append(Stretch(" ".join(was[i1:i2]), marked=True))
        if j2 > j1:
            after.append(Stretch(" ".join(now[j1:j2]), marked=True))
    return Row(tuple(before), tuple(after))


def _shortened(words: Sequence[str], *, first: bool, last: bool) -> Iterator[Stretch]:
    """Words that stayed, without the middle of a long stretch, or what lies far off at an end."""
    head = 0 if first else _AROUND
    tail = 0 if last else _AROUND
    if len(words) <= head + tail + _AROUND:
        yield Stretch(" ".join(words))
        return
    if head:
        yield Stretch(" ".join(words[:head]))
    yield Stretch("")
    if tail:
        yield Stretch(" ".join(words[-tail:]))
