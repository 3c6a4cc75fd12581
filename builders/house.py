"""Where the folders are.

Enters: a path the person gave, or the working folder. Leaves: a `House`. Nothing is found through
`__file__`, so tests build small houses and an installed keyhub works on any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SCHEMA_FOLDER = ".schemas"
APPROVED_FOLDER = ".approved"
"""Modules as they were when they were last approved: kept, but not taught."""


@dataclass(frozen=True)
class House:
    """The root of a curriculum repository."""

    root: Path

    @property
    def curriculum(self) -> Path:
        """What is taught."""
        return self.root / "curriculum"

    @property
    def seeds(self) -> Path:
        """The source register."""
        return self.root / "seeds"

    @property
    def templates(self) -> Path:
        """The look and the fixed labels."""
        return self.root / "templates"

    @property
    def images(self) -> Path:
        """Pictures that figure blocks may show."""
        return self.curriculum / "images"

    @property
    def cache(self) -> Path:
        """What only saves time from one run to the next. It may be deleted at any moment."""
        return self.root / "build" / ".cache"

    def name_of(self, path: Path) -> str:
        """The path as shown to people: relative to the house, with forward slashes."""
        inside = path.relative_to(self.root) if path.is_relative_to(self.root) else path
        # A name on disk may hold bytes that are not text; it must still be printable.
        return inside.as_posix().encode("utf-8", "replace").decode("utf-8")


def find_house(start: Path) -> House | None:
    """The nearest folder, from `start` upwards, that holds `curriculum/` and `templates/`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "curriculum").is_dir() and (folder / "templates").is_dir():
            return House(folder)
    return None
