"""The decks, and where each step stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from builders.outputs.output import Bench, Output
from builders.problems import Place, Problem

if TYPE_CHECKING:
    from builders.choose_template import Choice
    from builders.course import Course
    from builders.deck import Deck
    from builders.sheets import SlidesOf


def slides_of(course: Course, bench: Bench) -> SlidesOf:
    """Where each step stands in its deck: the decks are made for it, but not written."""
    from builders.choose_template import template_for
    from builders.deck import make_decks
    from builders.sheets import slides_of_steps

    layouts = template_for(course, bench.templates).read().layouts
    return slides_of_steps(course, make_decks(course, layouts))


def _deck_parts(course: Course) -> Iterable[tuple[str, Course]]:
    from builders.deck.parts import deck_parts

    return deck_parts(course)


def _make_deck(course: Course, part: str, bench: Bench) -> tuple[Deck, Choice]:
    from builders.choose_template import template_for
    from builders.deck import make_deck

    template = template_for(course, bench.templates)
    return make_deck(part, course, template.read().layouts), template


def _write_deck(made: tuple[Deck, Choice], folder: Path, part: str, bench: Bench) -> list[Problem]:
    """Write a deck, then look at the file as people with other eyes, ears and hands will."""
    from builders.write_pptx import PictureError, faults_of, write_deck

    deck, template = made
    target = folder / "decks" / f"{part}.pptx"
    target.parent.mkdir(exist_ok=True)
    name = f"{folder.name}/decks/{part}.pptx"
    try:
        write_deck(deck, template.read(), target, timestamp=bench.timestamp, images=bench.images)
    except PictureError as error:
        return [
            Problem(
                Place(name),
                "image-damaged",
                f"A picture cannot be shown: {error}.",
                "Open it in another program and save it again as PNG or JPEG.",
            )
        ]
    return [
        Problem(
            Place(name),
            "deck-inaccessible",
            f"Slide {fault.slide}, '{fault.title}': {fault.message}",
            "If the template was changed, correct its sizes and places. Otherwise this is a fault "
            "of keyhub, not of your text. Please report it with this line.",
        )
        for fault in faults_of(target, template.read(), rtl=deck.direction == "rtl")
    ]


DECKS = (
    Output(
        name="decks",
        format="pptx",
        group="deck",
        label="slides, one deck a session",
        opens="decks",
        make=_make_deck,
        write=_write_deck,
        delivers=("decks/{part}.pptx",),
        looks=("deck",),
        parts=_deck_parts,
    ),
)
