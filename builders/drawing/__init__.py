"""Process, cycle, timeline and map as plain shapes: one geometry for page and slide.

Enters: a block and the size of a canvas in points. Leaves: a `Drawing` of boxes, connectors and
outlines with colour roles instead of colours. A drawing in a right-to-left language is mirrored,
except the map. No shape leaves the canvas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from builders.drawing.diagrams import SIZES, draw_cycle, draw_process, draw_timeline
from builders.drawing.map import draw_map
from builders.drawing.shapes import (
    INSET,
    Align,
    Box,
    Connector,
    Direction,
    Drawing,
    Outline,
    PlacedLine,
    Point,
    Role,
    Shape,
    Side,
    Words,
    lines_of,
    mirrored,
)

if TYPE_CHECKING:  # names of types only: a caller that has no blocks needs no models
    from builders.models.blocks import Cycle, Map, Process, Timeline
    from builders.models.shelves import Hub

__all__ = [
    "INSET",
    "SIZES",
    "Align",
    "Box",
    "Connector",
    "Direction",
    "Drawing",
    "Outline",
    "PlacedLine",
    "Point",
    "Role",
    "Shape",
    "Side",
    "Words",
    "draw",
    "draw_cycle",
    "draw_process",
    "draw_timeline",
    "lines_of",
    "mirrored",
]


def draw(
    block: Process | Cycle | Timeline | Map,
    width: float,
    height: float | None = None,
    *,
    direction: Direction = "ltr",
    hubs: Mapping[str, Hub] | None = None,
    countries: Mapping[str, str] | None = None,
    sizes: Sequence[float] = SIZES,
) -> Drawing:
    """The drawing of a block on a canvas of `width` by `height` points.

    Without a height the drawing is as high as its words need. `hubs` (all hubs by id) is needed for
    a map; `countries` gives the names to print on it, by the keys of `outlines.COUNTRIES`.
    """
    if block.kind == "process":
        stages = [(stage.label, _plain(stage.text)) for stage in block.stages]
        return draw_process(stages, width, height, direction=direction, sizes=sizes)
    if block.kind == "cycle":
        stages = [(stage.label, _plain(stage.text)) for stage in block.stages]
        return draw_cycle(stages, width, height, direction=direction, sizes=sizes)
    if block.kind == "timeline":
        events = [(event.date, _plain(event.text)) for event in block.events]
        return draw_timeline(events, width, height, direction=direction, sizes=sizes)
    marks = [
        (hub.title, hub.position.longitude, hub.position.latitude)
        for key, hub in (hubs or {}).items()
        if not block.hubs or key in block.hubs
    ]
    tall = height or width * 0.62
    return draw_map(
        marks, width, tall, direction=direction, countries=countries or {}, size=sizes[-1]
    )


def _plain(text: str | None) -> str:
    from builders.prose import inline_of, words_of

    return words_of(inline_of(text)) if text else ""
