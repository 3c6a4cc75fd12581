"""The shapes that drawings are made of: one geometry for page and slide.

Enters: nothing but types, and a drawing to mirror or a box to break into lines. Leaves: the same as
plain data. Lengths are points, the origin is the top left corner; colours are roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from builders.text_metrics import LINE_HEIGHT, wrap

Role = Literal[
    "ink",
    "muted",
    "paper",
    "line",
    "pillar",
    "pillar-light",
    "sea",
    "land",
    "land-focus",
    "sand",
    "navy",
]
Side = Literal["top", "left", "bottom", "right"]
Form = Literal["plain", "round", "oval", "wedge"]
Align = Literal["start", "center", "end"]
Direction = Literal["ltr", "rtl"]
Point = tuple[float, float]

INSET = 10.0
"""Space between the edge of a box and its words, in points."""


@dataclass(frozen=True)
class Words:
    """A paragraph inside a box. `size` in points."""

    text: str
    size: float
    bold: bool = False
    colour: Role = "ink"


@dataclass(frozen=True)
class Box:
    """A rectangle, rounded rectangle or oval with words; a dot is an oval without any.

    A wedge is the slice of an oval that a clock's hand passes in `share` of an hour.
    """

    id: str
    x: float
    y: float
    width: float
    height: float
    form: Form = "plain"
    fill: Role | None = None
    outline: Role | None = None
    words: tuple[Words, ...] = ()
    align: Align = "start"
    middle: bool = False
    """Words stand in the middle of the height, else at the top."""
    inset: float = INSET
    share: float = 1.0
    one_line: bool = False
    """A name that is never broken, whatever face it is shown in."""

    def side(self, side: Side) -> Point:
        """The middle of one side."""
        across, down = {
            "top": (0.5, 0.0),
            "left": (0.0, 0.5),
            "bottom": (0.5, 1.0),
            "right": (1.0, 0.5),
        }[side]
        return self.x + across * self.width, self.y + down * self.height


@dataclass(frozen=True)
class Connector:
    """A line glued to two boxes.

    `points` are its corners: two if straight, else horizontal and vertical stretches in turn.
    """

    id: str
    start: str
    start_side: Side
    end: str
    end_side: Side
    points: tuple[Point, ...]
    colour: Role = "pillar"
    weight: float = 2.25
    arrow: bool = True


@dataclass(frozen=True)
class Outline:
    """A filled polygon of the map."""

    id: str
    points: tuple[Point, ...]
    fill: Role
    outline: Role | None = "paper"


Shape = Box | Connector | Outline


@dataclass(frozen=True)
class Drawing:
    """Shapes in the order of painting. `fits` is False where the words need more height."""

    width: float
    height: float
    direction: Direction
    shapes: tuple[Shape, ...]
    fits: bool = True

    @property
    def boxes(self) -> Mapping[str, Box]:
        return {shape.id: shape for shape in self.shapes if isinstance(shape, Box)}


@dataclass(frozen=True)
class PlacedLine:
    """One line of words in drawing coordinates: `x` is its left, middle or right by `anchor`."""

    x: float
    baseline: float
    anchor: Literal["left", "middle", "right"]
    text: str
    size: float
    bold: bool
    colour: Role


def mirrored(drawing: Drawing) -> Drawing:
    """The drawing seen in a mirror, with the words still readable and set from the right."""
    turned: dict[Side, Side] = {"left": "right", "right": "left", "top": "top", "bottom": "bottom"}
    shapes: list[Shape] = []
    for shape in drawing.shapes:
        match shape:
            case Box():
                shapes.append(replace(shape, x=drawing.width - shape.x - shape.width))
            case Connector():
                points = tuple((drawing.width - x, y) for x, y in shape.points)
                sides = turned[shape.start_side], turned[shape.end_side]
                shapes.append(replace(shape, points=points, start_side=sides[0], end_side=sides[1]))
            case Outline():
                points = tuple((drawing.width - x, y) for x, y in shape.points)
                shapes.append(replace(shape, points=points))
    return replace(
        drawing,
        direction="rtl" if drawing.direction == "ltr" else "ltr",
        shapes=tuple(shapes),
    )


def lines_of(box: Box, direction: Direction = "ltr") -> tuple[PlacedLine, ...]:
    """The words of a box as placed lines, for a medium that does not wrap by itself."""
    inner = box.width - 2 * box.inset
    wrapped = [(words, wrap(words.text, inner, words.size, words.bold)) for words in box.words]
    total = sum(len(lines) * words.size * LINE_HEIGHT for words, lines in wrapped)
    y = box.y + ((box.height - total) / 2 if box.middle else box.inset)
    start = box.align == ("start" if direction == "ltr" else "end")
    x, anchor = box.x + box.width / 2, "middle"
    if box.align != "center":
        x = box.x + box.inset if start else box.x + box.width - box.inset
        anchor = "left" if start else "right"
    placed = []
    for words, lines in wrapped:
        for line in lines:
            # the ascent of the face is 0.905 of the size; half of the extra leading lies above
            baseline = y + words.size * (0.905 + (LINE_HEIGHT - 1.117) / 2)
            placed.append(
                PlacedLine(x, baseline, anchor, line, words.size, words.bold, words.colour)  # type: ignore[arg-type]
            )
            y += words.size * LINE_HEIGHT
    return tuple(placed)
