"""The code on a cover: which file this is, to be read by a telephone without any network.

Enters: a text. Leaves: a `CoverCode`, the squares of a QR code (ISO/IEC 18004) as one SVG. The text
is a name and a version, never an address: nothing opens, and nobody learns that it was read.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno

_QUIET = 4
"""Light squares around the code; the standard asks for four."""


@dataclass(frozen=True)
class CoverCode:
    """A code as rows of squares, dark where True, without its quiet zone."""

    text: str
    squares: tuple[tuple[bool, ...], ...]

    @property
    def svg(self) -> str:
        """A drawing, dark on light whatever is around it. The same text gives the same bytes."""
        size = len(self.squares) + 2 * _QUIET
        path = "".join(
            f"M{start + _QUIET} {row + _QUIET}h{length}v1h-{length}z"
            for row, squares in enumerate(self.squares)
            for start, length in _runs(squares)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
            f'width="{size}" height="{size}" shape-rendering="crispEdges">'
            f'<rect width="{size}" height="{size}" fill="#fff"/>'
            f'<path fill="#000" d="{path}"/></svg>'
        )


def cover_code(text: str) -> CoverCode:
    """The code of a text; it can be read where an eighth of it is dirty or torn."""
    made = segno.make(text, error="m", boost_error=False, micro=False)
    return CoverCode(text, tuple(tuple(bool(square) for square in row) for row in made.matrix))


def _runs(squares: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Where dark squares of a row begin, and how many stand side by side."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(squares):
        if dark and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((place, 1))
    return found
