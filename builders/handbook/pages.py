"""A handbook as plain data: pages of MyST Markdown and the pictures they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builders.course import Direction, Edition
from builders.drawing import Drawing
from builders.models.blocks import Chart


@dataclass(frozen=True)
class Page:
    """One page. `name` is its path in the source without `.md`, for example "sessions/01-x"."""

    name: str
    title: str
    """Plain words, for lists of pages."""
    text: str
    """MyST Markdown that begins with the page's heading; ends with a newline."""


@dataclass(frozen=True)
class Picture:
    """A drawn picture. `name` is its path in the source, for example "figures/x.svg"."""

    name: str
    content: Drawing | Chart
    pillar: str | None = None
    """The pillar whose colour it takes."""


@dataclass(frozen=True)
class Handbook:
    """One edition of one workshop's handbook in one language."""

    title: str
    subtitle: str | None
    language: str
    direction: Direction
    edition: Edition
    organiser: str | None
    marking: str | None
    version: str
    labels: Mapping[str, str]
    """Words of the theme by short name: "search", "next", "contents" …"""
    pages: tuple[Page, ...]
    """In reading order; the first is "index"."""
    pictures: tuple[Picture, ...]
    index_keys: Mapping[str, str]
    """Entry of the index → the letter that it stands under, "|", what to sort it by."""
    images: tuple[str, ...]
    """Pictures of the curriculum that pages show, as paths under its images folder."""
    identifier: str = ""
    """A name of this book that no other has and that stays when it is built again (urn:uuid)."""

    def page(self, name: str) -> Page:
        """The page of that name. Raises: KeyError."""
        for page in self.pages:
            if page.name == name:
                return page
        raise KeyError(name)
