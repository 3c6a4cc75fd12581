"""The map of the hubs: outlines at regional scale, dots and names. No tracks, no crossing points.

Enters: names with longitude and latitude in degrees. Leaves: a `Drawing`. The map keeps its
geography in every language; only the names change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from builders.drawing.outlines import COUNTRIES
from builders.drawing.shapes import (
    Align,
    Box,
    Direction,
    Drawing,
    Outline,
    Point,
    Role,
    Shape,
    Words,
)
from builders.text_metrics import LINE_HEIGHT, text_width

WEST, SOUTH, EAST, NORTH = 8.0, 18.6, 26.2, 34.4
"""What is always on the map, in degrees; more is shown where the canvas is wider or higher."""
_MIDDLE = math.radians((SOUTH + NORTH) / 2)
_DOT = 13.0
COUNTRY_PLACES: Mapping[str, Point] = {
    "libya": (17.3, 28.6),
    "tunisia": (9.4, 34.2),
    "algeria": (6.6, 28.2),
    "niger": (10.6, 19.6),
    "chad": (18.6, 19.2),
    "sudan": (27.0, 19.6),
    "egypt": (27.7, 27.4),
}


def draw_map(
    marks: Sequence[tuple[str, float, float]],
    width: float,
    height: float,
    *,
    direction: Direction = "ltr",
    countries: Mapping[str, str] | None = None,
    size: float = 18.0,
) -> Drawing:
    """The map with a dot and a name for each (name, longitude, latitude)."""
    squeeze = math.cos(_MIDDLE)
    scale = min(width / ((EAST - WEST) * squeeze), height / (NORTH - SOUTH))
    middle_x, middle_y = (WEST + EAST) / 2, (SOUTH + NORTH) / 2

    def place(longitude: float, latitude: float) -> Point:
        x = width / 2 + (longitude - middle_x) * squeeze * scale
        return x, height / 2 - (latitude - middle_y) * scale

    shapes: list[Shape] = [Box("sea", 0, 0, width, height, fill="sea")]
    for name in (*(key for key in COUNTRIES if key != "libya"), "libya"):
        for number, ring in enumerate(COUNTRIES[name], 1):
            points = clipped([place(*point) for point in ring], width, height)
            if len(points) > 2:
                fill: Role = "land-focus" if name == "libya" else "land"
                shapes.append(Outline(f"{name}-{number}", tuple(points), fill))
    taken: list[tuple[float, float, float, float]] = []
    dots = []
    for number, (_, longitude, latitude) in enumerate(marks, 1):
        x, y = place(longitude, latitude)
        taken.append((x - _DOT, y - _DOT, x + _DOT, y + _DOT))
        dots.append(
            Box(
                f"hub-{number}",
                x - _DOT / 2,
                y - _DOT / 2,
                _DOT,
                _DOT,
                "oval",
                "pillar",
                "paper",
            )
        )
    names: list[Shape] = []
    for number, (name, longitude, latitude) in enumerate(marks, 1):
        label = _label(
            f"name-{number}", name, place(longitude, latitude), size, taken, width, height
        )
        taken.append((label.x, label.y, label.x + label.width, label.y + label.height))
        names.append(label)
    shapes.extend(_countries(countries or {}, place, taken, width, height, size))
    return Drawing(width, height, direction, (*shapes, *dots, *names))


def clipped(points: Sequence[Point], width: float, height: float) -> list[Point]:
    """A ring cut at the edges of the canvas (Sutherland and Hodgman)."""
    kept = list(points)
    for axis, limit, sign in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        ring, kept = kept, []
        for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            inside = sign * (here[axis] - limit) >= 0
            if inside != (sign * (before[axis] - limit) >= 0):
                share = (limit - before[axis]) / (here[axis] - before[axis])
                cut = [b + share * (h - b) for b, h in zip(before, here, strict=True)]
                cut[axis] = limit
                kept.append((cut[0], cut[1]))
            if inside:
                kept.append(here)
    return kept


def _label(
    name: str,
    text: str,
    at: Point,
    size: float,
    taken: Sequence[tuple[float, float, float, float]],
    width: float,
    height: float,
) -> Box:
    """The name on the first side of its dot where it hits nothing and stays on the canvas."""
    wide, tall = 1.04 * text_width(text, size, True) + 6, size * LINE_HEIGHT
    x, y = at
    away = _DOT / 2 + 5
    places: list[tuple[float, float, Align]] = [
        (x + away, y - tall / 2, "start"),
        (x - away - wide, y - tall / 2, "end"),
        (x - wide / 2, y - away - tall, "center"),
        (x - wide / 2, y + away, "center"),
        (x + away, y - away - tall / 2, "start"),
        (x + away, y + away - tall / 2, "start"),
        (x - away - wide, y - away - tall / 2, "end"),
        (x - away - wide, y + away - tall / 2, "end"),
    ]
    inside = [p for p in places if _inside(p, wide, tall, width, height)]
    others = [box for box in taken if not (box[0] < x < box[2] and box[1] < y < box[3])]
    free = [p for p in inside if not any(_hits(p, wide, tall, box) for box in others)]
    left, top, _ = (free or inside or places)[0]
    left = min(max(left, 0.0), max(width - wide, 0.0))
    top = min(max(top, 0.0), max(height - tall, 0.0))
    return Box(
        name, left, top, wide, tall, words=(Words(text, size, True),), align="center", inset=0,
        middle=True, one_line=True,
    )  # fmt: skip


def _countries(
    countries: Mapping[str, str],
    place: object,
    taken: list[tuple[float, float, float, float]],
    width: float,
    height: float,
    size: float,
) -> list[Shape]:
    """Names of countries where there is room; one that would hit a hub's name is left out."""
    found: list[Shape] = []
    for key, (longitude, latitude) in COUNTRY_PLACES.items():
        if key not in countries:
            continue
        x, y = place(longitude, latitude)  # type: ignore[operator]
        wide, tall = 1.04 * text_width(countries[key], size) + 6, size * LINE_HEIGHT
        corner = (x - wide / 2, y - tall / 2, "center")
        if _inside(corner, wide, tall, width, height) and not any(
            _hits(corner, wide, tall, box) for box in taken
        ):
            taken.append((corner[0], corner[1], corner[0] + wide, corner[1] + tall))
            found.append(
                Box(
                    f"country-{key}",
                    corner[0],
                    corner[1],
                    wide,
                    tall,
                    words=(Words(countries[key], size, False, "muted"),),
                    align="center",
                    inset=0,
                    middle=True,
                    one_line=True,
                )
            )
    return found


def _inside(
    corner: tuple[float, float, object], wide: float, tall: float, width: float, height: float
) -> bool:
    x, y, _ = corner
    return x >= 0 and y >= 0 and x + wide <= width and y + tall <= height


def _hits(
    corner: tuple[float, float, object],
    wide: float,
    tall: float,
    box: tuple[float, float, float, float],
) -> bool:
    x, y, _ = corner
    return x < box[2] and x + wide > box[0] and y < box[3] and y + tall > box[1]
