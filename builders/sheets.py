"""What all printed sheets beside the agenda share: their head, their foot, and slides of a step.

Enters: a `Course`, its decks. Leaves: `SheetHead`, and the slide numbers of each step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builders.agenda import dates_text
from builders.course import Course, Direction, Wording
from builders.deck.slides import Deck
from builders.prose import inline_of, words_of


@dataclass(frozen=True)
class SheetHead:
    """What stands at the head and the foot of every sheet."""

    heading: str
    title: str
    language: str
    direction: Direction
    dates: str
    hubs: tuple[str, ...]
    edition_label: str
    organiser: str | None
    marking: str | None
    version: str
    wording: Wording


@dataclass(frozen=True)
class StepSlides:
    """Where a step stands in its session's deck."""

    deck: str
    """The number at the head of the deck's file name: "01"."""
    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


SlidesOf = Mapping[tuple[int, str], StepSlides]
"""(number of the session, step id) → its slides."""


def sheet_head(course: Course, heading: str) -> SheetHead:
    """The head of a sheet of this course. `heading` says which sheet it is."""
    return SheetHead(
        heading=heading,
        title=course.title,
        language=course.language,
        direction=course.wording.direction,
        dates=dates_text(course),
        hubs=tuple(hub.title for hub in course.hubs.values()),
        edition_label=course.wording(f"common.{course.edition}_edition"),
        organiser=course.branding.organiser,
        marking=course.marking,
        version=course.version,
        wording=course.wording,
    )


def slides_of_steps(course: Course, decks: Iterable[Deck]) -> SlidesOf:
    """The slides of every step. `decks` are those of the same edition and language."""
    by_name = {deck.name: deck for deck in decks}
    found: dict[tuple[int, str], StepSlides] = {}
    for session in course.sessions:
        name = f"{session.number:02d}-{session.module_id}"
        if name in by_name:
            for step_id, first, last in by_name[name].steps:
                place = StepSlides(name.partition("-")[0], first, last)
                found[session.number, step_id] = place
    return found


def plain(text: str) -> str:
    """An author's line as plain words, without signs of markup and citations."""
    return words_of(inline_of(text))
