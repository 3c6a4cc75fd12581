"""What a printed sheet can hold, as plain data: the same for Word, for print pages, for PDF.

Enters: nothing (types only). Leaves: `Paper`, which makers fill and writers print.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from builders.course import Direction


@dataclass(frozen=True)
class Words:
    """Words with one look."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    quiet: bool = False
    """Numbers of sources, status of an allegation: smaller, but never left out."""
    link: str | None = None


Line = tuple[Words, ...]
Look = Literal["normal", "lead", "label", "statement", "warning", "quiet"]


@dataclass(frozen=True)
class Heading:
    """Level 1 names the paper, level 2 a sheet of it, level 3 a part of a sheet."""

    level: Literal[1, 2, 3]
    text: str
    above: str = ""
    """A small line over it: which kind of thing it is."""
    new_page: bool = False


@dataclass(frozen=True)
class Para:
    line: Line
    look: Look = "normal"


@dataclass(frozen=True)
class Listing:
    """A list. Each entry is one or more things, the first mostly a paragraph."""

    entries: tuple[tuple[Thing, ...], ...]
    mark: Literal["dot", "number", "box"] = "dot"
    start: int = 1


@dataclass(frozen=True)
class Grid:
    """A table. Without `columns` it has no heading row, and its first column names the rows."""

    title: str
    columns: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    to_fill: bool = False
    """Its rows are high enough to write in by hand."""


@dataclass(frozen=True)
class Rules:
    """Empty lines to write on."""

    count: int


@dataclass(frozen=True)
class Photo:
    """A picture of the curriculum, by its path under the folder of images."""

    image: str
    alt: str
    title: str
    credit: str


@dataclass(frozen=True)
class Card:
    """Something to cut out and hand to one person or group."""

    label: str
    """Stands at its head, with what it belongs to."""
    title: str
    body: tuple[Thing, ...]
    envelope: str = ""
    """What to write on the closed envelope; the card is folded so that only this is seen."""


@dataclass(frozen=True)
class Cards:
    """Cards on sheets, with lines to cut along."""

    cards: tuple[Card, ...]


Thing = Heading | Para | Listing | Grid | Rules | Photo | Cards


@dataclass(frozen=True)
class Paper:
    """One document."""

    name: str
    """Its file name without the ending."""
    title: str
    workshop: str
    language: str
    direction: Direction
    marking: str | None
    organiser: str | None
    edition_label: str
    page_label: str
    """ "Page {page} of {pages}", with both places open."""
    cut_label: str
    fold_label: str
    things: tuple[Thing, ...] = field(default=())
    pillar: str | None = None
    """The pillar whose colour it takes."""

    @property
    def images(self) -> tuple[str, ...]:
        """Pictures of the curriculum that it shows, each once, in order."""
        found = [thing.image for thing in self.things if isinstance(thing, Photo)]
        return tuple(dict.fromkeys(found))
