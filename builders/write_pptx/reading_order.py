"""The order in which eyes and screen readers meet what a slide shows.

Enters: a slide and the places of its layout. Leaves: its words and things in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from builders.deck.slides import Body, Frame, Slide, Table, Thing, comes_before
from builders.write_pptx.template import Place


def in_reading_order(slide: Slide, places: Mapping[str, Place], *, rtl: bool) -> list[Body | Thing]:
    """Words and things below the title, in the order of reading.

    What stands wholly above something else in its column comes first; of two things side by side
    the one at the start of the line comes first; else the order of the layout holds. The line of
    sources closes the slide.
    """
    roles = {role: number for number, role in enumerate(places)}
    items: list[tuple[Frame, Body | Thing]] = []
    closing: list[Body | Thing] = []
    for body in sorted(slide.bodies, key=lambda each: roles.get(each.role, len(roles))):
        if body.role in places and body.role not in ("title", "source"):
            items.append((body.frame or places[body.role].frame, body))
        elif body.role == "source" and body.role in places:
            closing.append(body)
    for thing in slide.things:
        frame = thing.frame
        if isinstance(thing, Table):  # only as high as its rows: a note may stand right below
            frame = replace(frame, width=sum(thing.widths), height=sum(thing.heights))
        items.append((frame, thing))
    ordered: list[Body | Thing] = []
    while items:
        frames = [frame for frame, _ in items]
        free = (
            number
            for number, frame in enumerate(frames)
            if not any(comes_before(other, frame, rtl=rtl) for other in frames)
        )
        first = next(free, 0)
        ordered.append(items.pop(first)[1])
    return [*ordered, *closing]
