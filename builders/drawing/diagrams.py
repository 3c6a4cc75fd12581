"""Boxes and arrows: how process, cycle and timeline are laid out on a canvas.

Enters: labels with texts and the size of the canvas in points. Leaves: a `Drawing`. Words are
measured; of several arrangements the one with the largest type and no broken word is taken.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from builders.drawing.shapes import (
    INSET,
    Box,
    Connector,
    Direction,
    Drawing,
    Point,
    Shape,
    Side,
    Words,
    mirrored,
)
from builders.text_metrics import LINE_HEIGHT, text_width, wrap

SIZES = (20.0, 18.0)
"""Type sizes tried in this order; the last one is the smallest allowed."""
_ARROW = 34.0
_ROW_GAP = 40.0
_BADGE = 30.0


def draw_process(
    stages: Sequence[tuple[str, str]],
    width: float,
    height: float | None = None,
    *,
    direction: Direction = "ltr",
    sizes: Sequence[float] = SIZES,
    first_number: int = 1,
) -> Drawing:
    """Numbered boxes in rows, joined by arrows. A stage is a label with a text (may be empty)."""
    plans = [
        _grid(stages, -(-len(stages) // rows), width, size)
        for size in sizes
        for rows in range(1, min(4, len(stages)) + 1)
    ]
    # narrow boxes read badly: they come last among those of one size
    plans.sort(key=lambda plan: (-plan.size, plan.box_width < 8.5 * plan.size))
    plan, fits = _best(plans, height)
    columns = plan.columns
    boxes, shapes = [], list[Shape]()
    rows = -(-len(stages) // columns)
    box_height, top = _stretched(plan, rows, height)
    for number, stage in enumerate(stages):
        row, column = divmod(number, columns)
        box = _card(
            f"stage-{number + 1}",
            column * (plan.box_width + _ARROW),
            top + row * (box_height + _ROW_GAP),
            plan,
            box_height,
            stage,
        )
        boxes.append(box)
    shapes.extend(boxes)
    for number, (here, after) in enumerate(pairwise(boxes), 1):
        if after.x > here.x:
            shapes.append(_straight(f"arrow-{number}", here, "right", after, "left"))
        else:
            shapes.append(_elbow(f"arrow-{number}", here, "bottom", after, "top"))
    shapes.extend(_badges(boxes, first_number))
    total = top + rows * box_height + (rows - 1) * _ROW_GAP
    drawing = Drawing(width, height or total, "ltr", tuple(shapes), fits)
    return mirrored(drawing) if direction == "rtl" else drawing


def draw_cycle(
    stages: Sequence[tuple[str, str]],
    width: float,
    height: float | None = None,
    *,
    direction: Direction = "ltr",
    sizes: Sequence[float] = SIZES,
) -> Drawing:
    """Boxes in a ring of two rows: forward along the upper row, back along the lower one."""
    upper = -(-len(stages) // 2)
    plan, fits = _best([_grid(stages, upper, width, size, rows=2) for size in sizes], height)
    box_height, top = _stretched(plan, 2, height)
    lower = len(stages) - upper
    boxes = []
    for number, stage in enumerate(stages):
        if number < upper:
            x, y = number * (plan.box_width + _ARROW), top
        else:
            place = lower - 1 - (number - upper)
            room = width - plan.box_width
            x = room / 2 if lower == 1 else room * place / (lower - 1)
            y = top + box_height + _ROW_GAP
        boxes.append(_card(f"stage-{number + 1}", x, y, plan, box_height, stage))
    shapes: list[Shape] = list(boxes)
    for number, here in enumerate(boxes):
        after = boxes[(number + 1) % len(boxes)]
        name = f"arrow-{number + 1}"
        if math.isclose(here.y, after.y):
            forward = after.x > here.x
            sides: tuple[Side, Side] = ("right", "left") if forward else ("left", "right")
            shapes.append(_straight(name, here, sides[0], after, sides[1]))
        elif math.isclose(here.x, after.x):
            down = after.y > here.y
            sides = ("bottom", "top") if down else ("top", "bottom")
            shapes.append(_straight(name, here, sides[0], after, sides[1]))
        elif after.y > here.y:
            shapes.append(_elbow(name, here, "bottom", after, "right"))
        else:
            shapes.append(_elbow(name, here, "left", after, "bottom"))
    shapes.extend(_badges(boxes, 1))
    drawing = Drawing(width, height or top + 2 * box_height + _ROW_GAP, "ltr", tuple(shapes), fits)
    return mirrored(drawing) if direction == "rtl" else drawing


def draw_timeline(
    events: Sequence[tuple[str, str]],
    width: float,
    height: float | None = None,
    *,
    direction: Direction = "ltr",
    sizes: Sequence[float] = SIZES,
) -> Drawing:
    """Dates, dots on a line and what happened, one event below the other."""
    gap, dot = 12.0, 14.0
    for size in sizes:
        dates = max(text_width(date, size, True) for date, _ in events)
        first = min(max(1.04 * dates + 4, 60.0), width * 0.26)
        left = first + 16 + dot + 16
        heights = [
            max(
                len(wrap(date, first, size, True)) * size * LINE_HEIGHT,
                len(wrap(text, width - left - 2, size)) * size * LINE_HEIGHT,
            )
            for date, text in events
        ]
        total = sum(heights) + gap * (len(events) - 1)
        if height is None or total <= height:
            break
    fits = height is None or total <= height
    if height is not None and fits and len(events) > 1:
        gap += min(30.0, (height - total) / len(events))
    shapes: list[Shape] = []
    dots: list[Box] = []
    y = 0.0
    for number, ((date, text), tall) in enumerate(zip(events, heights, strict=True), 1):
        words = Words(date, size, True, "pillar")
        shapes.append(
            Box(f"date-{number}", 0, y, first, tall, words=(words,), align="end", inset=0)
        )
        middle = y + size * LINE_HEIGHT / 2
        dots.append(
            Box(f"dot-{number}", first + 16, middle - dot / 2, dot, dot, "oval", "pillar", "paper")
        )
        shapes.append(
            Box(f"event-{number}", left, y, width - left, tall, words=(Words(text, size),), inset=0)
        )
        y += tall + gap
    for number, (here, after) in enumerate(pairwise(dots), 1):
        line = _straight(f"line-{number}", here, "bottom", after, "top")
        shapes.append(replace(line, arrow=False))
    shapes.extend(dots)
    drawing = Drawing(width, height or y - gap, "ltr", tuple(shapes), fits)
    return mirrored(drawing) if direction == "rtl" else drawing


@dataclass(frozen=True)
class _Plan:
    columns: int
    box_width: float
    box_height: float
    total: float
    size: float
    whole_words: bool


def _grid(
    stages: Sequence[tuple[str, str]],
    columns: int,
    width: float,
    size: float,
    rows: int | None = None,
) -> _Plan:
    rows = rows or -(-len(stages) // columns)
    box_width = (width - (columns - 1) * _ARROW) / columns
    inner = box_width - 2 * INSET
    tallest = 0.0
    whole = True
    for label, text in stages:
        lines = len(wrap(label, inner, size, True)) + (len(wrap(text, inner, size)) if text else 0)
        tallest = max(tallest, lines * size * LINE_HEIGHT)
        words = [text_width(word, size, True) for word in label.split()]
        words += [text_width(word, size) for word in text.split()]
        whole = whole and max(words) <= inner
    box_height = tallest + 2 * INSET + _BADGE / 2
    total = _BADGE / 2 + rows * box_height + (rows - 1) * _ROW_GAP
    return _Plan(columns, box_width, box_height, total, size, whole)


def _best(plans: Sequence[_Plan], height: float | None) -> tuple[_Plan, bool]:
    """The first plan that fits and breaks no word, else the first that fits, else the lowest."""
    if height is None:
        whole = [plan for plan in plans if plan.whole_words]
        return (whole or list(plans))[0], True
    fitting = [plan for plan in plans if plan.total <= height]
    if not fitting:
        return min(plans, key=lambda plan: plan.total), False
    return next((plan for plan in fitting if plan.whole_words), fitting[0]), True


def _stretched(plan: _Plan, rows: int, height: float | None) -> tuple[float, float]:
    """Height of the boxes and y of the first row: boxes grow a little into free height."""
    if height is None or plan.total > height:
        return plan.box_height, _BADGE / 2
    extra = min((height - plan.total) / rows, 0.25 * plan.box_height)
    total = plan.total + rows * extra
    return plan.box_height + extra, _BADGE / 2 + (height - total) / 3


def _card(name: str, x: float, y: float, plan: _Plan, height: float, stage: tuple[str, str]) -> Box:
    label, text = stage
    words = [Words(label, plan.size, True, "ink")]
    if text:
        words.append(Words(text, plan.size))
    # room above the words for the number that overlaps the upper edge
    return Box(
        name,
        x,
        y,
        plan.box_width,
        height,
        "round",
        "pillar-light",
        "pillar",
        tuple(words),
        "center",
        True,
    )


def _badges(boxes: Sequence[Box], first: int) -> list[Shape]:
    return [
        Box(
            f"number-{number - first + 1}",
            box.x + 12,
            box.y - _BADGE / 2,
            _BADGE,
            _BADGE,
            "oval",
            "pillar",
            "paper",
            (Words(str(number), _BADGE * 0.6, True, "paper"),),
            "center",
            True,
            0,
        )
        for number, box in enumerate(boxes, first)
    ]


def _straight(name: str, start: Box, start_side: Side, end: Box, end_side: Side) -> Connector:
    points = (start.side(start_side), end.side(end_side))
    return Connector(name, start.id, start_side, end.id, end_side, points)


def _elbow(name: str, start: Box, start_side: Side, end: Box, end_side: Side) -> Connector:
    (x1, y1), (x2, y2) = start.side(start_side), end.side(end_side)
    upright = {"top", "bottom"}
    corners: tuple[Point, ...]
    if start_side in upright and end_side in upright:
        # the number of the next row's first box overlaps its upper edge: turn above it
        middle = (y1 + y2) / 2
        corners = ((x1, middle), (x2, middle))
    elif start_side in upright:
        corners = ((x1, y2),)
    else:
        corners = ((x2, y1),)
    return Connector(name, start.id, start_side, end.id, end_side, ((x1, y1), *corners, (x2, y2)))
