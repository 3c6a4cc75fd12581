"""Lines that a room can read at a glance: a point or title takes two lines of a slide, not more.

Enters: a `Curriculum`. Leaves: warnings. Widths are those of the delivered 16:9 template; a line is
measured at the size in which a slide with few points shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from builders.checks.walking import blocks_of
from builders.loading.curriculum import Curriculum
from builders.models.blocks import Block, Comparison, Indicators, Points
from builders.problems import Problem
from builders.prose import inline_of, words_of
from builders.text_metrics import wrap

MOST_LINES = 2
"""More than two lines are read, not looked at, and then nobody listens to the trainer."""
_WIDEST = 1.02
"""Width of the widest letters as a share of the type size."""

Path = tuple[str | int, ...]
Look = tuple[float, float, bool]
"""Width of a line in points, type size, bold."""

TITLE: Look = (838.0, 28.0, True)
POINT: Look = (817.0, 24.0, False)
BELOW: Look = (795.0, 22.0, False)
ITEM: Look = (813.0, 22.0, False)
SIDE: Look = (378.0, 20.0, False)

_CITATION = re.compile(r"\s*\[@[^\]]*\]")


def check_points_are_short(curriculum: Curriculum) -> Iterator[Problem]:
    """Every line that a slide shows as a point or as its title."""
    for shelf, owner, path, block in blocks_of(curriculum):
        for inner, text, look in _lines(block):
            if is_long(text, look):
                yield _too_long(curriculum, shelf, owner, (*path, *inner), text, look)
    for module_id, module in curriculum.modules.items():
        for number, text in enumerate(module.key_messages):
            if is_long(text, POINT):
                yield _too_long(
                    curriculum, "modules", module_id, ("key_messages", number), text, POINT
                )


def is_long(text: str, look: Look) -> bool:
    """Whether a line with citations needs more than two lines on a slide."""
    width, size, _ = look
    if len(text) * size * _WIDEST <= MOST_LINES * width * 0.9:
        return False
    return _count(text, look) > MOST_LINES


def _count(text: str, look: Look) -> int:
    width, size, bold = look
    shown = words_of(inline_of(_CITATION.sub(" [00]", text)))
    return len(wrap(shown, width, size, bold))


def _lines(block: Block) -> Iterator[tuple[Path, str, Look]]:
    title = getattr(block, "title", None)
    if title:
        yield ("title",), title, TITLE
    match block:
        case Points():
            for number, point in enumerate(block.points):
                yield ("points", number, "text"), point.text, POINT
                for below, inner in enumerate(point.points):
                    yield ("points", number, "points", below, "text"), inner.text, BELOW
        case Indicators():
            for number, text in enumerate(block.items):
                yield ("items", number), text, ITEM
        case Comparison():
            for name, side in (("left", block.left), ("right", block.right)):
                for number, text in enumerate(side.points):
                    yield (name, "points", number), text, SIDE
        case _:
            pass


def _too_long(
    curriculum: Curriculum, shelf: str, owner: str, path: Path, text: str, look: Look
) -> Problem:
    return Problem(
        curriculum.place(shelf, owner, *path),
        "point-long",
        f"On a slide this takes {_count(text, look)} lines; two can be read at a glance.",
        "Say it shorter, or make two of it. Details belong into 'say' or into a text block.",
        "warning",
    )


SLIDE_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_points_are_short,)
