"""Every fault of the input as a value.

Enters: nothing. Leaves: `Place` (where in which file), `Places` (where each key of a file stands)
and `Problem` (what is wrong there and what to do). Nothing here reads, prints or raises.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Step = str | int
Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file. Lines and columns count from 1; `file` is relative to the house."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


Mark = tuple[int, int]
"""Line and column, counting from 1."""


@dataclass(frozen=True)
class Places:
    """Where each key and value of one file stands. The empty path is the document itself."""

    file: str
    values: dict[tuple[Step, ...], Mark] = field(default_factory=dict)
    keys: dict[tuple[Step, ...], Mark] = field(default_factory=dict)

    def of(self, *path: Step) -> Place:
        """The place of a value, or of the nearest thing around it that the author wrote.

        Steps that the author never wrote (a default, a shorthand spelled out) are skipped.
        """
        return Place(self.file, *self.values.get(self._known(path), (1, 1)))

    def key(self, *path: Step) -> Place:
        """The place of the key at a path, or of the nearest value around it."""
        return Place(self.file, *self.keys[path]) if path in self.keys else self.of(*path)

    def _known(self, path: tuple[Step, ...]) -> tuple[Step, ...]:
        known: tuple[Step, ...] = ()
        for step in path:
            if (*known, step) in self.values:
                known = (*known, step)
        return known


@dataclass(frozen=True)
class Related:
    """Another place that a problem is about, and what stands there. No place: nobody wrote it."""

    place: Place | None
    words: str


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where, a stable code, what is wrong, and what to do about it.

    Two are equal if place, code and message are; so the hint never stands in the way of sorting.
    """

    place: Place
    code: str
    message: str
    hint: str | None = field(default=None, compare=False)
    level: Level = field(default="error", compare=False)
    related: tuple[Related, ...] = field(default=(), compare=False)
    """The other places, where one fault lies in several."""

    @property
    def is_error(self) -> bool:
        """True where a build must not go on."""
        return self.level == "error"


def has_errors(problems: Iterable[Problem]) -> bool:
    """True if any of the problems is an error (warnings do not stop a build)."""
    return any(problem.is_error for problem in problems)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The hint "Did you mean …?" for a mistyped name, or None where nothing is near."""
    near = _nearest(word[:80], tuple(known))
    return f"Did you mean '{near}'?" if near else None


@lru_cache(maxsize=2_000)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Kept, because one wrong name is often used many times and the search is slow."""
    lower = {name.lower(): name for name in reversed(known)}
    near = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return lower[near[0]] if near else None


def unreadable(name: str, reason: str) -> Problem:
    """For a file that the disk does not give. `reason` is what the system says of it."""
    return Problem(
        Place(name),
        "file-unreadable",
        f"The file cannot be read: {reason[:1].lower()}{reason[1:]}.",
        "Check that it is there and that you may read it.",
    )
