"""What an output is: the declaration that the build, the record and the command line read.

Enters: nothing. Leaves: the types `Output` and `Bench`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builders.editions import EditionKind
from builders.problems import Problem

if TYPE_CHECKING:
    from builders.course import Course


@dataclass(frozen=True)
class Bench:
    """What makers and writers need beside the course. Plain values: it travels to workers."""

    templates: Path
    """The house's folder of templates."""
    images: Path
    """The house's folder of pictures."""
    timestamp: int
    """Seconds since 1970 that stand for "now" in every file."""
    scratch: Path
    """A folder for what is not delivered; it is gone after the build."""
    identity: str = ""
    """What the code on a cover says: the file's name and version; "" for no code."""


Parts = Callable[["Course"], Iterable[tuple[str, "Course"]]]
Maker = Callable[["Course", str, Bench], Any]
Writer = Callable[[Any, Path, str, Bench], Iterable["str | Problem"]]


def whole(course: Course) -> Iterable[tuple[str, Course]]:
    """One thing made from the whole course."""
    return (("", course),)


@dataclass(frozen=True)
class Output:
    """One kind of thing that is delivered for each edition and language."""

    name: str
    """Second part of the names of its artefacts: "trainer-en/<name>" or "…/<name>/<part>"."""
    format: str
    """The word that asks for it: `--format <format>`."""
    group: str
    """The word of `--only` that asks for it among others: handbook, deck, agenda."""
    label: str
    """What the command line says of it when it is made."""
    opens: str
    """What a person opens, as a path in the edition's folder."""
    make: Maker
    """(course, part, bench) → plain data. Pure, but for the templates it reads."""
    write: Writer
    """(plain data, edition's folder, part, bench) → warnings of libraries, or problems;
    writes only what it `delivers`."""
    delivers: tuple[str, ...]
    """Files and folders in the edition's folder; `{part}` stands for the part."""
    looks: tuple[str, ...]
    """Files and folders below templates/ that the maker or the writer reads."""
    parts: Parts = whole
    """The things of this kind in a course: name of the part, and the course it is made from.
    Where two of these courses are equal, what is made of them is."""
    trainers_only: bool = False
    """Made only for editions that show what is for trainers."""
    chain: str = ""
    """Outputs of one chain are made for an edition one after the other, in one process: they share
    what the first of them has read."""
    on_request: bool = False
    """Made only for editions that name it among their `outputs`."""

    def is_for(self, edition: EditionKind) -> bool:
        """True if it is made for an edition."""
        if edition.outputs is not None:
            return self.name in edition.outputs
        return not self.on_request and (edition.shows_trainer_only or not self.trainers_only)
