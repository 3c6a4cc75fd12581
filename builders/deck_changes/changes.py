"""A change that a person made in a deck, as a value.

Enters: nothing (types only). Leaves: `Change` and `Report`, which comparing makes, the report shows
and applying writes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from builders.models.marks import Path
from builders.problems import Place

Kind = Literal[
    "title",
    "text",
    "cell",
    "label",
    "notes",
    "alt-text",
    "emphasis",
    "text-added",
    "text-removed",
    "slide-added",
    "slide-removed",
    "slide-moved",
    "slide-hidden",
    "shape-added",
    "shape-removed",
    "row-added",
    "row-removed",
    "column-added",
    "column-removed",
    "picture-replaced",
    "chart-data",
]
WORDING: frozenset[Kind] = frozenset(
    {"title", "text", "cell", "label", "notes", "alt-text", "emphasis"}
)
"""Changes of words that have a line of YAML to go back to."""

Standing = Literal["writable", "conflict", "unknown-base", "manual"]
"""writable: can go back; conflict: the sources changed too; unknown-base: whether they changed
cannot be known; manual: a person must do it."""


@dataclass(frozen=True)
class Edit:
    """New words for one string of a source file."""

    shelf: str
    identity: str
    path: Path
    place: Place
    old: str
    """The whole string as it is in the file, in Markdown."""
    new: str


@dataclass(frozen=True)
class Change:
    """One thing that a person changed."""

    kind: Kind
    slide: int
    """Number of the slide in the edited deck; for a removed slide, where it was when built."""
    slide_id: str
    slide_title: str
    where: str
    """On the slide, in words: "body, paragraph 2"."""
    old: str = ""
    new: str = ""
    places: tuple[Place, ...] = ()
    """Where the changed words come from; the first is the one to edit."""
    standing: Standing = "manual"
    why: str = ""
    """Why it cannot be written back by itself, for a person."""
    edits: tuple[Edit, ...] = ()
    further: int = 0
    """On how many further slides the same was changed."""


@dataclass(frozen=True)
class Report:
    """All that a person changed in one deck."""

    deck: str
    """The file."""
    name: str
    """keyhub's name of the deck, with workshop, edition and language."""
    workshop: str
    edition: str
    language: str
    changes: tuple[Change, ...] = ()
    newer: int = 0
    """Texts that changed in the sources since the deck was built, and not in the deck."""
    slides: int = 0
    stamped: bool = True
    notes: Sequence[str] = field(default=())
    """What a person should know beside the changes."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What `--apply` writes, each string once."""
        found: dict[tuple[str, str, Path], Edit] = {}
        for change in self.changes:
            if change.standing == "writable":
                for edit in change.edits:
                    found[edit.shelf, edit.identity, edit.path] = edit
        return tuple(found.values())
