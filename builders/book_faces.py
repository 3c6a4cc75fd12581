"""The typefaces of the printed handbook, and the characters that they lack.

Enters: words. Leaves: the characters among them that no face of the book can print. The faces come
from packages of their own (SIL Open Font Licence), so that every machine prints the same.
"""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Iterable
from functools import cache

FAMILIES = (
    "fontpkg_ibm_plex_serif",
    "fontpkg_ibm_plex_sans_condensed",
    "fontpkg_ibm_plex_sans_arabic",
)
"""Packages of the families, as handbook_typst.py names them too."""
_NEVER_DRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
"""Spaces and signs that only steer the others: they need no glyph of their own."""
_VARIATION_SELECTORS = frozenset(chr(code) for code in range(0xFE00, 0xFE10))


def unprintable_in(texts: Iterable[str]) -> list[str]:
    """The characters of the texts that no face has, each once, in order of their code."""
    signs: set[str] = set()
    for text in texts:
        if not text.isascii():
            signs.update(text)
    return sorted(sign for sign in signs if not _is_printable(sign))


def _is_printable(sign: str) -> bool:
    return (
        sign.isascii()
        or ord(sign) in covered()
        or unicodedata.category(sign) in _NEVER_DRAWN
        or sign in _VARIATION_SELECTORS
    )


@cache
def covered() -> frozenset[int]:
    """Code points that at least one of the families has."""
    # reading three faces takes a tenth of a second: only a build pays for it
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for package in FAMILIES:
        module = importlib.import_module(package)
        stem = module.FAMILY.replace(" ", "")
        with TTFont(module.ROOT / "files" / f"{stem}-Regular.ttf", lazy=True) as face:
            found.update(face.getBestCmap())
    return frozenset(found)
