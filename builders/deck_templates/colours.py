"""Colours of a theme, and how well one can be read on another.

Enters: colour elements of DrawingML and a theme. Leaves: RRGGBB strings and contrast ratios
(WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import colorsys

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LEGIBLE = 4.5
"""Least contrast of text and what lies behind it: WCAG 2.2, 1.4.3, level AA."""
_USUAL = {
    "bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2",
    **{f"accent{n}": f"accent{n}" for n in range(1, 7)}, "hlink": "hlink", "folHlink": "folHlink",
}  # fmt: skip
_PRESETS = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "blue": "0000FF"}


def luminance(colour: str) -> float:
    """Relative luminance of RRGGBB, from 0 to 1."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`share` of the first colour, the rest of the second."""
    pairs = [(int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (0, 2, 4)]
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def legible_on(colour: str, *behind: str) -> str:
    """The colour itself, or the nearest of its hue that can be read on all of `behind`.

    It gets darker on light backgrounds and lighter on dark ones.
    """
    end = "000000" if luminance(behind[0]) > 0.18 else "FFFFFF"
    for step in range(41):
        made = mixed(end, colour, step / 40)
        if all(contrast(made, each) >= LEGIBLE for each in behind):
            return made
    return end


def scheme_of(theme: etree._Element, master: etree._Element) -> dict[str, str]:
    """The colours by the names that slides use, through the master's colour map."""
    given: dict[str, str] = {}
    scheme = theme.find(f".//{A}clrScheme")
    for entry in scheme if scheme is not None else ():
        given[etree.QName(entry).localname] = colour_of(entry, {}) or "000000"
    chosen = master.find(f"{P}clrMap")
    names = {
        **_USUAL,
        **({str(k): str(v) for k, v in chosen.items()} if chosen is not None else {}),
    }
    found = {name: given.get(source, "000000") for name, source in names.items()}
    return {**given, **found}


def colour_of(parent: etree._Element, scheme: dict[str, str]) -> str | None:
    """RRGGBB of the colour inside an element, with its tints and shades; None if it has none."""
    for element in parent:
        if not isinstance(element.tag, str):
            continue
        kind = etree.QName(element).localname
        value = element.get("val", "")
        if kind == "srgbClr":
            base = value
        elif kind == "sysClr":
            base = element.get("lastClr", "000000" if "Text" in value else "FFFFFF")
        elif kind == "schemeClr":
            base = scheme.get(value, "")
        elif kind == "prstClr":
            base = _PRESETS.get(value, "")
        else:
            continue
        if len(base) == 6 and all(c in "0123456789abcdefABCDEF" for c in base):
            return _changed(base.upper(), element)
    return None


def _changed(colour: str, element: etree._Element) -> str:
    """The colour after lumMod, lumOff, tint and shade."""
    for change in element:
        kind = etree.QName(change).localname if isinstance(change.tag, str) else ""
        text = change.get("val", "0")
        share = int(text) / 100_000 if text.lstrip("-").isdigit() and len(text) < 9 else 0.0
        if kind in ("lumMod", "lumOff"):
            red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
            hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
            light = light * share if kind == "lumMod" else light + share
            made = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), strength)
            colour = "".join(f"{round(255 * value):02X}" for value in made)
        elif kind == "tint":
            colour = _in_light(colour, 1.0, share)
        elif kind == "shade":
            colour = _in_light(colour, 0.0, share)
    return colour


def _in_light(colour: str, end: float, share: float) -> str:
    """Mixed with white (1) or black (0) as light is, which is how Office tints and shades."""
    share = min(1.0, max(0.0, share))
    made = ""
    for n in (0, 2, 4):
        part = int(colour[n : n + 2], 16) / 255
        light = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        light = light * share + end * (1 - share)
        part = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
        made += f"{round(255 * part):02X}"
    return made
