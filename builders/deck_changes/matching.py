"""What belongs together in two versions of a deck: slides, shapes, paragraphs, rows.

Enters: two lists. Leaves: pairs of positions; None stands where one side has nothing. Ids come
first; where a program has lost them, the words decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from builders.deck.fingerprints import creation_id, fingerprint
from builders.deck_changes.contents import Shape, Slide, Stamp

Pair = tuple[int | None, int | None]
Old = TypeVar("Old")
New = TypeVar("New")

LIKE = 0.4
"""From here on two texts count as versions of one."""
_MOST_CELLS = 40_000
_QUOTES = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")


def plain_quotes(text: str) -> str:
    """The text with straight quotation marks: PowerPoint bends them while people type."""
    return text.translate(_QUOTES)


def same(one: str, other: str) -> bool:
    """True if two texts say the same to a reader."""
    return one == other or plain_quotes(one) == plain_quotes(other)


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """0 for strangers, 1 for equals: how much of the words two texts share, in order."""
    if one == other:
        return 1.0
    first, second = one.lower().split(), other.lower().split()
    if not first or not second:
        return 0.0
    if not set(first) & set(second):
        # A single word that was corrected shares no word with itself.
        if len(first) + len(second) >= 8:
            return 0.0
        return 0.9 * SequenceMatcher(None, one, other, autojunk=False).ratio()
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def align(
    old: Sequence[Old],
    new: Sequence[New],
    like: Callable[[Old, New], float],
    *,
    least: float = LIKE,
) -> list[Pair]:
    """Both lists in order, with pairs where items are versions of each other.

    A stretch that has as many items before as after is taken for rewritten one by one.
    """
    start = 0
    while start < min(len(old), len(new)) and like(old[start], new[start]) == 1.0:
        start += 1
    end = 0
    while (
        end < min(len(old), len(new)) - start
        and like(old[len(old) - 1 - end], new[len(new) - 1 - end]) == 1.0
    ):
        end += 1
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    pairs: list[Pair] = [(n, n) for n in range(start)]
    found = _best(inner_old, inner_new, like, least)
    for one, other in _filled(found, len(inner_old), len(inner_new)):
        pairs.append(
            (None if one is None else one + start, None if other is None else other + start)
        )
    pairs += [(len(old) - n, len(new) - n) for n in range(end, 0, -1)]
    return pairs


def _best(
    old: Sequence[Old], new: Sequence[New], like: Callable[[Old, New], float], least: float
) -> list[tuple[int, int]]:
    """Pairs in order with the greatest sum of likeness."""
    if not old or not new or len(old) * len(new) > _MOST_CELLS:
        return []
    scores = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likes = [[like(one, other) for other in new] for one in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = likes[i][j] + scores[i + 1][j + 1] if likes[i][j] >= least else 0.0
            scores[i][j] = max(scores[i + 1][j], scores[i][j + 1], paired)
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likes[i][j] >= least and scores[i][j] == likes[i][j] + scores[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif scores[i][j] == scores[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _filled(found: list[tuple[int, int]], old: int, new: int) -> list[Pair]:
    pairs: list[Pair] = []
    at, there = 0, 0
    for one, other in [*found, (old, new)]:
        if one - at == other - there:
            pairs += [(at + n, there + n) for n in range(one - at)]
        else:
            pairs += [(n, None) for n in range(at, one)]
            pairs += [(None, n) for n in range(there, other)]
        if one < old:
            pairs.append((one, other))
        at, there = one + 1, other + 1
    return pairs


def unmoved(order: Sequence[int]) -> set[int]:
    """The largest set of numbers that stand in rising order: all others have moved."""
    tails: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(order):
        at = bisect_left(tails, number)
        before.append(places[at - 1] if at else None)
        if at == len(tails):
            tails.append(number)
            places.append(place)
        else:
            tails[at] = number
            places[at] = place
    kept: set[int] = set()
    step = places[-1] if places else None
    while step is not None:
        kept.add(order[step])
        step = before[step]
    return kept


def match_slides(
    slides: Sequence[Slide], expected: Sequence[Slide], stamp: Stamp | None
) -> list[str | None]:
    """The id of each slide of an edited deck, or None for a slide that a person added.

    An id is used once: of several slides that carry it (PowerPoint copies it with the slide) the
    likest keeps it. A slide whose id was lost is known by its texts.
    """
    known: dict[str, frozenset[str]] = {slide.name: slide.fingerprints for slide in expected}
    if stamp is not None:
        known |= stamp.slides
    common = Counter(mark for marks in known.values() for mark in marks)
    often = {mark for mark, count in common.items() if count > max(2, len(known) // 10)}
    by_creation = {creation_id(name): name for name in known}

    def likeness_to(slide: Slide, name: str) -> float:
        own, theirs = slide.fingerprints - often, known[name] - often
        return len(own & theirs) / max(min(len(own), len(theirs)), 1)

    claims: dict[str, list[int]] = {}
    for number, slide in enumerate(slides):
        name = slide.name if slide.name in known else by_creation.get(slide.creation or 0)
        if name is not None:
            claims.setdefault(name, []).append(number)
    made: list[str | None] = [None] * len(slides)
    for claimed, numbers in claims.items():
        likes = {number: likeness_to(slides[number], claimed) for number in numbers}
        made[max(numbers, key=lambda number: (likes[number], -number))] = claimed
    copies = {number for numbers in claims.values() for number in numbers}
    free = [name for name in known if name not in claims]
    lost = [number for number in range(len(slides)) if number not in copies]
    titles = {slide.name: fingerprint(slide.title) for slide in expected}
    scored = []
    for number in lost:
        for order, name in enumerate(free):
            score = likeness_to(slides[number], name)
            score += 0.3 * (titles.get(name) == fingerprint(slides[number].title))
            if score >= 0.3:
                scored.append((-score, abs(order - number), number, name))
    for _, _, number, name in sorted(scored):
        if made[number] is None and name in free:
            made[number] = name
            free.remove(name)
    words: Mapping[str, frozenset[str]] = {s.name: s.words for s in expected if s.name in free}
    for number in lost:  # changed almost everywhere: the words that are left decide
        if made[number] is None and words and slides[number].words:
            own = slides[number].words
            shares = {
                name: len(own & theirs) / len(own | theirs)
                for name, theirs in words.items()
                if name in free
            }
            name = max(shares, key=lambda each: shares[each], default="")
            if name and shares[name] >= 0.5:
                made[number] = name
                free.remove(name)
    return made


def match_shapes(old: Sequence[Shape], new: Sequence[Shape]) -> list[Pair]:
    """Shapes that are versions of each other, in the order of the old ones; then what is new."""
    scored = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            if one.kind == other.kind:
                score = _shape_likeness(one, other) - 0.01 * abs(i - j)
                if score >= 2:
                    scored.append((-score, i, j))
    partner: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(scored):
        if i not in partner and j not in used:
            partner[i] = j
            used.add(j)
    # What is left of one kind, as many before as after, was rewritten from end to end.
    # Text boxes of no placeholder must be alike: a person may delete one and draw another.
    for kind in ("text", "table", "chart", "picture", "group"):
        whole = kind != "text"
        left = [
            i
            for i, shape in enumerate(old)
            if shape.kind == kind and i not in partner and (whole or shape.holder)
        ]
        right = [
            j
            for j, shape in enumerate(new)
            if shape.kind == kind and j not in used and (whole or shape.holder)
        ]
        if len(left) == len(right):
            partner |= dict(zip(left, right, strict=True))
            used |= set(right)
    pairs: list[Pair] = [(i, partner.get(i)) for i in range(len(old))]
    return pairs + [(None, j) for j in range(len(new)) if j not in used]


def _shape_likeness(one: Shape, other: Shape) -> float:
    titles = ("title", "ctrTitle")
    if one.holder and other.holder and one.holder[0] in titles and other.holder[0] in titles:
        return 10.0
    score = 4 * likeness(one.text, other.text) if one.text or other.text else 0.0
    if one.holder and one.holder == other.holder:
        score += 2
    if one.name == other.name and not re.match(r"PlaceHolder \d", one.name):
        score += 2 if one.number == other.number else 1
    if one.alt and one.alt == other.alt:
        score += 2
    if one.picture and (one.picture == other.picture):
        score += 2
    return score
