"""One block of a module → its slides.

Enters: a block and a `Desk`. Leaves: slides that fit, and the minutes that the block claims. A text
block has no slide. Contents that are too long go on over further slides with the same layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from builders.deck import cases, drawn, listed
from builders.deck.desk import Desk
from builders.deck.notes import block_notes, continued
from builders.deck.slides import Slide
from builders.models import blocks as models


@dataclass(frozen=True)
class Made:
    """Slides of one block. `minutes` is what the author gave it, for the whole block."""

    slides: tuple[Slide, ...]
    minutes: int | None = None


def make_block(desk: Desk, block: models.Block, name: str) -> Made:
    """The slides of a block. `name` is unique within the step."""
    made: Iterable[Slide]
    minutes: int | None = None
    match block:
        case models.Text():
            return Made(())
        case models.Points():
            made = listed.points(desk, block, name)
        case models.Definition():
            made = listed.definition(desk, block, name)
        case models.Table():
            made = listed.table(desk, block, name)
        case models.Comparison():
            made = listed.comparison(desk, block, name)
        case models.Indicators():
            made = listed.indicators(desk, block, name)
        case models.Question():
            made, minutes = listed.question(desk, block, name), block.minutes
        case models.Exercise():
            made, minutes = listed.exercise(desk, block, name), block.minutes
        case models.CaseWork():
            made = cases.case(desk, block, name)
        case models.Warning_() | models.Note():
            made = listed.call_out(desk, block, name)
        case models.Process() | models.Cycle() | models.Timeline():
            made = drawn.diagram(desk, block, name)
        case models.Chart():
            made = drawn.chart(desk, block, name)
        case models.Map():
            made = drawn.map_(desk, block, name)
        case models.Figure():
            made = drawn.figure(desk, block, name)
        case _:
            assert_never(block)
    slides = list(made)
    own = block_notes(desk.course, block)
    if slides and own:
        first = slides[0]
        slides[0] = replace(first, notes=(*own, *first.notes))
        if not isinstance(block, models.CaseWork):  # its scenes have scripts of their own
            slides = continued(desk.course, slides)
    return Made(tuple(slides), minutes)


def names_of(blocks: Sequence[models.Block]) -> list[str]:
    """A name for each block: its id, else its kind with a number, each once."""
    counts: dict[str, int] = {}
    names: list[str] = []
    for block in blocks:
        counts[block.kind] = counts.get(block.kind, 0) + 1
        name = block.id or f"{block.kind}-{counts[block.kind]}"
        while name in names:
            name += "-again"
        names.append(name)
    return names
