"""What lies behind a place on one of their layouts.

Enters: a layout, its master, and a frame. Leaves: RRGGBB as far as it can be told: plain colours as
they are, gradients and pictures by their mean. A picture is made small first, so it costs little.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from builders.deck.slides import Frame
from builders.deck_templates.colours import colour_of, mixed
from builders.write_pptx.marks import POINT
from builders.write_pptx.safe_package import RefusedError, SafePackage

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MOST_PIXELS = 25_000_000
_COVERS = 0.6
"""A shape is the ground of a place if it covers this share of it."""

Owner = tuple[str, etree._Element]
"""A part's name and its root."""


class Grounds:
    """Colours behind places of one layout. `scheme` are the theme's colours by name."""

    def __init__(
        self, package: SafePackage, layout: Owner, master: Owner, scheme: dict[str, str]
    ) -> None:
        self.package, self.scheme = package, scheme
        self.owners = [layout, master]
        self.shown = [layout] if layout[1].get("showMasterSp") == "0" else [master, layout]

    def behind(self, frame: Frame) -> str | None:
        """The colour behind a frame; None if it cannot be told."""
        found = self.background()
        for part, root in self.shown:
            for shape in root.iterfind(f"{P}cSld/{P}spTree/*"):
                if shape.find(f"*/{P}nvPr/{P}ph") is not None or not _covers(shape, frame):
                    continue
                properties = shape.find(f"{P}spPr")
                if shape.tag == f"{P}pic":
                    colour = self._picture(part, shape.find(f"{P}blipFill"))
                elif properties is None or properties.find(f"{A}noFill") is not None:
                    continue
                else:
                    colour = self._fill(part, properties, shape.find(f"{P}style/{A}fillRef"))
                found = colour or found
        return found

    def background(self) -> str | None:
        for part, root in self.owners:
            behind = root.find(f"{P}cSld/{P}bg")
            if behind is None:
                continue
            properties, reference = behind.find(f"{P}bgPr"), behind.find(f"{P}bgRef")
            if properties is not None:
                return self._fill(part, properties, None)
            if reference is not None:
                return colour_of(reference, self.scheme)
        return self.scheme.get("bg1")

    def _fill(
        self, part: str, properties: etree._Element, reference: etree._Element | None
    ) -> str | None:
        plain, steps = properties.find(f"{A}solidFill"), properties.find(f"{A}gradFill/{A}gsLst")
        if plain is not None:
            return colour_of(plain, self.scheme)
        if steps is not None:
            return _mean(c for step in steps if (c := colour_of(step, self.scheme)))
        if properties.find(f"{A}blipFill") is not None:
            return self._picture(part, properties.find(f"{A}blipFill"))
        if reference is not None and reference.get("idx") not in (None, "0"):
            return colour_of(reference, self.scheme)
        return None

    def _picture(self, part: str, fill: etree._Element | None) -> str | None:
        from PIL import Image  # slow to import, and many templates have none

        blip = fill.find(f"{A}blip") if fill is not None else None
        name = blip.get(f"{R}embed") if blip is not None else None
        relation = next((r for r in self.package.relations(part) if r.id == name), None)
        if relation is None or relation.external:
            return None
        try:
            data = self.package.data(relation.target)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP")) as image:
                if image.size[0] * image.size[1] > MOST_PIXELS:
                    return None
                image.draft("RGB", (64, 64))
                small = image.convert("RGBA").resize((1, 1), Image.Resampling.BOX)
        except (RefusedError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            return None
        red, green, blue, solid = small.tobytes()
        colour = f"{red:02X}{green:02X}{blue:02X}"
        return mixed(colour, self.scheme.get("bg1", "FFFFFF"), solid / 255)


def _mean(colours: Iterator[str]) -> str | None:
    found = list(colours)
    if not found:
        return None
    return "".join(
        f"{round(sum(int(c[n : n + 2], 16) for c in found) / len(found)):02X}" for n in (0, 2, 4)
    )


def _covers(shape: etree._Element, frame: Frame) -> bool:
    place = shape.find(f"{P}spPr/{A}xfrm")
    offset, extent = (
        (place.find(f"{A}off"), place.find(f"{A}ext")) if place is not None else (None, None)
    )
    if offset is None or extent is None or frame.width <= 0 or frame.height <= 0:
        return False
    texts = [offset.get("x"), offset.get("y"), extent.get("cx"), extent.get("cy")]
    if not all(text and text.lstrip("-").isdigit() and len(text) < 12 for text in texts):
        return False
    x, y, wide, high = (int(text or 0) / POINT for text in texts)
    across = min(x + wide, frame.x + frame.width) - max(x, frame.x)
    down = min(y + high, frame.y + frame.height) - max(y, frame.y)
    return across > 0 and down > 0 and across * down >= _COVERS * frame.width * frame.height
