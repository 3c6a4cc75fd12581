"""A clock's face beside the minutes of a task.

Enters: minutes and the placeholder that shows them. Leaves: a decorative sketch, or nothing.
"""

from __future__ import annotations

from dataclasses import replace

from builders.deck.desk import Desk
from builders.deck.slides import Frame, Sketch
from builders.drawing import Box, Drawing
from builders.text_metrics import text_width

LARGEST = 44.0
"""Width of the face in points."""


def clock(desk: Desk, layout: str, minutes: int, shown: str) -> list[Sketch]:
    """A clock's face after the words of the placeholder `clock`: the slice that the task takes.

    It repeats the minutes beside it, and is left out where the words leave no room.
    """
    frame = desk.frame(layout, "clock")
    wide = min(frame.height, LARGEST)
    away = text_width(shown, frame.size, True) / 0.97 + 14
    if away + wide > frame.width:
        return []
    x = frame.x + away if desk.course.wording.direction == "ltr" else frame.x + frame.width - away
    if desk.course.wording.direction == "rtl":
        x -= wide
    dark = layout == "exercise"
    face = Box("face", 0, 0, wide, wide, "oval", outline="sand" if dark else "navy")
    hand = Box("minutes", 0, 0, wide, wide, "wedge", "sand" if dark else "navy", share=minutes / 60)
    if minutes >= 60:
        hand = replace(hand, form="oval", share=1.0)
    drawing = Drawing(wide, wide, desk.course.wording.direction, (face, hand))
    spot = Frame(x, frame.y + (frame.height - wide) / 2, wide, wide)
    return [Sketch(drawing, "", spot)]
