"""What is known of typefaces: who has them, and how much room they take beside Arial.

Enters: the name of a family. Leaves: a `Face`. Widths are the mean advance of English text and line
heights are ascent, descent and gap, as measured in the package @capsizecss/metrics (MIT) for the
face itself or, for Calibri and Cambria, for Carlito and Caladea, which were drawn to their metrics.
Which families are common is our own list by hand, copied from no page of Microsoft or Apple and
checked against none: faces of Windows and Office that are known to be there on a Mac with Office
too. Aptos, for one, comes only with Microsoft 365
(https://office-watch.com/2023/what-happens-when-aptos-fonts-arent-available/). Only a warning
depends on the list, no measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from builders.text_metrics import LINE_HEIGHT

COMMON = frozenset({
    "aptos", "arial", "arial black", "arial narrow", "calibri", "calibri light", "cambria",
    "candara", "century gothic", "comic sans ms", "consolas", "constantia", "corbel",
    "courier new", "franklin gothic book", "franklin gothic medium", "garamond", "georgia",
    "gill sans mt", "impact", "palatino linotype", "tahoma", "times new roman", "trebuchet ms",
    "verdana",
})  # fmt: skip
"""Families that are taken to come with both Windows and Mac Office."""

_MEASURED: Mapping[str, tuple[float, float]] = MappingProxyType({
    "arial": (1.0, 1.15), "calibri": (0.92, 1.221), "calibri light": (0.92, 1.221),
    "cambria": (0.922, 1.15), "dm sans": (1.045, 1.302), "georgia": (1.0, 1.136),
    "helvetica": (1.0, 1.15), "helvetica neue": (1.009, 1.193), "inter": (1.071, 1.21),
    "lato": (0.977, 1.2), "merriweather": (1.088, 1.257), "montserrat": (1.128, 1.219),
    "noto sans": (1.063, 1.362), "nunito": (1.014, 1.364), "open sans": (1.051, 1.362),
    "poppins": (1.122, 1.5), "public sans": (1.049, 1.175), "raleway": (1.039, 1.174),
    "roboto": (0.998, 1.172), "segoe ui": (0.995, 1.33), "source sans 3": (0.938, 1.424),
    "tahoma": (1.004, 1.207), "times new roman": (0.911, 1.15), "trebuchet ms": (1.023, 1.161),
    "ubuntu": (1.021, 1.149), "verdana": (1.149, 1.215), "work sans": (1.119, 1.173),
})  # fmt: skip
_UNKNOWN = (1.12, 1.36)
"""An unknown face is taken to be as wide and high as the roomier ones."""
_CAUTION = 1.03
"""Bold letters of wide faces grow more than those of Arial."""


@dataclass(frozen=True)
class Face:
    family: str
    width: float
    """Room that words need beside Arial; never below 1."""
    spacing: float
    """Share of the face's own line height that makes lines as high as they are measured."""
    common: bool
    known: bool


def face_named(family: str) -> Face:
    """What is known of a family. An empty name counts as Arial."""
    name = family.strip().lower() or "arial"
    wide, high = _MEASURED.get(name, _UNKNOWN)
    width = wide * _CAUTION if wide > 1.01 else 1.0
    spacing = min(1.0, LINE_HEIGHT / high)
    return Face(family, width, max(0.8, spacing), name in COMMON, name in _MEASURED)
