"""The two data modules that drawing and measuring need, made once from outside files.

Enters: an Arial-compatible face (regular, bold), an Arabic face (regular, bold), and Natural Earth
country borders as GeoJSON. Leaves: `face_widths.py` and `drawing/outlines.py`. Run by
hand when a source changes; fontTools is needed for it and for nothing else:

    python -m builders.write_deck_data widths REGULAR.ttf BOLD.ttf ARABIC.ttf ARABIC-BOLD.ttf > …
    python -m builders.write_deck_data outlines COUNTRIES.geojson > …
"""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

LATIN_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x218, 0x21B),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x1E80, 0x1E85),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x20A0, 0x20BF),
    (0x2116, 0x2122),
    (0x2190, 0x2195),
    (0x2212, 0x2265),
    (0x25A0, 0x25CF),
)
LAM_ALEF = {
    "\u0622": (0xFEF5, 0xFEF6),
    "\u0623": (0xFEF7, 0xFEF8),
    "\u0625": (0xFEF9, 0xFEFA),
    "\u0627": (0xFEFB, 0xFEFC),
}
ARABIC_SIGNS = (
    0x060C,
    0x061B,
    0x061F,
    0x0640,
    *range(0x0660, 0x066E),
    0x06D4,
    *range(0x06F0, 0x06FA),
)
FORMS = ("isolated", "final", "initial", "medial")

Point = tuple[float, float]
Box = tuple[float, float, float, float]

REGION: Box = (-12.0, 12.0, 46.0, 40.0)
"""West, south, east, north of what is kept, in degrees: wide enough for any shape of canvas."""
COUNTRIES = {
    "434": "libya",
    "788": "tunisia",
    "012": "algeria",
    "562": "niger",
    "148": "chad",
    "729": "sudan",
    "818": "egypt",
}


def widths_module(regular: str, bold: str, arabic: str, arabic_bold: str) -> str:
    """Python text of `face_widths.py`; widths are thousandths of the type size."""
    from fontTools.ttLib import TTFont  # only needed here

    lines = ['"""Advance widths of an Arial-compatible face, in thousandths of the type size.', ""]
    lines += ["Made by write_deck_data.py from Liberation Sans (metrics of Arial) and, for Arabic,"]
    lines += [
        "Noto Sans Arabic, whose letters are a little wider than those of Arial. Do not edit."
    ]
    lines += ['"""', "", "from __future__ import annotations", "", "# ruff: noqa: E501", ""]
    for name, path in (("REGULAR", regular), ("BOLD", bold)):
        font = TTFont(path)
        lines.append(f"{name}: dict[int, str] = {{")
        for first, last in LATIN_RANGES:
            table = [_advance(font, code) for code in range(first, last + 1)]
            lines.append(f'    0x{first:04X}: "{" ".join(map(str, table))}",')
        lines += ["}", '"""First code point of a run → its widths; 0 means not in the face."""', ""]
    for name, path in (("ARABIC", arabic), ("ARABIC_BOLD", arabic_bold)):
        lines.append(f"{name}: dict[str, tuple[int, int, int, int]] = {{")
        for letter, found in sorted(_arabic(TTFont(path)).items()):
            lines.append(f'    "\\u{ord(letter):04x}": {found},')
        lines += ["}", '"""Letter → widths as isolated, final, initial, medial form."""', ""]
    for name, path in (("LAM_ALEF", arabic), ("LAM_ALEF_BOLD", arabic_bold)):
        font = TTFont(path)
        lines.append(f"{name}: dict[str, tuple[int, int]] = {{")
        for alef, (isolated, final) in LAM_ALEF.items():
            pair = (_advance(font, isolated), _advance(font, final))
            lines.append(f'    "\\u{ord(alef):04x}": {pair},')
        lines += [
            "}",
            '"""Alef after a lam → width of the two as one sign, isolated and final."""',
            "",
        ]
    for name, path in (("ARABIC_SIGNS", arabic), ("ARABIC_SIGNS_BOLD", arabic_bold)):
        font = TTFont(path)
        lines.append(f"{name}: dict[str, int] = {{")
        for code in ARABIC_SIGNS:
            if width := _advance(font, code):
                lines.append(f'    "\\u{code:04x}": {width},')
        lines += ["}", '"""Digits and signs, which never join → width."""', ""]
    return "\n".join(lines)


def _advance(font: Any, code: int) -> int:
    glyph = font.getBestCmap().get(code)
    return round(font["hmtx"][glyph][0] * 1000 / font["head"].unitsPerEm) if glyph else 0


def _arabic(font: Any) -> dict[str, tuple[int, int, int, int]]:
    forms: dict[str, dict[str, int]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
        if kind[1:] in FORMS and " " not in letters and (width := _advance(font, code)):
            forms.setdefault(chr(int(letters, 16)), {})[kind[1:]] = width
    found = {}
    for letter, widths in forms.items():
        isolated = widths.get("isolated", max(widths.values()))
        final = widths.get("final", isolated)
        initial = widths.get("initial", isolated)
        found[letter] = (isolated, final, initial, widths.get("medial", final))
    return found


def outlines_module(geojson: str) -> str:
    """Python text of `drawing/outlines.py`; points are (longitude, latitude) in degrees."""
    lines = ['"""Simplified outlines of Libya and its neighbours as (longitude, latitude).', ""]
    lines += ["Source: Natural Earth 1:50m countries (public domain), through the npm package"]
    lines += ["world-atlas, cut to the region and simplified by write_deck_data.py. The borders"]
    lines += ["shown imply no opinion on the legal status of any territory. Do not edit."]
    lines += ['"""', "", "from __future__ import annotations", "", "# ruff: noqa: E501", ""]
    lines += ["Ring = tuple[tuple[float, float], ...]", ""]
    named: dict[str, list[str]] = {}
    for feature in json.loads(geojson)["features"]:
        shape = feature["geometry"]
        polygons = (
            shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        )
        name = COUNTRIES.get(str(feature.get("id")), "other")
        for polygon in polygons:
            ring = clip([(x, y) for x, y, *_ in polygon[0]], REGION)
            ring = _simplified(ring, 0.04 if name == "libya" else 0.09)
            if len(ring) > 3 and abs(_area(ring)) > 0.03:
                points = ", ".join(f"({x:.2f}, {y:.2f})" for x, y in ring)
                named.setdefault(name, []).append(f"        ({points}),")
    lines.append("COUNTRIES: dict[str, tuple[Ring, ...]] = {")
    for name in (*COUNTRIES.values(), "other"):
        lines += [f'    "{name}": (', *named.get(name, []), "    ),"]
    return "\n".join([*lines, "}", ""])


def clip(ring: Sequence[Point], box: Box) -> list[Point]:
    """A ring cut at the edges of a box (Sutherland and Hodgman)."""
    west, south, east, north = box
    edges = ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1))
    points = list(ring)
    for axis, limit, sign in edges:
        kept: list[Point] = []
        for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
            inside = sign * (here[axis] - limit) >= 0
            if inside != (sign * (before[axis] - limit) >= 0):
                share = (limit - before[axis]) / (here[axis] - before[axis])
                cut = tuple(b + share * (h - b) for b, h in zip(before, here, strict=True))
                kept.append((cut[0], cut[1]))
            if inside:
                kept.append(here)
        points = kept
    return points


def _area(ring: Iterable[Point]) -> float:
    points = list(ring)
    pairs = zip(points, [*points[1:], *points[:1]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _simplified(ring: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker; the first point is kept."""
    if len(ring) < 3:
        return ring
    first, last = ring[0], ring[-1]
    base = math.dist(first, last)

    def away(point: Point) -> float:
        if base < 1e-9:
            return math.dist(point, first)
        cross = (last[0] - first[0]) * (first[1] - point[1])
        cross -= (first[0] - point[0]) * (last[1] - first[1])
        return abs(cross) / base

    number, far = max(enumerate(map(away, ring[1:-1]), 1), key=lambda pair: pair[1])
    if far <= tolerance:
        return [first, last]
    return _simplified(ring[: number + 1], tolerance)[:-1] + _simplified(ring[number:], tolerance)


if __name__ == "__main__":
    what, *paths = sys.argv[1:]
    if what == "widths":
        sys.stdout.write(widths_module(*paths))
    else:
        sys.stdout.write(outlines_module(Path(paths[0]).read_text("utf-8")))
